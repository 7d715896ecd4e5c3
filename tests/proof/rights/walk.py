"""The walk: everybody, in every relation, by every entry; and where what happened is not what the page says."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from domain import consent
from handlers.poster import short
from storage.database import Database, Tx
from tests.handlers.town import COMPOUND
from tests.proof.rights.entries import Entry
from tests.proof.rights.kinds import SAME, THINGS
from tests.proof.rights.page import ROLES, allowed, apart
from tests.proof.rights.people import Walker
from tests.proof.rights.play import Played, Undone, named, tried
from tests.proof.rights.scene_cast import Things
from tests.proof.rights.standing import possible, stances, stands

NO_ROLE = "UPDATE roles SET until = 1 WHERE person = :me"
NAMES = ("id", "number", "chat", "code", "key")  # of what stands in a step, what calls a thing


@dataclass(frozen=True)
class Combination:
    """Somebody who stands so, and tries this."""

    entry: Entry
    walker: Walker
    stance: str

    @property
    def actions(self) -> tuple[str, ...]:
        return (self.entry.action, *self.entry.besides, *self.entry.needs)

    @property
    def allowed(self) -> bool:
        """By the page, minus what is kept apart."""
        actions = (self.entry.action, *self.entry.besides)
        needed = all(allowed(action, self.walker.role, self.stance) for action in self.entry.needs)
        return needed and any(allowed(action, self.walker.role, self.stance) for action in actions)

    @property
    def left_out(self) -> bool:
        """Where the product grants less, with a reason."""
        only = self.entry.only
        return self.allowed and only is not None and not only(self.walker.role, self.stance)

    @property
    def expected(self) -> bool:
        return self.allowed and not self.left_out

    def __str__(self) -> str:
        return f"{self.walker.name} as {self.stance!r}: {self.entry.name}"


def combinations(entries: Iterable[Entry]) -> Iterator[Combination]:
    for entry in entries:
        kind = THINGS[entry.thing]
        for stance in entry.stances or stances(kind, apart().get(entry.action, ())):
            for role in ROLES[:-1]:
                walker = Walker(role, "a" in stance)
                if possible(kind, walker, stance):
                    yield Combination(entry, walker, stance)


@dataclass(frozen=True)
class Tried:
    combination: Combination
    played: Played

    @property
    def as_it_should_be(self) -> bool:
        return self.played.done == self.combination.expected


async def walked(
    database: Database,
    things: Things,
    now: int,
    found: Sequence[Combination],
    *,
    called: str | None = None,
    loses: bool = False,
) -> list[Tried]:
    """Each is undone before the next one begins. called: how the thing is called in what they try, if not as it is.

    loses: before the last step they hold no role and have no part in it any more.
    """
    done: list[Tried] = []

    async def unit(tx: Tx) -> None:
        done.clear()
        for one in found:
            await tx.run("SAVEPOINT try")
            values = await prepared(tx, things, one)
            if called is not None:
                values |= {name: called for name in NAMES if name in values}
            meanwhile = (*THINGS[one.entry.thing].taken_back, NO_ROLE) if loses else ()
            done.append(Tried(one, await _tried(tx, now, one, values, meanwhile)))
            await tx.run("ROLLBACK TO SAVEPOINT try")
            await tx.run("RELEASE try")
        raise Undone

    with suppress(Undone):
        await database.do(unit)
    return done


async def _tried(tx: Tx, now: int, one: Combination, values: dict[str, Any], meanwhile: Sequence[str]) -> Played:
    chat, group = one.entry.by or one.walker.chat, one.entry.group or None
    return await tried(tx, now, chat, one.entry.steps, effect_of(one.entry), values, group, meanwhile)


def effect_of(entry: Entry) -> str:
    return entry.effect or THINGS[entry.thing].effect


async def prepared(tx: Tx, things: Things, one: Combination) -> dict[str, Any]:
    """What stands in the steps; and whoever tries stands to the thing as they should."""
    kind, walker = THINGS[one.entry.thing], one.walker
    values: dict[str, Any] = {
        **things,
        "me": walker.name,
        "key": things.get(SAME.get(one.entry.thing, one.entry.thing), ""),
    }
    values |= {"compound_short": short(COMPOUND), "consent": consent.VERSION}
    values |= {"chat": walker.chat, "team": walker.team, "place": walker.held.place if walker.held else ""}
    values |= dict(await tx.one(kind.found, **named(kind.found, values)) or {})
    await stands(tx, kind, one.stance, values)
    for sql in filter(None, one.entry.given.split(";")):
        await tx.run(sql, **named(sql, values))
    values |= dict(await tx.one(kind.found, **named(kind.found, values)) or {})
    return values
