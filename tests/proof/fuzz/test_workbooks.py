"""A workbook with anything wrong in it: told with its cell, or that it is none; nothing unpacks without end."""

import time
from pathlib import Path

import pytest

from bot.workbook.mistakes import Unreadable
from tests.bot.workbook.office import checked
from tests.proof.fuzz.playing import Tally, tried
from tests.proof.fuzz.test_media import most_memory
from tests.proof.fuzz.workbooks import workbooks
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

SECONDS = 20.0  # one may take, also on a machine that is busy
MEMORY = 600  # MB


@pytest.mark.proves(
    "Nothing waits for ever", "workbooks come damaged: bytes flipped, entities, bombs, formulas, cells beyond the end"
)
def test_a_workbook_is_understood_or_told_what_is_wrong(figure: Figure, size: Size, tmp_path: Path):
    tally, before = Tally(), most_memory(from_now=True)
    file = tmp_path / "strange.xlsx"

    def play(content: bytes) -> None:
        begun = time.monotonic()
        file.write_bytes(content)
        tally.count(become_of(file), time.monotonic() - begun)

    tried(workbooks(), size.pick(25, 60, 2000), play)
    tally.tell(figure, "workbooks")
    assert "refused without a word" not in tally.counts
    figure("memory", f"{most_memory() - before:.0f} MB more")
    assert most_memory() - before < MEMORY
    assert tally.longest < SECONDS or not size.timed


def become_of(file: Path) -> str:
    try:
        found = checked(file)
    except Unreadable as none:
        return "no workbook" if none.said.said(str) else "refused without a word"
    told = list(found.mistakes.said(str))
    assert all(line.strip() for line in told)
    assert not any("root:" in line for line in told), "a file of the machine's was read"
    return "told its mistakes" if told or found.rows is None else "understood"
