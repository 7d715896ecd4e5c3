"""Single-use links that give a role at a place; only the hash of a token is kept."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Invite:
    """role is a letter of domain.person.Role, or "group" for binding a group chat.

    roster: the key of the one it is for, where the roster knows them; name: what whoever invites them calls them.
    """

    role: str
    place: str | None
    team: str | None
    invited_by: str
    roster: str | None = None
    name: str = ""


async def add(tx: Tx, token_hash: str, invite: Invite, now: int, expires_at: int) -> None:
    await tx.run(
        """
        INSERT INTO invites (token_hash, role, place, team, invited_by, roster, name, created_at, expires_at)
        VALUES (:token_hash, :role, :place, :team, :invited_by, :roster, :name, :now, :expires_at)
        """,
        token_hash=token_hash,
        role=invite.role,
        place=invite.place,
        team=invite.team,
        invited_by=invite.invited_by,
        roster=invite.roster,
        name=invite.name,
        now=now,
        expires_at=expires_at,
    )


async def use(tx: Tx, token_hash: str, person: str, now: int) -> Invite | None:
    """The first to use it gets it; None for used, expired and unknown alike."""
    row = await tx.one(
        """
        UPDATE invites SET used_at = :now, used_by = :person
        WHERE token_hash = :token_hash AND used_at IS NULL AND expires_at > :now
        RETURNING role, place, team, invited_by, roster, name
        """,
        token_hash=token_hash,
        person=person,
        now=now,
    )
    return Invite(**{column: row[column] for column in Invite.__slots__}) if row else None


async def void(tx: Tx, roster: str, now: int) -> None:
    """Slips that were printed for somebody before are good no more."""
    await tx.run(
        "UPDATE invites SET expires_at = :now WHERE roster = :roster AND used_at IS NULL AND expires_at > :now",
        roster=roster,
        now=now,
    )


async def good_until(tx: Tx, now: int) -> dict[str, int]:
    """By the key in the roster: when the slip that is good for somebody ends."""
    rows = await tx.all(
        """
        SELECT roster, MAX(expires_at) AS ends FROM invites
        WHERE roster IS NOT NULL AND used_at IS NULL AND expires_at > :now
        GROUP BY roster
        """,
        now=now,
    )
    return {row["roster"]: row["ends"] for row in rows}


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
