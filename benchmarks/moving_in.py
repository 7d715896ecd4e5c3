"""What it costs when a whole city moves in: a workbook of 50,000 rows, from the file to the commit.

python -m benchmarks.moving_in: 45,000 places, 400 grids and 4,600 people, on SQLite with synchronous=FULL; then the
same file again, which changes nothing. On a shared machine the ratio to only reading the cells says more than seconds.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import uvloop

from bot import policy
from bot.clock import Ids
from bot.workbook import importing
from bot.workbook.exporting import Cells
from bot.workbook.vocabulary import Vocabulary
from bot.workbook.writing import write
from storage.database import Database, open_database
from storage.migrate import migrate

COMMUNITIES, COMPOUNDS, BUILDINGS, UNITS = 10, 400, 16, 6
WORDS = Vocabulary(str, (), list(policy.load().catalogue), lambda one: one.en)
LIMIT = 60.0  # seconds


def the_rows() -> dict[str, list[Cells]]:
    """Every unit a row of its own, as an export writes them; a grid and eleven stairwell heads for each compound."""
    found: dict[str, list[Cells]] = {"places": [], "grids": [], "people": [], "teams": [], "duties": []}
    for n in range(COMPOUNDS):
        line = {
            "city": "青杉市",
            "street": "河沿街道",
            "community": f"第{n % COMMUNITIES}社区",
            "compound": f"第{n}小区",
        }
        found["places"].append(line | {"sort": WORDS.show("sort", "old")})
        for b in range(1, BUILDINGS + 1):
            building = line | {"building": f"{b}号楼"}
            found["places"] += [building, *(building | {"unit": f"{u}单元"} for u in range(1, UNITS + 1))]
        found["grids"].append({"name": f"网格{n}", "place": f"第{n}小区", "buildings": "1-16号楼", "worker": f"G{n}"})
        found["people"].append({"number": f"G{n}", "name": f"网格员{n}", "role": WORDS.show("role", "G")})
        found["people"] += [
            {
                "number": f"V{n}-{v}",
                "name": f"楼门长{v}",
                "role": WORDS.show("role", "V"),
                "place": f"第{n}小区{v}号楼1单元",
            }
            for v in range(1, 11)
        ]
    return found


def only_read(file: Path) -> int:
    book = openpyxl.load_workbook(file, read_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if any(row))


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


async def bring_in(database: Database, file: Path, spent: dict[str, float]) -> bool:
    """As the command line does it; whether there was anything to change."""
    began = time.perf_counter()
    rows = importing.check(file, WORDS, lambda done, whole: None).rows
    assert rows is not None
    spent["read and check"] = time.perf_counter() - began
    badges = await database.read(partial(importing.badges, count=len(rows.people)))
    seen, wrong = await database.read(partial(importing.look, rows=rows, words=WORDS, badges=badges))
    assert not wrong, list(wrong.said(str))[:3]
    spent["compare"] = time.perf_counter() - began - sum(spent.values())
    if seen.changes:
        await database.do(partial(importing.carry_out, seen=seen, now=0, fresh=Ids()))
        spent["write and commit"] = time.perf_counter() - began - sum(spent.values())
    return bool(seen.changes)


async def measure(folder: Path, file: Path) -> tuple[dict[str, float], dict[str, float]]:
    first: dict[str, float] = {}
    second: dict[str, float] = {}
    database = await open_database(f"sqlite:{folder / 'sidan.db'}")
    await migrate(database)
    assert await bring_in(database, file, first)
    assert not await bring_in(database, file, second)
    await database.close()
    return first, second


def main() -> None:
    argparse.ArgumentParser(prog="python -m benchmarks.moving_in", description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="sidan-moving-in-") as name:
        folder = Path(name)
        file, rows = folder / "city.xlsx", the_rows()
        count = sum(map(len, rows.values()))
        writing = timed(partial(write, file, rows, WORDS))
        reading = timed(partial(only_read, file))
        first, second = uvloop.run(measure(folder, file))
    print(f"a workbook of {count:,} rows: written in {writing:.1f} s, its cells alone read in {reading:.1f} s")
    for what, seconds in first.items():
        print(f"{what:>30}{seconds:>8.1f} s")
    whole = sum(first.values())
    print(f"{'import':>30}{whole:>8.1f} s, {count / whole:,.0f} rows/s (to reach: below {LIMIT:.0f} s)")
    print(f"{'import / only reading':>30}{whole / reading:>8.2f}")
    print(f"{'the same file again':>30}{sum(second.values()):>8.1f} s")


if __name__ == "__main__":
    main()
