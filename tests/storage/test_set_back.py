"""When the machine's clock was ahead and went back, nobody is left alone because of it."""

from functools import partial

import pytest

from domain.budget import Spent
from storage import claims, inbox, notes, outbox
from storage.database import Database
from storage.inbox import Arrived
from storage.notes import Note, Waiting
from tests.storage.kept import NOW, settled

HOUR, YEAR = 3600, 365 * 86_400


async def noted(database: Database, spent: Spent, snoozed: int | None = None) -> None:
    await settled(database, "wang")
    await database.do(partial(notes.written, person="wang", spent=spent))
    if snoozed is not None:
        await database.do(partial(notes.snooze, person="wang", until=snoozed, now=NOW))
    note = Note("n1", "wang", None, "news", None, None, "{}", NOW + 9 * HOUR)
    await database.do(partial(notes.leave, note=note))


async def put_right(database: Database) -> Waiting:
    await database.do(partial(notes.set_back, now=NOW))
    return await database.read(partial(notes.waiting, person="wang"))


async def test_whoever_was_written_to_in_the_future_was_written_to_now_and_their_peace_is_over(database: Database):
    await noted(database, Spent(NOW + 8 * HOUR, 3), snoozed=NOW + 400 * 24 * HOUR)
    assert await put_right(database) == Waiting("wang", NOW, Spent(NOW, 3, None))


@pytest.mark.parametrize("last", [NOW - HOUR, NOW])
async def test_whoever_was_written_to_before_keeps_their_peace_and_is_looked_at_now(database: Database, last: int):
    await noted(database, Spent(last, 3), snoozed=NOW + HOUR)
    assert await put_right(database) == Waiting("wang", NOW, Spent(last, 3, NOW + HOUR))


@pytest.mark.parametrize("error", [outbox.TOO_FAST, "Later", None], ids=["too fast", "tried", "claimed"])
async def test_a_letter_of_before_that_was_tried_in_the_future_waits_as_long_as_it_would_have_from_now(
    database: Database, error: str | None
):
    claim = partial(claims.claim, limit=9)
    for n in (1, 2):
        leave = partial(outbox.post, id=f"{n}", chat="a", lane=outbox.Way.REPLY, body="{}", now=NOW)
        await database.do(leave)
    await database.do(partial(claim, me="one", now=NOW + YEAR, until=NOW + YEAR + 10))
    if error:
        await database.do(partial(outbox.later, letter_id="1", seconds=30, error=error, now=NOW + YEAR))
        await database.do(partial(claims.give_back, me="one", letter_ids=["2"]))
    await database.do(partial(outbox.set_back, now=NOW))
    when = NOW
    if error:
        assert await database.do(partial(claim, me="two", now=NOW + 29, until=NOW)) == []
        when = NOW + 30
    found = await database.do(partial(claim, me="two", now=when, until=when + 10))
    assert [letter.id for letter in found] == ["1", "2"]


@pytest.mark.parametrize("left", [NOW - HOUR, NOW])
async def test_a_pause_of_half_a_day_is_kept_whether_the_clock_was_ahead_or_it_only_starts_again(
    database: Database, left: int
):
    """So long a pause Telegram asks for after a flood."""
    await database.do(partial(outbox.post, id="1", chat="a", lane=outbox.Way.REPLY, body="{}", now=left))
    claim = partial(claims.claim, me="one", limit=9)
    await database.do(partial(claim, now=NOW, until=NOW + 10))
    pause = partial(outbox.later, letter_id="1", seconds=12 * HOUR, error=outbox.TOO_FAST, tried=False)
    await database.do(partial(pause, now=NOW))
    for back in (0, 1):  # the program starts again; the clock is put back by a second
        await database.do(partial(outbox.set_back, now=NOW - back))
    assert await database.do(partial(claim, now=NOW + 12 * HOUR - 2, until=NOW + 13 * HOUR)) == []
    assert len(await database.do(partial(claim, now=NOW + 12 * HOUR, until=NOW + 13 * HOUR))) == 1


@pytest.mark.parametrize("created", [NOW - HOUR, NOW + YEAR])
async def test_what_an_older_version_put_off_while_the_clock_was_ahead_goes_out_now(database: Database, created: int):
    """It did not write down when; and whoever had claimed it then is gone."""
    await database.do(partial(outbox.post, id="1", chat="a", lane=outbox.Way.REPLY, body="{}", now=created))
    away = "UPDATE outbox SET error = 'TooFast', not_before = :far, claimed_by = 'gone', claimed_until = :soon"
    await database.do(lambda tx: tx.run(away, far=NOW + YEAR, soon=NOW + HOUR if created > NOW else 0))
    await database.do(partial(outbox.set_back, now=NOW))
    assert len(await database.do(partial(claims.claim, me="two", now=NOW, until=NOW + 10, limit=9))) == 1


async def test_a_letter_for_the_morning_and_one_just_claimed_stay_as_they_are(database: Database):
    leave = partial(outbox.post, chat="a", lane=outbox.Way.STAFF, body="{}", now=NOW)
    await database.do(partial(leave, id="1", not_before=NOW + 9 * HOUR))
    await database.do(partial(leave, id="2"))
    claim = partial(claims.claim, now=NOW, until=NOW + 60, limit=9)
    await database.do(partial(claim, me="one"))
    await database.do(partial(outbox.set_back, now=NOW))
    assert await database.do(partial(claim, me="two")) == []


async def test_a_message_of_before_that_failed_in_the_future_is_worked_off_now(database: Database):
    message = Arrived("telegram", "m1", "1", "telegram:1", None, "{}", NOW)
    await database.do(partial(inbox.receive, row=message))
    await database.do(partial(inbox.stumble, arrived=message, error="Later", next_try_at=NOW + YEAR))
    await database.do(partial(inbox.set_back, now=NOW))
    [due] = await database.read(partial(inbox.due, now=NOW, limit=9))
    assert (due.message_id, due.received_at) == ("m1", NOW)
