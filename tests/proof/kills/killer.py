"""Kills a program now and then, and sometimes once more while it starts."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from tests.proof.kills.crowd import Acts

SOON = 0.1  # seconds after an act within which the kill comes
AT_ONCE = 3  # the higher, the more often within the first milliseconds, in which the next message comes in


class Mortal(Protocol):
    """A program. was_up: whether it was quite up before it died."""

    @property
    def was_up(self) -> bool: ...
    async def start(self) -> None: ...
    async def ready(self) -> None: ...
    async def kill(self) -> None: ...


class Killer:
    """look: at what lies there each time, before the next start. The same chance finds the same moments."""

    def __init__(self, program: Mortal, look: Callable[[], Awaitable[None]], chance: random.Random) -> None:
        self._program, self._look, self._chance = program, look, chance
        self._takes = 0.5  # seconds, its last start
        self.kills = self.while_starting = 0

    async def goes_about(self, among: Acts, kills: int) -> None:
        """So many, after so many acts and a moment; after each fourth another one while it starts."""
        first, last = among.everything // 20, among.everything * 9 // 10
        moments = sorted(self._chance.sample(range(first, last), kills))
        again = self._chance.sample(moments, (kills + 2) // 4)
        for done in moments:
            await among.reaches(done)
            await self._kill(SOON * self._chance.random() ** AT_ONCE)
            if done in again:
                await self._while_it_starts()
            began = time.monotonic()
            await self._program.ready()
            self._takes = time.monotonic() - began

    async def _while_it_starts(self) -> None:
        """Once more, where the kill came too late for that."""
        struck = self.while_starting
        while self.while_starting == struck:
            was_up = await self._kill(self._chance.uniform(0, self._takes))
            self.while_starting += not was_up

    async def _kill(self, moment: float) -> bool:
        """In so many seconds; whether it was up."""
        await asyncio.sleep(moment)
        await self._program.kill()
        was_up = self._program.was_up
        self.kills += 1
        await self._look()
        await self._program.start()
        return was_up
