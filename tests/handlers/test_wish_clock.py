"""No wish waits for ever: at the desk, on the wall, in a hand, for a word; and whoever is asked is asked once."""

import asyncio
from dataclasses import replace
from functools import partial

from domain.person import SYSTEM, Held, Role
from domain.wish import WishState
from handlers import set_back, wish_ticking
from handlers.turn import Turn
from storage import wish_clock
from storage.database import Database, open_database
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, HOUR, STREET, Town
from tests.handlers.wishing import Wishing, scene

__all__ = ["scene"]


def heard(scene: Wishing) -> None:
    """Everybody has read what came so far."""
    for phone in scene.town.phones.values():
        phone.looks()


async def at_home(scene: Wishing) -> None:
    """Gao, who volunteers, is known to live in the wisher's building."""
    home = "UPDATE volunteers SET home = :home WHERE person = 'gao'"
    await scene.town.database.do(lambda tx: tx.run(home, home=f"{COMPOUND}/3"))


async def done(scene: Wishing, *how: str) -> str:
    number = await scene.taken(*how)
    await scene.feng.taps("Done", "1 hour")
    heard(scene)
    return number


async def test_a_wish_nobody_reads_is_asked_for_and_then_goes_up_to_a_desk_that_can_publish_it(scene: Wishing):
    number = await scene.wished()
    heard(scene)
    await scene.town.later(hours=6)
    assert "waits to be read" in scene.zhou.reads()
    assert scene.sun.reads() == ""
    await scene.town.later(hours=19)
    assert "one level up" in scene.zhou.reads()
    assert number in scene.sun.reads()
    await scene.sun.taps("Publish it")
    wish = await scene.wish(number)
    assert (wish.state, wish.rung) == (WishState.OPEN, STREET)


async def test_where_nobody_else_is_at_any_desk_the_poster_reads_who_could_once_and_a_new_colleague_is_asked(
    database: Database,
):
    town = Town(database)
    await town.built()
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMMUNITY), home=f"{COMPOUND}/2/1")
    await zhou.says("许愿")
    await zhou.taps("For somebody else")
    for said in ("想理个发", "王桂英", "13912345678"):
        await zhou.says(said)
    await zhou.taps("3号楼", "1单元", "Yes, they may", "Make the wish")
    zhou.reads()
    await town.later(hours=6)
    assert "somebody else than you has to read it" in zhou.reads()
    await town.later(days=1)
    assert zhou.reads() == ""
    liu = await town.moves_in("Liu Fang", Held(Role.COMMUNITY, COMMUNITY))
    await town.later(days=1)
    assert "Publish it" in str((liu.reads(), liu.labels()))


async def test_it_is_offered_in_ring_after_ring_never_in_the_wishers_own_flat_and_the_desk_of_each_hears_of_it(
    scene: Wishing,
):
    await at_home(scene)
    number = await scene.hangs()
    heard(scene)
    await scene.town.later()
    assert "A wish from your neighbourhood" in scene.gao.reads()
    assert scene.feng.reads() == ""
    await scene.town.later(hours=2)
    assert "A wish from your neighbourhood" in scene.feng.reads()
    await scene.town.later(hours=24)
    assert "Nobody took up" in scene.zhou.reads()
    await scene.town.later(hours=73)
    read = scene.sun.reads()
    assert "offered in all of" in read
    assert (await scene.wish(number)).rung == STREET
    assert scene.gao.reads() + scene.feng.reads() == ""
    assert "wish from" not in scene.qin.phone.every_text()
    await scene.town.later(days=1)
    assert "still hangs on the wall" in scene.sun.reads()


async def test_what_nobody_takes_up_is_over_after_its_time_and_everybody_is_told_kindly(scene: Wishing):
    number = await scene.hangs("想借一本故事书", "Change when", "Within three days")
    for _ in range(12):
        await scene.town.later(hours=8)
    assert (await scene.wish(number)).ending == "lapsed"
    assert "do wish again" in scene.li.reads()
    assert "Nobody could take up" in scene.zhou.reads() + scene.sun.reads()


async def test_whoever_has_it_is_asked_for_a_day_and_then_it_is_given_back_with_thanks(scene: Wishing):
    number = await scene.taken()
    button = scene.feng.button("Agree on a day")
    heard(scene)
    await scene.town.later(days=2)
    assert "When would suit you" in scene.feng.reads()
    assert "When would suit you" in scene.li.reads()
    assert "Which day" in await scene.feng.presses(button)  # the clock has not made it stale
    await scene.feng.says("cancel")
    await scene.town.later(days=2)
    assert "Thank you for having wanted to help" in scene.feng.reads()
    assert "on the wall again" in scene.li.reads()
    wish = await scene.wish(number)
    assert (wish.state, wish.claimer) == (WishState.OPEN, None)


async def test_two_replicas_nag_once_and_give_back_once(scene: Wishing, url: str):
    number = await scene.taken()
    heard(scene)
    other = await open_database(url)
    both = (scene.town.database, other)
    for sentence in ("When would suit you", "Thank you for having wanted to help"):
        scene.town.now += 2 * DAY
        ticks = (wish_ticking.tick(base, scene.town.house, scene.town.now) for base in both * 3)
        await asyncio.gather(*ticks)
        await scene.town.later()
        assert scene.feng.reads().count(sentence) == 1
    await other.close()
    counted = "SELECT COUNT(*) FROM wish_events WHERE step IN ('ask_day', 'release') AND wish_id = :id"
    assert await scene.town.one(counted, id=(await scene.wish(number)).id) == 3  # the clock's two, and the step


async def test_what_another_replica_has_moved_on_is_left_alone(scene: Wishing):
    number = await scene.taken()
    scene.town.now += 2 * DAY
    base, wish = scene.town.database, await scene.wish(number)
    [seen] = await base.read(partial(wish_clock.due, now=scene.town.now, limit=9))
    move = partial(wish_clock.move, seen=seen, wish=replace(wish, stage=1, due_at=scene.town.now + DAY))
    assert await base.do(move)
    assert not await base.do(move)
    assert not await base.do(lambda tx: wish_ticking.look(Turn(tx, scene.town.house, SYSTEM, scene.town.now), seen))
    assert (await scene.wish(number)).version == wish.version


async def test_a_request_to_hand_it_over_that_nobody_answers_is_granted(scene: Wishing):
    number = await scene.taken()
    await scene.feng.taps("I cannot after all")
    heard(scene)
    await scene.town.later(days=1)
    assert "need not do" in scene.feng.reads()
    assert (await scene.wish(number)).state is WishState.OPEN


async def test_the_wisher_is_asked_once_more_then_the_desk_may_call_and_at_last_it_is_closed_without_hours(
    scene: Wishing,
):
    number = await done(scene)
    await scene.town.later(days=1)
    assert "Did" in scene.li.reads()
    assert scene.zhou.reads() == ""
    await scene.town.later(days=2)
    assert "A call may help" in scene.zhou.reads()
    assert "It came true" not in str(scene.zhou.labels())
    await scene.town.later(days=7)
    assert "Thank you from the heart" in scene.feng.reads()
    assert (await scene.wish(number)).ending == "unconfirmed"
    assert await scene.minutes(scene.feng) == 0


async def test_whoever_posted_it_for_somebody_is_asked_in_their_place_and_can_say_it(scene: Wishing):
    number = await scene.behalf()
    await scene.feng.says(number)
    await scene.feng.taps("I do it", "Done", "1 hour", "Skip")
    await scene.town.later(days=1)
    heard(scene)
    await scene.town.later(days=2)
    assert "Did" in scene.wang.reads()
    await scene.wang.taps("It came true", "Skip")
    assert (await scene.wish(number)).ending == "fulfilled"


async def test_what_needs_two_is_offered_until_the_second_has_come(scene: Wishing):
    await at_home(scene)
    number = await scene.hangs("想搬一个旧柜子", "How often, how many", "two people")
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    heard(scene)
    await scene.town.later()
    assert "two people together" in scene.gao.reads()
    await scene.gao.taps("🙋 I do it")
    assert "helps with" in scene.feng.reads()
    ma = await scene.town.moves_in("Ma Li", Held(Role.VOLUNTEER, COMPOUND))
    await scene.town.later(hours=6)
    assert ma.reads() == ""


async def test_what_was_noted_is_not_said_once_it_is_settled(scene: Wishing):
    first, second = await scene.wished(), await scene.wished("想理个发")
    await scene.town.later(hours=5)
    await scene.zhou.says("/snooze")
    await scene.zhou.taps("For 3 hours")
    heard(scene)
    await scene.town.later(hours=1)
    assert scene.zhou.reads() == ""
    await scene.li.says(first)
    await scene.li.taps("No longer needed", "not needed any more")
    await scene.town.later(hours=3)
    read = scene.zhou.reads()
    assert f"{second} waits to be read" in read
    assert f"{first} waits" not in read


async def test_several_wishes_are_one_message_under_a_head_of_their_own_with_a_button_each(scene: Wishing):
    first, second = await scene.wished(), await scene.wished("想理个发")
    order = await scene.li.reports()
    heard(scene)
    await scene.town.later(hours=6)
    [read] = [message.text for message in scene.zhou.phone.news]
    assert read.index(order) < read.index("🌟 Wishes:") < read.index(first)
    assert second in read
    assert "Publish it" in str((await scene.zhou.taps(f". {second}"), scene.zhou.labels()))


async def test_news_of_the_night_wait_for_the_morning(scene: Wishing):
    number = await scene.hangs()
    scene.town.now += 13 * HOUR
    heard(scene)
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    assert "It is yours" in await scene.feng.taps("I cannot after all") + scene.feng.phone.every_text()
    assert not any(message.alert for message in scene.li.phone.news)
    await scene.town.later(hours=8)
    assert "takes up" in scene.li.reads()


async def test_who_blocks_the_bot_gives_back_what_they_took_up_and_helps_with(scene: Wishing):
    first = await scene.taken()
    second = await scene.hangs("想搬一个旧柜子", "How often, how many", "two people")
    await scene.gao.says(second)
    await scene.gao.taps("I do it")
    await scene.feng.says(second)
    await scene.feng.taps("I help with it")
    heard(scene)
    await scene.feng.says(reachable=False)
    assert (await scene.wish(first)).claimer is None
    assert (await scene.wish(second)).claimer == scene.gao.id
    assert await scene.town.one("SELECT COUNT(*) FROM wish_hands") == 0
    assert "can no longer be reached" in scene.zhou.reads()
    assert "on the wall again" in scene.li.reads()
    assert "cannot help" in scene.gao.reads()


async def test_where_the_wisher_blocks_the_bot_the_claimer_and_the_desk_hear_of_it(scene: Wishing):
    number = await scene.taken()
    heard(scene)
    await scene.li.says(reachable=False)
    assert "can no longer be reached" in scene.feng.reads()
    assert "can no longer be reached" in scene.zhou.reads()
    assert (await scene.wish(number)).claimer == scene.feng.id


async def test_who_stops_volunteering_gives_it_back_at_once_and_who_lost_the_role_otherwise_soon(scene: Wishing):
    first = await scene.taken()
    second = await scene.hangs("想理个发")
    await scene.gao.says(second)
    await scene.gao.taps("I do it")
    heard(scene)
    await scene.feng.says("/volunteer")
    await scene.feng.taps("Stop volunteering", "Yes, stop")
    assert (await scene.wish(first)).state is WishState.OPEN
    assert "no longer there for it" in scene.zhou.reads()
    ended = "UPDATE roles SET until = :now WHERE person = 'gao'"
    await scene.town.database.do(lambda tx: tx.run(ended, now=scene.town.now))
    await scene.town.later(days=2)
    assert (await scene.wish(second)).state is WishState.OPEN


async def test_where_the_machines_clock_was_ahead_nothing_waits_for_that_day(scene: Wishing):
    now = scene.town.now
    early = await scene.hangs()
    scene.town.now += 300 * DAY
    late = await scene.taken()
    await scene.town.later()
    scene.town.now = now
    assert await set_back.put_right(scene.town.database, scene.town.house, now) >= 2
    for number in (early, late):
        assert ((await scene.wish(number)).due_at or 0) <= now + 2 * DAY
    assert await set_back.put_right(scene.town.database, scene.town.house, now) == 0
    assert (await scene.wish(late)).since == now
