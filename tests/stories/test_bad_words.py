"""Words and buttons that cannot be obeyed: a clear sentence each, and nothing is lost."""

import pytest

from tests.stories.stories import number_in, sends_report
from tests.stories.town import Estate, Person, Town, forges

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOO_LONG = "漏水" * 600


async def an_order(estate: Estate) -> tuple[Person, Person, Person, str]:
    """Dispatcher, worker, resident, and the number of what was reported."""
    zhou, wang, li = await estate.dispatcher(), await estate.worker(), await estate.resident()
    return zhou, wang, li, await sends_report(li, "楼道的灯不亮了")


async def test_a_text_that_is_too_long_is_refused_and_a_shorter_one_taken(town: Town):
    li = await town.estate().resident()
    await li.says(TOO_LONG)
    await li.hears("That is 1200 characters; please tell it in 1000 or fewer.")
    await sends_report(li, "楼道漏水")


async def test_an_answer_that_is_too_long_leaves_the_question_open(town: Town):
    zhou, _, li, number = await an_order(town.estate())
    await zhou.taps("Refuse")
    await zhou.hears(f"Why is {number} refused?")
    await zhou.says(TOO_LONG)
    await zhou.hears(f"please use 300 or fewer.\n\nWhy is {number} refused?")
    await zhou.says("这是市政的灯")
    await li.sees(f"We cannot take on {number}: 这是市政的灯")


async def test_an_unknown_command_is_answered(town: Town):
    li = await town.newcomer("李秀兰")
    await li.says("/fly")
    await li.hears("I do not know that command. Write /help")


async def test_a_question_that_is_done_with_takes_no_answer(town: Town):
    zhou, li = await town.estate().dispatcher(), await town.estate().resident()
    await li.says("楼道的灯不亮了")
    summary = await li.hears("Please check:")
    await li.says("cancel")
    await li.hears("Stopped. Nothing was sent.")
    await li.taps("Send", of=summary)
    await li.hears("That question is done with.")
    await li.says("/my")
    await li.hears("You have not reported anything yet.")
    assert not any("楼道的灯" in seen.text for seen in await zhou.shows())


async def test_an_earlier_question_is_not_taken_for_the_open_one(town: Town):
    li = await town.estate().resident()
    await li.says("楼道的灯不亮了")
    summary = await li.hears("Please check:")
    await li.taps("Change the words")
    await li.hears("What is the matter?")
    await li.taps("Do not send", of=summary)
    await li.hears("That button is from an earlier question. This is the open one:\n\nWhat is the matter?")
    await li.says("三楼的灯不亮了")
    await li.hears("三楼的灯不亮了", label="Send")


async def test_a_button_of_an_old_card_is_answered_and_not_obeyed(town: Town):
    estate = town.estate()
    zhou, wang, li, number = await an_order(estate)
    chen = await estate.worker("陈大明")
    old = await zhou.sees(number, label="To 王建国")
    await zhou.taps("To 王建国")
    await wang.taps("Accept")
    await li.sees(f"王建国 has accepted {number}")
    await zhou.taps("To 王建国", of=old)
    await zhou.hears(f"{number} is already with 王建国.")
    await forges(chen, await chen.sees("Thank you"), f"pick {number} 1")
    await chen.hears(f"{number} is already with 王建国.")
    await wang.sees(number, label="Done")


async def test_a_button_from_before_the_order_came_back_is_not_obeyed(town: Town):
    """It could be handed to him again, but the button does not know that he has just declined."""
    zhou, wang, _, number = await an_order(town.estate())
    old = await zhou.sees(number, label="To 王建国")
    await zhou.taps("To 王建国")
    await wang.taps("Hand back")
    await wang.hears("Why do you hand")
    await wang.says("没有梯子")
    await zhou.sees("back at the desk", label="To 王建国")
    await zhou.taps("To 王建国", of=old)
    await zhou.hears(f"{number} has moved on.")
    await wang.says("/tasks")
    await wang.hears("Not handed out yet; you may take them:", label=number)


async def test_of_two_who_accept_one_wins_and_the_other_is_told_who(town: Town):
    estate = town.estate()
    zhou, wang, _, number = await an_order(estate)
    chen = await estate.worker("陈大明")
    for worker in (wang, chen):
        await worker.says("/tasks")
        await worker.hears(number, label=number)
        await worker.taps(number)
    old = await chen.hears(label="I take it")
    await wang.taps("I take it")
    await wang.sees(number, label="Done")
    await chen.taps("I take it", of=old)
    await chen.hears(f"{number} is already with 王建国.")
    await zhou.sees("王建国 takes care of it")


async def test_a_button_of_somebody_else_does_not_obey_a_stranger(town: Town):
    zhou, _, li, number = await an_order(town.estate())
    card = await zhou.sees(number, label="I keep it")
    stranger = await town.newcomer("马三")
    await stranger.says("/help")
    hers = await stranger.hears("Just write what is the matter")
    for data in (f"keep {number} 1", f"refuse {number} 1", f"show {number}", f"accept {number} 1", "keep ZZZZZZ 1"):
        await forges(stranger, hers, data)
        await stranger.hears("I cannot find that, or it is not yours to see or change.")
    await forges(li, await li.sees(number), f"keep {number} 1")
    await li.hears("I cannot find that, or it is not yours to see or change.")
    await zhou.taps("I keep it", of=card)
    await li.sees(f"周敏 is taking care of {number}")


async def test_a_button_that_we_never_made_is_answered(town: Town):
    li = await town.estate().resident()
    hello = await li.sees("What is the matter?")
    for data in ("fly 7K3MQ2 1", "give", "=", "= 1 2", "=a b c", "accept", "keep  ", "give 7K3MQ2 x y z", "a" * 64):
        await forges(li, hello, data)
        await li.hears()
    number = await sends_report(li, "楼道的灯不亮了")
    assert number_in(await li.sees(f"{number} ·")) == number
