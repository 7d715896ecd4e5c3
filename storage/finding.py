"""Finding orders by their words: the one place where SQLite and PostgreSQL each search in their own way.

Both get the same words (domain/bigrams.py) and the same question, and so find the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain import bigrams, mask
from domain.number import ALPHABET
from domain.order import Order
from domain.place import ladder
from storage import orders
from storage.database import Tx

NUMBER_BITS = 30  # six characters of a number
NEWEST = 2**63 - 1

KEEP = {
    "sqlite": "INSERT OR REPLACE INTO finding_fts (rowid, words, party, order_id) VALUES (:n, :words, :party, :id)",
    "postgresql": """
        INSERT INTO finding_fts (n, words, party, order_id)
        VALUES (:n, CAST(:words AS tsvector), CAST(:party AS tsvector), :id)
        ON CONFLICT (n) DO UPDATE SET words = excluded.words, party = excluded.party
    """,
}
HAND = {
    "sqlite": "UPDATE finding_fts SET party = :party WHERE rowid = :n",
    "postgresql": "UPDATE finding_fts SET party = CAST(:party AS tsvector) WHERE n = :n",
}
FIND = {
    "sqlite": """
        SELECT rowid AS n, order_id FROM finding_fts WHERE finding_fts MATCH :asked AND rowid < :before
        ORDER BY rowid DESC LIMIT :limit
    """,
    "postgresql": """
        SELECT n, order_id FROM finding_fts WHERE (words || party) @@ CAST(:asked AS tsquery) AND n < :before
        ORDER BY n DESC LIMIT :limit
    """,
}
READ = """
    SELECT o.*, a.person AS author, p.name AS called, f.n
    FROM ({found}) f
    JOIN orders o ON o.id = f.order_id JOIN authors a ON a.order_id = o.id JOIN persons p ON p.id = a.person
    ORDER BY f.n DESC
"""
ONE = """
    SELECT o.*, a.person AS author, p.name AS called
    FROM orders o JOIN authors a ON a.order_id = o.id JOIN persons p ON p.id = a.person WHERE o.id = :id
"""
STRANGE = re.compile(r"[^0-9a-z/@]")
AND, OR = {"sqlite": " AND ", "postgresql": " & "}, {"sqlite": " OR ", "postgresql": " | "}


@dataclass(frozen=True, slots=True)
class Found:
    """n: to go on behind it. called: the name its author goes by, to be hidden where it stands in the words."""

    n: int
    order: Order
    called: str


async def keep(tx: Tx, order: Order, places: Iterable[str], called: str) -> None:
    """Found from now on, by these words alone. places: what the place is called, down to the building.

    A task of a joint order is found with the whole; what somebody orders from a shop is nobody else's business.
    """
    if order.part_of or order.service:
        return
    said = mask.text(order.what, [called] if called else ())
    words = bigrams.indexed(said, order.number, *places) + [_where(rung) for rung in ladder(order.place, order.grid)]
    await tx.run(KEEP[tx.kind], n=row(order), words=_kept(tx, words), party=_party(tx, order), id=order.id)


async def hand(tx: Tx, order: Order) -> None:
    """Somebody else has it, or is asked to take it."""
    await tx.run(HAND[tx.kind], party=_party(tx, order), n=row(order))


async def again(tx: Tx, order_id: str) -> None:
    """Its words or its party were changed behind our back: the clock splits them anew."""
    await tx.run("INSERT INTO finding_waiting (order_id) VALUES (:id) ON CONFLICT (order_id) DO NOTHING", id=order_id)


async def waiting(tx: Tx, limit: int) -> list[tuple[Order, str]]:
    """Takes the newest of those to be split off the list: each with what its author is called, oldest first."""
    rows = await tx.all(
        """
        DELETE FROM finding_waiting WHERE order_id IN
            (SELECT order_id FROM finding_waiting ORDER BY order_id DESC LIMIT :limit)
        RETURNING order_id
        """,
        limit=limit,
    )
    found = []
    for taken in rows:
        one = await tx.one(ONE, id=taken["order_id"])
        if one:
            found.append((orders.read(one), one["called"]))
    return sorted(found, key=lambda pair: row(pair[0]))


async def find(
    tx: Tx, words: Sequence[str], areas: Sequence[str] | None, parties: Sequence[str], before: int, limit: int
) -> list[Found]:
    """What has all these words and is in one of these areas or with one of these people and teams: newest first.

    areas: None for everywhere; a word that is in every order would only cost time.
    """
    among = [_where(area) for area in areas or ()] + [_whose(party) for party in parties]
    if not words or (not among and areas is not None):
        return []
    sql = READ.format(found=FIND[tx.kind])
    asked = _asked(tx.kind, words, among if areas is not None else ())
    rows = await tx.all(sql, asked=asked, before=before, limit=limit)
    return [Found(found["n"], orders.read(found), found["called"]) for found in rows]


def row(order: Order) -> int:
    """Its place in the index: by time, and by its number within a second."""
    number = 0
    for character in order.number[-6:]:
        number = number << 5 | max(0, ALPHABET.find(character))
    return order.placed_at << NUMBER_BITS | number


def _where(place: str) -> str:
    return _clean(f"/{place}")


def _whose(party: str) -> str:
    return _clean(f"@{party}")


def _clean(word: str) -> str:
    """One word to both databases."""
    return STRANGE.sub(":", word.casefold())


def _party(tx: Tx, order: Order) -> str:
    return _kept(tx, [_whose(party) for party in (order.assignee, *(order.team or "").split(" ")) if party])


def _kept(tx: Tx, words: Iterable[str]) -> str:
    return " ".join(words if tx.kind == "sqlite" else (f"'{word}'" for word in words))


def _asked(kind: str, words: Sequence[str], among: Sequence[str]) -> str:
    """Every word is letters and digits, or ours: nothing that somebody types is read as an operator."""
    quote = '"' if kind == "sqlite" else "'"
    anywhere = OR[kind].join(f"{quote}{word}{quote}" for word in among)
    return AND[kind].join([*(f"{quote}{word}{quote}" for word in words), *([f"({anywhere})"] if among else [])])
