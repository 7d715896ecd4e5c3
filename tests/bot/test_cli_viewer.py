"""A picture of a screen names its source, to the operator alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.cli_viewer import source
from storage import people, views
from storage.database import Database, Tx


async def given(tx: Tx) -> None:
    await people.add_person(tx, id="wang", chat=None, now=1, name="Wang Jianguo")
    assert await views.give_code(tx, "7K3M", "wang", "2026-11", 1)


@pytest.mark.parametrize("typed", ["7K3M", "·7k3m", " 7K3M ", "７Ｋ３Ｍ"])
async def test_a_code_names_whom_it_was_shown_to_however_it_is_typed(database: Database, typed: str):
    await database.do(given)
    assert await database.read(lambda tx: source(tx, typed)) == ("wang", "Wang Jianguo", "2026-11")


async def test_a_code_is_given_to_one_person_and_a_person_has_one_a_month(database: Database):
    async def unit(tx: Tx) -> list[bool]:
        await people.add_person(tx, id="hu", chat=None, now=1, name="Hu Bin")
        given_to = [("7K3M", "hu", "2026-11"), ("8888", "wang", "2026-11"), ("9999", "wang", "2026-12")]
        return [await views.give_code(tx, *one, 2) for one in given_to]

    await database.do(given)
    assert await database.do(unit) == [False, False, True]


def test_the_command_line_says_that_nobody_was_given_a_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDAN_DATABASE", f"sqlite:{tmp_path}/sidan.db")
    result = CliRunner().invoke(main, ["viewer", "0000"])
    assert result.exit_code == 1
    assert "Nobody was given this code." in result.output
