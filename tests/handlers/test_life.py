"""Anybody taps anything at any time: the product and a second telling of its rules never disagree."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.order import Order
from domain.person import Held, Role
from domain.policy import Budget, FollowUp
from handlers import digests, morning, overdue
from storage import orders
from storage.database import Database
from tests.conftest import KINDS
from tests.handlers import model
from tests.handlers.life import COMPANY, PEOPLE, ROLE, Life
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, GRID_1, GRID_2, HOUR, MINUTE, POLICY, Town
from tests.handlers.truths import MESSAGES_A_DAY, Truths, key, same
from tests.handlers.who_may import may
from tests.proof.machines.playing import played
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

REPORTS = {  # what is written: place, grid, kind, lane, whom it complains about
    "3号楼1单元水管漏水": ("3/1", GRID_1, "water", "ordinary", None),
    "5号楼2单元水管漏水": ("5/2", GRID_2, "water", "ordinary", None),
    "3号楼1单元物业不作为": ("3/1", GRID_1, "property", "difficult", COMPANY),
}
ANSWERS = {
    "refuse": ["不归我们管"],
    "decline": ["今天休息"],
    "progress": ["等配件"],
    "plan": ["Tomorrow"],
    "finish": ["Skip"],
    "unfixed": ["还在漏"],
    "cancel": ["Yes"],
    "reply": ["你好吗"],
    "deny": ["周末前要好"],
    "hard": ["要请专业队伍"],
    "back": ["又漏了"],
    "object": ["没弄干净"],
}
BEHIND_MORE = ("pause", "longer")
MOST = 5  # orders
who = st.sampled_from(sorted(ROLE))
which = st.integers(0, MOST - 1)
AT_ONCE = ("accept", "pick", "keep", "urgent", "resume", "urge", "raise", "grant", "held", "sign")
AS_IT_IS = ("urge", "raise", "held")  # an old button means it, too
# What becomes of a report that was joined when the other one ends is told in test_joined.py.
TALKS = (*ANSWERS, *BEHIND_MORE, "fixed")
ANY_VERSION = ("reply", "deny", *BEHIND_MORE)
FORWARD = ("fixed", "unfixed", "finish", "accept", "pick", "give", "held", "back")
WHILE_OPEN = ("grant", "longer", "resume", "pause", "raise", "hard", "urge", "deny", "plan", "reply", "progress")
ONCE_DONE = ("held", "back", "fixed", "unfixed", "sign", "object")
WORDS = (*FORWARD, *WHILE_OPEN, "sign", "object", "decline", "keep", "urgent", "cancel", "refuse")
STARS = st.integers(1, 5)
PASSES = st.sampled_from([MINUTE, 5 * MINUTE, 10 * MINUTE, HOUR, 5 * HOUR, DAY, 4 * DAY, 8 * DAY, 15 * DAY, 31 * DAY])
SOON, LATER = st.sampled_from([MINUTE, 10 * MINUTE, HOUR, DAY]), st.sampled_from([DAY, 4 * DAY, 15 * DAY])
Try = tuple[str, str, bool]  # what, by whom, with an old button
RULES = replace(
    POLICY.rules, follow_up=FollowUp(model.SHARE), budget=Budget(MESSAGES_A_DAY, 5 * MINUTE), owners_sign_off=True
)
CLOCK = (overdue.tick, digests.ring, morning.tick, digests.tick)


def tries(words: tuple[str, ...]) -> st.SearchStrategy[list[Try]]:
    names = st.sampled_from(["author", *["entitled"] * 3]) | who
    old = st.sampled_from([False, False, True])
    return st.lists(st.tuples(st.sampled_from(words), names, old), min_size=1, max_size=6)


async def settle(database: Database) -> None:
    """Everybody lives here already."""
    town = Town(database)
    await town.built()
    for name, (role, place) in PEOPLE.items():
        await town.moves_in(name, Held(Role(role), place))


@dataclass(frozen=True)
class Talk:
    """A question somebody has open: about which order; stars, other: what they will answer."""

    word: str
    number: str
    stars: int
    other: str = ""


class Neighbourhood(Truths):
    settle = staticmethod(settle)

    def begins(self) -> None:
        super().begins()
        self.town.house = replace(self.town.house, policy=replace(POLICY, rules=RULES))
        self.people = {name: Neighbour(self.town, full, f"telegram:{name}") for full in PEOPLE for name in [key(full)]}
        self.lives: dict[str, Life] = {}
        self.born: dict[str, Order] = {}
        self.talks: dict[str, Talk] = {}
        self.looked: set[tuple[object, ...]] = set()

    def says(self, name: str, *texts: str, **more: Any) -> None:
        for text in texts or ("",):
            self.run(self.town.hears(self.people[name].message(text, **more)))
        self.nobody_is_woken(by=name)

    def life(self, n: int) -> Life:
        return list(self.lives.values())[n % len(self.lives)]

    def order(self, number: str) -> Order:
        return self.run(self.town.order(number))

    # What people do

    @precondition(lambda self: len(self.lives) < MOST)
    @rule(name=who, what=st.sampled_from(sorted(REPORTS)))
    def reports(self, name: str, what: str) -> None:
        self.says(name, "/report", what, "✅ Send")
        self.talks.pop(name, None)
        place, grid, category, lane, subject = REPORTS[what]
        number, place = self.new_one(name), f"{COMPOUND}/{place}"
        self.lives[number] = Life(number, name, place, grid, category, subject, self.town.now, lane=lane)

    def new_one(self, author: str) -> str:
        [order] = self.run(self.town.database.read(partial(orders.of_author, person=author, limit=1)))
        assert order.number not in self.lives
        self.born[order.number] = order
        return order.number

    @precondition(lambda self: self.lives)
    @rule(name=who, n=which, word=st.sampled_from(AT_ONCE), old=st.booleans())
    def taps(self, name: str, n: int, word: str, old: bool) -> None:
        life, late = self.life(n), self.late(n)
        old = old and word != "grant"
        self.says(name, button=f"{word} {life.number} {life.version - old}")
        if not old or word in AS_IT_IS:
            self.now(model.after(life, name, word, self.town.now, late=late))

    @precondition(lambda self: self.lives)
    @rule(name=who, n=which, to=st.sampled_from([*sorted(ROLE), COMPANY]), old=st.booleans())
    def gives(self, name: str, n: int, to: str, old: bool) -> None:
        life = self.life(n)
        self.says(name, button=f"give {life.number} {life.version - old} {to}")
        if not old:
            self.now(model.after(life, name, "give", self.town.now, to=to))

    @precondition(lambda self: self.lives)
    @rule(name=who, n=which, word=st.sampled_from(TALKS), old=st.booleans(), stars=STARS, other=which)
    def is_asked(self, name: str, n: int, word: str, old: bool, stars: int, other: int) -> None:
        """Their button opens a question, or it is not theirs to tap."""
        life = self.life(n)
        button = "more" if word in BEHIND_MORE else word
        self.says(name, button=f"{button} {life.number} {life.version - old}")
        if not self.asks(name, word, life) or (old and word not in ANY_VERSION):
            return
        alike = [one.number for one in self.lives.values() if same(one, life)]
        if word == "merge" and not alike:
            return
        self.talks[name] = Talk(word, life.number, stars, alike[other % len(alike)] if alike else "")

    def asks(self, name: str, word: str, life: Life) -> bool:
        """Whether the question is asked at all; whether it can be done is looked at once it is answered."""
        if word in BEHIND_MORE:
            return may(name, "progress", life) and life.state == "accepted"
        return may(name, word, life) and (word != "deny" or life.wanted_until is not None)

    @precondition(lambda self: self.lives)
    @rule(n=which, data=st.data())
    def goes_on(self, n: int, data: st.DataObject) -> None:
        """Somebody who may does what may be done: chance alone would hardly bring an order to its end."""
        can = [(word, name) for word in WORDS for name in sorted(ROLE) if self.can(name, word, n)]
        words = sorted({word for word, _ in can}, key=WORDS.index)
        word = data.draw(st.sampled_from(words))
        self.does(data.draw(st.sampled_from([name for one, name in can if one == word])), n, word, data.draw(STARS))

    @precondition(lambda self: self.lives)
    @rule(n=which, stars=STARS, tries=tries(WHILE_OPEN), seconds=SOON)
    def takes_long(self, n: int, stars: int, tries: list[Try], seconds: int) -> None:
        """Somebody has it, and much is tried until it is done: by anybody, too early and too late."""
        self.is_done_by_anybody(n, stars, "pick", "accept")
        for one in tries:
            self.is_tried(n, stars, one)
            self.time_passes(seconds)

    @precondition(lambda self: self.lives)
    @rule(n=which, stars=STARS, end=st.sampled_from(["fixed", "unfixed", ""]), tries=tries(ONCE_DONE), seconds=LATER)
    def is_done(self, n: int, stars: int, end: str, tries: list[Try], seconds: int) -> None:
        """As it should be: somebody takes it, does it, and the resident says how it went, or nothing."""
        self.is_done_by_anybody(n, stars, "pick", "accept", "finish")
        if end:
            self.is_done_by_anybody(n, stars, end)
        else:
            self.time_passes(4 * DAY)
            self.time_passes(4 * DAY)
        for one in tries:
            self.is_tried(n, stars, one)
            self.time_passes(seconds)

    @precondition(lambda self: self.lives)
    @rule(n=which, word=st.sampled_from(["held", "back"]))
    def is_asked_again(self, n: int, word: str) -> None:
        """Two weeks after it was closed."""
        if self.life(n).follow_up == "drawn":
            self.time_passes(15 * DAY)
        if self.life(n).follow_up == "asked":
            self.does(self.life(n).author, n, word, 1)

    def is_done_by_anybody(self, n: int, stars: int, *words: str) -> None:
        for word in words:
            name = next((name for name in sorted(ROLE) if self.can(name, word, n)), None)
            if name:
                self.does(name, n, word, stars)

    def is_tried(self, n: int, stars: int, one: Try) -> None:
        word, name, old = one
        entitled = next((name for name in sorted(ROLE) if may(name, word, self.life(n))), self.life(n).author)
        self.does({"author": self.life(n).author, "entitled": entitled}.get(name, name), n, word, stars, old=old)

    def can(self, name: str, word: str, n: int) -> bool:
        life, late = self.life(n), self.late(n)
        return model.after(life, name, word, self.town.now, to="wang", stars=1, late=late) is not None

    def late(self, n: int) -> bool:
        deadline = self.order(self.life(n).number).deadline
        return deadline is not None and deadline <= self.town.now

    def does(self, name: str, n: int, word: str, stars: int, *, old: bool = False) -> None:
        if word == "give":
            self.gives(name, n, "wang", old)
        elif word in AT_ONCE:
            self.taps(name, n, word, old)
        else:
            self.is_asked(name, n, word, old, stars, other=0)
            if name in self.talks:
                self.answers(sorted(self.talks).index(name))

    @precondition(lambda self: self.talks)
    @rule(n=which)
    def answers(self, n: int) -> None:
        """By now the order may have moved on."""
        name = sorted(self.talks)[n % len(self.talks)]
        talk = self.talks.pop(name)
        life = self.lives[talk.number]
        self.says(name, *self.answers_of(talk, life))
        alike = [one.number for one in self.lives.values() if same(one, life)]
        if talk.word == "merge" and talk.other not in alike:
            if alike:  # the others are offered again
                self.talks[name] = replace(talk, other=alike[0])
            return
        moved = model.after(life, name, talk.word, self.town.now, stars=talk.stars)
        if moved is None and talk.word in BEHIND_MORE:
            self.says(name, "/cancel")
        self.now(moved)
        if moved and talk.word == "back":
            number = self.new_one(name)
            like = (life.place, life.grid, life.category, life.subject)
            self.lives[number] = Life(number, name, *like, self.town.now, lane=life.lane)

    def answers_of(self, talk: Talk, life: Life) -> list[str]:
        _, days = model.wished(life, self.town.now)
        waits = "waiting for the resident" if talk.stars % 2 else "waiting for parts"
        answers = {
            "fixed": ["★" * talk.stars, "Skip"],
            "merge": [talk.other],
            "pause": ["Pause", waits, "Tomorrow"],
            "longer": ["More time", "Tomorrow" if days == 1 else f"In {days} days", "要等厂家"],
        }
        return (ANSWERS | answers)[talk.word]

    @rule(seconds=PASSES)
    def time_passes(self, seconds: int) -> None:
        self.town.now += seconds
        due, before = self.due(), self.nags()
        stood = {number: self.order(number) for number in due}
        for tick in CLOCK:
            self.run(tick(self.town.database, self.town.house, self.town.now))
        self.nobody_is_woken(by=None)
        nags = dict(self.nags()[len(before) :])
        early = {number for number in due if number not in nags and self.was_too_early(stood[number])}
        due = [number for number in due if number not in early]
        assert sorted(nags) == sorted(number for number in due if not self.lives[number].paused_why), "each once"
        for number in due:
            nag = nags.get(number, "resume")
            self.now(model.looked_at(self.lives[number], nag, self.town.now))

    def was_too_early(self, stood: Order) -> bool:
        """Who has taken it has a longer patience than who had to hand it out: then a look only waits, and but once."""
        order, look = self.order(stood.number), (stood.number, stood.deadline, stood.stage, stood.state)
        if look in self.looked or stood.paused_until is not None or order.stage != stood.stage:
            return False
        self.looked.add(look)
        return order.due_at is not None and order.due_at > self.town.now

    def now(self, life: Life | None) -> None:
        if life:
            self.lives[life.number] = model.with_lot(life, self.order(life.number).lot)

    @precondition(lambda self: hasattr(self, "town"))
    @invariant()
    def all_is_well(self) -> None:
        self.every_truth_holds()


@pytest.mark.proves("Nothing waits for ever", "anybody taps anything about orders at any time, and weeks pass")
@pytest.mark.parametrize("kind", KINDS)
def test_orders_stand_as_a_second_telling_says(figure: Figure, size: Size, server: str, kind: str):
    played(Neighbourhood, figure, size.pick(20, {"sqlite": 20, "postgresql": 2}[kind], 150), steps=30, server=server)
