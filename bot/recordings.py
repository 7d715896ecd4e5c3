"""Recordings from strangers: made anew by a program of its own, without what a phone writes into them."""

import asyncio
import sys
from pathlib import Path

from dialogue.message import N_

PROGRAM = Path(__file__).with_name("recording_again.py")
PATIENCE = 40.0  # seconds


class BadRecording(Exception):
    sentence = N_("I cannot play this recording. Please record it once more.")


class Recorder:
    """Only a few at once: each takes a processor for a moment."""

    def __init__(self, at_once: int = 2) -> None:
        self._places = asyncio.Semaphore(at_once)

    async def again(self, content: bytes) -> bytes:
        """A copy that every browser and Telegram play: AAC in MP4, ten minutes at most; or BadRecording."""
        async with self._places:
            return await _copied(content)


async def _copied(content: bytes) -> bytes:
    pipe = asyncio.subprocess.PIPE
    # -I: neither the folder it is started in nor the environment decides what is imported.
    program = await asyncio.create_subprocess_exec(sys.executable, "-I", PROGRAM, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        copy, complaint = await asyncio.wait_for(program.communicate(content), PATIENCE)
    except BaseException as error:
        if program.returncode is None:
            program.kill()
            await program.wait()
        if isinstance(error, TimeoutError):
            raise BadRecording("TimeoutError") from None
        raise
    if program.returncode != 0:
        raise BadRecording(complaint.decode(errors="replace")[-80:] or str(program.returncode))
    return copy
