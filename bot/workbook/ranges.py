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
BARE = re.compile(r"\d{1,4}(?: ?(?:-|－|—|–|~|～|到|至) ?\d{1,4})?|[A-Za-z甲乙丙丁]")
KIND = re.compile(r"(?:.*\d|[A-Za-z甲乙丙丁])(?P<kind>\D+)")
MOST = 300
BACKWARDS = N_("{text} runs backwards.")
TOO_MANY = N_("{text} is more than {most} at once.")
UNCLEAR = N_("{text} is not clear. Write every one with its whole name: 1号楼、2号楼.")


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


def each(text: str) -> list[str]:
    """1、2、5-6单元 is 1单元, 2单元, 5单元 and 6单元: a bare number is of the kind that is written next."""
    named: list[str] = []
    kind = ""
    for part in reversed(listed(text)):
        found = KIND.fullmatch(part)
        kind = found["kind"] if found else kind
        named.insert(0, part + kind if BARE.fullmatch(part) else part)
    all_ = list(dict.fromkeys(name for part in named for name in spread(part)))
    if len(all_) > MOST:
        raise Wrong(TOO_MANY, text=text, most=MOST)
    if len(named) > 1 and len({name[-1].isdigit() for name in all_}) > 1:
        raise Wrong(UNCLEAR, text=text)
    return all_


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
