"""Pictures and recordings with anything wrong in them: a plain copy, or a sentence; bounded in memory and time."""

import asyncio
import io
import re
import time
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import SIDE, BadPicture, develop
from bot.recordings import BadRecording, Recorder
from tests.proof.fuzz.pictures import spoilt_pictures, spoilt_recordings
from tests.proof.fuzz.playing import Tally, tried
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

SECONDS = 10.0  # a picture may take, also on a machine that is busy
MEMORY = 600  # MB it may take for a moment: two decoded at once, and what the decoder needs
HOW = "pictures and recordings come with bytes flipped, sizes forged, ends missing"


@pytest.mark.proves("Nothing waits for ever", HOW)
def test_a_picture_becomes_a_plain_copy_or_a_sentence(figure: Figure, size: Size):
    tally, before = Tally(), most_memory(from_now=True)
    tried(spoilt_pictures(), size.pick(300, 1000, 20_000), lambda content: tally.count(*developed(content)))
    tally.tell(figure, "pictures")
    grown = most_memory() - before
    figure("memory", f"{grown:.0f} MB more")
    assert set(tally.counts) == {"copied", "refused"}
    assert grown < MEMORY
    assert tally.longest < SECONDS or not size.timed


@pytest.mark.proves("Nothing waits for ever", HOW)
def test_a_recording_becomes_a_plain_copy_or_a_sentence(figure: Figure, size: Size):
    """Each by a program of its own, which may crash; the one that asked for it may not."""
    tally = Tally()
    tried(spoilt_recordings(), size.pick(6, 15, 400), lambda content: asyncio.run(heard(content, tally)))
    tally.tell(figure, "recordings")


def developed(content: bytes) -> tuple[str, float]:
    begun = time.monotonic()
    try:
        copy = develop(content)
    except BadPicture as bad:
        return "refused" if bad.sentence else "refused without a word", time.monotonic() - begun
    with Image.open(io.BytesIO(copy)) as image:
        assert (image.format, image.mode, max(image.size) <= SIDE) == ("JPEG", "RGB", True)
        assert not image.getexif()
    return "copied", time.monotonic() - begun


async def heard(content: bytes, tally: Tally) -> None:
    begun = time.monotonic()
    try:
        copy = await Recorder().again(content)
        assert copy[4:8] == b"ftyp"
        tally.count("copied", time.monotonic() - begun)
    except BadRecording:
        tally.count("refused", time.monotonic() - begun)


def most_memory(*, from_now: bool = False) -> float:
    """Megabytes this process has held at once; from_now: whatever it held before, in other tests, is forgotten."""
    if from_now:
        Path("/proc/self/clear_refs").write_text("5")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
