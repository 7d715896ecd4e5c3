"""The life of an order as the issue tells it, written down a second time: small, slow and independent of the product.

Who may do what is spelled out for the people of the test, and `after` says how an order stands after somebody did it.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise

from tests.handlers.town import COMMUNITY, COMPOUND, DAY, GRID_1, GRID_2, STREET

# name: (role, where it is held)
PEOPLE = {
    "Li Xiulan": ("R", COMPOUND),
    "Zhao Defu": ("R", COMPOUND),
    "Zhou Min": ("C", COMPOUND),
    "Liu Fang": ("C", COMMUNITY),
    "Sun Zhiqiang": ("S", STREET),
    "Wang Jianguo": ("G", GRID_1),
    "Hu Bin": ("G", GRID_1),
    "Chen Jing": ("G", GRID_2),
    "Zhang Weidong": ("P", COMPOUND),
    "Qian Jin": ("P", COMPOUND),
    "Bo Lan": ("V", COMPOUND),
}
ROLE = {name.split()[0].lower(): role for name, (role, _) in PEOPLE.items()}
GRID = {name.split()[0].lower(): place for name, (role, place) in PEOPLE.items() if role == "G"}
COMPANY = f"P@{COMPOUND}"
RUNGS = (COMPOUND, COMMUNITY, STREET)
AT_DESK = {COMPOUND: {"zhou"}, COMMUNITY: {"liu", "zhou"}, STREET: {"sun"}}  # who counts as the desk's team
ADDRESSED = {COMPOUND: {"zhou"}, COMMUNITY: {"liu"}, STREET: {"sun"}}  # who is written to


@dataclass(frozen=True)
class Life:
    """How an order stands; stars: what each review gave."""

    number: str
    author: str
    place: str
    grid: str | None
    category: str
    subject: str | None
    born: int
    state: str = "placed"
    version: int = 1
    assignee: str | None = None
    team: str | None = None
    rung: str = COMPOUND
    urgent: bool = False
    reopened: int = 0
    closing: str | None = None
    closed_at: int | None = None
    answered_at: int | None = None
    rating: int | None = None
    stars: tuple[int, ...] = field(default=())

    @property
    def open(self) -> bool:
        return self.state != "closed"

    def has(self, who: str) -> bool:
        """Whether they, or their team, are the ones who owe the next step."""
        if self.state == "placed":
            return who in AT_DESK[self.rung]
        return who == self.assignee or (self.team == COMPANY and ROLE[who] == "P")

    def complains_about(self, who: str) -> bool:
        return self.subject == COMPANY and ROLE[who] == "P"


def may(who: str, word: str, life: Life) -> bool:
    """The rights of the people of this test."""
    role, own, near = ROLE[who], who == life.author, GRID.get(who) == life.grid
    holder = role != "R" and life.has(who)
    return {
        "give": role == "C" or (role == "G" and near) or (role == "S" and holder),
        "keep": (role == "C" or (role == "G" and near) or (role == "S" and holder)) and may_get(who, life),
        "refuse": role == "C" or (role == "S" and holder),
        "merge": role == "C",
        "urgent": role == "C" or (role == "G" and near) or (role == "S" and holder),
        "accept": may_get(who, life) and holder,
        "pick": may_get(who, life) and (role == "V" or (role == "G" and near) or holder),
        "decline": holder,
        "progress": holder,
        "plan": holder,
        "finish": holder,
        "fixed": own,
        "unfixed": own or role == "C",
        "cancel": own and not life.complains_about(who),
        "reply": own or role == "C" or (role == "G" and near) or holder,
    }[word]


def may_get(who: str, life: Life) -> bool:
    return who != life.author and not life.complains_about(who)


def may_give(who: str, to: str, life: Life) -> bool:
    if not may(who, "give", life):
        return False
    if to == COMPANY:
        return ROLE[who] != "G" and life.subject != COMPANY
    works_there = ROLE[to] != "R" and (ROLE[to] != "G" or GRID[to] == life.grid)
    return works_there and may_get(to, life) and (ROLE[who] != "G" or to == who or ROLE[to] == "V")


def after(life: Life, who: str, word: str, now: int, *, to: str = "", stars: int = 0) -> Life | None:
    """None where it cannot be done."""
    if word == "give" and not may_give(who, to, life):
        return None
    if not may(who, word, life):
        return None
    moved = _moved(life, who, word, now, to, stars)
    if moved is None or word == "reply":
        return answered(moved, who, now) if moved else None
    moved = replace(moved, version=life.version + 1)
    return answered(moved, who, now) if word in ("give", "keep", "refuse", "merge", "accept", "pick") else moved


def answered(life: Life, who: str, now: int) -> Life:
    return life if life.answered_at is not None or who == life.author else replace(life, answered_at=now)


def _moved(life: Life, who: str, word: str, now: int, to: str, stars: int) -> Life | None:
    """A table of states, as the product has one; but this one says what comes of it, not how."""
    done = replace(closed(life, "fixed", life.closed_at or now), rating=stars, stars=(*life.stars, stars))
    team, assignee = (to, None) if to == COMPANY else (None, to)
    given = replace(life, state="dispatched", assignee=assignee, team=team)
    back = replace(life, state="placed", assignee=None, team=None)
    urgent, accepted = replace(life, urgent=True), replace(life, state="accepted", assignee=who)
    ends = {"refuse": "not_ours", "merge": "duplicate", "cancel": "withdrawn"}
    early: dict[str, Life | None] = {word: closed(life, why, now) for word, why in ends.items()}
    early |= {"give": given, "keep": replace(accepted, team=None), "urgent": urgent}
    moves: dict[str, dict[str, Life | None]] = {
        "placed": early | {"pick": accepted},
        "dispatched": early | {"accept": accepted, "decline": back},
        "accepted": {
            "urgent": urgent,
            "decline": back,
            "progress": life,
            "plan": life,
            "finish": replace(life, state="finished"),
        },
        "finished": {"fixed": done, "unfixed": _unfixed(life, who, now)},
        "closed": {
            "fixed": done if _lapsed_lately(life, now) else None,
            "unfixed": _reopened(life) if _done_lately(life, now) and life.reopened < 2 else None,
        },
    }
    said = life if who != life.author or _readers(life) else None
    return said if word == "reply" else moves[life.state].get(word)


def _unfixed(life: Life, who: str, now: int) -> Life | None:
    """The third time the resident says so, it is closed as that."""
    if life.reopened < 2:
        return _reopened(life)
    return closed(life, "not_fixed", now) if who == life.author else None


def _reopened(life: Life) -> Life:
    back = replace(life, state="placed", assignee=None, team=None, closing=None, closed_at=None, rating=None)
    return replace(back, rung=above(life.rung) or life.rung, reopened=life.reopened + 1)


def _lapsed_lately(life: Life, now: int) -> bool:
    return life.closing == "unreviewed" and now <= (life.closed_at or 0) + 30 * DAY


def _done_lately(life: Life, now: int) -> bool:
    return life.closing in ("fixed", "unreviewed") and now <= (life.closed_at or 0) + 7 * DAY


def _readers(life: Life) -> set[str]:
    """Who reads what the resident writes: whoever has it, else the desk."""
    if life.assignee:
        return {life.assignee}
    if life.team:
        return {"zhang", "qian"}
    return ADDRESSED[life.rung] - {life.author}


def closed(life: Life, closing: str, now: int) -> Life:
    return replace(life, state="closed", closing=closing, closed_at=now)


def above(rung: str) -> str | None:
    return dict(pairwise(RUNGS)).get(rung)


def looked_at(life: Life, stage: int, now: int) -> Life:
    """The clock: the third look (urgent: the second) raises it, the second one at a finished order closes it."""
    if life.state == "finished":
        return replace(closed(life, "unreviewed", now), version=life.version + 1) if stage >= 1 else life
    up = above(life.rung)
    if stage < (1 if life.urgent else 2) or up is None:
        return life
    return replace(life, state="placed", rung=up, assignee=None, team=None, version=life.version + 1)


def figures(lives: list[Life]) -> dict[str, int]:
    """What the month adds up to, counted from how everything stands."""
    stars = [given for life in lives for given in life.stars]
    closings = [life.closing for life in lives if not life.open]
    found = {
        "placed": len(lives),
        "responded": sum(life.answered_at is not None for life in lives),
        "response_seconds": sum(life.answered_at - life.born for life in lives if life.answered_at is not None),
        "reopened": sum(life.reopened for life in lives),
        "closed": len(closings),
        "fixed": closings.count("fixed"),
        "not_counted": closings.count("duplicate") + closings.count("withdrawn"),
        "unreviewed": closings.count("unreviewed"),
        "rated": len(stars),
        "satisfied": sum(given >= 4 for given in stars),
        "stars": sum(stars),
    }
    return {name: n for name, n in found.items() if n}
