"""A crowd of virtual residents inside the fake Telegram: no HTTP between them and it."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from benchmarks.script import Script, Step
from tests.fake_telegram.acts import Scene, says
from tests.fake_telegram.control import buttons
from tests.fake_telegram.telegram import FakeTelegram
from tests.fake_telegram.world import Chat, Post

FIRST_NUMBER = 10_000


@dataclass(slots=True)
class Tally:
    """What happened between two moments. waits: seconds from an update to its answer."""

    waits: list[float] = field(default_factory=list)
    rounds: int = 0
    updates: int = 0


class Resident:
    """Does one step at a time; the crowd says when."""

    def __init__(self, number: int, scene: Scene, script: Script, crowd: "Crowd") -> None:
        self.number = number
        self.scene = scene
        self.crowd = crowd
        self.steps: tuple[Step, ...] = script.first or script.again
        self.script = script
        self.at = 0
        self.round = 0
        self.since = 0.0
        self.waiting = False
        self.keyboard: Post | None = None  # the latest message with buttons

    def act(self, since: float) -> None:
        """since: when this should have happened, so that a bot that is behind cannot hide it."""
        step = self.steps[self.at]
        self.since = since
        self.waiting = True
        self.crowd.tally.updates += 1
        if step.say:
            says(self.scene, step.say.format(n=self.round, who=self.number))
            return
        button = step.chooses(buttons(self.keyboard)) if self.keyboard else None
        if button is None or self.keyboard is None:
            raise LookupError(f"resident {self.number} finds no button for {step}")
        self.scene.tap(self.keyboard.raw["message_id"], button["callback_data"])

    def hear(self, post: Post) -> None:
        """The bot has put or changed a message in this chat."""
        offered = buttons(post)
        if offered:
            self.keyboard = post
        if not self.waiting:
            return
        following = self.steps[self.at + 1] if self.at + 1 < len(self.steps) else None
        text = str(post.raw.get("text", post.raw.get("caption", "")))
        if self.steps[self.at].answered_by(text, offered, following):
            self.waiting = False
            self._go_on()

    def _go_on(self) -> None:
        self.at += 1
        if self.at == len(self.steps):
            self.at = 0
            self.round += 1
            self.crowd.tally.rounds += self.steps is self.script.again
            self.steps = self.script.again
        self.crowd.answered(self)


class Crowd:
    """closed: each acts when answered. open: somebody acts at a fixed rate, whatever the bot does."""

    def __init__(self, fake: FakeTelegram, people: int, script: Script) -> None:
        self.loop = asyncio.get_running_loop()
        self._world = fake.world
        self.tally = Tally()
        self.failure: LookupError | None = None
        self.idle: deque[Resident] = deque()
        self.rate: float | None = None  # updates a second; None: closed
        self._due: deque[float] = deque()  # when somebody should have acted, while nobody was free
        self._stopped = True
        self._next = 0.0
        self.residents = {}
        for number in range(FIRST_NUMBER, FIRST_NUMBER + people):
            person = fake.world.person({"id": number, "first_name": f"Resident {number}"})
            scene = Scene(fake.world, fake.updates, person, fake.world.chats[number])
            self.residents[number] = Resident(number, scene, script, self)
        self.idle.extend(self.residents.values())
        fake.world.watchers.append(self._watch)

    def _watch(self, chat: Chat, post: Post) -> None:
        resident = self.residents.get(chat.id)
        if resident is not None and post.by_bot:
            resident.hear(post)

    def start(self, rate: float | None = None) -> None:
        self.rate = rate
        self._stopped = False
        if rate is None:
            while self.idle:
                self.loop.call_soon(self._let, self.idle.popleft(), self.loop.time())
        else:
            self._next = self.loop.time()
            self._tick()

    def stop(self) -> None:
        """Nobody begins anything new; who waits for an answer still gets it."""
        self._stopped = True
        self._due.clear()

    def _tick(self) -> None:
        if self._stopped or self.rate is None:
            return
        now = self.loop.time()
        while self._next <= now:
            if self.idle:
                self._let(self.idle.popleft(), self._next)
            else:
                self._due.append(self._next)
            self._next += 1 / self.rate
        # Timers are no finer than this, and a loop that spins would take its core from the fake.
        self.loop.call_at(max(self._next, now + 0.001), self._tick)

    def _let(self, resident: Resident, since: float) -> None:
        try:
            resident.act(since)
        except LookupError as failure:
            self.failure = failure

    def answered(self, resident: Resident) -> None:
        now = self.loop.time()
        self.tally.waits.append(now - resident.since)
        if self._stopped:
            self.idle.append(resident)
        elif self.rate is None:
            self.loop.call_soon(self._let, resident, now)
        elif self._due:
            self.loop.call_soon(self._let, resident, self._due.popleft())
        else:
            self.idle.append(resident)

    def unanswered(self) -> int:
        return sum(resident.waiting for resident in self.residents.values())

    def new_tally(self) -> Tally:
        """Hands over what was counted and begins again."""
        tally, self.tally = self.tally, Tally()
        return tally

    async def quiet(self, patience: float) -> bool:
        """Waits until everybody has an answer."""
        try:
            return await self._world.until(lambda: not self.unanswered(), patience)
        except TimeoutError:
            return False
