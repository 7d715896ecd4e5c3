"""Volunteers, their limits, their turn, and which wishes they were offered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.matching import ANY_KIND, ANY_TIME, Candidate, Kinds, Times
from domain.place import Kind, around
from storage.database import Row, Tx

ASKED, ON = "asked", "on"
LONGEST_WAIT = 30 * 86_400  # far beyond a working day, whatever holidays lie between


@dataclass(frozen=True, slots=True)
class Limits:
    """What somebody wants to be asked. a_week: offers; None is as the policy says."""

    skills: tuple[str, ...] = ()
    times: Times = ANY_TIME
    kinds: Kinds = ANY_KIND
    a_week: int | None = None


@dataclass(frozen=True, slots=True)
class Volunteer:
    """state: asked while the community has not said yes. rung: its desk."""

    person: str
    home: str
    state: str
    version: int
    limits: Limits
    since: int
    paused_until: int = 0
    rung: str | None = None
    stage: int = 0
    due_at: int | None = None

    @property
    def on(self) -> bool:
        return self.state == ON


class Due(NamedTuple):
    person: str
    version: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for. times: what this moment is; week: its number; a_week: what the policy says.

    skill: a key, where only those who have it are wanted.
    """

    wish: str
    times: Times
    kind: Kinds
    week: int
    a_week: int
    now: int
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate as found. offered: this week or the last one; there: has a chat that works, and is not on leave."""

    one: Candidate
    offered: int
    lives: str | None
    there: bool


def packed(skills: Iterable[str]) -> str:
    """Each between blanks, so that a pattern finds it whole."""
    return f" {' '.join(skills)} " if skills else " "


def _volunteer(row: Row) -> Volunteer:
    limits = Limits(tuple(row["skills"].split()), Times(row["times"]), Kinds(row["kinds"]), row["a_week"])
    own = {name: row[name] for name in Volunteer.__slots__ if name != "limits"}
    return Volunteer(limits=limits, **own)


async def get(tx: Tx, person: str) -> Volunteer | None:
    row = await tx.one("SELECT * FROM volunteers WHERE person = :person", person=person)
    return _volunteer(row) if row else None


async def begin(tx: Tx, person: str, place: str, now: int) -> None:
    """The role was given: from now on they are asked, within the usual limits unless they have said others."""
    await tx.run(
        """
        INSERT INTO volunteers (person, home, community, state, since) VALUES (:person, :place, :community, 'on', :now)
        ON CONFLICT (person) DO UPDATE SET state = 'on', due_at = NULL, version = volunteers.version + 1
            WHERE volunteers.state = 'asked'
        """,
        person=person,
        place=place,
        community=around(place, Kind.COMMUNITY) or place,
        now=now,
    )


async def save(tx: Tx, one: Volunteer, seen: int | None) -> bool:
    """Write it if nobody has changed it since version `seen`; None for the first time."""
    if seen is None:
        return 1 == await tx.run(INSERT, **_values(one))
    return 1 == await tx.run(UPDATE, **_values(one), seen=seen)


COLUMNS = "person home community state version skills times kinds a_week paused_until since rung stage due_at".split()
INSERT = f"""
    INSERT INTO volunteers ({", ".join(COLUMNS)}) VALUES ({", ".join(f":{c}" for c in COLUMNS)})
    ON CONFLICT (person) DO NOTHING
"""
CHANGED = ", ".join(f"{c} = :{c}" for c in COLUMNS if c not in ("person", "version"))
UPDATE = f"UPDATE volunteers SET {CHANGED}, version = :seen + 1 WHERE person = :person AND version = :seen"


def _values(one: Volunteer) -> dict[str, str | int | None]:
    values = {name: getattr(one, name) for name in COLUMNS if name not in ("community", *Limits.__slots__)}
    limits = one.limits
    return values | {
        "community": around(one.home, Kind.COMMUNITY) or one.home,
        "skills": packed(limits.skills),
        "times": int(limits.times),
        "kinds": int(limits.kinds),
        "a_week": limits.a_week,
    }


async def confirm(tx: Tx, one: Volunteer) -> Volunteer | None:
    """The community said yes; None where somebody else was faster."""
    there = replace(one, state=ON, rung=None, stage=0, due_at=None)
    return there if await save(tx, there, one.version) else None


async def drop(tx: Tx, one: Volunteer) -> bool:
    """Nothing of it is kept."""
    changed = await tx.run(
        "DELETE FROM volunteers WHERE person = :person AND version = :seen", person=one.person, seen=one.version
    )
    return changed == 1


async def forget(tx: Tx, person: str) -> None:
    """They are no volunteer any more."""
    await tx.run("DELETE FROM volunteers WHERE person = :person", person=person)


async def end_roles(tx: Tx, person: str, now: int, but: str = "") -> None:
    """Somebody is no volunteer any more. but: the place where they are from now on."""
    await tx.run(
        """
        UPDATE posts SET until = :now
        WHERE until IS NULL AND id IN (
            SELECT post FROM roles WHERE person = :person AND role = 'V' AND place <> :but AND until IS NULL
        )
        """,
        now=now,
        person=person,
        but=but,
    )
    await tx.run(
        "UPDATE roles SET until = :now WHERE person = :person AND role = 'V' AND place <> :but AND until IS NULL",
        now=now,
        person=person,
        but=but,
    )


async def waiting_at(tx: Tx, rung: str, limit: int) -> list[Volunteer]:
    rows = await tx.all(
        "SELECT * FROM volunteers WHERE rung = :rung AND state = 'asked' ORDER BY since, person LIMIT :limit",
        rung=rung,
        limit=limit,
    )
    return [_volunteer(row) for row in rows]


async def due(tx: Tx, now: int, limit: int) -> list[Due]:
    rows = await tx.all(
        "SELECT person, version FROM volunteers WHERE due_at <= :now ORDER BY due_at, person LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Due(row["person"], row["version"]) for row in rows]


# Whoever was asked the longest ago comes first. The pattern stands for the skill; NOT EXISTS last, it is the dearest.
FITTING = """
    SELECT v.person, v.home, v.skills, v.asked_at, v.offered FROM volunteers v
    WHERE v.state = 'on' AND {where}
    AND (v.times & :times) <> 0 AND (v.kinds & :kind) <> 0 AND v.paused_until <= :now
    AND (v.week <> :week OR v.offered < COALESCE(v.a_week, :a_week)) AND v.skills LIKE :pattern
    AND NOT EXISTS (SELECT 1 FROM wish_offers o WHERE o.wish = :wish AND o.person = v.person)
    ORDER BY v.asked_at, v.person
    LIMIT :limit
"""
WITH_THEM = """
    SELECT f.*, p.home AS lives, CASE WHEN c.reachable = 1 AND l.person IS NULL THEN 1 ELSE 0 END AS there
    FROM ({fitting}) f JOIN persons p ON p.id = f.person LEFT JOIN chats c ON c.id = p.chat
    LEFT JOIN leaves l ON l.person = f.person AND l.state <> 'over' AND l.state = 'on'
    ORDER BY f.asked_at, f.person
"""
NEAR = WITH_THEM.format(fitting=FITTING.format(where="v.home >= :low AND v.home < :high"))
WIDE = WITH_THEM.format(fitting=FITTING.format(where="v.community = :low"))


async def fitting(tx: Tx, area: str, wanted: Wanted, limit: int) -> list[Seen]:
    """At and below a building or a compound, or in a community."""
    wide = around(area, Kind.COMPOUND) is None
    rows = await tx.all(
        WIDE if wide else NEAR,
        low=area,
        **({} if wide else {"high": area + "0"}),
        times=int(wanted.times),
        kind=int(wanted.kind),
        now=wanted.now,
        week=wanted.week,
        a_week=wanted.a_week,
        pattern=f"% {wanted.skill} %" if wanted.skill else "%",
        wish=wanted.wish,
        limit=limit,
    )
    return [_seen(row) for row in rows]


def _seen(row: Row) -> Seen:
    one = Candidate(row["person"], row["home"], frozenset(row["skills"].split()), row["asked_at"])
    return Seen(one, row["offered"], row["lives"], bool(row["there"]))


async def pass_over(tx: Tx, person: str, now: int) -> None:
    """They could not be asked: others come first from now on."""
    await tx.run("UPDATE volunteers SET asked_at = :now WHERE person = :person", now=now, person=person)


async def offer(tx: Tx, seen: Seen, wanted: Wanted) -> bool:
    """Count it and remember it; False where they were asked something else meanwhile, or this already."""
    counted = await tx.run(
        """
        UPDATE volunteers
        SET asked_at = :now, week = :week, offered = CASE WHEN week = :week THEN offered ELSE 0 END + 1
        WHERE person = :person AND state = 'on' AND asked_at = :asked_at AND offered = :offered
        """,
        now=wanted.now,
        week=wanted.week,
        person=seen.one.person,
        asked_at=seen.one.asked_at,
        offered=seen.offered,
    )
    if not counted:
        return False
    kept = await tx.run(
        """
        INSERT INTO wish_offers (wish, person, at) VALUES (:wish, :person, :now)
        ON CONFLICT (wish, person) DO NOTHING
        """,
        wish=wanted.wish,
        person=seen.one.person,
        now=wanted.now,
    )
    return kept == 1


async def not_this_time(tx: Tx, wish: str, person: str, now: int) -> bool:
    """False where it was not offered to them."""
    changed = await tx.run(
        "UPDATE wish_offers SET passed_at = COALESCE(passed_at, :now) WHERE wish = :wish AND person = :person",
        now=now,
        wish=wish,
        person=person,
    )
    return changed == 1


async def forget_offers(tx: Tx, before: int) -> int:
    return await tx.run("DELETE FROM wish_offers WHERE at < :before", before=before)


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: who waits for longer than anybody does is looked at now."""
    await tx.run("UPDATE volunteers SET due_at = :now WHERE due_at > :now + :longest", now=now, longest=LONGEST_WAIT)
    await tx.run("UPDATE volunteers SET asked_at = :now WHERE asked_at > :now", now=now)
