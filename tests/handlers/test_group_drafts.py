"""A call in a neighbours' group is passed on only with its author's yes, and nothing personal is said in the group."""

import asyncio
import itertools
import re
from dataclasses import replace
from functools import partial

import pytest

from domain.order import Lane
from handlers import desk, group_clock
from storage import inbox
from storage.database import open_database
from storage.inbox import Arrived
from tests.handlers.grouping import GROUP, NEIGHBOURS, OTHER, STAFF, binds
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, POLICY, Town

LEAK, FIRE = "水管漏水，我家2单元301", "3号楼着火了"


@pytest.fixture
async def group(town: Town, zhou: Neighbour) -> str:
    """The group of building 3."""
    return await binds(zhou, NEIGHBOURS, "3号楼")


async def calls(neighbour: Neighbour, text: str = LEAK, **more: object) -> str:
    """What they read in private."""
    usual: dict[str, object] = {"call": "mention", "ref": "17"}
    return await neighbour.says(text, group=GROUP, **usual | more)


def said_in(town: Town, chat: str = GROUP) -> str:
    return town.phone(chat).looks()


async def orders(town: Town) -> int:
    return int(await town.one("SELECT COUNT(*) FROM orders"))


async def test_a_mention_becomes_a_draft_that_its_author_sends_with_one_tap(
    town: Town, group: str, zhao: Neighbour, zhou: Neighbour
):
    read = await calls(zhao)
    assert "You wrote in the group of 杏福苑 3号楼" in read
    assert LEAK in read
    assert await orders(town) == 0
    await zhao.taps("Send")
    [number] = [await town.one("SELECT number FROM orders")]
    order = await town.order(number)
    assert (order.place, order.category, order.author) == (f"{COMPOUND}/3", "water", zhao.id)
    assert order.lane is Lane.ORDINARY
    assert number in zhou.reads()
    assert said_in(town) == ""


async def test_a_reply_to_us_and_the_command_are_calls_too(town: Town, group: str, zhao: Neighbour):
    assert LEAK in await calls(zhao, call="reply", ref="1")
    assert LEAK in await calls(zhao, f"/report@sidan_bot {LEAK}", call=None, ref="2")


async def test_what_neighbours_say_to_each_other_is_theirs(town: Town, group: str, zhao: Neighbour):
    assert await calls(zhao, "今晚谁去跳舞？", call=None) == ""
    assert said_in(town) == ""
    assert await town.one("SELECT COUNT(*) FROM group_drafts") == 0


async def test_whoever_says_no_is_left_alone_and_the_words_are_erased(town: Town, group: str, zhao: Neighbour):
    await calls(zhao, photos=("p1",))
    await zhao.taps("No, leave it")
    await town.later(days=2)
    assert await town.one("SELECT media FROM doomed_media") == "p1"
    assert await orders(town) == 0
    assert await town.one("SELECT COUNT(*) FROM group_drafts WHERE said <> ''") == 0
    assert said_in(town) == ""


async def test_what_is_changed_first_becomes_an_ordinary_report(town: Town, group: str, zhao: Neighbour):
    await calls(zhao, photos=("p1",))
    assert "Please check" in await zhao.taps("Change it first")
    await zhao.taps("Send")
    assert await town.one("SELECT media FROM order_photos") == "p1"


async def test_pictures_without_a_word_are_asked_about(town: Town, group: str, zhao: Neighbour):
    await calls(zhao, "", photos=("p1",))
    assert "What is the matter?" in await zhao.taps("Send")


async def test_nobody_else_answers_for_the_author(town: Town, group: str, zhao: Neighbour, li: Neighbour):
    await calls(zhao)
    for what in ("Send", "No", "Change"):
        await li.presses(zhao.button(what))
        assert "cannot find that" in li.phone.every_text()
    assert await orders(town) == 0


async def test_the_building_that_the_words_name_is_where_it_goes(town: Town, zhou: Neighbour, zhao: Neighbour):
    await binds(zhou, NEIGHBOURS, "The whole compound")
    assert "📍 杏福苑 5号楼" in await calls(zhao, "5号楼的路灯坏了")


# ---- Somebody we have never talked to ---------------------------------------------------------------------------


def link_in(text: str) -> str:
    found = re.search(r"start=(d-[\w-]{22})", text)
    assert found is not None, text
    return found[1]


async def test_who_never_wrote_to_us_is_shown_a_way_that_only_they_can_open(
    town: Town, group: str, li: Neighbour, zhao: Neighbour
):
    new = town.stranger("Ma Li")
    town.gone.add(new.chat)
    await calls(new)
    [shown] = town.phone(GROUP).news
    assert (shown.answers, LEAK in shown.text, "Ma" in shown.text) == ("17", False, False)
    link = link_in(said_in(town))
    for other in (li, zhao):
        assert "for somebody else" in await other.opens(link)
    town.gone.clear()
    assert LEAK in await new.opens(link)
    await new.taps("Send")
    assert await orders(town) == 1
    assert "done with" in await new.opens(link)


async def test_who_calls_again_is_not_called_to_the_chat_again_and_finds_both_there(town: Town, group: str):
    new = town.stranger("Ma Li")
    town.gone.add(new.chat)
    await calls(new, "路灯坏了", ref="17")
    link = link_in(said_in(town))
    await calls(new, "电梯坏了", ref="18")
    assert said_in(town) == ""
    town.gone.clear()
    read = await new.opens(link)
    assert "路灯坏了" in read
    assert "电梯坏了" in read


async def test_a_letter_that_cannot_be_delivered_is_no_dead_letter_where_the_group_shows_the_way(
    town: Town, group: str
):
    new = town.stranger("Ma Li")
    town.gone.add(new.chat)
    await calls(new)
    assert await town.one("SELECT COUNT(*) FROM outbox WHERE state = 'failed'") == 0


# ---- Danger -----------------------------------------------------------------------------------------------------


async def test_words_of_danger_show_the_numbers_to_all_at_once_and_the_draft_is_urgent(
    town: Town, group: str, zhao: Neighbour
):
    read = await calls(zhao, FIRE, call=None)
    [shown] = town.phone(GROUP).news
    assert shown.text == f"🚨 {POLICY.alarms(FIRE)[0].en}"
    assert "in two minutes" in read
    await zhao.taps("Send")
    assert await town.one("SELECT lane FROM orders") == Lane.URGENT


async def test_danger_that_nobody_confirms_is_passed_on_after_two_minutes(
    town: Town, group: str, zhao: Neighbour, zhou: Neighbour
):
    await calls(zhao, FIRE, call=None)
    await town.later(minutes=1)
    assert await orders(town) == 0
    await town.later(minutes=2)
    order = await town.order(await town.one("SELECT number FROM orders"))
    assert (order.lane, order.place, order.author) == (Lane.URGENT, f"{COMPOUND}/3", zhao.id)
    assert order.what.startswith(FIRE)
    assert "nobody has confirmed it" in order.what
    assert order.number in zhao.reads()
    assert order.number in zhou.reads()
    await town.later(minutes=10)
    assert await orders(town) == 1


async def test_danger_from_somebody_who_cannot_be_asked_is_passed_on_too(town: Town, group: str, zhou: Neighbour):
    new = town.stranger("Ma Li")
    town.gone.add(new.chat)
    await calls(new, FIRE, call=None)
    link = link_in(said_in(town))
    await town.later(minutes=3)
    number = await town.one("SELECT number FROM orders")
    assert number in zhou.reads()
    assert await town.one("SELECT COUNT(*) FROM outbox WHERE state = 'failed'") == 0
    town.gone.clear()
    assert "for somebody else" in await zhou.opens(link)
    assert number in await new.opens(link)


async def test_whoever_says_in_time_that_it_is_nothing_is_believed(town: Town, group: str, zhao: Neighbour):
    await calls(zhao, FIRE, call=None)
    await zhao.taps("No, leave it")
    await town.later(minutes=3)
    assert await orders(town) == 0


async def test_of_a_whole_building_that_cries_fire_the_first_cry_is_passed_on_alone(
    town: Town, group: str, zhao: Neighbour, li: Neighbour
):
    for n, neighbour in enumerate((zhao, li, zhao)):
        await calls(neighbour, FIRE, call=None, ref=str(n))
    assert len(town.phone(GROUP).news) == 1
    await town.later(minutes=3)
    await town.later(minutes=3)
    assert await orders(town) == 1
    first = await town.one("SELECT person FROM authors")  # both are due at the same moment
    assert first in (zhao.id, li.id)
    await (li if first == zhao.id else zhao).taps("Send")
    assert await orders(town) == 2


async def test_a_cry_that_says_more_nearly_where_is_passed_on_too(
    town: Town, zhou: Neighbour, zhao: Neighbour, li: Neighbour
):
    await binds(zhou, NEIGHBOURS, "The whole compound")
    for n, (neighbour, words) in enumerate([(zhao, "着火了快跑"), (li, "5号楼着火了"), (zhao, "着火啦")]):
        await calls(neighbour, words, call=None, ref=str(n))
        await town.later(minutes=3)
    rows = await town.database.read(lambda tx: tx.all("SELECT place FROM orders ORDER BY id"))
    assert [row["place"] for row in rows] == [COMPOUND, f"{COMPOUND}/5"]


async def test_a_cry_is_passed_on_where_nobody_looks_after_the_one_before_any_more(
    town: Town, group: str, zhao: Neighbour, li: Neighbour
):
    await calls(zhao, FIRE, call=None, ref="1")
    await town.later(minutes=3)
    await zhao.says(await town.one("SELECT number FROM orders"))
    await zhao.taps("Withdraw", "Yes, withdraw")
    await calls(li, FIRE, call=None, ref="2")
    await town.later(minutes=3)
    assert await orders(town) == 2


async def test_an_edit_that_says_more_nearly_where_is_passed_on_too(
    town: Town, zhou: Neighbour, zhao: Neighbour, li: Neighbour
):
    await binds(zhou, NEIGHBOURS, "The whole compound")
    await calls(zhao, "着火了快跑", call=None, ref="1")
    await calls(li, "着火了", call=None, ref="2")
    await town.later(minutes=3)
    await town.later(minutes=1)
    assert "in two minutes" in await calls(li, "5号楼着火了", edited=True, call=None, ref="2")
    await town.later(minutes=3)
    rows = await town.database.read(lambda tx: tx.all("SELECT place FROM orders ORDER BY id"))
    assert [row["place"] for row in rows] == [COMPOUND, f"{COMPOUND}/5"]


async def test_a_notice_about_fires_is_no_cry(town: Town, group: str, zhou: Neighbour):
    notice = "【温馨提示】" + "各位邻居，冬季用火用电多，请注意安全，家中无人时请拔掉插头。" * 7 + "着火了请打119。"
    assert await calls(zhou, notice, call=None) == ""
    assert said_in(town) == ""


async def test_among_many_strangers_who_cry_fire_the_group_shows_one_way_and_answers_no_chatter_about_it(
    town: Town, group: str
):
    strangers = [town.stranger(f"Ma{n} Li") for n in range(3)]
    for n, stranger in enumerate(strangers):
        town.gone.add(stranger.chat)
        await calls(stranger, FIRE, call=None, ref=str(n))
    _, *shown = town.phone(GROUP).messages
    assert len(shown) == 2  # the numbers, and a way for the first of them
    for ref in shown:
        await calls(strangers[2], "真的吗？在哪儿？", call="reply", reply_to=ref, ref=f"to {ref}")
    assert len(town.phone(GROUP).messages) == 3
    await calls(strangers[2], f"{FIRE}，快来人", ref="9")
    assert len(town.phone(GROUP).messages) == 4


# ---- What is not answered ---------------------------------------------------------------------------------------


async def test_what_nobody_answers_is_asked_about_once_and_erased_after_a_day(town: Town, group: str, zhao: Neighbour):
    await calls(zhao)
    await town.later(minutes=61)
    assert LEAK in zhao.reads()
    await town.later(hours=5)
    assert zhao.reads() == ""
    await town.later(hours=20)
    assert "put away" in zhao.reads()
    assert await town.one("SELECT COUNT(*) FROM group_drafts WHERE said <> ''") == 0
    assert "put away" in await zhao.taps("Send")
    assert await orders(town) == 0
    assert said_in(town) == ""


async def test_nobody_is_reminded_at_night(town: Town, group: str, zhao: Neighbour):
    town.now += 12 * 3600  # ten in the evening
    await calls(zhao)
    await town.later(hours=2)
    assert zhao.reads() == ""
    await town.later(hours=8)
    assert LEAK in zhao.reads()


# ---- Twice, together, and edited --------------------------------------------------------------------------------


async def test_a_call_delivered_nine_times_is_asked_about_once(town: Town, group: str, zhao: Neighbour):
    call = zhao.message(LEAK, group=GROUP, call="mention", ref="17")
    await zhao.sends(call, times=9)
    assert len(zhao.phone.messages) == 1
    await zhao.sends(replace(call, message_id="the same, kept anew"))
    assert len(zhao.phone.messages) == 1


async def test_two_taps_on_send_are_one_order(town: Town, url: str, group: str, zhao: Neighbour):
    await calls(zhao)
    tap = zhao.button("Send")
    other = await open_database(url)
    taps = [zhao.message(button=tap.data, ref=tap.ref) for _ in range(6)]
    rows = [Arrived("telegram", one.message_id, town.house.fresh(), one.sender, None, "{}", town.now) for one in taps]
    for row in rows:
        await town.database.do(partial(inbox.receive, row=row))
    bases = itertools.cycle((town.database, other))
    await asyncio.gather(
        *(
            desk.work_off(base, town.house, [row], one, town.now)
            for base, row, one in zip(bases, rows, taps, strict=False)
        )
    )
    await other.close()
    assert await orders(town) == 1


async def test_a_tap_while_it_is_passed_on_anyway_is_one_order(town: Town, url: str, group: str, zhao: Neighbour):
    await calls(zhao, FIRE, call=None)
    tap = zhao.button("Send")
    town.now += 180
    other = await open_database(url)
    await asyncio.gather(
        group_clock.tick(town.database, town.house, town.now),
        zhao.presses(tap),
        group_clock.tick(other, town.house, town.now),
        return_exceptions=True,
    )
    await other.close()
    assert await orders(town) == 1


async def test_an_edit_changes_the_draft_and_an_old_button_only_shows_it(town: Town, group: str, zhao: Neighbour):
    await calls(zhao, "3号楼漏水")
    old = zhao.button("Send")
    assert "5号楼漏水" in await calls(zhao, "5号楼漏水", edited=True)
    assert await calls(zhao, "5号楼漏水", edited=True) == ""
    assert "5号楼漏水" in await zhao.presses(old)
    assert await orders(town) == 0
    await zhao.taps("Send")
    assert await town.one("SELECT what FROM orders") == "5号楼漏水"
    await calls(zhao, "8号楼漏水", edited=True)
    await calls(zhao, "8号楼漏水", edited=True, message_id="again")
    assert await town.one("SELECT COUNT(*) FROM group_drafts") == 1


async def test_an_edit_that_speaks_of_danger_hurries_and_one_that_takes_it_back_does_not(
    town: Town, group: str, zhao: Neighbour, li: Neighbour
):
    await calls(zhao, ref="1")
    await calls(zhao, "3号楼有人晕倒了", edited=True, ref="1")
    await calls(li, FIRE, ref="2")
    await calls(li, "没有着火，是做饭", edited=True, ref="2")
    await town.later(minutes=3)
    rows = await town.database.read(lambda tx: tx.all("SELECT what, lane FROM orders"))
    assert [(row["what"][:9], row["lane"]) for row in rows] == [("3号楼有人晕倒了\n", Lane.URGENT)]


async def test_a_mention_that_is_added_later_is_a_call(town: Town, group: str, zhao: Neighbour):
    await calls(zhao, LEAK, call=None)
    assert LEAK in await calls(zhao, LEAK, edited=True)


async def test_the_rest_of_an_album_that_comes_late_is_added(town: Town, group: str, zhao: Neighbour, li: Neighbour):
    await calls(zhao, photos=("p1",), album="a", ref="17")
    await calls(zhao, "", call=None, photos=("p2", "p3"), album="a", ref="18")
    await calls(li, "", call=None, photos=("px",), album="a", ref="19")
    await zhao.taps("Send")
    assert await town.one("SELECT COUNT(*) FROM order_photos") == 3
    assert li.reads() == ""


# ---- Other groups -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bound", [True, False])
async def test_in_a_staff_group_and_in_one_that_is_bound_nowhere_nothing_is_kept(
    town: Town, zhou: Neighbour, zhao: Neighbour, bound: bool
):
    if bound:
        await binds(zhou, STAFF, "杏福苑", chat=OTHER)
    assert await zhao.says(LEAK, group=OTHER, call="mention") == ""
    assert "write to me in private" in said_in(town, OTHER)
    await zhao.says(FIRE, group=OTHER)
    await zhou.says("好的", group=OTHER, call="reply" if bound else None)
    assert said_in(town, OTHER) == ""
    assert await town.one("SELECT COUNT(*) FROM group_drafts") == 0


async def test_neighbours_get_no_cards(town: Town, group: str, li: Neighbour):
    await li.reports()
    assert town.phone(GROUP).news == []


async def test_a_group_that_moved_goes_on_where_it_is_now(town: Town, group: str, zhao: Neighbour, zhou: Neighbour):
    await calls(zhao)
    await zhou.says(group=GROUP, moved_to=OTHER)
    await zhao.taps("Send")
    assert await orders(town) == 1
    assert LEAK in await zhao.says(LEAK, group=OTHER, call="mention", ref="17")


# ---- Nobody is buried -------------------------------------------------------------------------------------------


async def test_whoever_calls_a_hundred_times_is_answered_once_in_a_while(town: Town, zhou: Neighbour, zhao: Neighbour):
    await binds(zhou, STAFF, "杏福苑")
    for n in range(20):
        await zhao.says("在吗", group=GROUP, call="mention", ref=f"a{n}")
        await zhao.says("/bind ABCD-EFGH", group=GROUP, ref=f"b{n}")
    assert len(town.phone(GROUP).news) == 2
    await zhou.says("在吗", group=GROUP, call="mention", ref="c")
    assert len(town.phone(GROUP).news) == 3
    town.now += POLICY.groups.numbers
    await zhao.says("在吗", group=GROUP, call="mention", ref="d")
    assert len(town.phone(GROUP).news) == 4
