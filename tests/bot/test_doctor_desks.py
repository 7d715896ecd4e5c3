"""The doctor names the desks nobody sits at: what comes there goes up at once."""

import asyncio
from functools import partial
from pathlib import Path

from bot.doctor_desks import NAMED, empty, said
from domain.person import Held, Role
from storage import people
from storage.database import open_database
from storage.places import Tree
from tests.bot.test_cli import Sidan, sidan  # noqa: F401 - the command line
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, STREET, the_places

TREE = Tree(1, the_places())


def test_a_rung_without_a_dispatcher_is_skipped_and_named():
    skipped, nobody = empty(TREE, [(Role.COMMUNITY, COMMUNITY)])
    assert (skipped, nobody) == ([STREET.partition("/")[0], STREET, COMPOUND], [])
    assert all(well for well, _ in said(skipped, nobody))


def test_a_compound_above_which_nobody_sits_is_no_small_thing():
    skipped, nobody = empty(TREE, [(Role.GRID, GRID_1), (Role.STREET, COMMUNITY)])
    assert nobody == [COMPOUND]
    assert [well for well, _ in said(skipped, nobody)] == [True, False]


def test_a_city_with_thousands_of_empty_desks_is_told_in_a_line():
    line = said([f"qs/hy/lx/c{n}" for n in range(4000)], [])[0][1]
    assert line.count("qs/") == NAMED
    assert "and 3995 more" in line


def test_where_everybody_sits_nothing_is_said():
    places = [(Role.CITY, "qs"), (Role.STREET, STREET), (Role.COMMUNITY, COMMUNITY), (Role.COMMUNITY, COMPOUND)]
    assert said(*empty(TREE, places)) == []


def test_the_doctor_says_so(sidan: Sidan, tmp_path: Path):  # noqa: F811
    told = sidan("doctor").output
    assert "BAD  desks: nobody sits anywhere above qs/hy/lx/xf; orders there wait for nobody" in told

    async def seat() -> None:
        database = await open_database(f"sqlite:{tmp_path / 'sidan.db'}")
        await database.do(partial(people.add_person, id="liu", chat=None, now=0, name="Liu"))
        held = Held(Role.COMMUNITY, "qs/hy/lx")
        await database.do(partial(people.grant, id="r", person="liu", held=held, now=0))
        await database.close()

    asyncio.run(seat())
    told = sidan("doctor").output
    assert "ok   desks: nobody sits at qs, qs/hy, qs/hy/lx/xf; orders there go up at once" in told
    assert "BAD  desks" not in told
