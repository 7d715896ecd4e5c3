"""What residents write is sorted into the catalogue by words that anybody can read and edit."""

from pathlib import Path

import pytest

from bot.policy import load
from domain.category import Catalogue, Category, propose
from domain.order import Lane

CATALOGUE = load().catalogue


def written(name: str) -> list[tuple[str, str]]:
    """(category, sentence) of each line."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [(category, sentence) for category, sentence in pairs]


def first(text: str) -> str | None:
    proposals = propose(text, CATALOGUE)
    return proposals[0].category.key if proposals else None


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("reports.txt", 0.95),  # the key words were chosen with these in mind
        ("unseen.txt", 0.80),  # they were not chosen with these
    ],
)
def test_most_reports_are_sorted_as_a_dispatcher_would(name: str, least: float):
    reports = written(name)
    missed = [(expected, first(text), text) for expected, text in reports if first(text) != expected]
    share = 1 - len(missed) / len(reports)
    print(f"{name}: {share:.1%} of {len(reports)}", *missed, sep="\n")
    assert share >= least


def test_every_category_has_reports_that_try_it():
    assert {category for category, _ in written("reports.txt")} == {category.key for category in CATALOGUE}


def test_the_catalogue_has_21_categories_of_reports_and_keeps_the_names_that_are_published():
    assert len([category for category in CATALOGUE if category.key != "partner"]) == 21  # what is ordered from a menu
    named = {"违规搭建", "环境秩序", "邻里纠纷", "垃圾清运", "物业费争议", "物业不作为", "火灾隐患", "绿化"}
    assert named <= {category.zh for category in CATALOGUE}


@pytest.mark.parametrize(("key", "lane"), [("fire", Lane.URGENT), ("greening", Lane.DIFFICULT), ("fees", Lane.HOT)])
def test_the_published_lanes_are_kept(key: str, lane: Lane):
    assert CATALOGUE[key].lane is lane


@pytest.mark.parametrize(
    ("key", "level"),
    [("neighbours", "community"), ("rubbish", "community"), ("fees", "street"), ("property", "city")],
)
def test_the_published_levels_are_kept(key: str, level: str):
    assert CATALOGUE[key].level == level


# The rules of scoring, on a catalogue small enough to see


def small(*categories: tuple[str, dict[str, int]]) -> Catalogue:
    return Catalogue(Category(key, key, key.title(), tuple(words.items())) for key, words in categories)


SMALL = small(
    ("parking", {"停车": 3, "车": 1, "park": 2}), ("fees", {"停车费": 5, "费": 1}), ("pets", {"pet": 2, "狗": 3})
)


def scores(text: str, catalogue: Catalogue = SMALL) -> dict[str, int]:
    return {proposal.category.key: proposal.score for proposal in propose(text, catalogue)}


def test_weights_are_added_and_the_words_are_named():
    proposal = propose("狗在停车场，车很多", SMALL)[0]
    assert (proposal.category.key, proposal.score, proposal.words) == ("parking", 4, ("停车", "车"))


def test_a_word_counts_once():
    assert scores("狗狗狗") == {"pets": 3}


def test_a_longer_word_swallows_those_inside_it():
    assert scores("停车费") == {"fees": 5}
    assert scores("停车") == {"parking": 3}
    assert scores("停车费，停车") == {"fees": 5, "parking": 3}


def test_equals_come_in_the_order_of_the_catalogue():
    one, other = ("one", {"灯": 2}), ("other", {"灯": 2})
    assert list(scores("灯", small(one, other))) == ["one", "other"]
    assert list(scores("灯", small(other, one))) == ["other", "one"]


def test_english_words_match_from_their_beginning_only():
    assert scores("two Pets") == {"pets": 2}
    assert scores("the carpet") == {}
    assert scores("3号楼pet") == {"pets": 2}


@pytest.mark.parametrize("text", ["停 车", "停\n车", "停　车"])
def test_blanks_between_characters_do_not_matter(text: str):
    assert scores(text) == {"parking": 3}


def test_full_width_letters_are_read():
    assert scores("ＰＥＴ") == {"pets": 2}


@pytest.mark.parametrize("text", ["", "   ", "你好", "!!", "👍"])
def test_nothing_is_proposed_for_words_nobody_knows(text: str):
    assert propose(text, SMALL) == []


def test_a_very_long_text_is_read_from_its_beginning():
    assert scores("狗" + "。" * 100_000 + "停车") == {"pets": 3}


def test_a_category_is_shown_in_the_language_of_the_reader():
    lift = CATALOGUE["lift"]
    assert [lift.title(language) for language in ("zh_CN", "en", None)] == ["电梯故障", "Lift", "电梯故障"]
