"""Who agreed to which version of what we say about their data, and who took it back."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Consent:
    version: int
    at: int
    withdrawn_at: int | None


async def latest(tx: Tx, person: str) -> Consent | None:
    row = await tx.one(
        "SELECT version, at, withdrawn_at FROM consents WHERE person = :person ORDER BY version DESC LIMIT 1",
        person=person,
    )
    return Consent(**row) if row else None


async def holds(tx: Tx, person: str, version: int) -> bool:
    """Whether they agreed to this version and have not taken it back."""
    row = await tx.one(
        "SELECT 1 AS found FROM consents WHERE person = :person AND version = :version AND withdrawn_at IS NULL",
        person=person,
        version=version,
    )
    return row is not None


async def agree(tx: Tx, person: str, version: int, now: int) -> None:
    """Once more changes nothing; after it was taken back it holds from now on."""
    await tx.run(
        """
        INSERT INTO consents (person, version, at) VALUES (:person, :version, :now)
        ON CONFLICT (person, version) DO UPDATE SET at = excluded.at, withdrawn_at = NULL
        WHERE consents.withdrawn_at IS NOT NULL
        """,
        person=person,
        version=version,
        now=now,
    )


async def withdraw(tx: Tx, person: str, now: int) -> bool:
    """False when there was nothing to take back."""
    changed = await tx.run(
        "UPDATE consents SET withdrawn_at = :now WHERE person = :person AND withdrawn_at IS NULL",
        person=person,
        now=now,
    )
    return changed > 0
