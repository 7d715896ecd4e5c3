"""Working on an order: what the worker does reaches the resident, and only the resident closes it."""

import pytest

from domain.order import State
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import DAY, HOUR, MONDAY, Town

TOMORROW_AT_FIVE = MONDAY + 31 * HOUR


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    li.reads()
    return number


async def test_progress_reaches_the_resident(town: Town, number: str, li: Neighbour, wang: Neighbour):
    assert "How far" in await wang.taps("Progress")
    await wang.says("阀门已关，等配件", photos=("p1",))
    assert f"News on {number}: 阀门已关，等配件" in li.reads()
    assert "阀门已关，等配件" in li.card(number).text
    assert "Photos: 1" in li.card(number).text


async def test_progress_gives_the_worker_time(town: Town, number: str, wang: Neighbour):
    town.now += HOUR - 1
    await wang.taps("Progress")
    await wang.says("等配件")
    assert await town.one("SELECT deadline FROM orders") == town.now + HOUR


async def test_a_planned_day_is_told_and_the_clock_waits_for_it(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    assert "When" in await wang.taps("Set a date")
    await wang.taps("Tomorrow")
    order = await town.order(number)
    assert order.planned_at == order.deadline == TOMORROW_AT_FIVE
    assert order.due_at == TOMORROW_AT_FIVE - HOUR // 2, "half an hour of work before the planned one"
    assert "24" in li.reads()
    assert "Planned" in li.card(number).text


async def test_a_plan_for_an_evening_that_is_over_leaves_an_hour(town: Town, number: str, wang: Neighbour):
    town.now += 10 * HOUR  # eight in the evening
    await wang.taps("Set a date", "Today")
    assert (await town.order(number)).planned_at == town.now + HOUR


@pytest.mark.parametrize(
    ("typed", "hours", "told"),
    [("今天下午5点半", 7.5, "17:30"), ("周四下午", 79, "11-26"), ("明天3点", 29, "tomorrow 15:00")],
)
async def test_a_day_may_be_written_and_an_hour_with_it(
    town: Town, number: str, li: Neighbour, wang: Neighbour, typed: str, hours: float, told: str
):
    await wang.taps("Set a date")
    assert "knows the date" in await wang.says(typed)
    assert (await town.order(number)).planned_at == MONDAY + hours * HOUR
    assert f"planned for {told}." in li.reads()


async def test_an_hour_that_is_over_is_no_promise(town: Town, number: str, wang: Neighbour):
    await wang.taps("Set a date")
    assert "over already" in await wang.says("今天上午9点")
    assert (await town.order(number)).planned_at is None


async def test_finishing_asks_the_resident_whether_it_is_fixed(town: Town, number: str, li: Neighbour, wang: Neighbour):
    assert "What was done" in await wang.taps("Done")
    assert "resident is asked" in await wang.says("换了阀门", photos=("p1",))
    assert ((await town.order(number)).state, (await town.order(number)).finished_at) == (State.FINISHED, town.now)
    read = li.reads()
    assert "换了阀门" in read
    assert "Is it fixed?" in read
    assert "Photos: 1" in li.card(number).text
    assert li.labels()[:2] == ["Fixed", "Not fixed"]


async def test_finishing_without_words_or_photos_is_enough(town: Town, number: str, wang: Neighbour):
    await wang.taps("Done", "Skip")
    assert (await town.order(number)).state is State.FINISHED


async def test_what_is_finished_waits_for_the_resident_alone(town: Town, number: str, wang: Neighbour, zhou: Neighbour):
    await wang.taps("Done", "Skip")
    version = (await town.order(number)).version
    for who in (wang, zhou):
        for word in ("finish", "progress", "decline", "fixed", "cancel", "refuse", "keep", "other"):
            await who.says(button=f"{word} {number} {version}")
    assert ((await town.order(number)).state, (await town.order(number)).version) == (State.FINISHED, version)


async def test_a_question_reaches_the_resident_who_answers_by_a_tap(number: str, li: Neighbour, wang: Neighbour):
    await wang.taps("Ask the resident")
    assert "Passed on" in await wang.says("下午三点在家吗？")
    assert "下午三点在家吗？" in li.reads()
    await li.taps("Reply")
    await li.says("在家")
    assert "在家" in wang.reads()


async def test_plans_reach_seven_days_ahead(town: Town, number: str, wang: Neighbour):
    await wang.taps("Set a date")
    assert len(wang.labels()) == 8
    assert wang.labels()[:3] == ["Today", "Tomorrow", "Wed 11-25"]
    await wang.taps("11-30")
    assert town.now + 7 * DAY <= ((await town.order(number)).planned_at or 0) <= town.now + 8 * DAY


async def test_a_promised_day_may_come_sooner_but_later_only_with_somebody_elses_word(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    await wang.taps("Set a date", "11-25")
    promised = (await town.order(number)).planned_at
    assert "ask for more time" in await wang.taps("Set a date", "11-28")
    assert (await town.order(number)).planned_at == promised
    await wang.taps("Set a date", "Tomorrow")
    assert ((await town.order(number)).planned_at or 0) < (promised or 0)
