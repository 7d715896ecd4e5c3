"""docs/proof.md: each promise, how it is tested, what came out, when, and of which commit."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

HEAD = """\
# What is proven

Written by `make prove` (minutes) and `make prove-long` (hours): every promise is tried, the figures are those of the
last run, and a command that finds a promise broken fails. `make test` tries a little of each with every change. How
the trials work, and what they do not show: [why/proof](why/proof.md). Figures of time come from a machine with two
cores and are worth their ratios.
"""
COMPARISON = "for comparison, not sidan"  # so begins how something else is tried in the same way


@dataclass
class Outcome:
    """What one test measured. test: its pytest id."""

    test: str
    promise: str
    how: str
    figures: list[tuple[str, str]] = field(default_factory=list)
    holds: bool = True
    skipped: bool = False

    @property
    def variant(self) -> str:
        """What stands in the brackets of a parametrized test."""
        found = re.search(r"\[(.*?)(?:@[^\]]*)?\]", self.test)
        return found[1] if found else ""

    @property
    def told(self) -> str:
        if self.skipped:
            return "not run here"
        nothing = "holds" if self.holds else "failed before it was measured"
        said = "; ".join(f"{name}: {value}" for name, value in self.figures) or nothing
        return f"{self.variant}: {said}" if self.variant else said


@dataclass
class Row:
    """One line of the page. tests: which tests tried it, without their parameters."""

    size: str
    promise: str
    how: str
    figure: str
    holds: bool
    date: str
    commit: str
    tests: list[str]


class Page:
    """The rows are kept in a .json beside the page; a run replaces the rows it has measured anew."""

    def __init__(self, file: Path, rows: list[Row]) -> None:
        self.file, self.rows = file.with_suffix(".md"), rows

    @classmethod
    def read(cls, file: Path) -> "Page":
        kept = file.with_suffix(".json")
        rows = json.loads(kept.read_text("utf-8")) if kept.exists() else []
        return cls(file, [Row(**row) for row in rows])

    def take(self, size: str, outcomes: Sequence[Outcome], *, everything: bool = False) -> None:
        """The rows of one run; what it did not try stays as it was, unless everything was tried: then it is no more."""
        self.rows = [row for row in self.rows if not (everything and row.size == size)]
        today, commit = datetime.now(UTC).date().isoformat(), commit_now()
        together: dict[tuple[str, str], list[Outcome]] = {}
        for outcome in sorted(outcomes, key=lambda outcome: outcome.test):
            together.setdefault((outcome.promise, outcome.how), []).append(outcome)
        for (promise, how), tests in together.items():
            self.rows = [row for row in self.rows if (row.size, row.promise, row.how) != (size, promise, how)]
            figure = "<br>".join(dict.fromkeys(test.told for test in tests))
            names = sorted({re.split(r"[\[@]", test.test)[0] for test in tests})
            self.rows.append(Row(size, promise, how, figure, all(test.holds for test in tests), today, commit, names))

    def unproven(self, seeded: str) -> list[str]:
        """What was tried by a check that has found no seeded bug. seeded: the promise that those bugs are found."""
        told = " ".join(row.figure for row in self.rows if row.promise == seeded and row.holds)
        found = set(re.findall(r"tests/[\w/]+\.py::\w+", told))
        tried = {row.how: row.tests for row in self.rows if row.promise != seeded}
        return [how for how, tests in tried.items() if not (found & set(tests) or how.startswith(COMPARISON))]

    def write(self, promises: Sequence[str]) -> None:
        """The last of the promises is that checks can fail."""
        self.rows.sort(key=lambda row: (promises.index(row.promise), row.how, row.size))
        text = json.dumps([vars(row) for row in self.rows], ensure_ascii=False, indent=1)
        self.file.with_suffix(".json").write_text(f"{text}\n", "utf-8")
        self.file.write_text("\n".join([HEAD, *self._tables(promises)]), "utf-8")

    def _tables(self, promises: Sequence[str]) -> list[str]:
        lines: list[str] = []
        for promise in promises:
            rows = [row for row in self.rows if row.promise == promise]
            if rows:
                lines += [f"## {promise}", "", "| How it is tried | | What came out | Date | Commit |"]
                lines += ["|---|---|---|---|---|", *map(line, rows), ""]
        if unproven := self.unproven(promises[-1]):
            lines += ["## Checks that have found no seeded bug", "", *(f"* {how}" for how in unproven), ""]
        return lines


def line(row: Row) -> str:
    figure = row.figure if row.holds else f"**broken** {row.figure}"
    cells = (row.how, row.size, figure, row.date, row.commit)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def commit_now() -> str:
    """The commit that was tried, with a + where files were changed since; without git nobody knows."""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()
