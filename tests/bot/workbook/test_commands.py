"""`sidan template`, `sidan import` and `sidan export`, as an operator types them."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.bot.workbook.office import filled

Sidan = Callable[..., Result]


@pytest.fixture
def sidan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sidan:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDAN_DATABASE", f"sqlite:{tmp_path / 'sidan.db'}")
    monkeypatch.setenv("SIDAN_LOCALE", "en")
    return lambda *words: CliRunner().invoke(main, words)


def test_a_template_explains_itself_and_is_not_written_over(sidan: Sidan):
    assert "sidan import community.xlsx --dry-run" in sidan("template", "community.xlsx").output
    book = openpyxl.load_workbook("community.xlsx")
    assert book.sheetnames == ["Read me first", "Places", "Grids", "People", "Teams", "Duties", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    people = book["People"]
    assert people.freeze_panes == "A2"
    offered = {str(v.sqref)[0]: v.formula1 for v in people.data_validations.dataValidation if v.type == "list"}
    assert offered == {"E": "'Lists'!$F$1:$F$8", "G": "'Teams'!$B$2:$B$2000"}
    assert all(v.prompt for v in people.data_validations.dataValidation)
    assert Path("community.xlsx").stat().st_mode & 0o077 == 0
    said = sidan("template", "community.xlsx")
    assert (said.exit_code, "exists already" in said.output) == (1, True)
    assert sidan("template", "community.xlsx", "--force").exit_code == 0


def test_a_dry_run_says_what_would_change_and_changes_nothing(sidan: Sidan):
    filled(Path("community.xlsx"))
    first = sidan("import", "community.xlsx", "--dry-run").output
    assert "New places (18): 青杉市, 河沿街道, 柳溪社区, 杏福苑, 杏福苑/1号楼 and 13 more" in first
    assert "New people (5): 王芳, 李强, 陈静, 马丽, 张桂英" in first
    assert "This was a dry run: nothing was changed." in first
    assert "New places (18)" in sidan("import", "community.xlsx").output
    assert "Nothing to change" in sidan("import", "community.xlsx").output
    assert "18 places and 5 people" in sidan("export", "later.xlsx").output
    assert "Nothing to change" in sidan("import", "later.xlsx").output


def test_one_mistake_and_nothing_is_changed(sidan: Sidan):
    def wrong(book: openpyxl.Workbook) -> None:
        book["Duties"]["E2"] = "nobody"

    filled(Path("community.xlsx"), wrong)
    said = sidan("import", "community.xlsx")
    assert said.exit_code == 1
    assert "Duties!E2  nobody is no team" in said.output
    assert "Mistakes: 1. Nothing was changed." in said.output
    assert "0 places and 0 people" in sidan("export", "later.xlsx").output


def test_what_is_no_workbook_is_one_sentence(sidan: Sidan):
    Path("community.xlsx").write_text("path,name\n", "utf-8")
    said = sidan("import", "community.xlsx")
    assert said.exit_code == 1
    assert "Error: community.xlsx is a text file (CSV?) under another name." in said.output
    assert sidan("import", "nowhere.xlsx").output == "Error: There is no file nowhere.xlsx.\n"
