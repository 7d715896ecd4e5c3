"""Every button of a wish, tapped by everybody, however it stands: obeyed is exactly who may."""

from dataclasses import replace

import pytest

from dialogue.message import Incoming
from domain.number import find
from domain.permit import NotYours
from handlers.routing import route
from handlers.turn import Refusal, Turn
from storage import people, talks, wishes
from storage.database import Database, Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town
from tests.handlers.wish_lives import ASKED, AT_ONCE, HOMES, NAMES, PEOPLE, TALKS, Life, after, can_be, confirmed, may
from tests.handlers.wishing import ON_SQLITE

pytestmark = ON_SQLITE
NOWHERE = "1R0G03"
STATES = ("posted", "open", "everywhere", "claimed", "wanted", "helped", "off", "done", "fulfilled", "refused")


class Undone(Exception):
    """Nothing of what was tapped is kept."""


@pytest.fixture
async def town(database: Database) -> Town:
    town = Town(database)
    await town.built()
    for name, (roles, home) in PEOPLE.items():
        await town.moves_in(name, *roles, home=home)
    return town


def known(town: Town, name: str) -> Neighbour:
    return town.stranger(next(full for full in PEOPLE if full.split()[0].lower() == name))


async def posted(town: Town, who: str) -> Life:
    """Li or Zhou of the desk for themselves, or Wang for somebody in Li's house who has no phone."""
    poster = known(town, who)
    await poster.says("许愿")
    if who in ("wang", "zhou"):
        await poster.taps("For somebody else" if who == "wang" else "My own")
    await poster.says("想理个发")
    if who == "wang":
        await poster.says("王桂英")
        await poster.says("没有电话")
        await poster.taps("3号楼", "1单元")
    number = find(await poster.taps("Yes, they may", "Make the wish"))[0]
    return Life(number, who, None if who == "wang" else who, HOMES[who] or f"{COMPOUND}/3/1")


STEPS = {  # how it comes to stand so: who taps what, and what is answered
    "open": ("liu", "wyes", ()),
    "claimed": ("feng", "wclaim", ()),
    "wanted": ("feng", "wmore", ()),
    "helped": ("gao", "wjoin", ()),
    "off": ("feng", "woff", ()),
    "done": ("feng", "wdone", ("1 hour",)),
    "fulfilled": ("", "wtrue", ("Skip",)),
    "refused": ("liu", "wno", ("it is an advertisement",)),
}


async def brought(town: Town, life: Life, state: str) -> Life:
    if state == "everywhere":
        await town.database.do(lambda tx: tx.run("UPDATE wishes SET reach = 'qs/hy'"))
        return replace(life, everywhere=True)
    name, word, answers = STEPS[state]
    who = known(town, name or life.poster)
    await who.says(button=f"{word} {life.number} {life.version}", ref="x", tap="t")
    for answer in answers:
        await who.taps(answer)
    if word == "wdone" and life.wisher is None:
        await who.taps("Skip")
    moved = after(life, name or life.poster, word)
    assert moved is not None
    return confirmed(moved) if word == "wtrue" and moved.open else moved


async def tapped(town: Town, name: str, word: str, number: str, version: int) -> tuple[str, str]:
    """("obeyed" or why not, what was read); afterwards everything is as it was."""
    who, found = known(town, name), ("", "")

    async def unit(tx: Tx) -> None:
        nonlocal found
        me = await people.person_of(tx, who.chat)
        assert me is not None
        message = who.message(button=f"{word} {number} {version}", ref="x", tap="t")
        found = await _what(tx, Turn(tx, town.house, me, town.now, message), message, number)
        raise Undone

    with pytest.raises(Undone):
        await town.database.do(unit)
    return found


async def _what(tx: Tx, turn: Turn, message: Incoming, number: str) -> tuple[str, str]:
    before = await wishes.by_number(tx, number)
    try:
        await route(turn, message)
    except NotYours:
        return "not yours", ""
    except Refusal as refusal:
        return "refused", refusal.say.said(str)
    asked = await talks.get(tx, message.chat)
    moved = await wishes.by_number(tx, number) != before
    shows = (message.button or "").startswith(("wish ", "wcard "))
    return "obeyed" if moved or asked or shows else "nothing", ""


def expected(life: Life, name: str, word: str) -> tuple[str, ...]:
    if may(name, word, life) and can_be(name, word, life):
        return ("obeyed",)
    if may(name, "wish", life):
        return ("refused", "not yours")
    return ("not yours",)


@pytest.mark.parametrize("poster", ["li", "wang", "zhou"])
async def test_who_is_obeyed_is_exactly_who_may(town: Town, poster: str):
    wrong, life = [], await posted(town, poster)
    for state in STATES:
        if state == "refused":
            life = await posted(town, poster)
        life = await brought(town, life, state) if state != "posted" else life
        for name in NAMES:
            for word in (*AT_ONCE, *TALKS, *ASKED):
                outcome, read = await tapped(town, name, word, life.number, life.version)
                if outcome not in expected(life, name, word):
                    wrong.append((state, name, word, outcome, read))
    assert not wrong, "\n".join(map(str, wrong))


async def test_a_wish_that_does_not_exist_answers_like_one_that_is_not_theirs(town: Town):
    answers = {await tapped(town, name, word, NOWHERE, 1) for name in NAMES for word in (*AT_ONCE, *TALKS, *ASKED)}
    assert answers == {("not yours", "")}
