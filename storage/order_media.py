"""The photos and voice messages that came with an order."""

from dataclasses import dataclass

from storage.database import Tx


async def add(tx: Tx, order_id: str, media: str, kind: str, step: str, at: int) -> None:
    await tx.run(
        """
        INSERT INTO order_photos (order_id, media, kind, step, at) VALUES (:order_id, :media, :kind, :step, :at)
        ON CONFLICT DO NOTHING
        """,
        order_id=order_id,
        media=media,
        kind=kind,
        step=step,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Attached:
    """Media ids, oldest first."""

    photos: tuple[str, ...]
    voices: tuple[str, ...]


async def of(tx: Tx, order_id: str, but: str = "") -> Attached:
    """The photos and voice messages of an order; without those that came with the step `but`."""
    rows = await tx.all(
        "SELECT media, kind FROM order_photos WHERE order_id = :id AND step <> :but ORDER BY at, media",
        id=order_id,
        but=but,
    )
    photos = tuple(row["media"] for row in rows if row["kind"] == "photo")
    return Attached(photos, tuple(row["media"] for row in rows if row["kind"] == "voice"))
