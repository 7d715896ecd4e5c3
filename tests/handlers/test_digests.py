"""Nobody is buried: what comes together is one message, so many a day, none in the night, and nothing that is over."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from bot.metronome import LOOKS
from dialogue.message import Message
from domain import clock
from domain.calendar import Quiet
from domain.number import make
from domain.order import Lane, Order, State
from domain.person import SYSTEM, Held, Role
from domain.policy import Budget, Policy
from handlers import digests, overdue, telling
from handlers.turn import Turn
from storage import notes, orders, people
from storage.database import Database, Tx, open_database
from storage.notes import Note
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, GRID_1, HOUR, MINUTE, MONDAY, POLICY, Town

EVENING = MONDAY + 12 * HOUR  # ten
MORNING = EVENING + 9 * HOUR  # seven


def rung(*neighbours: Neighbour) -> list[Message]:
    """What made a sound since they last looked."""
    found = [message for neighbour in neighbours for message in neighbour.phone.news if message.alert]
    for neighbour in neighbours:
        neighbour.phone.news.clear()
    return found


async def many(town: Town, count: int, author: Neighbour, **other: Any) -> list[str]:
    """So many orders, as old as the moment; their numbers."""
    first = int(await town.one("SELECT COUNT(*) FROM orders"))
    numbers = [make((n * 32).to_bytes(4)) for n in range(first, first + count)]
    for one in numbers:
        usual: dict[str, Any] = {
            "place": f"{COMPOUND}/3/1",
            "grid": GRID_1,
            "category": "leak",
            "lane": Lane.ORDINARY,
            "rung": COMPOUND,
        }
        order = Order(
            id=town.house.fresh(), number=one, author=author.id, what=f"漏水{one}", placed_at=town.now, **usual | other
        )
        await town.database.do(partial(orders.insert, order=clock.begun(order, town.house.policy, town.now)))
    return numbers


async def asked_of(town: Town, worker: Neighbour, count: int, author: Neighbour) -> list[str]:
    return await many(town, count, author, state=State.DISPATCHED, assignee=worker.id)


def with_budget(policy: Policy, **budget: int) -> Policy:
    return replace(policy, rules=replace(policy.rules, budget=Budget(**budget)))


async def test_many_overdue_are_one_message_with_a_button_each(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    numbers = await asked_of(town, wang, 5, li)
    await town.later(minutes=30)
    [message] = rung(wang)
    assert message.text.splitlines()[0] == "⏰ Waiting for you:"
    assert sorted(label[3:] for label in wang.labels()[:5]) == sorted(numbers)
    assert wang.labels()[5] == "💤 Remind me later"
    for number in numbers:
        assert f"漏水{number}" in message.text
        assert f"{number} · " in await wang.taps(f". {number}")


async def test_on_a_channel_without_buttons_a_number_shows_the_card(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    numbers = await asked_of(town, wang, 3, li)
    await town.later(minutes=30)
    assert f"{numbers[1]} · " in await wang.says("2")


async def test_one_thing_is_said_as_it_is(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    [number] = await asked_of(town, wang, 1, li)
    await town.later(minutes=30)
    [message] = rung(wang)
    assert message.text == f"⏰ {number} is waiting for you. A word to the resident helps, too.\n📝 漏水{number}"


async def test_sixty_overdue_orders_in_a_day_are_no_more_messages_than_the_budget_allows(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    """Four new ones every hour, and nobody moves: each is reminded of, nagged about, told and raised."""
    town.mornings = True
    said: Counter[tuple[str, int]] = Counter()
    for step in range(2 * 24 * 4):
        if step < 60:
            await asked_of(town, wang, 1, li)
        await town.later(minutes=15)
        day = datetime.fromtimestamp(town.now, town.house.zone).day
        for neighbour in (zhou, wang, liu, li):
            said[neighbour.id, day] += len(rung(neighbour))
    assert max(said.values()) <= POLICY.rules.budget.messages
    assert said["wang", 23] == POLICY.rules.budget.messages  # and it was the budget that held them back
    assert said["wang", 24] > 0  # a new day


async def test_the_budget_of_a_place_is_its_own(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    town.house = replace(town.house, policy=with_budget(POLICY, messages=3))
    said = 0
    for _ in range(44):
        await asked_of(town, wang, 1, li)
        await town.later(minutes=15)
        said += len(rung(wang))
    assert said == 3


async def test_between_two_messages_there_is_a_gap_and_what_came_meanwhile_comes_together(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.house = replace(town.house, policy=with_budget(POLICY, gap=20 * MINUTE, messages=99))
    moments = []
    for _ in range(48):
        await asked_of(town, wang, 1, li)
        await town.later(minutes=5)
        if found := rung(wang):
            assert len(found) == 1
            moments.append(town.now)
    gaps = [after - before for before, after in pairwise(moments)]
    assert min(gaps) == 20 * MINUTE


async def test_what_is_urgent_waits_for_nothing_and_costs_nothing(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.house = replace(town.house, policy=with_budget(POLICY, messages=1))
    await asked_of(town, wang, 2, li)
    await town.later(minutes=30)
    assert len(rung(wang)) == 1
    town.now = EVENING + 3 * HOUR
    await many(town, 1, li, lane=Lane.URGENT, state=State.DISPATCHED, assignee=wang.id)
    await town.later(minutes=5)
    assert len(rung(wang)) == 1
    assert await town.one("SELECT messages FROM waiting WHERE person = 'wang'") == 1


async def test_many_fires_are_one_message_a_minute_however_many_and_the_rest_waits_for_its_time(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    town.now = EVENING + 3 * HOUR
    [calm] = await asked_of(town, wang, 1, li)
    await _set(town, "UPDATE orders SET due_at = :due WHERE number = :n", due=town.now + MINUTE, n=calm)
    await town.later(minutes=1)
    assert rung(wang) == []
    assert await town.one("SELECT look_at FROM waiting WHERE person = 'wang'") >= MORNING
    fires = await many(town, 50, li, lane=Lane.URGENT, state=State.DISPATCHED, assignee=wang.id)
    town.now += 30
    await many(town, 50, li, lane=Lane.URGENT, state=State.DISPATCHED, assignee=wang.id)
    town.now += 5 * MINUTE - 30
    await town.later()
    [message] = rung(wang)
    assert message.text.splitlines()[0] == "⏰ Waiting for you:"
    assert message.text.count("🚨") == 8
    assert "42 more" in message.text
    assert calm not in message.text
    assert "💤 Remind me later" not in wang.labels()
    assert f"{fires[0]} · " in await wang.taps(f". {fires[0]}")
    rung(wang)
    heard = []
    for second in range(10, 2 * MINUTE, 10):
        town.now += 10
        await town.later()
        heard += [second] if rung(wang) else []
    assert heard == [MINUTE]
    assert await town.one("SELECT messages FROM waiting WHERE person = 'wang'") == 0
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang' AND urgent = 0") == 1


async def test_what_goes_wrong_with_one_persons_fire_holds_up_nobody_elses_digest_nor_the_other_way_round(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, sun: Neighbour
):
    for urgent, rounds in enumerate((digests.tick, digests.ring)):
        unreadable = Note(f"zz{urgent}", "sun", None, "unheard of", None, None, "no JSON", town.now, None, urgent)
        await town.database.do(partial(notes.leave, note=unreadable))
        with pytest.raises(ExceptionGroup):
            await rounds(town.database, town.house, town.now)
    await asked_of(town, wang, 1, li)
    await many(town, 1, li, lane=Lane.URGENT, state=State.DISPATCHED, assignee=wang.id)
    town.now += 30 * MINUTE
    for look in LOOKS:
        with suppress(ExceptionGroup):
            await look(town.database, town.house, town.now)
    await town.delivers()
    assert len(rung(wang)) == 2


async def test_what_was_put_out_meanwhile_does_not_ring(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, sun: Neighbour
):
    fires = await many(town, 3, li, lane=Lane.URGENT, state=State.DISPATCHED, assignee=wang.id)
    town.now += 5 * MINUTE
    await overdue.tick(town.database, town.house, town.now)
    for number in fires[:2]:
        await wang.says(number)
        await wang.taps("Accept")
    rung(wang)
    await town.later()
    [message] = rung(wang)
    assert fires[2] in message.text
    assert not [number for number in fires[:2] if number in message.text]


async def test_through_a_whole_night_nothing_but_what_is_urgent_rings(
    town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour, liu: Neighbour
):
    """Zhou hands out, Wang accepts, tells and finishes, Li writes; what lies about falls due and goes up."""
    real = Quiet(time(22), time(7))
    assert POLICY.rules.quiet == real
    lying = [*await many(town, 3, zhao), *await asked_of(town, hu, 3, zhao)]
    town.now = EVENING - 2 * MINUTE
    mine = [await _reported(li) for _ in range(3)]
    others = (zhao, hu, liu)
    rung(*others, li, zhou, wang)
    town.now = EVENING
    for number in lying:  # the clock looks at everything in the middle of the night
        await _set(town, "UPDATE orders SET due_at = :due WHERE number = :n", due=EVENING + 2 * HOUR, n=number)

    acts = [
        (zhou, [mine[0]], ["To Wang"]),
        (zhou, [mine[1]], ["To Wang"]),
        (wang, [mine[0]], ["Accept"]),
        (wang, [], ["Progress", "等配件"]),
        (li, [mine[0]], ["Add something", "还在漏"]),
        (wang, [mine[0]], ["Ask the resident", "家里有人吗"]),
        (wang, [mine[0]], ["Done", "Skip"]),
        (wang, [mine[1]], ["Hand back", "不在我这里"]),
        (zhou, [mine[1]], ["Refuse", "开发商的事"]),
        (zhou, [mine[2]], ["Mark urgent"]),
    ]
    everybody = (li, zhao, zhou, wang, hu, liu)
    for who, says, does in acts:
        rung(*everybody)
        for words in says:
            await who.says(words)
        for one in does:
            await _taps_or_says(who, one)
        asleep = [one for one in everybody if one is not who]
        urgent = mine[2] if does == ["Mark urgent"] else None
        told = [message for message in rung(*asleep) if urgent is None or urgent not in message.text]
        assert told == [], (who.name, does)
        for _ in range(3):
            await town.later(minutes=15)
            told = [message for message in rung(*everybody) if mine[2] not in message.text]
            assert told == []
    assert town.now < MORNING
    assert await town.one("SELECT COUNT(*) FROM order_events WHERE step = 'raise'") > 0
    town.now = MORNING
    await town.later()
    assert "is done, says" in "".join(message.text for message in rung(li))
    # What people wrote to each other comes now; what the clock has to say to those who work here comes at eight.
    staff = [message.text for message in rung(zhou, wang, hu, liu) if mine[2] not in message.text]
    assert [text for text in staff if "writes" not in text] == []
    await town.later(hours=1)
    for neighbour in (hu, liu):
        assert len([message for message in rung(neighbour) if mine[2] not in message.text]) == 1


async def test_it_is_the_night_of_whoever_reads_it(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    """The place of the order has no quiet hours; the community above it has."""
    loud = replace(POLICY.rules, quiet=Quiet(time(0), time(0)))
    town.house = replace(town.house, policy=replace(POLICY, places={COMPOUND: loud}))
    above = await town.moves_in("Liu Fang", Held(Role.RESIDENT, COMPOUND), Held(Role.COMMUNITY, COMMUNITY))
    town.now = EVENING + HOUR
    number = await li.reports()
    assert number in zhou.reads()
    order = await town.order(number)
    await town.database.do(partial(_news, town=town, to=above, order=order))
    await town.later()
    assert rung(above) == []
    await town.later(hours=10)
    assert len(rung(above)) == 1


async def test_what_has_moved_on_is_not_said(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await wang.says("/snooze")
    await wang.taps("For 1 hour")
    numbers = await asked_of(town, wang, 3, li)
    await town.later(minutes=30)
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang'") == 3
    await wang.says(numbers[0])
    await wang.taps("Accept", "Set a date", "Tomorrow")
    await wang.says(numbers[1])
    await wang.taps("Hand back")
    await wang.says("不归我管")
    rung(wang)
    await town.later(minutes=29)
    assert rung(wang) == []
    await town.later(minutes=1)
    text = "".join(message.text for message in rung(wang))
    assert numbers[2] in text
    assert numbers[0] not in text
    assert numbers[1] not in text
    assert await town.one("SELECT COUNT(*) FROM notes WHERE person = 'wang'") == 0


async def test_where_all_has_moved_on_nothing_is_said_and_nothing_spent(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await wang.says("/snooze")
    await wang.taps("For 1 hour")
    [number] = await asked_of(town, wang, 1, li)
    await town.later(minutes=30)
    await wang.says(number)
    await wang.taps("Accept", "Set a date", "Tomorrow")
    rung(wang)
    await town.later(minutes=30)
    assert rung(wang) == []
    assert await town.one("SELECT messages FROM waiting WHERE person = 'wang'") == 0
    assert await town.one("SELECT look_at FROM waiting WHERE person = 'wang'") is None


async def test_two_replicas_flush_at_once_and_one_digest_comes(
    town: Town, url: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    other: Database = await open_database(url)
    for _ in range(4):
        await asked_of(town, wang, 4, li)
        town.now += 30 * MINUTE
        await overdue.tick(town.database, town.house, town.now)
        ticks = (digests.tick(database, town.house, town.now) for database in (town.database, other) * 3)
        await asyncio.gather(*ticks)
        await town.delivers()
        assert len(rung(wang)) == 1
    await other.close()


async def test_after_an_outage_of_three_hours_there_is_one_digest_each(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    await asked_of(town, wang, 40, li)
    await many(town, 40, li)
    town.now += 4 * HOUR  # two in the afternoon; nothing ticked since ten
    await town.later()
    assert (len(rung(wang)), len(rung(zhou)), len(rung(liu))) == (1, 1, 1)
    assert "32 more" in wang.phone.every_text()
    await town.later(minutes=1)
    assert rung(wang, zhou, liu) == []


async def test_somebody_without_a_chat_holds_nobody_up(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await asked_of(town, wang, 2, li)
    await _set(town, "UPDATE persons SET chat = NULL WHERE id = 'wang'")
    await town.later(minutes=30)
    await town.later(minutes=15)
    assert len(rung(zhou)) == 1
    assert rung(wang) == []
    assert await town.one("SELECT COUNT(*) FROM waiting WHERE person = 'wang'") == 0


async def test_whose_chat_was_lost_after_it_was_noted_has_spent_nothing(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await asked_of(town, wang, 2, li)
    town.now += 30 * MINUTE
    await overdue.tick(town.database, town.house, town.now)
    await _set(town, "UPDATE persons SET chat = NULL WHERE id = 'wang'")
    await town.later()
    assert await town.one("SELECT messages FROM waiting WHERE person = 'wang'") == 0
    assert await town.one("SELECT COUNT(*) FROM notes") == 0


async def test_a_chat_that_cannot_be_reached_holds_nobody_up(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    town.gone = {wang.chat}
    await asked_of(town, wang, 2, li)
    await asked_of(town, hu, 2, li)
    await town.later(minutes=30)
    assert len(rung(hu)) == 1
    assert rung(wang) == []


async def test_an_order_has_one_line_and_its_last_three_news(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    [number] = await many(town, 1, li)
    order = await town.order(number)
    town.now = EVENING + HOUR
    for n in range(9):
        await town.database.do(partial(_news, town=town, to=li, order=order, word=f"第{n}次" + "很长" * 400))
    town.now = MORNING
    await town.later()
    [message] = rung(li)
    assert [line[:10] for line in message.text.splitlines()[1:]] == ["1. News on"] * 3
    assert "第8次" in message.text
    assert "第5次" not in message.text
    assert len(message.text) < 500
    assert li.labels() == [f"1. {number}"]  # residents have nothing to put off


async def test_a_long_digest_fits_into_a_message(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    """The most a digest can hold, on the channel with the shortest messages."""
    town.now = EVENING + HOUR
    for number in await many(town, 20, li):
        order = await town.order(number)
        for n in range(5):
            await town.database.do(partial(_news, town=town, to=li, order=order, word=f"{n}" + "很长" * 400))
    town.now = MORNING
    await town.later()
    [message] = rung(li)
    assert len(message.text) < 4096
    assert len(li.labels()) == 8


async def test_what_is_about_no_order_comes_first_and_alone_as_it_is(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    await wang.says("/leave")
    await wang.taps("Today", "11-25", "Hu Bin")
    await town.later(minutes=1)
    [message] = rung(hu)
    assert message.text == "🤝 You stand in for Wang Jianguo until 11-25. Thank you!"
    assert message.buttons == ()
    await asked_of(town, hu, 2, li)
    await wang.taps("I am back")
    await town.later(minutes=30)
    [message] = rung(hu)
    assert message.text.splitlines()[0].startswith("🤝 Wang Jianguo is back")


async def test_a_flush_costs_nothing_while_nobody_may_be_written_to(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await wang.says("/snooze")
    await wang.taps("For 3 hours")
    await asked_of(town, wang, 2, li)
    await town.later(minutes=30)
    look_at = await town.one("SELECT look_at FROM waiting WHERE person = 'wang'")
    assert look_at == MONDAY + 3 * HOUR
    assert await digests.tick(town.database, town.house, town.now + MINUTE) == 0


async def test_a_clock_set_back_by_a_day_silences_nobody(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await asked_of(town, wang, 2, li)
    await town.later(minutes=30)
    rung(wang)
    town.now -= DAY
    await asked_of(town, wang, 2, li)
    await town.later(minutes=30)
    assert len(rung(wang)) == 1


async def _news(tx: Tx, town: Town, to: Neighbour, order: Order, word: str = "来了") -> None:
    person = await people.person(tx, to.id)
    assert person is not None
    turn = Turn(tx, town.house, SYSTEM, town.now)
    await telling.news(turn, person, order, "News on {number}: {words}", words=word)


async def _taps_or_says(who: Neighbour, one: str) -> None:
    shown = [b.label for message in who.phone.messages.values() for row in message.buttons for b in row]
    await (who.taps(one) if any(one in label for label in shown) else who.says(one))


async def _reported(li: Neighbour) -> str:
    await li.says("/report")
    return await li.reports()


async def _set(town: Town, sql: str, **values: Any) -> None:
    await town.database.do(lambda tx: tx.run(sql, **values))
