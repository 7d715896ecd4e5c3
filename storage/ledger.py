"""The ledger of hours and points: lines that are only ever added, and the balances they add up to."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

from domain.ledger import BEGINNING, ISSUED, MINUTES, POINTS, UNITS, Audit, Line, of_person, of_shop, seal
from storage.database import Row, Tx

__all__ = ["ISSUED", "MINUTES", "POINTS", "NotEnough", "balance", "move", "of_person", "of_shop"]

LOCK = "ledger"
AT_ONCE = 10_000  # lines of an audit in memory
BELOW_ALL, ABOVE_ALL = -(2**62), 2**62  # who slips a line in may have numbered it as they liked


class NotEnough(Exception):
    """There is not that much in this account; nothing was moved."""


async def move(
    tx: Tx,
    *,
    id: str,
    unit: str,
    source: str,
    target: str,
    amount: int,
    why: str,
    ref: str,
    by: str,
    now: int,
    approved_by: str | None = None,
) -> bool:
    """One line from source to target; False when (unit, why, ref, target) was posted before.

    Raises NotEnough before anything is changed. Units that post come one after the other: each line seals the last.
    """
    if unit not in UNITS or amount <= 0 or source == target:
        raise ValueError(f"{amount} {unit} from {source} to {target} is no line of a ledger")
    await tx.lock(LOCK)
    if await _posted(tx, unit, why, ref, target):
        return False
    if source != ISSUED and await balance(tx, source, unit) < amount:
        raise NotEnough
    last = await tx.one("SELECT n, seal FROM ledger ORDER BY n DESC LIMIT 1")
    n, before = (last["n"], last["seal"]) if last else (0, BEGINNING)
    line = Line(n + 1, id, unit, source, target, amount, why, ref, by, approved_by, now)
    await _append(tx, replace(line, seal=seal(before, line)))
    await _add(tx, source, unit, -amount)
    await _add(tx, target, unit, amount)
    return True


async def balance(tx: Tx, account: str, unit: str) -> int:
    row = await tx.one(
        "SELECT balance FROM accounts WHERE account = :account AND unit = :unit", account=account, unit=unit
    )
    return row["balance"] if row else 0


async def _posted(tx: Tx, unit: str, why: str, ref: str, target: str) -> bool:
    row = await tx.one(
        "SELECT 1 AS found FROM ledger WHERE ref = :ref AND why = :why AND target = :target AND unit = :unit",
        ref=ref,
        why=why,
        target=target,
        unit=unit,
    )
    return row is not None


async def _append(tx: Tx, line: Line) -> None:
    await tx.run(
        """
        INSERT INTO ledger (n, id, unit, source, target, amount, why, ref, done_by, approved_by, at, seal)
        VALUES (:n, :id, :unit, :source, :target, :amount, :why, :ref, :by, :approved_by, :at, :seal)
        """,
        **dict(zip(Line.__slots__, astuple(line), strict=True)),
    )


async def _add(tx: Tx, account: str, unit: str, amount: int) -> None:
    changed = await tx.run(
        "UPDATE accounts SET balance = balance + :amount WHERE account = :account AND unit = :unit",
        account=account,
        unit=unit,
        amount=amount,
    )
    if not changed:
        await tx.run(
            "INSERT INTO accounts (account, unit, balance) VALUES (:account, :unit, :amount)",
            account=account,
            unit=unit,
            amount=amount,
        )


LINES = "SELECT n, id, unit, source, target, amount, why, ref, done_by, approved_by, at, seal FROM ledger "


def _line(row: Row) -> Line:
    return Line(*row.values())


async def history(tx: Tx, account: str, limit: int, before: int | None = None) -> list[Line]:
    """The lines of an account, newest first; before: only those with a smaller n."""
    below = ABOVE_ALL if before is None else before
    rows = await tx.all(
        "SELECT * FROM ("
        + f"SELECT * FROM ({LINES} WHERE target = :account AND target <> 'issued' AND n < :below "
        + "ORDER BY n DESC LIMIT :limit) came "
        + f"UNION ALL SELECT * FROM ({LINES} WHERE source = :account AND source <> 'issued' AND n < :below "
        + "ORDER BY n DESC LIMIT :limit) went) both_ways ORDER BY n DESC LIMIT :limit",
        account=account,
        below=below,
        limit=limit,
    )
    return [_line(row) for row in rows]


async def gained(tx: Tx, account: str, unit: str, since: int, until: int) -> int:
    """What came minus what went in a time."""
    row = await tx.one(
        """
        SELECT COALESCE((
            SELECT SUM(amount) FROM ledger
            WHERE target = :account AND target <> 'issued' AND unit = :unit AND at >= :since AND at < :until
        ), 0) - COALESCE((
            SELECT SUM(amount) FROM ledger
            WHERE source = :account AND source <> 'issued' AND unit = :unit AND at >= :since AND at < :until
        ), 0) AS gained
        """,
        account=account,
        unit=unit,
        since=since,
        until=until,
    )
    return int(row["gained"]) if row else 0


async def first_at(tx: Tx, account: str, unit: str, since: int) -> int | None:
    """When the first of it came in since then."""
    row = await tx.one(
        """
        SELECT MIN(at) AS first FROM ledger
        WHERE target = :account AND target <> 'issued' AND unit = :unit AND at >= :since
        """,
        account=account,
        unit=unit,
        since=since,
    )
    return row["first"] if row else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the whole ledger found. last: the seal that stands for all lines; note it elsewhere to be sure.

    broken: numbers of lines that do not follow from the one before. wrong: accounts, by (account, unit), whose balance
    is not the sum of their lines. off: what all balances of a unit add up to, where that is not zero. unfounded:
    numbers of lines that no confirmed help and no approved correction stands behind.
    """

    lines: int
    last: str
    broken: Sequence[int]
    wrong: Sequence[tuple[str, str]]
    off: dict[str, int]
    unfounded: Sequence[int] = ()

    @property
    def well(self) -> bool:
        return not (self.broken or self.wrong or self.off or self.unfounded)


async def audit(tx: Tx) -> Found:
    """Recompute all of it; the time it takes follows the number of lines."""
    walk, seen = Audit(), BELOW_ALL
    while rows := await tx.all(f"{LINES} WHERE n > :seen ORDER BY n LIMIT :limit", seen=seen, limit=AT_ONCE):
        walk.take(map(_line, rows))
        seen = rows[-1]["n"]
    balances = {
        (row["account"], row["unit"]): row["balance"]
        for row in await tx.all("SELECT account, unit, balance FROM accounts")
    }
    sums = {unit: sum(held for (_, of), held in balances.items() if of == unit) for unit in UNITS}
    off = {unit: left for unit, left in sums.items() if left}
    unfounded = [row["n"] for row in await tx.all(UNFOUNDED)]
    return Found(walk.count, walk.last, tuple(walk.broken), tuple(walk.wrong(balances)), off, unfounded)


UNFOUNDED = """
    SELECT l.n FROM ledger l
    WHERE (l.source = 'issued' OR l.target = 'issued')
    AND NOT EXISTS (
        SELECT 1 FROM helped h
        WHERE l.source = 'issued' AND h.ref = l.ref AND h.why = l.why AND 'person:' || h.helper = l.target
        AND l.amount = CASE WHEN l.unit = 'minutes' THEN h.minutes ELSE h.points END
    )
    AND NOT EXISTS (
        SELECT 1 FROM corrections c
        WHERE 'correction:' || c.id = l.ref AND c.state = 'approved' AND c.unit = l.unit
        AND 'person:' || c.person = CASE WHEN l.source = 'issued' THEN l.target ELSE l.source END
        AND c.amount = CASE WHEN l.source = 'issued' THEN l.amount ELSE -l.amount END
    )
    ORDER BY l.n
"""
