"""A new program between every two messages of every talk: the story goes on as if nothing had been."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.table import SCRIPTS
from tests.program import ROOT
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

STORIES = Path(__file__).with_name("stories.txt")  # they play every question; the first ones, to the line, every talk
NOBODY_ANSWERS = {"around", "compound", "team", "where.place.0"}
PATIENCE = 1800  # seconds


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "all that is in memory is forgotten before every message of every talk",
)
def test_a_talk_goes_on_in_another_program_at_every_step(figure: Figure, size: Size, tmp_path: Path):
    restarts, steps = played(size, tmp_path)
    assert sorted(set(SCRIPTS) - {talk for talk, _ in steps}) == [], "no story plays these talks"
    figure("talks", f"{len({talk for talk, _ in steps})} of {len(SCRIPTS)}")
    figure("questions answered after that", f"{len(steps):,}")
    figure("times forgotten", f"{restarts:,}")
    figure("stories that went another way", 0)
    if size.name != "small":
        left = asked() - {question for _, question in steps}
        assert left <= NOBODY_ANSWERS
        figure("questions that no story answers", ", ".join(sorted(left)) or "none")


def played(size: Size, folder: Path) -> tuple[int, set[tuple[str, str]]]:
    """How often a program was new, and the talks and questions in front of which it was."""
    every_talk, every_question = (part.splitlines() for part in STORIES.read_text("utf-8").split("\n\n"))
    ids = size.pick(every_talk, every_talk + every_question, ["tests/handlers", "-k", "sqlite"])
    told, how = folder / "restarts.json", "-q -n 0 -p tests.proof.machine.restarting -p no:cacheprovider"
    command = [sys.executable, "-m", "pytest", *how.split(), f"--basetemp={folder / 'stories'}", *ids]
    where = os.environ | {"RESTARTS": str(told)}
    done = subprocess.run(command, cwd=ROOT, env=where, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    found = json.loads(told.read_text())
    return found["restarts"], {(talk, question) for steps in found["steps"].values() for talk, question in steps}


def asked() -> set[str]:
    """The names of all questions, as they stand in the talks."""
    calls = [
        node.args[0]
        for file in (ROOT / "handlers").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ask" and node.args
    ]
    return {str(name.value) for name in calls if isinstance(name, ast.Constant)}
