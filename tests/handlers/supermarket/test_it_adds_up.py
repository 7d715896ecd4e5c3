"""Whatever people and the clock do, in whatever order: no point and no piece is lost or made."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.person import Held, Role
from domain.redemption import State
from storage import ledger
from storage.database import Database
from storage.partners import Partner
from storage.supermarket import Goods
from tests.conftest import KINDS
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import SHOP, Market, drawn
from tests.handlers.town import COMPOUND, DAY, Town
from tests.proof.machines.playing import TownMachine, played
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

SHELF = {"rice": (50, 3), "soap": (20, 2)}  # points and pieces
NAMES = ("li", "zhao")
POINTS = 120


async def settle(database: Database) -> None:
    """The shop is open already."""
    town = Town(database)
    await town.built()
    market = Market(town)
    await market.opens(Partner(SHOP, "杏福超市", COMPOUND, True, town.now))
    for name, (points, stock) in SHELF.items():
        await market.puts(Goods(name, SHOP, name, "", points, stock, None))
    await town.moves_in("qian", Held(Role.PARTNER, COMPOUND, SHOP))
    for name in NAMES:
        await market.gives(await town.moves_in(name, home=f"{COMPOUND}/3"), POINTS)


class Counter(TownMachine):
    """The model: what everybody has, what is on the shelf, and what waits, by number, until when."""

    settle = staticmethod(settle)

    def begins(self) -> None:
        self.market = Market(self.town)
        self.people = {name: Neighbour(self.town, name, f"telegram:{name}") for name in (*NAMES, "qian")}
        self.have = dict.fromkeys(NAMES, POINTS)
        self.stock = {name: pieces for name, (_, pieces) in SHELF.items()}
        self.waits: dict[str, tuple[str, str, str]] = {}  # number: person, goods, payload of the link
        self.sold = 0

    @rule(name=st.sampled_from(NAMES), goods=st.sampled_from(sorted(SHELF)), sure=st.sampled_from([True, True, False]))
    def redeems(self, name: str, goods: str, sure: bool) -> None:
        who, points = self.people[name], SHELF[goods][0]
        self.run(who.says(button=f"sget {goods} {points}"))
        if self.have[name] < points or not self.stock[goods]:
            return
        self.run(who.taps("Yes, redeem" if sure else "No, not now"))
        if sure:
            known = self.run(self.market.last())
            self.have[name] -= points
            self.stock[goods] -= 1
            self.waits[known.number] = (name, goods, drawn(who)["data"].partition("start=")[2])

    @precondition(lambda self: self.waits)
    @rule(n=st.integers(0, 9), by=st.sampled_from(NAMES))
    def takes_back(self, n: int, by: str) -> None:
        number = sorted(self.waits)[n % len(self.waits)]
        self.run(self.people[by].says(button=f"sback {number} yes"))
        if by == self.waits[number][0]:
            self.goes_back(number)

    @precondition(lambda self: self.waits)
    @rule(n=st.integers(0, 9), right=st.sampled_from([True, True, False]))
    def picks_up(self, n: int, right: bool) -> None:
        number = sorted(self.waits)[n % len(self.waits)]
        _, goods, link = self.waits[number]
        if right:
            self.run(self.people["qian"].opens(link))
        self.run(self.people["qian"].says(button=f"phand {number}"))
        if right:
            self.sold += SHELF[goods][0]
            del self.waits[number]

    @rule(days=st.sampled_from([1, 3, 11, 15]))
    def time_passes(self, days: int) -> None:
        self.run(self.town.later(days=days))
        for number in list(self.waits):
            if self.state(number) is State.EXPIRED:
                assert self.made(number) <= self.town.now - 14 * DAY
                self.goes_back(number)

    def goes_back(self, number: str) -> None:
        name, goods, _ = self.waits.pop(number)
        self.have[name] += SHELF[goods][0]
        self.stock[goods] += 1

    def state(self, number: str) -> State:
        return State(self.run(self.town.one("SELECT state FROM redemptions WHERE number = :n", n=number)))

    def made(self, number: str) -> int:
        return int(self.run(self.town.one("SELECT made_at FROM redemptions WHERE number = :n", n=number)))

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        if not hasattr(self, "town"):
            return
        assert {name: self.run(self.market.of(self.people[name])) for name in NAMES} == self.have
        assert {goods: self.run(self.market.stock(goods)) for goods in SHELF} == self.stock
        assert {known.number for known in self.run(self.market.waiting())} == set(self.waits)

    @invariant()
    def points_in_are_points_out_and_what_waits(self) -> None:
        if not hasattr(self, "town"):
            return
        waiting = sum(SHELF[goods][0] for _, goods, _ in self.waits.values())
        assert self.run(self.market.points(ledger.of_shop(SHOP))) == self.sold + waiting
        assert sum(self.have.values()) + self.sold + waiting == POINTS * len(NAMES)
        found = self.run(self.town.database.read(ledger.audit))
        assert [*found.broken, *found.wrong, *found.off] == []


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    "goods are redeemed for points, taken back, handed over, forgotten",
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_point_and_no_piece_is_lost_or_made(figure: Figure, size: Size, server: str, kind: str):
    played(Counter, figure, size.pick(20, {"sqlite": 20, "postgresql": 2}[kind], 300), steps=15, server=server)
