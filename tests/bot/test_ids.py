"""Ids sort by when they were made, also across a restart after the machine's clock went back."""

from functools import partial

from bot.clock import Ids
from storage import outbox
from storage.database import Database
from storage.ids import newest
from storage.outbox import Way

AHEAD = "fffffffffff01abcde"  # an id of a process whose clock was ahead


async def test_what_a_process_keeps_comes_after_all_that_an_earlier_one_has_kept(database: Database):
    ids = Ids()
    ids.go_on_after(await database.read(newest))
    assert ids() < AHEAD
    await database.do(partial(outbox.post, id=AHEAD, chat="web:li", lane=Way.REPLY, body="{}", now=1))
    ids.go_on_after(await database.read(newest))
    assert AHEAD < ids() < ids()
