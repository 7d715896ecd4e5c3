"""An hour as people write it."""

from datetime import time

import pytest

from dialogue.question import Refused, Reply
from dialogue.say import plain
from handlers.activity_questions import HowMany, read_hour


@pytest.mark.parametrize(
    "text", ["14:30", "14：30", "14.30", "14点半", "下午2点半", "下午 2:30", "１４:３０", "2:30pm"]
)
def test_half_past_two_is_understood(text: str):
    assert read_hour(text) == time(14, 30)


@pytest.mark.parametrize("text", ["", "soon", "24:00", "14:60", "25", "下午", "143"])
def test_what_is_no_hour_is_asked_again(text: str):
    assert read_hour(text) is None


@pytest.mark.parametrize(("text", "hour"), [("9", 9), ("上午9点", 9), ("晚上7点", 19), ("12pm", 12)])
def test_a_bare_hour_will_do(text: str, hour: int):
    assert read_hour(text) == time(hour)


def test_how_many_is_tapped_or_written():
    question = HowMany(plain("?"), 0, 60, (10, 20), plain("no limit"))
    assert [question.read(Reply(option="0")), question.read(Reply("12"))] == [0, 12]
    with pytest.raises(Refused):
        question.read(Reply("61"))
