"""The policy file is checked as a whole; a mistake is one sentence naming the file, the key and what is wrong."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from bot.policy import BadPolicy, load
from domain.order import Lane
from domain.policy import Patience

PACKAGED = files("bot").joinpath("policy.toml").read_text("utf-8")
Edit = Callable[[str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """The packaged file with one passage replaced."""

    def edit(old: str, new: str) -> Path:
        assert old in PACKAGED
        path = tmp_path / "ours.toml"
        path.write_text(PACKAGED.replace(old, new, 1), "utf-8")
        return path

    return edit


def test_the_packaged_policy_answers_within_ten_minutes_and_reports_within_the_hour():
    policy = load()
    assert policy.lanes[Lane.ORDINARY] == Patience(placed=600, dispatched=1800, accepted=3600, finished=3 * 86_400)
    assert set(policy.lanes) == set(Lane)


def test_the_urgent_lane_is_less_patient_in_every_state():
    urgent, ordinary = load().lanes[Lane.URGENT], load().lanes[Lane.ORDINARY]
    assert urgent.placed < ordinary.placed
    assert urgent.dispatched < ordinary.dispatched
    assert urgent.accepted < ordinary.accepted
    assert urgent.finished < ordinary.finished


def test_a_file_of_our_own_replaces_the_packaged_one(edited: Edit):
    policy = load(edited('zh = "电梯故障"', 'zh = "升降机"'))
    assert policy.catalogue["lift"].zh == "升降机"


def test_the_whole_category_arrives(edited: Edit):
    lift = load(edited("words.14 =", "feedback = 20\nwords.7 =")).catalogue["lift"]
    assert (lift.response, lift.feedback, lift.safety, lift.level, lift.team) == (5, 20, True, "community", "property")
    assert ("电梯门", 7) in lift.words


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('zh = "电梯故障"', 'zh = "电梯故障"\nzh = "升降机"', "category.lift.zh is there twice (line 60)"),
        ("[category.water]", "[category.lift]", "category.lift is there twice (line 69)"),
        ('lane = "urgent"', 'lane = "quick"', "category.fire.lane: input should be 'urgent', 'ordinary'"),
        ('level = "city"', 'level = "unit"', "category.property.level: input should be 'grid', 'compound'"),
        ("placed = 10", "placed = 0", "patience.ordinary.placed: input should be greater than 0, not 0"),
        ("placed = 10", "placed = -5", "patience.ordinary.placed: input should be greater than 0, not -5"),
        ("placed = 10", 'placed = "10"', "patience.ordinary.placed: input should be a valid integer, not '10'"),
        ("response = 5", "response = 0", "category.lift.response: input should be greater than 0, not 0"),
        ("[patience.hot]", "[patience.warm]", "patience.warm: input should be 'urgent', 'ordinary'"),
        ('"升降梯"', '" "', "category.lift.words.6: contains an empty word"),
        ('"升降梯"', '"轿厢"', "category.lift.words.6: contains '轿厢' twice"),
        ('"升降梯"', '"爬楼"', "category.lift.words contains '爬楼' twice, with two weights"),
        ("words.14", "words.0", "category.lift.words.0: input should be greater than 0"),
        ("words.14", "words.many", "category.lift.words.many: input should be a valid integer"),
        ('zh = "电梯故障"\n', "", "category.lift.zh is missing"),
        ('en = "Lift"', 'en = " "', "category.lift.en: string should match"),
        ('team = "property"', 'teem = "property"', "category.lift.teem is not a word this file knows"),
        ("[category.lift]", "[category.Lift]", "category.Lift: string should match"),
        ('category = "fire"', 'category = "fyre"', "danger.fire.category names 'fyre', which is not in the catalogue"),
        ('numbers = ["119"]', 'numbers = ["call us"]', "danger.fire.numbers.0: string should match"),
        ('"电瓶+烧"', '"电瓶+"', "danger.fire.words: contains an empty word"),
        ('"升降梯"', '"升降梯', "category.lift.words.6 cannot be understood"),
    ],
)
def test_a_mistake_is_named(edited: Edit, old: str, new: str, sentence: str):
    path = edited(old, new)
    with pytest.raises(BadPolicy) as wrong:
        load(path)
    assert str(wrong.value).startswith(f"{path}: {sentence}")
    assert "\n" not in str(wrong.value)


def test_a_lane_without_patience_is_named(tmp_path: Path):
    path = tmp_path / "ours.toml"
    start, end = PACKAGED.index("[patience.hot]"), PACKAGED.index("# ---- The catalogue")
    path.write_text(PACKAGED[:start] + PACKAGED[end:], "utf-8")
    with pytest.raises(BadPolicy, match=r"ours\.toml: patience\.hot is missing"):
        load(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""])
def test_a_file_that_is_absent_empty_or_not_text_is_named(tmp_path: Path, content: bytes | None):
    path = tmp_path / "ours.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadPolicy, match=r"ours\.toml: "):
        load(path)
