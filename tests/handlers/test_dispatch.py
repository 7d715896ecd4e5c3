"""Handing out: every way an order can leave the dispatcher's desk."""

import pytest

from domain.number import find
from domain.order import Closing, Lane, State
from domain.person import Held, Role
from storage.outbox import Way
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, GRID_1, Town


async def test_the_desk_gets_the_card_with_the_worker_of_the_grid_proposed(
    li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    assert "3号楼1单元水管漏水" in zhou.card(number).text
    assert zhou.labels()[0] == "To Wang Jianguo"


async def test_the_proposed_worker_gets_it_by_one_tap(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    assert zhou.toast == "Handed out."
    assert (await town.order(number)).state is State.DISPATCHED
    assert (await town.order(number)).assignee == wang.id
    assert "Accept" in wang.labels()
    assert "handed out" in li.card(number).text


async def test_another_worker_is_chosen_from_those_who_work_there(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, chen: Neighbour, zhang: Neighbour
):
    number = await li.reports()
    assert "Who should take" in await zhou.taps("To somebody else")
    assert not [label for label in zhou.labels() if "Chen" in label]  # another grid
    await zhou.taps("Zhang Weidong")
    assert (await town.order(number)).assignee == zhang.id
    assert number in zhang.reads()


async def test_a_team_is_asked_as_a_whole_and_the_first_one_has_it(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    second = await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    number = await li.reports()
    await zhou.taps("To somebody else", "whoever is free")
    assert number in zhang.reads()
    assert number in second.reads()
    late = zhang.button("Accept")
    await second.taps("Accept")
    assert "already with Qian Jin" in await zhang.presses(late)
    assert (await town.order(number)).assignee == second.id


async def test_the_dispatcher_may_keep_it(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await zhou.taps("I keep it")
    assert ((await town.order(number)).state, (await town.order(number)).assignee) == (State.ACCEPTED, zhou.id)
    assert "taking care" in li.reads()
    assert "Done" in [button.label for row in zhou.card(number).buttons for button in row]


async def test_it_is_refused_with_a_reason_that_the_resident_reads(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    assert "Why" in await zhou.taps("Refuse")
    await zhou.says("这是开发商的事")
    order = await town.order(number)
    assert (order.state, order.closing) == (State.CLOSED, Closing.NOT_OURS)
    assert "这是开发商的事" in li.reads()
    assert "not ours to solve" in li.card(number).text


async def test_two_reports_of_the_same_are_joined_and_both_residents_are_told(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    first = await li.reports(photos=("p1",))
    second = await zhao.reports(photos=("p2",))
    li.reads()
    read = await zhou.taps("Same as another")
    assert "Which report" in read
    await zhou.taps(first)
    order = await town.order(second)
    assert (order.closing, order.same_as) == (Closing.DUPLICATE, (await town.order(first)).id)
    assert first in zhao.reads()
    told = li.reads()
    assert "A neighbour has reported the same" in told
    assert "Zhao" not in told
    kept = await town.one("SELECT COUNT(*) FROM order_photos WHERE order_id = :id", id=order.same_as)
    assert kept == 2


async def test_joining_is_offered_only_where_there_is_the_same(li: Neighbour, zhao: Neighbour, zhou: Neighbour):
    await li.reports("3号楼1单元水管漏水")
    assert "Same as another" not in zhou.labels()
    await zhao.reports("5号楼2单元水管漏水")
    assert "Same as another" not in zhou.labels()
    await zhao.says("/report")
    await zhao.reports("3号楼1单元水管漏水")
    assert "Same as another" in zhou.labels()


async def test_urgent_shortens_the_clock_and_tells_who_has_it(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    wang.reads()
    due = await town.one("SELECT due_at FROM orders")
    await zhou.taps("Mark urgent")
    assert (await town.order(number)).lane is Lane.URGENT
    assert await town.one("SELECT due_at FROM orders") < due
    assert f"🚨 URGENT {number}" in wang.reads()
    assert "Mark urgent" not in [button.label for row in zhou.card(number).buttons for button in row]


async def test_what_is_urgent_overtakes_what_is_not(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    for words, lane in (("3号楼1单元水管漏水", Way.STAFF), ("3号楼1单元着火了", Way.URGENT)):
        await li.says("/report")
        number = await li.reports(words)
        await zhou.taps("To Wang")
        asked = "SELECT lane FROM outbox WHERE about = :number AND chat = :chat ORDER BY id LIMIT 1"
        for who in (zhou, wang):
            assert await town.one(asked, number=number, chat=who.chat) == lane


async def test_an_order_that_nobody_accepted_can_be_given_to_somebody_else(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    late = wang.button("Accept")
    await zhou.taps("To somebody else", "Hu Bin")
    assert "Accept" in hu.labels()
    assert "has moved on" in await wang.presses(late)
    assert (await town.order(number)).assignee == hu.id


async def test_a_worker_is_not_proposed_for_what_they_reported(li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await wang.reports()
    assert not [label for label in zhou.labels() if "Wang" in label]


async def test_work_is_never_given_to_its_author(town: Town, zhou: Neighbour, wang: Neighbour):
    number = await wang.reports()
    assert "cannot find that" in await zhou.says(button=f"give {number} 1 {wang.id}")
    assert (await town.order(number)).state is State.PLACED


@pytest.mark.parametrize("to", ["nobody", "li", "P@qs/hy/lx/other", "P@qs", "X@qs", "@", "C@"])
async def test_work_is_given_only_to_who_works_there(
    town: Town, li: Neighbour, zhou: Neighbour, zhao: Neighbour, to: str
):
    number = await zhao.reports()
    assert "cannot find that" in await zhou.says(button=f"give {number} 1 {to}")
    assert (await town.order(number)).state is State.PLACED


async def test_a_worker_hands_out_only_to_volunteers_of_the_grid(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    hu = await town.moves_in("Hu Bin", Held(Role.GRID, GRID_1))
    number = await li.reports()
    assert "cannot find that" in await wang.says(button=f"give {number} 1 {hu.id}")
    await wang.says(button=f"give {number} 1 {bo.id}")
    assert (await town.order(number)).assignee == bo.id


async def test_the_company_complained_about_is_not_offered_the_complaint(town: Town, li: Neighbour, zhou: Neighbour):
    for name in ("Zhang Weidong", "Qian Jin"):
        await town.moves_in(name, Held(Role.PROPERTY, COMPOUND))
    await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1))
    await li.reports("物业不作为，投诉物业", "Outdoors")
    await zhou.taps("To somebody else")
    assert not [label for label in zhou.labels() if "property" in label.lower()]


async def test_every_dispatcher_of_the_compound_gets_the_card(town: Town, li: Neighbour, zhou: Neighbour):
    other = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    number = await li.reports()
    assert number in zhou.reads()
    assert number in other.reads()
    await zhou.taps("I keep it")
    assert "being worked on" in other.card(number).text


async def test_a_dispatcher_is_not_sent_the_card_of_what_they_reported(town: Town, zhou: Neighbour):
    other = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    number = await zhou.reports()
    assert number in other.reads()
    assert "Withdraw" in [button.label for row in zhou.card(number).buttons for button in row]
    assert find(zhou.card(number).text) == [number]


async def test_whose_report_was_joined_hears_the_end(li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour):
    first, second = await li.reports(), await zhao.reports()
    await zhou.taps("Same as another", first)
    await zhou.says(f"{first}")
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    zhao.reads()
    await li.taps("Fixed", "★★★★★", "Skip")
    assert f"{second}, handled together as {first}, is fixed" in zhao.reads()


async def test_a_nag_shows_its_card_at_a_tap(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await town.later(minutes=11)
    assert number in await zhou.taps("See it")
    assert "I keep it" in zhou.labels()


async def test_a_dispatcher_hands_out_what_they_reported_themselves(town: Town, zhou: Neighbour, wang: Neighbour):
    number = await zhou.reports()
    assert "I keep it" not in zhou.labels()
    await town.later(minutes=10)
    assert "still waiting" in zhou.reads()
    await zhou.says(number)
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    assert (await town.order(number)).assignee == wang.id


async def test_what_a_neighbour_showed_is_not_for_the_author_of_the_report_it_was_joined_with(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    number = await li.reports(photos=("mine",))
    await zhao.reports(photos=("theirs",))
    await zhou.taps("Same as another", number)
    await li.says(button=f"photos {number}")
    await zhou.says(button=f"photos {number}")
    assert [m.photos for m in li.phone.messages.values() if m.photos] == [("mine",)]
    assert set(next(m.photos for m in zhou.phone.messages.values() if m.photos)) == {"mine", "theirs"}


async def test_from_whom_it_was_taken_hears_so(li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    wang.reads()
    await zhou.taps("To somebody else", zhang.name)
    assert f"{number} was given to somebody else" in wang.reads()
