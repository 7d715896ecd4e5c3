"""One try: somebody does something at the real desk, within a unit of work of which nothing is kept."""

import itertools
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from dialogue.message import Incoming
from domain.permit import NotYours
from domain.policy import Policy
from handlers import desk
from handlers.turn import House, Refusal
from storage import inbox
from storage.database import Tx, Unit
from storage.inbox import Arrived
from storage.places import Atlas
from tests.handlers.town import POLICY, house

T = TypeVar("T")
RULES: Policy = replace(POLICY, rules=replace(POLICY.rules, owners_sign_off=True))


NAMED = r"(?<!\w):(\w+)"  # a value in SQL, and no id that has a colon in it
# How something is said, by the letter before it: a button, the payload of a link, a label, an answer to a card.
HOW: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "b": lambda rest: {"button": rest, "ref": "x", "tap": "t"},
    "s": lambda rest: {"start": rest},
    "t": lambda rest: {},
    "r": lambda rest: {"text": rest, "reply_to": "card"},
}
ATLAS = Atlas()  # the places are the same in every try: they are read once


class Undone(Exception):
    """Nothing of what was tried is kept."""


@dataclass
class Inside:
    """The database, as the desk sees it, while all of it happens in one unit: each turn is a savepoint."""

    tx: Tx
    kind: str = "sqlite"
    raised: list[Exception] = field(default_factory=list)

    async def do(self, unit: Unit[T]) -> T:
        await self.tx.run("SAVEPOINT turn")
        try:
            result = await unit(self.tx)
        except Exception as error:
            self.raised.append(error)
            await self.tx.run("ROLLBACK TO turn")
            raise
        finally:
            await self.tx.run("RELEASE turn")
        return result

    async def read(self, unit: Unit[T]) -> T:
        return await unit(self.tx)

    async def close(self) -> None:
        """It is closed with the unit."""


@dataclass
class Played:
    """why: how it ended: obeyed, not yours, refused, not offered. read: everything that came to their chat.

    done: whether what it is about came of it. stopped: at which step.
    """

    why: str = "obeyed"
    read: list[Any] = field(default_factory=list)
    done: bool = False
    stopped: int = 0
    said: str = ""

    @property
    def text(self) -> str:
        """All there is to read, also on buttons."""
        labels = [label for message in self.read for row in message.get("buttons", ()) for label, _ in row]
        return "\n".join([*(str(message.get("text", "")) for message in self.read), *labels])


class Desk:
    """The same ids, numbers and chances in each try, so that two answers can be compared letter by letter."""

    def __init__(self, inside: Inside, now: int) -> None:
        self.inside, self.now, self.tx = inside, now, inside.tx
        self.messages = itertools.count(1)
        self.house: House = replace(
            house(itertools.count(10**9)), policy=RULES, chance=random.Random(7).randbytes, atlas=ATLAS
        )
        self.last = ""
        self.toast: str | None = None

    async def hears(self, chat: str, said: str, name: str = "", group: str | None = None) -> str:
        """How it ended. said: b:button, s:start, t:label of a button that is shown, else words."""
        kind, _, rest = said.partition(":") if said[:2] in ("b:", "s:", "t:", "r:") else ("", "", said)
        more: dict[str, Any] = {"text": rest} if kind == "" else HOW[kind](rest)
        if kind == "t":
            data = await self.labelled(chat, rest)
            if data is None:
                return "not offered"
            more = {"button": data, "ref": "x", "tap": "t"}
        id = f"z{next(self.messages)}"
        there = group or chat
        incoming = Incoming(
            "telegram", id, chat=there, sender=chat, at=self.now, group=group is not None, name=name, **more
        )
        arrived = Arrived("telegram", id, self.house.fresh(), chat, None, "{}", self.now)
        await inbox.receive(self.tx, row=arrived)
        self.inside.raised.clear()
        outcome = await desk.work_off(self.inside, self.house, [arrived], incoming, self.now)
        self.toast = outcome.toast
        return ended(self.inside.raised)

    async def letters(self, chat: str) -> list[Any]:
        """What was written to a chat since this desk was opened."""
        sql = "SELECT id, body FROM outbox WHERE chat = :chat AND id > '001' ORDER BY id"
        return [json.loads(row["body"]) for row in await self.tx.all(sql, chat=chat)]

    async def labelled(self, chat: str, label: str) -> str | None:
        """What the newest button with these words in it does."""
        for message in reversed(await self.letters(chat)):
            for text, data in (button for row in message.get("buttons", ()) for button in row):
                if label in text:
                    return str(data)
        return None


def ended(raised: Sequence[Exception]) -> str:
    if not raised:
        return "obeyed"
    if isinstance(raised[0], NotYours):
        return "not yours"
    if isinstance(raised[0], Refusal):
        return "refused"
    raise raised[0]


async def tried(
    tx: Tx,
    now: int,
    chat: str,
    steps: Sequence[str],
    effect: str,
    values: dict[str, Any],
    group: str | None = None,
    meanwhile: Sequence[str] = (),
) -> Played:
    """effect: SQL whose answer is another one afterwards; or "reads:" and words that are read at the end.

    meanwhile: SQL for what happens before the last step.
    """
    desk, played = Desk(Inside(tx, tx.kind), now), Played()
    before = await looked(tx, effect, values)
    for n, step in enumerate(steps, 1):
        for sql in meanwhile if n == len(steps) else ():
            await tx.run(sql, **named(sql, values))
            before = await looked(tx, effect, values)
        played.why = await desk.hears(chat, step.removeprefix("?").format_map(values), group=group)
        if played.why == "not offered" and step.startswith("?"):
            played.why = "obeyed"  # only some are asked that
        if played.why != "obeyed":
            break
        played.stopped += 1
    await judged(played, desk, chat, effect, values, before)
    played.read += await desk.letters(group) if group else []
    return played


async def judged(played: Played, desk: Desk, chat: str, effect: str, values: dict[str, Any], before: Any) -> None:
    """What they read, and whether what it is about came of it."""
    played.read = await desk.letters(chat)
    if desk.toast:
        played.read.append({"text": desk.toast, "toast": True})
    played.said = str(played.read[-1]["text"]) if played.read else ""
    if effect.startswith("reads:"):
        played.done = re.search(effect.removeprefix("reads:").format_map(values), played.text) is not None
    else:
        played.done = before != await looked(desk.tx, effect, values)


async def looked(tx: Tx, effect: str, values: dict[str, Any]) -> Any:
    if effect.startswith("reads:"):
        return None
    return [dict(row) for row in await tx.all(effect, **named(effect, values))]


def named(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of these values an SQL statement asks for."""
    return {name: values[name] for name in set(re.findall(NAMED, sql))}
