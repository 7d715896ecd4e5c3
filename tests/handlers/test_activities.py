"""Activities are announced to those who live there, labelled, in peace, and to the group without a word too much."""

from domain.person import Held, Role
from storage import group_chats, people
from storage.database import Tx
from tests.handlers.gathering import announces, answers
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, Town

GROUP = "telegram:-7"
CLINIC = {"place": "All of", "day": "11-28", "hour": "14:30", "seats": "10", "helpers": "2", "title": "量血压"}


async def test_who_lives_there_reads_what_where_when_and_from_whom(town: Town, li: Neighbour, zhou: Neighbour):
    volunteer = await town.moves_in("Qian Jin", Held(Role.VOLUNTEER, COMPOUND))
    far = await town.moves_in("Far Away", home="qs/hy/lx/yy/1")
    number = await announces(zhou)
    assert li.reads() == ""  # the clock announces
    await town.later()
    read = li.reads()
    for words in ("Free clinic “量血压”", "11-28 Sat 14:30 – 16:30", "杏福苑, east gate", "10 of 10 seats left"):
        assert words in read
    assert f"From community dispatcher Zhou Min · {number}" in read
    assert li.labels() == ["I come", "I help", "No more announcements"]
    assert number in volunteer.reads()
    assert far.reads() == ""
    assert "was announced to 2 neighbours" in zhou.reads()
    await town.later(minutes=1)
    assert li.reads() == ""


async def test_each_reads_it_in_their_own_language(town: Town, li: Neighbour, zhou: Neighbour):
    chinese = await town.moves_in("Bai Yun", home=f"{COMPOUND}/4", language="zh_CN")
    unknown = await town.moves_in("Ann Lee", home=f"{COMPOUND}/4", language="fr")
    await announces(zhou)
    await town.later()
    assert [who.reads().count("〔中〕✍️") for who in (chinese, unknown, li)] == [1, 0, 0]
    assert [len(who.phone.messages) for who in (chinese, unknown, li)] == [1, 1, 1]


async def test_a_building_is_told_of_what_is_meant_for_it(town: Town, li: Neighbour, zhou: Neighbour):
    other = await town.moves_in("Bai Yun", home=f"{COMPOUND}/4/1")
    await announces(zhou, place="3号楼")
    await town.later()
    assert "杏福苑 3号楼" in li.reads()
    assert other.reads() == ""


async def test_in_the_evening_it_is_kept_for_the_morning(town: Town, li: Neighbour, zhou: Neighbour):
    await town.later(hours=11, minutes=30)
    await announces(zhou)
    assert "It will be announced at 11-24 Tue 07:00" in zhou.phone.every_text()
    await town.later(minutes=1)
    await town.later(hours=9, minutes=28)
    assert li.reads() == ""
    await town.later(minutes=1)
    assert "量血压" in li.reads()


async def test_what_begins_this_evening_is_announced_this_evening(town: Town, zhou: Neighbour):
    await town.later(hours=11, minutes=30)
    await announces(zhou, day="Today", hour="22:30")
    assert "being announced now" in zhou.phone.every_text()


async def a_group(town: Town) -> None:
    async def bound(tx: Tx) -> None:
        await people.add_chat(tx, GROUP, now=town.now, is_group=True)
        await group_chats.bind(tx, GROUP, group_chats.Kind.STAFF, COMPOUND, by="", topic=None, now=town.now)

    await town.database.do(bound)


async def test_the_group_is_not_woken_by_what_is_called_off_in_the_night(town: Town, zhou: Neighbour):
    await a_group(town)
    await announces(zhou)
    await town.later()
    town.phone(GROUP).looks()
    await town.later(hours=13)
    await zhou.says("/activities")
    await zhou.taps("1. ", "Call it off")
    await zhou.says("医生病了")
    assert town.phone(GROUP).looks() == ""
    await town.later(hours=8)
    assert "does not take place" in town.phone(GROUP).looks()


async def test_nothing_is_moved_to_before_anybody_has_read_of_it(town: Town, zhou: Neighbour):
    await town.later(hours=11, minutes=30)
    await announces(zhou)  # kept for the morning
    await zhou.taps("Another time", "Today")
    await zhou.says("23:00")
    assert "before anybody has read of it" in await zhou.says("早一点")


async def test_the_group_reads_number_kind_and_time_only(town: Town, zhou: Neighbour):
    await a_group(town)
    number = await announces(zhou)
    await town.later()
    read = town.phone(GROUP).looks()
    assert read == f"📣 🩺 Free clinic, 11-28 Sat 14:30. Write me {number} in private to read more, or to come."


async def test_what_is_moved_before_it_was_announced_is_announced_once_as_it_is(
    town: Town, li: Neighbour, zhou: Neighbour
):
    await a_group(town)
    await announces(zhou)
    await zhou.taps("Another time")
    await zhou.says("11-29")
    await zhou.says("9:00")
    await zhou.says("医生有事")
    assert town.phone(GROUP).looks() == ""
    await town.later()
    assert "11-29 Sun 09:00" in town.phone(GROUP).looks()
    assert "11-29 Sun 09:00 – 11:00" in li.reads()


async def test_nobody_is_told_of_more_than_three_in_a_week_whoever_organises(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    for organiser, title in ((zhou, "one"), (wang, "two"), (zhou, "three"), (wang, "four")):
        await announces(organiser, title=title)
        await town.later(minutes=1)
    read = li.reads()
    assert "three" in read
    assert "four" not in read
    assert "“four” was announced to 0 neighbours" in wang.reads()
    await town.later(days=7)
    li.reads()
    await announces(zhou, title="five", day="12-10")
    await town.later()
    assert "five" in li.reads()


async def test_what_comes_later_is_on_the_next_page(town: Town, li: Neighbour, liu: Neighbour, zhou: Neighbour):
    for organiser, first in ((zhou, 1), (liu, 6)):
        for day in range(first, first + 5):
            await announces(organiser, title=f"day {day}", day=f"12-{day:02}")
    assert "day 8" in await li.says("/activities")
    read = await li.taps("More")
    assert [f"“day {day}”" in read for day in (8, 9, 10)] == [False, True, True]
    assert "More" not in li.labels()


async def test_whoever_comes_knows_who_reads_it(li: Neighbour, town: Town, zhou: Neighbour):
    await announces(zhou)
    await town.later()
    li.reads()
    assert "Only community dispatcher Zhou Min reads who comes" in await li.taps("I come")


async def test_with_one_tap_there_are_no_more_announcements_and_with_one_more_there_are(
    town: Town, li: Neighbour, zhou: Neighbour
):
    await announces(zhou, title="one")
    await town.later()
    assert "I announce nothing to you any more" in await li.taps("No more announcements")
    await announces(zhou, title="two")
    await town.later()
    assert li.reads() == ""
    assert "“two”" in await li.says("活动")
    await li.taps("Announce to me again")
    await announces(zhou, title="three")
    await town.later()
    assert "three" in li.reads()


async def test_only_those_who_work_for_a_place_announce_there(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    await li.says("/activities")
    assert "New activity" not in li.labels()
    await zhou.says("/activities")
    forged = zhou.button("New activity")
    assert "Ask your grid worker" in await li.presses(forged)
    await announces(wang)  # a grid worker for the compound of the grid
    await liu.says("/activities")
    await liu.taps("New activity", "Festival")
    await liu.says("中秋")
    assert liu.labels() == ["All of 柳溪社区", "杏福苑"]


async def test_a_keeper_of_a_partner_announces_and_a_right_that_is_gone_is_gone(town: Town):
    keeper = await town.moves_in("Ma Shifu", Held(Role.PARTNER, COMPOUND, "m:1"))
    await answers(keeper, **CLINIC)
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = :id", id=keeper.id))
    assert "not yours" in await keeper.taps("Announce it")
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = NULL WHERE person = :id", id=keeper.id))
    await announces(keeper)
    assert await town.one("SELECT COUNT(*) FROM activities") == 1


async def test_a_phone_in_the_words_is_pointed_out_and_kept(town: Town, li: Neighbour, zhou: Neighbour):
    read = await answers(zhou, **CLINIC | {"title": "量血压 13812345678"})
    assert "There seems to be a phone number" in read
    await zhou.taps("Announce it")
    await town.later()
    assert "13812345678" in li.reads()


async def test_a_time_that_is_over_is_changed_and_nothing_else_is_asked_again(town: Town, zhou: Neighbour):
    await answers(zhou, **CLINIC | {"day": "Today", "hour": "9:00"})
    assert "before anybody has read of it" in await zhou.taps("Announce it")
    await zhou.taps("Change the time", "Tomorrow", "14:30", "90 minutes")
    assert "11-24 Tue 14:30 – 16:00" in zhou.phone.every_text()
    assert "being announced" in await zhou.taps("Announce it")


async def test_five_a_day_are_enough(town: Town, zhou: Neighbour):
    for n in range(5):
        await announces(zhou, title=f"no {n}")
    await answers(zhou, **CLINIC)
    assert "5 activities today" in await zhou.taps("Announce it")


async def test_a_typed_number_shows_its_card(town: Town, li: Neighbour, zhou: Neighbour):
    number = await announces(zhou)
    assert "量血压" in await li.says(number.lower())
    assert "You are in" in await li.taps("I come")


async def test_what_is_near_is_listed_and_what_is_far_is_not(town: Town, li: Neighbour, zhou: Neighbour):
    await announces(zhou)
    far = await town.moves_in("Far Away", home=f"{COMMUNITY}/yy/1")
    assert "量血压”, 11-28 Sat 14:30" in await li.says("/activities")
    assert "Nothing is announced near you" in await far.says("/activities")
