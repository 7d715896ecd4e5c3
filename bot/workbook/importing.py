"""An import from end to end: read, check, compare, and change what was shown, in one unit of work."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.workbook.comparing import Plan, compare
from bot.workbook.mistakes import Mistakes
from bot.workbook.reading import Progress, read
from bot.workbook.vocabulary import Vocabulary
from bot.workbook.wanted import Rows, rows_of, wanted
from domain import number
from storage import moving_in, roster
from storage.database import Tx


class Moved(Exception):
    """Somebody changed places or people at the same moment, so nothing was imported. Run it again."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as far as it can be checked alone. rows: none where sheets or columns are missing."""

    rows: Rows | None
    mistakes: Mistakes
    examples: int  # rows passed over


def check(file: Path, words: Vocabulary, progress: Progress) -> Checked:
    """Raises Unreadable where the file is no workbook."""
    mistakes = Mistakes()
    tables = read(file, words, mistakes, progress)
    rows = rows_of(tables, words, mistakes)
    return Checked(rows, mistakes, sum(table.examples for table in tables.values()))


async def look(tx: Tx, rows: Rows, words: Vocabulary, badges: list[str]) -> tuple[Plan, Mistakes]:
    """What an import would change now, and the mistakes that show only next to each other and to what is known."""
    known, mistakes = await moving_in.known(tx), Mistakes()
    there = wanted(rows, known, iter(badges).__next__, words, mistakes)
    gone = [team.id for team in known.teams if team.id not in there.teams]
    return compare(known, there, await moving_in.teams_used(tx, gone)), mistakes


async def badges(tx: Tx, count: int) -> list[str]:
    """So many numbers that are free: for people who are new."""
    found: list[str] = []
    while len(found) < count:
        drawn = (number.make(secrets.token_bytes(number.RANDOM_BYTES)) for _ in range(count - len(found)))
        found += await moving_in.free(tx, drawn)
    return list(dict.fromkeys(found))


async def carry_out(tx: Tx, seen: Plan, now: int, fresh: Callable[[], str]) -> None:
    """Write what was shown, and no more than that. Whoever has joined is told by the clock."""
    if await moving_in.known(tx) != seen.known:
        raise Moved
    await moving_in.write(tx, seen.changes, now, fresh)
    touched = seen.touched
    for entry in seen.known.people:
        if entry.person and entry.key in touched:
            await roster.settle(tx, entry.key, now=now, fresh=fresh)
