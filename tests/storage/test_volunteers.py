"""Volunteers as they are kept: whoever held the role before is one, and a skill is found whole."""

from collections.abc import Mapping
from functools import partial

from domain.matching import Kinds, Times
from domain.person import Held, Role
from storage import people, talents, volunteers
from storage.database import Database, Tx
from storage.migrate import migrate, migration_files
from storage.talents import TalentAsk
from storage.volunteers import Wanted, packed

NOW = 1_795_399_200
DAY = 86_400
NEW = "2026-11-22-talents.sql"
COMPOUND = "qs/hy/lx/xf"


def wanted(skill: str | None = None) -> Wanted:
    return Wanted("7K3MQ2", Times.WEEKDAYS, Kinds.SERVICE, 1, 3, NOW, skill)


async def found(database: Database, area: str, skill: str | None = None) -> list[str]:
    seen = await database.read(partial(volunteers.fitting, area=area, wanted=wanted(skill), limit=9))
    return [one.one.person for one in seen]


async def test_whoever_was_a_volunteer_before_is_one_with_the_usual_limits(empty_database: Database):
    files = migration_files(empty_database.kind)
    old: Mapping[str, str] = {name: text for name, text in files.items() if name < "2026-11-22"}
    await migrate(empty_database, files=old)

    async def keep(tx: Tx) -> None:
        for name, until in (("wu", None), ("xu", 5)):
            await tx.run(
                "INSERT INTO persons (id, chat, created_at) VALUES (:id, :chat, 0)", id=name, chat=f"web:{name}"
            )
            await tx.run(
                "INSERT INTO chats (id, person, created_at) VALUES (:chat, :id, 0)", id=name, chat=f"web:{name}"
            )
            await tx.run(
                "INSERT INTO roles (id, person, role, place, since, until) VALUES (:id, :id, 'V', :place, 3, :until)",
                id=name,
                place=COMPOUND,
                until=until,
            )

    await empty_database.do(keep)
    await migrate(empty_database)
    known = await empty_database.read(partial(volunteers.get, person="wu"))
    assert known is not None
    assert (known.home, known.on, known.since, known.limits) == (COMPOUND, True, 3, volunteers.Limits())
    assert await empty_database.read(partial(volunteers.get, person="xu")) is None
    assert await found(empty_database, "qs/hy/lx") == ["wu"]


async def test_a_ring_is_a_place_and_what_lies_below_it_and_a_skill_is_a_whole_word(database: Database):
    homes = {"a": COMPOUND, "b": f"{COMPOUND}/3/1", "c": f"{COMPOUND}/30", "d": f"{COMPOUND}2", "e": "qs/hy/lx2/xf"}

    async def keep(tx: Tx) -> None:
        for n, (name, home) in enumerate(homes.items()):
            await people.add_person(tx, id=name, chat=f"web:{name}", now=NOW)
            await people.grant(tx, id=name, person=name, held=Held(Role.VOLUNTEER, home), now=NOW)
            skills = packed(["law"] if name == "b" else ["by-law", "lawn"])
            await tx.run("UPDATE volunteers SET asked_at = :n, skills = :s WHERE person = :p", n=-n, s=skills, p=name)

    await database.do(keep)
    assert await found(database, f"{COMPOUND}/3") == ["b"]
    assert await found(database, COMPOUND) == ["c", "b", "a"]
    assert await found(database, "qs/hy/lx") == ["d", "c", "b", "a"]
    assert await found(database, "qs/hy/lx", "law") == ["b"]


async def test_what_is_looked_through_is_in_the_index(database: Database):
    """A community in which nobody fits is looked through without the table."""
    if database.kind != "sqlite":
        return
    sql = "EXPLAIN QUERY PLAN " + volunteers.FITTING.format(where="v.community = :low")
    values = dict.fromkeys(("times", "kind", "now", "week", "a_week", "limit"), 1) | {
        "low": "",
        "pattern": "",
        "wish": "",
    }
    plan = [row["detail"] for row in await database.read(lambda tx: tx.all(sql, **values))]
    assert "SEARCH v USING COVERING INDEX volunteers_community (community=?)" in plan
    assert not any("TEMP B-TREE" in step for step in plan)


async def test_when_the_clock_was_ahead_nobody_waits_for_that_moment(database: Database):
    async def keep(tx: Tx) -> None:
        for name, state, due_at in (
            ("wu", "asked", NOW + 400 * DAY),
            ("xu", "asked", NOW + 3 * DAY),
            ("ye", "on", None),
        ):
            await people.add_person(tx, id=name, chat=f"web:{name}", now=NOW)
            await tx.run(
                "INSERT INTO volunteers (person, home, community, state, since, due_at, asked_at) "
                "VALUES (:name, 'qs/hy/lx/xf', 'qs/hy/lx', :state, :now, :due_at, :ahead)",
                name=name,
                state=state,
                now=NOW,
                due_at=due_at,
                ahead=NOW + DAY,
            )
        ask = TalentAsk("a", "wu", "xu", "law", "?", "asked", NOW + 400 * DAY, NOW + 403 * DAY)
        await talents.put(tx, ask)
        await volunteers.set_back(tx, NOW)
        await talents.set_back(tx, NOW)

    await database.do(keep)
    assert await database.read(partial(volunteers.due, now=NOW, limit=9)) == [("wu", 1)]
    assert [one.asked_at for one in await database.read(partial(talents.asks_due, now=NOW, limit=9))] == [NOW]
    row = await database.read(lambda tx: tx.one("SELECT MAX(asked_at) AS latest FROM volunteers"))
    assert row == {"latest": NOW}
