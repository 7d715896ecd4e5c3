"""Ids sort by when they were made, also across a restart after the machine's clock went back."""

import asyncio
from functools import partial
from pathlib import Path

from bot.app import put_together, working
from bot.clock import Clock, Ids
from bot.settings import Settings
from storage import outbox
from storage.database import Database, open_database
from storage.ids import newest
from storage.outbox import Way
from tests.postgres_server import migrated

AHEAD = "fffffffffff01abcde"  # an id of a process whose clock was ahead


async def test_what_a_process_keeps_comes_after_all_that_an_earlier_one_has_kept(database: Database):
    ids = Ids()
    ids.go_on_after(await database.read(newest))
    assert ids() < AHEAD
    await database.do(partial(outbox.post, id=AHEAD, chat="web:li", lane=Way.REPLY, body="{}", now=1))
    ids.go_on_after(await database.read(newest))
    assert AHEAD < ids() < ids()


async def test_of_two_programs_with_ids_ahead_of_the_clock_the_one_that_says_less_is_still_heard_last(
    postgres: str, tmp_path: Path
):
    """What it said looked older than what the other had shown, and was never shown."""
    async with migrated(postgres) as address:
        one, two = await open_database(address), await open_database(address)
        leave = partial(outbox.post, chat="web:li", lane=Way.REPLY, body="{}", now=1)
        await one.do(partial(leave, id=AHEAD))
        settings = Settings.model_validate({"database": address, "data": tmp_path, "locale": "en"})
        apps = [put_together(settings, db, Clock()) for db in (one, two)]
        async with working(apps[0]), working(apps[1]):
            for _ in range(100):
                said = apps[0].ids()
            await one.do(partial(leave, id=said))
            async with asyncio.timeout(10):
                while apps[1].ids() < said:
                    await asyncio.sleep(0.5)
        await one.close()
        await two.close()
