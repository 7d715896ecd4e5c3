"""The chats, messages and people of the fake Telegram, and its own clock."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from tests.fake_telegram.files import Files

JSON = dict[str, Any]
T = TypeVar("T")
TAP_LIVES = 150  # seconds


@dataclass(slots=True)
class Post:
    """A message in a chat, as it is shown now."""

    raw: JSON
    by_bot: bool
    change: int = 0  # the world's count when it was last new or different
    edits: int = 0
    quiet: bool = False
    keyboard: JSON | None = None


@dataclass(slots=True)
class Chat:
    id: int
    card: JSON
    bot_is: str = "member"  # or administrator, restricted, muted, left, kicked; in private also stranger, blocked ...
    posts: dict[int, Post] = field(default_factory=dict)
    privacy: bool = True
    moved_to: int | None = None
    topics: set[int] = field(default_factory=set)  # those of a forum that are open
    numbers: Callable[[], int] = field(default=count(1).__next__)

    @property
    def kind(self) -> str:
        return str(self.card["type"])


@dataclass(slots=True)
class Tap:
    id: str
    at: int
    answer: JSON | None = None


@dataclass(slots=True)
class Pending:
    """An update as it was when it happened."""

    id: int
    body: bytes
    expires: int
    queue: str  # the webhook delivers one at a time of each
    gone: bool = False


class World:
    """What there is. Nothing here knows about HTTP."""

    def __init__(self, token: str, keep: int | None = None) -> None:
        self.bot: JSON = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "四单",
            "username": "sidan_bot",
        }
        self.keep = keep  # messages a chat remembers; None: all
        self.people: dict[int, JSON] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files = Files()
        self.commands: dict[str, list[JSON]] = {}
        self.changes = 0
        self.watchers: list[Callable[[Chat, Post], None]] = []
        self._ahead = 0.0
        self._numbers = count(1).__next__
        self._taps = count(1).__next__
        self._waiting: set[asyncio.Future[None]] = set()

    def now(self) -> int:
        return int(self.moment())

    def moment(self) -> float:
        """As now, with what is less than a second."""
        return time.time() + self._ahead

    def let_pass(self, seconds: float) -> None:
        self._ahead += seconds
        self.wake()

    def person(self, card: JSON) -> JSON:
        """Known from now on; the bot may not write first."""
        person = self.people.get(card["id"])
        if person is None:
            person = self.people[card["id"]] = {"is_bot": False} | card
            shown = {key: person[key] for key in ("id", "first_name", "username") if key in person}
            self._chat(Chat(card["id"], shown | {"type": "private"}, bot_is="stranger"))
        return person

    def group(self, card: JSON, privacy: bool = True, bot_is: str = "member") -> Chat:
        if card["id"] not in self.chats:
            self._chat(Chat(card["id"], card, bot_is, privacy=privacy))
        return self.chats[card["id"]]

    def _chat(self, chat: Chat) -> None:
        # Supergroups number their own messages; all other chats of a bot share one row of numbers.
        chat.numbers = count(1).__next__ if chat.kind == "supergroup" else self._numbers
        self.chats[chat.id] = chat

    def post(self, chat: Chat, sender: JSON, content: JSON, by_bot: bool = False) -> Post:
        number = chat.numbers()
        raw = {"message_id": number, "from": sender, "chat": chat.card, "date": self.now(), **content}
        post = chat.posts[number] = Post(raw, by_bot)
        if self.keep is not None and len(chat.posts) > self.keep:
            del chat.posts[next(iter(chat.posts))]
        self.changed(chat, post)
        return post

    def tapped(self) -> Tap:
        tap = Tap(str(4_000_000_000_000_000 + self._taps()), self.now())
        self.taps[tap.id] = tap
        return tap

    def answered(self, tap: Tap, answer: JSON) -> None:
        tap.answer = answer
        if self.keep is not None:
            del self.taps[tap.id]
        self.wake()

    def edit(self, chat: Chat, post: Post, raw: JSON) -> None:
        post.raw = raw | {"edit_date": self.now()}
        post.edits += 1
        self.changed(chat, post)

    def changed(self, chat: Chat, post: Post) -> None:
        self.changes += 1
        post.change = self.changes
        for watch in self.watchers:
            watch(chat, post)
        self.wake()

    def wake(self) -> None:
        if self._waiting:
            for waiter in self._waiting:
                if not waiter.done():
                    waiter.set_result(None)
            self._waiting.clear()

    async def until(self, condition: Callable[[], T | None], patience: float = 10.0) -> T:
        """What the condition gives once it is neither None nor False; TimeoutError when it never is."""
        async with asyncio.timeout(patience):
            while True:
                found = condition()
                if found is not None and found is not False:
                    return found
                waiter = asyncio.get_running_loop().create_future()
                self._waiting.add(waiter)
                await waiter
