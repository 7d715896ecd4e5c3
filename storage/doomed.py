"""Pictures and voices that are to go: their rows are gone, their files are not yet."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Doomed:
    media: str
    tries: int


async def add(tx: Tx, media: str, now: int) -> None:
    await tx.run(
        "INSERT INTO doomed_media (media, at, look_at) VALUES (:media, :now, :now) ON CONFLICT (media) DO NOTHING",
        media=media,
        now=now,
    )


async def due(tx: Tx, now: int, limit: int) -> list[Doomed]:
    rows = await tx.all(
        "SELECT media, tries FROM doomed_media WHERE look_at <= :now ORDER BY look_at, media LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Doomed(row["media"], row["tries"]) for row in rows]


async def gone(tx: Tx, media: str) -> None:
    await tx.run("DELETE FROM doomed_media WHERE media = :media", media=media)


async def later(tx: Tx, media: str, look_at: int) -> None:
    await tx.run(
        "UPDATE doomed_media SET tries = tries + 1, look_at = :look_at WHERE media = :media",
        media=media,
        look_at=look_at,
    )
