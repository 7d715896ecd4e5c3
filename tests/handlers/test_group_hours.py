"""A staff group hears so much an hour; what comes meanwhile is one list when the hour is over."""

import asyncio
from dataclasses import replace

import pytest

from dialogue.message import Message
from domain.group import Groups
from handlers import groups
from storage.database import open_database
from tests.handlers.grouping import GROUP, STAFF, binds
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import HOUR, POLICY, Town

MOST = 3


@pytest.fixture
async def group(town: Town, zhou: Neighbour) -> str:
    few = replace(POLICY, groups=Groups(an_hour=MOST))
    town.house = replace(town.house, policy=few)
    return await binds(zhou, STAFF, "杏福苑")


async def reported(li: Neighbour, times: int, words: str = "3号楼1单元水管漏水") -> list[str]:
    numbers = []
    for _ in range(times):
        await li.says("/report")
        numbers.append(await li.reports(words))
    return numbers


def rung(town: Town) -> list[Message]:
    found = [message for message in town.phone(GROUP).news if message.alert]
    town.phone(GROUP).news.clear()
    return found


async def test_so_many_cards_an_hour_and_the_rest_as_one_list_with_a_button_each(
    town: Town, group: str, li: Neighbour, wang: Neighbour
):
    numbers = await reported(li, MOST + 3)
    assert [message.text[:6] for message in rung(town)] == numbers[:MOST]
    await town.later(minutes=59)
    assert rung(town) == []
    await town.later(minutes=2)
    [message] = rung(town)
    head, *lines = message.text.splitlines()
    assert "came in meanwhile" in head
    assert lines == [f"{n}. {number} · Water supply and leaks" for n, number in enumerate(numbers[MOST:], 1)]
    await wang.taps("2. I take it", group=group)
    assert (await town.order(numbers[MOST + 1])).assignee == wang.id


async def test_what_is_urgent_always_comes(town: Town, group: str, li: Neighbour, zhao: Neighbour):
    await reported(li, MOST)
    [number] = await reported(li, 1, "3号楼1单元着火了")
    assert any(number in message.text for message in rung(town))


async def test_an_edited_card_is_no_message(town: Town, group: str, li: Neighbour, wang: Neighbour):
    await reported(li, MOST - 1)
    for _ in range(MOST - 1):
        await wang.taps("I take it", group=group)
    assert len(town.phone(group).news) == 2 * (MOST - 1)
    rung(town)
    [number] = await reported(li, 1)
    assert any(number in message.text for message in rung(town))


async def test_what_was_taken_meanwhile_is_not_told(town: Town, group: str, li: Neighbour, zhou: Neighbour):
    *_, handed_out, stays = await reported(li, MOST + 2)
    await zhou.says(handed_out)
    await zhou.taps("I keep it")
    rung(town)
    await town.later(hours=1, minutes=1)
    [message] = rung(town)
    assert message.text.startswith(stays)


async def test_a_group_that_belongs_elsewhere_by_then_is_told_nothing(
    town: Town, group: str, li: Neighbour, zhou: Neighbour
):
    await reported(li, MOST + 2)
    await binds(zhou, STAFF, "第二网格")
    await town.later(hours=1, minutes=1)
    assert rung(town) == []


async def test_an_hour_that_ends_at_night_is_told_in_the_morning(town: Town, group: str, li: Neighbour):
    town.now += 11 * HOUR + 1800  # half past nine in the evening
    await reported(li, MOST + 2)
    rung(town)
    await town.later(hours=1)
    assert rung(town) == []
    await town.later(hours=9)
    assert "came in meanwhile" in "".join(message.text for message in rung(town))


async def test_of_many_replicas_one_tells_the_list(town: Town, url: str, group: str, li: Neighbour):
    await reported(li, MOST + 2)
    rung(town)
    town.now += HOUR + 1
    other = await open_database(url)
    await asyncio.gather(*(groups.tick(one, town.house, town.now) for one in (town.database, other) * 3))
    await other.close()
    await town.delivers()
    assert len(rung(town)) == 1
