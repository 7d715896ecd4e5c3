"""What is written and thanked for by night is read in the morning, by those alone to whom it still belongs."""

from datetime import date

from domain.number import find
from handlers.wall_drawn import month_of
from tests.handlers.town import COMPOUND, HOUR
from tests.handlers.wishing import Wishing, scene

__all__ = ["scene"]
KEY = "钥匙在门垫下"


async def by_night(scene: Wishing, number: str) -> None:
    scene.town.now += 13 * HOUR  # eleven in the evening
    await scene.li.says(number)
    await scene.li.taps("Write to them")
    assert "Kept for the morning" in await scene.li.says(KEY)
    scene.feng.reads()


async def test_what_was_written_by_night_is_read_once_in_the_morning(scene: Wishing):
    await by_night(scene, await scene.taken())
    await scene.town.later(hours=7)
    assert scene.feng.reads() == ""
    await scene.town.later(hours=2)
    assert scene.feng.reads().count(KEY) == 1
    await scene.town.later(hours=1)
    assert KEY not in scene.feng.reads()


async def test_what_was_written_by_night_is_not_read_by_a_volunteer_who_gave_the_wish_back_nor_by_the_next(
    scene: Wishing,
):
    number = await scene.taken()
    await by_night(scene, number)
    await scene.feng.says(number)
    await scene.feng.taps("I cannot after all")
    await scene.zhou.says(number)
    await scene.zhou.taps("Give it back to the wall")
    await scene.gao.says(number)
    await scene.gao.taps("I do it")
    await scene.town.later(hours=12)
    assert KEY not in scene.feng.phone.every_text() + scene.gao.phone.every_text()
    assert "could not be delivered" in scene.li.reads()


async def test_what_waited_for_an_outage_to_end_by_night_waits_for_the_morning_after(scene: Wishing):
    await by_night(scene, await scene.taken())
    await scene.town.later(hours=24)
    assert KEY not in scene.feng.phone.every_text()
    await scene.town.later(hours=9)
    assert KEY in scene.feng.reads()


async def test_nobody_is_woken_by_thanks_or_by_the_card_for_a_wisher(scene: Wishing):
    number = await scene.taken()
    await scene.feng.taps("Done", "1 hour")
    await scene.wang.says("许愿")
    await scene.wang.taps("For somebody else")
    for said in ("想理个发", "王桂英", "13912345678"):
        await scene.wang.says(said)
    behalf = find(await scene.wang.taps("3号楼", "1单元", "Yes, they may", "Make the wish"))[0]
    scene.town.now += 13 * HOUR
    await scene.li.says(number)
    await scene.li.taps("It came true")
    await scene.li.says("谢谢小冯")
    await scene.li.taps("Only for them")
    await scene.zhou.says(behalf)
    await scene.zhou.taps("Publish it")
    assert "谢谢小冯" not in scene.feng.reads()
    assert "leave this card" not in scene.wang.reads()
    await scene.town.later(hours=9)
    assert scene.feng.reads().count("谢谢小冯") == 1
    assert "leave this card" in scene.wang.reads()


async def test_one_tap_is_enough_and_a_word_of_thanks_may_follow(scene: Wishing):
    number = await scene.taken()
    scene.town.now += 2 * HOUR
    await scene.feng.taps("Done", "1 hour")
    await scene.li.taps("It came true")
    assert (await scene.wish(number)).ending == "fulfilled"
    assert await scene.minutes(scene.feng) == 60
    await scene.town.later(days=1)
    await scene.town.later(days=1)
    assert await scene.town.one("SELECT COUNT(*) FROM talks") == 0
    assert (await scene.wish(number)).ending == "fulfilled"


async def test_a_poster_names_nobody_and_shows_no_sign_that_stands_for_a_voice(scene: Wishing):
    number = await scene.behalf("想理个发", "How often, how many", "Once, it needs two people")
    for who, label in ((scene.feng, "I do it"), (scene.gao, "I help with it")):
        await who.says(number)
        await who.taps(label)
    await scene.feng.says(number)
    await scene.feng.taps("Done", "1 hour", "Skip")
    await scene.wang.taps("It came true")
    await scene.wang.says("王桂英谢谢Feng Lei和Gao Yan")
    await scene.wang.taps("Yes, gladly")
    assert "王桂英谢谢Feng Lei和Gao Yan" in scene.feng.reads()
    await scene.taken()
    await scene.feng.taps("Done", "1 hour")
    await scene.li.taps("It came true")
    await scene.li.says(voice="v1")
    await scene.li.taps("Yes, gladly")
    zone = scene.town.house.zone
    month = await scene.town.database.read(lambda tx: month_of(tx, COMPOUND, date(2026, 11, 1), zone))
    assert [words for words, _ in month.thanks] == ["王**谢谢F**和G**"]


async def test_a_forged_button_that_counts_too_far_is_nobodys(scene: Wishing):
    for word in ("wall compound all", "menu"):
        assert "cannot find that" in await scene.li.says(button=f"{word} {10**22}", ref="x", tap="t")


async def test_a_link_to_a_building_does_not_tell_whose_wishes_are_of_that_building(scene: Wishing):
    await scene.hangs("想要一本故事书")
    for who in (scene.town.stranger("Xu Ming"), scene.feng):
        assert "故事书" in await who.opens(f"w-{COMPOUND.replace('/', '-')}-3")
        assert "My building" not in who.labels()
        assert "cannot find that" in await who.says(button="wall building all 0", ref="x", tap="t")
    await scene.gao.says("/wishes")
    assert "故事书" in await scene.gao.taps("My building")
