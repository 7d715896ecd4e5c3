"""Urging: it counts, it shows, whoever owes the next step hears of it, and the clock stays where it is."""

import pytest

from domain.order import State
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import DAY, HOUR, POLICY, Town

AGAIN = POLICY.rules.urge


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands; each has read what there was."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    for who in (li, zhou, wang):
        who.reads()
    return number


def labels(who: Neighbour, number: str) -> list[str]:
    return [button.label for row in who.card(number).buttons for button in row]


async def test_whoever_has_it_hears_of_it_and_every_card_shows_how_often(
    number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.taps("Urge")
    assert li.toast == "Passed on: they know that you are waiting."
    assert f"The resident asks about {number}. Urged so far: 1" in wang.reads()
    assert "asks about" not in zhou.reads()
    for who in (li, wang, zhou):
        assert "📣 Urged: 1" in who.card(number).text
        assert "the resident asks again" in who.card(number).text


async def test_before_it_is_handed_out_the_desk_hears_of_it(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    zhou.reads()
    await li.taps("Urge")
    assert f"asks about {number}" in zhou.reads()
    assert wang.reads() == ""


async def test_before_it_is_accepted_whoever_was_asked_hears_of_it(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    wang.reads()
    await li.taps("Urge")
    assert f"asks about {number}" in wang.reads()


async def test_urging_again_too_soon_is_answered_kindly_and_does_not_count(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    await li.taps("Urge")
    wang.reads()
    assert "You can urge" in (read := await li.taps("Urge"))
    assert "from 10:30 on" in read
    town.now += AGAIN - 1
    await li.taps("Urge")
    assert wang.reads() == ""
    assert (await town.order(number)).urged == 1
    town.now += 1
    await li.taps("Urge")
    assert "Urged so far: 2" in wang.reads()
    assert (await town.order(number)).urged == 2
    assert li.card(number).text.count("asks again") == 1


async def test_urging_moves_no_clock(town: Town, number: str, li: Neighbour):
    before = await town.order(number)
    town.now += 60
    await li.taps("Urge")
    after = await town.order(number)
    assert (after.since, after.deadline, after.due_at, after.stage, after.state) == (
        before.since,
        before.deadline,
        before.due_at,
        before.stage,
        before.state,
    )


async def test_what_is_paused_may_be_urged_and_stays_paused(town: Town, number: str, li: Neighbour, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    wang.reads()
    await li.taps("Urge")
    assert "asks about" in wang.reads()
    assert (await town.order(number)).paused_until is not None


async def test_an_old_button_urges_too(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    old = li.button("Urge")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    wang.reads()
    await li.presses(old)
    assert f"asks about {number}" in wang.reads()


async def test_what_is_done_needs_no_urging(town: Town, number: str, li: Neighbour, wang: Neighbour):
    old = li.button("Urge")
    await wang.taps("Done", "Skip")
    assert "Urge" not in labels(li, number)
    assert "done, waiting" in await li.presses(old)
    await li.taps("Fixed", "★★★★★", "Skip")
    assert "is closed: fixed" in await li.presses(old)
    assert (await town.order(number)).urged == 0


async def test_only_who_reported_it_urges(town: Town, number: str, zhao: Neighbour, zhou: Neighbour, wang: Neighbour):
    version = (await town.order(number)).version
    for who in (zhao, zhou, wang):
        assert "cannot find that" in await who.says(button=f"urge {number} {version}")
        assert "Urge" not in who.labels()
    assert (await town.order(number)).urged == 0


async def test_who_reported_the_same_reads_how_the_joined_one_stands(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    first = await li.reports()
    second = await zhao.reports()
    old = zhao.button("Urge")
    await zhou.taps("Same as another", first)
    read = await zhao.presses(old)
    assert f"{second} is handled together with {first}, which is now: waiting to be handed out" in read
    assert (await town.order(first)).urged == (await town.order(second)).urged == 0


async def test_at_night_who_works_hears_of_it_in_the_morning(town: Town, number: str, li: Neighbour, wang: Neighbour):
    town.now += 13 * HOUR  # eleven in the evening
    await li.taps("Urge")
    assert wang.reads() == "" or "asks about" not in wang.phone.every_text()
    town.now += DAY // 2
    await town.later()
    assert number in wang.reads()


async def test_a_report_whose_desk_is_empty_is_urged_at_the_next_one(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    number = await li.reports()
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = :now WHERE person = 'zhou'", now=town.now))
    await li.taps("Urge")
    assert f"asks about {number}" in liu.reads()
    assert (await town.order(number)).state is State.PLACED


async def test_figures_count_how_often_people_urged(number: str, town: Town, li: Neighbour):
    await li.taps("Urge")
    assert await town.one("SELECT SUM(urged) FROM daily") == 1
