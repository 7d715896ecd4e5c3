"""Danger words are heard when somebody needs help now, not when they are denied, feared or part of another word."""

from pathlib import Path

import pytest

from bot.policy import load
from domain.danger import Danger, dangers

POLICY = load()
LINES = (Path(__file__).parent / "alarms.txt").read_text("utf-8").splitlines()
SAID = [line.split(" | ", 1) for line in LINES if line and not line.startswith("#")]


def heard(text: str) -> list[str]:
    return [danger.key for danger in dangers(text, POLICY.dangers)]


@pytest.mark.parametrize(("expected", "text"), SAID)
def test_a_message_is_an_alarm_or_it_is_not(expected: str, text: str):
    assert heard(text) == ([] if expected == "-" else expected.split())


def test_every_danger_is_tried():
    tried = {key for expected, _ in SAID for key in expected.split()} - {"-"}
    assert tried == {danger.key for danger in POLICY.dangers}


@pytest.mark.parametrize("danger", POLICY.dangers, ids=lambda danger: danger.key)
def test_the_sentence_names_the_number_to_call_first_in_both_languages(danger: Danger):
    assert danger.numbers[0] in danger.sentence("zh_CN")
    assert danger.numbers[0] in danger.sentence("en")
    assert set(danger.numbers) <= {"110", "119", "120"}


def test_gas_says_to_touch_no_switch_and_to_call_from_outside():
    [gas] = dangers("好大的煤气味", POLICY.dangers)
    assert "别动开关" in gas.sentence(None)
    assert "到外面再打 119" in gas.sentence(None)
    assert "touch no switch" in gas.sentence("en")


def test_every_danger_proposes_a_category_that_exists():
    assert all(danger.category is None or POLICY.catalogue.get(danger.category) for danger in POLICY.dangers)


# The rules, on a danger small enough to see

LIFT = Danger("lift", ("119",), ("被困", "电梯+出不来", "trapped"), ("车被困",), "打 119", "Call 119")


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("有人被困", True),
        ("没有人被困", False),
        ("没人被困", False),
        ("有没有人被困", True),
        ("没有灯，有人被困", True),
        ("怕有人被困", False),
        ("怕是有人被困", True),
        ("恐怕有人被困", True),
        ("没人被困，又有人被困", True),
        ("车被困在雪里", False),
        ("车被困在雪里，人也被困", True),
        ("电梯坏了出不来", True),
        ("电梯里没有人出不来", False),
        ("电梯坏了。家里的猫出不来", False),
        ("电梯坏了，老人腿脚不好，每天都在家里待着，出不来", False),
        ("出不来的电梯", False),
        ("someone is Trapped", True),
        ("nobody is trapped", False),
        ("untrapped", False),
        ("被 困", True),
        ("", False),
    ],
)
def test_denied_feared_and_far_words_do_not_count(text: str, alarm: bool):
    assert bool(dangers(text, [LIFT])) is alarm
