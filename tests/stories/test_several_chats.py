"""Telegram and the web chat side by side: somebody without a phone is heard, and one person has two chats."""

import re

import aiohttp
import pytest

from tests.fake_telegram import Person
from tests.stories.stories import sends_report
from tests.stories.test_my_data import asks_for_all, opened
from tests.stories.town import Estate, Town
from tests.stories.town import Person as Talker
from tests.stories.towns import ON_TELEGRAM
from tests.web_phone import Phone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), ON_TELEGRAM]
GRANDMA, REACH = "吴桂芳", "13711112222"


async def test_somebody_without_a_phone_has_the_last_word_by_the_code_on_their_slip(town: Town):
    estate = town.estate()
    town.said.add(REACH)
    wang = await estate.worker()
    zhang = await town.staff("property", estate.path, "张卫东")
    qian = await town.staff("community", estate.path, "钱丽", on=await town.browser("钱丽"))
    number, code = await files(wang, estate)
    card = await qian.sees(number, label="To somebody else")
    assert GRANDMA not in card.text
    await qian.taps("To somebody else")
    await qian.taps("张卫东")
    await zhang.sees(number, label="Accept")
    for label in ("Accept", "Done", "Skip"):
        await zhang.taps(label)
    await wang.sees("Please ask for whom you reported it", label="They say it is fixed")
    await wang.taps("They say it is fixed")
    await wang.hears("in their own words")
    await wang.says("修好了")
    await qian.sees(f"{number} is fixed, 王建国 passed on: 修好了")

    await qian.says(number)
    await qian.taps("Call back")
    await asks(qian, number, f"{(int(code) + 1) % 10_000:04d}")
    await qian.hears("You can try 4 times more")
    await asks(qian, number, code)
    await qian.hears("Their word counts as theirs now")
    await wang.sees(f"{number} was called back about, with the code: ★★★★★")


async def files(clerk: Talker, estate: Estate) -> tuple[str, str]:
    """The number and the code on the slip."""
    await clerk.says("/behalf")
    await clerk.hears("For whom do you report?")
    await clerk.says(GRANDMA)
    await clerk.hears(f"How does one reach {GRANDMA}?")
    await clerk.says(f"{REACH}，602室")
    await clerk.hears("What is the matter?")
    await clerk.says(f"{estate.name}3号楼1单元水管漏水")
    await clerk.hears("Please check:", label="Send")
    await clerk.taps("Send")
    slip = await clerk.sees(f"leave this slip with {GRANDMA}")
    code = re.search(r"number (\w{6}), code (\d{4})", slip.text)
    assert code is not None
    assert any(seen.photos for seen in await clerk.shows()), "nothing to print"
    return code[1], code[2]


async def asks(colleague: Talker, number: str, code: str) -> None:
    """What they say on the phone."""
    await colleague.hears(f"is {number} fixed, do they say?", label="Fixed")
    await colleague.taps("Fixed")
    await colleague.taps("★★★★★")
    await colleague.hears("Anything they would like to say")
    await colleague.taps("Skip")
    await colleague.hears("the four digits")
    await colleague.says(code)


async def test_two_chats_are_one_person_until_it_was_not_them(town: Town):
    estate = town.estate()
    zhou, wang, li = await estate.dispatcher(), await estate.worker(), await estate.resident()
    assert isinstance(li, Person)
    web = await town.browser("李秀兰")
    first = await sends_report(li, "楼道的灯不亮了")
    await web.starts(estate.poster("3/2"))
    second = await sends_report(web, "垃圾桶满了没人清")
    await linked(town, li, web)
    await zhou.taps("To 王建国", of=await zhou.sees(first, label="To 王建国"))
    await wang.sees(first, label="Accept")
    await wang.taps("Accept")
    await web.sees(f"王建国 has accepted {first}")
    for who in (web, li):
        await who.says("/my")
        mine = (await who.hears("Your reports:")).text
        assert (first in mine, second in mine) == (True, True)
        page = await reads_all(town, who)
        assert (first in page, second in page) == (True, True)
    await zhou.taps("To 王建国", of=await zhou.sees(second, label="To 王建国"))
    card = await wang.sees(second, label="Accept")
    await wang.taps("Accept", of=card)
    await li.sees(f"王建国 has accepted {second}")

    await li.taps("That was not me")
    await li.hears("the two chats are apart again")
    await web.sees("the two chats are apart again")
    for who, own, theirs in ((li, first, second), (web, second, first)):
        await who.says("/my")
        shown = await who.hears("Your reports:")
        assert (own in shown.text, theirs in shown.text) == (True, False)
    assert not any(f"accepted {second}" in seen.text for seen in await web.shows())


async def linked(town: Town, one: Person, other: Phone) -> None:
    await one.says("/link")
    await one.taps("Add another chat")
    code = re.search(r"\d{4} \d{4}", (await one.hears("Your code:")).text)
    assert code is not None
    town.said |= {code[0], code[0].replace(" ", "")}
    await other.says(f"/link {code[0]}")
    await other.hears("Is it your own other chat?")
    await other.taps("Yes, both are mine")
    for chat in (one, other):
        await chat.sees("belong together now")


async def reads_all(town: Town, who: Talker) -> str:
    """The page behind /privacy."""
    async with aiohttp.ClientSession() as browser:
        _, page = await opened(browser.post(f"{await asks_for_all(town, who)}/page"))
    return page
