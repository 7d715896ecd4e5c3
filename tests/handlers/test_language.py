"""Everybody is spoken to in their own language."""

import pytest

from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town

# What is said does not depend on where it is kept.
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

CHINESE = "〔中〕"


async def test_the_language_is_chosen_and_used_from_then_on(li: Neighbour, zhou: Neighbour):
    assert "Which language" in await li.says("/language")
    assert CHINESE in await li.taps("中文")
    assert CHINESE in await li.says("我的")
    assert CHINESE not in await zhou.says("/desk")


async def test_each_reads_the_same_news_in_their_language(town: Town, zhou: Neighbour, wang: Neighbour):
    li = await town.moves_in("Li Xiulan", home="qs/hy/lx/xf/3/1", language="zh_CN")
    number = await li.reports()
    assert CHINESE in li.card(number).text
    assert CHINESE not in zhou.card(number).text
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    assert CHINESE in li.reads()
    assert CHINESE not in wang.card(number).text


async def test_who_never_chose_is_spoken_to_in_the_language_of_the_house(town: Town, zhou: Neighbour):
    assert CHINESE not in await town.stranger("Ma Li").says("/start")


async def test_an_answer_typed_in_the_other_language_still_means_the_option_shown(li: Neighbour, zhou: Neighbour):
    await li.says("/language")
    assert CHINESE in await li.says("中文")
