"""Who and what is there already when somebody comes in: people of every role, and one of everything they deal with."""

from functools import cache, partial
from typing import Any

from bot.telegram_updates import CHANNEL
from bot.web_sessions import hashed
from domain.number import find
from domain.person import Held, Role
from handlers import join
from storage import people, websessions
from storage.database import Database, Tx
from storage.partners import Partner
from storage.supermarket import Goods
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import SHOP, Market
from tests.handlers.town import COMPOUND, GRID_1, MONDAY, Town
from tests.proof.machines.ground import Ground

PEOPLE = {  # id: name, what they are
    51: ("Li Xiulan", Held(Role.RESIDENT, COMPOUND)),
    52: ("Zhao Defu", Held(Role.RESIDENT, COMPOUND)),
    53: ("Zhou Min", Held(Role.COMMUNITY, COMPOUND)),
    54: ("Wang Jianguo", Held(Role.GRID, GRID_1)),
    55: ("Zhang Weidong", Held(Role.PROPERTY, COMPOUND)),
    56: ("Bo Lan", Held(Role.VOLUNTEER, COMPOUND)),
    57: ("Qian Jin", Held(Role.PARTNER, COMPOUND, SHOP)),
}
AUTHOR, OTHER, DESK, WORKER = 51, 52, 53, 54
REPORT, LAMP, DOOR = "3号楼1单元水管漏水", "3号楼2单元的灯不亮了", "3号楼1单元的门关不上"
KNOWN: dict[str, str] = {}  # numbers of the orders there are, by how they stand


async def settle(database: Database, channel: str) -> None:
    town = Town(database)
    await town.built()
    for who, (name, held) in PEOPLE.items():
        await database.do(partial(moves_in, chat=f"{channel}:{who}", who=who, name=name, held=held))
    KNOWN.update(await what_there_is(town, channel))


@cache
def ground(server: str = "", channel: str = CHANNEL) -> Ground:
    return Ground(partial(settle, channel=channel), server)


async def moves_in(tx: Tx, chat: str, who: int, name: str, held: Held) -> None:
    await people.add_person(tx, id=f"p{who}", chat=chat, now=MONDAY, name=name, language="en")
    await people.grant(tx, id=f"r{who}", person=f"p{who}", held=held, now=MONDAY)
    await websessions.open_session(tx, str(who), hashed(secret_of(who)), MONDAY)


def secret_of(who: int) -> str:
    """What the cookie of their browser holds."""
    return f"secret-{who}"


async def what_there_is(town: Town, channel: str) -> dict[str, str]:
    """One order of each state, a wish on the wall, goods on a shelf, an invitation, and somebody who is asked."""
    here = {who: Neighbour(town, name, f"{channel}:{who}") for who, (name, _) in PEOPLE.items()}
    author, worker, desk, market = here[AUTHOR], here[WORKER], here[DESK], Market(town)
    known = {"placed": await author.reports(REPORT)}
    known["taken"], known["done"] = await author.reports(LAMP), await author.reports(DOOR)
    for number in (known["taken"], known["done"]):
        await worker.says(button=f"pick {number} 1")
    await worker.says(button=f"finish {known['done']} 2")
    await worker.taps("Skip")
    await author.says("许愿")
    await author.says("希望有人陪我去医院拿药")
    known["wish"] = find(await author.taps("Yes, they may", "Make the wish"))[0]
    await desk.taps("Publish it")
    await market.opens(Partner(SHOP, "杏福超市", COMPOUND, True, town.now))
    await market.puts(Goods("rice", SHOP, "Rice", "", 50, 3, None))
    asked = partial(join.invite, role=Role.GRID, place=GRID_1, by="p53", random=bytes(16), now=town.now)
    known["invitation"] = await town.database.do(asked)
    await worker.says(button=f"progress {known['taken']} 2")
    return known


def card_of(who: int) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": PEOPLE.get(who, ("Ma San",))[0]}


def chat_of(who: int) -> dict[str, Any]:
    return {"id": who, "type": "private", "first_name": PEOPLE.get(who, ("Ma San",))[0]}
