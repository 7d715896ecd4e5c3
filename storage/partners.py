"""Partners: the shops and companies of the neighbourhood, and who keeps them."""

from dataclasses import dataclass

from domain.person import Person
from domain.place import covers
from storage import people
from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Partner:
    """id: the key of its team, "m:..."; place: the compound or community it serves; credit_shop: 信用超市."""

    id: str
    name: str
    place: str
    credit_shop: bool
    since: int
    paused: bool = False

    def serves(self, place: str) -> bool:
        return not self.paused and covers(self.place, place)


@dataclass(frozen=True, slots=True)
class Keeper:
    """role: the row by which they keep the shop."""

    role: str
    person: str
    name: str


def _partner(row: Row) -> Partner:
    shop, paused = bool(row["credit_shop"]), bool(row["paused"])
    return Partner(row["id"], row["name"], row["place"], shop, row["since"], paused)


async def add(tx: Tx, partner: Partner, by: str) -> None:
    await tx.run(
        """
        INSERT INTO partners (id, name, place, credit_shop, paused, entered_by, since)
        VALUES (:id, :name, :place, :credit_shop, :paused, :by, :since)
        """,
        id=partner.id,
        name=partner.name,
        place=partner.place,
        credit_shop=int(partner.credit_shop),
        paused=int(partner.paused),
        by=by,
        since=partner.since,
    )


async def get(tx: Tx, id: str) -> Partner | None:
    row = await tx.one("SELECT * FROM partners WHERE id = :id", id=id)
    return _partner(row) if row else None


async def within(tx: Tx, place: str) -> list[Partner]:
    """At and below a place, paused ones too, by name."""
    rows = await tx.all(
        """
        SELECT * FROM partners
        WHERE place = :place OR (place > :low AND place < :high)
        ORDER BY name, id
        """,
        place=place,
        low=place + "/",
        high=place + "0",
    )
    return [_partner(row) for row in rows]


async def pause(tx: Tx, id: str, paused: bool) -> bool:
    """True when that changed something."""
    changed = await tx.run(
        "UPDATE partners SET paused = :paused WHERE id = :id AND paused <> :paused", id=id, paused=int(paused)
    )
    return changed == 1


async def keepers(tx: Tx, id: str) -> list[Person]:
    """Who keeps it and is not on leave."""
    return await people.team(tx, id)


async def kept_by(tx: Tx, id: str) -> list[Keeper]:
    """Everybody whose role it is, also who is on leave; not who only stands in."""
    rows = await tx.all(
        """
        SELECT r.id, r.person, p.name FROM roles r JOIN persons p ON p.id = r.person
        WHERE r.team = :id AND r.role = 'M' AND r.until IS NULL AND r.leave IS NULL
        ORDER BY r.since, r.id
        """,
        id=id,
    )
    return [Keeper(row["id"], row["person"], row["name"]) for row in rows]


async def team_of(tx: Tx, role: str) -> str | None:
    """The partner that is kept by this role."""
    row = await tx.one("SELECT team FROM roles WHERE id = :role AND role = 'M' AND until IS NULL", role=role)
    return row["team"] if row else None


async def take_away(tx: Tx, role: str, now: int) -> bool:
    """True for who was first; counts from the next tap."""
    post = "UPDATE posts SET until = :now WHERE id = (SELECT post FROM roles WHERE id = :role) AND until IS NULL"
    await tx.run(post, role=role, now=now)
    return 1 == await tx.run("UPDATE roles SET until = :now WHERE id = :role AND until IS NULL", role=role, now=now)
