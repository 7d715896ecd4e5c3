"""Reviewing: the resident, and only the resident, says whether it is fixed."""

import pytest

from domain.order import RATE_WITHIN, REOPEN_WITHIN, Closing, State
from storage import rollup
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, STREET, Town


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """Done, says Wang; who else would be there moves in afterwards."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await finishes(wang)
    li.reads()
    return number


async def finishes(wang: Neighbour) -> None:
    await wang.taps("Accept", "Done", "Skip")


async def figures(town: Town) -> dict[str, int]:
    row = await town.database.read(lambda tx: rollup.below(tx, "2026-11-23", "2026-12-31", COMPOUND))
    return {name: n for name, n in row.items() if n}


async def test_fixed_closes_it_with_the_residents_stars_and_words(
    town: Town, number: str, li: Neighbour, zhou: Neighbour
):
    assert "How many stars" in await li.taps("Fixed")
    await li.taps("★★★★★")
    assert "closed" in await li.says("师傅很快")
    order = await town.order(number)
    assert (order.state, order.closing, order.fixed, order.rating) == (State.CLOSED, Closing.FIXED, True, 5)
    assert "★★★★★ 师傅很快" in zhou.reads()
    counted = await figures(town)
    assert (counted["closed"], counted["fixed"], counted["rated"], counted["satisfied"]) == (1, 1, 1, 1)


async def test_stars_are_enough(town: Town, number: str, li: Neighbour):
    await li.taps("Fixed", "★★★", "Skip")
    assert (await town.order(number)).rating == 3
    assert "satisfied" not in await figures(town)


async def test_stars_are_not_on_the_workers_card(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.taps("Fixed", "★★")
    await li.says("不太满意")
    assert "fixed" in wang.card(number).text
    assert "★" not in wang.phone.every_text()
    assert "不太满意" not in wang.phone.every_text()
    assert "★★☆☆☆" in zhou.card(number).text


async def test_stars_are_on_no_colleagues_card_either(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To somebody else", "Hu Bin")
    await hu.taps("Hand back")
    await hu.says("没空")
    await zhou.taps("To Wang")
    await finishes(wang)
    await li.taps("Fixed", "★★", "Skip")
    assert "★" not in hu.card(number).text


async def test_not_fixed_opens_the_same_order_one_level_up_with_all_that_is_known(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    wang.reads()
    assert "still wrong" in await li.taps("Not fixed")
    assert "one level up" in await li.says("还在滴水")
    order = await town.order(number)
    assert (order.state, order.rung, order.reopened, order.assignee) == (State.PLACED, COMMUNITY, 1, None)
    assert "还在滴水" in liu.reads()
    assert "3号楼1单元水管漏水" in liu.card(number).text
    assert f"The resident says {number} is not fixed yet" in wang.reads()
    assert "To Wang Jianguo" in [button.label for row in liu.card(number).buttons for button in row]


async def test_at_most_twice_then_it_is_closed_as_not_fixed(
    town: Town, number: str, li: Neighbour, wang: Neighbour, liu: Neighbour, sun: Neighbour
):
    for desk, rung in ((liu, COMMUNITY), (sun, STREET)):
        await li.taps("Not fixed")
        await li.says("还在滴水")
        assert (await town.order(number)).rung == rung
        await desk.taps("To Wang")
        await finishes(wang)
    await li.taps("Not fixed")
    assert "closed as not fixed" in await li.says("还是不行")
    order = await town.order(number)
    assert (order.state, order.closing, order.fixed, order.reopened) == (State.CLOSED, Closing.NOT_FIXED, False, 2)
    assert "not fixed, says the resident" in li.card(number).text
    assert "还是不行" in sun.reads()
    counted = await figures(town)
    assert (counted["reopened"], counted["closed"], counted.get("fixed")) == (2, 1, None)


async def test_at_the_top_it_stays_on_the_same_desk(town: Town, number: str, li: Neighbour, zhou: Neighbour):
    await li.taps("Not fixed")
    await li.says("还在滴水")
    assert (await town.order(number)).rung == COMPOUND
    assert "还在滴水" in zhou.reads()


async def test_what_was_fixed_may_break_again_within_a_week(town: Town, number: str, li: Neighbour):
    await li.taps("Fixed", "★★★★", "Skip")
    town.now += REOPEN_WITHIN
    await li.says("/my")
    await li.taps(number, "Not fixed")
    await li.says("又漏了")
    order = await town.order(number)
    assert (order.state, order.closing, order.rating) == (State.PLACED, None, None)


async def test_after_a_week_it_is_a_new_report(town: Town, number: str, li: Neighbour):
    await li.taps("Fixed", "★★★★", "Skip")
    town.now += REOPEN_WITHIN + 1
    await li.says("/my")
    await li.taps(number)
    assert "Not fixed" not in li.labels()
    version = (await town.order(number)).version
    await li.says(button=f"unfixed {number} {version}")
    assert "is closed: fixed" in await li.says("又漏了")
    assert (await town.order(number)).state is State.CLOSED


async def test_a_late_word_still_counts_for_a_month(town: Town, number: str, li: Neighbour):
    await town.later(days=4)
    await town.later(days=4)
    assert (await town.order(number)).closing is Closing.UNREVIEWED
    await town.later(days=20)
    await li.says("/my")
    await li.taps(number, "Fixed", "★★★★★", "Skip")
    order = await town.order(number)
    assert (order.closing, order.rating) == (Closing.FIXED, 5)


async def test_after_a_month_it_is_too_late_to_review(town: Town, number: str, li: Neighbour):
    await town.later(days=4)
    await town.later(days=4)
    town.now += RATE_WITHIN + DAY
    await li.says("/my")
    await li.taps(number)
    assert "Fixed" not in li.labels()
    version = (await town.order(number)).version
    await li.says(button=f"fixed {number} {version}")
    await li.taps("★★★★★", "Skip")
    assert (await town.order(number)).closing is Closing.UNREVIEWED


async def test_it_is_reviewed_once(town: Town, number: str, li: Neighbour):
    fixed = li.button("Fixed")
    await li.taps("Fixed", "★★★★★", "Skip")
    assert "is closed: fixed" in await li.presses(fixed)
    assert (await town.order(number)).rating == 5


@pytest.mark.parametrize("word", ["fixed", "unfixed"])
async def test_nobody_else_reviews(town: Town, number: str, zhao: Neighbour, wang: Neighbour, word: str):
    version = (await town.order(number)).version
    for who in (zhao, wang):
        assert "cannot find that" in await who.says(button=f"{word} {number} {version}")
    assert (await town.order(number)).state is State.FINISHED


async def test_a_dispatcher_who_did_it_is_told_no_stars(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour):
    await li.reports()
    await zhou.taps("I keep it", "Done", "Skip")
    await li.taps("Fixed", "★", "Skip")
    assert "★" not in zhou.reads()
