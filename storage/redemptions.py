"""What was set aside for whom: kept, changed by compare-and-set, and counted for the shop's accounts."""

from dataclasses import dataclass

from domain.redemption import Redemption, State
from storage.database import Row, Tx

WRONG_A_DAY = 5  # codes a keeper may type wrong


@dataclass(frozen=True, slots=True)
class Handed:
    """So many pieces of the same goods, for so many points together."""

    title: str
    pieces: int
    points: int


def _redemption(row: Row) -> Redemption:
    found = {name: row[name] for name in Redemption.__slots__}
    return Redemption(**found | {"state": State(row["state"]), "reminded": bool(row["reminded"])})


async def add(tx: Tx, made: Redemption) -> None:
    await tx.run(
        """
        INSERT INTO redemptions (id, number, person, shop, goods, title, points, state, version, code,
            made_at, until, look_at, reminded)
        VALUES (:id, :number, :person, :shop, :goods, :title, :points, :state, :version, :code,
            :made_at, :until, :look_at, 0)
        """,
        id=made.id,
        number=made.number,
        person=made.person,
        shop=made.shop,
        goods=made.goods,
        title=made.title,
        points=made.points,
        state=str(made.state),
        version=made.version,
        code=made.code,
        made_at=made.made_at,
        until=made.until,
        look_at=made.look_at,
    )


async def change(tx: Tx, seen: Redemption, to: Redemption) -> bool:
    """False where it has moved on since it was seen: another tap, another replica or the clock was faster."""
    return 1 == await tx.run(
        """
        UPDATE redemptions SET state = :state, version = :version, code = :code, until = :until, look_at = :look_at,
            reminded = :reminded, opened_by = :opened_by, opened_at = :opened_at, ended_at = :ended_at,
            ended_by = :ended_by
        WHERE id = :id AND version = :seen
        """,
        id=to.id,
        seen=seen.version,
        state=str(to.state),
        version=to.version,
        code=to.code,
        until=to.until,
        look_at=to.look_at,
        reminded=int(to.reminded),
        opened_by=to.opened_by,
        opened_at=to.opened_at,
        ended_at=to.ended_at,
        ended_by=to.ended_by,
    )


async def by_id(tx: Tx, redemption_id: str) -> Redemption | None:
    row = await tx.one("SELECT * FROM redemptions WHERE id = :id", id=redemption_id)
    return _redemption(row) if row else None


async def by_number(tx: Tx, number: str) -> Redemption | None:
    row = await tx.one("SELECT * FROM redemptions WHERE number = :number", number=number)
    return _redemption(row) if row else None


async def of_person(tx: Tx, person: str) -> list[Redemption]:
    """What waits for somebody, the oldest first."""
    rows = await tx.all(
        "SELECT * FROM redemptions WHERE person = :person AND state = 'reserved' ORDER BY made_at, id", person=person
    )
    return [_redemption(row) for row in rows]


async def waiting_at(tx: Tx, shop: str) -> list[Redemption]:
    """What waits to be picked up at a shop, the oldest first."""
    rows = await tx.all(
        "SELECT * FROM redemptions WHERE shop = :shop AND state = 'reserved' ORDER BY made_at, id", shop=shop
    )
    return [_redemption(row) for row in rows]


async def waiting_of(tx: Tx, goods: str) -> list[Redemption]:
    """Pieces of the same goods that wait for their people."""
    rows = await tx.all(
        "SELECT * FROM redemptions WHERE goods = :goods AND state = 'reserved' ORDER BY made_at, id", goods=goods
    )
    return [_redemption(row) for row in rows]


async def due(tx: Tx, now: int, limit: int) -> list[str]:
    """Ids of those the clock is to look at, the longest waiting first."""
    rows = await tx.all(
        "SELECT id FROM redemptions WHERE look_at <= :now ORDER BY look_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [row["id"] for row in rows]


async def set_back(tx: Tx, now: int, keep: int) -> None:
    """The clock was ahead of now: nothing waits longer than if it had been redeemed now, nobody is at a counter yet."""
    await tx.run(
        """
        UPDATE redemptions SET until = :latest, look_at = :latest, made_at = :now
        WHERE state = 'reserved' AND (made_at > :now OR look_at > :latest + 86400)
        """,
        latest=now + keep,
        now=now,
    )
    await tx.run(
        "UPDATE redemptions SET opened_by = NULL, opened_at = NULL WHERE state = 'reserved' AND opened_at > :now",
        now=now,
    )


async def handed(tx: Tx, shop: str, start: int, end: int) -> list[Handed]:
    """What went over the counter from start until before end, for how many points it was redeemed."""
    rows = await tx.all(
        """
        SELECT title, COUNT(*) AS pieces, CAST(SUM(points) AS BIGINT) AS points FROM redemptions
        WHERE shop = :shop AND state = 'handed' AND ended_at >= :start AND ended_at < :end
        GROUP BY title
        ORDER BY title
        """,
        shop=shop,
        start=start,
        end=end,
    )
    return [Handed(row["title"], row["pieces"], row["points"]) for row in rows]


async def try_code(tx: Tx, keeper: str, day: str) -> int | None:
    """Count a try before the code is looked at, so that nobody has one too many; None where there is none left."""
    await tx.run("DELETE FROM pick_up_tries WHERE keeper = :keeper AND day < :day", keeper=keeper, day=day)
    row = await tx.one(
        """
        INSERT INTO pick_up_tries (keeper, day, wrong) VALUES (:keeper, :day, 1)
        ON CONFLICT (keeper, day) DO UPDATE SET wrong = pick_up_tries.wrong + 1 WHERE pick_up_tries.wrong < :most
        RETURNING wrong
        """,
        keeper=keeper,
        day=day,
        most=WRONG_A_DAY,
    )
    return row["wrong"] if row else None


async def was_right(tx: Tx, keeper: str, day: str) -> None:
    """That try does not count."""
    await tx.run(
        "UPDATE pick_up_tries SET wrong = wrong - 1 WHERE keeper = :keeper AND day = :day", keeper=keeper, day=day
    )
