"""A part of pytest: towns of `tests/handlers` have a new program before each message and each tick of the clock.

A new connection to the database, a new house, and nothing that a module kept in memory: `pytest -p` this, and the
stories that are told there go on as if nothing had been, or they fail. RESTARTS is the file for what was restarted.
"""

import json
import os
import sys
from collections import defaultdict, deque
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dialogue.message import Incoming
from handlers.desk import Outcome
from handlers.talking import Shown
from storage import sqlite, talks
from storage.database import Database, Unit
from storage.places import Atlas
from tests.handlers.town import Town

ROOMS = ("domain", "dialogue", "storage", "handlers")
MEMORY = (dict, list, set, deque)  # and what is made of them
hears, later, open_sqlite = Town.hears, Town.later, sqlite.open_sqlite


class Reopened:
    """A database whose connections are new after each restart."""

    kind = "sqlite"

    def __init__(self, file: Path, inner: Database) -> None:
        self.file, self._inner = file, inner

    async def do(self, unit: Unit[Any]) -> Any:
        return await self._inner.do(unit)

    async def read(self, unit: Unit[Any]) -> Any:
        return await self._inner.read(unit)

    async def close(self) -> None:
        await self._inner.close()

    async def restart(self) -> None:
        old, self._inner = self._inner, await open_sqlite(self.file)
        await old.close()


class Restarts:
    """steps: by test, the talks and their open questions in front of which it was restarted."""

    def __init__(self) -> None:
        self.count, self.test = 0, ""
        self.steps: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self._fresh: dict[str, list[tuple[Any, Any]]] = {}

    async def restart(self, town: Town) -> None:
        self.count += 1
        if isinstance(town.database, Reopened):
            await town.database.restart()
        town.house = replace(town.house, atlas=Atlas())
        self.forget()

    def forget(self) -> None:
        """What the modules of the rooms keep in memory becomes what it was when they were imported."""
        for name in [name for name in sys.modules if name.partition(".")[0] in ROOMS and name not in self._fresh]:
            kept = [value for key, value in vars(sys.modules[name]).items() if key[:2] != "__"]
            self._fresh[name] = [(value, copy(value)) for value in kept if isinstance(value, MEMORY)]
        for value, fresh in [pair for pairs in self._fresh.values() for pair in pairs]:
            if value != fresh:
                value.clear()
                value.extend(fresh) if isinstance(value, list | deque) else value.update(fresh)

    async def step(self, town: Town, chat: str) -> None:
        talk = await town.database.read(partial(talks.get, chat=chat))
        if talk:
            self.steps[self.test].add((talk.script, Shown.from_json(talk.shown).name))


RESTARTS = Restarts()


async def hears_after_a_restart(town: Town, incoming: Incoming, times: int = 1) -> list[Outcome]:
    await RESTARTS.restart(town)
    await RESTARTS.step(town, incoming.sender)
    return await hears(town, incoming, times)


async def later_after_a_restart(town: Town, **much: int) -> None:
    await RESTARTS.restart(town)
    await later(town, **much)


async def reopened(file: Path) -> Reopened:
    return Reopened(file, await open_sqlite(file))


def pytest_configure() -> None:
    Town.hears = hears_after_a_restart  # type: ignore[method-assign, assignment]
    Town.later = later_after_a_restart  # type: ignore[method-assign, assignment]
    sqlite.open_sqlite = reopened  # type: ignore[assignment]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    RESTARTS.test = item.nodeid
    return (yield)


def pytest_sessionfinish() -> None:
    if "RESTARTS" in os.environ:
        steps = {test: sorted(found) for test, found in RESTARTS.steps.items()}
        Path(os.environ["RESTARTS"]).write_text(json.dumps({"restarts": RESTARTS.count, "steps": steps}))
