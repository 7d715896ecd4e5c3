"""What a night leaves for the morning is taken once, and moves along with its group."""

import asyncio
from functools import partial

import pytest

from storage import events, group_chats, nights, people
from storage.database import Database, Tx, open_database
from storage.nights import Words
from tests.storage.kept import COMPOUND, NOW, placed, settled

MORNING = NOW + 3600
GROUP, NEW = "telegram:-1", "telegram:-2"


@pytest.fixture
async def night(database: Database) -> Database:
    """Words about one order, and a group that is to hear of two."""
    await settled(database, "li")
    first, second = [await placed(database, n, author="li") for n in (2, 1)]

    async def unit(tx: Tx) -> None:
        await events.append(tx, id="e1", order_id=first.id, step=events.COMMENT, at=NOW, person="li", version=None)
        await nights.keep_words(tx, Words("e1", first.id, "li", "{}", NOW), MORNING)
        for group in (GROUP, NEW):
            await people.add_chat(tx, group, now=NOW, is_group=True)
        await group_chats.bind(tx, GROUP, group_chats.Kind.STAFF, COMPOUND, by="", topic=None, now=NOW)
        for order in (first, second, first):
            await nights.keep_card(tx, GROUP, order.id, NOW, MORNING)

    await database.do(unit)
    return database


async def due(database: Database, now: int) -> tuple[list[str], list[str]]:
    words = await database.read(partial(nights.words_due, now=now, limit=9))
    return words, await database.read(partial(nights.groups_due, now=now))


async def test_it_is_due_in_the_morning(night: Database):
    assert await due(night, MORNING - 1) == ([], [])
    assert await due(night, MORNING) == (["e1"], [GROUP])


async def test_of_many_replicas_one_takes_it(night: Database, url: str):
    other = await open_database(url)
    both = (night, other) * 3
    words = await asyncio.gather(*(database.do(partial(nights.take_words, event="e1")) for database in both))
    cards = await asyncio.gather(*(database.do(partial(nights.take_cards, chat=GROUP)) for database in both))
    assert [taken for taken in words if taken] == [Words("e1", "o2", "li", "{}", NOW)]
    assert [taken for taken in cards if taken] == [["o1", "o2"]]
    await other.close()


async def test_a_group_that_moves_takes_along_what_waits_for_it(night: Database):
    await night.do(partial(nights.keep_card, chat=NEW, order_id="o1", now=NOW, look_at=MORNING))
    await night.do(partial(people.move_chat, chat_id=GROUP, new_id=NEW))
    assert await night.do(partial(nights.take_cards, chat=NEW)) == ["o1", "o2"]
    assert await night.do(partial(nights.take_cards, chat=GROUP)) == []


async def test_of_what_is_shown_already_the_group_does_not_hear_again(night: Database):
    await night.do(partial(nights.forget_card, chat=GROUP, order_id="o2"))
    assert await night.do(partial(nights.take_cards, chat=GROUP)) == ["o1"]


async def test_a_clock_set_back_lets_nothing_wait_for_a_morning_that_is_far_away(night: Database):
    await night.do(partial(nights.set_back, now=NOW - 3600))
    assert await due(night, NOW - 3600) == (["e1"], [GROUP])
