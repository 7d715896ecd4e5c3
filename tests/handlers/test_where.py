"""Where it is: read from what people write, as they write it."""

import pytest

from domain.number import find
from domain.person import Held, Role
from handlers.where import named_in
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town

# What is said does not depend on where it is kept.
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

BUILDINGS = [Place(f"a/b/c/d/{n}", "building", f"{n}号楼", None, None, None) for n in (1, 3, 13)]
UNITS = [Place(f"a/b/c/d/3/{n}", "unit", f"{n}单元", None, None, None) for n in (1, 2)]
NAMED = [Place("a/b/c/d/t", "building", "听雨阁", None, None, None), *BUILDINGS]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("3号楼漏水", "a/b/c/d/3"),
        ("13号楼漏水", "a/b/c/d/13"),
        ("三号楼漏水", "a/b/c/d/3"),
        ("３栋漏水", "a/b/c/d/3"),
        ("3幢的灯", "a/b/c/d/3"),
        ("a leak in building 3, please", "a/b/c/d/3"),
        ("a leak in Building 13", "a/b/c/d/13"),
        ("听雨阁门口", "a/b/c/d/t"),
        ("3楼漏水", None),
        ("23号楼漏水", None),
        ("1号楼和3号楼都漏", None),
        ("漏水", None),
    ],
)
def test_a_building_is_known_by_its_number_or_name(words: str, path: str | None):
    found = named_in(words, NAMED)
    assert (found.path if found else None) == path


@pytest.mark.parametrize(("words", "path"), [("3号楼2单元", "a/b/c/d/3/2"), ("二单元", "a/b/c/d/3/2"), ("3号楼", None)])
def test_a_unit_is_known_by_its_number(words: str, path: str | None):
    found = named_in(words, UNITS)
    assert (found.path if found else None) == path


@ON_SQLITE
async def test_a_building_somebody_wrote_is_enough(town: Town, zhao: Neighbour, zhou: Neighbour):
    number = await zhao.reports("3号楼门口积水")
    assert (await town.order(number)).place == f"{COMPOUND}/3"


@pytest.mark.usefixtures("zhou")
@ON_SQLITE
async def test_where_there_are_two_compounds_it_is_asked_which(town: Town):
    other = "qs/hy/lx/qy"
    await town.built(
        Place(other, "compound", "清雅居", None, None, None),
        Place(f"{other}/1", "building", "1号楼", None, None, None),
    )
    new = town.stranger("Ma Li")
    assert "Which compound" in await new.says("垃圾没人收")
    assert "Which building" in await new.taps("清雅居")
    number = find(await new.taps("1号楼", "Send"))[0]
    assert (await town.order(number)).place == f"{other}/1"


@ON_SQLITE
async def test_a_worker_of_a_compound_is_not_asked_which(town: Town, zhou: Neighbour):
    await town.built(Place("qs/hy/lx/qy", "compound", "清雅居", None, None, None))
    worker = await town.moves_in("Luo Yong", Held(Role.GRID, f"{COMPOUND}/g1"))
    assert "Which building" in await worker.says("垃圾没人收")


@ON_SQLITE
async def test_a_link_to_a_place_that_is_not_there_is_answered_by_one_sentence(town: Town, zhou: Neighbour):
    new = town.stranger("Ma Li")
    for payload in ("p-qs-hy-lx-xf-99", "p-", "p-QS", "nonsense"):
        assert "does not name a place I know" in await new.opens(payload)
    assert await town.one("SELECT home FROM persons WHERE chat = :chat", chat=new.chat) is None


@ON_SQLITE
async def test_a_link_counts_for_one_report(town: Town, zhao: Neighbour, zhou: Neighbour):
    await zhao.opens("p-qs-hy-lx-xf-5-2")
    await zhao.reports("楼道灯不亮")
    await zhao.says("/report")
    assert "Which building?" in await zhao.says("单元门锁坏了")
