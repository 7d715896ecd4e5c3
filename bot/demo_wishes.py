"""What the made-up compound has wished for: one wish that came true last week, and one that hangs on the wall."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

from domain.calendar import at, day_of
from domain.consent import VERSION
from domain.wish import WishKind
from handlers import wish_approving, wish_claiming, wish_fulfilling, wish_posting, wish_thanking
from handlers.turn import House, Turn
from handlers.wish_matter import load
from handlers.wish_posting import PostWish
from storage import wishes
from storage.database import Database

Deed = Callable[[Turn], Awaitable[None]]
Did = Callable[[str, int, Deed], Awaitable[None]]  # who, when, what

TV = "电视调不出台了，想请会弄的街坊来看看"
GLASSES = "想借一副老花镜，看完手里这本书就还"
TEN = time(10)


async def wish(database: Database, house: House, ids: dict[str, str], now: int, compound: str, did: Did) -> None:
    """By the same deeds as everybody's."""
    started = at(day_of(now, house.zone) - timedelta(days=5), TEN, house.zone)
    number = await _hang(
        database, ids, did, started, PostWish(TV, f"{compound}/5/2", WishKind.SKILL, 0, False, 1, True, agreed=VERSION)
    )
    await did("feng", started + 3600, lambda turn: wish_claiming.claim(turn, number))
    await did("feng", started + 4 * 3600, lambda turn: wish_fulfilling.fulfil(turn, wish_fulfilling.Fulfil(number, 60)))
    await did("zhao", started + 5 * 3600, lambda turn: _thank(turn, number, ids["feng"]))
    hung = at(day_of(now, house.zone) - timedelta(days=1), TEN, house.zone)
    await _hang(
        database,
        ids,
        did,
        hung,
        PostWish(GLASSES, f"{compound}/5/2", WishKind.THING, 0, False, 1, True, agreed=VERSION),
    )


async def _thank(turn: Turn, number: str, helper: str) -> None:
    """It came true, and a word of thanks that may be published."""
    await wish_fulfilling.confirm(turn, await load(turn, number, "wish.confirm_done"))
    await wish_thanking.thank(turn, wish_thanking.Thank(number, 1, (helper,), "来得真快，又能听戏了", public=True))


async def _hang(database: Database, ids: dict[str, str], did: Did, moment: int, command: PostWish) -> str:
    """Made by Zhao, looked at by Zhou; its number."""
    await did("zhao", moment, lambda turn: wish_posting.post(turn, command))
    made = (await database.read(lambda tx: wishes.of_person(tx, ids["zhao"], 1)))[0]
    await did("zhou", moment + 600, lambda turn: wish_approving.approve(turn, f"{made.number} 1"))
    return made.number
