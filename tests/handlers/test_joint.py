"""Joint handling: whoever took it leads, each who helps has a task of their own, and the whole is done when all are."""

import asyncio
from functools import partial

import pytest

from domain.number import find
from domain.order import Closing, Lane, Order, State
from domain.person import Held, Role
from storage import orders, rollup
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import CITY, COMMUNITY, COMPOUND, GRID_1, HOUR, Town

SECRET = "3号楼1单元602水管漏水，电话13812345678"
TASK = "在院子里关总阀"
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # what does not depend on where it is kept


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands."""
    number = await li.reports(SECRET)
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    li.reads()
    return number


async def calls_in(zhou: Neighbour, who: Neighbour | str, task: str = TASK, by: str = "Skip") -> str:
    """The number of the task."""
    await zhou.taps("Call in others", who if isinstance(who, str) else who.name)
    await zhou.says(task)
    return next(number for number in find(await zhou.taps(by)))


async def parts(town: Town, number: str) -> list[Order]:
    whole = await town.order(number)
    return await town.database.read(partial(orders.parts, order_id=whole.id))


async def shows(who: Neighbour, number: str) -> list[str]:
    return [button.label for row in who.card(number).buttons for button in row]


# Calling in


async def test_whoever_is_called_in_gets_a_task_of_their_own(
    town: Town, number: str, zhou: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang, by="Tomorrow")
    part, whole = await town.order(task), await town.order(number)
    assert (part.part_of, part.state, part.assignee, part.author) == (whole.id, State.DISPATCHED, zhang.id, zhou.id)
    assert (part.place, part.grid, part.category, part.lane) == (whole.place, whole.grid, whole.category, Lane.HOT)
    assert part.planned_at == town.now + 31 * HOUR  # five in the afternoon of the day after
    assert part.due_at is not None
    read = zhang.reads()
    assert TASK in read
    assert number in read
    assert "Accept" in zhang.labels()


async def test_an_ordinary_order_is_joint_from_then_on_and_its_clock_goes_on(
    town: Town, number: str, zhou: Neighbour, zhang: Neighbour
):
    before = await town.order(number)
    await calls_in(zhou, zhang)
    after = await town.order(number)
    assert after.lane is Lane.HOT
    assert (after.state, after.deadline, after.due_at) == (State.ACCEPTED, before.deadline, before.due_at)


async def test_whoever_took_it_first_leads_and_cannot_pass_it_on(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await calls_in(zhou, zhang)
    assert f"helps with {number}" in wang.reads()
    assert "You lead; it cannot be passed on." in wang.card(number).text
    order = await town.order(number)
    assert "has moved on" in await wang.says(button=f"decline {number} {order.version - 1}")
    await wang.says(button=f"decline {number} {order.version}")
    await wang.says("没空")
    assert (await town.order(number)).assignee == wang.id


async def test_the_clock_lifts_a_joint_order_and_leaves_it_with_its_lead(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, liu: Neighbour
):
    await calls_in(zhou, zhang)
    for _ in range(12):
        await town.later(hours=1)
    order = await town.order(number)
    assert (order.state, order.assignee) == (State.ACCEPTED, wang.id)
    assert order.rung != COMPOUND
    assert order.raised


async def test_of_a_hot_matter_the_desk_says_first_who_leads(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    number = await li.reports("3号楼1单元加收车位费")
    assert (await town.order(number)).lane is Lane.HOT
    assert "leads" in await zhou.taps("Call in others")
    assert "help" in await zhou.taps(wang.name)
    assert not [label for label in zhou.labels() if wang.name in label]
    await zhou.taps(hu.name)
    await zhou.says(TASK)
    await zhou.taps("Skip")
    assert ((await town.order(number)).state, (await town.order(number)).assignee) == (State.DISPATCHED, wang.id)
    assert [part.assignee for part in await parts(town, number)] == [hu.id]
    await wang.taps("Accept")
    assert "You lead" in wang.card(number).text


@ON_SQLITE
async def test_what_nobody_has_yet_is_handed_out_before_others_are_called_in(
    li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    assert "Call in others" not in await shows(zhou, number)
    await zhou.taps("To Wang")
    assert "Call in others" in await shows(zhou, number)


async def test_a_team_helps_by_whoever_is_free(town: Town, number: str, zhou: Neighbour, zhang: Neighbour):
    second = await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    task = await calls_in(zhou, "whoever is free")
    assert task in second.reads()
    assert task in zhang.reads()
    await second.taps("Accept")
    assert (await town.order(task)).assignee == second.id


async def test_a_dispatcher_who_leads_calls_in_others(town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour):
    number = await li.reports()
    await zhou.taps("I keep it", "More", "Call in others", zhang.name)
    await zhou.says(TASK)
    await zhou.taps("Skip")
    assert [part.assignee for part in await parts(town, number)] == [zhang.id]
    assert "You lead" in zhou.card(number).text


@ON_SQLITE
async def test_nobody_is_asked_who_leads_or_helps_already_or_reported_it(
    town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour, zhang: Neighbour
):
    number = await hu.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await calls_in(zhou, zhang)
    await town.moves_in("Qian Jin", Held(Role.PROPERTY, COMPOUND))
    await zhou.says(number)
    await zhou.taps("Call in others")
    asked = " ".join(zhou.labels())
    assert "Qian Jin" in asked
    for name in (wang.name, hu.name, zhang.name, zhou.name):
        assert name not in asked


@ON_SQLITE
async def test_a_company_complained_about_never_helps_with_the_complaint(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, zhang: Neighbour
):
    await li.reports("3号楼1单元物业不作为")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await zhou.taps("Call in others")
    assert zhang.name not in " ".join(zhou.labels())
    task = await calls_in(zhou, hu)
    assert (await town.order(task)).subject == f"P@{COMPOUND}"
    await hu.taps("Hand back")
    await hu.says("没空")
    version = (await town.order(task)).version
    assert "cannot find that" in await zhou.says(button=f"give {task} {version} {zhang.id}")


@ON_SQLITE
async def test_a_task_has_no_tasks_of_its_own_and_is_neither_refused_nor_joined(
    town: Town, number: str, li: Neighbour, zhao: Neighbour, zhou: Neighbour, zhang: Neighbour, liu: Neighbour
):
    task = await calls_in(zhou, zhang)
    tang = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    await tang.says(task)
    assert "Withdraw" in tang.labels()
    for label in ("Call in others", "Refuse", "Same as another", "Urge"):
        assert label not in tang.labels() + await shows(zhou, task)
    version = (await town.order(task)).version
    assert "cannot find that" in await tang.says(button=f"callin {task} {version}")
    await zhao.reports(SECRET)
    await zhou.taps("Same as another")
    assert [label[:6] for label in zhou.labels()] == [number]


@ON_SQLITE
@pytest.mark.parametrize("who", ["wang", "li", "hu", "chen"])
async def test_only_dispatchers_call_in_others(
    who: str, town: Town, number: str, li: Neighbour, wang: Neighbour, hu: Neighbour, chen: Neighbour
):
    order = await town.order(number)
    somebody = {"wang": wang, "li": li, "hu": hu, "chen": chen}[who]
    assert "cannot find that" in await somebody.says(button=f"callin {number} {order.version}")


@ON_SQLITE
async def test_a_dispatcher_who_reported_it_calls_in_nobody(town: Town, zhou: Neighbour, wang: Neighbour):
    number = await zhou.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    order = await town.order(number)
    assert "cannot find that" in await zhou.says(button=f"callin {number} {order.version}")


async def test_an_urgent_matter_stays_urgent_and_so_are_its_tasks(
    town: Town, number: str, zhou: Neighbour, hu: Neighbour, zhang: Neighbour
):
    first = await calls_in(zhou, zhang)
    await zhou.says(number)
    await zhou.taps("Mark urgent")
    assert (await town.order(first)).lane is Lane.URGENT
    assert f"🚨 URGENT {first}" in zhang.reads()
    second = await calls_in(zhou, hu)
    assert ((await town.order(second)).lane, (await town.order(number)).lane) == (Lane.URGENT, Lane.URGENT)


# Twice


async def test_a_double_tap_calls_somebody_in_once(town: Town, number: str, zhou: Neighbour, zhang: Neighbour):
    await zhou.taps("Call in others", zhang.name)
    await zhou.says(TASK)
    skip = zhou.button("Skip")
    await asyncio.gather(zhou.presses(skip), zhou.presses(skip))
    assert len(await parts(town, number)) == 1


async def test_two_dispatchers_at_the_same_moment_call_somebody_in_once(
    town: Town, number: str, zhou: Neighbour, zhang: Neighbour
):
    tang = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    await tang.says(number)
    for dispatcher in (zhou, tang):
        await dispatcher.taps("Call in others", zhang.name)
        await dispatcher.says(TASK)
    read = await asyncio.gather(zhou.taps("Skip"), tang.taps("Skip"))
    assert len(await parts(town, number)) == 1
    assert sorted("Who should help" in text for text in read) == [False, True]


async def test_somebody_whose_task_is_done_may_be_called_in_again(
    town: Town, number: str, zhou: Neighbour, zhang: Neighbour
):
    await calls_in(zhou, zhang)
    await zhang.taps("Accept", "Done", "Skip")
    await zhou.says(number)
    again = await calls_in(zhou, zhang)
    assert (await town.order(again)).assignee == zhang.id


# Helping


async def test_what_helpers_tell_reaches_the_lead_and_the_desk_and_not_the_resident(
    number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    for who in (li, zhou, wang):
        who.reads()
    assert "lead" in await zhang.taps("Progress")
    assert "Passed on to whoever leads" in await zhang.says("总阀找到了")
    assert f"who helps with {number}: 总阀找到了" in wang.reads()
    assert f"News on {task}: 总阀找到了" in zhou.reads()
    await zhang.taps("Set a date", "11-25")
    assert "11-25" in wang.reads()
    assert "11-25" in zhou.reads()
    await zhang.taps("Done")
    await zhang.says("总阀已关")
    assert f"has done their task for {number}: 总阀已关" in wang.reads()
    assert f"has done {task}: 总阀已关" in zhou.reads()
    read = li.reads()
    for hidden in ("总阀", "11-25", TASK, task, zhang.name):
        assert hidden not in read


async def test_a_helper_who_declines_gives_the_task_back_to_the_desk_that_opened_it(
    town: Town, number: str, zhou: Neighbour, hu: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    zhou.reads()
    await zhang.taps("Hand back")
    await zhang.says("没有钥匙")
    assert "没有钥匙" in zhou.reads()
    assert "To Hu Bin" in zhou.labels()
    assert task in await zhou.says("/desk")
    await zhou.taps("To Hu")
    assert (await town.order(task)).assignee == hu.id


@ON_SQLITE
async def test_a_question_of_a_helper_goes_to_whoever_opened_the_task(
    number: str, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    li.reads()
    assert "Ask the resident" not in await shows(zhang, task)
    await zhang.taps("Ask the desk")
    await zhang.says("钥匙在哪？")
    assert "钥匙在哪？" in zhou.reads()
    await zhou.taps("Reply")
    await zhou.says("在门卫")
    read = zhang.reads()
    assert "community dispatcher Zhou Min writes" in read
    assert "resident" not in read
    assert li.reads() == ""


async def test_a_task_stands_in_the_list_of_whoever_helps(
    number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    assert f"🧩{task} {TASK}" in await zhang.says("/tasks")
    wang.reads()
    assert task not in await wang.says("/tasks")
    assert task not in await zhou.says("/my")


async def test_the_clock_nags_helpers_and_raises_their_task(
    town: Town, number: str, zhou: Neighbour, zhang: Neighbour, liu: Neighbour
):
    task = await calls_in(zhou, zhang)
    zhang.reads()
    await town.later(minutes=31)
    read = zhang.reads()
    assert f"{task} is waiting for you. A word to whoever leads helps" in read
    assert "resident" not in read
    for _ in range(4):
        await town.later(minutes=15)
    assert (await town.order(task)).rung == COMMUNITY
    assert task in liu.reads()
    assert f"{task} waited too long" in zhou.reads()


@ON_SQLITE
async def test_nobody_tells_a_helper_that_the_resident_will_know(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, hu: Neighbour, liu: Neighbour
):
    task = await calls_in(zhou, hu)
    await hu.taps("Accept", "More", "Pause")
    assert not [label for label in hu.labels() if "resident" in label]
    await hu.taps("parts", "Tomorrow")
    assert f"{task} is paused until" in zhou.reads()
    await hu.taps("Go on now", "More", "More time", "In 3 days")
    await hu.says("配件没到")
    await zhou.taps("Grant")
    assert zhou.toast == "Granted. Whoever asked knows."
    assert f"more time for {task}" in hu.reads()
    await hu.taps("More", "Too hard")
    await hu.says("要街道协调")
    assert (await town.order(task)).rung == COMMUNITY
    assert task in liu.reads()
    assert "resident" not in hu.phone.every_text()
    assert number in hu.phone.every_text()


# The whole


async def test_the_whole_is_done_when_everybody_is(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, zhang: Neighbour
):
    first, second = await calls_in(zhou, zhang), await calls_in(zhou, hu, "通知六户停水")
    for helper in (zhang, hu):
        await helper.taps("Accept")
    await zhang.taps("Done", "Skip")
    assert "you can finish" not in wang.reads()
    await wang.says(number)
    read = await wang.taps("Done")
    assert "is done when everybody's task is" in read
    assert second in read
    assert first not in read
    await hu.taps("Done", "Skip")
    assert f"left to do for {number}: you can finish it now" in wang.reads()
    await wang.taps("See it", "Done", "Skip")
    assert (await town.order(number)).state is State.FINISHED
    assert "Is it fixed?" in li.reads()
    for part in await parts(town, number):
        assert (part.state, part.closing, part.fixed, part.due_at) == (State.CLOSED, Closing.FIXED, True, None)


async def test_a_task_opened_while_the_lead_finishes_is_waited_for(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await wang.taps("Done")
    task = await calls_in(zhou, zhang)
    assert task in await wang.taps("Skip")
    assert (await town.order(number)).state is State.ACCEPTED


async def test_two_who_finish_at_the_same_moment_leave_nobody_waiting(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, hu: Neighbour, zhang: Neighbour
):
    for helper in (hu, zhang):
        await calls_in(zhou, helper)
        await helper.taps("Accept", "Done")
    wang.reads()
    await asyncio.gather(hu.taps("Skip"), zhang.taps("Skip"))
    assert wang.reads().count("you can finish it now") == 1


async def test_the_desk_withdraws_a_task_even_when_it_is_being_worked_on(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    zhang.reads()
    await zhou.says(task)
    await zhou.taps("Withdraw", "Yes")
    assert ((await town.order(task)).state, (await town.order(task)).closing) == (State.CLOSED, Closing.WITHDRAWN)
    assert "withdrawn" in wang.card(number).text
    assert "property company" not in li.card(number).text
    assert f"{task} was withdrawn" in zhang.reads()
    assert "you can finish it now" in wang.reads()


@ON_SQLITE
async def test_a_colleague_at_the_desk_withdraws_a_task_too(
    town: Town, number: str, zhou: Neighbour, hu: Neighbour, zhang: Neighbour
):
    tang = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    task = await calls_in(zhou, zhang)
    version = (await town.order(task)).version
    assert "cannot find that" in await hu.says(button=f"cancel {task} {version}")
    assert "cannot find that" in await tang.says(button=f"cancel {number} {(await town.order(number)).version}")
    await tang.says(task)
    await tang.taps("Withdraw", "Yes")
    assert (await town.order(task)).closing is Closing.WITHDRAWN


@ON_SQLITE
async def test_a_task_comes_back_to_the_desk_of_whoever_opened_it_wherever_the_whole_has_gone(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, liu: Neighbour
):
    await zhou.taps("Call in others", zhang.name)
    await zhou.says(TASK)
    await zhou.taps("Skip")
    for _ in range(12):
        await town.later(hours=1)
    assert (await town.order(number)).rung == COMMUNITY
    await zhou.says(number)
    hu = await town.moves_in("Hu Bin", Held(Role.GRID, GRID_1))
    task = await calls_in(zhou, hu)
    assert (await town.order(task)).rung == COMPOUND


@ON_SQLITE
async def test_nobody_can_finish_what_nobody_has_accepted(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await li.reports()
    await zhou.taps("To Wang")
    await calls_in(zhou, zhang)
    await zhang.taps("Accept", "Done", "Skip")
    assert "you can finish" not in wang.reads()


@ON_SQLITE
async def test_a_report_that_is_being_worked_on_is_not_withdrawn(town: Town, number: str, li: Neighbour):
    version = (await town.order(number)).version
    await li.says(button=f"cancel {number} {version}")
    await li.taps("Yes")
    assert (await town.order(number)).state is State.ACCEPTED


@pytest.mark.parametrize("end", ["withdrawn", "refused", "merged"])
async def test_when_the_whole_is_over_its_tasks_are_too(
    end: str, town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    number = await li.reports()
    await zhou.taps("To Wang")
    task = await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    zhang.reads()
    if end == "withdrawn":
        await li.taps("Withdraw", "Yes")
    elif end == "refused":
        await zhou.says(number)
        await zhou.taps("Refuse")
        await zhou.says("不归我们管")
    else:
        other = await zhao.reports()
        await zhou.says(number)
        await zhou.taps("Same as another", other)
    assert not (await town.order(number)).open
    assert (await town.order(task)).closing is Closing.WITHDRAWN
    assert f"{task} was withdrawn" in zhang.reads()


async def test_tasks_are_not_counted_in_the_figures(town: Town, number: str, zhou: Neighbour, zhang: Neighbour):
    figures = partial(rollup.below, first="2026-01-01", last="2027-01-01", place=CITY)
    before = await town.database.read(figures)
    await calls_in(zhou, zhang)
    await zhang.taps("Accept", "Done", "Skip")
    assert await town.database.read(figures) == before


async def test_tasks_do_not_use_up_what_a_dispatcher_may_report(
    town: Town, number: str, zhou: Neighbour, zhang: Neighbour
):
    await calls_in(zhou, zhang)
    assert await town.database.read(partial(orders.placed_since, person=zhou.id, since=0)) == 0


# Nobody is exposed


@ON_SQLITE
async def test_a_helper_reads_the_task_the_place_and_the_number_and_not_what_the_resident_wrote(
    number: str, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    await zhang.taps("Accept", "Done", "Skip")
    assert "cannot find that" in await zhang.says(number)
    read = zhang.phone.every_text()
    assert "3号楼 1单元" in zhang.card(task).text
    assert f"Part of {number}" in read
    for hidden in ("水管漏水", "13812345678", "602", "Li Xiulan", "the resident"):
        assert hidden not in read


@ON_SQLITE
async def test_the_lead_and_the_desk_read_who_does_what(
    number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    line = f"• {task} property company Zhang Weidong, {TASK}: "
    for who in (zhou, wang):
        assert line + "handed out, waiting to be accepted" in who.card(number).text
    await zhang.taps("Accept")
    for who in (zhou, wang):
        assert line + "being worked on" in who.card(number).text
    await zhang.taps("Done", "Skip")
    for who in (zhou, wang):
        assert line + "done" in who.card(number).text


@ON_SQLITE
async def test_the_resident_reads_that_others_help_and_neither_names_nor_tasks(
    number: str, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    card = li.card(number).text
    assert "• property company: being worked on" in card
    assert "others were called in" in card
    for hidden in (zhang.name, TASK, task, zhou.name + " writes"):
        assert hidden not in li.phone.every_text()
    assert "cannot find that" in await li.says(task)


@ON_SQLITE
async def test_a_dispatcher_who_reported_it_reads_no_more_than_any_resident_does(
    town: Town, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    tang = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, COMPOUND))
    number = await zhou.reports()
    await tang.taps("To Wang")
    await wang.taps("Accept")
    await calls_in(tang, zhang)
    assert "• property company: handed out" in zhou.card(number).text
    assert TASK not in zhou.phone.every_text()


@ON_SQLITE
async def test_a_colleague_of_the_lead_reads_no_more_than_the_resident_does(
    number: str, zhou: Neighbour, hu: Neighbour, zhang: Neighbour
):
    task = await calls_in(zhou, zhang)
    read = await hu.says(number)
    assert "• property company: handed out" in read
    assert TASK not in read
    assert task not in read


async def test_a_task_shows_its_dispatcher_and_nobody_who_reported_the_whole(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    task = await calls_in(zhou, hu)
    await hu.taps("Accept", "Progress")
    await hu.says("好了一半")
    for who in (zhou, hu, wang):
        assert "Li Xiulan" not in who.phone.every_text()
    assert await town.one("SELECT person FROM authors WHERE order_id = :id", id=(await town.order(task)).id) == zhou.id


async def test_whoever_reported_the_whole_is_never_given_a_task_of_it(
    town: Town, zhou: Neighbour, wang: Neighbour, hu: Neighbour, zhang: Neighbour
):
    await hu.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    task = await calls_in(zhou, zhang)
    await zhang.taps("Hand back")
    await zhang.says("没空")
    version = (await town.order(task)).version
    assert "To Hu Bin" not in await shows(zhou, task)
    await zhou.says(task)
    await zhou.taps("To somebody else")
    assert hu.name not in " ".join(zhou.labels())
    assert "cannot find that" in await zhou.says(button=f"give {task} {version} {hu.id}")
    assert "cannot find that" in await hu.says(button=f"pick {task} {version}")


async def test_where_the_whole_lies_on_the_desk_again_the_desk_hears_that_the_helpers_are_done(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, liu: Neighbour
):
    await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    await town.database.do(lambda tx: tx.run("UPDATE orders SET lane = 'ordinary' WHERE part_of IS NULL"))
    await wang.says(number)
    await wang.taps("More …", "Hand back")
    await wang.says("我要去医院")
    for who in (zhou, wang, li):
        who.reads()
    await zhang.says(next(part.number for part in await parts(town, number)))
    await zhang.taps("Done", "Skip")
    told = f"Everybody who helped with {number} is done"
    assert told in zhou.reads()
    assert told not in wang.reads() + li.reads() + liu.reads()


async def test_whoever_is_asked_to_lead_hears_that_the_helpers_are_done(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, hu: Neighbour
):
    await calls_in(zhou, zhang)
    await zhang.taps("Accept")
    await town.database.do(lambda tx: tx.run("UPDATE orders SET lane = 'ordinary' WHERE part_of IS NULL"))
    await wang.says(number)
    await wang.taps("More …", "Hand back")
    await wang.says("我要去医院")
    await zhou.says(number)
    await zhou.taps("To somebody else", "Hu Bin")
    hu.reads()
    await zhang.says(next(part.number for part in await parts(town, number)))
    await zhang.taps("Done", "Skip")
    assert f"Everybody who helped with {number} is done" in hu.reads()
