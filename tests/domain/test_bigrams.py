"""Words are split so that each database finds the same, and what is masked is no word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import mask
from domain.bigrams import ASKED_AT_MOST, LONGEST, asked, indexed


def test_every_two_neighbours_are_a_word_and_every_character_alone():
    assert set(indexed("电梯坏")) == {"电", "梯", "坏", "电梯", "梯坏"}
    assert asked("电梯坏") == ["电梯", "梯坏"]
    assert asked("梯") == ["梯"]


def test_digits_and_latin_words_count_as_one_character():
    assert asked("3号") == ["3号"]
    assert asked("3号楼lift") == ["3号楼", "楼lift"]
    assert asked("3号楼电梯 b2") == ["3号楼", "楼电", "电梯", "b2"]
    assert not {"3号", "3号楼"} & set(indexed("13号楼"))


@pytest.mark.parametrize("written", ["3号楼", "３号楼", "三号楼", "3 号楼", "3　号楼"])
def test_a_building_is_the_same_however_it_is_written(written: str):
    assert asked(written) == ["3号楼"]


@pytest.mark.parametrize(
    ("said", "figure"),
    [("十", "10"), ("十二", "12"), ("二十", "20"), ("二十一", "21"), ("一百零二", "102"), ("两", "2")],
)
def test_numerals_before_a_building_are_figures(said: str, figure: str):
    assert asked(f"{said}号楼") == [f"{figure}号楼"]


def test_numerals_elsewhere_stay_words():
    assert asked("一直漏") == ["一直", "直漏"]


@given(st.text(max_size=300), st.text(max_size=30), st.text(max_size=30))
def test_whatever_stands_in_a_text_is_found_by_it(before: str, wanted: str, after: str):
    """Between spaces: what is glued to it could make another word of it."""
    wanted = wanted.replace("*", "")
    before, after = before.replace("*", ""), after.replace("*", "")
    assert set(asked(wanted)) <= set(indexed(f"{before} | {wanted} | {after}"))


@given(st.text())
def test_a_word_is_letters_and_digits_alone_and_never_long(text: str):
    for word in indexed(text) + asked(text):
        assert word.isalnum()
        assert len(word) <= 2 * LONGEST
    assert len(asked(text)) <= ASKED_AT_MOST


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("我是王建国，电话13812345678，住3号楼1单元602室", ["王建国"]),
        ("联系人：欧阳明 138 1234 5678 楼下402漏水", []),
        ("My name is Wang Ming, room 1203", []),
        ("座机 010-6123 4567，一三八一二三四五六七八", []),
        ("身份证 110101199003070134 微信 wx_lucky88", []),
    ],
)
def test_no_name_phone_or_door_is_a_word_nor_a_part_of_one(said: str, names: list[str]):
    words = set(indexed(mask.text(said, names)))
    hidden = "王建国 王 建国 13812345678 138 5678 602 402 欧阳 阳明 wang ming 1203 6123 4567 010 七八 0134 88".split()
    assert not words & set(hidden)
    assert not words & set("602室 402 单元602 王建".split())
