"""Every entry that the product registers is walked, or stands apart with its reason: a new one is missed here."""

import re
from pathlib import Path

import pytest

from handlers.plain_words import WORDS
from handlers.table import ASKING, AT_ONCE, COMMANDS, OTHERS, SHOWING
from tests.proof.plugin import Figure
from tests.proof.rights.known import CLOCK, ELSEWHERE, ENTRIES, NO_RIGHT, NOT_OFFERED, walked_actions, words
from tests.proof.rights.page import page, rights
from tests.proof.rights.walk import combinations

ROOT = Path(__file__).resolve().parents[3]
BUTTONS = {*AT_ONCE, *ASKING, *SHOWING, *OTHERS, "give", "do"}
HOW = "every button, command, link, page and command line is known to the walk, or stands apart with a reason"


@pytest.mark.proves("Nobody is exposed", HOW)
def test_every_button_and_every_command_is_walked_or_stands_apart_with_its_reason(figure: Figure):
    tapped, written = set(words("b:")), set(words("/"))
    assert BUTTONS - tapped - set(NO_RIGHT) == set(), "buttons that nobody has tried"
    assert set(COMMANDS) - written - set(NO_RIGHT) == set(), "commands that nobody has tried"
    assert set(WORDS.values()) <= set(COMMANDS)
    assert set(NO_RIGHT) <= BUTTONS | set(COMMANDS), "an entry that is no more"
    figure("buttons and commands", f"{len(tapped & BUTTONS)} and {len(written & set(COMMANDS))} walked")
    figure("asking for no right", f"{len(NO_RIGHT)}, each with its reason")


@pytest.mark.proves("Nobody is exposed", HOW)
def test_every_action_is_walked_or_no_entry_leads_to_it_for_a_reason(figure: Figure):
    assert walked_actions() | set(NOT_OFFERED) == set(rights())
    assert walked_actions() & set(NOT_OFFERED) == set()
    on_page = walked_actions() & set(page())
    figure("actions walked", f"{len(walked_actions())}, of the page {len(on_page)} of {len(page())}")
    reasons = sorted(set(NOT_OFFERED.values()))
    figure("without an entry", "; ".join(f"{list(NOT_OFFERED.values()).count(why)} {why}" for why in reasons))


def test_what_is_said_to_have_no_entry_is_asked_for_nowhere():
    code = "\n".join(file.read_text("utf-8") for room in ("handlers", "bot") for file in (ROOT / room).rglob("*.py"))
    asked = {action for action in rights() if re.search(rf'"{re.escape(action)}"', code)}
    assert {action for action in asked & set(NOT_OFFERED) if NOT_OFFERED[action] not in (CLOCK, ELSEWHERE)} == set()


def test_every_entry_says_why_it_grants_less_where_it_does():
    for entry in ENTRIES:
        assert (entry.only is None) == (not entry.why), entry.name


def test_by_every_entry_somebody_succeeds_or_it_is_to_show_that_nobody_does():
    succeed = {one.entry for one in combinations(ENTRIES) if one.expected}
    alone = {entry for entry in ENTRIES if entry.thing.startswith("invite_") and not entry.by}
    assert set(ENTRIES) - succeed == alone, "nobody opens an invite of their own"
