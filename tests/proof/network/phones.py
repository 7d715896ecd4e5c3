"""What every chat was shown, one after the other, beside what was to be said there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from storage.database import Database
from tests.fake_telegram.world import Chat, Post, World

JSON = dict[str, Any]
Looks = tuple[str, str]  # the text, and its buttons


@dataclass(frozen=True, slots=True)
class Letter:
    id: str
    chat: int
    lane: int
    looks: Looks
    card: str | None
    state: str
    error: str | None
    ref: int | None

    @property
    def written(self) -> float:
        """Seconds since 1970, shortly before the commit: an id begins with the microseconds."""
        return int(self.id[:13], 16) / 1e6


@dataclass(frozen=True, slots=True)
class Shown:
    """at: seconds since 1970. new: a message of its own, or a change of one."""

    at: float
    chat: int
    message_id: int
    looks: Looks
    new: bool


class Phones:
    """Looks over the shoulders of everybody in this world: what they see now, and whatever comes."""

    def __init__(self, world: World) -> None:
        self.shown: list[Shown] = []
        self._now = world.moment
        for chat in world.chats.values():
            for post in chat.posts.values():
                self._look(chat, post)
        world.watchers.append(self._look)

    def _look(self, chat: Chat, post: Post) -> None:
        number = post.raw["message_id"]
        if post.by_bot and number in chat.posts:
            self.shown.append(Shown(self._now(), chat.id, number, looks_of(post), new=post.edits == 0))

    def repeated(self, letters: Iterable[Letter]) -> Counter[int]:
        """How many messages too many each chat was shown."""
        meant = Counter((letter.chat, letter.looks) for letter in letters)
        shown = Counter((one.chat, one.looks) for one in self.shown if one.new)
        return sum_by_chat(shown - meant)

    def never(self, letters: Iterable[Letter]) -> list[Letter]:
        """Those that were sent, it says, and never shown; a card may be overtaken by what shows more."""
        seen = {(one.chat, one.looks) for one in self.shown}
        return [one for one in letters if one.state == "sent" and not one.card and (one.chat, one.looks) not in seen]

    def out_of_order(self, letters: Iterable[Letter]) -> list[Shown]:
        """What a chat was shown after what was to be said later, in the same lane. Twice the same is in order."""
        rows: dict[int, dict[int, list[Looks]]] = defaultdict(lambda: defaultdict(list))
        for letter in sorted(letters, key=lambda letter: letter.id):
            rows[letter.chat][letter.lane].append(letter.looks)
        at: Counter[tuple[int, int]] = Counter()
        return [one for one in self.shown if not _fits(one, rows[one.chat], at)]


def _fits(one: Shown, lanes: dict[int, list[Looks]], at: Counter[tuple[int, int]]) -> bool:
    """at: how far each lane of each chat has come."""
    for lane, row in lanes.items():
        begin = at[one.chat, lane]
        if one.looks in row[begin:]:
            at[one.chat, lane] = row.index(one.looks, begin)
            return True
    return False


def sum_by_chat(found: Counter[tuple[int, Looks]]) -> Counter[int]:
    chats: Counter[int] = Counter()
    for (chat, _), number in found.items():
        chats[chat] += number
    return chats


def looks_of(post: Post) -> Looks:
    rows = post.raw.get("reply_markup", {}).get("inline_keyboard", ())
    return looks(post.raw.get("text", ""), [[(key["text"], key["callback_data"]) for key in row] for row in rows])


def looks(text: str, buttons: Iterable[Iterable[tuple[str, str]]]) -> Looks:
    return text.strip(), " ".join(f"[{label}|{data}]" for row in buttons for label, data in row)


async def letters_of(database: Database) -> list[Letter]:
    """Everything that was ever to be said on Telegram."""
    sql = "SELECT id, chat, lane, body, state, error, ref FROM outbox WHERE chat LIKE 'telegram:%' ORDER BY id"
    return [letter(dict(row)) for row in await database.read(lambda tx: tx.all(sql))]


def letter(row: JSON) -> Letter:
    body = orjson.loads(row.pop("body"))
    chat, ref = int(row.pop("chat").removeprefix("telegram:")), row.pop("ref")
    seen = looks(body["text"], [[(label, data) for label, data in line] for line in body.get("buttons", ())])
    return Letter(chat=chat, looks=seen, card=body.get("card"), ref=int(ref) if ref else None, **row)
