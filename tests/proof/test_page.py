"""The page of proofs says what came out, also what did not hold, and keeps what was not tried again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proof.page import COMPARISON, ROOT, Outcome, Page
from tests.proof.plugin import PROMISES

LOOKED = """
@pytest.mark.proves("Nothing waits for ever", "looked at")
def test_looked():
    pass
"""
TRIALS = f"""
import pytest

@pytest.mark.proves("Nobody is buried", "counted")
@pytest.mark.parametrize("way", ["web", "telegram"])
def test_counted(way, figure, size):
    figure("nags", size.pick(1, 20, 300))
    assert way != BAD
{LOOKED}
def test_something_else():
    pass
"""


def run(folder: Path, *options: str, bad: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "test_trials.py").write_text(TRIALS.replace("BAD", repr(bad)))
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(folder), "-p", "xdist"]
    options = ("-p", "tests.proof.plugin", "--proof", str(folder / "proof"), *options)
    return subprocess.run(
        [*command, *options, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_writes_the_promise_how_it_was_tried_and_the_figures(workers: str, tmp_path: Path):
    ran = run(tmp_path, "--size", "gate", "-n", workers)
    assert ran.returncode == 0, ran.stdout
    rows = Page.read(tmp_path / "proof").rows
    assert [(row.promise, row.how, row.size, row.holds, row.figure) for row in rows] == [
        ("Nothing waits for ever", "looked at", "gate", True, "holds"),
        ("Nobody is buried", "counted", "gate", True, "telegram: nags: 20<br>web: nags: 20"),
    ]
    assert "| counted | gate | telegram: nags: 20<br>web: nags: 20 |" in (tmp_path / "proof.md").read_text()


def test_a_broken_promise_fails_and_stands_in_the_page(tmp_path: Path):
    ran = run(tmp_path, bad="web")
    assert ran.returncode == 1
    assert "| counted | small | **broken** telegram: nags: 1<br>web: nags: 1 |" in (tmp_path / "proof.md").read_text()


def test_a_run_keeps_what_another_one_measured(tmp_path: Path):
    page = Page.read(tmp_path / "proof")
    page.take("gate", [Outcome("a::b", PROMISES[0], "killed", [("kills", "20")])])
    page.take("long", [Outcome("a::b", PROMISES[0], "killed", [("kills", "500")])])
    page.write(PROMISES)
    page = Page.read(tmp_path / "proof")
    page.take("gate", [Outcome("a::b", PROMISES[0], "killed", [("kills", "25")])])
    assert {(row.size, row.figure) for row in page.rows} == {("gate", "kills: 25"), ("long", "kills: 500")}


def test_a_check_that_is_no_more_is_gone_once_everything_was_tried(tmp_path: Path):
    page = Page.read(tmp_path / "proof")
    page.take("gate", [Outcome("a::b", PROMISES[0], "as it was called once", [("kills", "20")])])
    page.take("long", [Outcome("a::b", PROMISES[0], "at length", [("kills", "500")])])
    page.take("gate", [Outcome("a::b", PROMISES[0], "as it is called now", [("kills", "25")])], everything=True)
    assert {(row.size, row.how) for row in page.rows} == {("gate", "as it is called now"), ("long", "at length")}


def test_everything_was_tried_only_where_nobody_chose(tmp_path: Path):
    for chosen, kept in ((("-k", "looked"), {"counted", "looked at"}), ((), {"looked at"})):
        run(tmp_path)
        (tmp_path / "test_trials.py").write_text(TRIALS.partition("@")[0] + LOOKED)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-c",
            str(settings(tmp_path)),
            "--proof",
            str(tmp_path / "proof"),
        ]
        subprocess.run([*command, *chosen], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
        assert {row.how for row in Page.read(tmp_path / "proof").rows} == kept


def settings(folder: Path) -> Path:
    file = folder / "pytest.ini"
    file.write_text("[pytest]\ntestpaths = test_trials.py\naddopts = -p tests.proof.plugin\n")
    return file


def test_what_broke_before_it_was_measured_does_not_hold():
    assert Outcome("a::b[web]", PROMISES[0], "killed", holds=False).told == "web: failed before it was measured"


def test_what_could_not_be_tried_is_not_called_proven(tmp_path: Path):
    page = Page.read(tmp_path / "proof")
    page.take("gate", [Outcome("a::b", PROMISES[0], "killed", skipped=True)])
    assert [row.figure for row in page.rows] == ["not run here"]


def test_a_check_that_never_found_a_seeded_bug_is_named(tmp_path: Path):
    page = Page.read(tmp_path / "proof")
    bug = Outcome("m::n[lost]", PROMISES[-1], "a bug", [("found by", "tests/a.py::found[web], tests/b.py::also")])
    missed = Outcome("m::n[kept]", PROMISES[-1], "one nobody found", [("found by", "tests/c.py::never")], holds=False)
    tried = [
        Outcome(f"tests/{name}[x]", PROMISES[0], name) for name in ("a.py::found", "b.py::not_this", "c.py::never")
    ]
    tried += [Outcome("tests/d.py::another", PROMISES[0], f"{COMPARISON}: another bot")]
    page.take("gate", [bug, missed, *tried])
    page.write(PROMISES)
    assert "## Checks that have found no seeded bug\n\n* b.py::not_this\n* c.py::never\n" in page.file.read_text()
