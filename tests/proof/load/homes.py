"""Compounds with the people in them, known to the desk."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.person import Held, Role
from storage import people, places
from storage.database import Database, Tx
from storage.places import Place

BELOW = "qs/hy"
FIRST = 10_000  # the number of the first phone
RESIDENTS = 6  # of a compound
DISPATCHER, WORKER = "周敏", "王建国"


@dataclass
class Home:
    """A compound. numbers: of its people's phones; the dispatcher, the worker, then the residents."""

    n: int

    @property
    def path(self) -> str:
        return f"{BELOW}/c{self.n}/xf"

    @property
    def numbers(self) -> range:
        first = FIRST + self.n * (RESIDENTS + 2)
        return range(first, first + RESIDENTS + 2)

    def places(self) -> Iterator[Place]:
        named = [(f"{BELOW}/c{self.n}", "community", f"柳溪社区{self.n}"), (self.path, "compound", f"杏福苑{self.n}")]
        named += [(f"{self.path}/g1", "grid", "第一网格")]
        yield from [Place(path, kind, name, None, None, None) for path, kind, name in named]
        grid = f"{self.path}/g1"
        yield Place(f"{self.path}/3", "building", "3号楼", grid, None, None)
        for unit in range(1, RESIDENTS + 1):
            yield Place(f"{self.path}/3/{unit}", "unit", f"{unit}单元", grid, None, None)

    async def move_in(self, tx: Tx) -> None:
        await places.add(tx, list(self.places()))
        zhou, wang, *residents = self.numbers
        for number, name, held in (
            (zhou, DISPATCHER, Held(Role.COMMUNITY, self.path)),
            (wang, WORKER, Held(Role.GRID, f"{self.path}/g1")),
        ):
            await people.add_person(tx, id=f"p{number}", chat=f"telegram:{number}", now=0, name=name)
            await people.grant(tx, id=f"r{number}", person=f"p{number}", held=held, now=0)
        for unit, number in enumerate(residents, 1):
            await people.add_person(tx, id=f"p{number}", chat=f"telegram:{number}", now=0)
            await people.set_home(tx, f"p{number}", f"{self.path}/3/{unit}")


async def furnish(database: Database, homes: list[Home]) -> None:
    async def unit(tx: Tx) -> None:
        await places.add(tx, [Place("qs", "city", "青杉市", None, None, None)])
        await places.add(tx, [Place(BELOW, "street", "河沿街道", None, None, None)])
        for home in homes:
            await home.move_in(tx)

    await database.do(unit)
