"""Activities, and who signed up for them."""

from dataclasses import asdict
from typing import NamedTuple

from domain.activity import Activity, Kind, Look, Part, SignUp, Stand, State
from storage.database import Row, Tx


class Due(NamedTuple):
    """An activity as the clock found it."""

    number: str
    look: str
    look_at: int


def _activity(row: Row) -> Activity:
    look = Look(row["look"]) if row["look"] else None
    kinds = {"kind": Kind(row["kind"]), "state": State(row["state"]), "look": look}
    return Activity(**{name: row[name] for name in Activity.__slots__} | kinds)


def _sign_up(row: Row) -> SignUp:
    came = None if row["came"] is None else bool(row["came"])
    return SignUp(row["person"], Part(row["part"]), Stand(row["stand"]), row["nth"], row["answer_by"], came)


async def add(tx: Tx, activity: Activity) -> None:
    await tx.run(
        """
        INSERT INTO activities (id, number, kind, title, words, place, spot, starts_at, ends_at, until, seats, helpers,
            organiser, made_at, state, version, look, look_at, asked, why)
        VALUES (:id, :number, :kind, :title, :words, :place, :spot, :starts_at, :ends_at, :until, :seats, :helpers,
            :organiser, :made_at, :state, :version, :look, :look_at, :asked, :why)
        """,
        **_row(activity),
    )


def _row(activity: Activity) -> dict[str, object]:
    look = str(activity.look) if activity.look else None
    return asdict(activity) | {"kind": str(activity.kind), "state": str(activity.state), "look": look}


async def by_number(tx: Tx, number: str) -> Activity | None:
    row = await tx.one("SELECT * FROM activities WHERE number = :number", number=number)
    return _activity(row) if row else None


async def hold(tx: Tx, number: str) -> Activity | None:
    """The activity, which nobody else changes or signs up for until this unit ends.

    The raised version decides; the lock only spares whoever comes second a run for nothing.
    """
    await tx.lock(f"activity:{number}")
    row = await tx.one("UPDATE activities SET version = version + 1 WHERE number = :number RETURNING *", number=number)
    return _activity(row) if row else None


async def keep(tx: Tx, activity: Activity) -> None:
    """What changed of an activity that is held."""
    await tx.run(
        """
        UPDATE activities SET starts_at = :starts_at, ends_at = :ends_at, until = :until, state = :state, look = :look,
            look_at = :look_at, asked = :asked, why = :why
        WHERE id = :id AND version = :version
        """,
        **_row(activity),
    )


async def due(tx: Tx, now: int, limit: int) -> list[Due]:
    rows = await tx.all(
        "SELECT number, look, look_at FROM activities WHERE look_at <= :now ORDER BY look_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Due(row["number"], row["look"], row["look_at"]) for row in rows]


async def made_since(tx: Tx, organiser: str, since: int) -> int:
    row = await tx.one(
        "SELECT COUNT(*) AS count FROM activities WHERE organiser = :organiser AND made_at > :since",
        organiser=organiser,
        since=since,
    )
    return int(row["count"]) if row else 0


async def near(tx: Tx, home: str, around: str, now: int, limit: int) -> list[Activity]:
    """What is still to come at the places around a home, and everywhere within `around`, the soonest first."""
    rows = await tx.all(
        """
        SELECT * FROM activities a
        WHERE a.state = 'open' AND a.ends_at > :now AND (
            a.place = :home OR substr(:home, 1, length(a.place) + 1) = a.place || '/'
            OR a.place = :around OR (a.place > :low AND a.place < :high)
        )
        ORDER BY a.starts_at, a.id LIMIT :limit
        """,
        home=home,
        around=around,
        low=around + "/",
        high=around + "0",
        now=now,
        limit=limit,
    )
    return [_activity(row) for row in rows]


async def of_person(tx: Tx, person: str, now: int, limit: int) -> list[Activity]:
    """What they are in, wait for or have organised, and is not over and counted."""
    rows = await tx.all(
        """
        SELECT * FROM activities WHERE organiser = :person AND (state = 'held' OR (state = 'open' AND ends_at > :late))
        UNION
        SELECT a.* FROM activity_sign_ups s JOIN activities a ON a.id = s.activity
        WHERE s.person = :person AND s.stand <> 'out' AND a.state = 'open' AND a.ends_at > :now
        ORDER BY starts_at, id LIMIT :limit
        """,
        person=person,
        now=now,
        late=now - 86_400,
        limit=limit,
    )
    return [_activity(row) for row in rows]


async def sign_up(tx: Tx, activity: Activity, one: SignUp) -> None:
    """As they stand from now on; who signs up again is the last again."""
    await tx.run(
        """
        INSERT INTO activity_sign_ups (activity, person, part, stand, nth, answer_by)
        VALUES (:activity, :person, :part, :stand, :nth, :answer_by)
        ON CONFLICT (activity, person) DO UPDATE SET part = excluded.part, stand = excluded.stand,
            nth = excluded.nth, answer_by = excluded.answer_by
        """,
        activity=activity.id,
        person=one.person,
        part=str(one.part),
        stand=str(one.stand),
        nth=one.nth,
        answer_by=one.answer_by,
    )


async def signed_up(tx: Tx, activity: Activity, person: str) -> SignUp | None:
    row = await tx.one(
        "SELECT * FROM activity_sign_ups WHERE activity = :activity AND person = :person",
        activity=activity.id,
        person=person,
    )
    return _sign_up(row) if row else None


async def taken(tx: Tx, activity: Activity) -> dict[tuple[Part, Stand], int]:
    """How many are in, wait, or are asked."""
    rows = await tx.all(
        """
        SELECT part, stand, COUNT(*) AS count FROM activity_sign_ups WHERE activity = :activity GROUP BY part, stand
        """,
        activity=activity.id,
    )
    return {(Part(row["part"]), Stand(row["stand"])): row["count"] for row in rows}


async def ahead(tx: Tx, activity: Activity, one: SignUp) -> int:
    """How many wait before them."""
    row = await tx.one(
        """
        SELECT COUNT(*) AS count FROM activity_sign_ups
        WHERE activity = :activity AND part = :part AND stand = 'waiting' AND nth < :nth
        """,
        activity=activity.id,
        part=str(one.part),
        nth=one.nth,
    )
    return int(row["count"]) if row else 0


async def first_waiting(tx: Tx, activity: Activity, part: Part) -> SignUp | None:
    """Whoever cannot be reached keeps their turn, but is not asked."""
    row = await tx.one(
        """
        SELECT s.* FROM activity_sign_ups s JOIN persons p ON p.id = s.person JOIN chats c ON c.id = p.chat
        WHERE s.activity = :activity AND s.part = :part AND s.stand = 'waiting' AND c.reachable = 1
        ORDER BY s.nth LIMIT 1
        """,
        activity=activity.id,
        part=str(part),
    )
    return _sign_up(row) if row else None


async def silent(tx: Tx, now: int, limit: int) -> list[tuple[str, str]]:
    """(number, person) of those for whom a seat was kept long enough."""
    rows = await tx.all(
        """
        SELECT a.number, s.person FROM activity_sign_ups s JOIN activities a ON a.id = s.activity
        WHERE s.answer_by <= :now ORDER BY s.answer_by, s.person LIMIT :limit
        """,
        now=now,
        limit=limit,
    )
    return [(row["number"], row["person"]) for row in rows]


async def sooner(tx: Tx, activity: Activity) -> None:
    """It begins earlier now: no seat is kept for longer than that."""
    await tx.run(
        "UPDATE activity_sign_ups SET answer_by = :start WHERE activity = :activity AND answer_by > :start",
        activity=activity.id,
        start=activity.starts_at,
    )


async def no_more_waiting(tx: Tx, activity: Activity) -> None:
    await tx.run(
        """
        UPDATE activity_sign_ups SET stand = 'out', answer_by = NULL
        WHERE activity = :activity AND stand IN ('waiting', 'offered')
        """,
        activity=activity.id,
    )


async def who_is_in(tx: Tx, activity: Activity) -> list[tuple[SignUp, str]]:
    """With their names: helpers first, then in the order in which they signed up."""
    rows = await tx.all(
        """
        SELECT s.*, p.name FROM activity_sign_ups s JOIN persons p ON p.id = s.person
        WHERE s.activity = :activity AND s.stand = 'in'
        ORDER BY s.part DESC, s.nth
        """,
        activity=activity.id,
    )
    return [(_sign_up(row), row["name"]) for row in rows]


async def helped_in(tx: Tx, number: str) -> list[Row]:
    """person and place of those who had said that they help in one that is settled, whoever says they came."""
    return await tx.all(
        """
        SELECT s.person, a.place FROM activities a JOIN activity_sign_ups s ON s.activity = a.id
        WHERE a.number = :number AND a.state = 'closed' AND s.stand = 'in' AND s.part = 'helper'
        ORDER BY s.nth
        """,
        number=number,
    )


async def say_who_came(tx: Tx, activity: Activity, nth: int, came: bool) -> None:
    """nth: which of those who are in."""
    await tx.run(
        "UPDATE activity_sign_ups SET came = :came WHERE activity = :activity AND nth = :nth AND stand = 'in'",
        came=int(came),
        activity=activity.id,
        nth=nth,
    )


async def came(tx: Tx, activity: Activity, *, marked: bool) -> None:
    """All who are in; but not, where that counts, whoever was marked as missing."""
    await tx.run(
        """
        UPDATE activity_sign_ups SET came = 1
        WHERE activity = :activity AND stand = 'in' AND (:marked = 0 OR came IS NULL)
        """,
        activity=activity.id,
        marked=int(marked),
    )


async def set_back(tx: Tx, now: int, kept: int) -> None:
    """The clock was ahead of now: what was to be announced then is announced now, nobody is asked in a year's time."""
    await tx.run(
        """
        UPDATE activities SET look_at = :now, made_at = :now
        WHERE look = 'announce' AND look_at > :now AND made_at > :now
        """,
        now=now,
    )
    asked = "UPDATE activities SET look_at = :latest WHERE look IN ('ask', 'vouch') AND look_at > :latest"
    await tx.run(asked, latest=now + 2 * 86_400)  # a day, and the rest of a night
    await tx.run(
        "UPDATE activities SET look_at = :latest WHERE look = 'forget' AND look_at > :latest", latest=now + kept
    )


async def forget(tx: Tx, activity: Activity) -> None:
    """Who signed up, and who was told of it."""
    await tx.run("DELETE FROM activity_sign_ups WHERE activity = :activity", activity=activity.id)
    await tx.run("DELETE FROM activity_announcements WHERE activity = :activity", activity=activity.id)
