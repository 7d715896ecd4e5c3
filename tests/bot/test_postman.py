"""Letters arrive in order, once, whatever the network and the database do meanwhile."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson
import pytest

from bot.channel import Ambiguous, ChannelError, Later, TooFast, Undeliverable
from bot.clock import Clock
from bot.delivery import Delivery
from bot.metrics import Metrics
from bot.postman import Postman
from dialogue.message import Incoming, Message
from storage import cards, claims, outbox
from storage.cards import Sent
from storage.database import Database, T, Tx, Unit
from storage.outbox import Way
from tests.handlers.town import house

LI = "telegram:1"


@dataclass
class Line:
    """A channel that says what it was given. trouble: what the next tries meet; holds: who waits in mid-send."""

    name: str = "telegram"
    said: list[str] = field(default_factory=list)
    edited: list[str | None] = field(default_factory=list)
    trouble: list[ChannelError] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: asyncio.Event = field(default_factory=asyncio.Event)
    refs: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.open.set()

    def read(self, raw: dict[str, Any], at: int) -> Incoming | None:
        raise NotImplementedError

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        self.said.append(message.text)
        self.edited.append(ref)
        self.under_way.set()
        await self.open.wait()
        if self.trouble:
            raise self.trouble.pop(0)
        return ref or f"r{next(self.refs)}"

    async def tapped(self, tap: str, text: str | None) -> None:
        raise NotImplementedError

    async def fetch(self, reference: str) -> bytes:
        raise NotImplementedError


@dataclass
class Slow:
    """A database whose claims are committed long before the postman hears of it."""

    database: Database
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.kind = self.database.kind
        self.heard.set()

    async def do(self, unit: Unit[T]) -> T:
        done = await self.database.do(unit)
        if getattr(unit, "func", None) is claims.claim:
            await self.heard.wait()
        return done

    async def read(self, unit: Unit[T]) -> T:
        return await self.database.read(unit)

    async def close(self) -> None:
        raise NotImplementedError


@dataclass
class Post:
    """Postmen at one outbox. now: UTC seconds."""

    database: Database
    line: Line = field(default_factory=Line)
    now: int = 1000
    ids: Any = field(default_factory=lambda: itertools.count(1))

    def postman(self, me: str = "one", notices: float = 1000) -> Postman:
        delivery = Delivery(house(itertools.count(10**6)))
        return Postman(self.database, {"telegram": self.line}, delivery, lambda: self.now, me, Metrics(), notices)

    async def leave(self, text: str, chat: str = LI, way: Way = Way.REPLY, **more: Any) -> str:
        letter = f"{next(self.ids):012d}"
        body = orjson.dumps(Message(text, **more).to_json()).decode()
        leave = partial(outbox.post, id=letter, chat=chat, lane=way, body=body, now=self.now)
        await self.database.do(leave)
        return letter

    async def states(self) -> list[str]:
        rows = await self.database.read(lambda tx: tx.all("SELECT state FROM outbox ORDER BY id"))
        return [row["state"] for row in rows]

    async def column(self, name: str) -> list[Any]:
        rows = await self.database.read(lambda tx: tx.all(f"SELECT {name} AS it FROM outbox ORDER BY id"))
        return [row["it"] for row in rows]


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


@asynccontextmanager
async def at_work(postman: Postman) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(postman.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await true():
            await asyncio.sleep(0.01)


async def test_what_lies_in_hand_is_not_claimed_again_after_a_long_pause(post: Post):
    post.line.open.clear()
    for text in ("one", "two"):
        await post.leave(text)
    postman = post.postman()
    async with at_work(postman):
        await post.line.under_way.wait()
        post.now += 600  # the machine slept, and every claim has run out
        await post.leave("three")
        postman.wake()

        async def three_is_claimed() -> bool:
            return (await post.column("claimed_by"))[2] is not None

        await until(three_is_claimed)
        post.line.open.set()

        async def all_sent() -> bool:
            return await post.states() == ["sent"] * 3

        await until(all_sent)
    assert post.line.said == ["one", "two", "three"]


async def test_letters_arrive_where_an_hour_of_the_clock_passes_in_a_second(post: Post):
    clock = Clock(3600, start=post.now)
    await post.leave("hello")
    delivery = Delivery(house(itertools.count(10**6)))
    lines = {"telegram": post.line}
    async with at_work(Postman(post.database, lines, delivery, clock, "one", Metrics(), 1000, pace=clock.speed)):

        async def sent() -> bool:
            return await post.states() == ["sent"]

        await until(sent)


AT_ONCE, SELDOM = 5, 0.001  # notices that go together; then one in a thousand seconds


async def test_an_answer_does_not_wait_until_the_notice_in_the_same_chat_may_go(post: Post):
    for n in range(AT_ONCE):
        await post.leave(f"notice {n}", f"telegram:{10 + n}", Way.BROADCAST)
    await post.leave("notice", way=Way.BROADCAST)
    postman = post.postman(notices=SELDOM)
    async with at_work(postman):

        async def all_others_were_told() -> bool:
            return (await post.states()).count("sent") == AT_ONCE

        await until(all_others_were_told)
        await post.leave("answer")
        postman.wake()

        async def answered() -> bool:
            return "answer" in post.line.said

        await until(answered)
    assert "notice" not in post.line.said
    assert await post.column("claimed_by") == ["one"] * AT_ONCE + [None, "one"]


async def test_a_notice_that_waits_is_given_back_with_the_rest_of_a_chat_that_asks_for_a_pause(post: Post):
    for n in range(AT_ONCE):
        await post.leave(f"notice {n}", f"telegram:{10 + n}", Way.BROADCAST)
    postman = post.postman(notices=SELDOM)
    async with at_work(postman):

        async def all_others_were_told() -> bool:
            return (await post.states()).count("sent") == AT_ONCE

        await until(all_others_were_told)
        await post.leave("notice", way=Way.BROADCAST)
        postman.wake()

        async def lined_up() -> bool:
            return bool((await post.column("claimed_by"))[-1] == "one")

        await until(lined_up)
        post.line.trouble.append(TooFast(1000))
        await post.leave("answer")
        postman.wake()

        async def given_back() -> bool:
            return (await post.column("claimed_by"))[AT_ONCE:] == [None, None]

        await until(given_back)
    assert post.line.said[AT_ONCE:] == ["answer"]


async def test_a_long_outage_does_not_use_up_the_tries_of_a_letter(post: Post):
    await post.leave("hello")
    post.line.trouble += [Later(2)] * 30 + [Ambiguous("no answer")]
    postman = post.postman()
    async with at_work(postman):

        async def sent_or_given_up() -> bool:
            post.now += 100
            postman.wake()
            return await post.states() != ["new"]

        await until(sent_or_given_up)
    assert await post.states() == ["sent"]


@pytest.mark.parametrize(
    ("chat", "fates"), [(LI, ["sent", 2]), ("telegram:-1", ["failed", 1])], ids=["person", "group"]
)
async def test_what_may_have_arrived_is_said_again_to_a_person_and_never_to_a_group(
    post: Post, chat: str, fates: list[object]
):
    await post.leave("hello", chat)
    post.line.trouble.append(Ambiguous("no answer"))
    postman = post.postman()
    async with at_work(postman):

        async def over() -> bool:
            post.now += 100
            postman.wake()
            return await post.states() != ["new"]

        await until(over)
    assert [*await post.states(), len(post.line.said)] == fates


async def test_a_chat_that_asks_for_two_seconds_is_left_alone_for_two_whole_ones(post: Post):
    """Its answer may have come at the very end of our second."""
    post.line.trouble.append(TooFast(2))
    await post.leave("one")
    async with at_work(post.postman()):

        async def told_to_wait() -> bool:
            return int((await post.column("not_before"))[0]) > 0

        await until(told_to_wait)
    assert await post.column("not_before") == [post.now + 3]


async def test_what_must_wait_is_not_overtaken_by_what_was_being_claimed(post: Post):
    slow = Slow(post.database)
    post.database = slow
    post.line.open.clear()
    post.line.trouble.append(Later(2))
    await post.leave("one")
    postman = post.postman()
    async with at_work(postman):
        await post.line.under_way.wait()
        slow.heard.clear()
        await post.leave("two")
        postman.wake()

        async def claimed() -> bool:
            return None not in await post.column("claimed_by")

        async def postponed() -> bool:
            return int((await post.column("not_before"))[0]) > 0

        async def sent() -> bool:
            post.now += 1
            return await post.states() == ["sent", "sent"]

        await until(claimed)
        post.line.open.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(0.3):
                await until(postponed)
        slow.heard.set()
        await until(sent)
    assert post.line.said == ["one", "one", "two"]


async def test_an_edit_goes_to_the_message_another_replica_has_sent_meanwhile(post: Post):
    """Ours showed the card first, another postman sent it fresh at the end of the chat."""
    await post.leave("as it was", card="order:7K3MQ2")
    async with at_work(post.postman()):

        async def sent() -> bool:
            return set(await post.states()) == {"sent"}

        await until(sent)
        fresh = f"{next(post.ids):012d}"
        await post.database.do(partial(cards.sent_as, chat=LI, card="order:7K3MQ2", sent=Sent("r99", fresh)))
        await post.leave("as it is", card="order:7K3MQ2")
        await until(sent)
    assert post.line.edited == [None, "r99"]


async def test_a_letter_that_cannot_be_written_down_stops_no_other(post: Post, monkeypatch: pytest.MonkeyPatch):
    sent = outbox.sent

    async def breaks(tx: Tx, letter_id: str, ref: str | None, now: int) -> None:
        if letter_id == poison:
            raise ValueError
        await sent(tx, letter_id, ref, now)

    monkeypatch.setattr(outbox, "sent", breaks)
    poison = await post.leave("poison")
    await post.leave("two")
    await post.leave("three", chat="telegram:2")
    async with at_work(post.postman()):

        async def others_sent() -> bool:
            return await post.states() == ["failed", "sent", "sent"]

        await until(others_sent)
    assert sorted(post.line.said) == ["poison", "three", "two"]


async def test_who_stops_finishes_what_is_under_way_and_gives_back_the_rest(post: Post):
    post.line.open.clear()
    await post.leave("one")
    await post.leave("two")
    async with at_work(post.postman()) as task:
        await post.line.under_way.wait()
        task.cancel()
        await asyncio.sleep(0)
        post.line.open.set()
        with suppress(asyncio.CancelledError):
            await task
    assert await post.states() == ["sent", "new"]
    assert await post.column("claimed_until") == [0, 0]
    assert post.line.said == ["one"]


@pytest.mark.parametrize("heard", [[], [Later(5)], [Undeliverable("refused")]], ids=["sent", "later", "refused"])
async def test_a_postman_that_was_frozen_says_and_writes_nothing_of_what_another_has_said(
    post: Post, heard: list[ChannelError]
):
    """His claims ran out while he waited for what Telegram says to the first letter."""
    for text in ("one", "two", "three"):
        await post.leave(text)
    post.line.open.clear()
    other = Post(post.database, now=post.now + 600)

    async def all_sent() -> bool:
        return set(await post.states()) == {"sent"}

    async with at_work(post.postman("one")):
        await post.line.under_way.wait()
        async with at_work(other.postman("two")):
            await until(all_sent)
        before = await post.column("ref || ':' || not_before || ':' || claimed_by")
        post.now = other.now
        post.line.trouble += heard
        post.line.open.set()
        await post.leave("four")
        await until(all_sent)
    assert (other.line.said, post.line.said) == (["one", "two", "three"], ["one", "four"])
    assert (await post.column("ref || ':' || not_before || ':' || claimed_by"))[:3] == before


async def test_what_a_frozen_postman_has_said_is_not_said_again_where_another_only_tried(post: Post):
    """The other one gave it back: then the first knows best what became of it."""
    await post.leave("one")
    post.line.open.clear()
    other = Post(post.database, now=post.now + 600)
    other.line.trouble.append(TooFast(1000))

    async def given_back() -> bool:
        return await post.column("claimed_by") == [None]

    async def sent() -> bool:
        return await post.states() == ["sent"]

    async with at_work(post.postman("one")):
        await post.line.under_way.wait()
        async with at_work(other.postman("two")):
            await until(given_back)
        post.now = other.now
        post.line.open.set()
        await until(sent)
    assert post.line.said == ["one"]
