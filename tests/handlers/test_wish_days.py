"""A day is found by both sides, and who the wisher is, is known to nobody but those it concerns, at no moment."""

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, HOUR
from tests.handlers.wishing import Wishing, scene

__all__ = ["scene"]

NAME, DOOR, CONTACT = "欧阳不留名", "听雨阁", "13987654321"


async def agreed(scene: Wishing, who: Neighbour, *when: str) -> str:
    """A day and a time, tapped or written; what they read then."""
    read = await who.taps("Agree on a day")
    for part in when:
        tapped = part in who.labels()
        read = await (who.taps(part) if tapped else who.says(part))
    return read


async def test_one_side_proposes_the_other_says_that_it_suits_and_both_know(scene: Wishing):
    number = await scene.taken()
    scene.li.reads()
    assert "tomorrow 14:00" in await agreed(scene, scene.feng, "Tomorrow", "In the afternoon, 14:00")
    assert "they propose tomorrow 14:00" in scene.li.reads()
    assert (await scene.wish(number)).agreed_at == scene.town.now + DAY + 4 * HOUR
    assert "I remind you the day before" in await scene.li.taps("All right")
    assert "suits them, too" in scene.feng.reads()
    scene.li.reads()
    await agreed(scene, scene.feng, "Today", "In the evening, 18:30")
    assert "remind" not in await scene.li.taps("All right")


async def test_the_other_side_proposes_another_day_in_words_and_an_old_all_right_is_not_for_that(scene: Wishing):
    number = await scene.taken()
    await agreed(scene, scene.feng, "Tomorrow", "In the afternoon, 14:00")
    old = scene.li.button("All right")
    await scene.li.taps("Another day")
    await scene.li.says("11-28")
    await scene.li.says("下午3点半")
    assert "11-28 15:30" in scene.feng.reads()
    scene.feng.reads()
    assert "another day by now" in await scene.li.presses(old)
    assert scene.feng.reads() == ""
    await scene.feng.taps("All right")
    assert "11-28 15:30 suits them" in scene.li.reads()
    assert (await scene.wish(number)).agreed_at == scene.town.now + 5 * DAY + 5 * HOUR + 1800


async def test_a_day_that_is_over_or_far_away_is_asked_for_again(scene: Wishing):
    await scene.taken()
    read = await agreed(scene, scene.feng, "2027-01-23")
    assert "from 11-23 to 1-22" in read
    await scene.feng.taps("Today")
    assert scene.feng.labels() == ["In the afternoon, 14:00", "In the evening, 18:30"]
    assert "over already" in await scene.feng.says("9:30")
    assert "I tell them: 15:00" in await scene.feng.says("3点")  # nobody means three in the night


async def test_where_both_propose_at_once_the_second_reads_what_the_first_has_proposed(scene: Wishing):
    number = await scene.taken()
    await scene.li.taps("Agree on a day")
    await agreed(scene, scene.feng, "Tomorrow", "In the afternoon, 14:00")
    read = await scene.li.taps("Today", "In the evening, 18:30")
    assert "a moment faster and propose: tomorrow 14:00" in read
    assert "they know" in await scene.li.taps("All right")
    assert (await scene.wish(number)).agreed_at == scene.town.now + DAY + 4 * HOUR


async def test_no_day_is_found_by_a_helper_or_while_it_is_to_change_hands(scene: Wishing):
    number = await scene.taken()
    await scene.feng.taps("I need one more")
    await scene.gao.says(number)
    await scene.gao.taps("I help with it")
    assert "cannot find that" in await scene.gao.says(button=f"wday {number} 1", ref="x", tap="t")
    await scene.feng.taps("I cannot after all")
    assert "change hands" in await scene.li.taps("Agree on a day")


async def test_both_sides_are_reminded_the_evening_before_once_and_afterwards_it_is_asked_how_it_was(scene: Wishing):
    await scene.taken()
    await agreed(scene, scene.feng, "11-25", "In the afternoon, 14:00")
    scene.li.reads()
    scene.feng.reads()
    await scene.town.later(hours=31)
    assert scene.li.reads() + scene.feng.reads() == ""
    await scene.town.later(hours=1)
    assert "near: tomorrow 14:00" in scene.li.reads()
    assert "near: tomorrow 14:00" in scene.feng.reads()
    await scene.town.later(hours=1)
    assert scene.li.reads() + scene.feng.reads() == ""
    await scene.town.later(days=1, hours=12)
    assert "How did it go" in scene.feng.reads()
    assert scene.li.reads() == ""
    await scene.town.later(days=1, hours=7)
    assert "back on the wall" in scene.feng.reads()


def nowhere(scene: Wishing, secret: str, *knowing: Neighbour) -> None:
    """Nobody but these has ever read it, on any phone."""
    for address, phone in scene.town.phones.items():
        if address not in [who.chat for who in knowing]:
            assert secret not in phone.every_text(), f"{address} knows {secret}"


async def secrets(scene: Wishing, *knowing: Neighbour, contact: Neighbour | None = None) -> None:
    """Everybody looks at the wall and at what they have; whoever decides has read the wish, name and place."""
    for who in (scene.gao, scene.qin, scene.feng, scene.zhou, scene.sun):
        for word in ("/wishes", "/my", "/tasks"):
            await who.says(word)
    await scene.town.later(hours=1)
    desk = (scene.zhou, scene.sun)
    nowhere(scene, NAME, *desk, *knowing)
    nowhere(scene, CONTACT, *([contact] if contact else []), *knowing)


async def test_who_wished_is_read_by_the_claimer_alone_and_the_door_only_once_a_day_is_agreed(scene: Wishing):
    renamed = "UPDATE places SET name = :name WHERE path = :path"
    await scene.town.database.do(lambda tx: tx.run(renamed, name=DOOR, path=f"{COMPOUND}/3/1"))
    await scene.town.database.do(lambda tx: tx.run("UPDATE versions SET number = number + 1"))
    scene.town.now += 2
    named = "UPDATE persons SET name = :name WHERE id = 'li'"
    await scene.town.database.do(lambda tx: tx.run(named, name=NAME))
    li, feng, desk = scene.li, scene.feng, (scene.zhou, scene.sun)
    number = await scene.wished()
    await secrets(scene, li)
    await scene.zhou.taps("Publish it")
    for who in (scene.gao, scene.qin, scene.feng):
        await who.says(number)
    await secrets(scene, li)
    await feng.says(number)
    await feng.taps("I do it")
    assert NAME in feng.phone.every_text()
    await secrets(scene, li, feng)
    nowhere(scene, DOOR, li, *desk)
    await scene.li.taps("Write to them")
    await scene.li.says("周二可以吗？")
    await agreed(scene, feng, "11-25", "In the afternoon, 14:00")
    nowhere(scene, DOOR, li, *desk)  # a day that one side alone has named is not agreed
    await li.taps("All right")
    assert DOOR in feng.phone.newest(f"wish:{number}").text
    await scene.town.later(days=1, hours=6)
    await scene.gao.says(number)
    await secrets(scene, li, feng)
    nowhere(scene, DOOR, li, *desk, feng)
    await feng.says(number)
    await feng.taps("I cannot after all")
    await scene.zhou.taps("Give it back to the wall")
    await secrets(scene, li, feng)
    read = await feng.says(number)
    assert NAME not in read
    assert DOOR not in read


async def test_without_consent_nobody_who_fulfils_it_reads_a_name_a_door_or_a_number_however_far_it_has_come(
    scene: Wishing,
):
    await scene.wang.says("许愿")
    await scene.wang.taps("For somebody else")
    for said in ("想理个发", NAME, CONTACT):
        await scene.wang.says(said)
    await scene.wang.taps("3号楼", "1单元", "Rather not, only write here", "Make the wish")
    await scene.zhou.taps("Publish it")
    number = (await scene.zhou.says("/my") or "") and await scene.town.one("SELECT number FROM wishes")
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    await agreed(scene, scene.feng, "11-25", "In the afternoon, 14:00")
    await scene.feng.taps("Write to them")
    await scene.feng.says("我两点到")
    await secrets(scene, scene.wang, contact=scene.wang)
    assert "3号楼" not in scene.feng.phone.every_text()
    await scene.town.later(days=1, hours=6)
    await scene.feng.taps("Done", "1 hour", "Skip")
    await secrets(scene, scene.wang, contact=scene.wang)
    await scene.wang.taps("It came true", "Skip")
    await secrets(scene, scene.wang, contact=scene.wang)
    assert "3号楼" not in scene.feng.phone.every_text()


async def test_it_suits_them_once_however_often_it_is_tapped_and_the_evening_before_it_can_still_be_said(
    scene: Wishing,
):
    number = await scene.taken()
    await agreed(scene, scene.feng, "11-25", "In the afternoon, 14:00")
    await scene.town.later(days=1, hours=8)
    scene.feng.reads()
    fine = scene.li.button("All right")
    assert "is near" in str(scene.li.phone.every_text())
    for _ in range(3):
        await scene.li.presses(fine)
    assert scene.feng.reads().count("suits them") == 1
    assert "1单元" in scene.feng.phone.newest(f"wish:{number}").text


async def test_a_wish_for_somewhere_else_leads_there_and_not_to_the_wishers_own_door(scene: Wishing):
    number = await scene.wished("想有人陪我妈去医院", "Change the place", "5号楼", "1单元")
    await scene.zhou.taps("Publish it")
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    await agreed(scene, scene.feng, "11-25", "In the afternoon, 14:00")
    await scene.li.taps("All right")
    assert "5号楼 1单元" in scene.feng.phone.newest(f"wish:{number}").text
    assert "3号楼" not in scene.feng.phone.every_text() + scene.li.phone.newest(f"wish:{number}").text
