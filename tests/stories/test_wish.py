"""A wish from the sentence to the thanks, through Telegram by polling, Telegram by webhook and the web chat."""

import pytest

from tests.stories.stories import number_in
from tests.stories.town import MOBILE, Town
from tests.stories.towns import some

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("town", some("polling-sqlite", "webhook-sqlite", "web-sqlite"), indirect=True)
async def test_a_wish_comes_true(town: Town):
    estate = town.estate()
    zhou, li = await estate.dispatcher(), await estate.resident()
    feng = await town.staff("volunteer", estate.path, "冯磊")
    await li.says("许愿")
    await li.hears("What do you wish for?")
    await li.says(f"想有人教我用手机，电话 {MOBILE}")
    await li.hears("I have hidden", label="Yes, they may")
    await li.taps("Yes, they may")
    await li.hears("138****8000", label="Make the wish")
    await li.taps("Make the wish")
    number = number_in(await li.hears("the community has a look at it first"))

    await feng.says(number)
    await feng.hears("I cannot find that")
    await zhou.sees("想有人教我用手机", label="Publish it")
    await zhou.taps("Publish it")
    await li.sees(f"{number} hangs on the wall")

    await feng.says(number)
    card = await feng.hears("想有人教我用手机", label="I do it")
    assert "李秀兰" not in card.text
    assert MOBILE not in card.text
    await feng.taps("I do it")
    await feng.sees("It is yours")
    await li.sees(f"冯磊 takes up {number}")
    await feng.taps("Done")
    await feng.hears("About how long", label="Half an hour")
    await feng.taps("Half an hour")

    await li.sees("Is it so?", label="It came true")
    await li.taps("It came true")
    await li.hears("A word of thanks")
    await li.says("谢谢，我学会了")
    await li.hears("thank-you poster", label="Only for them")
    await li.taps("Only for them")
    await li.hears(f"{number} has come true")
    await feng.sees("谢谢，我学会了")
    await feng.sees("Hours count from the moment you took it up")
