"""What is asked of people: messages, taps and photos a day, by role; added up from what came and what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.person import Role
from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one role. people: how many of them got or did anything; of several days the sum of each day's."""

    role: Role
    people: int
    messages: int
    taps: int
    photos: int


# Chats are added up before their people are looked for: a look-up for each letter would take longer than all the rest.
COUNT = """
    SELECT asked.role, COUNT(DISTINCT c.person) AS people, CAST(SUM(asked.messages) AS BIGINT) AS messages,
        CAST(SUM(asked.taps) AS BIGINT) AS taps, CAST(SUM(asked.photos) AS BIGINT) AS photos
    FROM (
        SELECT role, chat, COUNT(*) AS messages, 0 AS taps, 0 AS photos FROM outbox
        WHERE state <> 'new' AND done_at >= :start AND done_at < :end AND role IS NOT NULL AND ref IS NOT NULL
        GROUP BY role, chat
        UNION ALL
        SELECT role, sender, 0, SUM(CASE WHEN did = 'tap' THEN 1 ELSE 0 END),
            SUM(CASE WHEN did = 'photo' THEN 1 ELSE 0 END) FROM inbox
        WHERE state = 'done' AND received_at >= :start AND received_at < :end AND role IS NOT NULL
        GROUP BY role, sender
    ) AS asked JOIN chats c ON c.id = asked.chat
    GROUP BY asked.role ORDER BY asked.role
"""


async def count(tx: Tx, start: int, end: int) -> list[Asked]:
    """What was asked from one moment to another; both lie in the days for which messages are kept."""
    return [_asked(row) for row in await tx.all(COUNT, start=start, end=end)]


async def keep(tx: Tx, day: str, found: Sequence[Asked]) -> None:
    """day: YYYY-MM-DD in the neighbourhood's own time; what was kept of it before stays as it was."""
    for one in found:
        await tx.run(
            """
            INSERT INTO burden (day, role, people, messages, taps, photos)
            VALUES (:day, :role, :people, :messages, :taps, :photos)
            ON CONFLICT (day, role) DO NOTHING
            """,
            day=day,
            role=str(one.role),
            people=one.people,
            messages=one.messages,
            taps=one.taps,
            photos=one.photos,
        )


async def between(tx: Tx, first: str, last: str, at_least: int) -> list[Asked]:
    """Of each role from the first day to the last, of days on which at least so many had anything to do with us."""
    rows = await tx.all(
        """
        SELECT role, CAST(SUM(people) AS BIGINT) AS people, CAST(SUM(messages) AS BIGINT) AS messages,
            CAST(SUM(taps) AS BIGINT) AS taps, CAST(SUM(photos) AS BIGINT) AS photos
        FROM burden
        WHERE day >= :first AND day <= :last AND people >= :at_least
        GROUP BY role ORDER BY role
        """,
        first=first,
        last=last,
        at_least=at_least,
    )
    return [_asked(row) for row in rows]


def _asked(row: Row) -> Asked:
    return Asked(Role(row["role"]), row["people"], row["messages"], row["taps"], row["photos"])


async def undo(tx: Tx, first: str) -> None:
    """This day and later ones are counted again when they are over."""
    await tx.run("DELETE FROM burden WHERE day >= :first", first=first)
