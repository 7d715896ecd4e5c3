"""A made-up town with the real program in it: places and people come in by the product's own door."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from tests.fake_telegram import FakeTelegram
from tests.program import Program
from tests.web_phone import Bubble, Phone

TELEGRAM = ("polling", "webhook")
SECRET = "the-secret_of-the-webhook"
MOBILE = "13800138000"  # everybody tells it; no log may
CHINESE = re.compile(r"[\u3400-\u9fff]|\\u[3-9][0-9a-f]{3}")  # what people speak here; the program speaks English
ESTATES = 60
GRIDS = ("g1", "g2")


class Seen(Protocol):
    """A message as a chat shows it."""

    @property
    def text(self) -> str: ...
    @property
    def labels(self) -> list[str]: ...
    @property
    def photos(self) -> tuple[str, ...]: ...


class Person(Protocol):
    """What people can do, whatever the channel. hears: as sees, but only what answers their last act."""

    name: str

    async def starts(self, payload: str) -> Any: ...
    async def says(self, text: str) -> Any: ...
    async def taps(self, label: str, *, of: Any = None) -> Any: ...
    async def sends_tap(self, under: Any, data: str) -> Any: ...
    async def sends_photo(self, content: bytes, caption: str = "") -> Any: ...
    async def sends_album(self, photos: list[bytes], caption: str = "") -> Any: ...
    async def sees(self, text: str = "", *, label: str = "", patience: float = 10) -> Seen: ...
    async def hears(self, text: str = "", *, label: str = "", patience: float = 10) -> Seen: ...
    async def shows(self) -> list[Any]: ...


@dataclass
class Estate:
    """A compound of its own for each story, in a community of its own, with building 3 and its units."""

    town: "Town"
    path: str
    name: str

    @property
    def community(self) -> str:
        return self.path.rpartition("/")[0]

    def poster(self, below: str = "") -> str:
        """The payload of the link on a poster there."""
        return "p-" + f"{self.path}/{below}".rstrip("/").replace("/", "-")

    async def dispatcher(self, name: str = "周敏") -> Person:
        return await self.town.staff("community", self.path, name)

    async def worker(self, name: str = "王建国", grid: str = "g1") -> Person:
        return await self.town.staff("grid", f"{self.path}/{grid}", name)

    async def resident(self, name: str = "李秀兰", below: str = "3/1") -> Person:
        """Somebody who has opened the link on the poster at their door."""
        person = await self.town.newcomer(name)
        await person.starts(self.poster(below))
        await person.hears("What is the matter?")
        return person


class Town:
    """One running program and one way to reach it.

    said: what no log may hold; buried: how many dead letters the tests have caused.
    """

    def __init__(self, way: str, program: Program, telegram: FakeTelegram | None, commands: "Commands") -> None:
        self.way, self.program, self.telegram, self.commands = way, program, telegram, commands
        self._estates = itertools.count(1)
        self._numbers = itertools.count(700_000_001)
        self._phones = AsyncExitStack()
        self.buried = 0
        self.said = {MOBILE, SECRET}

    async def newcomer(self, name: str) -> Person:
        """Somebody who has never been here, on a phone of their own."""
        if self.telegram:
            return self.telegram.person(next(self._numbers), name)
        return await self.browser(name)

    async def browser(self, name: str) -> Phone:
        """Somebody with the web chat, also where others come by Telegram."""
        phone = await self._phones.enter_async_context(Phone(self.program.url, name))
        self.said |= phone.secrets
        return phone

    def estate(self) -> Estate:
        """One that no other story has used."""
        number = next(self._estates)
        return Estate(self, f"qs/hy/c{number}/xf", name_of(number))

    async def invitation(self, role: str, place: str) -> str:
        """The payload of the link that `sidan invite` prints."""
        payload = payload_of(await self.commands.run("invite", role, *filter(None, [place])))
        self.said.add(payload.removeprefix("i-"))
        return payload

    async def staff(self, role: str, place: str, name: str, on: Person | None = None) -> Person:
        """Somebody new who has opened an invitation and told their name. on: a phone they have already."""
        person = on or await self.newcomer(name)
        await person.starts(await self.invitation(role, place))
        await person.hears("What name shall colleagues")
        await person.says(name)
        await person.hears(f"Thank you, {name}")
        return person

    def is_discreet(self) -> None:
        """Nothing that people said stands in the log, nor any secret, although it tells everything else."""
        log = self.program.log()
        assert '"level":"debug"' in log
        assert {word for word in self.said if word in log} == set()
        assert CHINESE.findall(log) == [], "somebody's name or words"
        assert self.telegram is None or self.telegram.token.partition(":")[2] not in log

    async def is_well(self) -> None:
        """What must hold after every story."""
        self.is_discreet()
        dead = await self.program.metric("sidan_dead_letters")
        assert dead == self.buried, f"{dead:.0f} were put aside, and not {self.buried}"
        assert self.telegram is None or await self.telegram.quarrels() == []

    async def buries(self, more: int = 1) -> None:
        """Waits until so many more were put aside: messages nobody can read, letters that cannot be delivered."""
        self.buried += more
        async with asyncio.timeout(20):
            while await self.program.metric("sidan_dead_letters") < self.buried:
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        await self._phones.aclose()


async def forges(person: Person, under: Any, data: str) -> None:
    """Taps a button that was never under this message."""
    await person.sends_tap(under.key if isinstance(under, Bubble) else under.message_id, data)


def payload_of(printed: str) -> str:
    found = re.search(r"start(?:group)?=(\S+)", printed)
    assert found is not None, printed
    return found[1]


class Commands:
    """The command line of a program, kept running."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        with self._program.log_file.open("ab") as log:
            self._process = await self._program.python(
                "-m", "tests.stories.commands", stdin=pipe, stdout=pipe, stderr=log
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def run(self, *arguments: str) -> str:
        """What `sidan ARGUMENTS` prints."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn:
            self._process.stdin.write(json.dumps(arguments).encode() + b"\n")
            answer = await self._process.stdout.readline()
        return str(json.loads(answer))


@asynccontextmanager
async def a_town(way: str, database: str, folder: Path, **settings: str) -> AsyncIterator[Town]:
    """way: polling, webhook or web."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram()) if way in TELEGRAM else None
        if telegram:
            settings = {"telegram_api": telegram.url, "telegram_token": telegram.token} | settings
            settings |= {"telegram_mode": way, "telegram_secret": SECRET}
        program = Program(folder, database, **settings)
        commands = await stack.enter_async_context(Commands(program))
        (folder / "places.csv").write_text(places())
        told = await commands.run("places", str(folder / "places.csv"))
        assert re.match(r"\d+ places", told), told
        await stack.enter_async_context(program)
        if telegram:
            await telegram.called("getUpdates" if way == "polling" else "setWebhook")
        town = Town(way, program, telegram, commands)
        stack.push_async_callback(town.close)
        await town.estate().dispatcher("陈静")  # so that somebody sits at a desk
        yield town


def places() -> str:
    """The register of places, as an operator would write it."""
    lines = ["path,name,grid", "qs,青杉市,", "qs/hy,河沿街道,"]
    for number in range(1, ESTATES + 1):
        compound = f"qs/hy/c{number}/xf"
        lines += [f"qs/hy/c{number},柳溪社区{number},", f"{compound},{name_of(number)},"]
        lines += [f"{compound}/{grid},网格{grid[1]}," for grid in GRIDS]
        lines += [f"{compound}/3,3号楼,{compound}/g1", f"{compound}/3/1,1单元,", f"{compound}/3/2,2单元,"]
    return "\n".join(lines) + "\n"


def name_of(number: int) -> str:
    """No name is a part of another one."""
    return f"杏福苑{chr(ord('A') + number // 26)}{chr(ord('A') + number % 26)}"
