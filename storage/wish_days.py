"""What belongs to the days of a wish: whether one suits both, what was written by night, thanks said afterwards."""

from dataclasses import dataclass

from domain.wish import Wish, WishStep
from storage.database import Tx

FINE = "fine"  # in a wish's story: the day that was proposed suits them


async def suits(tx: Tx, wish: Wish) -> bool:
    """Whether the wisher's side has had a say in a day, since this claim: only then a visit is agreed."""
    row = await tx.one(
        """
        SELECT 1 AS found FROM wish_events
        WHERE wish_id = :id AND step IN (:agree, :fine) AND at >= :since AND person IN (:poster, :wisher) LIMIT 1
        """,
        id=wish.id,
        agree=str(WishStep.AGREE),
        fine=FINE,
        since=wish.claimed_at or 0,
        poster=wish.poster,
        wisher=wish.wisher or wish.poster,
    )
    return row is not None


async def said_fine(tx: Tx, wish: Wish, person: str) -> bool:
    """Whether they have said of this very day that it suits them."""
    row = await tx.one(
        "SELECT 1 AS found FROM wish_events WHERE wish_id = :id AND step = :fine AND person = :person "
        "AND words = :day AND at >= :since LIMIT 1",
        id=wish.id,
        fine=FINE,
        person=person,
        day=str(wish.agreed_at),
        since=wish.claimed_at or 0,
    )
    return row is not None


async def given_back(tx: Tx, person: str, since: int) -> int:
    """How many wishes they had and gave back of their own accord, as claimer or as helper."""
    row = await tx.one(
        "SELECT COUNT(DISTINCT wish_id) AS n FROM wish_events "
        "WHERE person = :person AND at >= :since AND step IN (:off, :leave)",
        person=person,
        since=since,
        off=str(WishStep.WANT_OFF),
        leave=str(WishStep.LEAVE),
    )
    return int(row["n"]) if row else 0


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


async def thank_for(tx: Tx, wish_id: str, round: int, words: str, photos: str, voice: str | None, public: bool) -> bool:
    """What was said for thanks for one time it came true; False where thanks were said for that before."""
    return 1 == await tx.run(
        """
        UPDATE wish_thanks SET words = :words, photos = :photos, voice = :voice, public = :public
        WHERE wish_id = :id AND round = :round AND words = ''
        """,
        id=wish_id,
        round=round,
        words=words,
        photos=photos,
        voice=voice,
        public=int(public),
    )
