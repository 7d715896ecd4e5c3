"""What there is afterwards: every report that was acknowledged is one order, and nothing is said twice but in doubt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import orjson

from tests.fake_telegram import FakeTelegram
from tests.proof.replicas.pair import Replicas, Said
from tests.proof.replicas.residents import Residents


@dataclass(frozen=True)
class Effects:
    """orders: how many; repeated: what Telegram was asked to show more often than it was to be said."""

    orders: int
    repeated: Counter[Said]


async def count(database: asyncpg.Connection, sql: str) -> int:
    return int(await database.fetchval(f"SELECT COUNT(*) FROM {sql}"))


async def rows(database: asyncpg.Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await database.fetch(sql)]


async def done_once(replicas: Replicas, residents: Residents) -> Effects:
    """Fails where anything was lost, or done or said twice."""
    database, telegram = replicas.database, replicas.town.telegram
    assert isinstance(telegram, FakeTelegram)
    not_done = "SELECT state, tries, error, sender, raw FROM inbox WHERE state <> 'done'"
    assert await rows(database, not_done) == [], "a message was not worked off"
    not_sent = "SELECT state, tries, error, lane, chat, created_at, done_at, body FROM outbox WHERE state <> 'sent'"
    assert await rows(database, not_sent) == [], "a letter was not sent"
    letters = said(await rows(database, "SELECT chat, body FROM outbox"))
    shown = said(await rows(database, "SELECT address, body FROM web_log"), by_bot=True)
    assert shown - letters == Counter(), "said twice on the web, where there is no doubt"
    assert Counter({said: n for said, n in letters.items() if said[0].startswith("web:")}) - shown == Counter()
    sent = asked_to_show(telegram)
    repeated = sent - letters
    assert repeated - replicas.in_flight == Counter(), "said twice without any doubt about the first time"
    await every_report_is_one_order(database, residents.receipts)
    return Effects(len(residents.receipts), repeated)


async def every_report_is_one_order(database: asyncpg.Connection, receipts: Sequence[tuple[str, str, str]]) -> None:
    placed = await rows(
        database,
        """
        SELECT c.id, o.what, o.number FROM orders o
        JOIN authors a ON a.order_id = o.id JOIN chats c ON c.person = a.person
        """,
    )
    there, acknowledged = Counter[tuple[object, ...]](placed), Counter[tuple[object, ...]](receipts)
    assert there - acknowledged == Counter(), "done twice, or without a word"
    assert acknowledged - there == Counter(), "acknowledged and lost"
    assert await count(database, "order_events WHERE step = 'place'") == len(receipts)
    assert await rows(database, "SELECT SUM(placed) FROM daily") == [(len(receipts),)]


def said(found: Sequence[tuple[object, ...]], *, by_bot: bool = False) -> Counter[Said]:
    bodies = [(str(chat), orjson.loads(str(body))) for chat, body in found]
    return Counter((chat, body["text"]) for chat, body in bodies if not by_bot or body["from"] == "bot")


def asked_to_show(telegram: FakeTelegram) -> Counter[Said]:
    """New messages; an edit that comes twice shows nothing twice."""
    calls = [given for method, given in telegram.api.calls if method == "sendMessage"]
    return Counter((f"telegram:{given['chat_id']}", str(given["text"])) for given in calls)
