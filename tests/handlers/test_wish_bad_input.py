"""Wishes with what should not be in them, and taps by those who should not: a clear sentence each, nothing exposed."""

import pytest

from domain.number import find
from domain.person import Held, Role
from handlers.turn import NOT_YOURS
from handlers.unasked import NO_NUMBER
from tests.handlers.town import CITY, COMPOUND, STREET
from tests.handlers.wishing import LIFT, ON_SQLITE, Wishing, forged, scene

__all__ = ["scene"]
pytestmark = ON_SQLITE

NOWHERE = "4R04GQ"  # no wish and no order has this number


# ---- Who taps --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["wclaim", "wjoin"])
async def test_nobody_takes_up_their_own_wish_even_as_a_volunteer(scene: Wishing, word: str):
    number = await scene.hangs()
    volunteer = await scene.town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    await volunteer.says("许愿")
    await volunteer.says("想学剪纸")
    await volunteer.taps("3号楼", "1单元")
    own = find(await volunteer.taps("Yes, they may", "Make the wish"))[0]
    await scene.zhou.taps("Publish it")
    assert "your own wish" in await forged(volunteer, word, own)
    assert "your own wish" in await forged(scene.li, word, number)
    assert (await scene.wish(own)).claimer is (await scene.wish(number)).claimer is None


async def test_nobody_takes_up_a_wish_of_their_own_household_nor_is_offered_to(scene: Wishing):
    number = await scene.hangs()
    assert "I do it" not in await scene.qin.says(number) + " ".join(scene.qin.labels())
    assert await forged(scene.qin, "wclaim", number) == NOT_YOURS
    assert (await scene.wish(number)).claimer is None


async def test_where_a_volunteer_said_they_live_counts_also_after_they_reported_from_elsewhere(scene: Wishing):
    number = await scene.hangs()
    where = "UPDATE volunteers SET home = :home WHERE person = :person"
    home = f"{COMPOUND}/3/1"
    await scene.town.database.do(lambda tx: tx.run(where, home=home, person=scene.feng.id))
    assert await forged(scene.feng, "wclaim", number) == NOT_YOURS
    assert (await scene.wish(number)).claimer is None


async def test_a_wish_for_elsewhere_takes_nobody_out_of_their_household(scene: Wishing):
    await scene.hangs("想请人搬花盆", "Change the place", "5号楼", "2单元")
    number = await scene.hangs()
    assert await forged(scene.qin, "wclaim", number) == NOT_YOURS


async def test_whoever_is_no_volunteer_yet_is_told_how_to_become_one(scene: Wishing):
    number = await scene.hangs()
    zhao = await scene.town.moves_in("Zhao Defu", Held(Role.RESIDENT, COMPOUND))
    await zhao.says(number)
    assert "/volunteer" in await zhao.taps("I do it")


async def test_whoever_has_it_is_no_second_pair_of_hands(scene: Wishing):
    number = await scene.taken("How often, how many", "Once, it needs two people")
    await forged(scene.feng, "wjoin", number)
    assert await scene.town.one("SELECT COUNT(*) FROM wish_hands") == 0
    await scene.gao.says(number)
    await scene.gao.taps("I help with it")
    await forged(scene.gao, "wjoin", number)
    assert await scene.town.one("SELECT COUNT(*) FROM wish_hands") == 1


@pytest.mark.parametrize("how", ["posted", "refused", "withdrawn"])
async def test_a_wish_that_hangs_nowhere_answers_like_one_that_never_was(scene: Wishing, how: str):
    number = await scene.wished()
    if how == "refused":
        await scene.zhou.taps("Do not publish", "it is an advertisement")
    if how == "withdrawn":
        await scene.li.says(number)
        await scene.li.taps("No longer needed", "Yes, it is not needed any more")
    for word in ("wclaim", "wjoin", "wish", "wdone", "wtrue", "wdrop", "wover"):
        assert await forged(scene.feng, word, number, 1) == await forged(scene.feng, word, NOWHERE, 1) == NOT_YOURS
    assert await scene.feng.says(number) == await scene.feng.says(NOWHERE) == NO_NUMBER


async def test_a_wish_that_is_over_takes_its_words_off_the_phones_of_those_it_does_not_concern(scene: Wishing):
    number = await scene.hangs()
    await scene.gao.says(number)
    await scene.zhou.says(number)
    await scene.zhou.taps("Do not publish", "it could hurt somebody")
    assert "医院" not in scene.gao.phone.newest(f"wish:{number}").text
    assert "it could hurt somebody" in scene.li.reads()


async def test_what_a_wish_was_offered_with_is_gone_once_it_is_over(scene: Wishing):
    number = await scene.hangs()
    await scene.town.later(hours=3)
    assert "医院" in scene.gao.phone.newest(f"offer:{number}").text
    await scene.zhou.says(number)
    await scene.zhou.taps("Do not publish", "it could hurt somebody")
    over = scene.gao.phone.newest(f"offer:{number}")
    assert "no longer on the wall" in over.text
    assert "医院" not in over.text
    assert not over.buttons


async def test_an_old_publish_button_is_not_obeyed_after_a_refusal(scene: Wishing):
    number = await scene.wished()
    old = scene.zhou.button("Publish it")
    await scene.zhou.taps("Do not publish", "it is an advertisement")
    assert f"{number} has moved on" in await scene.zhou.presses(old)
    assert (await scene.wish(number)).ending == "refused"


async def test_nobody_approves_their_own_and_it_goes_to_the_desk_above(scene: Wishing):
    await scene.zhou.says("许愿")
    await scene.zhou.taps("My own")
    await scene.zhou.says("想学剪纸")
    number = find(await scene.zhou.taps("3号楼", "1单元", "Yes, they may", "Make the wish"))[0]
    for word in ("wyes", "wsay", "wno", "wfree"):
        assert await forged(scene.zhou, word, number, 1) == NOT_YOURS
    assert number in scene.sun.reads()
    assert (await scene.wish(number)).rung == STREET
    await scene.sun.taps("Publish it")
    assert (await scene.wish(number)).state == "open"


async def test_a_wish_that_nobody_reads_goes_up_only_to_where_it_may_be_approved(scene: Wishing):
    yang = await scene.town.moves_in("Yang Guang", Held(Role.CITY, CITY))
    number = await scene.wished()
    for _ in range(5):
        await scene.town.later(days=1)
    assert (await scene.wish(number)).rung == STREET
    assert number not in yang.reads()


async def test_nobody_approves_what_they_posted_for_somebody_else(scene: Wishing):
    await scene.zhou.says("许愿")
    await scene.zhou.taps("For somebody else")
    for said in ("想理个发", "王桂英", "没有电话"):
        await scene.zhou.says(said)
    number = find(await scene.zhou.taps("3号楼", "1单元", "Yes, they may", "Make the wish"))[0]
    assert await forged(scene.zhou, "wyes", number, 1) == NOT_YOURS
    assert number in scene.sun.reads()


async def test_a_desk_that_volunteers_elsewhere_has_no_say_over_a_wish_that_reaches_it(scene: Wishing):
    number = await scene.hangs()
    far = await scene.town.moves_in(
        "Bo Lan", Held(Role.COMMUNITY, "qs/hy/ty"), Held(Role.VOLUNTEER, "qs/hy/ty/yl"), home=None
    )
    await scene.town.database.do(lambda tx: tx.run("UPDATE wishes SET reach = 'qs/hy'"))
    for word in ("wno", "wdrop", "wfree"):
        assert await forged(far, word, number, 2) == NOT_YOURS
    assert "Li Xiulan" not in await far.says(number)
    await far.taps("I do it")
    assert (await scene.wish(number)).claimer == far.id


# ---- What is in it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("想请人修收音机，电话13912345678", "13912345678"),
        ("想请人修收音机，打１３９ １２３４ ５６７８", "１３９"),
        ("想请人陪我办证，身份证110101194910010023", "110101194910010023"),
        ("想请人搬花盆，我住3号楼1单元602", "602"),
        ("我叫李秀兰，想学用手机", "李秀兰"),
        ("Li Xiulan想学用手机", "Li Xiulan想"),
    ],
)
async def test_what_gives_somebody_away_is_hidden_and_stands_nowhere(scene: Wishing, said: str, hidden: str):
    await scene.li.says("许愿")
    read = await scene.li.says(said)
    assert "I have hidden" in read + await scene.li.taps("Yes, they may")
    number = find(await scene.li.taps("Make the wish"))[0]
    await scene.zhou.taps("Publish it")
    assert hidden not in (await scene.wish(number)).what + (await scene.wish(number)).shown
    assert hidden not in await scene.every_cell()


async def test_the_name_of_whoever_has_no_phone_is_hidden_in_the_words_and_in_those_of_the_desk(scene: Wishing):
    number = await scene.behalf("王桂英想理个发")
    assert "王桂英" not in (await scene.wish(number)).shown
    await scene.wang.says("许愿")
    await scene.wang.taps("For somebody else")
    for said in ("想理个发", "王桂英", "没有电话"):
        await scene.wang.says(said)
    second = find(await scene.wang.taps("3号楼", "1单元", "Yes, they may", "Make the wish"))[0]
    await scene.zhou.taps("In other words")
    await scene.zhou.says("王桂英老人想理个发，电话13912345678")
    shown = (await scene.wish(second)).shown
    assert "王桂英" not in shown
    assert "13912345678" not in shown


async def test_an_empty_wish_and_one_that_is_too_long_are_asked_for_again(scene: Wishing):
    await scene.li.says("许愿")
    assert "empty" in await scene.li.says("　 ")
    assert "200 or fewer" in await scene.li.says("想" * 201)
    await scene.li.says(LIFT)
    await scene.li.taps("Yes, they may", "Make the wish")
    assert await scene.town.one("SELECT COUNT(*) FROM wishes") == 1


async def test_a_spoken_wish_is_put_into_words_before_it_hangs(scene: Wishing):
    await scene.li.says("许愿")
    await scene.li.says(voice="v1")
    number = find(await scene.li.taps("Yes, they may", "Make the wish"))[0]
    assert "put it into words" in await scene.zhou.taps("Publish it")
    assert (await scene.wish(number)).state == "posted"
    await scene.zhou.taps("Listen")
    assert next(reversed(scene.zhou.phone.messages.values())).voice == "v1"
    await scene.zhou.taps("In other words")
    await scene.zhou.says("想有人陪着晒太阳")
    assert (await scene.wish(number)).shown == "想有人陪着晒太阳"


async def test_an_advertisement_is_refused_with_a_reason_that_the_poster_reads(scene: Wishing):
    number = await scene.wished("低价理发，三单优惠")
    await scene.zhou.taps("Do not publish", "Something else")
    await scene.zhou.says("这里不做广告，欢迎您来帮忙。")
    assert f"{number} is not on the wall: 这里不做广告，欢迎您来帮忙." in scene.li.reads()


async def test_more_wishes_than_the_neighbourhood_agreed_on_wait_for_each_other(scene: Wishing):
    for _ in range(3):
        await scene.wished()
    await scene.li.says("许愿")
    await scene.li.says(LIFT)
    assert "3 wishes open" in await scene.li.taps("Yes, they may", "Make the wish")
    assert await scene.town.one("SELECT COUNT(*) FROM wishes") == 3


async def test_what_a_grid_worker_posts_for_others_does_not_keep_them_from_wishing(scene: Wishing):
    for _ in range(4):
        await scene.behalf()
    await scene.wang.says("许愿")
    await scene.wang.taps("My own")
    await scene.wang.says("想学剪纸")
    assert find(await scene.wang.taps("3号楼", "1单元", "Yes, they may", "Make the wish"))
