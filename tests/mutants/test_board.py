"""Each bug that was put in on purpose is found by the check that is there for it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.mutants.board import Mutant, copy_of_the_tree, mutants, run, with_the_bug
from tests.proof.plugin import PROMISES, Figure
from tests.proof.sizes import Size

ALL = mutants()
TURNS = 3  # what a slow check tries is partly left to chance: the moment of a kill, a line that breaks
QUICK = [mutant.name for mutant in ALL if mutant.quick]
SLOW = [mutant.name for mutant in ALL if not mutant.quick]


def tried(size: Size) -> set[str]:
    """Always the same few with every change; all that are quick by `make prove`, and every one by `make prove-long`."""
    return set(size.pick(QUICK[::8], QUICK + SLOW[::12], QUICK + SLOW))


def a_row(mutant: Mutant) -> object:
    return pytest.param(mutant, id=mutant.name, marks=pytest.mark.proves("Every check can fail", mutant.what))


@pytest.fixture(scope="session")
def tree() -> Iterator[Path]:
    """A copy, in a place with a short name: PostgreSQL's socket lies below it."""
    with tempfile.TemporaryDirectory(prefix="sidan-") as folder:
        yield copy_of_the_tree(Path(folder, "tree"))


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_a_bug_still_fits_the_code_it_breaks(mutant: Mutant):
    assert mutant.promise in PROMISES
    assert [change.file for change in mutant.change if not change.fits(ROOT)] == []
    assert [change for change in mutant.change if change.old == change.new] == []
    for check in mutant.check:
        file, _, name = check.partition("::")
        function = name.partition("[")[0]
        assert (f"def {function}(" if function else "def test_") in (ROOT / file).read_text("utf-8"), check


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeded" in metafunc.fixturenames:
        names = tried(Size(metafunc.config.getoption("--size")))
        metafunc.parametrize("seeded", [a_row(mutant) for mutant in ALL if mutant.name in names])


def test_a_bug_is_found(seeded: Mutant, tree: Path, figure: Figure):
    failed: list[str] = []
    said = ""
    with with_the_bug(seeded, tree), tempfile.TemporaryDirectory(prefix="sidan-") as room:
        for turn in range(1 if seeded.quick else TURNS):
            failed, said = run(seeded.check, tree, Path(room, f"turn{turn}"), seeded.env)
            if failed:
                break
    assert failed, f"{seeded.what}: nobody noticed\n{said[-3000:]}"
    figure("found by", ", ".join(dict.fromkeys(failed)))


def without_a_bug(size: Size) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Checks and their env: of the quick ones all in one go; the slow ones one by one, where there is time."""
    few = ["tests/domain/test_number.py", "tests/handlers/test_work.py"]
    quick = list(dict.fromkeys(check for mutant in ALL if mutant.quick for check in mutant.check))
    yield size.pick(few, quick, quick), {}
    if size.name == "long":
        slow = {(*mutant.check, *mutant.env.items()): mutant for mutant in ALL if not mutant.quick}
        yield from ((mutant.check, mutant.env) for mutant in slow.values())


@pytest.mark.proves("Every check can fail", "the checks pass in the same copy of the tree without a bug")
def test_a_tree_without_a_bug_passes_the_same_way(tree: Path, size: Size, figure: Figure):
    """Or all that was found above may have been found in the copying."""
    count = 0
    for check, env in without_a_bug(size):
        with tempfile.TemporaryDirectory(prefix="sidan-") as room:
            failed, said = run(check, tree, Path(room, "pytest"), env)
        assert failed == [], said
        assert " passed" in said
        assert " error" not in said
        count += len(check)
    figure("checks", f"{count:,}")
