"""The real program in this process, between a real SQLite file and a fake Telegram, with a clock set by hand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

import bot.app
import bot.policy
from bot.app import App, put_together, working
from bot.clock import Clock
from bot.metronome import Metronome
from bot.settings import Settings
from bot.words import Words
from domain.policy import Policy
from storage.migrate import migrate
from storage.sqlite import SqliteDatabase, open_sqlite
from tests.fake_telegram import FakeTelegram
from tests.handlers.town import MONDAY
from tests.proof.points import disk
from tests.proof.points.wire import Point, Told, Wired

PATIENCE = 30.0  # seconds of this machine's time until nothing goes on any more


@dataclass
class Watching:
    """point: called before each thing the program does. told: of each message that Telegram showed for a letter."""

    point: Point = lambda what: None
    told: Told = lambda letter, message: None


@dataclass
class Stage:
    """What outlives the program: its disk, the phones and what Telegram keeps, the time. `on` while a program runs."""

    folder: Path
    fake: FakeTelegram = field(default_factory=lambda: FakeTelegram(referee=False, record=False))
    now: int = MONDAY
    watching: Watching = field(default_factory=Watching)
    app: App | None = None
    metronome: Metronome | None = None
    database: SqliteDatabase | None = None

    def __post_init__(self) -> None:
        self.fake.url = "http://telegram"
        self.fake.world.now = lambda: self.now  # type: ignore[method-assign]

    @contextlib.asynccontextmanager
    async def on(self) -> AsyncIterator[None]:
        """As bot/app.py starts it; only the web server is missing, and the clock ticks when it is told to."""
        self.database = database = await open_sqlite(self.folder / disk.NAME)
        await disk.watch(database, self.watching.point)
        try:
            await migrate(database, now=self.now)
            with wound_by_hand() as made:
                self.app = app = put_together(settings(self.folder), database, ByHand(self))
                telegram = Wired(self.fake, app.media, self.watching.point, self.watching.told)
                app.telegram = app.clerk._channels["telegram"] = telegram  # type: ignore[index]
                async with working(app):
                    (self.metronome,) = made
                    yield
        finally:
            disk.let_go(database)
            await database.close()

    async def ticks(self) -> None:
        """Whatever is due is looked at; and in all the time that has passed the lease was kept up."""
        assert self.app
        assert self.metronome
        await self.app.lease._try()
        await self.metronome.tick()

    async def is_quiet(self) -> None:
        """Returns once the program has worked off everything and waits for more."""
        async with asyncio.timeout(PATIENCE):
            quiet = 0
            while quiet < 3:
                await asyncio.sleep(0)
                quiet = quiet + 1 if self._waits() else 0

    def _waits(self) -> bool:
        assert self.app
        assert self.database
        clerk, postman, updates = self.app.clerk, self.app.postman, self.fake.updates
        if clerk._tasks or clerk._queues or not clerk._swept or postman._tasks or postman._woken.is_set():
            return False
        if postman._claiming.locked() or any(lane._busy for lane in disk.lanes(self.database)):
            return False
        poll = updates._poll
        return (
            poll is not None and updates._serving is None and not [p for p in updates.waiting() if p.id >= poll.offset]
        )


class ByHand(Clock):
    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    def __call__(self) -> int:
        return self._stage.now


@contextlib.contextmanager
def wound_by_hand() -> Iterator[list[Metronome]]:
    """The metronome of a program that starts within is here, and stands still; what all read alike is read once."""
    made: list[Metronome] = []

    class StandsStill(Metronome):
        def start(self) -> None:
            made.append(self)

        def shutdown(self) -> None:
            pass

    policy = everybody_is_asked_again()
    with pytest.MonkeyPatch.context() as here:
        here.setattr(bot.app, "Metronome", StandsStill)
        here.setattr(bot.app, "Words", words)
        here.setattr(bot.policy, "load", lambda path, zone: policy)
        yield made


words = cache(Words)


@cache
def everybody_is_asked_again() -> Policy:
    """The packaged policy without its lot: by chance one program would do more than another one."""
    usual = bot.policy.load()
    follow_up = replace(usual.rules.follow_up, share=1.0)
    return replace(usual, rules=replace(usual.rules, follow_up=follow_up))


@cache
def usual_settings() -> Settings:
    return Settings(_env_file=None, locale="en", public_url="https://sidan.example")  # type: ignore[call-arg]


def settings(folder: Path) -> Settings:
    of_this_folder = {"database": f"sqlite:{folder / disk.NAME}", "data": folder / "data"}
    return usual_settings().model_copy(update=of_this_folder)
