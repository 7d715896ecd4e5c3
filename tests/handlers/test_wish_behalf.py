"""A wish for somebody without a phone: the grid worker makes it, four digits from the wisher confirm it."""

import pytest

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import DAY, HOUR
from tests.handlers.wishing import Wishing, scene

__all__ = ["scene"]


async def done(who: Neighbour, typed: str) -> str:
    """They say it is done, and type what they were told."""
    who.town.now += 2 * HOUR
    await who.taps("Done", "1 hour")
    return await who.says(typed)


async def taken(scene: Wishing, *how: str) -> str:
    number = await scene.behalf("想理个发，不方便下楼", *how)
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    return number


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04d}"


async def test_the_right_code_confirms_it_at_once_and_the_helper_is_credited(scene: Wishing):
    number = await taken(scene)
    assert await scene.code(number) in scene.wang.phone.every_text()
    read = await done(scene.feng, await scene.code(number))
    assert "60 minutes" in read
    assert (await scene.wish(number)).ending == "fulfilled"
    assert await scene.minutes(scene.feng) == 60
    assert "the wisher gave the thank-you code" in scene.wang.reads()


@pytest.mark.parametrize("wide", ["{0} {1} {2} {3}", "码是{0}-{1}{2}{3}。"])
async def test_a_code_may_be_typed_wide_and_with_spaces(scene: Wishing, wide: str):
    number = await taken(scene)
    digits = (await scene.code(number)).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    await done(scene.feng, wide.format(*digits))
    assert (await scene.wish(number)).ending == "fulfilled"


async def test_five_wrong_codes_and_then_not_even_the_right_one(scene: Wishing):
    number = await taken(scene)
    wrong = another(await scene.code(number))
    for left in (4, 3, 2, 1):
        assert f"{left} times more" in await done(scene.feng, wrong)
    assert "wrong five times" in await done(scene.feng, wrong)
    assert "wrong five times" in scene.wang.reads()
    assert "wrong five times" in scene.zhou.reads()
    await scene.feng.says(number)
    scene.feng.town.now += 2 * HOUR
    assert "four digits" not in await scene.feng.taps("Done", "1 hour")
    assert (await scene.wish(number)).state == "done"
    assert await scene.minutes(scene.feng) == 0
    await scene.wang.taps("It came true", "Skip")
    assert await scene.minutes(scene.feng) == 60


async def test_a_question_from_before_the_fifth_time_does_not_take_the_right_code_any_more(scene: Wishing):
    number = await taken(scene)
    scene.feng.town.now += 2 * HOUR
    await scene.feng.taps("Done", "1 hour")
    await scene.town.database.do(lambda tx: tx.run("UPDATE wishers SET tries = 5"))
    await scene.feng.says(await scene.code(number))
    assert (await scene.wish(number)).state == "claimed"
    assert "five times" not in scene.wang.reads()


async def test_without_a_code_whoever_posted_it_is_asked_and_nobody_else_can_say_so(scene: Wishing):
    number = await taken(scene)
    scene.feng.town.now += 2 * HOUR
    await scene.feng.taps("Done", "1 hour", "Skip")
    for somebody in (scene.feng, scene.zhou, scene.li, scene.gao):
        await somebody.says(button=f"wtrue {number} 4", ref="x", tap="t")
        assert "A word of thanks" not in somebody.phone.every_text()
    await scene.wang.taps("It came true", "Skip")
    assert await scene.minutes(scene.feng) == 60


async def test_a_code_is_good_for_one_week_only(scene: Wishing):
    number = await taken(scene, "How often, how many", "Every week")
    first = await scene.code(number)
    await done(scene.feng, first)
    second = await scene.code(number)
    assert first != second
    assert first not in scene.wang.phone.newest(f"wish:{number}").text
    assert second in scene.wang.phone.newest(f"wish:{number}").text
    assert any(second in (message.drawing or "") for message in scene.wang.phone.messages.values())
    scene.town.now += 7 * DAY
    await scene.feng.says(number)
    await done(scene.feng, first)
    assert await scene.minutes(scene.feng) == 60
    await done(scene.feng, second)
    assert await scene.minutes(scene.feng) == 120


async def test_the_digits_are_shown_to_nobody_but_whoever_posted_it(scene: Wishing):
    number = await taken(scene)
    code = await scene.code(number)
    for somebody in (scene.feng, scene.zhou, scene.sun, scene.gao):
        await somebody.says(number)
        await somebody.says(button=f"wcard {number} 3", ref="x", tap="t")
        shown = [message for message in somebody.phone.messages.values() if code in str(message)]
        assert shown == []


async def test_what_was_wished_for_somebody_else_does_not_become_the_wish_of_whoever_lets_their_role_go(scene: Wishing):
    await scene.wang.says("许愿")
    await scene.wang.taps("For somebody else")
    for said in ("想理个发", "王桂英", "13912345678"):
        await scene.wang.says(said)
    await scene.wang.taps("3号楼", "1单元", "Yes, they may")
    await scene.town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'wang'"))
    assert "for the people of your own area" in await scene.wang.taps("Make the wish")
    assert await scene.town.one("SELECT COUNT(*) FROM wishes") == 0
    assert "There is nothing to stop" in await scene.wang.says("取消")
