"""How somebody comes to stand to a thing: who can stand so at all, and what is put down that they do."""

from collections.abc import Iterable
from typing import Any

from storage.database import Tx
from tests.proof.rights.kinds import (
    BOUGHT,
    CODE,
    CREDIT_SHOP,
    GOODS,
    INVITE,
    PARTNER,
    PLACED,
    REDEMPTION,
    SERVICE,
    Kind,
)
from tests.proof.rights.people import Walker
from tests.proof.rights.play import named

DESKS = ("C", "S", "Y")  # whose turn it is with an order that nobody has handed out

# How somebody is put into what is kept apart, where the thing knows such a standing.
TOGETHER = {
    "owner": ("ao", "os"),
    "party": ("as", "os"),
    "subject": ("aj", "sj", "oj"),
    "proposer": ("ap", "sp", "aop"),
    "beneficiary": ("ab",),
    "household": ("ah",),
    "proxy": ("oy",),
}


def stances(kind: Kind, apart: Iterable[str]) -> tuple[str, ...]:
    """In which everybody is put: each relation alone, and each duty that is kept apart together with a right."""
    known = {*kind.standing, "a"}
    more = [stance for standing in sorted(apart) for stance in TOGETHER[standing] if set(stance) <= known]
    return tuple(dict.fromkeys([*kind.stances, *more]))


def possible(kind: Kind, walker: Walker, stance: str) -> bool:
    """Whether somebody can stand so to such a thing at all."""
    if walker.role == "N":
        return stance == "x" and kind not in (INVITE, CODE)
    if walker.role == "A" and "a" in stance:
        return False
    if "xb" in stance:
        return walker.role == "A"
    if "s" in stance and kind is PLACED:
        return walker.role in DESKS and "a" in stance
    if "s" in stance and kind in (SERVICE, PARTNER, CREDIT_SHOP, GOODS, BOUGHT, REDEMPTION):
        return walker.role == "M" or (stance == "as" and walker.role in "CS")  # who keeps a shop besides
    return "j" not in stance or walker.team is not None


async def stands(tx: Tx, kind: Kind, stance: str, values: dict[str, Any]) -> None:
    for sql in (sql for letter in stance for sql in kind.standing.get(letter, ())):
        await tx.run(sql, **named(sql, values))
