"""The page of rights as data, told without a look at how the product keeps it: who may, and what is kept apart."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROLES = ("N", "R", "V", "G", "C", "S", "Y", "D", "P", "O", "M", "A", "SYS")
KNOWN = tuple(role for role in ROLES if role not in ("N", "SYS"))
RELATIONS = "osax"
Rights = dict[str, set[tuple[str, str]]]

# What a letter of a stance makes of somebody besides: relations, then what is only a standing.
STANDINGS = {"o": "owner", "s": "party", "j": "subject", "h": "household", "p": "proposer", "b": "beneficiary"}
STANDINGS |= {"y": "proxy"}


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def read(who: str) -> set[tuple[str, str]]:
    """(role, relation) pairs of one cell."""
    if who == "everybody":
        return {(role, relation) for role in ROLES for relation in RELATIONS}
    if who == "themselves":
        return {(role, "o") for role in KNOWN}
    entries = [] if who == "nobody" else who.split()
    return {(role, letter) for role, _, letters in (entry.partition(":") for entry in entries) for letter in letters}


@cache
def page() -> Rights:
    return {action: read(who) for action, who, *_ in rows("page.txt")}


@cache
def rights() -> Rights:
    """The page, and what stands apart as granted beyond it."""
    found = {action: set(pairs) for action, pairs in page().items()}
    for action, who, _ in rows("beyond.txt"):
        found.setdefault(action, set()).update(read(who))
    return found


@cache
def apart() -> dict[str, frozenset[str]]:
    return {action: frozenset(standings.split()) for action, standings, _ in rows("apart.txt")}


def allowed(action: str, role: str, stance: str) -> bool:
    """stance: how somebody with this one role stands to the matter, as letters; "x" is in no way.

    Anybody may what somebody unknown may; whoever is known is a resident in what is their own.
    """
    pairs = {(role, letter) for letter in stance} | {("N", "a")}
    if role in KNOWN and "o" in stance:
        pairs.add(("R", "o"))
    return bool(pairs & rights()[action]) and not kept_apart(action, stance)


def kept_apart(action: str, stance: str) -> bool:
    return bool({STANDINGS[letter] for letter in stance if letter in STANDINGS} & apart().get(action, frozenset()))
