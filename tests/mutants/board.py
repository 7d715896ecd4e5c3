"""Reads the seeded bugs, and runs a check on a copy of the product that has one of them."""

import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.tree import ROOT, files

HERE = Path(__file__).parent
PATIENCE = 300  # seconds for a check on a copy; one that hangs found nothing
SLOW = ("tests/crash", "tests/proof", "tests/stories")
FAILED = re.compile(r"^FAILED (\S+)", re.M)
CLOCK = itertools.count(1_000_000_000)  # an own second for each change, so that no old bytecode is taken for it


@dataclass(frozen=True)
class Change:
    """file: from the top of the tree. old: stands there exactly once."""

    file: str
    old: str
    new: str

    def fits(self, tree: Path) -> bool:
        return (tree / self.file).read_text("utf-8").count(self.old) == 1


@dataclass(frozen=True)
class Mutant:
    """One bug. check: pytest ids, of which at least one fails with it; env: for what is left to chance."""

    name: str
    what: str
    promise: str
    check: list[str]
    change: list[Change]
    env: dict[str, str] = field(default_factory=dict)

    @property
    def quick(self) -> bool:
        """Its check needs no running program."""
        return not any(check.startswith(SLOW) for check in self.check)

    @classmethod
    def read(cls, file: Path) -> "Mutant":
        given = tomllib.loads(file.read_text("utf-8"))
        return cls(name=file.stem, **given | {"change": [Change(**each) for each in given["change"]]})


def mutants() -> list[Mutant]:
    return [Mutant.read(file) for file in sorted(HERE.glob("*.toml"))]


def copy_of_the_tree(to: Path) -> Path:
    """The product and its tests as they are here now, words compiled."""
    for file in [*files(), *ROOT.glob("locales/*/LC_MESSAGES/*.mo")]:
        target = to / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    return to


@contextmanager
def with_the_bug(mutant: Mutant, tree: Path) -> Iterator[None]:
    before = {tree / change.file: (tree / change.file).read_text("utf-8") for change in mutant.change}
    try:
        for change in mutant.change:
            path = tree / change.file
            write(path, path.read_text("utf-8").replace(change.old, change.new))
        yield
    finally:
        for path, text in before.items():
            write(path, text)


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    second = next(CLOCK)
    os.utime(path, (second, second))


def run(check: list[str], tree: Path, room: Path, env: dict[str, str]) -> tuple[list[str], str]:
    """Which of these tests failed, and all that was printed; raises where no test could run."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-rf", "--tb=short", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, f"--basetemp={room}", *check],
        cwd=tree, env=os.environ | env, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    if ran.returncode not in (0, 1):
        raise RuntimeError(f"the check itself could not run:\n{ran.stdout}{ran.stderr}")
    return FAILED.findall(ran.stdout), ran.stdout
