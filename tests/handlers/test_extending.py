"""More time: who has it in hand asks, somebody else at the desk decides, and the resident reads every new date."""

from datetime import datetime

import pytest

from domain.order import State
from domain.person import Held, Role
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, GRID_1, STREET, Town


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands, planned for tomorrow; each has read what there was."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Set a date", "Tomorrow")
    for who in (li, zhou, wang):
        who.reads()
    return number


async def wants(wang: Neighbour, when: str = "In 6 days", why: str = "配件断货") -> str:
    await wang.taps("More …", "More time", when)
    return await wang.says(why)


def labels(who: Neighbour, number: str) -> list[str]:
    return [button.label for row in who.card(number).buttons for button in row]


def day(town: Town, moment: int | None) -> str:
    assert moment is not None
    return f"{datetime.fromtimestamp(moment, town.house.zone):%m-%d %H:%M}"


async def test_the_desk_reads_until_when_and_why_and_the_card_shows_it(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    assert "hear from the desk" in await wants(wang)
    read = zhou.reads()
    assert f"grid worker Wang Jianguo asks for more time for {number}, until 11-29: 配件断货" in read
    assert zhou.labels() == ["Grant", "Refuse", "See it"]
    for who in (zhou, wang):
        assert "More time asked for: until 11-29" in who.card(number).text
        assert "配件断货" in who.card(number).text
    assert labels(zhou, number)[:2] == ["Grant", "Refuse"]
    assert day(town, (await town.order(number)).planned_at) == "11-24 17:00"


async def test_the_resident_reads_neither_the_day_nor_the_words_of_a_request(
    number: str, li: Neighbour, wang: Neighbour
):
    await wants(wang)
    li.reads()
    assert "more time was asked for" in li.card(number).text
    for hidden in ("配件断货", "11-29", "More time asked"):
        assert hidden not in li.phone.every_text()


async def test_only_days_after_the_promised_one_can_be_asked_for(number: str, wang: Neighbour):
    await wang.taps("More …", "More time")
    assert wang.labels()[0] == "In 2 days"
    assert wang.labels()[-1] == "In 31 days"


async def test_granted_the_date_moves_and_the_resident_reads_both_days_and_why(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await wants(wang)
    li.reads()
    wang.reads()
    await zhou.taps("Grant")
    assert zhou.toast == "Granted. The worker and the resident know."
    order = await town.order(number)
    assert (day(town, order.planned_at), order.deadline, order.wanted_until) == ("11-29 17:00", order.planned_at, None)
    assert f"{number} needs more time. It was promised for 11-24, now it is 11-29: 配件断货" in li.reads()
    assert "new date 11-29: 配件断货" in li.card(number).text
    assert "Planned for 11-29" in li.card(number).text
    assert f"more time for {number}: until 11-29" in wang.reads()
    assert "Grant" not in labels(zhou, number)


async def test_where_nothing_was_promised_yet_the_resident_reads_the_new_day(
    li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await wants(wang, "In 7 days")
    li.reads()
    await zhou.taps("Grant")
    assert f"{number} needs more time, until 11-30: 配件断货" in li.reads()


async def test_a_pause_ends_when_it_was_to_end_and_then_the_day_that_was_granted_counts(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    await wang.taps("More …", "Pause", "parts", "Tomorrow")
    until = (await town.order(number)).paused_until
    await wants(wang)
    await zhou.taps("Grant")
    order = await town.order(number)
    assert (order.paused_until, order.due_at) == (until, until)
    town.now = until or 0
    await town.later()
    order = await town.order(number)
    assert (order.paused_until, order.deadline) == (None, order.planned_at)
    assert day(town, order.deadline) == "11-29 17:00"


async def test_a_grant_allows_another_pause(town: Town, number: str, zhou: Neighbour, wang: Neighbour):
    town.now += 20 * DAY
    assert "cannot be paused any longer" in await wang.taps("More …", "Pause")
    await wants(wang, "In 7 days")
    await zhou.taps("Grant")
    assert "What does" in await wang.taps("More …", "Pause")


async def test_refused_the_worker_reads_why_and_the_resident_does_not(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    before = await town.order(number)
    await wants(wang)
    wang.reads()
    li.reads()
    assert "Why is there no more time" in await zhou.taps("Refuse")
    assert "stays as it is" in await zhou.says("老人家等不了")
    after = await town.order(number)
    assert (after.planned_at, after.deadline, after.wanted_until) == (before.planned_at, before.deadline, None)
    assert f"no more time for {number}: 老人家等不了" in wang.reads()
    assert "no more time: 老人家等不了" in wang.card(number).text
    assert "stays as it was promised" in li.card(number).text
    assert "老人家等不了" not in li.phone.every_text()


async def test_a_new_request_takes_the_place_of_the_one_before(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    await wants(wang, "In 3 days")
    old = zhou.button("Grant")
    await wants(wang, "In 6 days", "还是没到货")
    assert "Nobody asks" in await zhou.presses(old)
    assert "until 11-29" in zhou.card(number).text
    await zhou.taps("Grant")
    assert day(town, (await town.order(number)).planned_at) == "11-29 17:00"


async def test_a_request_can_be_answered_by_its_button_although_the_resident_has_urged_since(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await wants(wang)
    grant, refuse = zhou.button("Grant"), zhou.button("Refuse")
    await li.taps("Urge")
    assert "Why is there no more time" in await zhou.presses(refuse)
    await zhou.presses(grant)
    assert (await town.order(number)).wanted_until is None
    assert day(town, (await town.order(number)).planned_at) == "11-29 17:00"


async def test_two_taps_grant_once(town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await wants(wang)
    li.reads()
    grant, refuse = zhou.button("Grant"), zhou.button("Refuse")
    await zhou.presses(grant)
    assert "Nobody asks" in await zhou.presses(grant)
    assert "Nobody asks" in await zhou.presses(refuse)
    assert li.reads().count("needs more time") == 1


async def test_a_day_that_is_over_is_not_granted(town: Town, number: str, zhou: Neighbour, wang: Neighbour):
    await wants(wang, "In 2 days")
    town.now += 3 * DAY
    assert "is over" in await zhou.taps("Grant")
    assert day(town, (await town.order(number)).planned_at) == "11-24 17:00"


async def test_nobody_grants_what_they_have_in_hand(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour):
    both = await town.moves_in("Ma Li", Held(Role.GRID, GRID_1), Held(Role.COMMUNITY, COMPOUND))
    number = await li.reports()
    await zhou.taps("To Ma")
    await both.taps("Accept")
    await wants(both, "In 7 days")
    assert "Grant" not in labels(both, number)
    version = (await town.order(number)).version
    for word in ("grant", "deny"):
        assert "cannot find that" in await both.says(button=f"{word} {number} {version}")
    assert (await town.order(number)).wanted_until is not None
    assert "Grant" in zhou.labels()


async def test_a_colleague_at_the_desk_who_has_it_does_not_grant_what_another_asked_for(town: Town, li: Neighbour):
    """Two of a team that also sits at the desk: neither who asked nor who has it decides."""
    first = await town.moves_in("Ma Li", Held(Role.PROPERTY, COMPOUND), Held(Role.COMMUNITY, COMPOUND))
    second = await town.moves_in("Gao Ming", Held(Role.PROPERTY, COMPOUND))
    number = await li.reports()
    await first.taps("To somebody else", "property company, whoever is free")
    await first.says(button=f"accept {number} {(await town.order(number)).version}")
    version = (await town.order(number)).version
    await second.says(button=f"more {number} {version}")
    await second.taps("More time", "In 7 days")
    assert "nobody at the desk yet" in await second.says("缺人手")
    assert "cannot find that" in await first.says(button=f"grant {number} {version + 1}")
    assert (await town.order(number)).wanted_until is None


async def test_others_neither_ask_nor_decide(
    town: Town, number: str, li: Neighbour, zhao: Neighbour, hu: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await wants(wang)
    version = (await town.order(number)).version
    for who in (li, zhao, hu, wang):
        for word in ("grant", "deny"):
            assert "cannot find that" in await who.says(button=f"{word} {number} {version}")
    assert (await town.order(number)).wanted_until is not None


async def test_what_lies_at_the_street_s_desk_is_decided_by_the_nearest_who_may(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, sun: Neighbour
):
    await wang.taps("More …", "Too hard")
    await wang.says("要整体换管")
    await sun.taps("To Wang")
    await wang.taps("Accept")
    zhou.reads()
    await wants(wang, "In 7 days")
    assert (await town.order(number)).rung == STREET
    assert "asks for more time" in zhou.reads()
    assert "Grant" in zhou.labels()


async def test_nobody_answers_and_the_clock_goes_on_as_if_nothing_had_been_asked(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    before = await town.order(number)
    await wants(wang)
    order = await town.order(number)
    assert (order.deadline, order.due_at, order.stage) == (before.deadline, before.due_at, before.stage)
    zhou.reads()
    town.now = order.deadline or 0
    await town.later()
    await town.later(hours=2)
    assert "have a look" in zhou.reads()
    await zhou.taps("See it")
    assert "More time asked for: until 11-29" in zhou.card(number).text
    assert "Grant" in zhou.labels()


async def test_a_dispatcher_who_reported_it_decides_where_there_is_nobody_else(
    town: Town, zhou: Neighbour, wang: Neighbour
):
    await zhou.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await wants(wang, "In 7 days")
    assert "Grant" in zhou.labels()
    liu = await town.moves_in("Liu Fang", Held(Role.COMMUNITY, COMPOUND))
    zhou.reads()
    await wants(wang, "In 5 days")
    assert "asks for more time" in liu.reads()
    assert "asks for more time" not in zhou.reads()


async def test_a_finished_matter_needs_no_more_time(town: Town, number: str, zhou: Neighbour, wang: Neighbour):
    await wants(wang)
    old = zhou.button("Grant")
    await wang.taps("Done", "Skip")
    assert "Nobody asks" in await zhou.presses(old)
    assert (await town.order(number)).state is State.FINISHED


async def test_a_department_asks_too(town: Town, li: Neighbour, zhou: Neighbour):
    zhang = await town.moves_in("Zhang Weidong", Held(Role.PROPERTY, COMPOUND))
    await li.reports()
    await zhou.taps("To somebody else", "property company Zhang")
    await zhang.taps("Accept")
    await wants(zhang, "In 7 days")
    assert "property company Zhang Weidong asks for more time" in zhou.reads()
