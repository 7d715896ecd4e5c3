"""Who is to work here: their roles follow their posts once they have joined."""

import itertools
from functools import partial

from domain.duty import Duty
from domain.person import Held, Role
from storage import duties, people, places, roster, volunteers
from storage.database import Database, Tx
from storage.places import Place
from storage.roster import Entry, Post, Settled
from tests.storage.kept import COMPOUND, settled

GRID = f"{COMPOUND}/g1"


async def hired(database: Database, *posts: Post, person: str | None = "ma") -> None:
    async def unit(tx: Tx) -> None:
        await people.add_person(tx, id="ma", chat=None, now=1, name="马丽")
        await roster.add(tx, Entry("E-17", "马丽", "7K3MQ2", person=person, joined_at=1 if person else None))
        for post in posts:
            await roster.add_post(tx, post)

    await settled(database)
    await database.do(unit)


async def settle(database: Database, now: int = 10) -> Settled:
    ids = itertools.count(now)
    return await database.do(partial(roster.settle, key="E-17", now=now, fresh=lambda: f"r{next(ids)}"))


async def roles(database: Database) -> tuple[Held, ...]:
    person = await database.read(partial(people.person, person_id="ma"))
    assert person is not None
    return person.roles


def post(id: str = "p1", role: str = "G", place: str = GRID, team: str | None = None, **other: int | str) -> Post:
    return Post(id, "E-17", role, place, team, since=1, **other)  # type: ignore[arg-type]


async def test_posts_become_roles_once_somebody_has_joined(database: Database):
    await hired(database, post(), person=None)
    assert await settle(database) == Settled()
    assert await database.do(partial(roster.join, key="E-17", person="ma", now=5))
    assert not await database.do(partial(roster.join, key="E-17", person="li", now=5))
    assert await settle(database) == Settled(began=(Held(Role.GRID, GRID),))
    assert await settle(database) == Settled()
    assert await roles(database) == (Held(Role.GRID, GRID),)


async def test_a_post_that_ends_takes_its_role_along_and_no_other(database: Database):
    await hired(database, post())
    await settle(database)
    await database.do(partial(people.grant, id="own", person="ma", held=Held(Role.VOLUNTEER, COMPOUND), now=11))
    assert await database.do(partial(roster.end_post, id="p1", now=12))
    assert await settle(database, 12) == Settled(ended=(Held(Role.GRID, GRID),))
    assert await roles(database) == (Held(Role.VOLUNTEER, COMPOUND),)


async def test_a_role_that_is_held_already_is_taken_over_and_ends_with_its_post(database: Database):
    await hired(database, post(role="P", place=COMPOUND, team="t:P:1"))
    await database.do(partial(people.grant, id="own", person="ma", held=Held(Role.PROPERTY, COMPOUND), now=2))
    assert await settle(database) == Settled()
    assert await roles(database) == (Held(Role.PROPERTY, COMPOUND, "t:P:1"),)
    await database.do(partial(roster.end_post, id="p1", now=12))
    assert len((await settle(database, 12)).ended) == 1


async def test_a_post_that_waits_for_a_yes_gives_nothing_yet(database: Database):
    await hired(database, post(rung="qs/hy", due_at=50))
    assert await settle(database) == Settled()


async def test_whoever_has_left_the_roster_keeps_no_post(database: Database):
    await hired(database, post())
    await settle(database)
    await database.do(lambda tx: tx.run("UPDATE roster SET left_at = 11"))
    assert await settle(database, 12) == Settled(ended=(Held(Role.GRID, GRID),))


async def test_one_post_is_kept_once(database: Database):
    await hired(database, post())
    assert not await database.do(partial(roster.add_post, post=post("p2")))
    assert await database.do(partial(roster.add_post, post=post("p3", place=f"{COMPOUND}/g2")))


async def test_a_volunteer_who_stops_is_not_made_one_again(database: Database):
    await hired(database, post(role="V", place=COMPOUND))
    await settle(database)
    assert await database.read(partial(volunteers.get, person="ma")) is not None
    await database.do(partial(volunteers.end_roles, person="ma", now=11))
    await settle(database, 12)
    assert await roles(database) == ()


async def test_whoever_is_found_again_on_the_list_keeps_the_duties_and_grids_they_had_by_their_badge(
    database: Database,
):
    async def unit(tx: Tx) -> list[str | None]:
        for key in ("7K3MQ2", "E-7"):
            await roster.add(tx, Entry(key, "马丽", f"{key}!"))
        await places.add(tx, [Place("qs", "city", "青杉市", None, None, None)])
        await duties.put(tx, Duty("", "", "qs", None, "7K3MQ2"))
        await tx.run("INSERT INTO grid_keepers (grid, worker, stand_in) VALUES ('qs/g1', 'E-1', '7K3MQ2')")
        await roster.unite(tx, "7K3MQ2", "E-7")
        return [*(duty.key for duty in await duties.every(tx)), *await roster.keepers(tx, "qs/g1")]

    assert await database.do(unit) == ["E-7", "E-1", "E-7"]


async def test_whoever_lays_down_their_last_grid_keeps_none_and_stands_in_nowhere(database: Database):
    other = f"{COMPOUND}/g2"
    await hired(database, post(), post("p2", place=other))

    async def keep(tx: Tx) -> None:
        for grid in (GRID, other):
            await tx.run("INSERT INTO grid_keepers (grid, worker, stand_in) VALUES (:grid, 'E-17', 'E-17')", grid=grid)

    async def end(tx: Tx, id: str) -> list[str | None]:
        await roster.end_post(tx, id, 20)
        return [*await roster.keepers(tx, GRID), *await roster.keepers(tx, other)]

    await database.do(keep)
    assert await database.do(partial(end, id="p1")) == [None, "E-17", "E-17", "E-17"]
    assert await database.do(partial(end, id="p2")) == [None] * 4
