"""Quarters with residents who report, a dispatcher and a worker who see to it, and their staff group."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fake_telegram import FakeTelegram, Group, Person
from tests.stories.stories import number_in
from tests.stories.town import Estate, Town

PATIENCE = 150.0  # seconds; with several faults in a row a chat is behind
MATTERS = ("路灯不亮了", "垃圾桶满了没人清", "水管漏水", "半夜装修噪音扰民")
AT_ONCE = 2.0  # seconds within which somebody in the group takes a matter, before the desk gives it to somebody


@dataclass
class Quarter:
    """told: the number that a chat was given, by what it reported."""

    telegram: FakeTelegram
    estate: Estate
    group: Group
    desk: Person
    worker: Person
    numbers: Iterator[int]  # of those who move in
    residents: list[Person] = field(default_factory=list)
    told: dict[tuple[int, str], str] = field(default_factory=dict)

    async def live(self, until: float) -> None:
        """Everybody reports one matter after the other, at least one; no new one after this monotonic moment."""
        async with asyncio.TaskGroup() as together:
            for resident in self.residents:
                together.create_task(self._reports(resident, until))

    async def _reports(self, resident: Person, until: float) -> None:
        number = 0
        while number == 0 or time.monotonic() < until:
            if number and number % len(MATTERS) == 0:  # who has so much open is asked whether it is about that
                resident = await self.moves_in()
            words = f"3号楼1单元{MATTERS[number % len(MATTERS)]}，第{resident.id}户第{number}次"
            await resident.says(words)
            await resident.hears(words, label="Send", patience=PATIENCE)
            await resident.taps("Send")
            receipt = await resident.hears("Your number is", patience=PATIENCE)
            assert words in receipt.text
            self.told[resident.chat, words] = number_in(receipt)
            await self._is_seen_to(number_in(receipt), in_group=number % 2 == 1)
            await resident.sees(f"has accepted {number_in(receipt)}", patience=PATIENCE)
            number += 1

    async def moves_in(self) -> Person:
        person = self.telegram.person(next(self.numbers), "李秀兰")
        await person.starts(self.estate.poster("3/1"))
        await person.hears("What is the matter?", patience=PATIENCE)
        return person

    async def _is_seen_to(self, number: str, in_group: bool) -> None:
        if in_group and await self._picked(number):
            return
        await self.desk.taps(data=f"give {number}", patience=PATIENCE)
        await self.worker.taps(data=f"accept {number}", patience=PATIENCE)

    async def _picked(self, number: str) -> bool:
        """False where the group does not show it: its answer broke off, and a group is not told twice."""
        try:
            await self.worker.at(self.group).taps(data=f"pick {number}", patience=AT_ONCE)
        except AssertionError:
            return False
        return True


async def quarters(town: Town, many: int, residents: int) -> list[Quarter]:
    return list(await asyncio.gather(*(quarter(town, n, residents) for n in range(many))))


async def quarter(town: Town, which: int, residents: int) -> Quarter:
    assert isinstance(town.telegram, FakeTelegram)
    telegram, estate = town.telegram, town.estate()
    desk, worker = await estate.dispatcher(), await estate.worker()
    assert isinstance(desk, Person)
    assert isinstance(worker, Person)
    group = await telegram.group(-1_000 - which, "工作群")
    payload = await town.invitation("group", estate.path)
    await desk.at(group).says(f"/start@sidan_bot {payload}")
    await group.sees("This group now gets the reports of", patience=PATIENCE)
    found = Quarter(telegram, estate, group, desk, worker, itertools.count(10_000 + 1_000 * which))
    found.residents += [await found.moves_in() for _ in range(residents)]
    return found


async def until_all_is_said(town: Town) -> None:
    assert town.telegram
    await town.telegram.drained(patience=PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while await town.program.metric("sidan_outbox_backlog") or await town.program.metric("sidan_inbox_backlog"):
            await asyncio.sleep(0.1)
