"""The same words to many: one statement a language, however many read them, and nobody reads them twice."""

from collections.abc import Mapping

from domain.activity import Activity
from domain.place import Kind, around
from storage.database import Tx
from storage.outbox import Way

WEEK = 7 * 86_400

# Who may be told of it: who lives there, the volunteers there, and nobody who wants peace or was told enough.
# Each of them found by an index: with "or" SQLite would read through all roles there are.
ANNOUNCE = """
    INSERT INTO activity_announcements (activity, person, at)
    SELECT :activity, w.person, :now FROM (
        SELECT id AS person FROM persons WHERE home = :place OR (home > :low AND home < :high)
        UNION
        SELECT person FROM roles WHERE until IS NULL AND role IN ('R', 'V') AND place = :place
        UNION
        SELECT person FROM roles WHERE until IS NULL AND role IN ('R', 'V') AND place > :low AND place < :high
        UNION
        SELECT person FROM roles WHERE until IS NULL AND role = 'V' AND place = :compound
    ) AS w JOIN persons p ON p.id = w.person JOIN chats c ON c.id = p.chat
    WHERE c.reachable = 1 AND p.id <> :organiser
    AND NOT EXISTS (SELECT 1 FROM activity_peace q WHERE q.person = p.id)
    AND NOT EXISTS (SELECT 1 FROM activity_sign_ups s WHERE s.activity = :activity AND s.person = p.id)
    AND (SELECT COUNT(*) FROM activity_announcements t WHERE t.person = p.id AND t.at > :week AND t.at <= :now) < :most
    ON CONFLICT (activity, person) DO NOTHING
"""

TOLD = "SELECT person FROM activity_announcements WHERE activity = :activity"
IN = "SELECT person FROM activity_sign_ups WHERE activity = :activity AND stand = 'in'"
WAITING = "SELECT person FROM activity_sign_ups WHERE activity = :activity AND stand IN ('waiting', 'offered')"
CONCERNED = "SELECT person FROM activity_sign_ups WHERE activity = :activity AND stand <> 'out'"
HELPERS = "SELECT person FROM activity_sign_ups WHERE activity = :activity AND stand = 'in' AND part = 'helper'"

# What makes a sound counts as asked of whoever they are counted as: domain/person.py, main_role.
ROLE = """
    COALESCE(
        (SELECT r.role FROM roles r
         WHERE r.person = p.id AND r.until IS NULL AND r.role NOT IN ('R', 'O', 'A')
         ORDER BY r.since, r.id LIMIT 1),
        (SELECT r.role FROM roles r WHERE r.person = p.id AND r.until IS NULL AND r.role = 'O' LIMIT 1),
        'R'
    )
"""
LETTERS = f"""
    INSERT INTO outbox (id, chat, lane, body, once, not_before, role, created_at)
    SELECT :id || '.' || p.id, p.chat, :lane, :body, :once || ':' || p.chat, :not_before, {ROLE}, :now
    FROM ({{who}}) AS w JOIN persons p ON p.id = w.person JOIN chats c ON c.id = p.chat
    WHERE c.reachable = 1 AND p.id <> :but AND (p.language = :language OR :language = '')
    ON CONFLICT (once) DO NOTHING
"""
TO_ALL = {who: LETTERS.format(who=who) for who in (TOLD, IN, WAITING, CONCERNED, HELPERS)}
EVERYBODY_ELSE = ""


async def announce(tx: Tx, activity: Activity, *, now: int, most: int) -> int:
    """Note who is told of it; how many. Two at the same time would both count what the other has not noted yet."""
    await tx.lock("announcements")
    return await tx.run(
        ANNOUNCE,
        activity=activity.id,
        place=activity.place,
        low=activity.place + "/",
        high=activity.place + "0",
        compound=around(activity.place, Kind.COMPOUND) or activity.place,
        organiser=activity.organiser,
        now=now,
        week=now - WEEK,
        most=most,
    )


async def write(
    tx: Tx,
    activity: Activity,
    who: str,
    bodies: Mapping[str, str],
    *,
    id: str,
    once: str,
    lane: Way,
    now: int,
    not_before: int = 0,
    but: str = "",
) -> None:
    """bodies: the message as JSON, a language each; under EVERYBODY_ELSE what the others read, last of all."""
    for n, (language, body) in enumerate(sorted(bodies.items(), reverse=True)):
        await tx.run(
            TO_ALL[who],
            activity=activity.id,
            id=f"{id}.{n}",
            lane=int(lane),
            body=body,
            once=once,
            not_before=not_before,
            but=but,
            language=language,
            now=now,
        )


async def groups(tx: Tx, activity: Activity) -> list[str]:
    """The groups bound at or below its place, or to the compound around it."""
    rows = await tx.all(
        """
        SELECT id FROM chats WHERE is_group = 1 AND reachable = 1 AND place IN (:place, :compound)
        UNION
        SELECT id FROM chats WHERE is_group = 1 AND reachable = 1 AND place > :low AND place < :high
        ORDER BY id
        """,
        place=activity.place,
        compound=around(activity.place, Kind.COMPOUND) or activity.place,
        low=activity.place + "/",
        high=activity.place + "0",
    )
    return [row["id"] for row in rows]


async def wants_peace(tx: Tx, person: str) -> bool:
    return await tx.one("SELECT 1 AS found FROM activity_peace WHERE person = :person", person=person) is not None


async def peace(tx: Tx, person: str, now: int) -> None:
    """No more announcements for them."""
    await tx.run(
        "INSERT INTO activity_peace (person, since) VALUES (:person, :now) ON CONFLICT (person) DO NOTHING",
        person=person,
        now=now,
    )


async def no_peace(tx: Tx, person: str) -> None:
    await tx.run("DELETE FROM activity_peace WHERE person = :person", person=person)
