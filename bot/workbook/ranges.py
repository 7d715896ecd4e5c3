"""Many at once, the way people write it: 1-18号楼, 1到6号楼、8号楼; and back."""

import re
from collections.abc import Iterable, Iterator

from bot.workbook.mistakes import Wrong
from dialogue.message import N_

RANGE = re.compile(
    r"(?P<before>.*?)(?P<first>\d{1,4})(?P<unit>\D*?) ?(?:-|－|—|–|~|～|到|至) ?(?P<last>\d{1,4})(?P<after>\D*)"
)
BETWEEN = re.compile(r"[、，,；;]+")
NUMBERED = re.compile(r"(\D*)([1-9]\d*)(\D*)")
MOST = 300
BACKWARDS = N_("{text} runs backwards.")
TOO_MANY = N_("{text} is more than {most} at once.")


def spread(text: str) -> list[str]:
    """1-3号楼 is 1号楼, 2号楼 and 3号楼; anything else is itself."""
    found = RANGE.fullmatch(text)
    if not found or not found["after"].startswith(found["unit"]):
        return [text]
    first, last = int(found["first"]), int(found["last"])
    if first > last:
        raise Wrong(BACKWARDS, text=text)
    if last - first >= MOST:
        raise Wrong(TOO_MANY, text=text, most=MOST)
    return [f"{found['before']}{number}{found['after']}" for number in range(first, last + 1)]


def listed(text: str) -> list[str]:
    """What stands between commas of any kind."""
    return [part for part in (part.strip() for part in BETWEEN.split(text)) if part]


def gathered(names: Iterable[str]) -> str:
    """1号楼, 2号楼, 3号楼 and 8号楼 are 1-3号楼、8号楼."""
    return "、".join(_runs(names))


def _runs(names: Iterable[str]) -> Iterator[str]:
    run: list[str] = []
    for name in names:
        if run and not _follows(run[-1], name):
            yield from _shortened(run)
            run = []
        run.append(name)
    yield from _shortened(run)


def _follows(one: str, other: str) -> bool:
    a, b = NUMBERED.fullmatch(one), NUMBERED.fullmatch(other)
    return bool(a and b) and (a[1], int(a[2]) + 1, a[3]) == (b[1], int(b[2]), b[3])  # type: ignore[index]


def _shortened(run: list[str]) -> list[str]:
    if len(run) < 3:
        return run
    first, last = NUMBERED.fullmatch(run[0]), NUMBERED.fullmatch(run[-1])
    short = f"{first[1]}{first[2]}-{last[2]}{last[3]}" if first and last else ""
    return [short] if short and spread(short) == run else run
