"""Reports: the figures of an area, for whoever sits at a desk. Of areas alone: no worker is counted, none is named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.calendar import day_of
from domain.order import State
from domain.permit import Matter, check
from domain.person import Person, Role
from domain.place import covers
from handlers import desks
from handlers.turn import Refusal, Turn
from storage import burden, people, reports, rollup
from storage.burden import Asked
from storage.database import Row, Tx

Name = TypeVar("Name")

CROWD = 3  # people of a role on a day: of fewer, whoever is one of them would know the other's figures


@dataclass(frozen=True, slots=True)
class Report:
    """An area, or several of one desk's, from one day to another, as it was at a moment. area: what it is called.

    sums: by the names of storage/rollup.py; days: of those on which anything happened. waiting: open orders by state,
    oldest: when the first of them was placed. asked: what is asked of each role; of one day, nothing is told.
    parts: each area by itself, where there are several.
    """

    area: Say
    first: date
    last: date
    at: int
    sums: Mapping[str, int]
    days: Mapping[date, Mapping[str, int]]
    waiting: Mapping[State, int]
    oldest: int | None
    asked: Sequence[Asked] = ()
    parts: Sequence["Report"] = ()

    @property
    def silent(self) -> bool:
        """Nothing happened and nothing waits."""
        return not self.waiting and not any(self.sums.values())


async def report(turn: Turn, place: str, first: date, last: date) -> Report:
    span = {"first": first.isoformat(), "last": last.isoformat()}
    known = (await turn.places()).get(place)
    by_day = await rollup.by_day(turn.tx, place=place, **span)
    found = await reports.waiting(turn.tx, place)
    return Report(
        area=plain(known.name if known else place),
        first=first,
        last=last,
        at=turn.now,
        sums=_counted(await rollup.below(turn.tx, place=place, **span)),
        days={date.fromisoformat(row["day"]): _counted(row) for row in by_day},
        waiting={State(row["state"]): row["count"] for row in found},
        oldest=min((row["oldest"] for row in found), default=None),
        asked=await burden.between(turn.tx, at_least=CROWD, **span) if first < last else (),
    )


async def together(turn: Turn, places: Sequence[str], first: date, last: date) -> Report:
    """Whoever looks after several areas reads of all of them at once."""
    parts = [await report(turn, place, first, last) for place in places]
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        area=say(N_("{count} areas"), count=len(parts)),
        sums=_added(part.sums for part in parts),
        days={day: _added(part.days.get(day, {}) for part in parts) for part in parts for day in part.days},
        waiting=_added(part.waiting for part in parts),
        oldest=min((part.oldest for part in parts if part.oldest is not None), default=None),
        parts=parts,
    )


def _added(found: Iterable[Mapping[Name, int]]) -> dict[Name, int]:
    sums: Counter[Name] = Counter()
    for one in found:
        sums.update(one)
    return dict(sums)


def _counted(row: Row) -> dict[str, int]:
    """Where something was opened again whose closing was counted before, less than nothing is nothing."""
    return {name: max(0, row[name]) for name in rollup.FIGURES}


def done(sums: Mapping[str, int]) -> int:
    """How many were closed, without duplicates and what was withdrawn: those say nothing of how it was done."""
    return max(0, sums.get("closed", 0) - sums.get("not_counted", 0))


def areas(person: Person) -> list[str]:
    """Where they sit at a desk; of two desks one above the other, the upper one's area holds the other's."""
    sits = dict.fromkeys(held.place for held in person.roles if desks.held_at(person, held.place))
    return sorted(place for place in sits if not any(covers(other, place) for other in sits if other != place))


async def readers(tx: Tx) -> list[Person]:
    """Everybody who sits at a desk and is there."""
    found: dict[str, Person] = {}
    for role, place in await people.seats(tx):
        if role in desks.DISPATCHERS.values():
            found |= {person.id: person for person in await people.holders(tx, Role(role), place)}
    return list(found.values())


def this_week(turn: Turn, places: Sequence[str]) -> tuple[date, date]:
    """From Monday to today, by the clocks of the first of them."""
    today = day_of(turn.now, turn.house.policy.at(places[0]).calendar.zone)
    return today - timedelta(days=today.weekday()), today


async def figures(turn: Turn) -> None:
    """Drawing takes longer than an answer may: it is written down that they want it, and it comes in a moment."""
    places = areas(turn.me)
    if not places:
        raise Refusal(say(N_("Only dispatchers use this. Write /my to see your reports.")))
    for place in places:
        check("stats.view", turn.me, Matter(place))
    await reports.want(turn.tx, turn.me.id, turn.now)
    await turn.say(turn.speak(N_("One moment, I am drawing this week's figures.")))
