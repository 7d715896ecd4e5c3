"""Leave: somebody else is asked meanwhile, nothing is forgotten, and nobody asks why."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from domain.order import Lane, State
from domain.person import Held, Role
from handlers import standing_in
from storage import leaves
from storage.database import open_database
from storage.leaves import Leave
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, GRID_1, GRID_2, STREET, Town


async def goes(who: Neighbour, stand_in: str = "The desk decides", first: str = "Today", last: str = "11-27") -> str:
    await who.says("/leave")
    await who.says(first)
    await who.says(last)
    return await who.taps(stand_in)


async def handed_to(zhou: Neighbour, wang: Neighbour, li: Neighbour, *then: str) -> str:
    await li.says("/report")
    number = await li.reports()
    await zhou.says(number)
    await zhou.taps("To Wang")
    if then:
        await wang.says(number)
        await wang.taps(*then)
    return number


async def test_leave_asks_from_when_until_when_and_who_stands_in_and_not_why(wang: Neighbour, hu: Neighbour):
    assert "From which day" in await wang.says("请假")
    assert "Which is the last day?" in await wang.taps("Today")
    assert "Who stands in" in await wang.taps("11-27")
    read = await wang.taps("Hu Bin")
    assert "Away from 11-23 to 11-27. Hu Bin stands in" in read
    assert wang.labels() == ["I am back"]
    assert "why" not in wang.phone.every_text().lower()


async def test_a_day_may_be_written(town: Town, wang: Neighbour):
    await wang.says("/leave")
    await wang.says("12月24日")
    await wang.says("12-31")
    assert "Away from 12-24 to 12-31" in await wang.taps("The desk decides")
    assert wang.labels() == ["I stay after all"]
    assert await town.one("SELECT state FROM leaves") == "planned"


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("11-22", "12-01", "choose a day from 11-23"),
        ("soon", "12-01", "tap a day, or write one"),
        ("12-01", "11-30", "choose a day from 12-1 to 1-29"),
        ("12-01", "2027-01-30", "choose a day from 12-1 to 1-29"),
    ],
)
async def test_a_leave_lies_ahead_and_is_sixty_days_at_most(wang: Neighbour, first: str, last: str, why: str):
    await wang.says("/leave")
    assert why in await wang.says(first) + await wang.says(last)


async def test_only_those_who_work_here_take_leave(li: Neighbour):
    assert "for those who work here" in await li.says("/leave")


async def test_colleagues_of_the_same_place_are_offered_first_and_nobody_of_another_kind(
    wang: Neighbour, chen: Neighbour, hu: Neighbour, zhou: Neighbour, zhang: Neighbour, li: Neighbour
):
    await wang.says("/leave")
    await wang.taps("Today", "11-27")
    assert wang.labels() == ["Hu Bin", "Chen Jing", "The desk decides"]


async def test_a_company_stands_in_for_itself_only(town: Town, zhang: Neighbour):
    await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    await town.moves_in("Other Firm", Held(Role.PROPERTY, f"{COMMUNITY}/yy"))
    await zhang.says("/leave")
    await zhang.taps("Today", "11-27")
    assert zhang.labels() == ["Qian Jin", "The desk decides"]


async def test_who_is_away_at_the_same_time_is_not_offered(wang: Neighbour, hu: Neighbour, chen: Neighbour):
    await goes(hu, first="11-26", last="11-27")
    await wang.says("/leave")
    await wang.taps("Today", "11-27")
    assert wang.labels() == ["Chen Jing", "The desk decides"]
    await wang.says("cancel")
    await wang.says("/leave")
    await wang.taps("Today", "11-25")
    assert wang.labels() == ["Hu Bin", "Chen Jing", "The desk decides"]


async def test_what_is_in_hand_goes_to_the_stand_in_and_the_resident_reads_so(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    asked = await handed_to(zhou, wang, li)
    taken = await handed_to(zhou, wang, li, "Accept")
    before = [await town.order(number) for number in (asked, taken)]
    li.reads()
    await goes(wang, "Chen Jing")
    await town.later(minutes=1)
    for old, number in zip(before, (asked, taken), strict=True):
        order = await town.order(number)
        assert (order.state, order.assignee) == (State.DISPATCHED, chen.id)
        assert (order.deadline, order.due_at, order.stage) == (old.deadline, old.due_at, old.stage)
    assert "grid worker Chen Jing looks after" in li.reads()
    assert "handed over to grid worker Chen Jing" in li.card(taken).text
    read = chen.reads()
    assert "You stand in for Wang Jianguo until 11-27" in read
    assert asked in read
    assert taken in read
    await chen.says(taken)
    await chen.taps("Accept", "Progress")
    assert "Passed on" in await chen.says("已去现场")


async def test_a_planned_day_stays_promised(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour):
    number = await handed_to(zhou, wang, li, "Accept", "Set a date", "11-26")
    planned = (await town.order(number)).planned_at
    await goes(wang, "Hu Bin")
    assert (await town.order(number)).planned_at == planned
    await hu.says(number)
    await hu.taps("Accept")
    assert (await town.order(number)).deadline == planned


async def test_the_stand_in_holds_the_roles_meanwhile_and_not_a_day_longer(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    await goes(wang, "Chen Jing")
    assert Held(Role.GRID, GRID_1) in (await chen.person()).roles
    number = await li.reports()
    assert zhou.labels()[0] == "To Chen Jing"
    await zhou.taps("To Chen")
    await chen.taps("Accept")
    assert (await town.order(number)).assignee == chen.id
    await town.later(days=5)
    assert (await chen.person()).roles == (Held(Role.GRID, GRID_2),)
    await li.says("/report")
    await li.reports()
    assert zhou.labels()[0] == "To Wang Jianguo"


async def test_at_the_end_what_was_accepted_stays_and_the_rest_goes_back(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    """Hu holds the role anyway, Chen holds it only meanwhile: it is the same for both."""
    for stand_in in (hu, chen):
        taken, left = await handed_to(zhou, wang, li), await handed_to(zhou, wang, li)
        await goes(wang, stand_in.name)
        await stand_in.says(taken)
        await stand_in.taps("Accept")
        await wang.taps("I am back")
        assert ((await town.order(taken)).state, (await town.order(taken)).assignee) == (State.ACCEPTED, stand_in.id)
        assert ((await town.order(left)).state, (await town.order(left)).assignee) == (State.DISPATCHED, wang.id)
        await town.later(minutes=11)
        assert left in wang.reads()
        assert "Wang Jianguo is back" in stand_in.reads()


async def test_what_the_stand_in_was_asked_for_themselves_stays(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    await goes(wang, "Hu Bin")
    number = await li.reports()
    await zhou.taps("To Hu")
    await wang.taps("I am back")
    assert (await town.order(number)).assignee == hu.id


async def test_what_was_dispatched_meanwhile_by_the_lent_role_goes_to_who_is_back(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour
):
    await goes(wang, "Chen Jing")
    number = await li.reports()
    await zhou.taps("To Chen")
    await wang.taps("I am back")
    assert (await town.order(number)).assignee == wang.id


async def test_without_a_stand_in_everything_goes_back_to_the_desk(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    asked, taken = await handed_to(zhou, wang, li), await handed_to(zhou, wang, li, "Accept")
    before = await town.order(taken)
    li.reads()
    zhou.reads()
    await goes(wang)
    for number in (asked, taken):
        order = await town.order(number)
        assert (order.state, order.assignee) == (State.PLACED, None)
    assert ((await town.order(taken)).deadline, (await town.order(taken)).due_at) == (before.deadline, before.due_at)
    assert "The desk looks after" in li.reads()
    await town.later(minutes=1)
    read = zhou.reads()
    assert "somebody is away" in read
    assert asked in read
    assert taken in read
    words = "SELECT words FROM order_events WHERE step = 'decline' LIMIT 1"
    assert await town.one(words) == "on leave"


async def test_one_order_that_comes_back_says_why(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await handed_to(zhou, wang, li)
    zhou.reads()
    await goes(wang)
    await town.later(minutes=1)
    assert f"grid worker Wang Jianguo is on leave: {number} is back at the desk" in zhou.reads()
    assert "See it" in zhou.labels()


async def test_what_the_stand_in_reported_themselves_is_not_theirs_to_do(
    town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await hu.reports()
    await zhou.says(number)
    await zhou.taps("To Wang")
    await goes(wang, "Hu Bin")
    assert (await town.order(number)).state is State.PLACED


async def test_a_led_matter_is_handed_over_too_the_one_time_it_may_be(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    first, second = await handed_to(zhou, wang, li, "Accept"), await handed_to(zhou, wang, li, "Accept")
    await town.database.do(lambda tx: tx.run("UPDATE orders SET lane = 'hot'"))
    assert (await town.order(first)).led
    await goes(wang, "Hu Bin")
    assert ((await town.order(first)).lane, (await town.order(first)).assignee) == (Lane.HOT, hu.id)
    await hu.says(first)
    await hu.taps("Accept")
    assert (await town.order(first)).led
    await goes(hu)
    order = await town.order(first)
    assert (order.state, order.assignee, order.team) == (State.DISPATCHED, None, f"C@{COMPOUND}")
    await zhou.says(first)
    assert "Accept" in zhou.labels() or "To somebody else" in zhou.labels()
    assert (await town.order(second)).state is State.PLACED  # Hu had not accepted that one


async def test_who_is_away_is_not_proposed_and_an_old_button_says_so(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    number = await li.reports()
    old = zhou.button("To Wang")
    await goes(wang)
    assert "away just now" in await zhou.presses(old)
    assert (await town.order(number)).state is State.PLACED
    await zhou.says(number)
    assert zhou.labels()[0] == "To Hu Bin"
    await zhou.taps("To somebody else")
    assert not [label for label in zhou.labels() if "Wang" in label]


async def test_of_a_team_only_those_who_are_there_are_asked(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    second = await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    third = await town.moves_in("Feng Lei", Held(Role.PROPERTY, COMPOUND))
    await goes(zhang)
    zhang.reads()
    number = await li.reports()
    await zhou.taps("To somebody else", "whoever is free")
    assert (number in second.reads(), number in third.reads(), number in zhang.reads()) == (True, True, False)
    await goes(second)
    assert (await town.order(number)).state is State.DISPATCHED
    await goes(third)
    assert (await town.order(number)).state is State.PLACED  # nobody of the team is left


async def test_a_desk_whose_only_dispatcher_is_away_is_empty_and_what_waits_goes_up_at_once(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
):
    waiting = await li.reports()
    li.reads()
    await goes(zhou)
    assert (await town.order(waiting)).rung == COMMUNITY
    assert "went one level up" in li.reads()
    await town.later(minutes=1)
    assert waiting in liu.reads()
    await li.says("/report")
    new = await li.reports()
    assert (await town.order(new)).rung == COMMUNITY
    assert new in liu.reads()


async def test_a_second_dispatcher_keeps_the_desk(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour):
    other = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    number = await li.reports()
    await goes(zhou)
    assert (await town.order(number)).rung == COMPOUND
    other.reads()
    zhou.reads()
    await town.later(minutes=11)
    assert "still waiting" in other.reads()
    assert zhou.reads() == ""


async def test_a_dispatcher_lends_the_desk(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, wang: Neighbour):
    await goes(zhou, "Liu Fang")
    number = await li.reports()
    assert (await town.order(number)).rung == COMPOUND
    await liu.taps("To Wang")
    assert (await town.order(number)).assignee == wang.id


async def test_whoever_is_away_hears_nothing_about_work(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, liu: Neighbour
):
    number = await handed_to(zhou, wang, li)
    await town.later(hours=1)  # reminded of it
    wang.reads()
    await handed_to(zhou, wang, li)
    town.mornings = True
    await goes(wang)
    wang.reads()
    for _ in range(60):
        await town.later(hours=1)
    assert [message for message in wang.phone.news if message.alert] == []  # cards are kept true without a sound
    assert (await town.order(number)).assignee is None


async def test_what_was_noted_before_is_not_said_any_more(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    """The desk is not empty, so nothing moves on."""
    await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    await li.reports()
    await zhou.says("/snooze")
    await zhou.taps("For 1 hour")
    await town.later(minutes=20)
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'zhou'") > 0
    await goes(zhou)
    zhou.phone.news.clear()
    await town.later(hours=1)
    assert [message for message in zhou.phone.news if message.alert] == []
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'zhou'") == 0


async def test_their_own_reports_they_hear_of(town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour):
    await wang.reports()
    await goes(wang)
    wang.reads()
    await zhou.taps("To Hu")
    await hu.taps("Accept", "Done", "Skip")
    assert "Is it fixed?" in wang.reads()
    await town.later(days=3)
    assert "One tap is enough" in wang.reads()


async def test_a_leave_starts_on_its_first_day_and_ends_after_its_last(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await handed_to(zhou, wang, li, "Accept")
    await goes(wang, "Hu Bin", first="Tomorrow", last="11-25")
    town.now += 14 * 3600 - 1
    await town.later()
    assert (await town.order(number)).assignee == wang.id
    hu.reads()
    town.now += 1
    await town.later()
    assert (await town.order(number)).assignee == hu.id
    assert hu.reads() == ""  # at midnight nobody is rung out of bed
    await town.later(hours=8)
    assert "You stand in for Wang Jianguo until 11-25" in hu.reads()
    wang.reads()
    town.now += 2 * DAY - 8 * 3600 - 1
    await town.later()
    assert await town.one("SELECT state FROM leaves") == "on"
    town.now += 1
    await town.later()
    assert await town.one("SELECT state FROM leaves") == "over"
    await town.later(hours=8)
    assert "Welcome back" in wang.reads()


async def test_a_leave_slept_through_is_over(town: Town, wang: Neighbour, hu: Neighbour):
    await goes(wang, "Hu Bin", first="Tomorrow", last="11-25")
    await town.later(days=9)
    assert await town.one("SELECT state FROM leaves") == "over"
    assert "stand in" not in hu.phone.every_text()


async def test_the_button_brings_them_back_or_lets_them_stay(town: Town, wang: Neighbour, hu: Neighbour):
    await goes(wang, "Hu Bin", first="Tomorrow")
    assert "you stay" in await wang.taps("I stay after all")
    await goes(wang, "Hu Bin")
    assert "Away from 11-23" in await wang.says("/leave")
    old = wang.button("I am back")
    assert "Welcome back" in await wang.presses(old)
    assert "over already" in await wang.presses(old)
    await goes(wang, "Hu Bin")
    assert "over already" in await wang.presses(old)  # of the leave before
    assert await town.one("SELECT COUNT(*) FROM leaves WHERE state = 'on'") == 1


async def test_nobody_ends_the_leave_of_another(town: Town, wang: Neighbour, hu: Neighbour):
    await goes(wang)
    assert "over already" in await hu.presses(wang.button("I am back"))
    assert await town.one("SELECT state FROM leaves") == "on"


async def test_who_stands_in_may_go_away_too(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    number = await handed_to(zhou, wang, li)
    await goes(wang, "Chen Jing")
    await goes(chen, "Hu Bin")
    assert (await town.order(number)).assignee == hu.id
    assert Held(Role.GRID, GRID_2) in (await hu.person()).roles
    await wang.taps("I am back")
    assert Held(Role.GRID, GRID_2) in (await hu.person()).roles
    await chen.taps("I am back")
    assert (await hu.person()).roles == (Held(Role.GRID, GRID_1),)
    assert (await chen.person()).roles == (Held(Role.GRID, GRID_2),)


async def test_where_the_stand_in_is_away_whoever_stands_in_for_them_is_asked(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    number = await handed_to(zhou, wang, li)
    await goes(wang, "Hu Bin", first="Tomorrow", last="11-25")
    await goes(hu, "Chen Jing", last="11-25")
    await town.later(days=1)
    assert (await town.order(number)).assignee == chen.id


async def test_two_who_name_each_other_leave_it_to_the_desk(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await handed_to(zhou, wang, li)
    for one, other in ((wang, hu), (hu, wang)):
        planned = Leave(one.id, one.id, other.id, town.now, town.now + DAY)
        await town.database.do(partial(leaves.plan, leave=planned))
    await town.later()
    assert (await town.order(number)).state is State.PLACED


async def test_two_replicas_start_and_end_it_once(
    town: Town, url: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    for _ in range(3):
        await handed_to(zhou, wang, li)
    await goes(wang, "Hu Bin", first="Tomorrow", last="11-25")
    other = replace(town, database=await open_database(url), seed=5)
    for days, steps in ((1, 3), (2, 6)):
        town.now += days * DAY
        ticks = (standing_in.tick(place.database, place.house, town.now) for place in (town, other) * 2)
        assert sum(await asyncio.gather(*ticks)) == 1
        assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = 'hand_over'") == steps
    await other.database.close()


async def test_a_pause_ends_with_it_and_the_stand_ins_clock_goes_on(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await handed_to(zhou, wang, li, "Accept")
    until = town.now + 2 * DAY
    pause = "UPDATE orders SET paused_at = :now, paused_until = :until, due_at = :until, paused_why = 'parts'"
    await town.database.do(lambda tx: tx.run(pause, now=town.now, until=until))
    await goes(wang, "Hu Bin")
    order = await town.order(number)
    assert (order.paused_until, order.state) == (None, State.DISPATCHED)
    assert order.due_at is not None
    assert order.due_at < until


async def test_many_orders_are_one_message_to_the_stand_in(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    town.house = replace(town.house, policy=replace(town.house.policy, reports_a_day=100))
    for _ in range(60):
        await handed_to(zhou, wang, li)
    await town.database.do(lambda tx: tx.run("UPDATE orders SET due_at = :due", due=town.now + DAY))
    await goes(wang, "Hu Bin")
    hu.phone.news.clear()
    await town.later(minutes=1)
    assert len(hu.phone.news) == 1
    assert "52 more" in hu.reads()
    assert await town.one("SELECT COUNT(*) FROM orders WHERE assignee = 'hu'") == 60


async def test_urgent_matters_ring_at_once(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour):
    number = await li.reports("3号楼1单元着火了")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    hu.reads()
    await goes(wang, "Hu Bin")
    assert number in hu.reads()
    assert "Accept" in hu.labels()


async def test_the_street_lends_itself_to_the_street(town: Town, sun: Neighbour):
    await town.moves_in("Jin Hua", Held(Role.STREET, STREET))
    await sun.says("/leave")
    await sun.taps("Today", "11-27")
    assert sun.labels() == ["Jin Hua", "The desk decides"]


async def test_a_request_for_more_time_is_put_to_whoever_stands_in_for_the_one_who_was_asked(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await handed_to(zhou, wang, li, "Accept")
    await wang.taps("More …", "More time", "In 7 days")
    await wang.says("配件断货")
    assert "配件断货" in zhou.reads()
    await goes(zhou, "Liu Fang")
    read = liu.reads()
    assert f"Wang Jianguo asks for more time for {number}" in read
    assert "配件断货" in read
    await liu.says(number)
    await liu.taps("Grant")
    assert f"There is more time for {number}" in wang.reads()


async def test_without_a_stand_in_the_next_desk_is_asked_for_more_time_and_a_colleague_is_not_asked_twice(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    other = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND))
    number = await handed_to(zhou, wang, li, "Accept")
    await wang.taps("More …", "More time", "In 7 days")
    await wang.says("配件断货")
    other.reads()
    await goes(zhou)
    assert "asks for more time" not in other.reads() + liu.reads()
    await goes(other)
    assert f"asks for more time for {number}" in liu.reads()


async def test_a_led_matter_goes_past_a_desk_that_has_only_whoever_reported_it(
    town: Town, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    number = await zhou.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await town.database.do(lambda tx: tx.run("UPDATE orders SET lane = 'hot'"))
    await goes(wang)
    order = await town.order(number)
    assert (order.state, order.team, order.rung) == (State.DISPATCHED, f"C@{COMMUNITY}", COMMUNITY)
    await liu.says(number)
    await liu.taps("Accept")
    assert (await town.order(number)).led


async def test_whoever_reported_it_is_not_nagged_to_accept_what_their_desk_was_asked(
    town: Town, zhou: Neighbour, wang: Neighbour
):
    other = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND))
    number = await zhou.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await town.database.do(lambda tx: tx.run("UPDATE orders SET lane = 'hot'"))
    await goes(wang)
    assert (await town.order(number)).team == f"C@{COMPOUND}"
    for who in (zhou, other):
        who.reads()
    for _ in range(8):
        await town.later(minutes=15)
    assert f"{number} is waiting for you" in other.phone.every_text()
    assert f"{number} is waiting for you" not in zhou.phone.every_text()
    assert f"{number} will be due soon" not in zhou.phone.every_text()
