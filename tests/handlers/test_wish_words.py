"""What people type in the middle of a wish is heard as they mean it."""

from tests.handlers.town import HOUR
from tests.handlers.wishing import ON_SQLITE, Wishing, scene

__all__ = ["scene"]
pytestmark = ON_SQLITE


async def test_danger_is_heard_in_the_middle_of_a_question_and_the_wish_goes_on_afterwards(scene: Wishing):
    await scene.li.says("许愿")
    await scene.li.says("想要一本故事书")
    read = await scene.li.says("3号楼1单元着火了")
    assert "119" in read
    await scene.li.taps("Send")
    assert await scene.town.one("SELECT lane FROM orders") == "urgent"
    assert "Yes, they may" in scene.li.labels()


async def test_what_speaks_of_danger_is_no_wish(scene: Wishing):
    await scene.li.says("许愿")
    read = await scene.li.says("活着没意思，不想活了")
    assert "🚨" in read
    assert "Which building?" in read
    assert await scene.town.one("SELECT COUNT(*) FROM wishes") == 0


async def test_an_answer_to_the_volunteer_is_passed_on_and_is_no_report(scene: Wishing):
    await scene.taken()
    scene.feng.reads()
    read = await scene.li.says("周四改成9点行不行")
    assert "Is this about one of these" in read
    assert "Passed on" in await scene.li.taps("Tell Feng Lei")
    assert "周四改成9点行不行" in scene.feng.reads()
    await scene.feng.says("行，我九点到")
    await scene.feng.taps("Tell whoever wished")
    assert "行，我九点到" in scene.li.reads()
    assert await scene.town.one("SELECT COUNT(*) FROM orders") == 0


async def test_a_clear_report_is_one_also_while_a_wish_is_under_way(scene: Wishing):
    await scene.taken()
    assert "Tell Feng Lei" not in await scene.li.says("3号楼电梯坏了") + " ".join(scene.li.labels())


async def test_after_a_wrong_code_the_next_digits_are_the_code(scene: Wishing):
    number = await scene.behalf()
    await scene.feng.says(number)
    await scene.feng.taps("I do it")
    scene.town.now += 2 * HOUR
    right = await scene.code(number)
    wrong = "0000" if right != "0000" else "1111"
    await scene.feng.taps("Done", "1 hour")
    read = await scene.feng.says(wrong)
    assert "4 times more" in read
    assert f"{number} came true" in await scene.feng.says(right)
    assert await scene.minutes(scene.feng) == 60


async def test_who_says_done_before_the_day_is_asked_about_the_day(scene: Wishing):
    await scene.taken()
    await scene.feng.taps("Agree on a day", "Tomorrow", "In the morning")
    assert "You had agreed on tomorrow 09:00" in await scene.feng.taps("Done")


async def test_who_cannot_after_all_is_missed_by_the_wisher_too(scene: Wishing):
    await scene.taken()
    scene.li.reads()
    await scene.feng.taps("I cannot after all")
    assert "I look for somebody else" in scene.li.reads()


async def test_what_sounds_like_a_repair_is_said_to_be_one_and_may_still_be_wished(scene: Wishing):
    await scene.li.says("许愿")
    assert "sounds like a matter for the desk" in await scene.li.says("我家楼道的灯坏了")
    await scene.li.taps("Yes, they may", "Make the wish")
    assert await scene.town.one("SELECT COUNT(*) FROM wishes") == 1


async def test_the_wall_says_no_building(scene: Wishing):
    number = await scene.wished("住3号楼的老李，我姓李，想请人陪着散步")
    assert (await scene.wish(number)).shown == "住**号楼的老李，我姓*，想请人陪着散步"
