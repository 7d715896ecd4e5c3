"""Anybody taps anything about wishes at any time: the product and a second telling of its rules never disagree."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.wish_clock import Nag
from handlers import wish_ticking
from storage.database import Database
from tests.conftest import KINDS
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, HOUR, MINUTE, Town
from tests.handlers.wish_lives import (
    AT_ONCE,
    BY_VERSION,
    CAP,
    NAMES,
    PEOPLE,
    TALKS,
    Life,
    after,
    by_code,
    can_be,
    looked_at,
    may,
)
from tests.handlers.wish_truths import FULL, WishTruths
from tests.proof.machines.playing import played
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

ANSWERS = {
    "wsay": ["想有人教我用手机"],
    "wno": ["it is an advertisement"],
    "wdrop": ["Yes, it is not needed any more"],
    "wdone": ["1 hour"],
    "wtrue": [],
}
WISHERS = ("li", "zhao", "zhou")
MOST = 4
who = st.sampled_from(NAMES)
which = st.integers(0, MOST - 1)
# In this order a wish comes to its end: chance alone would hardly bring one there.
FORWARD = ("wtrue", "wdone", "wclaim", "wyes", "wjoin", "wover", "wleave", "wmore", "woff", "wkeep", "wnotyet", "wfree")
ENDS = ("wsay", "wno", "wdrop")
CODES = st.sampled_from(["right", "wrong", "none", "none"])
COURSE = ("wyes", "wclaim", "wjoin", "wdone", "wtrue", "wdone")
Try = tuple[str, str, bool]  # by whom, what, with an old button
MIDDLE = ("wmore", "woff", "wkeep", "wover", "wleave", "wnotyet", "wfree", "wjoin", "wdone", "wtrue", "wclaim")
TRIES = st.lists(st.tuples(st.just("entitled") | who, st.sampled_from(MIDDLE), st.booleans()), max_size=2)
SOON = st.sampled_from([MINUTE, MINUTE, 2 * HOUR, DAY])
PASSES = st.sampled_from([MINUTE, HOUR, 5 * HOUR, DAY, 2 * DAY, 3 * DAY, 8 * DAY, 31 * DAY])


async def settle(database: Database) -> None:
    """Everybody lives here already."""
    town = Town(database)
    await town.built()
    for name, (roles, home) in PEOPLE.items():
        await town.moves_in(name, *roles, home=home)


@dataclass(frozen=True)
class Talk:
    """A question somebody has open about a wish. code: what they will type where digits are asked for.

    again: the digits were wrong, and are asked for once more.
    """

    word: str
    number: str
    asks_code: bool = False
    code: str = "none"
    again: bool = False


class Wishers(WishTruths):
    settle = staticmethod(settle)

    def begins(self) -> None:
        self.people = {name: Neighbour(self.town, full, f"telegram:{name}") for name, full in FULL.items()}
        self.lives: dict[str, Life] = {}
        self.talks: dict[str, Talk] = {}
        self.read = ""
        self.nagged = ""

    def says(self, name: str, *texts: str, **more: Any) -> None:
        for text in texts or ("",):
            self.run(self.town.hears(self.people[name].message(text, **more)))

    def taps_answer(self, name: str, label: str) -> None:
        """A button of the open question, as it lies in the database."""
        self.run(self.town.delivers())
        self.run(self.people[name].taps(label))

    def life(self, n: int) -> Life:
        return list(self.lives.values())[n % len(self.lives)]

    def in_hand(self, name: str) -> int:
        return sum(life.at_it(name) for life in self.lives.values() if life.state == "claimed")

    def now(self, moved: Life | None) -> None:
        if moved:
            self.lives[moved.number] = moved

    # What people do

    @precondition(lambda self: len(self.lives) < MOST)
    @rule(name=st.sampled_from(WISHERS), weekly=st.booleans(), consent=st.booleans())
    def wishes(self, name: str, weekly: bool, consent: bool) -> None:
        if sum(life.wisher == name and life.open for life in self.lives.values()) == 3:
            return
        self.says(name, "许愿")
        if name == "zhou":
            self.says(name, "My own")
        self.says(name, "希望有人教我用手机")
        self.made(name, name, weekly, consent)

    @precondition(lambda self: len(self.lives) < MOST)
    @rule(weekly=st.booleans(), consent=st.booleans())
    def wishes_for_somebody(self, weekly: bool, consent: bool) -> None:
        self.says("wang", "许愿", "For somebody else", "想理个发", "王桂英", "没有电话", "3号楼", "1单元")
        self.made("wang", None, weekly, consent)

    def made(self, poster: str, wisher: str | None, weekly: bool, consent: bool) -> None:
        self.says(poster, "Yes, they may" if consent else "Rather not, only write here")
        self.says(poster, "How often, how many", "Every week" if weekly else "Once, it needs two people")
        self.says(poster, "🌟 Make the wish")
        self.talks.pop(poster, None)
        [row] = self.rows("SELECT * FROM wishes ORDER BY id DESC LIMIT 1")
        assert row["number"] not in self.lives
        home = {"li": f"{COMPOUND}/3/1", "zhao": f"{COMPOUND}/5/1", "zhou": f"{COMPOUND}/4/1"}
        where = home[poster] if wisher else f"{COMPOUND}/3/1"
        hands = 1 if weekly else 2
        self.lives[row["number"]] = Life(row["number"], poster, wisher, where, weekly, hands, consent)

    @precondition(lambda self: self.lives)
    @rule(name=who, n=which, word=st.sampled_from((*AT_ONCE, *TALKS)), old=st.booleans(), code=CODES)
    def taps(self, name: str, n: int, word: str, old: bool, code: str) -> None:
        life = self.life(n)
        self.says(name, button=f"{word} {life.number} {life.version - old}", ref="x", tap="t")
        if word in TALKS:
            if may(name, word, life) and can_be(name, word, life):
                asks = word == "wdone" and life.wisher is None and life.tries < 5
                self.talks[name] = Talk(word, life.number, asks, code)
            if word == "wtrue":  # one tap is enough; they are asked for a word of thanks then
                self.now(after(life, name, word))
        elif not old or word not in BY_VERSION:
            self.now(after(life, name, word, self.in_hand(name)))
        self.nobody_reads_whose_wish_it_is_but_those_it_concerns()

    @precondition(lambda self: self.talks)
    @rule(n=which)
    def answers(self, n: int) -> None:
        """By now the wish may have moved on."""
        name = sorted(self.talks)[n % len(self.talks)]
        talk = self.talks.pop(name)
        life = self.lives[talk.number]
        if not talk.again:
            self.says(name, *ANSWERS[talk.word])
        moved = after(life, name, talk.word, self.in_hand(name))
        if talk.word == "wtrue":
            self.taps_answer(name, "Skip")
            return
        if not talk.asks_code or talk.code == "none":
            if talk.asks_code:
                self.taps_answer(name, "Skip")
            self.now(moved)
            self.nobody_reads_whose_wish_it_is_but_those_it_concerns()
            return
        self.says(name, self.digits(talk))
        self.now(by_code(life, talk.code == "right") if moved else None)
        if moved and talk.code == "wrong" and self.lives[talk.number].tries < 5:
            self.talks[name] = replace(talk, again=True)
        self.nobody_reads_whose_wish_it_is_but_those_it_concerns()

    def digits(self, talk: Talk) -> str:
        sql = "SELECT a.code FROM wishers a JOIN wishes w ON w.id = a.wish_id WHERE w.number = :number"
        code = int(self.rows(sql, number=talk.number)[0]["code"])
        return f"{code if talk.code == 'right' else (code + 1) % 10_000:04d}"

    @precondition(lambda self: self.lives)
    @rule(n=which, data=st.data())
    def goes_on(self, n: int, data: st.DataObject) -> None:
        """Somebody who may does what may be done."""
        life = self.life(n)
        can = [(word, one) for word in (*FORWARD, *ENDS) for one in NAMES if self.can(one, word, life)]
        if not can:
            return
        words = sorted({word for word, _ in can}, key=(*FORWARD, *ENDS).index)
        word = data.draw(st.sampled_from(words))
        name = data.draw(st.sampled_from([one for known, one in can if known == word]))
        self.taps(name, n, word, False, data.draw(CODES))
        if word in TALKS:
            self.answers(sorted(self.talks).index(name))

    @precondition(lambda self: self.lives)
    @rule(n=which, steps=st.integers(2, 6), code=CODES, first=who, seconds=SOON, tries=TRIES)
    def takes_its_course(self, n: int, steps: int, code: str, first: str, seconds: int, tries: list[Try]) -> None:
        """As it should be, while others try what they may or may not."""
        for word in COURSE[:steps]:
            self.is_done_by(first, n, word, code)
            for name, other, old in tries:
                self.is_tried(name, n, other, old)
            self.time_passes(seconds)

    def is_done_by(self, first: str, n: int, word: str, code: str = "none") -> None:
        name = next((one for one in (first, *NAMES) if self.can(one, word, self.life(n))), None)
        if name:
            self.taps(name, n, word, False, code)
            if name in self.talks:
                self.answers(sorted(self.talks).index(name))

    def is_tried(self, name: str, n: int, word: str, old: bool) -> None:
        """By somebody, or by whoever may."""
        entitled = next((one for one in NAMES if may(one, word, self.life(n))), "li")
        name = entitled if name == "entitled" else name
        self.taps(name, n, word, old, "none")
        if name in self.talks:
            self.answers(sorted(self.talks).index(name))

    @precondition(lambda self: len(self.lives) >= MOST)
    @rule(name=st.sampled_from(["feng", "bo", "mei"]))
    def takes_too_much(self, name: str) -> None:
        before = self.in_hand(name)  # what did not come true yet is in hand again, however much there is
        for n in range(MOST):
            self.is_done_by("zhou", n, "wyes")
            self.taps(name, n, "wclaim", False, "none")
        assert self.in_hand(name) <= max(CAP, before)

    def can(self, name: str, word: str, life: Life) -> bool:
        return after(life, name, word, self.in_hand(name)) is not None

    @rule(seconds=PASSES)
    def time_passes(self, seconds: int) -> None:
        self.town.now += seconds
        self.run(wish_ticking.tick(self.town.database, self.town.house, self.town.now))
        asked = "SELECT e.id, e.step, w.number FROM wish_events e JOIN wishes w ON w.id = e.wish_id"
        for row in self.rows(f"{asked} WHERE e.id > :nagged AND e.version IS NULL ORDER BY e.id", nagged=self.nagged):
            self.nagged = row["id"]
            if row["step"] in list(Nag):
                self.now(looked_at(self.lives[row["number"]], row["step"]))
        waits = self.rows("SELECT number, state, stage, due_at FROM wishes WHERE due_at < :now", now=self.town.now)
        assert not waits, (self.town.now, waits)

    @precondition(lambda self: hasattr(self, "town"))
    @invariant()
    def all_is_well(self) -> None:
        self.every_truth_holds()


@pytest.mark.proves("Nothing waits for ever", "anybody taps anything about wishes at any time, and weeks pass")
@pytest.mark.parametrize("kind", KINDS)
def test_wishes_stand_as_a_second_telling_says(figure: Figure, size: Size, server: str, kind: str):
    played(Wishers, figure, size.pick(15, {"sqlite": 15, "postgresql": 2}[kind], 200), steps=30, server=server)
