"""Order numbers can be read out on the phone: slips are noticed, and habits of writing are forgiven."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.number import ALPHABET, find, make, read, resembles

numbers = st.binary(min_size=4, max_size=4).map(make)


@given(numbers)
def test_a_number_is_six_characters_without_lookalikes(number: str):
    assert len(number) == 6
    assert set(number) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
    assert read(number) == number


def test_different_chances_make_different_numbers():
    made = {make((n * 7919).to_bytes(4)) for n in range(4000)}
    assert len(made) == 4000


def test_too_little_chance_is_refused():
    with pytest.raises(ValueError, match="four random bytes"):
        make(b"abc")


def swapped(number: str, one: int, other: int) -> str:
    letters = list(number)
    letters[one], letters[other] = letters[other], letters[one]
    return "".join(letters)


@given(numbers)
def test_every_single_wrong_character_is_noticed(number: str):
    wrong = [number[:at] + other + number[at + 1 :] for at in range(6) for other in ALPHABET if other != number[at]]
    assert len(wrong) == 6 * 31
    assert not [slip for slip in wrong if read(slip)]


@given(numbers)
def test_every_exchange_of_two_characters_is_noticed(number: str):
    slips = [swapped(number, one, other) for one, other in combinations(range(6), 2)]
    assert not [slip for slip in slips if slip != number and read(slip)]


def test_one_in_32_of_arbitrary_six_characters_happens_to_be_a_number():
    arbitrary = [f"{n:06d}" for n in range(0, 1_000_000, 7)]
    share = sum(read(text) is not None for text in arbitrary) / len(arbitrary)
    assert 0.02 < share < 0.045


NUMBER = make(bytes([7, 201, 33, 90]))


@pytest.mark.parametrize(
    "written",
    [
        NUMBER.lower(),
        f" {NUMBER} ",
        f"#{NUMBER}",
        f"＃{NUMBER}",
        f"{NUMBER[:3]}-{NUMBER[3:]}",
        f"{NUMBER[:3]} {NUMBER[3:]}",
        f"{NUMBER[:3]}－{NUMBER[3:]}",
        " ".join(NUMBER),
        "".join(chr(ord(letter) + 0xFEE0) for letter in NUMBER),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str):
    assert read(written) == NUMBER


def test_lookalikes_are_read_as_what_they_look_like():
    number = next(n for i in range(9999) if {"0", "1"} <= set(n := make(i.to_bytes(4))))
    assert read(number.replace("0", "O").replace("1", "l")) == number
    assert read(number.replace("0", "o").replace("1", "I")) == number


@pytest.mark.parametrize("written", ["", "7K3MQ", NUMBER + "2", "电梯坏了", "UUUUUU", "7K3 MQ!", "1" * 4000])
def test_what_is_no_number_is_not_read(written: str):
    assert read(written) is None


def test_numbers_are_found_in_what_people_write():
    other = make(b"\x00\x01\x02\x03")
    said = f"请问{NUMBER}修好了吗？还有 {other[:3]}-{other[3:]}，就是{NUMBER.lower()}那个"
    assert find(said) == [NUMBER, other]


def test_a_number_in_two_halves_is_found_behind_a_short_word():
    assert NUMBER in find(f"the {NUMBER[:3]} {NUMBER[3:]}")


@pytest.mark.parametrize("said", ["打13812345678", f"x{NUMBER}", f"{NUMBER}9", "电梯坏了", ""])
def test_parts_of_longer_words_are_no_numbers(said: str):
    assert find(said) == []


@pytest.mark.parametrize("written", ["7K3MQ9", "7k3-mq9", "#7K3MQ9", " 7K3 MQ9 ", "７Ｋ３ＭＱ９", NUMBER])
def test_a_mistyped_number_still_looks_like_one(written: str):
    assert resembles(written)


@pytest.mark.parametrize(
    "written", ["", "broken", "3号楼漏水", "7K3MQ", "7K3MQ99", "door 12", "7K3MQ9坏了", "urgent 7K3MQ9"]
)
def test_words_look_like_no_number(written: str):
    assert not resembles(written)
