"""The owners' committee reads what is reported in its compound without anybody's name, and may sign off the result."""

import asyncio
from dataclasses import replace

import pytest

from domain.number import find
from domain.order import DAY, Closing, Lane, State, Step
from domain.person import Held, Role
from domain.policy import FollowUp as Share
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, HOUR, POLICY, Town

PHONE, ROOM, NAME = "13812345678", "602", "李秀兰"
WORDS = f"我是{NAME}，3号楼1单元{ROOM}水管漏水，电话{PHONE}"
ELSEWHERE = "qs/hy/lx/gy"
SIGN = "Was it done well?"


@pytest.fixture
async def mei(town: Town) -> Neighbour:
    """Of the owners' committee."""
    return await town.moves_in("Mei Ling", Held(Role.OWNERS, COMPOUND))


@pytest.fixture
async def qian(town: Town) -> Neighbour:
    """Another one of it."""
    return await town.moves_in("Qian Yu", Held(Role.OWNERS, COMPOUND))


@pytest.fixture
def signing(town: Town) -> None:
    """Where the committee signs off; nobody is asked again, so that nothing else is sent."""
    rules = replace(POLICY.rules, owners_sign_off=True)
    usual = town.house.chance
    town.house = replace(
        town.house,
        policy=replace(POLICY, rules=rules, places={}),
        chance=lambda n: (9_999).to_bytes(n) if n == 2 else usual(n),
    )


async def done(li: Neighbour, zhou: Neighbour, wang: Neighbour, words: str = WORDS) -> str:
    await li.says("/report")
    number = await li.reports(words)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    li.reads()
    return number


async def closed(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    number = await done(li, zhou, wang)
    await li.taps("Fixed", "★★★★★", "Skip")
    return number


# Reading along.


async def test_the_committee_lists_what_is_reported_open_ones_first(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    first = await li.reports("2号楼1单元楼道灯不亮")
    town.now += HOUR
    second = await closed(li, zhou, wang)
    town.now += HOUR
    await li.says("/report")
    third = await li.reports("2号楼1单元楼道灯不亮")
    read = await mei.says("/orders")
    assert "杏福苑, the last 30 days" in read
    assert "This month: 3 reported, 1 closed, 1 fixed.\nSatisfaction: few answers (1 of 1 who were asked)" in read
    assert find(read) == [third, first, second]
    assert mei.labels() == [f"1. {third}", f"2. {first}", f"3. {second}"]


@pytest.mark.parametrize("words", ["本小区", "小区报事", "orders"])
async def test_it_is_listed_in_plain_words_too(li: Neighbour, zhou: Neighbour, mei: Neighbour, words: str):
    number = await li.reports()
    assert number in await mei.says(words)
    assert number in await mei.says("1")


async def test_eight_at_a_time_and_a_button_for_more(town: Town, li: Neighbour, zhou: Neighbour, mei: Neighbour):
    numbers = []
    for _ in range(18):
        town.now += 60
        await li.says("/report")
        numbers.append(await li.reports())
    numbers.reverse()
    assert find(await mei.says("/orders")) == numbers[:8]
    assert find(await mei.taps("More")) == numbers[8:16]
    assert find(await mei.taps("More")) == numbers[16:]
    assert mei.labels() == [f"{n}. {number}" for n, number in enumerate(numbers[16:], 1)]


async def test_what_was_closed_long_ago_is_left_out_and_what_is_open_is_not(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    old = await closed(li, zhou, wang)
    await li.says("/report")
    open_still = await li.reports("2号楼1单元楼道灯不亮")
    town.now += 31 * DAY
    read = await mei.says("/orders")
    assert open_still in read
    assert old not in read


async def test_where_nothing_was_reported_it_says_so(town: Town, mei: Neighbour):
    assert "nothing was reported in the last 30 days" in await mei.says("/orders")


async def test_another_compounds_reports_are_not_listed(town: Town, li: Neighbour, zhou: Neighbour):
    await town.built(
        Place(ELSEWHERE, "compound", "桂苑", None, None, None),
        Place(f"{ELSEWHERE}x", "compound", "桂苑西", None, None, None),
    )
    await li.reports()
    ma = await town.moves_in("Ma Chao", Held(Role.OWNERS, ELSEWHERE))
    assert find(await ma.says("/orders")) == []


async def test_who_sits_on_two_committees_reads_both(town: Town, li: Neighbour):
    await town.built(Place(ELSEWHERE, "compound", "桂苑", None, None, None))
    both = await town.moves_in("Ma Chao", Held(Role.OWNERS, COMPOUND), Held(Role.OWNERS, ELSEWHERE))
    for _ in range(9):
        await li.says("/report")
        await li.reports()
    read = await both.says("/orders")
    assert "杏福苑" in read
    assert "桂苑" in read
    assert len(find(await both.taps("More"))) == 1


@pytest.mark.parametrize("page", ["orders 0.0", "orders 0.8", "orders 7.0", "orders x", "orders 0.-1"])
async def test_nobody_else_gets_the_list(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, page: str):
    await li.reports()
    for who in (li, zhou, wang):
        who.reads()
        assert "Only the owners' committee" in await who.says("/orders")
        assert "cannot find that" in await who.says(button=page)
    assert "/orders" not in await li.says("/help")


@pytest.mark.parametrize("page", ["orders 1.0", "orders", "orders 0", "orders 0.x", "orders -1.0"])
async def test_a_page_there_is_not_is_answered_kindly(town: Town, mei: Neighbour, page: str):
    assert "cannot find that" in await mei.says(button=page)


async def test_help_names_the_list_to_the_committee(town: Town, mei: Neighbour):
    assert "/orders" in await mei.says("/help")


async def test_the_committee_reads_neither_name_nor_phone_nor_room(
    town: Town, signing: None, zhou: Neighbour, wang: Neighbour, liu: Neighbour, mei: Neighbour
):
    """Whatever it opens or is sent through a whole story."""
    xiulan = await town.moves_in(NAME, Held(Role.RESIDENT, COMPOUND))
    number = await done(xiulan, zhou, wang)
    await mei.says("/orders")
    await mei.taps("1.")
    await xiulan.taps("Not fixed")
    await xiulan.says(WORDS)
    await liu.taps("To Wang")
    await wang.taps("Accept", "Progress")
    await wang.says(f"和{NAME}约好了，{ROOM}室，{PHONE}")
    await wang.taps("Done")
    await wang.says(f"{ROOM}的水管换好了，{PHONE}")
    await xiulan.taps("Fixed", "★★★★★")
    await xiulan.says(f"谢谢，我是{NAME}")
    await town.later(minutes=5)
    await mei.taps("See it")
    await town.later(days=14)
    await xiulan.taps("It came back")
    await xiulan.says(WORDS)
    await mei.says("/orders")
    await mei.taps("1.")
    await mei.taps("2.")
    read = mei.phone.every_text()
    assert number in read
    assert "3号楼" in read
    assert "漏水" in read
    for hidden in (NAME, ROOM, PHONE, "1单元", xiulan.name):
        assert hidden not in read
    buttons = [b for message in mei.phone.messages.values() for row in message.buttons for b in row]
    assert all(xiulan.id not in f"{b.label} {b.data}" for b in buttons)
    assert xiulan.id not in read
    assert not any(message.photos or message.voice for message in mei.phone.messages.values())


# Signing off.


async def test_nobody_is_asked_where_the_policy_does_not_say_so(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    number = await closed(li, zhou, wang)
    await town.later(hours=1)
    assert mei.reads() == ""
    version = (await town.order(number)).version
    for word in ("sign", "object"):
        assert "cannot find that" in await mei.says(button=f"{word} {number} {version}")
    await mei.says(number)
    assert "Sign off" not in mei.labels()
    assert (await town.order(number)).signed is None


async def test_a_compound_without_a_committee_is_never_asked(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await town.built(Place(ELSEWHERE, "compound", "桂苑", None, None, None))
    ma = await town.moves_in("Ma Chao", Held(Role.OWNERS, ELSEWHERE))
    number = await closed(li, zhou, wang)
    await town.later(hours=1)
    assert ma.reads() == ""
    assert await town.one("SELECT COUNT(*) FROM notes") == 0
    assert (await town.order(number)).closing is Closing.FIXED


async def test_each_member_is_asked_and_the_first_decides(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour, qian: Neighbour
):
    number = await closed(li, zhou, wang)
    await town.later(hours=1)
    for member in (mei, qian):
        assert SIGN in member.reads()
        assert member.labels() == ["Sign off", "Not in order", "See it"]
    await qian.taps("See it")
    stale = qian.button("Sign off")
    assert "is signed off" in await mei.taps("Sign off")
    assert (await town.order(number)).signed is True
    assert not any(message.alert for message in qian.phone.news)
    assert "signed off by owners' committee Mei Ling" in qian.card(number).text
    assert "is closed: fixed" in await qian.presses(stale)
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = 'sign'") == 1


async def test_two_members_at_the_same_moment_sign_it_once(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour, qian: Neighbour
):
    await closed(li, zhou, wang)
    await town.later(hours=1)
    await asyncio.gather(mei.taps("Sign off"), qian.taps("Not in order"))
    await qian.says("还在漏")
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step IN ('sign', 'object')") == 1


async def test_what_nobody_reviewed_counts_as_fixed_once_it_is_signed_off(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    number = await done(li, zhou, wang)
    for _ in range(2):
        await town.later(days=3)
    assert (await town.order(number)).closing is Closing.UNREVIEWED
    assert SIGN in mei.reads()
    await mei.taps("Sign off")
    order = await town.order(number)
    assert (order.closing, order.fixed, order.signed, order.lot) == (Closing.FIXED, True, True, 9_999)
    figures = "SELECT CAST(SUM(unreviewed) * 10 + SUM(fixed) AS BIGINT) FROM daily"
    assert await town.one(figures) == 1


async def test_a_late_review_asks_the_committee_anew_with_buttons_that_work(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    number = await done(li, zhou, wang)
    for _ in range(2):
        await town.later(days=3)
    await li.says("/my")
    await li.taps("1.", "Fixed", "★★★★★", "Skip")
    old = mei.button("Sign off")
    mei.reads()
    read = await mei.presses(old)
    assert number in read
    assert "is closed: fixed" in read
    assert (await town.order(number)).signed is None
    await mei.taps("Sign off")
    assert (await town.order(number)).signed is True


async def test_not_in_order_reaches_the_desk_and_the_community_with_the_reason_and_they_may_open_it_again(
    town: Town,
    signing: None,
    li: Neighbour,
    zhou: Neighbour,
    wang: Neighbour,
    mei: Neighbour,
    liu: Neighbour,
    qian: Neighbour,
):
    number = await closed(li, zhou, wang)
    await town.later(hours=1)
    for who in (li, zhou, wang, liu, qian):
        who.reads()
    assert "What is not in order" in await mei.taps("Not in order")
    assert "know" in await mei.says("墙面没有补")
    order = await town.order(number)
    assert (order.signed, order.state, order.closing) == (False, State.CLOSED, Closing.FIXED)
    for who in (zhou, liu):
        assert f"owners' committee Mei Ling says {number} is not in order: 墙面没有补" in who.reads()
        assert "Open it again" in who.labels()
    assert not any(m.alert for who in (li, wang, qian) for m in who.phone.news)
    for who in (li, wang):
        who.reads()
    await liu.taps("Open it again")
    await liu.says("补墙面")
    order = await town.order(number)
    assert (order.state, order.reopened, order.signed, order.rung) == (State.PLACED, 1, None, COMMUNITY)
    assert f"{number} was opened again: 补墙面" in li.reads()
    assert f"{number} was opened again; the desk looks at it." in wang.reads()


async def test_after_a_week_an_objection_is_heard_and_opens_nothing(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    await closed(li, zhou, wang)
    await town.later(hours=1)
    await town.later(days=8)
    zhou.reads()
    await mei.taps("Not in order")
    await mei.says("墙面没有补")
    assert "墙面没有补" in zhou.reads()
    assert zhou.labels() == ["See it"]


async def test_a_reopened_order_is_signed_off_anew(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    number = await closed(li, zhou, wang)
    await town.later(hours=1)
    first = mei.button("Sign off")
    await li.says("/my")
    await li.taps("1.", "Not fixed")
    await li.says("还在漏")
    mei.reads()
    assert "moved on" in await mei.presses(first)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    await town.later(hours=1)
    assert SIGN in mei.reads()
    await mei.presses(first)
    assert (await town.order(number)).signed is None


async def test_who_reported_it_neither_signs_nor_is_asked(
    town: Town, signing: None, zhou: Neighbour, wang: Neighbour, mei: Neighbour, qian: Neighbour
):
    number = await closed(mei, zhou, wang)
    mei.reads()
    await town.later(hours=1)
    assert SIGN not in mei.reads()
    assert SIGN in qian.reads()
    version = (await town.order(number)).version
    assert "cannot find that" in await mei.says(button=f"sign {number} {version}")
    assert "cannot find that" in await mei.says(button=f"object {number} {version}")


async def test_who_had_it_in_hand_neither_signs_nor_is_asked(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, mei: Neighbour
):
    both = await town.moves_in("Ma Chao", Held(Role.VOLUNTEER, COMPOUND), Held(Role.OWNERS, COMPOUND))
    number = await li.reports()
    await zhou.taps("To somebody else", "Ma Chao")
    await both.taps("Accept", "Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    both.reads()
    await town.later(hours=1)
    assert SIGN not in both.reads()
    assert SIGN in mei.reads()
    version = (await town.order(number)).version
    assert "cannot find that" in await both.says(button=f"sign {number} {version}")


async def test_a_committee_that_is_complained_about_signs_nothing(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    number = await done(li, zhou, wang)
    await town.database.do(
        lambda tx: tx.run("UPDATE orders SET subject = :team WHERE number = :n", team=f"O@{COMPOUND}", n=number)
    )
    await li.taps("Fixed", "★★★★★", "Skip")
    await town.later(hours=1)
    assert mei.reads() == ""
    version = (await town.order(number)).version
    assert "cannot find that" in await mei.says(button=f"sign {number} {version}")


async def test_a_resident_signs_nothing(
    town: Town, signing: None, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await closed(li, zhou, wang)
    version = (await town.order(number)).version
    for who in (li, zhao, zhou, wang):
        assert "cannot find that" in await who.says(button=f"sign {number} {version}")


@pytest.mark.parametrize("ending", ["withdrawn", "not fixed"])
async def test_what_was_not_done_is_not_signed_off(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour, ending: str
):
    if ending == "withdrawn":
        await li.reports()
        await li.taps("Withdraw", "Yes")
    else:
        await done(li, zhou, wang)
        for last in (False, False, True):
            await li.taps("Not fixed")
            await li.says("还在漏")
            if not last:
                await zhou.taps("To Wang")
                await wang.taps("Accept", "Done", "Skip")
    await town.later(hours=1)
    assert mei.reads() == ""


async def test_the_committee_is_asked_in_the_morning_also_about_what_was_urgent(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    number = await done(li, zhou, wang, "3号楼1单元着火了")
    assert (await town.order(number)).lane is Lane.URGENT
    town.now += 13 * HOUR
    await li.taps("Fixed", "★★★★★", "Skip")
    await town.later(minutes=1)
    assert mei.reads() == ""
    await town.later(hours=9)
    assert SIGN in mei.reads()


async def test_the_resident_of_what_was_signed_off_is_still_asked_again(
    town: Town, signing: None, li: Neighbour, zhou: Neighbour, wang: Neighbour, mei: Neighbour
):
    rules = replace(town.house.policy.rules, follow_up=Share(1))
    town.house = replace(town.house, policy=replace(town.house.policy, rules=rules))
    number = await closed(li, zhou, wang)
    await town.later(hours=1)
    await mei.taps("Sign off")
    li.reads()
    await town.later(days=14)
    assert "Is it still good?" in li.reads()
    happened = await town.one("SELECT step FROM order_events ORDER BY id DESC LIMIT 1")
    assert (happened, (await town.order(number)).signed) == (Step.FOLLOW_UP, True)
