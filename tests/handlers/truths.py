"""What is always so, whatever people do and however much time passes."""

from collections import Counter
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from domain.clock import OWN
from domain.order import Order
from domain.taking import commented, take
from storage import events
from storage.rollup import FIGURES
from tests.handlers.hours import at_night, day
from tests.handlers.life import PEOPLE, ROLE, RUNGS, Life
from tests.handlers.recount import recounted
from tests.handlers.town import DAY
from tests.proof.machines.playing import TownMachine

MESSAGES_A_DAY = 3  # from the clock
RESIDENTS = ("Li Xiulan", "Zhao Defu")


class Truths(TownMachine):
    """Of a town; lives: the second telling of each order, born: each as it was reported, talks: who is asked what."""

    lives: dict[str, Life]
    born: dict[str, Order]
    talks: dict[str, Any]

    def begins(self) -> None:
        self._read = self._rang = ""
        self._from_the_clock: Counter[tuple[str, str]] = Counter()

    def due(self) -> list[str]:
        found = self.rows("SELECT number FROM orders WHERE due_at <= :now", now=self.town.now)
        return [row["number"] for row in found]

    def nags(self) -> list[tuple[str, str]]:
        """What the clock did, the latest last."""
        asked = "SELECT o.number, n.nag FROM nags n JOIN orders o ON o.id = n.order_id ORDER BY n.at, n.stage"
        return [(row["number"], row["nag"]) for row in self.rows(asked)]

    def every_truth_holds(self) -> None:
        self.every_order_stands_as_the_second_telling_says()
        self.every_order_is_what_its_events_add_up_to()
        self.exactly_one_owes_the_next_step_of_what_is_open_and_the_clock_looks_again()
        self.the_figures_are_those_of_a_recount()
        self.nobody_reads_what_is_not_for_them()
        self.a_question_is_open_for_those_who_are_asked_one_and_for_nobody_else()

    def every_order_stands_as_the_second_telling_says(self) -> None:
        for life in self.lives.values():
            stands, told = said(self.run(self.town.order(life.number)), life), asdict(life)
            assert stands == told, sorted(set(stands.items()) ^ set(told.items()), key=str)

    def every_order_is_what_its_events_add_up_to(self) -> None:
        for number, order in self.born.items():
            for one in self.run(self.town.database.read(partial(events.of_order, order_id=order.id)))[1:]:
                order = take(order, one.event) if one.event else commented(order, one.at, one.person)
                assert one.version in (None, order.version)
            stands = self.run(self.town.order(number))
            assert order == replace(stands, **{name: getattr(order, name) for name in OWN})

    def exactly_one_owes_the_next_step_of_what_is_open_and_the_clock_looks_again(self) -> None:
        for row in self.rows("SELECT * FROM orders"):
            asked_again = row["follow_up"] in ("drawn", "asked")
            assert (row["due_at"] is not None) == (row["state"] != "closed" or asked_again)
            assert row["due_at"] is None or row["due_at"] > self.town.now - 31 * DAY
            life = self.lives[row["number"]]
            assert life.author != row["assignee"]
            assert not life.open or life.rung in RUNGS
            assert (row["state"] == "dispatched") <= ((row["assignee"] is None) != (row["team"] is None))
            assert (row["state"] in ("accepted", "finished")) <= (row["assignee"] is not None)
            assert (row["paused_until"] is not None) <= (row["due_at"] == row["paused_until"])

    def the_figures_are_those_of_a_recount(self) -> None:
        sums = ", ".join(f"SUM({name}) AS {name}" for name in FIGURES)
        [row] = self.rows(f"SELECT {sums} FROM daily")
        assert {name: n for name, n in row.items() if n} == recounted(list(self.lives.values()), self.born)

    def nobody_reads_what_is_not_for_them(self) -> None:
        """Who reported it is for nobody else, and stars are for the resident and the desk."""
        for row in self.rows("SELECT id, chat, about, body FROM outbox WHERE id > :read ORDER BY id", read=self._read):
            self._read, reader = row["id"], who(row["chat"])
            for resident in RESIDENTS:
                assert resident not in row["body"] or reader == key(resident)
            life = self.lives.get(row["about"])
            if life and reader != life.author:
                assert next(full for full in PEOPLE if key(full) == life.author) not in row["body"]
                assert ROLE[reader] in "CS" or "★" not in row["body"]
                assert reader != life.assignee or '"card"' not in row["body"] or "★" not in row["body"]

    def nobody_is_woken(self, by: str | None) -> None:
        """At night only what is urgent makes a sound, and the clock writes seldom. by: None is the clock."""
        asked = "SELECT id, chat, about, body, not_before FROM outbox WHERE id > :rang ORDER BY id"
        for row in self.rows(asked, rang=self._rang):
            self._rang, reader = row["id"], who(row["chat"])
            if reader == by or '"alert":false' in row["body"] or self._is_urgent(row["about"]):
                continue
            rings = max(self.town.now, row["not_before"])
            assert not at_night(rings), (by, row)
            if by is None:
                self._from_the_clock[reader, day(rings)] += 1
        assert not self._from_the_clock or max(self._from_the_clock.values()) <= MESSAGES_A_DAY

    def _is_urgent(self, number: str | None) -> bool:
        order = self.run(self.town.order(number)) if number else None
        return order is not None and order.urgent and order.open

    def a_question_is_open_for_those_who_are_asked_one_and_for_nobody_else(self) -> None:
        found = self.rows("SELECT * FROM talks")
        assert {row["person"] for row in found} == set(self.talks), (found, self.talks)


def who(chat: str) -> str:
    return chat.partition(":")[2]


def key(full: str) -> str:
    return full.split()[0].lower()


def same(one: Life, other: Life) -> bool:
    return one.open and one.number != other.number and (one.place, one.category) == (other.place, other.category)


def said(order: Order, life: Life) -> dict[str, Any]:
    """The order in the words of the second telling; what an order does not hold is taken from there."""
    found: dict[str, Any] = {name: getattr(order, name, getattr(life, name)) for name in Life.__dataclass_fields__}
    return found | {
        "born": order.placed_at,
        "state": str(order.state),
        "lane": str(order.lane),
        "closing": str(order.closing) if order.closing else None,
        "follow_up": str(order.follow_up) if order.follow_up else None,
        "answered_at": order.responded_at,
    }
