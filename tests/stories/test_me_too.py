"""Two neighbours notice the same: the second follows the first one's report to its end, and learns nothing of them."""

import pytest

from tests.stories.stories import sends_report
from tests.stories.town import MOBILE, Town
from tests.stories.towns import some

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRET = "我家孩子怕黑"


@pytest.mark.parametrize("town", some("webhook-sqlite", "web-postgresql"), indirect=True)
async def test_who_says_me_too_hears_the_end_and_nothing_of_who_came_first(town: Town):
    estate = town.estate()
    zhou, wang = await estate.dispatcher(), await estate.worker()
    li, zhao = await estate.resident(), await estate.resident("赵德福")
    number = await sends_report(li, f"楼道的灯不亮了，{SECRET}，电话{MOBILE}")
    await zhao.says("楼道灯坏了")
    offer = await zhao.hears(f"{number}, waiting to be handed out", label="Me too")
    assert "Is it the same?" in offer.text
    await zhao.taps("Me too")
    await zhao.hears(f"You hear from me how {number} ends")

    await zhou.sees(number, label="To 王建国")
    await zhou.taps("To 王建国")
    card = await wang.sees(number, label="Accept")
    assert "Neighbours who report the same: 1" in card.text, card.text
    await wang.taps("Accept")
    await wang.taps("Done")
    await wang.hears("What was done")
    await wang.says("换了灯泡")
    await li.taps("Fixed")
    await li.taps("★★★★★")
    await li.hears("Anything you would like to say")
    await li.taps("Skip")
    await zhao.sees("which you noticed, too, is fixed")
    read = "\n".join(seen.text for seen in await zhao.shows())
    assert [word for word in ("李秀兰", SECRET, MOBILE, "138****8000", "换了灯泡") if word in read] == []
