"""The last seat goes to one; the others wait in their order, and nobody waits for a seat that is not coming."""

import asyncio
from dataclasses import replace

from domain.person import Held, Role
from storage.database import open_database
from tests.handlers.gathering import announces
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town


async def neighbours(town: Town, count: int) -> list[Neighbour]:
    """Who all have the announcement."""
    resident = Held(Role.RESIDENT, COMPOUND)
    return [await town.moves_in(f"N{n} Neighbour", resident, home=f"{COMPOUND}/3") for n in range(count)]


async def announced(town: Town, zhou: Neighbour, count: int, **how: str) -> tuple[str, list[Neighbour]]:
    who = await neighbours(town, count)
    number = await announces(zhou, **how)
    await town.later()
    for one in who:
        one.reads()
    return number, who


async def stands(town: Town, stand: str) -> int:
    return int(await town.one("SELECT COUNT(*) FROM activity_sign_ups WHERE stand = :stand", stand=stand))


async def test_who_comes_too_late_waits_and_gets_the_seat_that_comes_free(town: Town, zhou: Neighbour):
    _, (first, second, third) = await announced(town, zhou, 3, seats="1")
    assert "You are in" in await first.taps("I come")
    assert "number 1 on the waiting list" in await second.taps("I come")
    assert "number 2 on the waiting list" in await third.taps("I come")
    assert "Thank you for saying so" in await first.taps("I cannot come")
    assert "There is a place for you now" in second.reads()
    assert third.reads() == ""
    assert "You are in" in await second.taps("Yes, I come")
    assert "All 1 seats are taken; 1 on the waiting list" in second.phone.every_text()


async def test_who_does_not_answer_in_twelve_hours_makes_room_for_the_next(town: Town, zhou: Neighbour):
    _, (first, second, third) = await announced(town, zhou, 3, seats="1")
    for one in (first, second, third):
        await one.taps("I come")
    await first.taps("I cannot come")
    assert "until 11-23 Mon 22:00" in second.reads()
    await town.later(hours=11, minutes=59)
    assert third.reads() == ""
    await town.later(minutes=1)
    assert await stands(town, "offered") == 1
    assert third.reads() + second.reads() == ""  # it is night by now
    await town.later(hours=9)
    assert "went to the next one" in second.reads()
    assert "until 11-24 Tue 19:00" in third.reads()  # counted from when it was read
    assert "went to the next one" in await second.taps("Yes, I come")
    await third.taps("Yes, I come")
    assert await stands(town, "in") == 1


async def test_no_seat_is_kept_past_the_start_and_those_who_waited_are_told(town: Town, zhou: Neighbour):
    _, (first, second, third) = await announced(town, zhou, 3, seats="1", day="Today", hour="16:00")
    for one in (first, second, third):
        await one.taps("I come")
    await town.later(hours=3)
    await first.taps("I cannot come")
    assert "until 11-23 Mon 16:00" in second.reads()
    await town.later(hours=3)
    assert "no place came free" in second.reads()
    assert "no place came free" in third.reads()
    assert await stands(town, "out") == 3
    assert "has begun" in await second.taps("Yes, I come")


async def test_who_steps_back_from_the_waiting_list_gives_nobody_a_seat(town: Town, zhou: Neighbour):
    _, (first, second, third) = await announced(town, zhou, 3, seats="1")
    for one in (first, second, third):
        await one.taps("I come")
    await second.taps("I cannot come")
    assert await stands(town, "offered") == 0
    assert "number 2" in await second.taps("Onto the waiting list")  # again, and last


async def test_helpers_have_a_limit_of_their_own_and_nobody_is_both(town: Town, zhou: Neighbour):
    _, (first, second) = await announced(town, zhou, 2, seats="1", helpers="1")
    assert "You help" in await first.taps("I help")
    assert "1 of 1 seats left" in first.phone.every_text()
    old = second.button("I come")
    assert "number 1 on the waiting list" in await second.taps("I help")
    assert "signed up already" in await second.presses(old)


async def test_sign_up_closes_at_its_time_and_stepping_back_does_not(town: Town, zhou: Neighbour):
    _, (first, second) = await announced(town, zhou, 2)
    await first.taps("I come")
    await town.later(days=4, hours=4, minutes=30)
    assert "Sign-up is over for 🩺 Free clinic “量血压”: 1 come, 0 help" in zhou.reads()
    assert "Maybe next time" in await second.taps("I come")
    assert "Thank you for saying so" in await first.taps("I cannot come")


async def test_nobody_is_offered_a_seat_who_cannot_be_reached(town: Town, zhou: Neighbour):
    _, (first, second, third) = await announced(town, zhou, 3, seats="1")
    for one in (first, second, third):
        await one.taps("I come")
    await town.hears(replace(second.message(), reachable=False))
    await first.taps("I cannot come")
    assert "There is a place for you" in third.reads()


async def test_where_no_helpers_are_wanted_nobody_helps(town: Town, zhou: Neighbour):
    _, (first,) = await announced(town, zhou, 1, helpers="0")
    assert first.labels() == ["I come", "No more announcements"]
    tap = first.button("I come")
    forged = replace(tap, data=tap.data.replace(" in ", " help "))
    assert "No helpers are wanted" in await first.presses(forged)


async def test_a_seat_is_kept_no_longer_than_until_the_earlier_start(town: Town, zhou: Neighbour):
    _number, (first, second) = await announced(town, zhou, 2, seats="1", day="Tomorrow")
    for one in (first, second):
        await one.taps("I come")
    await first.taps("I cannot come")
    await zhou.says("/activities")
    await zhou.taps("1. 量血压", "Another time", "Today")
    await zhou.says("18:00")
    await zhou.says("医生有事")
    await second.says("/activities")
    assert "kept for you until 11-23 Mon 18:00" in await second.taps("1. 量血压")


async def test_only_the_organiser_reads_names(town: Town, zhou: Neighbour, wang: Neighbour):
    _number, (first, _) = await announced(town, zhou, 2)
    await first.taps("I come")
    await zhou.says("/activities")
    await zhou.taps("1. 量血压")
    assert "1. N0 Neighbour" in await zhou.taps("Who comes")
    other = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND))
    for stranger in (wang, other, first):
        assert "not yours" in await stranger.presses(zhou.button("Who comes"))
    await other.says("/activities")
    await other.taps("1. 量血压")
    assert other.labels() == ["I come", "I help", "Another time", "Call it off"]


async def test_at_the_same_moment_on_two_replicas_exactly_the_seats_are_taken(town: Town, url: str, zhou: Neighbour):
    _, who = await announced(town, zhou, 8, seats="3")
    other = replace(town, database=await open_database(url), seed=5)
    taps = [one.button("I come") for one in who]
    sent = [
        place.hears(one.message(button=tap.data, ref=tap.ref))
        for place, one, tap in zip((town, other) * 4, who, taps, strict=True)
    ]
    await asyncio.gather(*sent)
    assert await stands(town, "in") == 3
    assert await stands(town, "waiting") == 5
    back = [who[n] for n in range(8) if await _stand(town, who[n]) == "in"]
    sent = [
        place.hears(one.message(button=tap.data.replace(" in ", " out "), ref=tap.ref))
        for place, one, tap in zip((town, other, town), back, [taps[who.index(one)] for one in back], strict=True)
    ]
    await asyncio.gather(*sent)
    assert await stands(town, "offered") == 3
    assert await stands(town, "waiting") == 2
    await other.database.close()


async def _stand(town: Town, who: Neighbour) -> str:
    return str(await town.one("SELECT stand FROM activity_sign_ups WHERE person = :person", person=who.id))
