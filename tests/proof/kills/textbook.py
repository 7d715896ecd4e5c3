"""The textbook bot as a process, and people who report to it: patient, and ready to say a thing once more."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.people import Person
from tests.program import PATIENCE, ROOT
from tests.proof.kills.crowd import MATTERS, Acts

BOT = Path(__file__).with_name("textbook_bot.py")
TOLD, STEPS = 3, 4  # of a report: the command, what, where; Send


class TextbookBot:
    """lives: how often it was started."""

    def __init__(self, telegram: FakeTelegram, folder: Path) -> None:
        self._telegram, self.folder = telegram, folder
        self._process: asyncio.subprocess.Process | None = None
        self._polls = 0
        self.lives = 0

    async def start(self) -> None:
        self._polls = self._telegram.api.counts["getUpdates"]
        self.lives += 1
        given = {"TOKEN": self._telegram.token, "API": self._telegram.url, "PYTHONPATH": str(ROOT)}
        with (self.folder / "textbook.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, str(BOT), cwd=self.folder, env=os.environ | given, stdout=log, stderr=log
            )
        self._pid = self._process.pid

    @property
    def was_up(self) -> bool:
        return self._telegram.api.counts["getUpdates"] > self._polls

    @property
    def worked(self) -> str:
        """The time that it has used of the machine, as Linux tells it; "" while it is dead."""
        with suppress(FileNotFoundError, ProcessLookupError):
            return " ".join(Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[11:13])
        return ""

    async def ready(self) -> None:
        await self._telegram.called("getUpdates", self._polls + 1, patience=PATIENCE)

    async def kill(self) -> None:
        if self._process is not None:
            assert self._process.returncode is None, (self.folder / "textbook.log").read_text()
            self._process.kill()
            assert await self._process.wait() == -signal.SIGKILL
            self._process = None

    def filed(self) -> Counter[str]:
        """How often each matter stands in its table."""
        with closing(sqlite3.connect(self.folder / "reports.db")) as database:
            return Counter(what for (what,) in database.execute("SELECT what FROM reports"))


@dataclass
class Fates:
    """sent: reports whose Send was tapped. silent: messages that were never answered. stuck: reports given up."""

    sent: list[str] = field(default_factory=list)
    silent: int = 0
    stuck: int = 0


class Patient(Acts):
    """patience: seconds after which no answer is silence."""

    def __init__(self, bot: TextbookBot, telegram: FakeTelegram, people: int, matters: int, patience: float) -> None:
        super().__init__(people * matters * STEPS)
        self._bot, self._telegram, self._patience = bot, telegram, patience
        self._people = [telegram.person(number, f"Neighbour {number}") for number in range(1000, 1000 + people)]
        self._matters = matters
        self.fates = Fates()

    async def live(self) -> None:
        async with asyncio.TaskGroup() as together:
            for person in self._people:
                together.create_task(self._reports(person))

    async def _reports(self, person: Person) -> None:
        for n in range(self._matters):
            words = f"{MATTERS[n % len(MATTERS)]}，第{person.id}户第{n}次"
            done = await self._tells(person, words)
            done += done == TOLD and await self._sends(person, words)
            if done < STEPS:
                await person.says("/cancel")
                await self.did(STEPS - done)

    async def _tells(self, person: Person, words: str) -> int:
        """How far they came: who gets no answer says it once more, and gives up when that helps nothing."""
        steps = ("/report", "What is"), (words, "Where is"), ("3号楼1单元", "Please check")
        for done, (said, answer) in enumerate(steps):
            if not (await self._says(person, said, answer) or await self._says(person, said, answer)):
                self.fates.stuck += 1
                return done
            await self.did()
        return TOLD

    async def _says(self, person: Person, said: str, answer: str) -> bool:
        await person.says(said)
        return await self._hears(person, answer)

    async def _sends(self, person: Person, words: str) -> bool:
        await person.taps("Send")
        self.fates.sent.append(words)
        heard = await self._hears(person, "Your number is")
        await self.did(int(heard))
        return heard

    async def _hears(self, person: Person, answer: str) -> bool:
        """Silent is who is up, has taken everything in, does nothing any more, and says nothing."""
        while True:
            lives, up, worked = self._bot.lives, self._bot.was_up, self._bot.worked
            with suppress(AssertionError):
                await person.hears(answer, patience=self._patience)
                return True
            calm = up and (lives, worked) == (self._bot.lives, self._bot.worked)
            if calm and not self._telegram.updates.waiting():
                self.fates.silent += 1
                return False
