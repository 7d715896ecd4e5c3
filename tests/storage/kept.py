"""People, places and orders for tests of what is remembered."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.order import Order
from storage import orders, people, places
from storage.database import Database, Tx
from storage.places import Place
from tests.domain.lives import NEW

NOW = NEW.placed_at
COMPOUND = "qs/hy/lx/xf"


async def settled(database: Database, *names: str) -> None:
    """The places of one staircase, and these people."""
    kinds = ("city", "street", "community", "compound", "building", "unit")
    codes = f"{COMPOUND}/3/1".split("/")
    found = [Place("/".join(codes[: n + 1]), kind, codes[n], None, None, None) for n, kind in enumerate(kinds)]
    found += [Place(f"{COMPOUND}/g1", "grid", "g1", None, None, None)]

    async def unit(tx: Tx) -> None:
        await places.add(tx, found)
        for name in names:
            await people.add_person(tx, id=name, chat=f"web:{name}", now=NOW, name=name.title())

    await database.do(unit)


async def placed(database: Database, n: int, **other: Any) -> Order:
    """The nth order: as it was born, but for these fields; looked at after ten minutes."""
    at = NOW + n
    usual: dict[str, Any] = {"number": f"NUMBER{n}", "placed_at": at}
    clock = {"since": at, "deadline": at + 600, "due_at": at + 600}
    order = replace(NEW, id=f"o{n}", **usual | clock | other)
    await database.do(partial(orders.insert, order=order))
    return order
