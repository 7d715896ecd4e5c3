"""Every sentence is there in every language, whole and well written."""

import ast
import re
from collections import Counter
from string import Formatter

import pytest
from babel.messages.catalog import Message

from locales.catalogues import collect, read, sources
from tests.house.tree import ROOMS, called, modules

LONGEST = 4096  # what Telegram takes in one message
SAME_IN_CHINESE = {"English", "中文", "Telegram"}
HAN = r"[\u3400-\u9fff]"
HALF_WIDTH = re.compile(rf"\.\.\.|(?<={HAN})[,?!;:]|[,?!;](?={HAN})")

CATALOGUES = {source.parent.parent.name: read(source) for source in sources()}
SAID = {str(message.id) for message in collect() if message.id}


def entries(language: str) -> list[Message]:
    return [message for message in CATALOGUES[language] if message.id]


def placeholders(sentence: str) -> Counter[str]:
    return Counter(
        f"{name}{'!' + how if how else ''}:{form}"
        for _, name, form, how in Formatter().parse(sentence)
        if name is not None
    )


def test_the_products_own_voice_and_english_are_there():
    assert {"en", "zh_CN"} <= set(CATALOGUES)
    assert len(SAID) > 20


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_holds_what_the_code_says_and_nothing_else(language):
    kept = {str(message.id) for message in entries(language)}
    assert (sorted(SAID - kept), sorted(kept - SAID)) == ([], []), "missing, unused: run `make words`"
    assert list(CATALOGUES[language].obsolete) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_sentence_is_translated_and_none_by_guess(language):
    assert [message.id for message in entries(language) if not message.string] == []
    assert [message.id for message in entries(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_has_the_same_placeholders(language):
    differ = [m.id for m in entries(language) if m.string and placeholders(str(m.id)) != placeholders(str(m.string))]
    assert differ == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_sentence_fits_into_a_message(language):
    assert [message.id for message in entries(language) if len(str(message.string)) > LONGEST] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_begins_and_ends_like_the_sentence(language):
    """Where a sentence is put under another, its line break or blank is part of it."""
    edges = re.compile(r"^\s*|\s*$")
    differ = [m.id for m in entries(language) if m.string and edges.findall(str(m.id)) != edges.findall(str(m.string))]
    assert differ == []


def test_english_is_what_stands_in_the_code():
    assert [message.id for message in entries("en") if message.id != message.string] == []


def test_chinese_is_written_with_chinese_punctuation():
    assert [message.string for message in entries("zh_CN") if HALF_WIDTH.search(str(message.string))] == []


def test_chinese_is_not_english_copied():
    words = re.compile(r"[A-Za-z]{2,}")
    copied = [
        message.id
        for message in entries("zh_CN")
        if message.id == message.string and words.search(re.sub(r"\{.*?\}|/\w+", "", str(message.id)))
    ]
    assert set(copied) <= SAME_IN_CHINESE


def test_what_is_said_is_marked():
    """An unmarked sentence would never reach a translator."""
    unmarked = [
        f"{path}:{call.lineno} {ast.unparse(call.args[0])}"
        for path, tree in modules(*ROOMS)
        for name, call in called(tree)
        if name.rpartition(".")[2] in ("say", "speak", "Say") and call.args
        for words in (literal(call.args[0]),)
        if re.search(r"[^\W\d_]{2,}", re.sub(r"\{.*?\}", "", words))
    ]
    assert unmarked == []


def literal(node: ast.expr) -> str:
    """What a string or the fixed parts of an f-string say."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
