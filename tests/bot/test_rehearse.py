"""`sidan rehearse`: a scenario file, a table on the screen, rows and a chart in files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.rehearsal.scenario import BadScenario, load, read
from tests.bot.rehearsed import POLICY, RAW, SMALL, changed
from tests.house.tree import ROOT

PACKAGED = ROOT / "bot" / "rehearsal.toml"
SHORT = ("--weeks", "1")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sidan(*words: str, **env: str) -> Result:
    return CliRunner().invoke(main, ["rehearse", *words], env=env)


def test_it_prints_each_promise_where_it_breaks_and_what_it_costs():
    said = sidan(*SHORT).stdout
    assert said.startswith("76 grids, 2026-01-01 to 2026-01-07, seed 1\n")
    for words in ("Chance of keeping each promise", "Where it breaks most", "Messages", "Orders", "planned day"):
        assert words in said


def test_it_takes_a_calendar_year_as_long_as_it_is(tmp_path: Path):
    few = tmp_path / "few.toml"
    few.write_text(PACKAGED.read_text("utf-8").replace("a_household_and_year = 0.6", "a_household_and_year = 0.001"))
    assert "2028-01-01 to 2028-12-31" in sidan(str(few), "--year", "2028").stdout


def test_the_rows_are_the_same_whatever_order_python_gives_to_sets():
    rows = set()
    for number in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "bot", "rehearse", *SHORT, "--csv", f"{number}.csv"],
            env={**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True,
        )  # fmt: skip
        rows.add(Path(f"{number}.csv").read_bytes())
    assert len(rows) == 1


def test_the_chart_has_a_row_for_each_hour_as_picture_or_drawing():
    for name in ("chart.svg", "chart.PNG"):
        assert sidan(*SHORT, "--chart", name).exit_code == 0
    drawn = Path("chart.svg").read_text("utf-8")
    assert [f"{hour:02}" for hour in range(24) if f">{hour:02}</text>" not in drawn] == []
    assert Path("chart.PNG").read_bytes().startswith(b"\x89PNG")


def test_the_policy_of_the_settings_is_rehearsed(tmp_path: Path):
    policy = tmp_path / "policy.toml"
    told = (ROOT / "bot" / "policy.toml").read_text("utf-8")
    policy.write_text(told.replace('placed = "10 working min"', 'placed = "1 working min"'), "utf-8")
    usual, strict = sidan(*SHORT).stdout, sidan(*SHORT, SIDAN_POLICY=str(policy)).stdout
    assert usual.splitlines()[3] != strict.splitlines()[3]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--chart", "a.jpg"), "a.jpg is not drawn: a chart is a .png or an .svg file."),
        (("--weeks", "1", "--year", "2026"), "Say either --weeks or --year."),
        (("bad.toml",), "bad.toml: cannot be understood"),
        (("none.toml",), "none.toml"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: tuple[str, ...], sentence: str):
    Path("bad.toml").write_text("[run\n", "utf-8")
    result = sidan(*words)
    assert result.exit_code != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("run.weeks", 0, "run.weeks: input should be greater than 0, not 0."),
        ("working.declines", 1.5, "working.declines: input should be less than or equal to 1, not 1.5."),
        ("habits.worker.on_duty", -3.0, "habits.worker.on_duty: input should be greater than 0, not -3.0."),
        ("habits.worker.night.share", -0.1, "habits.worker.night.share: input should be greater than or equal to 0"),
        ("habits.worker.on_duty", float("nan"), "habits.worker.on_duty: input should be"),
        ("working.days_late", float("inf"), "working.days_late: input should be"),
        ("cases.mix", {"dragons": 1.0}, "cases.mix.dragons: the catalogue has no such category"),
        ("cases.mix", {"lift": 0.0}, "cases.mix: something must be above zero"),
        ("working.of", {"dragons": RAW["working"]["usual"]}, "working.of.dragons: the catalogue has no such category"),
        ("cases.hours", [1.0], "cases.hours"),
        ("desks.street.shift", "nights", "desks.street.shift: there is no shift 'nights'"),
        ("shifts.office", {}, "shifts.office has no working time in the whole week"),
        ("shifts.grid.weekdays", ["12:00-08:00"], "shifts.grid.weekdays: "),
        ("shifts.grid.weekdays", ["noon"], "shifts.grid.weekdays: 'noon' is no period"),
        ("handing.keeps", 0.99, "handing: keeps, refuses and merges are more than 1 together"),
        ("grids", [], "grids"),
        ("grids", [{"count": 1, "households": 9, "workers": 1, "at": "qs/hy"}], "should be a community or a compound"),
        ("reviewing.colour", 1.0, "reviewing.colour is not a word this file knows."),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_that_names_file_and_key(key: str, value: object, sentence: str):
    with pytest.raises(BadScenario) as wrong:
        read("town.toml", changed(RAW, {key: value}), POLICY.catalogue)
    assert str(wrong.value).startswith("town.toml: ")
    assert sentence in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_number_that_is_left_out_is_named():
    raw = changed(RAW)
    del raw["reviewing"]["reviews"]
    with pytest.raises(BadScenario, match=r"reviewing\.reviews is missing"):
        read("town.toml", raw, POLICY.catalogue)


def test_the_packaged_town_is_a_good_file():
    assert load(POLICY.catalogue) == load(POLICY.catalogue, PACKAGED)
    assert read("town.toml", changed(RAW, SMALL), POLICY.catalogue).grids[0].count == 4
