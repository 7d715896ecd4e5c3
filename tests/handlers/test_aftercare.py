"""The end of the loop: asked once more, closed without a word, and asked again whether it lasted."""

import random
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from domain import consent, lot
from domain.number import find
from domain.order import DAY, Closing, FollowUp, Lane, Order, State, Step
from domain.person import Person
from domain.policy import FollowUp as Share
from domain.policy import Policy
from handlers import changing
from handlers.turn import Turn
from storage import consents, events, orders, people
from storage.database import Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, HOUR, POLICY, Town

SHANGHAI = ZoneInfo("Asia/Shanghai")
MANY = 2000


def asking(share: float, after: int = 14 * DAY) -> Policy:
    return replace(POLICY, rules=replace(POLICY.rules, follow_up=Share(share, after)), places={})


@pytest.fixture
def everybody(town: Town) -> None:
    """Every order is drawn."""
    town.house = replace(town.house, policy=asking(1))


@pytest.fixture
def nobody(town: Town) -> None:
    """Every lot drawn is the last one."""
    usual = town.house.chance
    town.house = replace(town.house, chance=lambda n: (9_999).to_bytes(n) if n == lot.BYTES else usual(n))


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    number = await li.reports()
    await zhou.taps("To Wang")
    await finishes(wang)
    li.reads()
    return number


async def finishes(wang: Neighbour) -> None:
    await wang.taps("Accept", "Done", "Skip")


async def fixed(li: Neighbour) -> None:
    await li.taps("Fixed", "★★★★★", "Skip")
    li.reads()


def heard(neighbour: Neighbour) -> str:
    """What has come with a sound since they last looked; a card that changes further up has none."""
    text = "\n".join(message.text for message in neighbour.phone.news if message.alert)
    neighbour.phone.news.clear()
    return text


async def steps(town: Town, number: str) -> list[Step]:
    order = await town.order(number)
    happened = await town.database.read(lambda tx: events.of_order(tx, order.id))
    return [one.event.step for one in happened if one.event]


async def counted(town: Town, figure: str) -> int:
    total: int = await town.one(f"SELECT CAST(SUM({figure}) AS BIGINT) FROM daily WHERE place = :place", place=COMPOUND)
    return total


def at(town: Town, hour: int, minute: int = 0) -> int:
    """That hour of the same day in the neighbourhood."""
    day = datetime.fromtimestamp(town.now, SHANGHAI)
    return int(day.replace(hour=hour, minute=minute).timestamp())


# Asked once more, then closed without a word.


async def test_without_a_word_it_is_asked_about_once_more_then_closed_as_unreviewed(
    town: Town, nobody: None, number: str, li: Neighbour
):
    await town.later(days=3, minutes=-1)
    assert li.reads() == ""
    await town.later(minutes=1)
    assert f"Is {number} fixed? One tap is enough." in li.reads()
    assert li.labels() == ["Fixed", "Not fixed"]
    await town.later(days=3, minutes=-1)
    assert (await town.order(number)).state is State.FINISHED
    await town.later(minutes=1)
    assert (await town.order(number)).closing is Closing.UNREVIEWED
    assert "closed without your word" in li.reads()
    for _ in range(6):
        await town.later(days=10)
    assert li.reads() == ""


async def test_nobody_is_asked_at_night(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports()
    await zhou.taps("To Wang")
    town.now = at(town, 23, 30)
    await finishes(wang)
    await town.later(hours=8)  # the news of the night
    town.now -= 8 * HOUR
    li.reads()
    await town.later(days=3)
    await town.later(hours=7, minutes=29)
    assert heard(li) == ""
    await town.later(minutes=1)
    assert f"Is {number} fixed?" in heard(li)
    assert li.labels() == ["Fixed", "Not fixed"]


async def test_what_was_urgent_wakes_nobody_once_it_is_done(
    town: Town, everybody: None, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.now = at(town, 23)
    await town.database.do(partial(consents.agree, person=li.id, version=consent.VERSION, now=town.now))
    await li.reports("3号楼1单元着火了")
    await zhou.taps("To Wang")
    await finishes(wang)
    li.reads()
    for days, words in ((3, "One tap is enough"), (3, "closed without your word"), (14, "How is it now?")):
        await town.later(days=days)
        assert heard(li) == ""
        await town.later(hours=8)
        assert words in heard(li)
        town.now -= 8 * HOUR


async def test_two_of_them_are_asked_about_in_one_message(
    town: Town, nobody: None, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    numbers = []
    for _ in range(2):
        await li.says("/report")
        numbers.append(await li.reports())
        await zhou.taps("To Wang")
        await finishes(wang)
    li.reads()
    await town.later(days=3)
    assert len(li.phone.news) == 1
    read = li.reads()
    assert all(number in read for number in numbers)
    await li.taps(numbers[0], "Fixed", "★★★★★", "Skip")
    assert (await town.order(numbers[0])).closing is Closing.FIXED


async def test_who_answers_before_it_is_due_is_not_asked_any_more(
    town: Town, nobody: None, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports()
    await zhou.taps("To Wang")
    town.now = at(town, 23, 30)
    await finishes(wang)
    await town.later(days=3)
    await li.says("/my")
    await li.taps("1.", "Fixed", "★★★★★", "Skip")
    li.reads()
    await town.later(hours=8)
    assert "word is asked for" not in heard(li)


async def unreviewed(town: Town, li: Neighbour) -> None:
    for _ in range(2):
        await town.later(days=3)
    li.reads()


async def test_a_review_still_counts_afterwards_and_draws_no_second_lot(
    town: Town, nobody: None, number: str, li: Neighbour
):
    await unreviewed(town, li)
    await town.later(days=29)
    town.house = replace(town.house, chance=bytes)
    await li.says("/my")
    await li.taps(number, "Fixed", "★★★★★", "Skip")
    order = await town.order(number)
    assert (order.closing, order.rating, order.lot) == (Closing.FIXED, 5, 9_999)
    assert (await counted(town, "unreviewed"), await counted(town, "fixed")) == (0, 1)


async def test_what_was_closed_without_a_word_may_be_opened_again_for_a_week(
    town: Town, nobody: None, number: str, li: Neighbour
):
    await unreviewed(town, li)
    await town.later(days=7)
    await li.says("/my")
    await li.taps(number, "Not fixed")
    await li.says("还在漏")
    assert (await town.order(number)).state is State.PLACED
    assert await counted(town, "unreviewed") == 0


# The lot.


async def test_the_lot_is_recorded_on_the_order_and_in_its_event(town: Town, number: str, li: Neighbour):
    await fixed(li)
    order = await town.order(number)
    assert order.lot is not None
    happened = await town.database.read(lambda tx: events.of_order(tx, order.id))
    sets = next(one.event.sets for one in happened if one.event and one.event.step is Step.REVIEW)
    assert sets["lot"] == order.lot
    assert sets.get("follow_up") == (order.follow_up and str(order.follow_up))
    assert (order.follow_up is FollowUp.DRAWN) == (order.due_at is not None) == (order.lot < 1000)


@pytest.mark.parametrize("ending", ["withdrawn", "not ours", "duplicate"])
async def test_what_was_never_worked_on_draws_no_lot(
    town: Town, everybody: None, li: Neighbour, zhao: Neighbour, zhou: Neighbour, ending: str
):
    number = await li.reports()
    if ending == "withdrawn":
        await li.taps("Withdraw", "Yes")
    elif ending == "not ours":
        await zhou.taps("Refuse")
        await zhou.says("不归我们")
    else:
        first, number = number, await zhao.reports()
        await zhou.taps("Same as another", first)
    order = await town.order(number)
    assert (order.state, order.lot, order.follow_up, order.due_at) == (State.CLOSED, None, None, None)


def done(n: int, now: int) -> Order:
    """An order that waits for its resident's word; every fifth was opened again before."""
    return Order(
        id=f"drawn{n:06d}",
        number=f"{n:06d}",
        author="li",
        place=f"{COMPOUND}/3",
        grid=None,
        category="pipe_leak",
        lane=Lane.ORDINARY,
        what="漏水",
        rung=COMPOUND,
        placed_at=now,
        state=State.FINISHED,
        reopened=int(n % 5 == 0),
        since=now,
        deadline=now + DAY,
        due_at=now + DAY,
    )


async def test_of_many_orders_one_in_ten_is_drawn_and_every_reopened_one(town: Town, li: Neighbour):
    chance = random.Random(7).randbytes
    house = replace(town.house, chance=chance)
    assert house.policy.rules.follow_up.share == 0.1

    async def unit(tx: Tx) -> list[Order]:
        me = await people.person(tx, li.id) or Person("")
        found = []
        for n in range(MANY):
            order = done(n, town.now)
            await orders.insert(tx, order)
            turn = Turn(tx, house, me, town.now)
            found.append(await changing.change(turn, order, Step.REVIEW, closing=str(Closing.FIXED), fixed=True))
        return found

    closed = await town.database.do(unit)
    for order in closed:
        assert order.lot is not None
        assert (order.follow_up is FollowUp.DRAWN) == (order.reopened > 0 or order.lot < 1000)
    by_lot = [order for order in closed if not order.reopened]
    share = sum(order.follow_up is FollowUp.DRAWN for order in by_lot) / len(by_lot)
    assert 0.08 < share < 0.12  # 3.7 standard deviations of 1,600 draws are 0.028
    assert len({order.lot for order in closed}) > 1500
    kept = await town.one("SELECT COUNT(*) FROM orders WHERE follow_up = 'drawn'")
    assert kept == sum(order.follow_up is FollowUp.DRAWN for order in closed)


async def test_a_place_may_ask_more_often_than_the_rest(town: Town, number: str, li: Neighbour):
    always = replace(POLICY.rules, follow_up=Share(1))
    town.house = replace(town.house, policy=replace(POLICY, places={COMPOUND: always}))
    await fixed(li)
    assert (await town.order(number)).follow_up is FollowUp.DRAWN


async def test_every_reopened_order_is_asked_about_whatever_its_lot(
    town: Town, nobody: None, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.taps("Not fixed")
    await li.says("还在漏")
    await zhou.taps("To Wang")
    await finishes(wang)
    await fixed(li)
    order = await town.order(number)
    assert (order.lot, order.follow_up) == (9_999, FollowUp.DRAWN)
    await town.later(days=14)
    assert "Is it still good?" in li.reads()


# Two weeks later.


async def test_after_two_weeks_the_resident_is_asked_whether_it_is_still_good(
    town: Town, everybody: None, number: str, li: Neighbour, wang: Neighbour, zhou: Neighbour
):
    await fixed(li)
    wang.reads()
    zhou.reads()
    await town.later(days=14, minutes=-1)
    assert li.reads() == ""
    await town.later(minutes=1)
    assert f"{number} was fixed on 11-23. Is it still good?" in li.reads()
    assert {"Still good", "It came back"} <= set(li.labels())
    assert (await town.order(number)).follow_up is FollowUp.ASKED
    assert (await counted(town, "followed_up"), await counted(town, "came_back")) == (1, 0)
    assert (heard(wang), heard(zhou)) == ("", "")


async def test_still_good_is_one_tap_and_the_end_of_it(town: Town, everybody: None, number: str, li: Neighbour):
    await fixed(li)
    await town.later(days=14)
    assert "Good to hear" in await li.taps("Still good")
    order = await town.order(number)
    assert (order.follow_up, order.state, order.due_at) == (FollowUp.HELD, State.CLOSED, None)
    assert "still good, says the resident" in li.card(number).text
    await town.later(days=30)
    assert li.reads() == ""


async def test_no_answer_is_recorded_as_silence_without_another_word(
    town: Town, everybody: None, number: str, li: Neighbour
):
    await fixed(li)
    await town.later(days=14)
    li.reads()
    await town.later(days=3)
    order = await town.order(number)
    assert (order.follow_up, order.due_at) == (FollowUp.SILENT, None)
    assert heard(li) == ""
    assert (await steps(town, number))[-2:] == [Step.FOLLOW_UP, Step.LET_GO]


async def test_an_answer_after_the_silence_is_told_how_it_stands(
    town: Town, everybody: None, number: str, li: Neighbour
):
    await fixed(li)
    await town.later(days=14)
    answer = li.button("Still good")
    await town.later(days=3)
    assert "is closed: fixed" in await li.presses(answer)
    assert (await town.order(number)).follow_up is FollowUp.SILENT


@pytest.mark.parametrize("word", ["held", "back"])
async def test_only_the_resident_answers(
    town: Town, everybody: None, number: str, li: Neighbour, zhao: Neighbour, wang: Neighbour, word: str
):
    await fixed(li)
    await town.later(days=14)
    version = (await town.order(number)).version
    for who in (zhao, wang):
        assert "cannot find that" in await who.says(button=f"{word} {number} {version}")
    assert (await town.order(number)).follow_up is FollowUp.ASKED


async def came_back(town: Town, li: Neighbour, words: str = "又开始滴水了") -> str:
    """Returns the number of the new order, as the resident reads it."""
    await town.later(days=14)
    assert "What is wrong now?" in await li.taps("It came back")
    return find(await li.says(words))[0]


async def test_what_came_back_is_a_new_order_linked_to_the_old_one(
    town: Town, everybody: None, number: str, li: Neighbour, zhou: Neighbour
):
    await fixed(li)
    zhou.reads()
    again = await came_back(town, li)
    old, new = await town.order(number), await town.order(again)
    assert again != number
    assert (old.state, old.follow_up, old.due_at) == (State.CLOSED, FollowUp.BACK, None)
    same = ("place", "grid", "category", "lane", "subject", "author")
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert (new.state, new.again_of, new.reopened) == (State.PLACED, old.id, 0)
    read = zhou.reads()
    assert f"It came back: it was {number} before." in read
    assert "Came back: 又开始滴水了" in read
    assert "水管漏水" in read
    assert "To Wang Jianguo" in zhou.labels()
    assert f"Your number is {again}" in li.card(again).text
    assert "not good any more, says the resident: 又开始滴水了" in li.card(number).text
    assert (await counted(town, "came_back"), await counted(town, "placed")) == (1, 2)


async def test_within_the_week_the_same_order_is_opened_again(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    town.house = replace(town.house, policy=asking(1, after=5 * DAY))
    await fixed(li)
    await town.later(days=5)
    wang.reads()
    await li.taps("It came back")
    assert "one level up" in await li.says("又漏了")
    order = await town.order(number)
    assert (order.state, order.reopened, order.follow_up, order.lot) == (State.PLACED, 1, None, None)
    assert await town.one("SELECT COUNT(*) FROM orders") == 1
    assert "又漏了" in liu.reads()
    assert f"{number} is not fixed yet" in wang.reads()
    assert (await steps(town, number))[-2:] == [Step.CAME_BACK, Step.REOPEN]
    assert (await counted(town, "came_back"), await counted(town, "reopened")) == (1, 1)


@pytest.mark.parametrize("after", [14, 5])
async def test_danger_in_what_came_back_goes_first_and_shows_the_numbers_to_call(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, after: int
):
    town.house = replace(town.house, policy=asking(1, after=after * DAY))
    await fixed(li)
    await town.later(days=after)
    await li.taps("It came back")
    read = await li.says("又漏了，这次着火了")
    assert "119" in read
    assert (await town.order(find(read)[0])).lane is Lane.URGENT
    assert "URGENT" in zhou.reads()


async def test_who_reported_all_they_may_in_a_day_keeps_the_question(
    town: Town, everybody: None, number: str, li: Neighbour
):
    await fixed(li)
    await town.later(days=14)
    await li.taps("It came back")
    town.house = replace(town.house, policy=replace(town.house.policy, reports_a_day=0))
    assert "reports today" in await li.says("又漏了")
    assert (await town.order(number)).follow_up is FollowUp.ASKED
    town.house = replace(town.house, policy=asking(1))
    assert find(await li.says("又漏了"))


async def test_what_comes_back_again_and_again_does_not_grow_for_ever(
    town: Town, everybody: None, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    for _ in range(4):
        await fixed(li)
        number = await came_back(town, li, "滴" * 400)
        await zhou.taps("To Wang")
        await finishes(wang)
    assert len((await town.order(number)).what) == 1000


@pytest.mark.parametrize(("closing", "words"), [("unreviewed", "without your word"), ("not_fixed", "as not fixed")])
async def test_what_was_not_said_to_be_fixed_is_not_called_so(
    town: Town,
    everybody: None,
    number: str,
    li: Neighbour,
    zhou: Neighbour,
    wang: Neighbour,
    closing: str,
    words: str,
):
    if closing == "unreviewed":
        await unreviewed(town, li)
    else:
        for last in (False, False, True):
            await li.taps("Not fixed")
            await li.says("还在漏")
            if not last:
                await zhou.taps("To Wang")
                await finishes(wang)
        li.reads()
    assert (await town.order(number)).closing == closing
    await town.later(days=14)
    read = li.reads()
    assert words in read
    assert "How is it now?" in read
    assert {"It is good now", "It is not good yet"} <= set(li.labels())


async def test_the_answer_counts_although_somebody_else_did_something_meanwhile(
    town: Town, everybody: None, number: str, li: Neighbour
):
    await unreviewed(town, li)
    await town.later(days=14)
    answer = li.button("It is good now")
    await li.says("/my")
    await li.taps(number, "Fixed", "★★★★★", "Skip")
    assert "Good to hear" in await li.presses(answer)
    assert (await town.order(number)).follow_up is FollowUp.HELD


async def test_after_an_outage_the_question_is_asked_once_and_not_let_go_at_once(
    town: Town, everybody: None, number: str, li: Neighbour
):
    await fixed(li)
    await town.later(days=40)
    assert "Is it still good?" in li.reads()
    await town.later(hours=1)
    assert (await town.order(number)).follow_up is FollowUp.ASKED
    assert heard(li) == ""


async def test_dispatchers_read_how_many_were_asked_and_how_many_came_back(
    town: Town, everybody: None, number: str, li: Neighbour, zhou: Neighbour
):
    await fixed(li)
    assert "Asked again" not in await zhou.says("/desk")
    await came_back(town, li)
    zhou.reads()
    assert "Asked again later: 1; it came back: 1." in await zhou.says("/desk")
