"""Whoever wished and whoever fulfils it write to each other, and see no number, nor a name that is not for them."""

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import HOUR
from tests.handlers.wishing import Wishing, scene

__all__ = ["scene"]


async def writes(who: Neighbour, words: str, **more: object) -> str:
    await who.taps("Write to them")
    return await who.says(words, **more)


async def test_words_go_to_the_other_side_and_the_answer_comes_back(scene: Wishing):
    number = await scene.taken()
    scene.li.reads()
    assert "Passed on" in await writes(scene.feng, "几点方便？")
    read = scene.li.reads()
    assert "volunteer Feng Lei writes" in read
    assert "几点方便？" in read
    await scene.li.taps("Reply")
    await scene.li.says("下午两点")
    read = scene.feng.reads()
    assert f"Whoever wished {number} writes" in read
    assert "Li Xiulan" not in read
    kept = "SELECT COUNT(*) FROM wish_events WHERE step = 'comment' AND person IN ('li', 'feng')"
    assert await scene.town.one(kept) == 2


async def test_a_picture_or_a_voice_goes_along(scene: Wishing):
    await scene.taken()
    await scene.feng.taps("Write to them")
    await scene.feng.says(photos=("p1",))
    await scene.li.taps("Reply")
    await scene.li.says(voice="v1")
    assert [m.photos for m in scene.li.phone.messages.values() if m.photos] == [("p1",)]
    assert [m.voice for m in scene.feng.phone.messages.values() if m.voice] == ["v1"]


async def test_an_answer_to_the_card_or_to_a_letter_is_passed_on_without_a_button(scene: Wishing):
    number = await scene.taken()
    await scene.li.says(number)
    card = next(reversed(scene.li.phone.messages))
    scene.feng.reads()
    await scene.li.says("麻烦您了", reply_to=card)
    assert "麻烦您了" in scene.feng.reads()
    letter = next(reversed(scene.feng.phone.messages))
    scene.li.reads()
    await scene.feng.says("不客气", reply_to=letter)
    assert "不客气" in scene.li.reads()


async def test_whoever_helps_reads_it_too_and_whoever_does_not_can_neither_read_nor_write(scene: Wishing):
    number = await scene.taken()
    await scene.feng.taps("I need one more")
    await scene.gao.says(number)
    await scene.gao.taps("I help with it")
    scene.gao.reads()
    await writes(scene.li, "周三可以吗？")
    assert "周三可以吗？" in scene.feng.reads()
    assert "周三可以吗？" in scene.gao.reads()
    await writes(scene.gao, "可以")
    assert "volunteer Gao Yan" in scene.li.reads()
    assert "volunteer Gao Yan" in scene.feng.reads()
    assert "cannot find that" in await scene.qin.says(button=f"wwrite {number}", ref="x", tap="t")
    await scene.qin.says(number)
    card = next(reversed(scene.qin.phone.messages))
    assert "cannot find that" in await scene.qin.says("我是谁？", reply_to=card)
    assert "周三" not in scene.qin.phone.every_text()


async def test_for_a_wisher_without_a_phone_whoever_posted_it_reads_and_writes(scene: Wishing):
    number = await scene.behalf()
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    scene.wang.reads()
    await writes(scene.feng, "她几点起床？")
    assert "她几点起床？" in scene.wang.reads()
    await scene.wang.taps("Reply")
    await scene.wang.says("七点")
    assert "grid worker Wang Jianguo writes" in scene.feng.reads()


async def test_before_anybody_has_it_the_desk_and_whoever_wished_can_write_to_each_other(scene: Wishing):
    number = await scene.wished()
    await scene.zhou.says(number)
    card = next(reversed(scene.zhou.phone.messages))
    scene.li.reads()
    await scene.zhou.says("哪家医院？", reply_to=card)
    assert "哪家医院？" in scene.li.reads()
    await scene.li.taps("Reply")
    await scene.li.says("第一医院")
    assert "第一医院" in scene.zhou.reads()


async def test_what_is_written_by_night_is_read_in_the_morning_and_holds_up_nothing_else(scene: Wishing):
    await scene.taken()
    scene.town.now += 13 * HOUR
    scene.li.reads()
    assert "Kept for the morning" in await writes(scene.feng, "明早见")
    assert "明早见" not in scene.li.reads()
    await scene.feng.taps("I cannot after all")
    assert "ask to hand it over" in scene.li.reads()  # their card, without a sound
    await scene.town.later(hours=8)
    assert "明早见" in scene.li.reads()


async def test_who_writes_to_somebody_who_is_gone_reads_that_it_did_not_arrive(scene: Wishing):
    number = await scene.taken()
    scene.town.gone.add(scene.li.chat)
    read = await writes(scene.feng, "几点方便？")
    await scene.town.delivers()
    read += scene.feng.reads()
    assert f"Your message about {number} could not be delivered" in read
    assert "can no longer be reached" in read


async def test_nothing_is_written_about_a_wish_that_is_over(scene: Wishing):
    await scene.taken()
    tap = scene.feng.button("Write to them")
    await scene.li.taps("No longer needed", "not needed any more")
    assert "It is now" in await scene.feng.presses(tap)


async def test_lists_show_ones_wishes_those_in_hand_and_those_to_be_read(scene: Wishing):
    first = await scene.taken()
    assert first in await scene.feng.says("/tasks")
    assert scene.feng.labels() == ["1. 希望有人陪我去医院…"]
    second = await scene.wished("想理个发")
    order = await scene.li.reports()
    read = await scene.li.says("/my")
    assert read.index(order) < read.index("Your wishes:") < read.index(second) < read.index(first)
    assert "2. 想理个发" in scene.li.labels()
    assert second in await scene.li.says("2")
    read = await scene.zhou.says("/desk")
    assert second in read
    assert "Publish it" in str((await scene.zhou.taps(". 想理个发"), scene.zhou.labels()))
