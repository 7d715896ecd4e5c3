"""A thousand neighbours write within one second, and tap within another: each is answered, and answered once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.fake_telegram.control import buttons
from tests.fake_telegram.world import Post
from tests.proof.load.homes import RESIDENTS
from tests.proof.load.neighbourhood import Neighbourhood, a_neighbourhood
from tests.proof.load.pace import at
from tests.proof.load.phones import Phone
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

RATE = 1000  # a second
LAST = 10.0  # seconds within which everybody is to be answered
PATIENCE = 20.0
WORDS = "3号楼的路灯不亮了"
NUMBER = "Your number is"


@pytest.mark.proves("It keeps up", "a burst within one second, of messages and then of taps")
async def test_a_burst_is_answered_once_each(figure: Figure, size: Size, tmp_path: Path):
    people = size.pick(60, 1000, 1000)
    async with a_neighbourhood(tmp_path, homes=-(-people // RESIDENTS)) as town:
        everybody = [[town.phones.of(number, "") for number in home.numbers] for home in town.homes]
        residents = [phone for _, _, *home in everybody for phone in home][:people]
        waits, summaries = await at_once(residents, [None] * people)
        tell(figure, size, "messages", waits)
        assert [phone.heard for phone in residents] == [1] * people
        waits, receipts = await at_once(residents, summaries)
        tell(figure, size, "taps", waits)
        await town.all_is_said()
        each_has_one_order(town, residents, receipts)
        assert await town.program.metric("sidan_dead_letters") == 0


async def at_once(residents: list[Phone], shown: Sequence[Post | None]) -> tuple[list[float], list[Post]]:
    """Everybody reports, or taps Send under what is shown: seconds until the answer of each, and the answer."""
    chance = Random(len(residents))
    moments = [chance.uniform(0, len(residents) / RATE) for _ in residents]
    told = [asyncio.ensure_future(one(*act)) for act in zip(residents, shown, moments, strict=True)]
    answers = await asyncio.gather(*told)
    return [waited for waited, _ in answers], [post for _, post in answers]


async def one(phone: Phone, shown: Post | None, moment: float) -> tuple[float, Post]:
    await asyncio.sleep(moment)
    loop, after = asyncio.get_running_loop(), phone.moment
    since = loop.time()
    if shown is None:
        phone.says(WORDS)
        post = await phone.hears(WORDS, "Send", after, PATIENCE)
    else:
        assert buttons(shown)
        phone.taps(shown, "Send")
        post = await phone.hears(NUMBER, after=after, patience=PATIENCE)
    return loop.time() - since, post


def tell(figure: Figure, size: Size, what: str, waits: list[float]) -> None:
    last = max(waits)
    figure(what, f"{len(waits):,} answered, p95 after {at(waits, 95):.2f} s, the last after {last:.2f} s")
    if size.timed:
        assert last < LAST


def each_has_one_order(town: Neighbourhood, residents: list[Phone], receipts: list[Post]) -> None:
    wanted = {f"telegram:{phone.chat.id}": 1 for phone in residents}
    chats = "JOIN authors a ON a.order_id = o.id JOIN chats c ON c.person = a.person"
    assert dict(town.rows(f"SELECT c.id, COUNT(*) FROM orders o {chats} GROUP BY c.id")) == wanted
    said = Counter(chat for (chat,) in town.rows(f"SELECT chat FROM outbox WHERE body LIKE '%{NUMBER}%'"))
    assert said == wanted
    told = [[post for post in phone.chat.posts.values() if NUMBER in post.raw.get("text", "")] for phone in residents]
    assert [len(posts) for posts in told] == [1] * len(residents)
    numbers = {post.raw["text"] for post in receipts}
    assert len(numbers) == len(residents)
