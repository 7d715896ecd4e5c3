"""What an office does to a workbook: meant well it is understood, otherwise it is told with its cell."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from bot.workbook.cells import text_of
from bot.workbook.mistakes import Unreadable
from bot.workbook.writing import write
from tests.bot.workbook.office import WORDS, Edit, checked, chinese, filled, mistakes, planned, vocabulary


def put(**cells: Any) -> Edit:
    """put(People_D2=5): into sheet People, cell D2."""

    def edit(book: openpyxl.Workbook) -> None:
        for where, value in cells.items():
            sheet, cell = where.split("_")
            book[sheet][cell] = value

    return edit


def merged(book: openpyxl.Workbook) -> None:
    book["Places"].merge_cells("B3:B5")


def hidden(book: openpyxl.Workbook) -> None:
    book["People"].row_dimensions[3].hidden = True


def without_a_sheet(book: openpyxl.Workbook) -> None:
    del book["Duties"]


def with_another_sheet_name(book: openpyxl.Workbook) -> None:
    book["People"].title = "List of people"


def with_a_title(book: openpyxl.Workbook) -> None:
    for title in ("Places", "People"):
        book[title].insert_rows(1)
        book[title]["A1"] = "桂湖街道"
        book[title].merge_cells("A1:G1")


def without_a_column(book: openpyxl.Workbook) -> None:
    book["Grids"].delete_cols(5)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (put(People_C2="=B2"), "People!C2  This is a formula. Copy it and paste it as a value."),
        (put(Places_G7=dt.date(2026, 3, 1)), "Places!G7  Excel has made a date of this."),
        (put(People_D2="#REF!"), "People!D2  Excel shows an error here."),
        (
            put(People_A2="example", People_D2="13911112222"),
            "People!A2  This row is marked as an example and is none of ours.",
        ),
        (put(Places_E1="Estate"), "Places  The column Compound is missing."),
        (put(Places_E1="Compounds"), "Places!E1  There is no column called Compounds. Is it Compound?"),
        (put(Places_E1="Community"), "Places!E1  The column Community is here twice."),
        (without_a_column, "Grids  The column Worker is missing."),
        (with_another_sheet_name, "People  There is no sheet called People. Is it List of people?"),
        (without_a_sheet, "Duties  There is no sheet called Duties."),
        (merged, "Places!B3  These cells are merged."),
        (hidden, "People!A3  This row is hidden."),
    ],
)
def test_a_mistake_is_told_with_its_cell_and_once(edit: Edit, said: str, tmp_path: Path):
    found = mistakes(filled(tmp_path / "c.xlsx", edit))
    assert len([line for line in found if line.startswith(said)]) == 1
    assert len(found) == 1 or found[0].endswith("The column Compound is missing.")  # it was here twice instead


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    edit = put(Places_F3="villa", Grids_E2="nobody", People_D2="none", Teams_E2="water", Duties_E3="nobody")
    found = mistakes(filled(tmp_path / "c.xlsx", edit))
    assert [line.split()[0] for line in found] == ["Places!F3", "Grids!E2", "People!D2", "Teams!E2", "Duties!E3"]


def a_hidden_row_and_two_formulas(book: openpyxl.Workbook) -> None:
    hidden(book)
    put(People_B4="=B3+1", Places_G4="=G3", Grids_E2="nobody", Grids_D3="9号楼")(book)


@pytest.mark.parametrize(
    ("edit", "cells"),
    [
        (put(People_E2="boss", Grids_D2="9号楼", Grids_E3="nobody"), ["Grids!D2", "Grids!E3", "People!E2"]),
        (a_hidden_row_and_two_formulas, ["Places!G4", "Grids!E2", "Grids!D3", "People!A3", "People!B4"]),
    ],
)
def test_a_mistake_hides_no_other_that_does_not_follow_from_it(edit: Edit, cells: list[str], tmp_path: Path):
    def elsewhere(book: openpyxl.Workbook) -> None:
        put(Grids_C3="东苑", Grids_D3="1号楼")(book)
        edit(book)

    assert [line.split()[0] for line in mistakes(filled(tmp_path / "c.xlsx", elsewhere))] == cells


def test_a_title_above_the_headings_is_no_mistake(tmp_path: Path):
    assert mistakes(filled(tmp_path / "c.xlsx", with_a_title)) == []


@pytest.mark.parametrize(("cell", "heading"), [("People_D1", "手机号"), ("People_B1", "工号")])
def test_a_heading_may_be_called_as_offices_call_it(cell: str, heading: str, tmp_path: Path):
    there, wrong = planned(checked(filled(tmp_path / "c.xlsx", put(**{cell: heading}))))
    assert (wrong, there.wanted.people["1001"].phone) == ([], "13800000001")


def test_a_column_that_is_missing_is_one_mistake(tmp_path: Path):
    write(tmp_path / "c.xlsx", {}, WORDS)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    put(People_D1="Fax", People_C8="许桂兰")(book)
    book.save(tmp_path / "c.xlsx")
    assert mistakes(tmp_path / "c.xlsx") == ["People  The column Phone is missing."]


def test_what_is_meant_well_is_understood(tmp_path: Path):
    def edit(book: openpyxl.Workbook) -> None:
        put(Places_E4="杏福苑  ", Places_G5="３号楼", Places_I5=30.003, Places_J5=110.0)(book)
        put(People_B2=1001.0, People_D2=13800000001.0, People_B3=1002, People_D3="+86 １３８－００００-0002")(book)
        put(Grids_D2="1号楼，杏福苑 2号楼")(book)
        put(People_C3="李　强", Places_L1="Remarks", Places_L2="=SUM(A1:A9)")(book)
        book["Places"].move_range("K1:K9", cols=3)  # columns may stand elsewhere
        for row in range(40, 3_040):
            book["Places"].cell(row, 2).fill = PatternFill("solid", fgColor="FFFF00")

    there, wrong = planned(checked(filled(tmp_path / "c.xlsx", edit)))
    assert wrong == []
    assert {key: entry.phone for key, entry in there.wanted.people.items() if key.startswith("100")} == {
        "1001": "13800000001",
        "1002": "13800000002",
        "1003": "13800000003",
    }
    assert there.wanted.places["qs/hy/lx/xfy/3"].lon == 110.0
    assert there.wanted.places["qs/hy/lx/xfy/2"].grid == "qs/hy/lx/xfy/g1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13800138000.0, "13800138000"),
        (1.0, "1"),
        (30.003, "30.003"),
        (" 张　三 ", "张三"),
        ("杏福苑（一期）", "杏福苑（一期）"),
    ],
)
def test_a_cell_is_the_text_that_was_meant(value: object, text: str):
    assert text_of(value, "n") == text


def a_text(file: Path) -> None:
    file.write_text("path,name\nqs,青杉市\n", "utf-8")


def a_chinese_text(file: Path) -> None:
    file.write_text("楼栋，单元\n" * 90, "gb18030")


def rubbish(file: Path) -> None:
    file.write_bytes(bytes(range(7, 256)))


def old(file: Path) -> None:
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def large(file: Path) -> None:
    with file.open("wb") as opened:
        opened.write(b"PK\x03\x04")
        opened.truncate(200 << 20)


def bomb(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/styles.xml", "w", force_zip64=True) as part:
            for _ in range(20):
                part.write(bytes(1 << 20))


def document(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")


def torn(file: Path) -> None:
    filled(file)
    file.write_bytes(file.read_bytes()[:-3000])


def without_a_list_of_its_parts(file: Path) -> None:
    """openpyxl says so by an OSError, as of a disk."""
    filled(file)
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"sheet.main+xml", b"sheet.other+xml")
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)


def with_entities(file: Path) -> None:
    """A sheet that would write itself out a billion times."""
    filled(file)
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_text, "is a text file (CSV?) under another name"),
        (a_chinese_text, "is a text file (CSV?) under another name"),
        (rubbish, "is no Excel workbook"),
        (old, "is an old .xls file under another name, or has a password"),
        (large, "has 200 MB; a workbook of places and people has 40 MB at most"),
        (bomb, "would grow to 20 MB when it is unpacked"),
        (document, "is no Excel workbook"),
        (lambda file: file.touch(), "is empty"),
        (torn, "is damaged"),
        (without_a_list_of_its_parts, "is damaged"),
        (with_entities, "is damaged"),
    ],
)
def test_what_is_no_workbook_is_told_in_a_sentence(make: Callable[[Path], None], said: str, tmp_path: Path):
    file = tmp_path / "community.xlsx"
    make(file)
    with pytest.raises(Unreadable) as wrong:
        checked(file)
    assert wrong.value.said.said(str).startswith(f"community.xlsx {said}")


def test_our_examples_are_passed_over(tmp_path: Path):
    write(tmp_path / "c.xlsx", {}, WORDS)
    found = checked(tmp_path / "c.xlsx")
    assert found.rows is not None
    assert (found.rows.places, found.rows.people, len(found.mistakes)) == ([], [], 0)
    assert found.examples == 22


def test_a_workbook_in_another_language_is_read_all_the_same(tmp_path: Path):
    write(tmp_path / "c.xlsx", {}, vocabulary(chinese))
    assert "〔中〕People" in openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames
    assert checked(tmp_path / "c.xlsx").examples == 22
