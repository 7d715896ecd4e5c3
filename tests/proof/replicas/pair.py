"""Replicas of one town behind a balancer: killed, frozen and woken, replaced, and read afterwards."""

import asyncio
import itertools
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from storage.leases import Term
from tests import postgres_server
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram import Person as FakePerson
from tests.program import Program
from tests.proof.kills.forked import Forked, ForkedCommands, Nursery
from tests.proof.replicas.balancer import Balancer, a_balancer
from tests.stories.town import SECRET, Person, Town, places

Said = tuple[str, str]  # chat, text
LEFT = """
    SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new') + (SELECT COUNT(*) FROM outbox WHERE state = 'new')
"""

RESTS = ("UPDATE orders SET due_at = NULL", "UPDATE waiting SET look_at = NULL, ring_at = NULL")


@dataclass
class Replicas:
    """The first fetches where Telegram is polled, for it came first; then whoever took over.

    in_flight: what was being said, at each fault, by whoever met it.
    """

    town: Town
    balancer: Balancer
    url: str
    database: asyncpg.Connection
    folder: Path
    nursery: Nursery
    running: list[Program] = field(default_factory=list)
    born: list[Program] = field(default_factory=list)
    in_flight: Counter[Said] = field(default_factory=Counter)
    frozen: list[Program] = field(default_factory=list)
    _names: "itertools.count[int]" = field(default_factory=itertools.count)

    async def another(self, version: str = "bot") -> Program:
        """One more, started beside the others and let in once it is ready. version: the module of another one."""
        program = self.made(version)
        await program.start()
        await program.ready()
        self.let_in(program)
        return program

    def made(self, version: str = "bot") -> Program:
        folder = self.folder / f"replica-{next(self._names)}"
        folder.mkdir()
        program = Forked(self.nursery, folder, "", module=version)
        given = {name: value for name, value in self.town.program.environment.items() if name.startswith("SIDAN_")}
        program.environment |= given | {"SIDAN_LISTEN": program.environment["SIDAN_LISTEN"]}
        self.born.append(program)
        return program

    def let_in(self, program: Program) -> None:
        self.running.append(program)
        self.balancer.add(program.port)

    async def kill(self, program: Program) -> float:
        """The moment from which on it could do nothing any more."""
        await program.kill()
        return await self._look_what_was_under_way()

    async def freeze(self, program: Program) -> float:
        os.kill(program.pid, signal.SIGSTOP)
        self.frozen.append(program)
        return await self._look_what_was_under_way()

    def wake(self, program: Program) -> None:
        os.kill(program.pid, signal.SIGCONT)
        self.frozen.remove(program)

    async def leave(self, program: Program) -> None:
        """Stopped as an operator would, and taken out of the balancer before."""
        await self.balancer.remove(program.port)
        self.running.remove(program)
        await program.stop()

    async def fetcher(self) -> Term:
        """Who holds the lease; nobody where Telegram calls us."""
        row = await self.database.fetchrow("SELECT holder, term FROM leases WHERE name = 'telegram'")
        return Term("telegram", row["holder"], row["term"]) if row else Term("telegram", "", 0)

    async def slow_desk(self, dispatcher: Person, seconds: float) -> None:
        """Telegram takes its time with this chat, so that letters queue up in one hand."""
        assert isinstance(dispatcher, FakePerson)
        assert self.town.telegram
        await self.town.telegram.fault("slow", method="sendMessage", chat=dispatcher.id, seconds=seconds, times=None)

    async def facts(self) -> dict[str, Any]:
        assert self.town.telegram
        return await self.town.telegram.facts()

    async def connects(self) -> None:
        """Anew, as everybody must after the server went away."""
        self.database = await asyncpg.connect(self.town.program.database)

    async def cut_off(self) -> int:
        """The server ends every connection of the replicas; how many there were."""
        return len(await self.database.fetch(postgres_server.ALONE))

    async def _look_what_was_under_way(self) -> float:
        """Of each chat at most the first letter that was claimed; the next ones nobody had begun with."""
        since = time.monotonic()
        for _ in range(5):  # its last words lie in the sockets of the fake, which reads them in one turn of the loop
            await asyncio.sleep(0)
        rows = await self.database.fetch(
            """
            SELECT chat, body FROM (SELECT chat, body, ROW_NUMBER() OVER (PARTITION BY chat ORDER BY lane, id) AS place
                FROM outbox WHERE state = 'new' AND claimed_by IS NOT NULL) AS claimed
            WHERE place = 1
            """
        )
        self.in_flight.update((row["chat"], orjson.loads(row["body"])["text"]) for row in rows)
        return since

    async def is_quiet(self, patience: float = 60) -> None:
        """Everything that came was worked off, and everything that was to be said is said.

        From here on nothing falls due: after ten minutes the clock has something to say every other second.
        """
        assert self.town.telegram
        for rest in RESTS:
            await self.database.execute(rest)
        await self.town.telegram.drained(patience)
        async with asyncio.timeout(patience):
            while await self.database.fetchval(LEFT):
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        for program in list(self.frozen):
            self.wake(program)
        for program in [self.town.program, *self.born]:
            if program.running:
                await program.stop()
        await self.database.close()


@asynccontextmanager
async def replicas(way: str, address: str, folder: Path, nursery: Nursery, number: int = 2) -> AsyncIterator[Replicas]:
    """So many replicas of the real program, by polling or webhook, with the web chat on all of them."""
    async with AsyncExitStack() as stack:
        balancer, url = await stack.enter_async_context(a_balancer())
        telegram = await stack.enter_async_context(FakeTelegram())
        told = {"telegram_api": telegram.url, "telegram_token": telegram.token, "telegram_mode": way}
        program = Forked(nursery, folder, address, public_url=url, telegram_secret=SECRET, **told)
        commands = ForkedCommands(program)
        (folder / "places.csv").write_text(places())
        assert "places" in await commands.run("places", str(folder / "places.csv"))
        database = await asyncpg.connect(address)
        pair = Replicas(Town(way, program, telegram, commands), balancer, url, database, folder, nursery)
        stack.push_async_callback(pair.close)
        await program.start()
        await program.ready()
        pair.let_in(program)
        await telegram.called("getUpdates" if way == "polling" else "setWebhook")
        for _ in range(number - 1):
            await pair.another()
        yield pair
