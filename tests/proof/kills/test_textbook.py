"""A textbook bot, killed the same way: measured for comparison, so only that it was measured can fail."""

import asyncio
import os
import random
import secrets
from pathlib import Path

import pytest

from tests.fake_telegram import FakeTelegram
from tests.proof.bounds import at_most
from tests.proof.kills.killer import Killer
from tests.proof.kills.textbook import Patient, TextbookBot
from tests.proof.page import COMPARISON
from tests.proof.plugin import Figure
from tests.proof.sizes import Size


async def nothing() -> None:
    """There is nothing to look at."""


@pytest.mark.proves(
    "Nothing said is lost, nothing is done twice",
    f"{COMPARISON}: a textbook python-telegram-bot bot (ConversationHandler, PicklePersistence, "
    "run_polling), killed the same way",
)
async def test_what_a_textbook_bot_loses_is_measured(figure: Figure, size: Size, tmp_path: Path):
    kills, people, matters, patience = size.pick((3, 12, 2, 0.5), (6, 20, 4, 0.7), (100, 30, 20, 2.0))
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(1_000_000))
    print(f"\nCRASH_SEED={seed}")
    async with FakeTelegram(referee=False) as telegram:
        bot = TextbookBot(telegram, tmp_path)
        neighbours = Patient(bot, telegram, people, matters, patience)
        killer = Killer(bot, nothing, random.Random(seed))
        await bot.start()
        await bot.ready()
        async with asyncio.TaskGroup() as together:
            together.create_task(neighbours.live())
            together.create_task(killer.goes_about(neighbours, kills))
        await telegram.drained()
        await bot.kill()
        fates, filed = neighbours.fates, bot.filed()
    assert killer.kills > kills
    assert killer.while_starting > 0
    assert filed.total() > 0
    lost = sum(filed[words] == 0 for words in fates.sent)
    doubled = sum(filed[words] - 1 for words in filed)
    figure("kills", f"{killer.kills:,}, of them {killer.while_starting:,} while it started")
    figure("reports", f"{people * matters:,}, of them {len(fates.sent):,} sent and {filed.total():,} filed")
    for mishap, count in (("lost", lost), ("doubled", doubled), ("silent", fates.silent), ("stuck", fates.stuck)):
        rate, bound = 1000 * count / killer.kills, at_most(count, killer.kills)
        figure(mishap, f"{count:,} ({rate:,.0f} per 1,000 kills, at most {bound:,.0f})")
