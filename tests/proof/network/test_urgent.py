"""A fire is on the dispatcher's phone at once, whoever else has to wait and however many notices lie there."""

import asyncio
import itertools
import math
import random
from pathlib import Path

import orjson
import pytest

from bot.clock import Ids
from dialogue.message import Message
from storage import outbox
from storage.database import Tx, open_database
from storage.outbox import Way
from tests.fake_telegram import FakeTelegram, Person
from tests.proof.network.phones import Letter, Phones, letters_of
from tests.proof.network.weather import seeded
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import number_in
from tests.stories.town import Estate, a_town

NOTICES = 1_500
RATE = 20  # notices a second, as long as nobody decides otherwise
BURST = 5
RESIDENTS = 10
NOTIFIED = range(900_000_000, 900_100_000)  # the chats that get a notice
A_MOMENT = 1.0  # seconds between a turn and the phone, on a machine with much to do
LIMIT = 2.0  # seconds
FAR_TOO_LATE = 15.0  # even on a machine that does something else besides
PATIENCE = 60.0


@pytest.mark.proves(
    "It keeps up", "urgent reports while 1,500 notices wait and the chat of another dispatcher is in 429"
)
async def test_what_is_urgent_overtakes_what_waits(figure: Figure, size: Size, tmp_path: Path):
    """From the deed, a moment before its commit, to the phone of the dispatcher."""
    chance, address = seeded(), f"sqlite:{tmp_path / 'sidan.db'}"
    async with a_town("polling", address, tmp_path) as town:
        assert isinstance(town.telegram, FakeTelegram)
        telegram, estate = town.telegram, town.estate()
        desk, beside = await estate.dispatcher(), await estate.dispatcher("刘芳")
        assert isinstance(desk, Person)
        assert isinstance(beside, Person)
        residents = await moved_in(telegram, estate)
        phones, numbers, waiting = Phones(telegram.world), set[str](), NOTICES
        await telegram.fault("too_many", chat=beside.chat, seconds=3600, times=None)
        for _ in range(size.pick(1, 1, 5)):
            await notices_lie_there(telegram, address)
            burning = await fires(residents, *size.pick((2, 2.0), (5, 12.0), (6, 50.0)), chance)
            for number in burning:
                await desk.sees(number, patience=FAR_TOO_LATE)
            numbers |= burning
            waiting = min(waiting, await unsaid(address))
        await town.program.stop()
        letters = await everything(address)
        moments = [seen(phones, letters, desk.chat, number) for number in numbers]
        assert telegram.faults.hits["too_many"] == 1
        assert telegram.faults.early == []
        notices_come_once_and_not_too_fast(phones)
        assert waiting > NOTICES / 5, "too few notices waited"
    told = [one.at for one in phones.shown if one.chat in NOTIFIED]
    between = sorted(sum(written < at < shown for at in told) for written, shown in moments)
    assert between[len(between) // 2] < RATE, "what is urgent goes behind the notices"
    seconds = sorted(shown - written for written, shown in moments)
    p95 = seconds[math.ceil(0.95 * len(seconds)) - 1]
    figure("urgent reports", f"{len(seconds):,}")
    figure("notices that still waited", f"{waiting:,} or more")
    figure("seconds to the phone", f"p50 {seconds[len(seconds) // 2]:.3f}, p95 {p95:.3f}, at most {seconds[-1]:.3f}")
    assert p95 < LIMIT or not size.timed


async def moved_in(telegram: FakeTelegram, estate: Estate) -> list[Person]:
    people = [telegram.person(1_000 + number, "李秀兰") for number in range(RESIDENTS)]
    for person in people:
        await person.starts(estate.poster("3/1"))
    for person in people:
        await person.hears("What is the matter?", patience=PATIENCE)
    return people


async def notices_lie_there(telegram: FakeTelegram, address: str) -> None:
    """Written while the program runs, as a round to many is: all in one commit, each for a chat of its own."""
    first, ids = NOTIFIED.start + len(telegram.world.chats), Ids()
    for chat in range(first, first + NOTICES):
        telegram.world.person({"id": chat, "first_name": "邻居", "language_code": "zh-hans"})
        telegram.world.chats[chat].bot_is = "member"
    body, now = orjson.dumps(Message("停水通知：明天上午九点到十一点").to_json()).decode(), telegram.world.now()

    async def unit(tx: Tx) -> None:
        for chat in range(first, first + NOTICES):
            await outbox.post(tx, id=ids(), chat=f"telegram:{chat}", lane=Way.BROADCAST, body=body, now=now)

    database = await open_database(address)
    await database.do(unit)
    await database.close()


async def fires(residents: list[Person], each: int, seconds: float, chance: random.Random) -> set[str]:
    """So many reports of each, at any moment within these seconds; their numbers."""

    async def reports(person: Person) -> list[str]:
        found = []
        for pause in pauses(each, seconds, chance):
            await asyncio.sleep(pause)
            await person.says("3号楼着火了，有浓烟")
            await person.hears("Please check:", label="Send", patience=PATIENCE)
            await person.taps("Send")
            found.append(number_in(await person.hears("Your number is", patience=PATIENCE)))
        return found

    return {number for found in await asyncio.gather(*map(reports, residents)) for number in found}


def pauses(many: int, seconds: float, chance: random.Random) -> list[float]:
    moments = sorted(chance.uniform(0, seconds) for _ in range(many))
    return [after - before for before, after in itertools.pairwise([0.0, *moments])]


async def everything(address: str) -> list[Letter]:
    database = await open_database(address)
    letters = await letters_of(database)
    await database.close()
    return letters


async def unsaid(address: str) -> int:
    return sum(letter.lane == Way.BROADCAST and letter.state == "new" for letter in await everything(address))


def seen(phones: Phones, letters: list[Letter], chat: int, number: str) -> tuple[float, float]:
    """When it was written, and when this phone showed it."""
    letter = next(one for one in letters if one.chat == chat and number in one.looks[0])
    shown = next(one for one in phones.shown if one.chat == chat and number in one.looks[0])
    assert "🚨 URGENT" in shown.looks[0]
    return letter.written, shown.at


def notices_come_once_and_not_too_fast(phones: Phones) -> None:
    told = [one for one in phones.shown if one.chat in NOTIFIED]
    assert len({one.chat for one in told}) == len(told)
    assert len(told) <= RATE * (told[-1].at - told[0].at + A_MOMENT) + BURST
