"""Words about a wish that were written by night, each for one reader, until the morning."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Words:
    """What one person wrote to another by night. event: as which it stands in the wish's story. said: as JSON."""

    event: str
    wish_id: str
    writer: str
    reader: str
    said: str
    at: int


async def keep_words(tx: Tx, words: Words, look_at: int) -> None:
    await tx.run(
        """
        INSERT INTO wish_night_words (event, wish_id, writer, reader, said, at, look_at)
        VALUES (:event, :wish_id, :writer, :reader, :said, :at, :look_at)
        """,
        look_at=look_at,
        **{name: getattr(words, name) for name in Words.__slots__},
    )


async def words_due(tx: Tx, now: int, limit: int) -> list[tuple[str, str]]:
    """(event, reader), in the order in which they were written."""
    rows = await tx.all(
        "SELECT event, reader FROM wish_night_words WHERE look_at <= :now ORDER BY look_at, event, reader LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [(row["event"], row["reader"]) for row in rows]


async def take_words(tx: Tx, event: str, reader: str) -> Words | None:
    """None where another replica took them."""
    row = await tx.one(
        "DELETE FROM wish_night_words WHERE event = :event AND reader = :reader "
        "RETURNING event, wish_id, writer, reader, said, at",
        event=event,
        reader=reader,
    )
    return Words(**{name: row[name] for name in Words.__slots__}) if row else None


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what was kept in a night that is still to come is looked at again."""
    await tx.run("UPDATE wish_night_words SET look_at = :now, at = :now WHERE at > :now", now=now)
