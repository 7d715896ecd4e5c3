"""What we say, in each person's language."""

import pytest

from bot.words import NoCatalogue, Words, load
from locales.catalogues import compile_all, read, sources


@pytest.fixture(scope="module")
def words() -> Words:
    compile_all()
    return Words("zh_CN")


def test_both_languages_are_there(words):
    assert set(words.languages()) >= {"en", "zh_CN"}


@pytest.mark.parametrize(
    ("told", "ours"),
    [("zh_CN", "zh_CN"), ("zh", "zh_CN"), ("zh-hans", "zh_CN"), ("ZH-cn", "zh_CN"), ("en", "en"), ("en_US", "en"),
     ("en-GB", "en"), ("tlh", "zh_CN"), ("", "zh_CN"), (None, "zh_CN")],
)  # fmt: skip
def test_a_channels_language_becomes_the_nearest_of_ours(words, told, ours):
    assert words.language(told) == ours


def test_an_unknown_language_becomes_the_one_of_the_place(words):
    assert Words("en").language("tlh") == "en"


def test_every_sentence_is_said_as_it_was_translated(words):
    for source in sources():
        say = words.to(source.parent.parent.name)
        for message in read(source):
            if message.id:
                assert say(message.id) == (message.string or message.id)


def test_a_sentence_that_nobody_has_translated_stays_english(words):
    assert words.to("zh_CN")("Nobody says this.") == "Nobody says this."


def test_nothing_stays_nothing(words):
    assert words.to("zh_CN")("") == ""


def test_a_catalogue_that_was_never_compiled_is_a_clear_error(words):
    with pytest.raises(NoCatalogue):
        load("tlh")
