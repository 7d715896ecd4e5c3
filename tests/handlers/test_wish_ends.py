"""How a wish ends: thanks with consent, hours for everybody who helped, week after week, also when hands change."""

import pytest

from domain.person import Held, Role
from handlers.turn import NOT_YOURS
from tests.handlers.town import COMMUNITY, DAY, HOUR, MINUTE, POLICY, STREET
from tests.handlers.wishing import ON_SQLITE, Wishing, forged, scene

__all__ = ["scene"]
pytestmark = ON_SQLITE


@pytest.mark.parametrize(("answer", "public"), [("Only for them", 0), ("Yes, gladly", 1)])
async def test_thanks_are_public_with_consent_only(scene: Wishing, answer: str, public: int):
    await scene.taken()
    scene.feng.town.now += 2 * HOUR
    await scene.feng.taps("Done", "1 hour")
    await scene.li.taps("It came true")
    await scene.li.says("谢谢小冯，我是李秀兰")
    await scene.li.taps(answer)
    assert "谢谢小冯" in scene.feng.reads()
    assert "李秀兰" not in str(await scene.town.one("SELECT words FROM wish_thanks"))
    first, last = scene.town.now - DAY, scene.town.now + DAY
    assert len(await scene.published(COMMUNITY, first, last)) == public


async def test_a_weekly_wish_is_credited_each_week_once_until_it_is_no_longer_needed(scene: Wishing):
    number = await scene.taken("How often, how many", "Every week")
    for week in (1, 2, 3):
        await scene.feng.says(number)
        scene.feng.town.now += 2 * HOUR
        await scene.feng.taps("Done", "1 hour")
        confirm = scene.li.button("It came true")
        await scene.li.taps("It came true", "Skip")
        await scene.li.presses(confirm)
        assert await scene.minutes(scene.feng) == 60 * week
        assert (await scene.wish(number)).round == week + 1
        scene.town.now += 7 * DAY
    await scene.li.says(number)
    await scene.li.taps("No longer needed", "Yes, it is not needed any more")
    assert "not needed any more" in scene.feng.reads()
    assert (await scene.wish(number)).state == "closed"
    assert await scene.minutes(scene.feng) == 180


async def test_two_who_fulfil_a_wish_are_both_credited(scene: Wishing):
    number = await scene.taken("How often, how many", "Once, it needs two people")
    await scene.gao.says(number)
    await scene.gao.taps("I help with it")
    await scene.feng.says(number)
    scene.feng.town.now += 2 * HOUR
    await scene.feng.taps("Done", "1 hour")
    await scene.li.taps("It came true", "Skip")
    assert await scene.minutes(scene.feng) == await scene.minutes(scene.gao) == 60


async def test_a_helper_who_leaves_is_missed_and_one_who_takes_over_leads(scene: Wishing):
    number = await scene.taken("How often, how many", "Once, it needs two people")
    await scene.gao.says(number)
    await scene.gao.taps("I help with it")
    await scene.gao.taps("I cannot help after all")
    assert "Gao Yan cannot help" in scene.feng.reads()
    await scene.gao.says(number)
    await scene.gao.taps("I help with it")
    await scene.feng.says(number)
    await scene.feng.taps("I cannot after all")
    await scene.gao.taps("I take over")
    assert (await scene.wish(number)).claimer == scene.gao.id
    assert await scene.town.one("SELECT COUNT(*) FROM wish_hands") == 0
    assert "Li Xiulan" not in scene.feng.phone.newest(f"wish:{number}").text
    scene.feng.reads()
    assert await forged(scene.feng, "wdone", number, 9) == NOT_YOURS
    scene.gao.town.now += 2 * HOUR
    await scene.gao.taps("Done", "1 hour")
    await scene.li.taps("It came true", "Skip")
    assert (await scene.minutes(scene.feng), await scene.minutes(scene.gao)) == (0, 60)


async def test_hours_count_from_the_moment_it_was_taken_up(scene: Wishing):
    number = await scene.taken()
    scene.town.now += 40 * MINUTE
    await scene.feng.taps("Done", "2 hours")
    await scene.li.taps("It came true", "Skip")
    read = scene.feng.reads()
    assert f"{number} came true, thanks to you! 40 minutes" in read
    assert "Hours count from the moment you took it up." in read
    assert await scene.minutes(scene.feng) == 40


async def test_what_only_waits_for_the_wishers_word_keeps_nobody_from_the_next_wish(scene: Wishing):
    for _ in range(POLICY.wishes.claims):
        await scene.taken()
    number = await scene.behalf()
    assert "in hand already" in await forged(scene.feng, "wclaim", number)
    scene.town.now += HOUR
    await scene.feng.taps("Done", "1 hour")
    assert "It is yours" in await forged(scene.feng, "wclaim", number)


async def test_a_department_takes_up_a_wish_whatever_its_line_of_business(scene: Wishing):
    number = await scene.hangs()
    dong = await scene.town.moves_in("Dong Hai", Held(Role.DEPARTMENT, STREET, "roads"))
    await dong.says(number)
    assert "It is yours" in await dong.taps("I do it")


async def test_a_weekly_wish_that_comes_true_twice_in_a_week_is_not_put_off_for_weeks(scene: Wishing):
    number = await scene.taken("How often, how many", "Every week")
    for _ in range(5):
        scene.town.now += HOUR
        await scene.feng.taps("Done", "Half an hour")
        await scene.li.taps("It came true", "Skip")
    agreed = (await scene.wish(number)).agreed_at
    assert agreed is not None
    assert agreed <= scene.town.now + 14 * DAY
