"""What is always so of wishes, whatever people do and however much time passes."""

from dataclasses import asdict, replace
from functools import partial
from typing import Any

from storage import wish_hands, wishes
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, STREET
from tests.handlers.wish_lives import ABOVE, DESK, PEOPLE, Life
from tests.proof.machines.playing import TownMachine

FULL = {name.split()[0].lower(): name for name in PEOPLE}


class WishTruths(TownMachine):
    """Of a town; lives: the second telling of each wish, talks: who is asked what, read: up to where letters were."""

    lives: dict[str, Life]
    talks: dict[str, Any]
    read: str

    def every_truth_holds(self) -> None:
        self.every_wish_stands_as_the_second_telling_says()
        self.somebody_owes_the_next_step_of_what_is_open_and_the_clock_looks_again()
        self.whoever_helped_is_credited_once_a_round_by_the_word_of_the_other_side()
        self.nobody_reads_whose_wish_it_is_but_those_it_concerns()
        self.a_question_is_open_for_those_who_are_asked_one_and_for_nobody_else()

    def every_wish_stands_as_the_second_telling_says(self) -> None:
        for life in self.lives.values():
            wish = self.run(self.town.database.read(partial(wishes.by_number, number=life.number)))
            assert wish is not None
            helpers = self.run(self.town.database.read(partial(wish_hands.helpers, wish_id=wish.id)))
            stands = replace(
                life,
                state=str(wish.state),
                version=wish.version,
                claimer=wish.claimer,
                helper=next(iter(helpers), None),
                off=wish.off_at is not None,
                round=wish.round,
                hands=wish.hands,
                ending=str(wish.ending) if wish.ending else None,
            )
            assert stands == life, sorted(set(asdict(stands).items()) ^ set(asdict(life).items()), key=str)
            assert len(helpers) == (1 if life.helper else 0)

    def somebody_owes_the_next_step_of_what_is_open_and_the_clock_looks_again(self) -> None:
        for row in self.rows("SELECT w.*, a.poster FROM wishes w JOIN wishers a ON a.wish_id = w.id"):
            life = self.lives[row["number"]]
            assert (row["due_at"] is not None) == life.open
            assert not life.open or self.town.now - DAY < row["due_at"] <= self.town.now + 31 * DAY
            assert (life.state in ("claimed", "done")) <= (life.claimer is not None)
            assert not life.owns(life.claimer or "") or not life.open
            sits = {COMPOUND: {"zhou"}, COMMUNITY: {"liu"}, STREET: ABOVE}[row["rung"]] - {life.poster}
            assert life.state != "posted" or sits

    def whoever_helped_is_credited_once_a_round_by_the_word_of_the_other_side(self) -> None:
        expected = sorted(
            (f"wish:{life.number}:{round}", helper) for life in self.lives.values() for round, helper in life.credited
        )
        found = self.rows("SELECT ref, helper, minutes, served FROM helped")
        assert sorted((row["ref"], row["helper"]) for row in found) == expected
        assert all(0 <= row["minutes"] <= 60 and row["served"] != row["helper"] for row in found)
        [row] = self.rows("SELECT COALESCE(SUM(balance), 0) AS n FROM accounts")
        assert row["n"] == 0
        lines = self.rows("SELECT target, SUM(amount) AS n FROM ledger WHERE unit = 'minutes' GROUP BY target")
        said = {name: sum(row["minutes"] for row in found if row["helper"] == name) for name in FULL}
        assert {row["target"]: row["n"] for row in lines} == {f"person:{name}": n for name, n in said.items() if n}

    def nobody_reads_whose_wish_it_is_but_those_it_concerns(self) -> None:
        for row in self.rows("SELECT id, chat, body FROM outbox WHERE id > :read ORDER BY id", read=self.read):
            self.read, reader = row["id"], row["chat"].partition(":")[2]
            for life in self.lives.values():
                name = FULL[life.wisher] if life.wisher else "王桂英"
                if life.number in row["body"] and name in row["body"]:
                    assert self.may_know(reader, life), (reader, row["body"])

    def may_know(self, reader: str, life: Life) -> bool:
        return life.owns(reader) or reader in DESK | ABOVE or (life.consent and life.at_it(reader))

    def a_question_is_open_for_those_who_are_asked_one_and_for_nobody_else(self) -> None:
        found = {row["person"] for row in self.rows("SELECT person FROM talks")}
        assert found == set(self.talks), (found, self.talks)
