"""What is said when a wish came true, what of it may be published, and how often that was."""

from dataclasses import dataclass

from storage.database import Tx
from storage.wishes import BELOW, within


@dataclass(frozen=True, slots=True)
class Thanks:
    """photos, voice: media ids. claimer: a person's id. minutes: how long it took."""

    words: str
    photos: str
    voice: str | None
    public: bool
    place: str
    claimer: str
    minutes: int
    at: int


async def thank(tx: Tx, wish_id: str, round: int, thanks: Thanks) -> None:
    await tx.run(
        """
        INSERT INTO wish_thanks (wish_id, round, words, photos, voice, public, place, claimer, minutes, at)
        VALUES (:id, :round, :words, :photos, :voice, :public, :place, :claimer, :minutes, :at)
        """,
        id=wish_id,
        round=round,
        words=thanks.words,
        photos=thanks.photos,
        voice=thanks.voice,
        public=int(thanks.public),
        place=thanks.place,
        claimer=thanks.claimer,
        minutes=thanks.minutes,
        at=thanks.at,
    )


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


async def thanks_of(tx: Tx, place: str, first: int, last: int, limit: int = 50) -> list[Thanks]:
    """What may be published of the thanks said at and below a place between two moments, oldest first."""
    rows = await tx.all(
        f"SELECT * FROM wish_thanks w WHERE {BELOW} AND w.public = 1 AND w.at >= :first AND w.at < :last "
        "ORDER BY w.at, w.wish_id LIMIT :limit",
        first=first,
        last=last,
        limit=limit,
        **within(place),
    )
    return [Thanks(**{name: row[name] for name in Thanks.__slots__} | {"public": True}) for row in rows]


async def fulfilled(tx: Tx, place: str, first: int, last: int) -> tuple[int, int, int]:
    """How many times wishes came true at and below a place, by how many volunteers, in how many minutes."""
    row = await tx.one(
        f"SELECT COUNT(*) AS n, COUNT(DISTINCT w.claimer) AS people, CAST(COALESCE(SUM(w.minutes), 0) AS BIGINT) AS m "
        f"FROM wish_thanks w WHERE {BELOW} AND w.at >= :first AND w.at < :last",
        first=first,
        last=last,
        **within(place),
    )
    return (int(row["n"]), int(row["people"]), int(row["m"])) if row else (0, 0, 0)
