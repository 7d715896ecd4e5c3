"""What /metrics tells."""

import asyncio
import re
import threading
from pathlib import Path

from bot.clerk import Clerk
from bot.delivery import Delivery
from bot.health import health_routes
from bot.media import Media
from bot.metrics import Metrics
from bot.pictures import Darkroom
from bot.postman import Postman
from bot.receiving import Receiving
from bot.recordings import Recorder
from domain.person import Held, Role
from storage.database import Database
from tests.bot import test_clerk, test_postman
from tests.bot.test_clerk import Office
from tests.handlers.town import COMPOUND, Town


def test_the_page_tells_what_was_counted():
    metrics = Metrics()
    metrics.received.labels(channel="web").inc()
    metrics.sent.labels(channel="telegram", result="unreachable").inc(2)
    metrics.orders.labels(state="placed").set(3)
    metrics.units.observe(0.002)
    page = metrics.page().decode()
    assert 'sidan_updates_received_total{channel="web"} 1.0' in page
    assert 'sidan_messages_sent_total{channel="telegram",result="unreachable"} 2.0' in page
    assert 'sidan_orders{state="placed"} 3.0' in page
    assert 'sidan_unit_of_work_seconds_bucket{le="0.0025"} 1.0' in page


def test_the_page_tells_what_is_asked_of_each_role():
    metrics = Metrics()
    metrics.messages.labels("G").inc(3)
    for did in ("tap", "tap", "photo", "words", None):
        metrics.did("G", did)
    page = metrics.page().decode()
    assert 'sidan_burden_messages_total{role="G"} 3.0' in page
    assert 'sidan_burden_taps_total{role="G"} 2.0' in page
    assert 'sidan_burden_photos_total{role="G"} 1.0' in page


def test_two_programs_do_not_count_together():
    one, other = Metrics(), Metrics()
    one.forgeries.inc()
    assert "sidan_webhook_forgeries_total 1.0" in one.page().decode()
    assert "sidan_webhook_forgeries_total 0.0" in other.page().decode()


async def test_the_page_tells_how_much_goes_on_at_once(database: Database):
    forever = asyncio.ensure_future(asyncio.Event().wait())
    metrics = Metrics()
    *_, page = health_routes(database, metrics, lambda: 0)
    told = (await page.endpoint(None)).body.decode()
    forever.cancel()
    found = dict(re.findall(r"^sidan_(tasks|threads) (\S+)$", told, re.MULTILINE))
    assert float(found["tasks"]) >= 2  # the test, and what it began
    assert float(found["threads"]) == threading.active_count()


async def test_a_tap_and_the_message_that_answers_it_are_asked_of_the_role_of_who_tapped(
    database: Database, tmp_path: Path
):
    town, metrics, line = Town(database), Metrics(), test_clerk.Line()
    await town.built()
    await town.moves_in("Li", Held(Role.PROPERTY, COMPOUND))
    clerk = Clerk(
        database, town.house, {"telegram": line}, Receiving(Media(tmp_path), Darkroom(), Recorder()), lambda: town.now,
        lambda: None, metrics,
    )  # fmt: skip
    letters = test_postman.Line()
    postman = Postman(
        database, {"telegram": letters}, Delivery(town.house), lambda: town.now, "one", metrics, 1000
    )  # fmt: skip
    office = Office(town, line, clerk)
    async with test_clerk.at_work(clerk), test_postman.at_work(postman):
        await office.arrives(hand=False, button="show 7K3MQ2")

        async def answered() -> bool:
            clerk.wake()
            postman.wake()
            return "sidan_burden_messages_total{" in metrics.page().decode()

        await test_postman.until(answered)
    page = metrics.page().decode()
    assert 'sidan_burden_taps_total{role="P"} 1.0' in page
    assert 'sidan_burden_messages_total{role="P"} 1.0' in page
