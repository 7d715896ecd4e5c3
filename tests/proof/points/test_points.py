"""The program dies at one point, a fresh one goes on, and the story ends as if nothing had been; so for each point.

POINTS_SEED: where the sample begins. POINTS_EVERY: each so-manieth point. POINTS_STORY: a part of a story's name.
"""

import difflib
import os
import random
import secrets
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.proof.plugin import Figure
from tests.proof.points.cast import the_town
from tests.proof.points.crash import Left, Recording, carried_on, played
from tests.proof.points.ending import Ending
from tests.proof.points.stories import STORIES, Story
from tests.proof.sizes import Size

MEMORY = Path("/dev/shm")  # nothing need wait for a disk: the machine keeps its power here
ENOUGH = 5  # broken endings, and no more is tried


@dataclass
class Tally:
    """points: there are; tried: of them. left: crashes after which files, phones or time were like after no other."""

    points: Counter[str] = field(default_factory=Counter)
    tried: int = 0
    left: int = 0
    at_work: int = 0
    twice: int = 0
    in_groups: int = 0
    spinning: int = 0
    wrong: list[str] = field(default_factory=list)

    def take(self, recording: Recording) -> None:
        self.points += recording.kinds
        self.tried += sum(len(left.points) for left in recording.left)
        self.left += len(recording.left)

    async def tries(self, story: Story, left: Left, unhurt: Ending, folder: Path) -> None:
        try:
            hurt = await carried_on(story, left, folder)
        except Exception as error:  # noqa: BLE001 - however the story fails to go on
            self.is_wrong(story, left, "".join(traceback.format_exception(error)).splitlines()[-8:])
        else:
            self.judge(story, left, unhurt, hurt)

    def judge(self, story: Story, left: Left, unhurt: Ending, hurt: Ending) -> None:
        self.at_work += left.at_work
        self.twice += hurt.twice
        self.in_groups += hurt.in_groups
        lost = [n for n, (one, other) in enumerate(zip(unhurt.toasts, hurt.toasts, strict=True)) if one != other]
        self.spinning += len(lost)
        differs = list(difflib.unified_diff(unhurt.lines, hurt.lines, lineterm="", n=0))[2:]
        # What stops the spinner on a button is tried once: of the one that was tapped just now it may be lost.
        if differs or len(lost) > 1 or any(hurt.toasts[n] is not None for n in lost):
            self.is_wrong(story, left, [*differs, *(f"toast {n}: {hurt.toasts[n]}" for n in lost)])

    def is_wrong(self, story: Story, left: Left, told: list[str]) -> None:
        number, what = left.points[0]
        where = f"{story.name}, before point {number} ({what}), at: {left.during(story)}"
        self.wrong.append("\n   ".join(line[:400] for line in [where, *told[:8]]))


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="points-", dir=MEMORY if MEMORY.is_dir() else None))
    yield made
    shutil.rmtree(made)


def chosen() -> list[Story]:
    return [story for name, story in STORIES.items() if os.environ.get("POINTS_STORY", "") in name]


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "crashed before operations on the database and calls of 15 stories, one crash a run, then carried on to their end",
)
async def test_a_story_ends_the_same_at_whichever_point_the_program_dies(size: Size, figure: Figure, folder: Path):
    seed = int(os.environ.get("POINTS_SEED") or secrets.randbelow(1_000_000))
    print(f"\nPOINTS_SEED={seed}")
    every, tally = int(os.environ.get("POINTS_EVERY") or size.pick(120, 17, 1)), Tally()
    chance, town = random.Random(seed), await the_town(folder)
    for story in chosen():
        recording, unhurt = await played(story, town, folder / "unhurt", every, chance.randrange(every))
        tally.take(recording)
        for left in recording.left:
            if len(tally.wrong) < ENOUGH:
                await tally.tries(story, left, unhurt, folder / "hurt")
    there_are, calls = tally.points.total(), tally.points["call"]
    figure("points", f"{tally.tried:,} of {there_are:,} ({there_are - calls:,} on the database, {calls:,} calls)")
    figure("different remains", f"{tally.left:,}, {tally.at_work:,} with work half done")
    figure("ended differently", f"{len(tally.wrong):,}")
    figure("messages twice, where nobody could know of the first", f"{tally.twice:,}, {tally.in_groups:,} in groups")
    figure("taps whose spinner nobody stopped", f"{tally.spinning:,}")
    assert tally.wrong == [], f"POINTS_SEED={seed}\n" + "\n".join(tally.wrong)
    assert tally.at_work > 0, "no crash has interrupted anything"
