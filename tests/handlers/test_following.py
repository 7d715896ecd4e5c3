"""“Me too”: what is open already is said before it is sent again; who joins in hears the end, and nobody's name."""

from functools import partial

import pytest

from domain.number import find
from domain.order import Closing, State
from domain.person import Held, Role
from storage import follows
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, HOUR, MONDAY, Town

pytestmark = pytest.mark.usefixtures("zhou")  # somebody sits at the desk
LAMP = "3号楼1单元路灯不亮，黑得很"


@pytest.fixture
async def ma(town: Town) -> Neighbour:
    """A third resident."""
    return await town.moves_in("Ma Lin", Held(Role.RESIDENT, COMPOUND))


async def joins(who: Neighbour, words: str = LAMP) -> str:
    """A minute later they write the same, and say "me too"."""
    who.town.now += 60
    await who.says(words)
    return await who.taps("Me too")


async def handed_and_done(zhou: Neighbour, wang: Neighbour, number: str) -> None:
    await zhou.says(number)
    await zhou.taps("To Wang")
    await wang.says(number)
    await wang.taps("Accept", "Done", "Skip")


async def orders_of(town: Town) -> int:
    return int(await town.one("SELECT COUNT(*) FROM orders"))


async def test_what_is_open_already_is_said_before_it_is_sent(town: Town, li: Neighbour, zhao: Neighbour) -> None:
    number = await li.reports(LAMP)
    read = await zhao.says("3号楼1单元路灯又坏了")
    assert f"{number}, waiting to be handed out. Neighbours: 1." in read
    assert "Is it the same?" in read
    assert "黑得很" not in read
    assert "Xiulan" not in read
    read = await zhao.taps("Me too")
    assert f"how {number} ends" in read
    assert await orders_of(town) == 1
    assert "👥 Neighbours who report the same" not in read


async def test_a_follower_reads_nothing_but_number_kind_state_and_how_many(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
) -> None:
    number = await li.reports(LAMP, photos=("p1",))
    await joins(zhao)
    assert (
        await zhao.says(number)
        == f"👥 {number} · Lights and public facilities\nwaiting to be handed out\nNeighbours: 2"
    )
    assert zhao.labels() == ["Stop telling me"]
    for button in (
        f"photos {number}",
        f"add {number} 1",
        f"urge {number} 1",
        f"cancel {number} 1",
        f"fixed {number} 1",
    ):
        assert "cannot find that" in await zhao.says(button=button)
    await handed_and_done(zhou, wang, number)
    await li.taps("Fixed", "★★★★★", "Skip")
    assert zhao.reads() == (
        f"👥 {number} (Lights and public facilities), which you noticed, too, is fixed, says whoever reported it."
    )
    for secret in ("Li Xiulan", "Wang", "黑得很", "p1", "1单元"):
        assert secret not in zhao.phone.every_text().replace(LAMP, "")


async def test_it_can_still_be_sent_as_another_one(town: Town, li: Neighbour, zhao: Neighbour) -> None:
    first = await li.reports(LAMP)
    second = await zhao.reports("3号楼1单元路灯坏了一个")
    assert first != second
    assert await orders_of(town) == 2


async def test_staff_see_how_many_and_who_did_both_counts_once(
    town: Town, li: Neighbour, zhao: Neighbour, ma: Neighbour, zhou: Neighbour
) -> None:
    number = await li.reports(LAMP)
    await joins(zhao)
    assert "👥 Neighbours who report the same: 1" in zhou.card(number).text
    second = await zhao.reports("3号楼1单元路灯坏了一个")  # as one of their own, all the same
    await zhou.says(second)
    await zhou.taps("Same as another", number)
    assert "👥 Neighbours who report the same: 1" in zhou.card(number).text
    await joins(ma)
    assert "👥 Neighbours who report the same: 2" in zhou.card(number).text


async def test_saying_it_twice_counts_once(town: Town, li: Neighbour, zhao: Neighbour) -> None:
    number = await li.reports(LAMP)
    await joins(zhao)
    read = await zhao.says("3号楼1单元路灯还是不亮")
    assert f"I keep you posted about this already: {number}" in read
    assert "Neighbours: 2" in await zhao.taps("See it")
    order = await town.order(number)
    assert await town.database.read(partial(follows.count, order_id=order.id)) == 2


async def test_whoever_reported_it_themselves_is_shown_their_own(town: Town, li: Neighbour) -> None:
    number = await li.reports(LAMP)
    await li.says("/report")
    read = await li.says(LAMP)
    assert f"You have reported this already: {number}" in read
    assert "Me too" not in " ".join(li.labels())
    assert "黑得很" in await li.taps("See it")
    assert await orders_of(town) == 1


async def test_whose_report_was_joined_with_it_is_shown_their_own(
    li: Neighbour, zhao: Neighbour, zhou: Neighbour
) -> None:
    first, second = await li.reports(LAMP), await zhao.reports(LAMP)
    await zhou.says(second)
    await zhou.taps("Same as another", first)
    zhao.reads()
    read = await zhao.says(LAMP)
    assert f"You have reported this already: {second}" in read
    assert first not in read


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3号楼1单元水管漏水", "3号楼1单元水管漏水"),  # inside somebody's home
        ("3号楼1单元楼上半夜装修吵死了", "3号楼1单元楼上半夜装修吵死了"),  # about a neighbour
        ("3号楼1单元投诉物业，物业不作为", "3号楼1单元投诉物业，物业不作为"),  # a complaint
        ("3号楼1单元钥匙忘带了", "3号楼1单元钥匙忘带了"),  # whatever is nothing else
        (LAMP, "3号楼1单元着火了，路灯也不亮"),  # danger
        (LAMP, "3号楼2单元路灯不亮"),  # another staircase
        (LAMP, "5号楼1单元路灯不亮"),
        (LAMP, "3号楼1单元垃圾没人收"),
    ],
)
async def test_nobody_is_told_of(li: Neighbour, zhao: Neighbour, first: str, second: str) -> None:
    number = await li.reports(first)
    read = await zhao.says(second)
    assert "Send" in " ".join(zhao.labels())
    assert number not in read
    assert "Me too" not in " ".join(zhao.labels())


@pytest.mark.parametrize("places", [("3号楼", "3号楼1单元"), ("3号楼1单元", "3号楼")])
async def test_a_building_and_its_staircase_may_be_the_same(
    li: Neighbour, zhao: Neighbour, places: tuple[str, str]
) -> None:
    """Some say which staircase, and some do not; the answer names the building alone."""

    async def told(who: Neighbour, place: str) -> str:
        read = await who.says(f"{place}路灯不亮")
        return read if "Send" in " ".join(who.labels()) else await who.taps("Whole building")

    await told(li, places[0])
    number = find(await li.taps("Send"))[0]
    assert f"Lights and public facilities, 杏福苑 3号楼: {number}" in await told(zhao, places[1])


async def test_another_place_is_looked_at_anew(li: Neighbour, zhao: Neighbour) -> None:
    number = await li.reports(LAMP)
    assert number in await zhao.says(LAMP)
    assert number not in await zhao.taps("Change the place", "5号楼", "1单元")
    assert number in await zhao.taps("Change the place", "3号楼", "1单元")


async def test_what_was_closed_meanwhile_is_said_and_theirs_can_be_sent(
    town: Town, li: Neighbour, zhao: Neighbour
) -> None:
    number = await li.reports(LAMP)
    await zhao.says(LAMP)
    await li.taps("Withdraw", "Yes, withdraw it")
    assert number not in await zhao.taps("Me too")
    assert "Me too" not in " ".join(zhao.labels())
    await zhao.taps("Send")
    assert await orders_of(town) == 2


async def test_what_is_done_and_waits_for_a_word_is_no_match(
    li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
) -> None:
    """Whoever sees it still dark has something new to say."""
    number = await li.reports(LAMP)
    await handed_and_done(zhou, wang, number)
    assert number not in await zhao.says(LAMP)


async def test_whoever_stops_following_hears_no_more(
    town: Town, li: Neighbour, zhao: Neighbour, ma: Neighbour, zhou: Neighbour
) -> None:
    number = await li.reports(LAMP)
    await joins(zhao)
    assert "cannot find that" in await ma.says(button=f"fdx {number}")
    assert "I say no more" in await zhao.taps("Stop telling me")
    assert "cannot find that" in await zhao.says(number)
    assert "cannot find that" in await zhao.says(button=f"fds {number}")
    await li.taps("Withdraw", "Yes, withdraw it")
    assert zhao.reads() == ""


async def test_when_nobody_is_left_who_reported_it_followers_are_asked_to_write(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour
) -> None:
    number = await li.reports(LAMP)
    await joins(zhao)
    await li.taps("Withdraw", "Yes, withdraw it")
    assert "was taken back by whoever reported it. Is it still so?" in zhao.reads()
    number = await li.reports(LAMP)
    await joins(zhao)
    await zhou.says(number)
    await zhou.taps("Refuse")
    await zhou.says("私人的灯")
    read = zhao.reads()
    assert "not ours to solve" in read
    assert "私人的灯" not in read


async def test_they_go_along_when_it_is_joined_and_when_a_neighbours_takes_its_place(
    town: Town, li: Neighbour, zhao: Neighbour, ma: Neighbour, zhou: Neighbour
) -> None:
    first = await li.reports(LAMP)
    await joins(zhao)
    second = await ma.reports(LAMP)
    await zhou.says(first)
    await zhou.taps("Same as another", second)
    assert (
        f"{first} (Lights and public facilities), which you noticed, too, is handled together as {second}"
        in zhao.reads()
    )
    await ma.says(second)
    await ma.taps("Withdraw", "Yes, withdraw it")
    heir = await town.one("SELECT number FROM orders WHERE again_of IS NOT NULL")
    assert f"What you noticed, too, goes on as {heir}" in zhao.reads()
    assert "Neighbours: 2" in await zhao.says(heir)


async def test_they_hear_that_it_is_open_again_and_that_it_was_given_up(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
) -> None:
    number = await li.reports(LAMP)
    await joins(zhao)
    for answers in (("Fixed", "★★★★★", "Skip"), ("Not fixed",)):
        if (await town.order(number)).state is not State.CLOSED:
            await handed_and_done(zhou, wang, number)
        await li.says(number)
        await li.taps(*answers)
    zhao.reads()
    await li.says("还是黑的")
    read = zhao.reads()
    assert f"{number} (Lights and public facilities), which you noticed, too, is open again" in read
    assert "还是黑的" not in read
    await town.database.do(lambda tx: tx.run("UPDATE orders SET reopened = 2"))
    await handed_and_done(zhou, wang, number)
    await li.says(number)
    await li.taps("Not fixed")
    await li.says("不行")
    assert (await town.order(number)).closing is Closing.NOT_FIXED
    assert "closed as not fixed" in zhao.reads()


async def test_at_night_they_read_it_in_the_morning(town: Town, li: Neighbour, zhao: Neighbour) -> None:
    number = await li.reports(LAMP)
    await joins(zhao)
    town.now = MONDAY + 13 * HOUR
    await li.taps("Withdraw", "Yes, withdraw it")
    assert zhao.reads() == ""
    town.now = MONDAY + DAY - 2 * HOUR
    await town.later(hours=0)
    assert f"{number} (Lights and public facilities), which you noticed, too, was taken back" in zhao.reads()


async def test_who_follows_what_is_long_closed_is_forgotten(town: Town, li: Neighbour, zhao: Neighbour) -> None:
    await li.reports(LAMP)
    await joins(zhao)
    await li.taps("Withdraw", "Yes, withdraw it")
    await town.database.do(partial(follows.forget, before=town.now))
    assert await town.one("SELECT COUNT(*) FROM follows") == 1
    await town.database.do(partial(follows.forget, before=town.now + 1))
    assert await town.one("SELECT COUNT(*) FROM follows") == 0
