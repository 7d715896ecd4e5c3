"""The wall shows what is open, and never who wished; the poster of a month is told once, and passed on once."""

import asyncio
import itertools
import json
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

import pytest

from dialogue.message import Message
from domain.calendar import Calendar
from domain.person import Held, Role
from domain.wish import Wish, WishKind, WishState
from handlers import poster
from handlers.wall import link_to
from storage import group_chats, people, places, wish_thanks, wishes
from storage.database import Tx, open_database
from storage.places import Place
from storage.wish_thanks import Thanks
from storage.wishes import Wisher
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, Town

ELSEWHERE = f"{COMMUNITY}/gy"
GROUP = "telegram:-7"
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


async def wished(town: Town, shown: str, place: str = f"{COMPOUND}/3/1", poster: str = "li", **more: Any) -> Wish:
    """Open, of Li Xiulan's unless it is somebody else's."""
    town.now += 60
    found = int(await town.one("SELECT COUNT(*) FROM wishes") or 0)
    usual: dict[str, Any] = {
        "number": f"7K3M{SIGNS[found // 30]}{SIGNS[found % 30]}",
        "kind": WishKind.SERVICE,
        "state": WishState.OPEN,
        "shown": shown,
        "rung": COMPOUND,
        "reach": COMPOUND,
        "posted_at": town.now,
    }
    wish = Wish(id=town.house.fresh(), place=place, what=f"我是李秀兰：{shown}", poster=poster, **usual | more)
    wisher = Wisher(poster=poster, person=poster, home=place, name="李秀兰", contact="13812345678")
    await town.database.do(partial(wishes.insert, wish=wish, wisher=wisher))
    return wish


async def elsewhere(town: Town) -> None:
    await town.database.do(
        partial(places.add, places=[Place(ELSEWHERE, "compound", "桂苑", None, None, None)]),
    )


def drawing(neighbour: Neighbour) -> dict[str, Any]:
    found = [message.drawing for message in neighbour.phone.messages.values() if message.drawing]
    return dict(json.loads(found[-1]))


# The wall.


async def test_the_wall_says_what_and_roughly_where_and_until_when_and_never_who(
    town: Town, li: Neighbour, zhao: Neighbour
):
    await wished(town, "想请人上门理发", wanted_by=town.now + 3 * DAY)
    await wished(town, "想要一本故事书", kind=WishKind.THING)
    await wished(town, "还没批准的心愿", state=WishState.POSTED)
    read = await zhao.says("/wishes")
    assert "1. 🤲 想请人上门理发 · 杏福苑, by 11-26" in read
    assert "2. 🎁 想要一本故事书 · 杏福苑" in read
    for hidden in ("李秀兰", "Li Xiulan", "3号楼", "1单元", "138", "还没批准", "我是"):
        assert hidden not in read


async def test_a_tap_on_a_wish_shows_its_card(town: Town, li: Neighbour, zhao: Neighbour):
    wish = await wished(town, "想请人上门理发")
    await zhao.says("心愿墙")
    assert f"Wish {wish.number}" in await zhao.taps("1. 想请人")
    await zhao.says("wishes")
    assert f"Wish {wish.number}" in await zhao.says("1")


async def test_eight_at_a_time_and_the_numbers_go_on(town: Town, li: Neighbour, zhao: Neighbour):
    for n in range(18):
        await wished(town, f"心愿{n:02}")
    await zhao.says("/wishes")
    seen = [[label for label in zhao.labels() if "心愿" in label]]
    for _ in range(2):
        await zhao.taps("More")
        seen.append([label for label in zhao.labels() if "心愿" in label])
    assert [len(page) for page in seen] == [8, 8, 2]
    assert [label for page in seen for label in page] == [f"{n + 1}. 心愿{n:02}" for n in range(18)]
    assert "More" not in zhao.labels()
    await zhao.taps("From the beginning")
    assert "1. 心愿00" in zhao.labels()


async def test_the_wall_is_filtered_by_kind_and_by_distance(town: Town, li: Neighbour):
    await elsewhere(town)
    await wished(town, "理发")
    await wished(town, "故事书", kind=WishKind.THING, place=f"{COMPOUND}/4")
    await wished(town, "陪我下棋", kind=WishKind.COMPANY, place=ELSEWHERE)
    read = await li.says("/wishes")
    assert ("理发" in read, "故事书" in read, "下棋" in read) == (True, True, False)
    read = await li.taps("a thing")
    assert ("理发" in read, "故事书" in read) == (False, True)
    read = await li.taps("The whole community")
    assert ("故事书" in read, "下棋" in read) == (True, False), "the kind stays as it was chosen"
    read = await li.taps("All kinds")
    assert ("理发" in read, "下棋 · 桂苑" in read) == (True, True)
    read = await li.taps("My building")
    assert ("理发" in read, "故事书" in read, "下棋" in read) == (True, False, False)


async def test_where_nothing_is_open_nearby_the_wall_looks_further_around(town: Town, li: Neighbour, zhao: Neighbour):
    assert "no wish is waiting right now" in await li.says("/wishes")
    await elsewhere(town)
    await wished(town, "陪我下棋", place=ELSEWHERE)
    read = await li.says("/wishes")
    assert "陪我下棋 · 桂苑" in read
    assert "柳溪社区" in read


async def test_the_code_on_a_printed_wall_opens_it_and_moves_nobody(town: Town, li: Neighbour):
    await elsewhere(town)
    await wished(town, "理发")
    await wished(town, "陪我下棋", place=ELSEWHERE)
    read = await li.opens(link_to(ELSEWHERE))
    assert ("理发" in read, "下棋" in read) == (False, True)
    assert (await li.person()).home == f"{COMPOUND}/3/1"
    assert "My building" not in li.labels()
    await li.opens(link_to(COMPOUND))
    assert "My building" in li.labels()
    assert "does not name a place" in await li.opens("w-qs-nowhere")
    assert "does not name a place" in await li.opens("w-__")


@pytest.mark.parametrize(
    "rest", ["", "compound", "compound all", "compound all -8", "x all 0", "compound x 0", "city all 0"]
)
async def test_a_button_that_is_none_is_answered_kindly(town: Town, li: Neighbour, rest: str):
    assert "cannot find that" in await li.says(button=f"wall {rest}")


async def test_only_whoever_may_hang_up_a_notice_reads_where_to_print_the_wall(
    town: Town, li: Neighbour, zhou: Neighbour
):
    assert "https://sidan.example/wall/qs-hy-lx-xf" in await zhou.says("/wishes")
    assert "sidan.example" not in await li.says("/wishes")


async def test_the_map_counts_by_building_only_where_nobody_is_pointed_at(town: Town, li: Neighbour, zhao: Neighbour):
    await wished(town, "理发")
    await wished(town, "故事书", place=f"{COMPOUND}/4")
    await zhao.says("/wishes")
    assert "杏福苑: 2" in await zhao.taps("Map")
    assert (drawing(zhao)["kind"], drawing(zhao)["buildings"], drawing(zhao)["total"]) == (
        "map",
        [],
        "Wishes waiting: 2",
    )
    await wished(town, "读报", place=f"{COMPOUND}/4/2")
    await zhao.taps("Map")
    counts = {building["name"]: building["wishes"] for building in drawing(zhao)["buildings"]}
    assert counts == {"1号楼": 0, "2号楼": 0, "3号楼": 1, "4号楼": 2, "5号楼": 0, "6号楼": 0}


# The poster.


async def came_true(town: Town, moment: str, words: str = "", *, public: bool = True, minutes: int = 90) -> None:
    """Ma Chao did it, and Li said so then."""
    at = int(datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=town.house.zone).timestamp())
    wish = await wished(town, "理发")
    thanks = Thanks(words, "[]", None, public, f"{COMPOUND}/3/1", "ma", minutes, at)
    await town.database.do(partial(wish_thanks.thank, wish_id=wish.id, round=1, thanks=thanks))


async def until(town: Town, moment: str) -> None:
    town.now = int(datetime.fromisoformat(moment).replace(tzinfo=town.house.zone).timestamp())
    await town.later()


@pytest.fixture
async def ma(town: Town) -> Neighbour:
    return await town.moves_in("Ma Chao", Held(Role.VOLUNTEER, COMPOUND))


@pytest.fixture
async def group(town: Town) -> str:
    async def unit(tx: Tx) -> None:
        await people.add_chat(tx, GROUP, now=town.now, is_group=True)
        await group_chats.bind(tx, GROUP, group_chats.Kind.STAFF, COMPOUND, by="", topic=None, now=town.now)

    await town.database.do(unit)
    return GROUP


def posters(neighbour: Neighbour) -> list[Message]:
    return [message for message in neighbour.phone.messages.values() if message.drawing]


async def test_on_the_first_working_morning_of_a_month_the_desk_gets_the_poster_of_the_last_once(
    town: Town, li: Neighbour, ma: Neighbour, zhou: Neighbour, liu: Neighbour
):
    await came_true(town, "11-24 10:00", "谢谢马超，我住3号楼602")
    await came_true(town, "11-25 10:00", "不想公开的话", public=False)
    await came_true(town, "12-01 00:10", "下个月的话")
    await until(town, "2026-12-01 07:59")
    assert posters(zhou) == []
    for moment in ("2026-12-01 08:00", "2026-12-01 08:01", "2026-12-02 08:00"):
        await until(town, moment)
    (shown,) = posters(zhou)
    assert "杏福苑, 2026-11: wishes that came true: 2" in shown.text
    told = drawing(zhou)
    assert [figure[0] for figure in told["figures"]] == ["2", "1", "3"]
    assert told["thanks"] == [["谢谢马超，我住3号楼", "M**"]]
    assert shown.buttons == (), "there is no group to pass it on to"
    assert posters(liu) == [], "it is the compound's own desk that gets it"


async def test_a_month_that_begins_on_a_day_off_begins_on_its_first_working_day(
    town: Town, li: Neighbour, ma: Neighbour, zhou: Neighbour
):
    rules = town.house.policy.rules
    weekdays = Calendar(rules.calendar.zone, [[(time(9), time(17))]] * 5 + [[], []], off={date(2027, 1, 1)})
    policy = replace(town.house.policy, rules=replace(rules, calendar=weekdays), places={})
    town.house = replace(town.house, policy=policy)
    await came_true(town, "12-24 10:00")
    for moment in ("2027-01-01 08:00", "2027-01-03 09:00", "2027-01-04 07:59"):
        await until(town, moment)
        assert posters(zhou) == []
    await until(town, "2027-01-04 08:00")
    assert len(posters(zhou)) == 1


async def test_where_nothing_came_true_there_is_no_poster(town: Town, li: Neighbour, ma: Neighbour, zhou: Neighbour):
    await came_true(town, "10-31 23:59")
    await until(town, "2026-12-01 08:00")
    assert posters(zhou) == []


async def test_two_replicas_and_a_long_night_tell_it_once_and_by_day(
    town: Town, li: Neighbour, ma: Neighbour, zhou: Neighbour, url: str
):
    await came_true(town, "11-24 10:00")
    await until(town, "2026-12-02 03:00")
    assert posters(zhou) == [], "the machine was off in the morning, and at night nobody is written to"
    other = await open_database(url)
    town.now = int(datetime.fromisoformat("2026-12-02 08:00").replace(tzinfo=town.house.zone).timestamp())
    replica = Town(other, ids=itertools.count(10**6))
    told = await asyncio.gather(
        *(poster.tick(one.database, one.house, town.now) for one in (town, replica) for _ in range(3))
    )
    assert sum(told) == 1
    await town.delivers()
    await other.close()
    assert len(posters(zhou)) == 1


async def test_the_poster_is_passed_on_to_the_groups_with_one_tap_once(
    town: Town, group: str, li: Neighbour, ma: Neighbour, zhou: Neighbour
):
    sun = await town.moves_in("Sun Li", Held(Role.COMMUNITY, COMPOUND))
    await came_true(town, "11-24 10:00", "谢谢马师傅")
    await until(town, "2026-12-01 08:00")
    late = sun.button("Pass it on")
    await town.database.do(lambda tx: tx.run("UPDATE wish_thanks SET public = 0"))
    assert "Groups that see it: 1" in await zhou.taps("Pass it on")
    assert "seen this poster already" in await sun.presses(late)
    (shown,) = town.phone(group).messages.values()
    assert json.loads(shown.drawing or "")["thanks"] == [], "who took their consent back is not on it any more"


async def test_where_there_is_no_group_a_poster_stays_with_the_desk(
    town: Town, li: Neighbour, ma: Neighbour, zhou: Neighbour
):
    await came_true(town, "11-24 10:00")
    await until(town, "2026-12-01 08:00")
    assert "cannot find that" in await zhou.says(button=f"poster 2026-11 {poster.short(COMPOUND)}")


async def test_only_who_may_send_notices_there_passes_a_poster_on(
    town: Town, group: str, li: Neighbour, ma: Neighbour, zhou: Neighbour
):
    await came_true(town, "11-24 10:00")
    await until(town, "2026-12-01 08:00")
    button = zhou.button("Pass it on").data
    chen = await town.moves_in("Wu Fang", Held(Role.COMMUNITY, ELSEWHERE))
    for who in (li, ma, chen):
        assert "cannot find that" in await who.says(button=button)
    for wrong in ("poster", "poster 2026-11 x", button.replace("2026-11", "2026-12"), button.replace("2026", "1999")):
        assert "cannot find that" in await zhou.says(button=wrong)
    assert town.phone(group).messages == {}
