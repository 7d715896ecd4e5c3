"""A double-entry ledger: lines from one account to another, each sealed with the one before it, and who helps whom."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MINUTES, POINTS = "minutes", "points"
UNITS = (MINUTES, POINTS)
ISSUED = "issued"  # where all credits come from: the only account below zero
BEGINNING = "0" * 64  # the seal before the first line


def of_person(person: str) -> str:
    return f"person:{person}"


def of_shop(partner: str) -> str:
    return f"shop:{partner}"


@dataclass(frozen=True, slots=True)
class Line:
    """n counts from 1 without gaps; amount is above zero: what is taken back goes the other way."""

    n: int
    id: str
    unit: str
    source: str
    target: str
    amount: int
    why: str
    ref: str
    by: str
    approved_by: str | None
    at: int
    seal: str = ""


def seal(before: str, line: Line) -> str:
    """SHA-256, in hex, over the seal before this line and all the line says, as a JSON list in ASCII."""
    said = [before, line.n, line.id, line.unit, line.source, line.target, line.amount, line.why, line.ref]
    return hashlib.sha256(json.dumps([*said, line.by, line.approved_by, line.at]).encode()).hexdigest()


class Audit:
    """Walks the ledger from its first line and finds what was changed, removed or slipped in by hand."""

    def __init__(self) -> None:
        self.last, self.count = BEGINNING, 0
        self.sums: Counter[tuple[str, str]] = Counter()
        self.broken: list[int] = []

    def take(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.count += 1
            if line.n != self.count or line.seal != seal(self.last, line):
                self.broken.append(line.n)
            self.last, self.count = line.seal, line.n
            self.sums[line.source, line.unit] -= line.amount
            self.sums[line.target, line.unit] += line.amount

    def wrong(self, balances: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
        """The accounts, by (account, unit), whose balance is not the sum of their lines."""
        keys = sorted(balances.keys() | self.sums.keys())
        return [key for key in keys if balances.get(key, 0) != self.sums[key]]


def free_seconds(began: int, ended: int, taken: Iterable[tuple[int, int]]) -> int:
    """How much of a time lies in none of the others: no minute is credited twice."""
    free, at = 0, began
    for start, end in sorted(taken):
        free += max(0, min(start, ended) - at)
        at = max(at, min(end, ended))
    return free + max(0, ended - at)


@dataclass(frozen=True, slots=True)
class Pair:
    """How often, and for how many minutes, one helped the other."""

    helper: str
    served: str
    times: int
    minutes: int


def rings(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Two who confirm each other's hours, and three who do so in a circle; each ring once, the smallest id first.

    (a, b, c): a helped b, b helped c, and c helped a. Three who are also two and two are told as two and two.
    """
    helped: dict[str, set[str]] = {}
    for pair in pairs:
        helped.setdefault(pair.helper, set()).add(pair.served)
    known = {person: helped.get(person, set()) for person in sorted(helped)}
    two = [(a, b) for a in known for b in sorted(known[a]) if a < b and a in known.get(b, ())]
    three = [
        (a, b, c)
        for a in known
        for b in sorted(known[a])
        if a < b
        for c in sorted(known.get(b, ()))
        if a < c and b != c and a in known.get(c, ())
    ]
    return [*two, *(ring for ring in three if not _of_twos(ring, known))]


def _of_twos(ring: Sequence[str], helped: Mapping[str, set[str]]) -> bool:
    return any(one in helped.get(other, ()) for one, other in zip(ring, (*ring[1:], ring[0]), strict=True))
