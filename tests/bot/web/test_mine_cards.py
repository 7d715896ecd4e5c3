"""Whatever is kept of somebody is said in words, also what few people have: nothing of it may break the page."""

import re
from html import unescape
from typing import Any

import pytest

from bot.mine_page import FIRST, FOLDED, readable
from bot.mine_told import Told
from storage.personal_beside import Beside, Event
from storage.places import Tree
from tests.handlers.town import COMPOUND, DAY, MONDAY, POLICY, house, the_places

AT, HOME = MONDAY - DAY, f"{COMPOUND}/3/1"
SKILL = next(iter(POLICY.skills))
EVERYTHING: dict[str, list[dict[str, Any]]] = {
    "persons": [{"name": "李<b>", "home": HOME, "language": "zh_CN", "created_at": AT}],
    "roster": [{"key": "w17", "name": "李", "phone": "138", "badge": "b17"}],
    "order_contacts": [{"order_id": "o1", "phone": "138", "kept_at": AT}],
    "orders": [
        {"id": "o1", "number": "W9VATP", "category": "gone", "place": "qs/gone", "what": "灯", "placed_at": AT}
        | {"state": "closed", "closing": "unreviewed", "closed_at": AT, "rating": 4},
        {"id": "o2", "number": "W9VATQ", "category": "gone", "place": HOME, "what": "灯", "placed_at": AT}
        | {"state": "accepted"},
    ],
    "authors": [{"order_id": "o9", "placed_at": AT}],
    "order_events": [{"id": "e1", "order_id": "o9", "step": "progress", "at": AT, "words": "办着"}],
    "views": [
        {"order_id": "o9", "field": field, "role": role, "reason": "", "at": AT}
        for field, role in (("name", "C"), ("phone", "G"), ("door", "P"), ("photo", "S"))
    ],
    "wishers": [{"wish_id": "w1", "home": HOME, "contact": "138", "posted_at": AT}],
    "wishes": [
        {"id": "w1", "number": "53S4H5", "kind": "skill", "place": HOME, "what": "理发", "posted_at": AT}
        | {"state": "closed", "ending": "unconfirmed", "closed_at": AT}
    ],
    "wish_events": [
        {"id": "f1", "wish_id": "w1", "step": "comment", "at": AT, "words": "好"},
        {"id": "f2", "wish_id": "w9", "step": "comment", "at": AT, "words": "行"},
    ],
    "wish_thanks": [{"wish_id": "w1", "at": AT, "words": "谢谢", "photos": ["p" * 22], "voice": "v" * 22}],
    "wish_hands": [{"wish_id": "w9", "at": AT}],
    "accounts": [{"unit": "minutes", "balance": 90}, {"unit": "points", "balance": 12}],
    "ledger": [
        {
            "n": 1,
            "unit": "minutes",
            "target": "person:li",
            "amount": 90,
            "why": "wish",
            "ref": "wish:53S4H5:1",
            "at": AT,
        },
        {"n": 2, "unit": "points", "source": "person:li", "amount": 5, "why": "new", "ref": "new:ab/cd", "at": AT},
    ],
    "corrections": [
        {"unit": "points", "amount": -5, "reason": "多了", "state": state, "number": "53S4H5", "proposed_at": AT}
        for state in ("open", "approved", "refused", "lapsed")
    ],
    "certificates": [{"code": "abcd", "at": AT}],
    "redemptions": [
        {"title": "米", "points": 5, "state": state, "made_at": AT, "until": AT}
        for state in ("reserved", "handed", "cancelled", "expired")
    ],
    "helped": [{"place": HOME, "number": "53S4H5", "began": AT - 400 * DAY, "minutes": 90}],
    "volunteers": [{"state": "on", "home": HOME, "skills": SKILL.key, "times": 3, "kinds": 1}],
    "talents": [{"skill": SKILL.key, "place": COMPOUND, "agreed_at": AT}],
    "talent_asks": [{"id": "t1", "skill": "gone", "words": "会修吗", "state": "asked", "asked_at": AT}],
    "talent_words": [{"id": "x", "ask": "t1", "words": "会"}],
    "activity_sign_ups": [{"activity": "a1", "part": "guest", "stand": "in"}, {"activity": "a9", "part": "helper"}],
    "consents": [{"version": 1, "at": AT, "withdrawn_at": AT}],
    "chats": [{"id": "web:abcdef", "created_at": AT}, {"id": "other:1", "created_at": AT}],
    "web_sessions": [{"id": "abcdef", "created_at": AT, "seen_at": AT}],
    "roles": [{"role": role, "place": COMPOUND, "since": AT, "until": AT} for role in "RVGCSP"],
    "leaves": [{"starts_at": AT, "ends_at": MONDAY, "state": "over"}],
    "invites": [{"role": "G", "place": COMPOUND, "name": "李", "created_at": AT}],
    "group_drafts": [
        {"said": "灯", "photos": [], "state": state, "created_at": AT}
        for state in ("open", "sent", "dropped", "lapsed")
    ],
    "follows": [{"order_id": "o9"}],
    "night_words": [{"said": {"text": "a"}}],
    "wish_night_words": [{"said": "a"}],
    "talks": [{"state": {"a": "b"}}],
    "inbox": [{"raw": {"a": "b"}, "received_at": AT}],
    "own_words": [{"order_id": "o2", "event": "", "said": "楼道灯不亮"}],
    "order_photos": [{"order_id": "o1", "media": "q" * 22, "kind": "photo", "at": AT}],
    "wish_media": [{"wish_id": "w1", "media": "r" * 22, "kind": "voice", "at": AT}],
}


@pytest.fixture
def told() -> Told:
    beside = Beside(frozenset(), {"o9": "W9VATR"}, {"a1": Event("量血压", COMPOUND, MONDAY)})
    zone = house(()).zone
    return Told(EVERYTHING, beside, {}, Tree(1, the_places()), POLICY, zone, MONDAY, placeholders, "zh_CN")


def placeholders(sentence: str) -> str:
    """Says nothing of its own: what is left on the page are the values."""
    return "".join(re.findall(r"\{\w+\}", sentence))


def visible(page: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page))


def test_all_that_can_be_kept_is_said_without_a_code_word(told: Told):
    assert set(EVERYTHING) == {table for section in (*FIRST, *FOLDED) for table in section.tables.split()}
    text = visible(readable(told))
    assert re.findall(r"\S*[a-z_]{2,}\S*|\w+/\w+\S*|[{\[]\S+", text) == []
    for said in ("李", "楼道灯不亮", "办着", "W9VATR", "谢谢", "量血压", "米", SKILL.zh, "杏福苑 3号楼 1单元", "★★★★☆"):
        assert said in text, said


def test_nobody_at_all_has_a_page_too(told: Told):
    empty = Told({}, Beside(), {}, told.tree, told.policy, told.zone, told.now, told.speak, "en")
    assert "<h2>" in readable(empty)
