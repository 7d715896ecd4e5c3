"""How sentences get from the code into the catalogues, and from there into a program."""

import gettext
from pathlib import Path

import pytest

from locales.catalogues import collect, compile_all, read, update

HEADER = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2020-02-02 20:20+0000\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A product with three sentences; one is translated, and one translation nobody needs any more."""
    for room in ("bot", "handlers"):
        (tmp_path / room).mkdir()
    (tmp_path / "bot/app.py").write_text('print(_("Where is it?"), N_("What is the matter?"))\nlog("started")\n')
    (tmp_path / "handlers/report.py").write_text('ask(N_("Shall I " "send this?"), _(what))\n')
    for language, entries in {
        "en": "",
        "zh_CN": 'msgid "Where is it?"\nmsgstr "在哪儿？"\n\nmsgid "Old"\nmsgstr "旧"\n',
    }.items():
        folder = tmp_path / "locales" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "sidan.po").write_text(HEADER + entries)
    return tmp_path


def strings(tree: Path, language: str) -> dict[str, str]:
    catalogue = read(tree / "locales" / language / "LC_MESSAGES/sidan.po")
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def test_only_marked_sentences_are_collected(tree):
    assert {m.id for m in collect(tree) if m.id} == {"Where is it?", "What is the matter?", "Shall I send this?"}


def test_an_update_keeps_translations_adds_what_is_new_and_drops_what_is_gone(tree, capsys):
    update(tree)
    assert strings(tree, "zh_CN") == {"Where is it?": "在哪儿？", "What is the matter?": "", "Shall I send this?": ""}
    assert "Old" not in (tree / "locales/zh_CN/LC_MESSAGES/sidan.po").read_text()
    assert "locales/zh_CN/LC_MESSAGES/sidan.po: 3 sentences, 2 to translate" in capsys.readouterr().out


def test_english_translates_itself(tree):
    update(tree)
    assert all(english == string for english, string in strings(tree, "en").items())


def test_a_second_update_changes_nothing(tree):
    update(tree)
    source = tree / "locales/zh_CN/LC_MESSAGES/sidan.po"
    once = source.read_bytes()
    assert b"2020-02-02 20:20" in once
    update(tree)
    assert source.read_bytes() == once


def test_what_is_compiled_is_what_is_said(tree):
    update(tree)
    compiled = {target.parent.parent.name: target for target in compile_all(tree)}
    with compiled["zh_CN"].open("rb") as file:
        say = gettext.GNUTranslations(file).gettext
    assert say("Where is it?") == "在哪儿？"
    assert say("Shall I send this?") == "Shall I send this?"
