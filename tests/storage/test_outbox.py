"""What is to be said is said in order within a chat, by one postman at a time, and never twice."""

import asyncio
from functools import partial
from typing import Any

from storage import claims, outbox
from storage.database import Database, open_database
from storage.outbox import Way

NOW, TERM = 1000, 60


async def post(database: Database, n: int, chat: str = "a", way: Way = Way.STAFF, **more: Any) -> bool:
    letter = partial(outbox.post, id=f"{n:04d}", chat=chat, lane=way, body=f'{{"text": "{n}"}}', now=NOW)
    return await database.do(partial(letter, **more))


async def claim(database: Database, me: str = "one", now: int = NOW, **more: Any) -> list[int]:
    asked = partial(claims.claim, me=me, now=now, until=now + TERM, **{"limit": 100} | more)
    return [int(letter.id) for letter in await database.do(asked)]


async def test_letters_come_in_the_order_in_which_they_were_said(database: Database):
    for n in (3, 1, 2):
        await post(database, n)
    assert await claim(database) == [1, 2, 3]


async def test_an_answer_overtakes_a_notice_and_an_alarm_comes_between(database: Database):
    for n, way in enumerate((Way.BROADCAST, Way.STAFF, Way.URGENT, Way.REPLY)):
        await post(database, n, way=way)
    assert await claim(database, limit=1) == [3]
    assert await claim(database) == [2, 1, 0]


async def test_a_slow_lane_can_be_left_out(database: Database):
    await post(database, 1, way=Way.BROADCAST)
    await post(database, 2, way=Way.STAFF)
    assert await claim(database, slowest=Way.STAFF) == [2]


async def test_what_one_postman_has_no_other_gets_until_the_claim_expires(database: Database):
    await post(database, 1)
    assert await claim(database) == [1]
    assert await claim(database, "two") == []
    assert await claim(database, "two", now=NOW + TERM) == [1]


async def test_many_postmen_at_once_get_each_letter_once(database: Database, url: str):
    for n in range(40):
        await post(database, n, chat=f"chat {n}")
    other = await open_database(url)
    found = await asyncio.gather(*(claim(db, f"{n}", limit=7) for n, db in enumerate((database, other) * 4)))
    letters = [letter for hand in found for letter in hand]
    assert sorted(letters) == list(range(40))
    await other.close()


async def test_nobody_overtakes_in_a_chat_while_an_earlier_letter_is_with_somebody_else(database: Database):
    await post(database, 1)
    assert await claim(database) == [1]
    await post(database, 2)
    await post(database, 3, chat="b")
    assert await claim(database, "two") == [3]
    assert await claim(database) == [2]


async def test_nobody_overtakes_in_a_chat_that_was_told_to_wait(database: Database):
    for n in (1, 2):
        await post(database, n)
    await claim(database, limit=1)
    await database.do(partial(outbox.later, letter_id="0001", seconds=30, error="Later", now=NOW))
    assert await claim(database, now=NOW + 29) == []
    assert await database.read(partial(outbox.next_moment, now=NOW)) == NOW + 30
    assert await claim(database, now=NOW + 30) == [1, 2]


async def test_what_is_left_for_the_morning_holds_up_nothing(database: Database):
    await post(database, 1, not_before=NOW + 3600)
    await post(database, 2)
    assert await claim(database) == [2]
    assert await claim(database, now=NOW + 3600) == [1, 2]


async def test_an_answer_does_not_wait_for_a_notice_that_waits(database: Database):
    await post(database, 1, way=Way.BROADCAST)
    await claim(database)
    await database.do(partial(outbox.later, letter_id="0001", seconds=30, error="Later", now=NOW))
    await post(database, 2, way=Way.REPLY)
    assert await claim(database) == [2]


async def test_a_chat_in_which_too_much_was_said_gets_nothing_in_any_lane_until_its_time(database: Database):
    await post(database, 1)
    await claim(database)
    await database.do(partial(outbox.later, letter_id="0001", seconds=30, error=outbox.TOO_FAST, now=NOW))
    for n, way in enumerate((Way.REPLY, Way.URGENT, Way.BROADCAST), 2):
        await post(database, n, way=way)
    await post(database, 5, chat="b")
    assert await claim(database) == [5]
    assert await claim(database, now=NOW + 29) == []
    assert await claim(database, now=NOW + 30) == [2, 3, 1, 4]


async def test_what_must_not_be_said_twice_is_said_once(database: Database):
    assert [await post(database, n, once="nag o1 600 0") for n in (1, 2)] == [True, False]
    assert await claim(database) == [1]


async def test_what_was_sent_or_failed_is_not_claimed_again(database: Database):
    for n in (1, 2):
        await post(database, n)
    await claim(database)
    await database.do(partial(outbox.sent, letter_id="0001", ref="m1", now=NOW))
    await database.do(partial(outbox.failed, letter_id="0002", error="blocked", now=NOW))
    assert await claim(database, now=NOW + 10 * TERM) == []
    assert await database.read(outbox.backlog) == (0, 1)


async def test_a_claim_that_is_kept_up_does_not_expire(database: Database):
    await post(database, 1)
    await claim(database)
    await database.do(partial(claims.keep, me="one", letter_ids=["0001"], until=NOW + 3 * TERM))
    assert await claim(database, "two", now=NOW + 2 * TERM) == []


async def test_what_was_given_back_can_be_claimed_at_once(database: Database):
    for n in (1, 2):
        await post(database, n)
    await claim(database)
    await database.do(partial(claims.give_back, me="one", letter_ids=["0002"]))
    assert await claim(database, "two") == []  # the first of this chat is still with somebody
    await database.do(claims.release_all)
    assert await claim(database, "two") == [1, 2]


async def test_a_chat_that_moved_takes_its_letters_along(database: Database):
    for n, chat in enumerate(("telegram:-1", "telegram:-3", "telegram:-1")):
        await post(database, n, chat=chat)
    await database.do(partial(outbox.sent, letter_id="0002", ref="m1", now=NOW))
    await database.do(partial(outbox.moved, chat="telegram:-1", new_chat="telegram:-2"))
    letters = await database.do(partial(claims.claim, me="one", now=NOW, until=NOW + TERM, limit=9))
    assert [letter.chat for letter in letters] == ["telegram:-2", "telegram:-3"]
    sent = await database.read(lambda tx: tx.one("SELECT chat FROM outbox WHERE id = '0002'"))
    assert sent == {"chat": "telegram:-1"}


async def test_a_letter_carries_what_it_is_about_and_whom_to_tell(database: Database):
    await post(database, 1, about="7K3MQ2", tell="b")
    [letter] = await database.do(partial(claims.claim, me="one", now=NOW, until=NOW + TERM, limit=9))
    assert (letter.about, letter.tell, letter.body, letter.tries) == ("7K3MQ2", "b", '{"text": "1"}', 0)


async def test_only_what_is_done_is_forgotten_and_what_must_not_be_said_again_a_month_later(database: Database):
    await post(database, 1)
    await post(database, 2, once="nag")
    await post(database, 3)
    for letter_id in ("0001", "0002"):
        await database.do(partial(outbox.sent, letter_id=letter_id, ref=None, now=NOW))
    assert await database.do(partial(outbox.forget, before=NOW)) == 0
    assert await database.do(partial(outbox.forget, before=NOW + 1)) == 1
    assert await claim(database) == [3]
    assert not await post(database, 4, once="nag")
    assert await database.do(partial(outbox.forget, before=NOW + outbox.REMEMBERED + 1)) == 1


async def test_what_became_of_a_letter_is_said_by_whoever_has_it(database: Database):
    await post(database, 1)
    [old] = await database.do(partial(claims.claim, me="one", now=NOW, until=NOW + TERM, limit=9))
    assert await database.do(partial(claims.is_with, letter=old))
    [new] = await database.do(partial(claims.claim, me="two", now=NOW + TERM, until=NOW + 2 * TERM, limit=9))
    assert not await database.do(partial(claims.is_with, letter=old))
    assert await database.do(partial(claims.is_with, letter=new))
    await database.do(partial(claims.give_back, me="one", letter_ids=["0001"]))
    assert await claim(database, "three", now=NOW + TERM) == []
    await database.do(partial(outbox.sent, letter_id="0001", ref="m1", now=NOW))
    assert not await database.do(partial(claims.is_with, letter=new))


async def test_a_postman_is_told_which_claims_are_still_his(database: Database):
    for n in (1, 2):
        await post(database, n, chat=f"chat {n}")
    assert await claim(database) == [1, 2]
    await database.do(partial(outbox.sent, letter_id="0001", ref=None, now=NOW))
    kept = partial(claims.keep, me="one", letter_ids=["0001", "0002"], until=NOW + TERM)
    assert await database.do(kept) == ["0002"]
