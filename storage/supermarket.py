"""What the shops offer for points: the shelf, and how many pieces are on it."""

from dataclasses import dataclass
from enum import StrEnum

from storage.database import Row, Tx


class Shelf(StrEnum):
    """paused: nothing new is redeemed, what is set aside is still handed over. gone: the shop has it no more."""

    ON = "on"
    PAUSED = "paused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Goods:
    """points: for one piece; stock: pieces on the shelf; photo: a media id; version: of what keepers change by hand."""

    id: str
    shop: str
    title: str
    line: str
    points: int
    stock: int
    photo: str | None
    state: Shelf = Shelf.ON
    version: int = 1


def _goods(row: Row) -> Goods:
    return Goods(**{name: row[name] for name in Goods.__slots__} | {"state": Shelf(row["state"])})


async def add(tx: Tx, goods: Goods, by: str, now: int) -> None:
    await tx.run(
        """
        INSERT INTO goods (id, shop, title, line, points, stock, photo, state, version, created_at, created_by)
        VALUES (:id, :shop, :title, :line, :points, :stock, :photo, :state, :version, :now, :by)
        """,
        id=goods.id,
        shop=goods.shop,
        title=goods.title,
        line=goods.line,
        points=goods.points,
        stock=goods.stock,
        photo=goods.photo,
        state=str(goods.state),
        version=goods.version,
        now=now,
        by=by,
    )


async def get(tx: Tx, goods_id: str) -> Goods | None:
    row = await tx.one("SELECT * FROM goods WHERE id = :id", id=goods_id)
    return _goods(row) if row else None


async def of_shop(tx: Tx, shop: str) -> list[Goods]:
    """All that a shop has, the cheapest first."""
    rows = await tx.all(
        "SELECT * FROM goods WHERE shop = :shop AND state <> 'gone' ORDER BY points, title, id", shop=shop
    )
    return [_goods(row) for row in rows]


async def reserve(tx: Tx, goods_id: str, points: int) -> bool:
    """One piece off the shelf; False where none is left, it is not offered, or costs something else by now."""
    return 1 == await tx.run(
        """
        UPDATE goods SET stock = stock - 1
        WHERE id = :id AND state = 'on' AND stock > 0 AND points = :points
        """,
        id=goods_id,
        points=points,
    )


async def put_back(tx: Tx, goods_id: str) -> None:
    """One piece back on the shelf."""
    await tx.run("UPDATE goods SET stock = stock + 1 WHERE id = :id", id=goods_id)


async def restock(tx: Tx, goods_id: str, pieces: int) -> bool:
    """So many more; less than nothing takes some away, but never more than there are."""
    return 1 == await tx.run(
        "UPDATE goods SET stock = stock + :pieces WHERE id = :id AND state <> 'gone' AND stock + :pieces >= 0",
        id=goods_id,
        pieces=pieces,
    )


async def set_points(tx: Tx, goods: Goods, points: int) -> bool:
    """False where somebody else has changed it since it was seen."""
    return 1 == await tx.run(
        """
        UPDATE goods SET points = :points, version = version + 1
        WHERE id = :id AND version = :version AND state <> 'gone'
        """,
        id=goods.id,
        points=points,
        version=goods.version,
    )


async def put(tx: Tx, goods: Goods, state: Shelf) -> bool:
    """On the shelf, paused or gone for good; False where somebody else has changed it since it was seen."""
    return 1 == await tx.run(
        """
        UPDATE goods SET state = :state, version = version + 1
        WHERE id = :id AND version = :version AND state <> 'gone'
        """,
        id=goods.id,
        state=str(state),
        version=goods.version,
    )
