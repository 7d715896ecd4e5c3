"""Anybody taps anything at any time: the product and a second telling of its rules never disagree."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.order import Order, commented, take
from domain.person import Held, Role
from handlers import overdue
from storage import events, orders
from storage.database import open_database
from storage.migrate import migrate
from storage.rollup import FIGURES
from tests.handlers import model
from tests.handlers.model import COMPANY, PEOPLE, ROLE, Life
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, DAY, GRID_1, GRID_2, HOUR, MINUTE, Town

T = TypeVar("T")

REPORTS = {  # what is written: place, grid, kind, whom it complains about
    "3号楼1单元水管漏水": ("3/1", GRID_1, "water", None),
    "5号楼2单元水管漏水": ("5/2", GRID_2, "water", None),
    "3号楼1单元物业不作为": ("3/1", GRID_1, "property", COMPANY),
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
}
MOST = 5  # orders
who = st.sampled_from(sorted(ROLE))
which = st.integers(0, MOST - 1)
AT_ONCE = ("accept", "pick", "keep", "urgent")
TALKS = (*ANSWERS, "fixed", "merge")
FORWARD = ("fixed", "unfixed", "finish", "accept", "pick", "give")
WORDS = (*FORWARD, "decline", "plan", "progress", "keep", "urgent", "cancel", "refuse", "reply")
STARS = st.integers(1, 5)
PASSES = st.sampled_from([MINUTE, 10 * MINUTE, HOUR, DAY, 4 * DAY, 8 * DAY, 31 * DAY])


@cache
def settled() -> Path:
    """A database in which everybody lives already; each run gets a copy."""
    folder = Path(tempfile.mkdtemp(prefix="sidan-life-"))

    async def settle() -> None:
        town = Town(await open_database(f"sqlite:{folder / 'sidan.db'}"))
        await migrate(town.database)
        await town.built()
        for name, (role, place) in PEOPLE.items():
            await town.moves_in(name, Held(Role(role), place))
        await town.database.close()

    asyncio.run(settle())
    return folder / "sidan.db"


@dataclass(frozen=True)
class Talk:
    """A question somebody has open: about which order, and what they will answer."""

    word: str
    number: str
    answers: list[str]


class Neighbourhood(RuleBasedStateMachine):
    @initialize()
    def opens(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="sidan-life-"))
        shutil.copy(settled(), self.folder)
        database = self.run(open_database(f"sqlite:{self.folder / 'sidan.db'}"))
        self.town = Town(database, ids=iter(range(1000, 10**9)))
        self.people = {name: Neighbour(self.town, full, f"telegram:{name}") for full in PEOPLE for name in [key(full)]}
        self.lives: dict[str, Life] = {}
        self.born: dict[str, Order] = {}
        self.talks: dict[str, Talk] = {}
        self.read = ""

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.run(self.town.database.close())
            self.runner.close()
            shutil.rmtree(self.folder)

    def says(self, name: str, *texts: str, **more: Any) -> None:
        for text in texts or ("",):
            self.run(self.town.hears(self.people[name].message(text, **more)))

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
        [order] = self.run(self.town.database.read(partial(orders.of_author, person=name, limit=1)))
        place, grid, category, subject = REPORTS[what]
        assert order.number not in self.lives
        self.born[order.number] = order
        self.lives[order.number] = Life(
            order.number, name, f"{COMPOUND}/{place}", grid, category, subject, born=self.town.now
        )

    @precondition(lambda self: self.lives)
    @rule(name=who, n=which, word=st.sampled_from(AT_ONCE), old=st.booleans())
    def taps(self, name: str, n: int, word: str, old: bool) -> None:
        life = self.life(n)
        self.says(name, button=f"{word} {life.number} {life.version - old}")
        if not old:
            self.now(model.after(life, name, word, self.town.now))

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
        self.says(name, button=f"{word} {life.number} {life.version - old}")
        if not model.may(name, word, life) or (old and word != "reply"):
            return
        alike = [one for one in self.lives.values() if same(one, life)]
        if word == "merge" and not alike:
            return
        answers = {"fixed": ["★" * stars, "Skip"], "merge": [alike[other % len(alike)].number] if alike else []}
        self.talks[name] = Talk(word, life.number, (ANSWERS | answers)[word])

    @precondition(lambda self: self.lives)
    @rule(n=which, data=st.data())
    def goes_on(self, n: int, data: st.DataObject) -> None:
        """Somebody who may does what may be done: chance alone would hardly bring an order to its end."""
        life = self.life(n)
        can = [(word, name) for word in WORDS for name in sorted(ROLE) if self.can(name, word, life)]
        words = sorted({word for word, _ in can}, key=WORDS.index)
        word = data.draw(st.sampled_from(words))
        self.does(data.draw(st.sampled_from([name for one, name in can if one == word])), n, word, data.draw(STARS))

    @precondition(lambda self: self.lives)
    @rule(n=which, stars=STARS, fixed=st.booleans())
    def is_done(self, n: int, stars: int, fixed: bool) -> None:
        """As it should be: somebody takes it, does it, and the resident says how it went."""
        for word in ("pick", "accept", "finish", "fixed" if fixed else "unfixed"):
            life = self.life(n)
            name = next((name for name in sorted(ROLE) if self.can(name, word, life)), None)
            if name:
                self.does(name, n, word, stars)

    def can(self, name: str, word: str, life: Life) -> bool:
        return model.after(life, name, word, self.town.now, to="wang", stars=1) is not None

    def does(self, name: str, n: int, word: str, stars: int) -> None:
        if word == "give":
            self.gives(name, n, "wang", old=False)
        elif word in AT_ONCE:
            self.taps(name, n, word, old=False)
        else:
            self.is_asked(name, n, word, old=False, stars=stars, other=0)
            self.answers(sorted(self.talks).index(name))

    @precondition(lambda self: self.talks)
    @rule(n=which)
    def answers(self, n: int) -> None:
        """By now the order may have moved on."""
        name = sorted(self.talks)[n % len(self.talks)]
        talk = self.talks.pop(name)
        self.says(name, *talk.answers)
        life = self.lives[talk.number]
        alike = [one.number for one in self.lives.values() if same(one, life)]
        if talk.word == "merge" and talk.answers[0] not in alike:
            if alike:  # the others are offered again
                self.talks[name] = Talk("merge", life.number, alike[:1])
            return
        self.now(model.after(life, name, talk.word, self.town.now, stars=len(talk.answers[0])))

    @rule(seconds=PASSES)
    def time_passes(self, seconds: int) -> None:
        self.town.now += seconds
        rows = self.run(self.town.database.read(lambda tx: tx.all("SELECT number, due_at, stage FROM orders")))
        due = {row["number"]: row["stage"] for row in rows if (row["due_at"] or self.town.now + 1) <= self.town.now}
        self.run(overdue.tick(self.town.database, self.town.house, self.town.now))
        for number, stage in due.items():
            self.lives[number] = model.looked_at(self.lives[number], stage, self.town.now)

    def now(self, life: Life | None) -> None:
        if life:
            self.lives[life.number] = life

    # What is always so

    @precondition(lambda self: hasattr(self, "town"))
    @invariant()
    def all_is_well(self) -> None:
        self.every_order_stands_as_the_second_telling_says()
        self.every_order_is_what_its_events_add_up_to()
        self.exactly_one_owes_the_next_step_of_what_is_open_and_the_clock_looks_again()
        self.the_figures_are_those_of_a_recount()
        self.nobody_reads_what_is_not_for_them()
        self.a_question_is_open_for_those_who_are_asked_one_and_for_nobody_else()

    def every_order_stands_as_the_second_telling_says(self) -> None:
        for life in self.lives.values():
            order = self.order(life.number)
            stands, told = said(order) | {"stars": life.stars}, asdict(life)
            assert stands == told, sorted(set(stands.items()) ^ set(told.items()), key=str)

    def every_order_is_what_its_events_add_up_to(self) -> None:
        for number, order in self.born.items():
            for one in self.run(self.town.database.read(partial(events.of_order, order_id=order.id)))[1:]:
                order = take(order, one.event) if one.event else commented(order, one.at, one.person)
                assert one.version in (None, order.version)
            assert order == self.order(number)

    def exactly_one_owes_the_next_step_of_what_is_open_and_the_clock_looks_again(self) -> None:
        for row in self.run(self.town.database.read(lambda tx: tx.all("SELECT * FROM orders"))):
            assert (row["due_at"] is not None) == (row["state"] != "closed")
            assert row["due_at"] is None or row["due_at"] > self.town.now - 31 * DAY
            life = self.lives[row["number"]]
            assert life.author != row["assignee"]
            assert not life.open or life.rung in model.RUNGS
            assert (row["state"] == "dispatched") <= ((row["assignee"] is None) != (row["team"] is None))
            assert (row["state"] in ("accepted", "finished")) <= (row["assignee"] is not None)

    def the_figures_are_those_of_a_recount(self) -> None:
        sums = ", ".join(f"SUM({name}) AS {name}" for name in FIGURES)
        row = self.run(self.town.database.read(lambda tx: tx.one(f"SELECT {sums} FROM rollup")))
        assert row is not None
        assert {name: n for name, n in row.items() if n} == model.figures(list(self.lives.values()))

    def nobody_reads_what_is_not_for_them(self) -> None:
        """Who reported it is for nobody else, and stars are for the resident and the desk."""
        asked = "SELECT id, chat, about, body FROM outbox WHERE id > :read ORDER BY id"
        for row in self.run(self.town.database.read(lambda tx: tx.all(asked, read=self.read))):
            self.read, reader = row["id"], row["chat"].partition(":")[2]
            for resident in ("Li Xiulan", "Zhao Defu"):
                assert resident not in row["body"] or reader == key(resident)
            life = self.lives.get(row["about"])
            if life and reader != life.author:
                assert next(full for full in PEOPLE if key(full) == life.author) not in row["body"]
                assert ROLE[reader] in "CS" or "★" not in row["body"]
                assert reader != life.assignee or '"card"' not in row["body"] or "★" not in row["body"]

    def a_question_is_open_for_those_who_are_asked_one_and_for_nobody_else(self) -> None:
        rows = self.run(self.town.database.read(lambda tx: tx.all("SELECT * FROM talks")))
        assert {row["person"] for row in rows} == set(self.talks), (rows, self.talks)


def key(full: str) -> str:
    return full.split()[0].lower()


def same(one: Life, other: Life) -> bool:
    return one.open and one.number != other.number and (one.place, one.category) == (other.place, other.category)


def said(order: Order) -> dict[str, Any]:
    """The order in the words of the second telling."""
    mine = ("number", "author", "place", "grid", "category", "subject", "version", "assignee", "team", "rung")
    return {name: getattr(order, name) for name in (*mine, "urgent", "reopened", "closed_at", "rating")} | {
        "born": order.placed_at,
        "state": str(order.state),
        "closing": str(order.closing) if order.closing else None,
        "answered_at": order.responded_at,
    }


TestLife = Neighbourhood.TestCase
TestLife.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
