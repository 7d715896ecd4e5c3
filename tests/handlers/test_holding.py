"""What was noted is said if it still holds, to those who may still read it, and as strong as it is by now."""

from dataclasses import replace

import pytest

from domain.order import FollowUp, State
from domain.person import SYSTEM, Held, Role
from handlers import telling
from handlers.turn import Turn
from storage import people
from storage.database import Tx
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_leaving import goes
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, HOUR, MONDAY, POLICY, Town

NIGHT = MONDAY + 13 * HOUR  # eleven in the evening
NEXT_DOOR = f"{COMMUNITY}/yy"


async def dispatched(li: Neighbour, zhou: Neighbour, to: str, words: str = "3号楼1单元水管漏水") -> str:
    await li.says("/report")
    number = await li.reports(words)
    await given(zhou, number, to)
    return number


async def given(zhou: Neighbour, number: str, to: str) -> None:
    await zhou.says(number)
    await zhou.taps("To somebody else", to)


async def in_the_morning(town: Town, *neighbours: Neighbour) -> None:
    """What came before has been read."""
    for neighbour in neighbours:
        neighbour.reads()
    town.now += (MONDAY + 22 * HOUR - town.now) % DAY
    await town.later()


async def snoozes(who: Neighbour) -> None:
    await who.says("/snooze")
    await who.taps("For 3 hours")
    who.reads()


async def wakes(town: Town, who: Neighbour) -> str:
    await who.says("/snooze")
    await who.taps("Remind me again")
    who.reads()
    await town.later(minutes=1)
    return who.reads()


async def test_that_the_resident_asks_again_takes_nothing_back_of_what_was_noted_above(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await dispatched(li, zhou, "Wang")
    await snoozes(zhou)
    for _ in range(48):
        await town.later(minutes=1)
    await li.says(number)
    await li.taps("Urge")
    assert f"Nothing has moved on {number} yet" in await wakes(town, zhou)


async def test_once_it_has_moved_nobody_hears_that_nothing_has(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await dispatched(li, zhou, "Wang")
    await snoozes(zhou)
    for _ in range(48):
        await town.later(minutes=1)
    await wang.says(number)
    await wang.taps("Accept")
    assert "Nothing has moved" not in await wakes(town, zhou)


async def test_in_a_pause_nobody_is_reminded_of_what_was_owed_before(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await dispatched(li, zhou, "Wang")
    await wang.says(number)
    await wang.taps("Accept")
    await snoozes(wang)
    await town.later(minutes=45)
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang'") > 0
    await wang.says(number)
    await wang.taps("More …", "Pause", "waiting for parts", "Tomorrow")
    assert number not in await wakes(town, wang)


async def test_who_was_asked_at_night_whether_it_lasted_is_asked_though_the_committee_has_signed(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    all_of_them = replace(POLICY.rules.follow_up, share=1.0)
    town.house = replace(
        town.house, policy=replace(POLICY, rules=replace(POLICY.rules, owners_sign_off=True, follow_up=all_of_them))
    )
    qian = await town.moves_in("Qian O", Held(Role.OWNERS, COMPOUND))
    number = await dispatched(li, zhou, "Wang")
    await wang.says(number)
    await wang.taps("Accept", "Done", "Skip")
    town.now = NIGHT
    await li.says(number)
    await li.taps("Fixed", "★★★★★", "Skip")
    await town.later(days=14, minutes=5)
    assert (await town.order(number)).follow_up is FollowUp.ASKED
    await qian.says(number)
    await qian.taps("Sign off")
    li.reads()
    await town.later(hours=10)
    assert "Is it still good?" in li.reads()
    assert "Good to hear" in await li.taps("Still good")


async def test_a_stand_in_whose_days_are_over_reads_nothing_of_what_was_noted_for_them(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await town.built(Place(NEXT_DOOR, "compound", "月苑", None, None, None))
    ma = await town.moves_in("Ma Lin", Held(Role.COMMUNITY, NEXT_DOOR))
    number = await dispatched(li, zhou, "Wang")
    await wang.says(number)
    await wang.taps("Accept", "Done", "Skip")
    await goes(zhou, "Ma Lin", last="Today")
    await town.later(minutes=1)
    town.now = NIGHT
    await li.says(number)
    await li.taps("Not fixed")
    await li.says("他偷了我602的东西")
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'ma'") > 0
    await town.later(hours=2)
    await in_the_morning(town, ma)
    read = ma.reads()
    assert "Zhou Min is back" in read
    assert number not in read
    assert "602" not in read


async def test_who_no_longer_has_it_reads_its_number_alone(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    number = await dispatched(li, zhou, "Zhang")
    town.now = NIGHT
    await li.says(number)
    await li.taps("Urge")
    await given(zhou, number, "Wang")
    await in_the_morning(town, zhang)
    assert zhang.reads() == f"{number} was given to somebody else; nothing is left for you to do."
    assert zhang.labels() == []


async def test_a_digest_has_no_button_for_what_is_no_longer_theirs(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    gone = [await dispatched(li, zhou, "Zhang") for _ in range(2)]
    stays = await dispatched(li, zhou, "Zhang")
    town.now = NIGHT
    for number in gone:
        await given(zhou, number, "Wang")
    await li.says(stays)
    await li.taps("Urge")
    await in_the_morning(town, zhang)
    text = zhang.reads()
    assert "📤 No longer with you:" in text
    for number in gone:
        assert f"• {number} was given to somebody else" in text
    assert zhang.labels() == [f"1. {stays}", "💤 Remind me later"]
    assert text.count("水管漏水") == 1


async def test_who_got_it_back_in_the_same_night_reads_that_it_is_theirs(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    number = await dispatched(li, zhou, "Zhang")
    town.now = NIGHT
    await given(zhou, number, "Wang")
    await given(zhou, number, "Zhang")
    await in_the_morning(town, zhang, wang)
    assert "nothing is left for you" not in zhang.phone.every_text()
    assert "Accept" in zhang.labels()
    assert "given to somebody else" in wang.reads()


async def test_what_was_handed_out_at_night_comes_as_a_card_in_the_morning_though_it_is_due_that_day(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.mornings = True
    town.now = NIGHT
    number = await dispatched(li, zhou, "Wang")
    await in_the_morning(town, wang)
    assert number in wang.reads()
    assert "Accept" in wang.labels()


async def test_what_is_marked_urgent_at_night_comes_at_once_with_its_buttons_and_not_again(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.now = NIGHT
    number = await dispatched(li, zhou, "Wang")
    assert wang.reads() == ""
    await zhou.says(number)
    await zhou.taps("Mark urgent")
    assert f"🚨 URGENT {number}" in wang.reads()
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang'") == 0
    await wang.taps("Accept")
    assert (await town.order(number)).state is State.ACCEPTED


@pytest.mark.parametrize("moment", [MONDAY, NIGHT])
async def test_what_a_worker_marks_urgent_before_it_is_handed_out_rings_at_the_desk(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, moment: int
):
    town.now = moment
    number = await li.reports()
    zhou.reads()
    await wang.says(number)
    await wang.says(button=f"urgent {number} 1")
    [message] = zhou.phone.news
    assert message.alert
    assert f"🚨 URGENT {number}" in message.text
    assert "To Wang" in zhou.labels()[0]


async def test_what_came_in_at_night_lies_on_the_desk_in_the_morning_with_its_buttons(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.now = NIGHT
    number = await li.reports()
    await in_the_morning(town, zhou)
    assert number in zhou.reads()
    assert "To Wang" in zhou.labels()[0]


async def test_an_answer_to_a_question_of_the_night_is_not_too_old_because_somebody_else_has_moved(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.house = replace(town.house, policy=replace(POLICY, rules=replace(POLICY.rules, owners_sign_off=True)))
    qian = await town.moves_in("Qian O", Held(Role.OWNERS, COMPOUND))
    number = await dispatched(li, zhou, "Wang")
    await wang.says(number)
    await wang.taps("Accept", "Done", "Skip")
    town.now = NIGHT
    await li.says(number)
    await li.taps("Fixed", "★★★★★", "Skip")
    await town.database.do(lambda tx: tx.run("UPDATE orders SET version = version + 1"))
    await in_the_morning(town, qian)
    assert "Was it done well?" in qian.reads()
    assert "is signed off" in await qian.taps("Sign off")


async def test_who_may_not_see_it_is_shown_no_button_that_leads_nowhere(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    order = await town.order(await li.reports())

    async def unit(tx: Tx) -> None:
        person = await people.person(tx, "zhang")
        assert person is not None
        await telling.news(Turn(tx, town.house, SYSTEM, town.now), person, order, "News on {number}.", see=True)

    await town.database.do(unit)
    await town.delivers()
    assert zhang.reads() == f"News on {order.number}."
    assert zhang.labels() == []
