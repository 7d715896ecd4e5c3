"""Single-use links that give a role at a place; only the hash of a token is kept."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Invite:
    """role is a letter of domain.person.Role, or "group" for binding a group chat."""

    role: str
    place: str | None
    team: str | None
    invited_by: str


async def add(tx: Tx, token_hash: str, invite: Invite, now: int, expires_at: int) -> None:
    await tx.run(
        """
        INSERT INTO invites (token_hash, role, place, team, invited_by, created_at, expires_at)
        VALUES (:token_hash, :role, :place, :team, :invited_by, :now, :expires_at)
        """,
        token_hash=token_hash,
        role=invite.role,
        place=invite.place,
        team=invite.team,
        invited_by=invite.invited_by,
        now=now,
        expires_at=expires_at,
    )


async def use(tx: Tx, token_hash: str, person: str, now: int) -> Invite | None:
    """The first to use it gets it; None for used, expired and unknown alike."""
    row = await tx.one(
        """
        UPDATE invites SET used_at = :now, used_by = :person
        WHERE token_hash = :token_hash AND used_at IS NULL AND expires_at > :now
        RETURNING role, place, team, invited_by
        """,
        token_hash=token_hash,
        person=person,
        now=now,
    )
    return Invite(row["role"], row["place"], row["team"], row["invited_by"]) if row else None


async def revoke_unused(tx: Tx, role: str, invited_by: str, now: int) -> None:
    """Let older unused links of the same kind expire."""
    await tx.run(
        """
        UPDATE invites SET expires_at = :now
        WHERE role = :role AND invited_by = :invited_by AND used_at IS NULL AND expires_at > :now
        """,
        role=role,
        invited_by=invited_by,
        now=now,
    )
