"""A whole street is told of a free clinic within Telegram's limits, and whoever is at a fire does not wait for it."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from domain.number import find
from tests.fake_telegram.limits import Limits
from tests.proof.load.homes import Home
from tests.proof.load.neighbourhood import Neighbourhood, a_neighbourhood
from tests.proof.load.pace import at
from tests.proof.load.phones import Phone
from tests.proof.load.street import OFFICE, Readers, announces, settle
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import letters

RATE = 20  # notices a second, as the settings have it
HOMES = 10
EVERY = 0.7  # seconds between two fires
PROMISED = 2.0  # seconds until 95 of 100 fires are on the desk
FIRE = "3号楼1单元着火了，有浓烟，第{n}处"


@pytest.mark.proves("It keeps up", "a notice to a whole street within Telegram's limits, while there are fires")
async def test_what_is_urgent_overtakes_a_notice_to_a_whole_street(figure: Figure, size: Size, tmp_path: Path):
    count, loop, limits = size.pick(80, 300, 18_000), asyncio.get_running_loop(), Limits()
    settled = partial(settle, count=count, home=Home(1))
    async with a_neighbourhood(tmp_path, HOMES, also=settled, limits=limits) as town:
        readers = Readers(town.telegram.world, count)
        fires = Fires(town, readers)
        async with asyncio.TaskGroup() as together:
            together.create_task(fires.burn())
            await announces(town.phones.of(OFFICE, "刘芳"))
            limits.refused.clear()  # nobody else fills in a form as fast
            began = loop.time()
            await everybody_has_read(readers, patience=60 + count / RATE * 2)
            took = loop.time() - began
            fires.over.set()
        await town.all_is_said()
        figure("notices", f"{count:,} in {took:,.0f} s, each read once; at most {readers.busiest} within a second")
        p95 = at(fires.waits, 95)
        figure("fires meanwhile", f"{len(fires.waits)}, on the desk within {p95 * 1000:,.0f} ms (p95)")
        figure("refused by Telegram for too many", f"{limits.refused.total()} of {limits.sent:,}")
        assert set(readers.read.values()) == {1}
        assert limits.refused["overall"] == limits.refused["group"] == 0
        assert limits.refused["chat"] <= limits.sent / 100
        assert fires.overtaking >= took / EVERY / 2
        assert await town.program.metric("sidan_dead_letters") == 0
        assert await town.program.metric('sidan_orders{state="placed"}') == 0, "somebody is at every fire"
        if size.timed:
            assert p95 < PROMISED
            assert took < count / RATE * 1.2 + 5


async def everybody_has_read(readers: Readers, patience: float) -> None:
    async with asyncio.timeout(patience):
        while readers.missing:
            await asyncio.sleep(0.05)


@dataclass
class Fires:
    """One after the other, each in another home. waits: seconds from the resident's tap to the dispatcher's card.

    overtaking: how many were on the desk while there were still notices to be sent that were older.
    """

    town: Neighbourhood
    readers: Readers
    waits: list[float] = field(default_factory=list)
    overtaking: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def burn(self) -> None:
        people = [[self.town.phones.of(number, "x") for number in home.numbers] for home in self.town.homes]
        async with asyncio.TaskGroup() as together:
            for n, (zhou, _, *residents) in enumerate(cycle(people)):
                if self.over.is_set():
                    return
                li = residents[n // len(people) % len(residents)]
                together.create_task(self._one(FIRE.format(n=letters(n)), li, zhou))
                await asyncio.sleep(EVERY)

    async def _one(self, words: str, li: Phone, zhou: Phone) -> None:
        loop, after = asyncio.get_running_loop(), li.moment
        li.says(words)
        summary = await li.hears("119", "Send", after)
        since, after, announced = loop.time(), li.moment, self.readers.any
        li.taps(summary, "Send")
        card = await zhou.hears(words)
        self.waits.append(loop.time() - since)
        self.overtaking += announced and self.readers.missing > 0
        await li.hears(f"Your number is {find(card.raw['text'])[0]}", after=after)
        assert "URGENT" in card.raw["text"]
        zhou.taps(card, "I keep it")  # or after ten minutes the clock says the same again and again of all of them
