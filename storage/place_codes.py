"""The codes on posters: which place each stands for, whether it still counts, how often it was scanned."""

from dataclasses import dataclass

from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """made_by: a person's id, or "system". scans: how often, never who."""

    code: str
    place: str
    made_by: str
    made_at: int
    revoked_at: int | None
    scans: int


def _code(row: Row) -> PlaceCode:
    return PlaceCode(row["code"], row["place"], row["made_by"], row["made_at"], row["revoked_at"], row["scans"])


async def make(tx: Tx, code: str, place: str, by: str, now: int) -> PlaceCode:
    """The code that counts at this place: this one, unless there is one already."""
    await tx.run(
        """
        INSERT INTO place_codes (code, place, made_by, made_at) VALUES (:code, :place, :by, :now)
        ON CONFLICT DO NOTHING
        """,
        code=code,
        place=place,
        by=by,
        now=now,
    )
    row = await tx.one("SELECT * FROM place_codes WHERE place = :place AND revoked_at IS NULL", place=place)
    assert row is not None
    return _code(row)


async def get(tx: Tx, code: str) -> PlaceCode | None:
    row = await tx.one("SELECT * FROM place_codes WHERE code = :code", code=code)
    return _code(row) if row else None


async def hanging(tx: Tx, place: str) -> list[PlaceCode]:
    """What counts at a place and below it, by place; everywhere for an empty one."""
    rows = await tx.all(
        """
        SELECT * FROM place_codes
        WHERE revoked_at IS NULL AND (place = :place OR substr(place, 1, length(:above)) = :above)
        ORDER BY place
        """,
        place=place,
        above=f"{place}/" if place else "",
    )
    return [_code(row) for row in rows]


async def scanned(tx: Tx, code: str) -> None:
    await tx.run("UPDATE place_codes SET scans = scans + 1 WHERE code = :code", code=code)


async def revoke(tx: Tx, code: str, by: str, now: int) -> bool:
    """False where somebody has done so already."""
    return 1 == await tx.run(
        "UPDATE place_codes SET revoked_at = :now, revoked_by = :by WHERE code = :code AND revoked_at IS NULL",
        code=code,
        by=by,
        now=now,
    )


async def unseen(tx: Tx, since: int) -> tuple[int, int]:
    """How many codes count, and how many of those from before `since` nobody has ever scanned."""
    row = await tx.one(
        """
        SELECT COUNT(*) AS hanging,
            COALESCE(SUM(CASE WHEN scans = 0 AND made_at < :since THEN 1 ELSE 0 END), 0) AS unseen
        FROM place_codes WHERE revoked_at IS NULL
        """,
        since=since,
    )
    return (int(row["hanging"]), int(row["unseen"])) if row else (0, 0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """parts: one poster for the place itself, or one for each building or unit in it."""

    place: str
    parts: str


async def keep_sheet(tx: Tx, token_hash: str, sheet: Sheet, now: int, expires_at: int) -> None:
    """What has expired goes at the same time: nothing else ever looks at it."""
    await tx.run("DELETE FROM poster_sheets WHERE expires_at <= :now", now=now)
    await tx.run(
        """
        INSERT INTO poster_sheets (token_hash, place, parts, expires_at)
        VALUES (:token_hash, :place, :parts, :expires_at)
        """,
        token_hash=token_hash,
        place=sheet.place,
        parts=sheet.parts,
        expires_at=expires_at,
    )


async def sheet(tx: Tx, token_hash: str, now: int) -> Sheet | None:
    row = await tx.one(
        "SELECT place, parts FROM poster_sheets WHERE token_hash = :token_hash AND expires_at > :now",
        token_hash=token_hash,
        now=now,
    )
    return Sheet(row["place"], row["parts"]) if row else None
