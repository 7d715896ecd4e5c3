"""Every kind of fault, on both sides and at once, while neighbourhoods report: all is done once and told in order."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests import postgres_server
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.disorder import Disorder
from tests.proof.bounds import told
from tests.proof.network.phones import Letter, Phones, letters_of
from tests.proof.network.quarter import Quarter, quarters, until_all_is_said
from tests.proof.network.weather import IN, OUT, Weather, seeded
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.town import a_town

PROMISE = "Nothing said is lost, nothing is done twice"


@dataclass
class Run:
    """One program in bad weather, and what came of it."""

    lived: list[Quarter]
    phones: Phones
    weather: Weather
    disorder: Disorder
    letters: list[Letter]

    @property
    def reports(self) -> int:
        return sum(len(one.told) for one in self.lived)


@pytest.mark.proves(PROMISE, "a bad network on both sides while residents, desks, workers and staff groups write")
async def test_nothing_is_lost_doubled_early_or_out_of_order(figure: Figure, size: Size, tmp_path: Path, postgres: str):
    """By polling on SQLite and by webhook on PostgreSQL, at the same time: most of it is waiting."""
    chance = seeded()
    async with postgres_server.migrated(postgres) as address, asyncio.TaskGroup() as together:
        ways = {"polling": f"sqlite:{tmp_path / 'sidan.db'}", "webhook": address}
        tasks = [
            together.create_task(a_run(way, url, size, a_folder(tmp_path / way), random.Random(chance.random())))
            for way, url in ways.items()
        ]
    runs = [task.result() for task in tasks]
    every_kind_struck(runs, size)
    reports = sum(run.reports for run in runs)
    figure("reports", f"{reports:,}")
    figure("lost, doubled or without a receipt", told(0, reports, of="reports"))
    figure("messages shown", f"{sum(len(run.phones.shown) for run in runs):,}")
    figure("faults when sending", counted(kind for run in runs for _, _, kind in run.weather.struck))
    figure("faults when receiving", counted(kind for run in runs for kind in run.disorder.hits.elements()))
    figure("pauses not kept, messages out of order, told twice to a group", 0)
    figure(
        "told twice to a person, after an answer that was lost",
        sum(run.phones.repeated(run.letters).total() for run in runs),
    )


def a_folder(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def a_run(way: str, address: str, size: Size, folder: Path, chance: random.Random) -> Run:
    async with a_town(way, address, folder) as town:
        assert isinstance(town.telegram, FakeTelegram)
        phones = Phones(town.telegram.world)
        lived = await quarters(town, size.pick(3, 6, 10), size.pick(2, 4, 6))
        weather, disorder = break_loose(town.telegram, way, chance)
        await live(lived, time.monotonic() + size.pick(0, 15, 540))
        await until_all_is_said(town)
        await town.program.stop()
        database = await open_database(address)
        try:
            letters = await letters_of(database)
            await every_report_is_one_order(database, lived)
        finally:
            await database.close()
        run = Run(lived, phones, weather, disorder, letters)
        all_is_told(run)
        nothing_is_told_twice_without_doubt(run)
        assert phones.out_of_order(letters) == []
        assert town.telegram.faults.early == [], "said before the pause was over that the chat had asked for"
        assert await town.telegram.quarrels() == []
        return run


def break_loose(telegram: FakeTelegram, way: str, chance: random.Random) -> tuple[Weather, Disorder]:
    weather, disorder = Weather(chance), Disorder(rates_in(way), chance)
    telegram.faults.by_chance, telegram.updates.disorder = weather, disorder
    return weather, disorder


def rates_in(way: str) -> dict[str, int]:
    return {kind: rate for kind, rate in IN.items() if way == "webhook" or kind != "unheard"}


async def live(lived: list[Quarter], until: float) -> None:
    async with asyncio.TaskGroup() as together:
        for one in lived:
            together.create_task(one.live(until))


async def every_report_is_one_order(database: Database, lived: list[Quarter]) -> None:
    sql = """
        SELECT c.id AS chat, o.what, o.number FROM orders o
        JOIN authors a ON a.order_id = o.id JOIN chats c ON c.person = a.person
    """
    rows = await database.read(lambda tx: tx.all(sql))
    placed = Counter((row["chat"], row["what"], row["number"]) for row in rows)
    told = Counter((f"telegram:{chat}", words, number) for one in lived for (chat, words), number in one.told.items())
    assert placed == told
    left = await database.read(lambda tx: tx.all("SELECT * FROM inbox WHERE state <> 'done'"))
    assert left == [], "a message was not worked off"


def every_kind_struck(runs: list[Run], size: Size) -> None:
    """Of calls for people, in groups and for taps each where enough was tried."""
    struck = {whom: set[str]().union(*(run.weather.kinds(whom) for run in runs)) for whom in OUT}
    if size.name == "small":
        assert set[str]().union(*struck.values()) == set[str]().union(*OUT.values())
    else:
        assert struck == {whom: set(rates) for whom, rates in OUT.items()}
    assert {kind for run in runs for kind in run.disorder.hits.elements()} == set(IN)


def all_is_told(run: Run) -> None:
    """Every resident has one receipt for each report; only a group may miss what perhaps it was told."""
    assert run.phones.never(run.letters) == []
    assert [one for one in run.letters if one.state == "new"] == []
    assert [one for one in run.letters if one.state == "failed" and one.chat > 0] == []
    assert sum("Your number is" in one.looks[0] for one in run.letters) == run.reports


def nothing_is_told_twice_without_doubt(run: Run) -> None:
    """To a person only as often as an answer left it open, and to a group never."""
    strikes = run.weather.strikes
    repeated = run.phones.repeated(run.letters)
    assert [chat for chat in repeated if chat < 0] == []
    assert [chat for chat, times in repeated.items() if times > strikes(chat, "lost", "done_but_broken")] == []
    for chat in (one.group.chat for one in run.lived):
        missed = sum(letter.state == "failed" for letter in run.letters if letter.chat == chat)
        assert missed == strikes(chat, "lost", "cut"), "given up without any doubt"


def counted(kinds: Iterable[str]) -> str:
    return ", ".join(f"{kind.replace('_', ' ')} {number:,}" for kind, number in sorted(Counter(kinds).items()))
