"""What it costs to ask hundreds: one order is handed to a team of 400 stairwell heads, and the first to accept has it.

python -m benchmarks.fan_out: the units of work (handing out, laying the cards, accepting, changing the cards of the
others) next to a team of one, SQLite with synchronous=FULL, the commit included, and what somebody else's unit waits
meanwhile; then the postman takes the cards to the fake Bot API at the rate he keeps, while residents are answered.
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import orjson
import uvloop

from benchmarks.report import COMPOUND, the_places
from bot.app import house_of
from bot.clock import Clock, Ids
from bot.delivery import Delivery
from bot.links import Links
from bot.media_place import media_of
from bot.metrics import Metrics
from bot.postman import Postman
from bot.settings import Settings
from bot.telegram import Telegram
from bot.words import Words
from dialogue.message import Message
from domain.duty import Team
from domain.order import Lane, Order
from domain.person import Held, Role
from handlers import accept, crowds, dispatch, placing
from handlers.placing import PlaceOrder
from handlers.turn import House, Turn
from storage import orders, outbox, people, places, teams
from storage.database import Database, Tx, open_database
from storage.migrate import migrate
from storage.outbox import Way
from tests.fake_telegram.telegram import TOKEN, FakeTelegram
from tests.fake_telegram.world import Chat, Post

NOW = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp())  # Monday, ten in the morning in Shanghai
HEADS, ONE = "t:V:heads", "t:V:one"
ZHOU, LI, MA = 9001, 9002, 9003  # the dispatcher, who reports, and who is answered meanwhile


@dataclass
class Street:
    """A database with its people. spent: milliseconds of the units of each kind."""

    database: Database
    house: House
    spent: dict[str, list[float]] = field(default_factory=dict)

    async def furnish(self, many: int) -> None:
        async def unit(tx: Tx) -> None:
            await places.add(tx, the_places())
            for team, name in ((HEADS, "楼门长"), (ONE, "一个人")):
                await teams.put(tx, Team(team, "volunteers", name, COMPOUND))
            for n in range(1, many + 1):
                await self._moves_in(tx, n, Held(Role.VOLUNTEER, COMPOUND, HEADS))
            await self._moves_in(tx, many + 1, Held(Role.VOLUNTEER, COMPOUND, ONE))
            await self._moves_in(tx, ZHOU, Held(Role.COMMUNITY, COMPOUND))
            await self._moves_in(tx, LI, None)

        await self.database.do(unit)

    async def _moves_in(self, tx: Tx, n: int, held: Held | None) -> None:
        await people.add_person(tx, id=f"p{n}", chat=f"telegram:{n}", now=0, name=f"某某{n}")
        if held:
            await people.grant(tx, id=f"r{n}", person=f"p{n}", held=held, now=0)

    async def timed(self, kind: str, work: Callable[[], Awaitable[object]]) -> None:
        started = time.perf_counter()
        await work()
        self.spent.setdefault(kind, []).append((time.perf_counter() - started) * 1000)

    async def as_somebody(self, n: int, deed: Callable[[Turn], Awaitable[object]]) -> None:
        async def unit(tx: Tx) -> None:
            person = await people.person(tx, f"p{n}")
            assert person is not None
            await deed(Turn(tx, self.house, person, NOW))

        await self.database.do(unit)

    async def reported(self, lane: Lane = Lane.ORDINARY) -> Order:
        await self.as_somebody(
            LI, lambda turn: placing.keep(turn, PlaceOrder("3号楼1单元漏水", f"{COMPOUND}/3/1", "water", lane))
        )
        [newest, *_] = await self.database.read(partial(orders.of_author, person=f"p{LI}"))
        return newest

    async def handed_out(self, order: Order, team: str) -> None:
        command = dispatch.Dispatch(order.number, team)
        await self.as_somebody(ZHOU, lambda turn: dispatch.dispatch(turn, command))

    async def ticked(self) -> int:
        return await crowds.tick(self.database, self.house, NOW)

    async def letters(self) -> int:
        """How many lie in the outbox; they are out of the way then."""
        return await self.database.do(lambda tx: tx.run("UPDATE outbox SET state = 'sent' WHERE state = 'new'"))


async def asked(street: Street, team: str, first: int) -> tuple[int, int]:
    """One order, from handing out to the last quiet change; how many letters each half left."""
    order = await street.reported()
    await street.letters()
    await street.timed(f"hand out {team}", lambda: street.handed_out(order, team))
    await street.timed(f"lay {team}", lambda: meanwhile(street, street.ticked))
    laid = await street.letters()
    take = partial(accept.accept, number=order.number, seen=2)
    await street.timed(f"accept {team}", lambda: street.as_somebody(first, take))
    await street.timed(f"change {team}", lambda: meanwhile(street, street.ticked))
    return laid, await street.letters()


async def meanwhile(street: Street, work: Callable[[], Awaitable[object]]) -> None:
    """What somebody else's unit of work takes while this goes on."""
    task = asyncio.ensure_future(work())
    while not task.done():
        await street.timed("somebody else", lambda: street.database.do(lambda tx: tx.lock("nothing")))
        await asyncio.sleep(0.001)
    await task


def at(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


async def units(folder: Path, many: int, times: int) -> list[str]:
    async with a_street(folder / "units.db", many) as street:
        for _ in range(times):
            alone = await asked(street, ONE, many + 1)
            laid = await asked(street, HEADS, 1)
    lines = [f"letters: {laid[0]} cards and {laid[1]} changes for {many}; {alone[0]} and {alone[1]} for one"]
    for kind in ("hand out", "lay", "accept", "change"):
        few, lots = street.spent[f"{kind} {ONE}"], street.spent[f"{kind} {HEADS}"]
        ratio = at(lots, 50) / at(few, 50)
        lines.append(
            f"{kind:>14}{at(lots, 50):>10.1f}{at(lots, 99):>9.1f}{at(few, 50):>10.1f}{at(few, 99):>9.1f}{ratio:>8.1f}"
        )
    others = street.spent["somebody else"]
    return [*lines, f"{'somebody else':>14}{at(others, 50):>10.1f}{at(others, 99):>9.1f}"]


@asynccontextmanager
async def a_street(file: Path, many: int) -> AsyncIterator[Street]:
    database = await open_database(f"sqlite:{file}")
    await migrate(database, now=0)
    settings = Settings(database="sqlite:unused.db", locale="zh_CN")
    house = house_of(settings, Words("zh_CN"), Links("x"), Ids())
    street = Street(database, replace(house, policy=replace(house.policy, reports_a_day=1_000_000)))
    await street.furnish(many)
    try:
        yield street
    finally:
        await database.close()


async def sending(folder: Path, many: int, lane: Lane) -> str:
    """The postman's own pace against the fake: when all had the card, and how long an answer took meanwhile."""
    arrived, news = dict[int, list[float]](), asyncio.Event()

    def watch(chat: Chat, post: Post) -> None:
        arrived.setdefault(chat.id, []).append(time.perf_counter())
        news.set()

    async with a_street(folder / f"{lane}.db", many) as street, FakeTelegram(referee=False, record=False) as fake:
        for n in (*range(1, many + 2), ZHOU, LI, MA):
            fake.world.person({"id": n, "first_name": str(n)})
            fake.world.chats[n].bot_is = "member"
        fake.world.watchers.append(watch)
        order = await street.reported(lane)
        await street.letters()
        async with a_postman(street, fake.url) as postman:
            started = time.perf_counter()
            await street.handed_out(order, HEADS)
            await street.ticked()
            postman.wake()
            answers = await answered(street, postman, arrived, news, many)
        cards = sorted(moments[0] - started for chat, moments in arrived.items() if chat <= many)
    busiest = max(Counter(int(moment) for moment in cards).values())
    return (
        f"{lane!s:>14}{len(cards):>10}{cards[-1]:>9.1f}{busiest:>10}{at(answers, 50):>14.1f}{max(answers):>9.1f}"
        f"{len(answers):>9}"
    )


@asynccontextmanager
async def a_postman(street: Street, api: str) -> AsyncIterator[Postman]:
    settings = Settings(database="sqlite:unused.db")
    telegram = Telegram(TOKEN, api, media_of(settings))
    rate = settings.telegram_broadcast_rate
    clock, delivery = Clock(start=NOW), Delivery(street.house)
    postman = Postman(street.database, {"telegram": telegram}, delivery, clock, "one", Metrics(), rate)
    await telegram.open()
    task = asyncio.create_task(postman.run())
    try:
        yield postman
    finally:
        task.cancel()
        await asyncio.wait([task])
        await telegram.close()


async def answered(
    street: Street, postman: Postman, arrived: dict[int, list[float]], news: asyncio.Event, many: int
) -> list[float]:
    """Milliseconds from an answer's commit until it is there, one after the other, until all have the card."""
    took: list[float] = []
    while sum(chat <= many for chat in arrived) < many:
        known, started = len(arrived.get(MA, ())), time.perf_counter()
        body = orjson.dumps(Message(f"{known}").to_json()).decode()
        leave = partial(outbox.post, id=street.house.fresh(), chat=f"telegram:{MA}", lane=Way.REPLY, body=body, now=NOW)
        await street.database.do(leave)
        postman.wake()
        while len(arrived.get(MA, ())) == known:
            news.clear()
            await news.wait()
        took.append((arrived[MA][-1] - started) * 1000)
        await asyncio.sleep(0.25)
    return took


async def run(folder: Path, many: int, times: int) -> list[str]:
    lines = [f"{'ms':>14}{f'{many} p50':>10}{'p99':>9}{'one p50':>10}{'p99':>9}{'ratio':>8}"]
    lines += await units(folder, many, times)
    lines.append(
        f"\n{'sent':>14}{'cards':>10}{'all, s':>9}{'most a s':>10}{'answer p50 ms':>14}{'worst':>9}{'answers':>9}"
    )
    return [*lines, *[await sending(folder, many, lane) for lane in (Lane.ORDINARY, Lane.URGENT)]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fan_out", description=__doc__)
    parser.add_argument("--heads", type=int, default=400)
    parser.add_argument("--times", type=int, default=25)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-fan-out-") as folder:
        print("\n".join(uvloop.run(run(Path(folder), given.heads, given.times))))


if __name__ == "__main__":
    main()
