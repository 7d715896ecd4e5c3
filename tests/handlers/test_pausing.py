"""A pause has a reason and an end, the resident reads both, and nobody pauses for ever."""

from datetime import datetime

import pytest

from domain.order import State, Step
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import DAY, HOUR, POLICY, Town

LONGEST = POLICY.rules.pause


@pytest.fixture
async def number(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands; each has read what there was."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    for who in (li, zhou, wang):
        who.reads()
    return number


def day(town: Town, moment: int | None) -> datetime:
    assert moment is not None
    return datetime.fromtimestamp(moment, town.house.zone)


def labels(who: Neighbour, number: str) -> list[str]:
    return [button.label for row in who.card(number).buttons for button in row]


async def test_the_resident_reads_what_is_waited_for_and_until_when(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    assert "What does" in await wang.taps("More …", "Pause")
    assert "Until which day" in await wang.taps("parts")
    assert "Paused until tomorrow 17:00" in await wang.taps("Tomorrow")
    until = day(town, (await town.order(number)).paused_until)
    assert (until.day, until.hour, until.minute) == (24, 17, 0)
    assert f"{number} is paused until tomorrow 17:00: waiting for parts" in li.reads()
    for who in (li, wang):
        assert "Paused until tomorrow 17:00: waiting for parts" in who.card(number).text
        assert "paused until 11-24: waiting for parts" in who.card(number).text


async def test_nobody_is_nagged_about_what_is_paused_and_then_the_clock_goes_on_with_what_was_left(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    town.now += 10 * 60
    left = ((await town.order(number)).deadline or 0) - town.now
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    wang.reads()
    zhou.reads()
    until = (await town.order(number)).paused_until or 0
    for _ in range(3):
        await town.later(hours=10)
        assert (wang.reads(), zhou.reads()) == ("", "")
    town.now = until
    await town.later()
    assert f"pause of {number} is over" in wang.reads()
    order = await town.order(number)
    assert (order.paused_until, order.deadline) == (None, until + left)
    assert "Paused" not in wang.card(number).text
    assert "goes on" in wang.card(number).text


async def test_a_pause_may_end_on_a_day_on_which_nobody_works(town: Town, number: str, wang: Neighbour):
    await wang.taps("More …", "Pause", "others", "In 5 days")
    until = day(town, (await town.order(number)).paused_until)
    assert (until.strftime("%A"), until.hour) == ("Saturday", 17)


async def test_the_worker_goes_on_before_the_pause_is_over(town: Town, number: str, li: Neighbour, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    assert "Go on now" in labels(wang, number)
    again = wang.button("Go on now")
    await wang.taps("Go on now")
    assert (await town.order(number)).paused_until is None
    assert f"{number} goes on" in li.reads()
    assert "Go on now" not in labels(wang, number)
    assert "has moved on" in await wang.presses(again)


async def test_an_old_go_on_does_not_end_a_later_pause(town: Town, number: str, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    old = wang.button("Go on now")
    await wang.presses(old)
    await wang.taps("More …", "Pause", "money", "In 3 days")
    assert "has moved on" in await wang.presses(old)
    assert day(town, (await town.order(number)).paused_until).day == 26


async def test_any_move_ends_a_pause(town: Town, number: str, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts", "Tomorrow", "Progress")
    await wang.says("配件到了")
    assert (await town.order(number)).paused_until is None


async def test_what_waits_for_the_resident_goes_on_when_the_resident_writes(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    await wang.taps("More …", "Pause", "for the resident", "In 3 days")
    assert "waits for a word from you" in li.reads()
    wang.reads()
    await li.taps("Reply")
    await li.says("周三下午在家")
    assert (await town.order(number)).paused_until is None
    [rung] = [message.text for message in wang.phone.news if message.alert]
    assert rung.partition(" ·")[0] == f"▶️ The pause of {number} is over, the resident writes:\n周三下午在家"
    assert "Go on now" not in labels(wang, number)
    assert await town.one("SELECT person FROM order_events WHERE step = 'resume'") == "system"


async def test_what_waits_for_parts_stays_paused_when_the_resident_writes(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    await wang.taps("More …", "Pause", "parts", "In 3 days")
    wang.reads()
    await li.says("好的，辛苦了", reply_to=li.phone.where(number))
    assert (await town.order(number)).paused_until is not None
    assert "The resident of" in wang.reads()


async def test_what_waits_for_the_resident_does_not_go_on_because_the_worker_writes(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    await wang.taps("More …", "Pause", "for the resident", "In 3 days", "Ask the resident")
    await wang.says("您什么时候在家？")
    assert (await town.order(number)).paused_until is not None


async def test_no_pause_is_longer_than_the_rules_say(town: Town, number: str, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts")
    assert wang.labels()[-1] == "In 6 days"  # the seventh ends more than seven times 24 hours from now
    await wang.taps("In 6 days")
    assert ((await town.order(number)).paused_until or 0) <= town.now + LONGEST


async def test_nobody_pauses_again_and_again_without_asking_the_desk(town: Town, number: str, wang: Neighbour):
    for _ in range(2):
        await wang.taps("More …", "Pause", "parts", "In 6 days")
        town.now = (await town.order(number)).paused_until or 0
        await town.later()
        town.now += DAY
    assert "cannot be paused any longer" in await wang.taps("More …", "Pause")
    assert (await town.order(number)).paused_until is None


async def test_a_day_that_has_come_while_it_was_asked_for_is_asked_again(town: Town, number: str, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts")
    town.now += 2 * DAY
    assert "tap one of the answers" in await wang.taps("In 2 days")
    assert (await town.order(number)).paused_until is None
    await wang.taps("Tomorrow")
    assert day(town, (await town.order(number)).paused_until).day == 26


async def test_two_taps_on_the_last_day_pause_once(town: Town, number: str, li: Neighbour, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts")
    tomorrow = wang.button("Tomorrow")
    await wang.presses(tomorrow)
    assert "is done with" in await wang.presses(tomorrow)
    assert li.reads().count("is paused until") == 1


async def test_only_who_has_it_in_hand_pauses_and_goes_on(
    town: Town, number: str, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    version = (await town.order(number)).version
    for who in (li, zhao, zhou, hu):
        assert "cannot find that" in await who.says(button=f"more {number} {version}")
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    for who in (li, zhao, zhou, hu):
        assert "cannot find that" in await who.says(button=f"resume {number} {version + 1}")
    assert (await town.order(number)).paused_until is not None


async def test_what_was_handed_back_while_the_question_was_open_is_not_paused(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    await wang.taps("More …", "Pause")
    waits = wang.button("parts")
    await wang.taps("More …", "Hand back")
    await wang.says("今天休息")
    await wang.presses(waits)
    order = await town.order(number)
    assert (order.state, order.paused_until) == (State.PLACED, None)


async def test_a_card_in_hand_has_six_buttons_at_most(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports("3号楼1单元602水管漏水", photos=("p1",))
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    assert labels(wang, number) == ["Done", "Progress", "Set a date", "Ask the resident", "More …", "See the photos"]
    await wang.taps("More …")
    assert wang.labels() == ["☎️ Reach them", "Pause", "More time", "Too hard for us", "Hand back"]
    await wang.taps("Pause", "parts", "Tomorrow")
    assert labels(wang, number) == ["Go on now", "Done", "Progress", "Ask the resident", "More …", "See the photos"]
    await wang.taps("More …")
    assert wang.labels() == ["☎️ Reach them", "Set a date", "More time", "Too hard for us", "Hand back"]


async def test_a_paused_matter_is_fed_back_by_that(town: Town, number: str, wang: Neighbour):
    town.now += HOUR // 2
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    assert (await town.order(number)).feedback_at == town.now
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = :step", step=str(Step.PAUSE)) == 1
