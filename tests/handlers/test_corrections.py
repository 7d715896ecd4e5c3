"""Nobody mints alone: one proposes a correction, another decides, and the area reads it."""

import asyncio
from functools import partial

import pytest

from domain.person import Held, Role
from handlers import correcting, set_back
from storage import corrections, ledger
from storage.database import open_database
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_crediting import credit, has
from tests.handlers.town import COMPOUND, DAY, STREET, Town

NUMBER = "000000"  # of the wish that Bo fulfilled


@pytest.fixture
async def bo(town: Town, zhou: Neighbour, sun: Neighbour) -> Neighbour:
    """A volunteer who was credited with an hour and twelve points."""
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    await credit(town, bo, ref=f"wish:{NUMBER}:1", place=COMPOUND)
    return bo


async def proposes(who: Neighbour, kind: str = "Add time", count: str = "30", number: str = NUMBER) -> str:
    await who.says("/corrections")
    await who.taps("Propose a correction")
    await who.says(number)
    await who.taps(kind)
    await who.says(count)
    return await who.says("少记了半小时, Bo Lan 13812345678")


async def test_what_one_proposes_and_another_approves_is_put_right_and_everybody_reads_it(
    town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour, li: Neighbour
):
    assert "The street office decides" in await proposes(zhou)
    assert "Please decide" in sun.reads()
    assert await has(town, bo) == (60, 12)
    await town.later(minutes=1)
    assert f"proposed for you: +30 min for {NUMBER}" in bo.reads()
    refuse = sun.button("Do not approve")
    assert "Put right" in await sun.taps("Approve")
    assert await has(town, bo) == (90, 12)
    await town.later(minutes=20)
    for who in (bo, zhou):
        assert f"Put right: +30 min for {NUMBER}" in who.reads()
    assert "+30 min · correction" in await bo.says("/points")
    read = await li.says("/corrections")
    assert f"B**: +30 min for {NUMBER}" in read
    assert "Proposed by community dispatcher Z**" in read
    assert "Approved by street office S**" in read
    for hidden in ("Bo Lan", "13812345678", "Sun", "Zhou"):
        assert hidden not in read
    assert "Propose a correction" not in li.labels()
    assert (await town.database.read(ledger.audit)).well
    assert "decided already" in await sun.presses(refuse)


async def test_whoever_proposed_it_does_not_approve_it(town: Town, bo: Neighbour, sun: Neighbour):
    both = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND), Held(Role.STREET, STREET))
    await proposes(both)
    id = await town.one("SELECT id FROM corrections")
    assert "Please decide" not in both.phone.every_text()
    for word in ("yes", "no", "see"):
        assert "cannot find that" in await both.says(button=f"corr {word} {id}")
    assert "Put right" in await sun.taps("Approve")


async def test_whose_it_is_does_not_approve_it_and_neither_does_anybody_without_the_right(
    town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour, li: Neighbour, liu: Neighbour
):
    jin = await town.moves_in("Jin Hua", Held(Role.VOLUNTEER, COMPOUND), Held(Role.STREET, STREET))
    await credit(town, jin, ref="wish:000000:2", place=COMPOUND, began=town.now - 60)
    await zhou.says("/corrections")
    await zhou.taps("Propose a correction")
    await zhou.says(NUMBER)
    await zhou.taps("Jin Hua", "Add points")
    await zhou.says("5")
    await zhou.says("漏记")
    id = await town.one("SELECT id FROM corrections")
    assert "Please decide" not in jin.phone.every_text()
    for who in (jin, bo, li, liu, zhou):
        assert "cannot find that" in await who.says(button=f"corr yes {id}")
    assert await town.one("SELECT state FROM corrections") == "open"
    assert "cannot find that" in await sun.says(button="corr yes nothing")
    await sun.taps("Approve")
    assert await has(town, jin) == (1, 7)  # two came with the thanks


async def test_the_database_itself_refuses_a_correction_that_one_person_proposed_and_decided(
    town: Town, bo: Neighbour, zhou: Neighbour
):
    await proposes(zhou)
    with pytest.raises(Exception, match=r"(?i)check"):
        await town.database.do(lambda tx: tx.run("UPDATE corrections SET decided_by = proposed_by"))


async def test_two_approve_at_once_at_two_replicas_and_it_is_put_right_once(
    town: Town, url: str, bo: Neighbour, zhou: Neighbour, sun: Neighbour
):
    jin = await town.moves_in("Jin Hua", Held(Role.STREET, STREET))
    await proposes(zhou)
    other = await open_database(url)
    there = Town(other, ids=town.ids)
    taps = [(place, who.message(button=who.button("Approve").data)) for place, who in ((town, sun), (there, jin))]
    await asyncio.gather(*(place.hears(message) for place, message in taps))
    await town.delivers()
    assert await has(town, bo) == (90, 12)
    assert "decided already" in sun.reads() + jin.reads()
    await other.close()


async def test_what_is_taken_back_never_leads_below_zero(town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour):
    assert "only 12 points left" in await proposes(zhou, "Take points back", "13")
    await proposes(zhou, "Take points back", "10")
    await proposes(zhou, "Take points back", "10")
    first, second = [tap for tap in sun.phone.messages.values() if tap.buttons]
    assert "Put right" in await sun.says(button=first.buttons[0][0].data)
    assert "only 2 points left" in await sun.says(button=second.buttons[0][0].data)
    assert await has(town, bo) == (60, 2)
    assert await town.one("SELECT COUNT(*) FROM corrections WHERE state = 'open'") == 1
    assert (await town.database.read(ledger.audit)).well


async def test_a_refusal_is_explained_to_everybody(town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour):
    await proposes(zhou)
    await sun.taps("Do not approve")
    await sun.says("记录里没有, 13812345678")
    await town.later(minutes=20)
    for who in (bo, zhou):
        assert f"Not put right: +30 min for {NUMBER}. 记录里没有, 138****5678" in who.reads()
    assert "Refused by street office S**: 记录里没有" in await bo.says("更正")
    assert await has(town, bo) == (60, 12)


async def test_a_proposal_nobody_answers_is_told_again_and_lapses(
    town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour
):
    await proposes(zhou)
    sun.reads()
    for _ in range(6):
        await town.later(days=1)
        assert sun.reads().count("Please decide") == 1
    old = sun.button("Approve")
    await town.later(days=1, hours=1)
    await town.later(minutes=20)
    for who in (bo, zhou, sun):
        assert f"Nobody decided about +30 min for {NUMBER}" in who.reads()
    assert "decided already" in await sun.presses(old)
    assert await town.one("SELECT COUNT(*) FROM corrections WHERE look_at IS NOT NULL") == 0
    assert await has(town, bo) == (60, 12)


async def test_two_replicas_look_at_once_and_remind_once(
    town: Town, url: str, bo: Neighbour, zhou: Neighbour, sun: Neighbour
):
    await proposes(zhou)
    sun.reads()
    other = await open_database(url)
    now = town.now + DAY
    await asyncio.gather(*(correcting.tick(database, town.house, now) for database in (town.database, other)))
    town.now = now
    await town.delivers()
    assert sun.reads().count("Please decide") == 1
    await other.close()


async def test_a_clock_that_goes_back_leaves_no_proposal_waiting_for_ever(
    town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour
):
    await proposes(zhou)
    town.now -= 300 * DAY
    await set_back.put_right(town.database, town.house, town.now)
    await town.later(days=7, hours=1)
    assert await town.one("SELECT state FROM corrections") == "lapsed"
    again = partial(
        corrections.decide, id=await town.one("SELECT id FROM corrections"), state="approved", by="x", now=0
    )
    assert not await town.database.do(again)


async def test_only_the_community_of_that_place_proposes_and_only_about_what_was(
    town: Town, bo: Neighbour, zhou: Neighbour, li: Neighbour
):
    elsewhere = await town.moves_in("Xu Fei", Held(Role.COMMUNITY, "qs/hy/other"))
    for who in (li, bo):
        assert "cannot find that" in await who.says(button="corr new")
    await elsewhere.says(button="corr new")
    assert "cannot find that" in await elsewhere.says(NUMBER)
    await zhou.says(button="corr new")
    assert "cannot find that" in await zhou.says("100002")
    assert "around here" in await elsewhere.says("/corrections")
    assert NUMBER not in elsewhere.phone.every_text()


async def test_where_nobody_could_decide_nothing_is_proposed(town: Town, zhou: Neighbour):
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    await credit(town, bo, ref=f"wish:{NUMBER}:1", place=COMPOUND)
    assert "nothing was proposed" in await proposes(zhou)
    assert await town.one("SELECT COUNT(*) FROM corrections") == 0


async def test_the_list_goes_on_page_by_page_and_what_waits_comes_first(
    town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour
):
    await proposes(zhou, count="1")
    for n in range(2, 8):
        town.now += 60
        await proposes(zhou, count=str(n))
    await town.database.do(
        lambda tx: tx.run("UPDATE corrections SET state = 'lapsed', look_at = NULL WHERE amount > 1")
    )
    sun.reads()
    read = await sun.says("/corrections")
    assert read.index("+1 min") < read.index("+7 min") < read.index("+6 min")
    assert "+3 min" not in read
    assert "+2 min" in await sun.taps("More")
    await sun.says("/corrections")
    assert "Please decide" in await sun.taps("Decide 1")
