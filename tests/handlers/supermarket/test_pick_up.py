"""At the counter: a code works once, for the keeper of that shop, and guessing does not help."""

import asyncio
from functools import partial

import pytest

from domain.person import Held, Role
from domain.redemption import State
from storage import people
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import Market, drawn, payload, redeems
from tests.handlers.town import COMPOUND, Town

WRONG = "Nothing waits under this code"
LOCKED = "enough wrong codes for today"


async def types(who: Neighbour, code: str) -> str:
    await who.says("/pickup")
    return await who.says(code)


def another(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06d}"


@pytest.fixture
async def code(li: Neighbour, qian: Neighbour) -> str:
    return await redeems(li)


async def test_the_keeper_types_the_code_sees_what_it_is_for_and_hands_it_over(
    market: Market, code: str, li: Neighbour, qian: Neighbour
):
    read = await types(qian, code)
    assert "Rice 5 kg for L**" in read
    assert "Li Xiulan" not in read
    assert (await market.last()).state is State.RESERVED
    assert "Handed over: Rice 5 kg" in await qian.taps("Handed over")
    assert "handed over at 杏福超市" in li.reads()
    known = await market.last()
    assert (known.state, known.ended_by, known.code) == (State.HANDED, qian.id, "")
    assert (await market.of(li), await market.stock()) == (70, 2)


async def test_spaces_and_full_width_digits_are_understood(code: str, qian: Neighbour):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code.replace(" ", ""))
    assert "The code is right" in await types(qian, f" {wide[:3]}　{wide[3:]} ")


async def test_what_is_no_code_is_no_try(town: Town, code: str, qian: Neighbour):
    await qian.says("/pickup")
    for nonsense in ("48291", "4829130", "abcdef", "hello"):
        assert "has six digits" in await qian.says(nonsense)
    assert "The code is right" in await qian.says(code)
    assert await town.one("SELECT COALESCE(SUM(wrong), 0) FROM pick_up_tries") == 0


async def test_the_keeper_scans_the_qr_code_instead(market: Market, code: str, li: Neighbour, qian: Neighbour):
    link = payload(drawn(li))
    assert WRONG in await qian.opens(link.replace((await market.last()).number, "000000"))
    assert "The code is right" in await qian.opens(link)
    await qian.taps("Handed over")
    assert (await market.last()).state is State.HANDED
    assert WRONG in await qian.opens(link)


async def test_to_anybody_else_the_link_says_nothing(
    market: Market, code: str, li: Neighbour, zhao: Neighbour, zhou: Neighbour
):
    for who in (li, zhao, zhou):
        assert "cannot find that" in await who.opens(payload(drawn(li)))


async def test_wrong_used_expired_and_another_shop_s_code_sound_alike(
    town: Town, market: Market, code: str, li: Neighbour, zhao: Neighbour, qian: Neighbour, wu: Neighbour
):
    used = code
    await types(qian, used)
    await qian.taps("Handed over")
    given_back, here = await redeems(li), await redeems(zhao)
    await li.taps("Points back", "Yes, points back")
    answers = [
        await types(wu, here),
        *[await types(qian, dead) for dead in (used, given_back)],
        await types(qian, another(here)),
    ]
    assert all(WRONG in answer for answer in answers)
    assert len({answer.partition(";")[0] for answer in answers}) == 1
    await town.later(days=12)
    await town.later(days=3)
    assert (await market.last()).state is State.EXPIRED
    assert WRONG in await types(qian, here)


async def test_five_wrong_codes_lock_the_typing_until_tomorrow_and_the_community_knows(
    town: Town, market: Market, code: str, li: Neighbour, qian: Neighbour, zhou: Neighbour
):
    for left in (4, 3, 2, 1):
        assert f"{left} tries are left" in await types(qian, another(code))
    assert LOCKED in await types(qian, another(code))
    assert LOCKED in await types(qian, code)
    assert LOCKED in await qian.opens(payload(drawn(li)))
    await town.later(hours=1)
    assert zhou.reads().count("typed 5 wrong pick-up codes") == 1
    await town.later(days=1)
    assert "The code is right" in await types(qian, code)


async def test_a_right_code_does_not_use_up_a_try_nor_give_one_back(code: str, qian: Neighbour):
    for _ in range(3):
        await types(qian, another(code))
    for _ in range(3):
        assert "The code is right" in await types(qian, code)
    assert "1 tries are left" in await types(qian, another(code))


async def test_guesses_at_two_replicas_at_once_are_counted_together(
    town: Town, other: Town, code: str, qian: Neighbour
):
    messages = [qian.message(start=f"u-000000-{n:06d}") for n in range(8)]
    await asyncio.gather(*((town, other)[n % 2].hears(message) for n, message in enumerate(messages)))
    await town.delivers()
    assert await town.one("SELECT wrong FROM pick_up_tries") == 5


async def test_a_number_without_its_code_hands_nothing_over(market: Market, code: str, qian: Neighbour, wu: Neighbour):
    number = (await market.last()).number
    assert "type the code" in await qian.says(button=f"phand {number}")
    assert "cannot find that" in await wu.says(button=f"phand {number}")
    assert (await market.last()).state is State.RESERVED


async def test_only_the_keeper_who_read_the_code_hands_over_and_not_for_ever(
    town: Town, market: Market, code: str, qian: Neighbour
):
    ma = await town.moves_in("Ma Li", *(await qian.person()).roles)
    await types(qian, code)
    number = (await market.last()).number
    assert "type the code" in await ma.says(button=f"phand {number}")
    town.now += 2 * 3600
    assert "type the code" in await qian.taps("Handed over")
    assert (await market.last()).state is State.RESERVED


async def test_a_code_shown_again_is_a_new_one_and_the_old_one_is_dead(
    town: Town, market: Market, code: str, li: Neighbour, qian: Neighbour
):
    await types(qian, code)
    town.now += 2 * 3600
    await li.says("/shop")
    read = await li.taps("Set aside for me: 1", "Show the code")
    assert code not in read
    assert "type the code" in await qian.taps("Handed over")
    assert WRONG in await types(qian, code)
    assert "The code is right" in await types(qian, drawn(li)["code"])


async def test_handed_over_at_two_replicas_at_once_is_handed_over_once(
    town: Town, other: Town, market: Market, code: str, li: Neighbour, qian: Neighbour
):
    """Points back and handed over, in the same moment, by a keeper who has read the code: it is handed over."""
    await types(qian, code)
    number = (await market.last()).number
    messages = [
        (town, qian.message(button=f"phand {number}")),
        (other, li.message(button=f"sback {number} yes")),
        (other, qian.message(button=f"phand {number}")),
        (town, li.message(button=f"sback {number} yes")),
    ]
    await asyncio.gather(*(place.hears(message) for place, message in messages))
    assert (await market.last()).state is State.HANDED
    assert (await market.of(li), await market.stock()) == (70, 2)
    assert await market.adds_up()


async def test_points_back_and_the_code_read_in_the_same_moment_are_not_both_said_yes_to(
    town: Town, other: Town, market: Market, code: str, li: Neighbour, qian: Neighbour
):
    number = (await market.last()).number
    back, link = li.message(button=f"sback {number} yes"), qian.message(start=payload(drawn(li)))
    await asyncio.gather(other.hears(back), town.hears(link))
    await town.delivers()
    read = "The code is right" in qian.reads()
    assert read == ((await market.last()).state is State.RESERVED)
    assert await market.of(li) == (70 if read else 120)


async def test_with_the_bag_in_their_arms_nobody_takes_the_points_back(
    town: Town, market: Market, code: str, li: Neighbour, qian: Neighbour
):
    """Neither by the old buttons nor by a new code that would make the keeper's tap worthless."""
    number = (await market.last()).number
    await types(qian, code)
    for old in (f"sback {number}", f"sback {number} yes", f"scode {number}"):
        assert "just being handed over" in await li.says(button=old)
    await town.later(minutes=10)
    assert "Handed over: Rice 5 kg" in await qian.taps("Handed over")
    assert (await market.of(li), await market.stock()) == (70, 2)


async def test_what_was_not_handed_over_after_all_is_theirs_to_give_back_an_hour_later(
    town: Town, market: Market, code: str, li: Neighbour, qian: Neighbour
):
    await types(qian, code)
    await town.later(minutes=61)
    await li.taps("Points back", "Yes, points back")
    assert await market.of(li) == 120


async def test_whoever_became_a_keeper_meanwhile_does_not_hand_over_to_themselves(
    town: Town, market: Market, code: str, li: Neighbour, qian: Neighbour
):
    shop = (await market.last()).shop
    held = Held(Role.PARTNER, COMPOUND, shop)
    await town.database.do(partial(people.grant, id="r1", person=li.id, held=held, now=town.now))
    assert WRONG in await types(li, code)
    assert "cannot find that" in await li.says(button=f"phand {(await market.last()).number}")
