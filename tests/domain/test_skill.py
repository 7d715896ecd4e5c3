"""What neighbours can do: the packaged list, and what a sentence speaks of."""

import pytest

from bot.policy import load
from domain.skill import Skill, Skills

SKILLS = load().skills


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("想请人上门给老人理个发，理发师傅最好有耐心", "haircut"),
        ("a haircut at home", "haircut"),
        ("厨房水龙头一直滴水，想换灯泡", "repair"),
        ("帮我修电脑", "digital"),
        ("孩子想要一本故事书", "reading"),
        ("周三去医院复查，想搭车", "driving"),
        ("a lift to hospital", "driving"),
        ("陪我去医院看看", "company"),
        ("想写一份遗嘱", "law"),
        ("把沙发抬上楼", "carrying"),
        ("量血压", "medical"),
        ("拍张全家福", "photography"),
        ("楼上楼下吵架，想请人说和", "mediation"),
        ("改裤脚", "handicraft"),
        ("写春联", "arts"),
        ("请教包饺子", "cooking"),
    ],
)
def test_the_packaged_list_knows_what_small_wishes_ask_for(text: str, skill: str):
    found = SKILLS.guess(text)
    assert found is not None
    assert found.key == skill


@pytest.mark.parametrize("text", ["", "想要一盆绿萝", "graphophone", "unlikely"])
def test_nothing_is_guessed_where_no_word_is_known(text: str):
    assert SKILLS.guess(text) is None


def test_the_longer_word_says_more_and_equals_go_as_listed():
    skills = Skills(
        [Skill("a", "甲", "A", ("修",)), Skill("b", "乙", "B", ("修电脑",)), Skill("c", "丙", "C", ("电脑包",))]
    )
    assert (skills.guess("修电脑") or skills).key == "b"  # type: ignore[union-attr]
    assert (skills.guess("修电脑包") or skills).key == "b"  # type: ignore[union-attr]
    assert skills.get("gone") is None
    assert Skills().guess("修") is None
