"""Anybody invites, joins, resigns, lets go, agrees and takes it back: rights are what a second telling says."""

import re
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.person import Held, Role
from storage.database import Database
from tests.conftest import KINDS
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, GRID_2, Town
from tests.proof.machines.office import DESK, FIRST, GRID, POSTS, PROPERTY, Invitation, Office
from tests.proof.machines.playing import TownMachine, played
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

LINK = re.compile(r"start=(i-[\w-]+)")
WATER, GAS = "3号楼1单元水管漏水", "3号楼1单元楼道里有煤气味"
names, posts, which = st.sampled_from(sorted(FIRST)), st.sampled_from(sorted(POSTS)), st.integers(0, 9)


async def settle(database: Database) -> None:
    town = Town(database)
    await town.built()
    for name, post in FIRST.items():
        await town.moves_in(name, Held(Role(post[0]), post[1]) if post else Held(Role.RESIDENT, COMPOUND))


class People(TownMachine):
    settle = staticmethod(settle)

    def begins(self) -> None:
        self.people = {name: Neighbour(self.town, name, f"telegram:{name.lower()}") for name in FIRST}
        self.office, self.invitations = Office(), list[Invitation]()

    def says(self, name: str, text: str = "", **more: Any) -> str:
        return self.run(self.people[name].says(text, **more))

    def taps(self, name: str, *labels: str) -> str:
        return self.run(self.people[name].taps(*labels))

    # Roles

    @rule(name=names, post=posts)
    def invites(self, name: str, post: tuple[str, str]) -> None:
        read = self.says(name, "/invite")
        if not self.office.brings(name, post):
            assert self.office.brings_anybody(name) or "dispatchers" in read
            self.says(name, "/cancel")
            return
        role, _, place = POSTS[post].partition(" · ")
        for label in (role, place):
            if any(label in shown for shown in self.people[name].labels()):
                self.taps(name, label)
        [payload] = LINK.findall(self.taps(name, "Skip"))
        self.invitations.append(Invitation(payload, name, post, self.town.now))

    @rule(name=names, post=posts, yes=st.booleans())
    def is_brought_in(self, name: str, post: tuple[str, str], yes: bool) -> None:
        """By somebody who may: chance alone would hardly bring anybody in."""
        by = next((who for who in sorted(FIRST) if who != name and self.office.brings(who, post)), None)
        if by is None:
            return
        self.invites(by, post)
        self.opens_an_invitation(name, len(self.invitations) - 1)
        if name in self.office.waiting:
            self.has_a_look("Sun", sorted(self.office.waiting).index(name), "jny" if yes else "jnn")

    @rule(name=names)
    def is_invited_by_somebody_who_was(self, name: str) -> None:
        """Zhou brings nobody in any more once his role is over, whatever he has given away before."""
        post = (GRID, GRID_2)
        if name != "Zhou" and self.office.brings("Zhou", post):
            self.invites("Zhou", post)
            self.lets_go("Sun", "Zhou", sorted(self.office.held["Zhou"]).index((DESK, COMPOUND)))
            self.opens_an_invitation(name, len(self.invitations) - 1)

    @rule(whose=names, n=which)
    def is_let_go(self, whose: str, n: int) -> None:
        """By somebody who may."""
        theirs = sorted(self.office.held[whose] & set(POSTS))
        by = [name for name in sorted(FIRST) for post in theirs if self.office.leads(name, post, whose)]
        if by:
            self.lets_go(by[n % len(by)], whose, n)

    @precondition(lambda self: self.invitations)
    @rule(name=names, n=which)
    def opens_an_invitation(self, name: str, n: int) -> None:
        n %= len(self.invitations)
        before = self.invitations[n]
        if name == "Sun" and before.post[0] == PROPERTY:
            return  # nobody else sits at the street's desk: what comes of that is told in test_joining.py
        after = self.office.open(name, before, self.town.now)
        read = self.says(name, start=before.payload)
        assert ("used already or has expired" in read) == (after == before)
        self.invitations[n] = after
        self.says(name, "/cancel")

    @precondition(lambda self: self.office.waiting)
    @rule(name=names, n=which, word=st.sampled_from(["jny", "jnn"]))
    def has_a_look(self, name: str, n: int, word: str) -> None:
        """Of the street's; whatever anybody else taps is nothing."""
        who = sorted(self.office.waiting)[n % len(self.office.waiting)]
        self.says(name, button=f"{word} {self.post_of(who)}")
        if name == "Sun":
            self.answered(who, yes=word == "jny")

    def post_of(self, who: str) -> str:
        asked = "SELECT id FROM posts JOIN roster USING (key) WHERE person = :who AND until IS NULL AND due_at > 0"
        return str(self.run(self.town.one(asked, who=who.lower())))

    def answered(self, who: str, *, yes: bool) -> None:
        del self.office.waiting[who]
        if yes:
            self.office.held[who].add((PROPERTY, COMPOUND))

    @rule(name=names.filter(lambda name: name != "Sun"), n=which)
    def resigns(self, name: str, n: int) -> None:
        mine = sorted(self.office.held[name] & set(POSTS))
        if not mine:
            return
        self.says(name, "/resign")
        if len(self.office.held[name]) > 1:
            self.taps(name, POSTS[mine[n % len(mine)]])
        self.taps(name, "Yes, I lay it down")
        self.office.held[name].discard(mine[n % len(mine)])

    @rule(name=names, whose=names, n=which)
    def lets_go(self, name: str, whose: str, n: int) -> None:
        theirs = sorted(self.office.held[whose] & set(POSTS))
        if not theirs:
            return
        post = theirs[n % len(theirs)]
        self.says(name, "/team")
        label = f"{whose} · {POSTS[post]}"
        may = self.office.leads(name, post, whose)
        assert may <= (label in self.people[name].labels()), (label, self.people[name].labels())
        if label in self.people[name].labels():
            self.taps(name, label)
            assert may == ("End the role" in self.people[name].labels())
        if may:
            self.taps(name, "End the role")
            self.office.held[whose].discard(post)
        self.says(name, "/cancel")

    @rule(name=names)
    def looks_at_the_desk(self, name: str) -> None:
        """What they hold counts from the next thing they do."""
        assert ("Only dispatchers" in self.says(name, "/desk")) != self.office.at_desk(name)

    # Consent

    @rule(name=names, sends=st.sampled_from([True, True, False]))
    def reports(self, name: str, sends: bool) -> None:
        self.says(name, "/report")
        read = self.says(name, WATER)
        assert ("you agree" in read) == (not self.office.agreed[name])
        self.taps(name, "Send" if sends else "Do not send")
        if sends:
            self.office.agreed[name] = True
            self.office.reports += 1

    @rule(name=names)
    def reports_danger(self, name: str) -> None:
        self.says(name, "/report")
        assert "you agree" not in self.says(name, GAS)
        self.taps(name, "Send")
        self.office.reports += 1

    @rule(name=names, word=st.sampled_from(["agree", "withdraw"]))
    def says_yes_or_takes_it_back(self, name: str, word: str) -> None:
        self.says(name, button=f"pv {word}")
        self.office.agreed[name] = word == "agree"

    @rule(name=names)
    def takes_it_back_while_asked(self, name: str) -> None:
        """The tap on a question from before counts for nothing."""
        self.says(name, "/report")
        self.says(name, WATER)
        send = self.people[name].button("Send")
        self.says(name, button="pv withdraw")
        was, self.office.agreed[name] = self.office.agreed[name], False
        read = self.run(self.people[name].presses(send))
        if was:
            assert "you agree" in read
            self.says(name, "/cancel")
        else:
            self.office.agreed[name] = True  # that question said so
            self.office.reports += 1

    @rule(days=st.sampled_from([1, 3, 6, 8]))
    def time_passes(self, days: int) -> None:
        for who in sorted(self.office.waiting):  # the street is quick; what it forgets is told in test_joining.py
            self.says("Sun", button=f"jnn {self.post_of(who)}")
            self.answered(who, yes=False)
        self.run(self.town.later(days=days))

    # What is always so

    @precondition(lambda self: hasattr(self, "town"))
    @invariant()
    def everybody_holds_what_the_second_telling_says(self) -> None:
        asked = "SELECT person, role, place FROM roles WHERE until IS NULL AND leave IS NULL AND role <> 'R'"
        rows = self.run(self.town.database.read(lambda tx: tx.all(asked)))
        held = {(row["person"], row["role"], row["place"]) for row in rows}
        told = {(name.lower(), *post) for name, mine in self.office.held.items() for post in mine}
        assert held == told, sorted(held ^ told)
        assert len(rows) == len(held), "nobody holds the same role twice"

    @precondition(lambda self: hasattr(self, "town"))
    @invariant()
    def only_who_agreed_has_agreed(self) -> None:
        asked = "SELECT DISTINCT person FROM consents WHERE withdrawn_at IS NULL"
        rows = self.run(self.town.database.read(lambda tx: tx.all(asked)))
        assert {row["person"] for row in rows} == {name.lower() for name, yes in self.office.agreed.items() if yes}
        assert self.run(self.town.one("SELECT COUNT(*) FROM orders")) == self.office.reports


@pytest.mark.proves(
    "Nobody is exposed", "anybody invites, joins, resigns, lets go, agrees or takes it back, in any order"
)
@pytest.mark.parametrize("kind", KINDS)
def test_rights_and_consent_are_what_a_second_telling_says(figure: Figure, size: Size, server: str, kind: str):
    played(People, figure, size.pick(8, {"sqlite": 16, "postgresql": 2}[kind], 300), steps=25, server=server)
