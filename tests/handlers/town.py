"""A neighbourhood to test in: what is sent goes through the inbox to the desk, what is read came by the outbox."""

import itertools
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery import Delivered, Delivery, Failed, Fate
from bot.metronome import LOOKS
from bot.policy import load
from dialogue.message import Incoming, Message
from domain.order import Order
from domain.person import Held
from handlers import desk, morning
from handlers.table import DEEDS, SCRIPTS
from handlers.turn import House
from storage import claims, inbox, orders, people, places
from storage.database import Database, Tx
from storage.inbox import Arrived
from storage.outbox import Letter
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.phone import Phone

MONDAY = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp())  # ten in the morning in Shanghai
MINUTE, HOUR, DAY = 60, 3600, 86_400

CITY, STREET, COMMUNITY, COMPOUND = "qs", "qs/hy", "qs/hy/lx", "qs/hy/lx/xf"
GRID_1, GRID_2 = f"{COMPOUND}/g1", f"{COMPOUND}/g2"
POLICY = load()


def the_places() -> list[Place]:
    """Six buildings of two units; the first three are the first grid."""
    found = [
        Place(CITY, "city", "青杉市", None, None, None),
        Place(STREET, "street", "河沿街道", None, None, None),
        Place(COMMUNITY, "community", "柳溪社区", None, None, None),
        Place(COMPOUND, "compound", "杏福苑", None, None, None),
        Place(GRID_1, "grid", "第一网格", None, None, None),
        Place(GRID_2, "grid", "第二网格", None, None, None),
    ]
    for n in range(1, 7):
        grid = GRID_1 if n <= 3 else GRID_2
        found.append(Place(f"{COMPOUND}/{n}", "building", f"{n}号楼", grid, 30 + n / 1000, 110.0))
        found += [Place(f"{COMPOUND}/{n}/{u}", "unit", f"{u}单元", grid, None, None) for u in (1, 2)]
    return found


def house(ids: Iterable[int], seed: int = 4, **other: Any) -> House:
    """Says English, and marks what it says in Chinese; every id and every number comes out the same each time."""
    chance, source = random.Random(seed), iter(ids)
    usual: dict[str, Any] = {
        "policy": POLICY,
        "locale": "en",
        "words": lambda language: (lambda sentence: f"〔中〕{sentence}") if language == "zh_CN" else str,
        "languages": ("en", "zh_CN"),
        "zone": ZoneInfo("Asia/Shanghai"),
        "fresh": lambda: f"{next(source):012d}",
        "chance": chance.randbytes,
        "links": lambda payload: [f"https://sidan.example/?start={payload}"],
        "scripts": SCRIPTS,
        "deeds": DEEDS,
    }
    return House(**usual | other)


@dataclass
class Town:
    """now: UTC seconds. gone: addresses that cannot be reached. numbers_shown: a channel without buttons.

    mornings: whether the clock says good morning; where a story is about something else it would only be in the way.
    """

    database: Database
    ids: Iterable[int] = field(default_factory=lambda: itertools.count(1))
    now: int = MONDAY
    seed: int = 4
    numbers_shown: bool = False
    mornings: bool = False
    gone: set[str] = field(default_factory=set)
    phones: dict[str, Phone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.house = house(self.ids, self.seed)

    async def built(self, *found: Place) -> None:
        await self.database.do(partial(places.add, places=found or the_places()))

    async def moves_in(self, name: str, *roles: Held, home: str | None = None, language: str = "en") -> Neighbour:
        """Somebody the desk knows already."""
        neighbour = self.stranger(name)

        async def unit(tx: Tx) -> None:
            await people.add_person(
                tx, id=neighbour.id, chat=neighbour.chat, now=self.now, name=name, language=language
            )
            for n, held in enumerate(roles):
                await people.grant(tx, id=f"{neighbour.id}.{n}", person=neighbour.id, held=held, now=self.now)
            if home:
                await people.set_home(tx, neighbour.id, home)

        await self.database.do(unit)
        return neighbour

    def stranger(self, name: str) -> Neighbour:
        """Somebody who has never written."""
        return Neighbour(self, name, f"telegram:{name.split()[0].lower()}")

    def phone(self, address: str) -> Phone:
        return self.phones.setdefault(address, Phone(address))

    async def hears(self, incoming: Incoming, times: int = 1) -> list[desk.Outcome]:
        """The message lies in the inbox once and is worked off, as often as it was delivered."""
        arrived = Arrived(
            incoming.channel, incoming.message_id, self.house.fresh(), incoming.sender, None, "{}", self.now
        )
        await self.database.do(partial(inbox.receive, row=arrived))
        work_off = partial(desk.work_off, self.database, self.house, [arrived], incoming, self.now)
        return [await work_off(numbers_shown=self.numbers_shown) for _ in range(times)]

    async def delivers(self) -> None:
        """The postman's round, until nothing is left."""
        claim = partial(claims.claim, me="postman", now=self.now, until=self.now + 60, limit=500)
        while letters := await self.database.do(claim):
            fates = [(letter, self._fate(letter)) for letter in letters]

            async def unit(tx: Tx, fates: list[tuple[Letter, Fate]] = fates) -> None:
                for letter, fate in fates:
                    await Delivery(self.house).record(tx, letter, fate, self.now)

            await self.database.do(unit)

    def _fate(self, letter: Letter) -> Fate:
        if letter.chat in self.gone:
            return Failed("unreachable", gone=True)
        message = Message.from_json(json.loads(letter.body))
        return Delivered(message.card, self.phone(letter.chat).show(message))

    async def later(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """Time passes, the clock ticks once, the postman goes round."""
        self.now += days * DAY + hours * HOUR + minutes * MINUTE
        for look in LOOKS:
            if look is not morning.tick or self.mornings:
                await look(self.database, self.house, self.now)
        await self.delivers()

    async def order(self, number: str) -> Order:
        found = await self.database.read(partial(orders.by_number, number=number))
        assert found is not None
        return found

    async def one(self, sql: str, **values: Any) -> Any:
        """The first column of the first row."""
        row = await self.database.read(lambda tx: tx.one(sql, **values))
        return next(iter(row.values())) if row else None
