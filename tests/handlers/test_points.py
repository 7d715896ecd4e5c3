"""What somebody's help has come to: the balance, what it was for, a certificate, and who confirms whom."""

import json
from functools import partial

import pytest

from bot.doctor_ledger import said
from domain import number
from domain.person import Held, Role
from storage import ledger
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_corrections import NUMBER, proposes
from tests.handlers.test_crediting import credit
from tests.handlers.town import COMPOUND, DAY, HOUR, MONDAY, Town


@pytest.fixture
async def bo(town: Town) -> Neighbour:
    return await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))


async def test_whoever_has_not_helped_yet_reads_how_it_begins(li: Neighbour):
    read = await li.says("积分")
    assert "You have helped for 0 min and have 0 points" in read
    assert "when the neighbour confirms it" in read
    assert li.labels() == []


async def test_hours_and_points_are_shown_with_what_they_were_for_page_by_page(town: Town, bo: Neighbour):
    for n in range(8):
        town.now = MONDAY + n * DAY
        await credit(town, bo, n, began=town.now - 90 * 60, served=f"someone{n}")
    read = await bo.says("/points")
    assert "helped for 12 h and have 136 points" in read
    assert "11-30  +1 h 30 min, +17 points · wish N7" in read
    assert "N2" in read
    assert "N1" not in read
    read = await bo.taps("Earlier")
    assert [f"N{n}" in read for n in range(3)] == [True, True, False]
    assert "Earlier" not in bo.labels()


async def test_what_was_redeemed_stands_beside_what_was_earned(town: Town, bo: Neighbour):
    await credit(town, bo)
    spend = partial(
        ledger.move, id="x", unit=ledger.POINTS, source=ledger.of_person(bo.id), target=ledger.of_shop("m:1")
    )
    await town.database.do(partial(spend, amount=5, why="redeem", ref="redeem:N9", by=bo.id, now=town.now))
    read = await bo.says("/points")
    assert "and have 7 points" in read
    assert "-5 points · redeemed N9" in read


async def test_nobody_reads_the_points_of_others(town: Town, li: Neighbour, bo: Neighbour):
    await credit(town, bo)
    assert "N1" not in await li.says(button="points 99999")


async def test_a_certificate_says_how_much_and_staff_know_it_again_by_its_code(
    town: Town, bo: Neighbour, li: Neighbour, zhou: Neighbour
):
    for n in range(2):
        await credit(town, bo, n, began=town.now - 90 * 60 - n * 3 * HOUR, ended=town.now - n * 3 * HOUR)
    await bo.says("/points")
    read = await bo.taps("Certificate for 2026")
    drawn = json.loads(list(bo.phone.messages.values())[-1].drawing or "")
    lines = dict(drawn["lines"])
    assert (drawn["kind"], lines["Name"], lines["Hours of help"], lines["Times helped"]) == (
        "certificate",
        "Bo Lan",
        "3 h",
        "2",
    )
    assert lines["Period"] == "2026-11-23 to 2026-11-23"
    assert drawn["code"] in read
    await zhou.says("/verify")
    read = await zhou.says(drawn["code"].lower())
    assert "was made here" in read
    assert "Hours of help: 3 h" in read
    assert "Bo Lan" not in read
    await zhou.says("/verify")
    assert "was not made here" in await zhou.says(number.make(b"\1\2\3\4"))
    assert "We have nobody with the number" in await li.says(f"/verify {drawn['code']}")  # it is for staff to read


async def test_in_january_the_certificate_of_last_year_is_still_to_be_had(town: Town, bo: Neighbour):
    await credit(town, bo, 1)
    await town.later(days=60)
    await bo.says("/points")
    assert "Certificate for 2027" not in bo.labels()
    assert "2026-11-23 to 2026-12-31" in await bo.taps("Certificate for 2026")


async def test_hours_that_were_put_right_begin_when_they_came(
    town: Town, bo: Neighbour, zhou: Neighbour, sun: Neighbour
):
    await credit(town, bo, ref=f"wish:{NUMBER}:1", began=town.now, place=COMPOUND)  # no time at all
    await town.later(days=1)
    await proposes(zhou)
    await sun.taps("Approve")
    await bo.says("/points")
    assert "2026-11-24 to 2026-11-24" in await bo.taps("Certificate of all hours")


async def test_without_hours_there_is_no_certificate(bo: Neighbour):
    for which in ("all", "2025"):
        assert "no hours in that time yet" in await bo.says(button=f"cert {which}")
    for which in ("", "x", "99999", "0"):
        assert "cannot find that" in await bo.says(button=f"cert {which}")


@pytest.fixture
async def ring(town: Town, bo: Neighbour, li: Neighbour) -> None:
    """Bo and Li confirm each other's hours."""
    await credit(town, bo, 1, served=li.id, place=COMPOUND)
    await credit(town, li, 2, served=bo.id, place=COMPOUND)
    town.now += DAY
    await credit(town, bo, 3, served=li.id, place=COMPOUND)


async def test_whoever_leads_reads_who_confirms_each_others_hours(
    town: Town, ring: None, zhou: Neighbour, sun: Neighbour, li: Neighbour, wang: Neighbour
):
    read = await zhou.says("/rings")
    assert "3 helps confirmed by neighbours" in read
    assert "Bo Lan helped Li Xiulan: 2 times, 2 h; Li Xiulan helped Bo Lan: 1 times, 1 h" in read
    read = await sun.says("/rings")
    assert "Bo Lan" not in read
    assert "B** helped L**: 2 times" in read
    for who in (li, wang):
        assert "cannot find that" in await who.says("/rings")
    town.now += 100 * DAY
    assert "in a circle" in await zhou.says("/rings")


async def test_whoever_leads_reads_who_is_near_the_cap_of_a_pair(town: Town, bo: Neighbour, zhou: Neighbour):
    town.now = MONDAY + 6 * HOUR
    for days in (3, 2, 1):
        end = town.now - days * DAY
        await credit(town, bo, days, began=end - 6 * HOUR, ended=end, served="li")
    assert "18 h this month, of 20 h" in await zhou.says("/rings")


async def test_the_doctor_says_whether_the_ledger_is_whole(town: Town, bo: Neighbour):
    assert said(await town.database.read(ledger.audit)) == (True, "ledger: 0 lines, whole")
    await credit(town, bo)
    well, text = said(await town.database.read(ledger.audit))
    assert well
    assert "2 lines, whole, the last seal is" in text
    await town.database.do(
        lambda tx: tx.run("UPDATE accounts SET balance = 900 WHERE account = :id", id=ledger.of_person(bo.id))
    )
    await town.database.do(lambda tx: tx.run("UPDATE helped SET minutes = 50"))
    well, text = said(await town.database.read(ledger.audit))
    assert not well
    assert "nothing was confirmed for line 1; not the sum of its lines: person:bo (minutes), person:bo (points)" in text
