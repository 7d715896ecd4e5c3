"""A compound in which people wish: Li and her household, a desk and the one above it, volunteers, a grid worker."""

from dataclasses import dataclass
from functools import partial

import pytest

from domain.number import find
from domain.person import Held, Role
from domain.wish import Wish
from storage import ledger, wish_thanks, wishes
from storage.database import Database, Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, STREET, Town

ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # what does not depend on the database
LIFT = "希望有人陪我去医院拿药"


@dataclass
class Wishing:
    """Li wishes, Zhou looks at it, Sun sits above him; Feng and Gao are volunteers, Qin is one in Li's own flat."""

    town: Town
    li: Neighbour
    zhou: Neighbour
    sun: Neighbour
    feng: Neighbour
    gao: Neighbour
    qin: Neighbour
    wang: Neighbour

    async def wished(self, text: str = LIFT, *how: str, consent: str = "Yes, they may") -> str:
        """how: what of the summary is changed, as it is tapped."""
        await self.li.says("许愿")
        await self.li.says(text)
        return find(await self.li.taps(consent, *how, "Make the wish"))[0]

    async def hangs(self, text: str = LIFT, *how: str) -> str:
        number = await self.wished(text, *how)
        await self.zhou.taps("Publish it")
        return number

    async def taken(self, *how: str) -> str:
        number = await self.hangs(LIFT, *how)
        await self.feng.says(number)
        await self.feng.taps("I do it")
        return number

    async def behalf(self, text: str = "想理个发，不方便下楼", *how: str, name: str = "王桂英") -> str:
        """For somebody without a phone in building 3, open on the wall."""
        await self.wang.says("许愿")
        await self.wang.taps("For somebody else")
        for said in (text, name, "13912345678"):
            await self.wang.says(said)
        number = find(await self.wang.taps("3号楼", "1单元", "Yes, they may", *how, "Make the wish"))[0]
        await self.zhou.taps("Publish it")
        return number

    async def wish(self, number: str) -> Wish:
        found = await self.town.database.read(partial(wishes.by_number, number=number))
        assert found is not None
        return found

    async def code(self, number: str) -> str:
        code = await self.town.one("SELECT code FROM wishers WHERE wish_id = :id", id=(await self.wish(number)).id)
        return str(code)

    async def minutes(self, who: Neighbour) -> int:
        account = ledger.of_person(who.id)
        return await self.town.database.read(partial(ledger.balance, account=account, unit=ledger.MINUTES))

    async def published(self, place: str, first: int, last: int) -> list[wish_thanks.Thanks]:
        return await self.town.database.read(partial(wish_thanks.thanks_of, place=place, first=first, last=last))

    async def every_cell(self) -> str:
        """All that any table holds."""
        tables = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
            "postgresql": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
        }[self.town.database.kind]

        async def look(tx: Tx) -> str:
            names = [row["name"] for row in await tx.all(tables)]
            rows = [row for name in names for row in await tx.all(f'SELECT * FROM "{name}"')]
            return "\n".join(str(cell) for row in rows for cell in row.values())

        return await self.town.database.read(look)


async def scene_in(database: Database) -> Wishing:
    town = Town(database)
    await town.built()
    volunteer = Held(Role.VOLUNTEER, COMPOUND)
    return Wishing(
        town,
        await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1"),
        await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMMUNITY)),
        await town.moves_in("Sun Zhiqiang", Held(Role.STREET, STREET)),
        await town.moves_in("Feng Lei", volunteer, home=f"{COMPOUND}/5/2"),
        await town.moves_in("Gao Yan", volunteer, home=f"{COMPOUND}/3/2"),
        await town.moves_in("Qin Yu", volunteer, home=f"{COMPOUND}/3/1"),
        await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1)),
    )


@pytest.fixture
async def scene(database: Database) -> Wishing:
    return await scene_in(database)


async def forged(who: Neighbour, word: str, number: str, version: int | str = "") -> str:
    """A button that was never shown to them."""
    return await who.says(button=f"{word} {number} {version}".strip(), ref="x", tap="t")
