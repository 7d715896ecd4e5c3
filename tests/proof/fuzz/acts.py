"""What people send on purpose or by chance: taps with every word a button has ever begun with, links, words."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from domain import pick_up_code, place_code
from handlers import group_asking, group_binding, join, talent_nominating, wall
from handlers.plain_words import WORDS as PLAIN
from handlers.table import ASKING, AT_ONCE, COMMANDS, OTHERS, SHOWING
from tests.handlers.supermarket.market import SHOP
from tests.handlers.town import COMPOUND, GRID_1, STREET
from tests.proof.fuzz.settled import DESK, KNOWN, PEOPLE, REPORT
from tests.proof.fuzz.updates import EDGES, letters, words

BUTTONS = sorted({*AT_ONCE, *ASKING, *SHOWING, *OTHERS, "give", "do", "="})
LINKS = [join.INVITE, talent_nominating.MARK, pick_up_code.LINK, wall.LINK, place_code.LINK, group_binding.LINK]
LINKS += [group_asking.LINK, "p-"]
STRANGER = 88
# What stands behind the word of a button: kinds of pages, answers, people, places, teams.
REST = ["yes", "no", "1", "2", "0", "01", "-1", "²", "٣", "rice", "p53", "p54", COMPOUND, GRID_1, STREET, SHOP, "more"]
REST += [
    "del",
    "agree",
    "export",
    "look",
    "home",
    "on",
    "off",
    "P@" + COMPOUND,
    "000000001001",
    "d1",
    "2026-11-24",
    "|",
    ":",
]

VERSIONS = ["0", "1", "2", "3", "4", "²", "٣", "9" * 40, "1.0", "-1"]


@dataclass(frozen=True)
class Act:
    """kind: tap, link or words."""

    who: int
    kind: str
    said: str


def known() -> st.SearchStrategy[str]:
    """Numbers and names of what there is."""
    return st.sampled_from([*KNOWN.values(), "ZZZZZZ", *REST])


def rests() -> st.SearchStrategy[str]:
    parts = st.one_of(known(), known(), known(), words, st.sampled_from(EDGES).map(str))
    return st.lists(parts, max_size=4).map(" ".join) | letters


who = st.sampled_from([DESK, *PEOPLE, STRANGER])


def taps() -> st.SearchStrategy[Act]:
    told = st.one_of(
        st.sampled_from(BUTTONS).flatmap(behind),
        st.tuples(st.just("do"), st.sampled_from(sorted(COMMANDS))).map(" ".join),
        letters,
    )
    return st.builds(Act, who, st.just("tap"), told)


def behind(word: str) -> st.SearchStrategy[str]:
    """What a button of this word may carry: what it was made for, and anything else."""
    meant = st.tuples(known(), st.sampled_from(VERSIONS), known()).map(" ".join)
    return (meant | rests()).map(lambda rest: f"{word} {rest}")


def each_of(words: Sequence[str]) -> st.SearchStrategy[list[Act]]:
    """One tap with every one of them."""
    return st.tuples(*(st.builds(Act, who, st.just("tap"), behind(word)) for word in words)).map(list)


def links() -> st.SearchStrategy[Act]:
    payload = st.tuples(st.sampled_from([*LINKS, ""]), rests()).map("".join) | st.sampled_from([*KNOWN.values()])
    return st.builds(Act, who, st.just("link"), payload)


def said() -> st.SearchStrategy[Act]:
    commands = st.tuples(st.sampled_from(sorted(COMMANDS)), rests()).map(lambda it: f"/{it[0]} {it[1]}")
    plain = st.sampled_from([*sorted(PLAIN), REPORT, "1", "2", "9", "3号楼着火了", "明天下午三点", "13800138000"])
    return st.builds(Act, who, st.just("words"), st.one_of(commands, plain, plain, words, rests()))


def acts() -> st.SearchStrategy[Act]:
    return st.one_of(taps(), taps(), links(), said())
