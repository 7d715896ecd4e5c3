"""Who may do what only one process at a time may do, until when, and the number by which a late one is known."""

from dataclasses import dataclass

from storage.database import Tx

MINUTE = 60


class TermOver(Exception):
    """Somebody else has the lease by now; what was begun under it is not to be written any more."""


@dataclass(frozen=True, slots=True)
class Term:
    """A lease as it was given. number: grows with every new holder, and never falls."""

    name: str
    holder: str
    number: int


async def take(tx: Tx, name: str, me: str, now: int, until: int) -> Term | None:
    """Take or keep up a lease; None while another holds it.

    Nobody holds it for much longer than we would: who seems to took it while the clock was ahead, and is gone.
    """
    row = await tx.one(
        """
        INSERT INTO leases (name, holder, until, term) VALUES (:name, :me, :until, 1)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until,
            term = leases.term + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END
        WHERE leases.holder = excluded.holder OR leases.until <= :now OR leases.until > :far
        RETURNING term
        """,
        name=name,
        me=me,
        now=now,
        until=until,
        far=until + MINUTE,
    )
    return Term(name, me, row["term"]) if row else None


async def fence(tx: Tx, term: Term) -> None:
    """To be asked in the unit that does what the lease allows: TermOver where another has taken it since.

    A change of the row, not a look at it: nobody can take the lease until this unit is done.
    """
    changed = await tx.run(
        "UPDATE leases SET until = until WHERE name = :name AND holder = :holder AND term = :number",
        name=term.name,
        holder=term.holder,
        number=term.number,
    )
    if not changed:
        raise TermOver


async def release(tx: Tx, name: str, me: str) -> None:
    """The row stays, and with it the number."""
    await tx.run("UPDATE leases SET holder = '', until = 0 WHERE name = :name AND holder = :me", name=name, me=me)


async def release_all(tx: Tx) -> None:
    """At the start of the only process on this database: whoever held something before is gone."""
    await tx.run("UPDATE leases SET holder = '', until = 0")
