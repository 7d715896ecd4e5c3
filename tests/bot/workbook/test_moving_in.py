"""An office moves in, looks again, changes its mind; told on both databases."""

from functools import partial
from pathlib import Path

import openpyxl
import pytest

from bot.workbook import importing
from bot.workbook.telling import NOTHING, told
from domain.person import Held, Role
from storage import invites, moving_in, people, places, roster, staff
from storage.database import Database, Tx
from storage.invites import Invite
from storage.places import Atlas
from storage.roster import Entry, Post
from tests.bot.workbook.office import NOW, WORDS, Edit, brought_in, cells, checked, exported, filled, planned
from tests.handlers.town import the_places

XF = "qs/hy/lx/xfy"
GRID = f"{XF}/g1"


def without(name: str) -> Edit:
    """Somebody is taken out of the people, and out of the grids."""

    def edit(book: openpyxl.Workbook) -> None:
        people_of, grids = book["People"], book["Grids"]
        for row in range(people_of.max_row, 1, -1):
            if people_of.cell(row, 3).value == name:
                people_of.delete_rows(row)
        for row in range(2, grids.max_row + 1):
            for column in (5, 6):
                if grids.cell(row, column).value == name:
                    grids.cell(row, column).value = None

    return edit


async def changed(database: Database, file: Path, edit: Edit) -> Path:
    """An export, and what somebody does to it."""
    await exported(database, file)
    book = openpyxl.load_workbook(file)
    edit(book)
    book.save(file)
    return file


async def test_what_an_office_wrote_is_there_and_a_second_import_changes_nothing(database: Database, tmp_path: Path):
    file, atlas = filled(tmp_path / "c.xlsx"), Atlas()
    assert (await database.read(partial(atlas.now, now=NOW))).get(XF) is None
    assert (await brought_in(database, file)).changes
    tree = await database.read(partial(atlas.now, now=NOW + 1))
    known = await database.read(moving_in.known)
    assert tree.grid_of(f"{XF}/1/2") == GRID
    assert tree.grid_of("qs/hy/lx/dy/4") == "qs/hy/lx/g1"
    assert tree.sort_of(f"{XF}/3") == "commercial"
    assert known.keepers[GRID] == ("1001", "1002")
    assert [(duty.category, duty.team, duty.key) for duty in known.duties] == [
        ("lift", "P@compound", None),
        ("", None, "1003"),
        ("rubbish", "t:D:hyjdcg", None),
        ("water", "t:P:qfwy", None),
    ]
    assert {(post.role, post.place) for post in known.posts if post.key == "1002"} == {
        ("G", "qs/hy/lx/g1"),
        ("V", "qs/hy/lx/dy"),
    }
    assert not (await brought_in(database, file)).changes


async def test_an_export_is_the_same_workbook_and_its_import_changes_nothing(database: Database, tmp_path: Path):
    await brought_in(database, filled(tmp_path / "c.xlsx"))
    first = await exported(database, tmp_path / "d.xlsx")
    assert list(told(await brought_in(database, first), str)) == [
        "Nothing to change: everything is as the workbook says."
    ]
    assert cells(await exported(database, tmp_path / "e.xlsx")) == cells(first)
    assert cells(first)["Grids"][1][1:6] == ("第一网格 HY-01", "杏福苑", "1号楼、2号楼", "王芳", "李强")


async def test_places_from_an_earlier_register_keep_their_codes(database: Database, tmp_path: Path):
    await database.do(partial(places.add, places=the_places()))
    before = await database.read(moving_in.known)
    file = await exported(database, tmp_path / "c.xlsx")
    assert [row[3] for row in cells(file)["Grids"]] == ["Buildings", "1-3号楼", "4-6号楼"]
    assert not (await brought_in(database, file)).changes

    def renamed(book: openpyxl.Workbook) -> None:
        for row in range(5, book["Places"].max_row + 1):
            book["Places"].cell(row, 5).value = "幸福苑"

    await brought_in(database, await changed(database, tmp_path / "d.xlsx", renamed))
    after = await database.read(moving_in.known)
    assert [place.path for place in after.places] == [place.path for place in before.places]
    tree = await database.read(partial(Atlas().now, now=NOW))
    assert [place.name for place in tree.of_kind("compound")] == ["幸福苑"]
    assert tree.grid_of("qs/hy/lx/xf/1/1") == "qs/hy/lx/xf/g1"


async def test_a_compound_renamed_in_its_own_row_is_renamed_in_all(database: Database, tmp_path: Path):
    await brought_in(database, filled(tmp_path / "c.xlsx"))
    before = await database.read(moving_in.known)

    def renamed(book: openpyxl.Workbook) -> None:
        book["Places"]["E5"] = "幸福里"
        for column, text in enumerate(("青杉市", "河沿街道", "柳溪社区", "杏福苑", "", "9号楼"), 2):
            book["Places"].cell(20, column).value = text  # added meanwhile, by its old name

    await brought_in(database, await changed(database, tmp_path / "d.xlsx", renamed))
    after = await database.read(moving_in.known)
    assert {place.path for place in after.places} - {place.path for place in before.places} == {f"{XF}/9"}
    assert [place.name for place in after.places if place.path == XF] == ["幸福里"]


async def test_two_names_for_one_code_are_told_with_both_rows(database: Database, tmp_path: Path):
    await brought_in(database, filled(tmp_path / "c.xlsx"))
    file = await changed(database, tmp_path / "d.xlsx", lambda book: book["Places"].__setitem__("E7", "幸福里"))
    found = planned(checked(file), await database.read(moving_in.known))[1]
    assert found == [
        "Places!E7  This row says 幸福里 and row 5 says 杏福苑, with one code. Write one name in all rows; "
        "if they are two places, empty the code here."
    ]


async def test_two_people_with_one_mobile_number_are_shown(database: Database, tmp_path: Path):
    file = filled(tmp_path / "c.xlsx", lambda book: book["People"].__setitem__("D5", "138 0000 0001"))
    assert "New or changed people whose mobile number somebody else has, too (2): 王芳, 陈静. Is that right?" in told(
        await brought_in(database, file), str
    )
    assert list(told(await brought_in(database, file), str)) == [NOTHING]


async def test_a_place_that_is_left_out_stays_and_that_is_said(database: Database, tmp_path: Path):
    await brought_in(database, filled(tmp_path / "c.xlsx"))
    file = await changed(database, tmp_path / "d.xlsx", lambda book: book["Places"].delete_rows(17))
    plan = await brought_in(database, file)
    assert list(told(plan, str)) == [
        NOTHING,
        "Places that are not in the workbook (1): 东苑/4号楼. They stay as they are; places are never removed.",
    ]
    assert len((await database.read(moving_in.known)).places) == 18


async def test_an_unknown_building_moved_to_another_grid_is_the_other_grids(database: Database, tmp_path: Path):
    await database.do(partial(places.add, places=the_places()))

    def moved(book: openpyxl.Workbook) -> None:
        book["Grids"]["D2"], book["Grids"]["D3"] = "1-2号楼", "3-6号楼"

    await brought_in(database, await changed(database, tmp_path / "c.xlsx", moved))
    tree = await database.read(partial(Atlas().now, now=NOW))
    assert [tree.grid_of(f"qs/hy/lx/xf/3{unit}") for unit in ("", "/1", "/2")] == ["qs/hy/lx/xf/g2"] * 3


async def joined(tx: Tx, key: str, person: str) -> None:
    await people.add_person(tx, id=person, chat=f"web:{person}", now=NOW)
    await roster.join(tx, key, person, NOW)
    await roster.settle(tx, key, now=NOW, fresh=lambda: f"role of {person}")


async def test_whoever_is_taken_out_loses_their_role_and_whoever_comes_back_has_it_again(
    database: Database, tmp_path: Path
):
    await brought_in(database, filled(tmp_path / "c.xlsx"))
    await database.do(partial(joined, key="1001", person="wang"))
    slip = Invite("G", GRID, None, "system", roster="1001")
    await database.do(partial(invites.add, token_hash="slip", invite=slip, now=NOW, expires_at=NOW + 99))
    assert await roles(database, "wang") == (Held(Role.GRID, GRID),)
    plan = await brought_in(database, filled(tmp_path / "d.xlsx", without("王芳")), NOW + 10)
    assert "People who are not in the workbook (1): 王芳. They lose their posts and their open invites." in told(
        plan, str
    )
    assert await roles(database, "wang") == ()
    assert await database.do(partial(invites.use, token_hash="slip", person="w", now=NOW + 11)) is None
    assert not (await brought_in(database, filled(tmp_path / "e.xlsx", without("王芳")), NOW + 20)).changes
    await brought_in(database, filled(tmp_path / "f.xlsx"), NOW + 30)
    assert await roles(database, "wang") == (Held(Role.GRID, GRID),)


async def test_an_old_workbook_gives_nobody_back_in_silence_what_was_taken_from_them(
    database: Database, tmp_path: Path
):
    file = filled(tmp_path / "c.xlsx")
    await brought_in(database, file)
    await database.do(partial(joined, key="1001", person="wang"))

    async def let_go(tx: Tx) -> None:
        for own in await staff.own_roles(tx, "wang"):
            await staff.end_role(tx, own, "zhou", NOW + 5)

    await database.do(let_go)
    assert await roles(database, "wang") == ()
    later = await exported(database, tmp_path / "d.xlsx")
    assert cells(later)["Grids"][1][4:6] == (None, "李强")
    assert not (await brought_in(database, later, NOW + 7)).changes
    assert list(told(await brought_in(database, file, NOW + 10), str)) == [
        "Posts that somebody here has ended and that begin again (1): 王芳: grid worker, 第一网格 HY-01. "
        "If they are not to, take them out of the workbook first.",
        "Grids whose worker or stand-in changes (1): 第一网格 HY-01",
    ]
    assert await roles(database, "wang") == (Held(Role.GRID, GRID),)


async def roles(database: Database, person: str) -> tuple[Held, ...]:
    found = await database.read(partial(people.person, person_id=person))
    assert found is not None
    return found.roles


async def test_whoever_came_by_an_invite_stays(database: Database, tmp_path: Path):
    await brought_in(database, filled(tmp_path / "c.xlsx"))

    async def invited(tx: Tx) -> None:
        await roster.add(tx, Entry("7K3MQ2", "周敏", "7K3MQ2", person="zhou"))
        await roster.add_post(tx, Post("p", "7K3MQ2", "S", "qs/hy", None, NOW, invited_by="somebody"))

    await database.do(invited)
    plan = await brought_in(database, filled(tmp_path / "d.xlsx"))
    assert not plan.changes
    assert list(told(plan, str))[1:] == [
        "Posts from invites that are not in the workbook (1): 周敏: street office, 河沿街道. They stay."
    ]


async def test_a_name_that_looks_like_a_formula_stays_a_name(database: Database, tmp_path: Path):
    def edit(book: openpyxl.Workbook) -> None:
        book["Teams"]["B2"].value = '=HYPERLINK("http://x")'
        book["Teams"]["B2"].data_type = "s"
        book["People"]["G6"].value = '=HYPERLINK("http://x")'
        book["People"]["G6"].data_type = "s"
        book["Duties"]["E4"].value = "陈静"

    await brought_in(database, filled(tmp_path / "c.xlsx", edit))
    page = openpyxl.load_workbook(await exported(database, tmp_path / "d.xlsx"))["People"]
    found = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [(cell.value, cell.data_type) for cell in found] == [('=HYPERLINK("http://x")', "s")]


async def test_what_was_not_shown_is_not_changed(database: Database, tmp_path: Path):
    file = filled(tmp_path / "c.xlsx")
    rows = checked(file).rows
    assert rows is not None
    badges = await database.read(partial(importing.badges, count=9))
    seen, _ = await database.read(partial(importing.look, rows=rows, words=WORDS, badges=badges))
    await database.do(partial(places.add, places=the_places()))
    with pytest.raises(importing.Moved):
        await database.do(partial(importing.carry_out, seen=seen, now=NOW, fresh=lambda: "id"))
    assert (await database.read(moving_in.known)).people == []
