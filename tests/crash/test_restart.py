"""What a dead program held does not hold up the next one."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.stories.stories import sends_report
from tests.stories.town import a_town

FOR_EVER = 2**40


async def test_on_sqlite_nothing_waits_for_a_program_that_is_gone(tmp_path: Path):
    file = tmp_path / "sidan.db"
    async with a_town("polling", f"sqlite:{file}", tmp_path) as town:
        assert town.telegram
        estate = town.estate()
        li = town.telegram.person(1, "李秀兰")
        await li.starts(estate.poster("3/1"))
        await li.hears("What is the matter?")
        await town.program.kill()
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("UPDATE leases SET until = ?", (FOR_EVER,))
            letter = ("0", "telegram:1", 0, '{"text": "left behind"}', "gone", FOR_EVER, 0)
            database.execute(
                """
                INSERT INTO outbox (id, chat, lane, body, claimed_by, claimed_until, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                letter,
            )
        await town.program.start()
        await town.program.ready()
        await li.sees("left behind")
        await sends_report(li, "楼道的灯不亮了")
        await town.is_well()
