"""How a story has ended: every row of the database and every chat, without what no two programs have alike."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from storage.database import Row, Tx
from tests.fake_telegram.shown import Shown
from tests.proof.points.acts import chat
from tests.proof.points.stage import Stage

ID = re.compile(r"\b[0-9a-f]{18}\b")
DRAWN = re.compile(
    r"""
    \b[0-9a-f]{64}\b                       # what is kept of a secret
    | \b[a-z]-[\w-]{8,}                    # what a link opens
    | (?<![\w-])[\w-]{22}(?![\w-])         # a picture
    | \b[0-9A-Z]{3}-?[0-9A-Z]{3}\b         # a number, a badge
    | \b[0-9A-Z]{4}-[0-9A-Z]{4}\b          # a code for a group
    | \b\d{3}[ ]\d{3}\b | (?<=')\d{6}(?=') # a code for the counter
    | (?<=lot['"]:[ ])\d+                  # which orders are asked about once more
    | (?<=·)[0-9A-Z]{4}\b | (?<='code':[ ]')[0-9A-Z]{4}\b  # whose card it is
    """,
    re.VERBOSE,
)
MESSAGE = re.compile(r'("(?:instead_of|answers)":")\d+')
BREAK = re.compile(r"\\+n")  # of a line, as text in text has it
# By whom and until when a letter was claimed, under which reference Telegram shows it, and the like.
PASSING = {"outbox": {"claimed_by", "claimed_until", "ref"}, "inbox": {"raw"}, "cards": {"ref"}}
NOT_TOLD = {"leases", "keys", "migrations"}  # whose program it is, and what it has besides

Lines = list[tuple[str, str]]  # in which table or chat


@dataclass(frozen=True)
class Ending:
    """toasts: what each tapped button showed, None where nobody has stopped its spinner.

    twice: messages left out; in_groups: of them in groups.
    """

    lines: list[str]
    toasts: list[str | None]
    twice: int
    in_groups: int


async def ending(stage: Stage, without: Collection[tuple[int, int]] = ()) -> Ending:
    """without: (chat, message) of what came a second time because nobody could know of the first."""
    found = [(table, of_row(table, row)) for table, kept in (await rows(stage)).items() for row in kept]
    for number in sorted(stage.fake.world.chats):
        shows = [one for one in chat(stage, number) if (number, one.message_id) not in without]
        found += [(f"chat {number}", f"{n:03} {of_message(one)}") for n, one in enumerate(shows)]
    lines = named([(where, line) for where, line in found if where not in NOT_TOLD])
    toasts = [DRAWN.sub("?", tap.answer["text"]) if tap.answer else None for tap in stage.fake.world.taps.values()]
    return Ending(lines, toasts, len(without), sum(where < 0 for where, _ in without))


def named(lines: Lines) -> list[str]:
    """Ids by the order in which they were made, what was drawn by chance by the order in which it is met."""
    ids = sorted({known for _, line in lines for known in ID.findall(line)})
    places = {known: f"id{place}" for place, known in enumerate(ids)}
    chance: dict[str, str] = {}
    plain = [(where, ID.sub(lambda found: places[found[0]], BREAK.sub(" ", line))) for where, line in lines]
    plain.sort(key=lambda line: (line[0], DRAWN.sub("?", line[1])))
    met = [DRAWN.sub(lambda found: chance.setdefault(found[0], f"chance{len(chance)}"), line) for _, line in plain]
    return [f"{where}: {line}" for (where, _), line in zip(plain, met, strict=True)]


def of_row(table: str, row: Row) -> str:
    passing = PASSING.get(table, set())
    kept = {name: value for name, value in row.items() if name not in passing}
    return MESSAGE.sub(r"\1some message", str(kept))  # what came twice has shifted the numbers of all that came later


async def rows(stage: Stage) -> dict[str, list[Row]]:
    assert stage.database

    async def unit(tx: Tx) -> dict[str, list[Row]]:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%' ORDER BY name"
        names = [row["name"] for row in await tx.all(sql)]
        return {name: await tx.all(f'SELECT * FROM "{name}"') for name in names}

    return await stage.database.read(unit)


def of_message(one: Shown) -> str:
    keys = [(key.label, key.data) for row in one.buttons for key in row]
    return f"{'bot' if one.by_bot else 'person'} {one.text!r} {len(one.photos)} photos {keys} quiet={one.quiet}"
