"""Reporting for somebody without a phone: their word is theirs only with their code."""

import json
import re
from functools import partial

import pytest

from domain.number import find
from domain.order import Closing, State
from domain.person import Held, Role
from storage import call_backs, contacts, personal_export
from storage.contacts import Contact
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_review import figures
from tests.handlers.town import COMPOUND, Town

PHONE = "13812345678"


@pytest.fixture
async def qian(town: Town) -> Neighbour:
    """The second dispatcher of the compound."""
    return await town.moves_in("Qian Li", Held(Role.COMMUNITY, COMPOUND))


@pytest.fixture
async def number(zhou: Neighbour, wang: Neighbour, zhang: Neighbour) -> str:
    """Wang, of the grid, reports for Grandma Wu; Zhou is at the desk."""
    return await files(wang)


async def files(clerk: Neighbour, reach: str = f"{PHONE}，602") -> str:
    assert "For whom" in await clerk.says("代报")
    assert "reach 吴奶奶" in await clerk.says("吴奶奶")
    await clerk.says(reach)
    await clerk.says("3号楼1单元水管漏水")
    return find(await clerk.taps("Send"))[0]


def code_of(clerk: Neighbour) -> str:
    """As it stands on the newest slip."""
    slips = [m for m in clerk.phone.messages.values() if "Please leave this slip" in m.text]
    said = re.search(r"code (\d{4})", slips[-1].text)
    assert said is not None
    return said[1]


async def finishes(zhou: Neighbour, zhang: Neighbour) -> None:
    await zhou.taps("To somebody else", "Zhang Weidong")
    await zhang.taps("Accept", "Done", "Skip")


async def test_name_and_phone_are_kept_apart_and_nobody_else_reads_them(
    town: Town, number: str, wang: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    order = await town.order(number)
    kept = await town.database.read(lambda tx: contacts.of_order(tx, order.id))
    assert kept == Contact("吴奶奶", PHONE, "602")
    assert (order.proxy, order.author) == (True, wang.id)
    assert "🙏 For 吴奶奶" in wang.card(number).text
    assert "Wang Jianguo" in zhou.card(number).text
    await finishes(zhou, zhang)
    for other in (zhou, zhang):
        assert not any(secret in other.phone.every_text() for secret in ("吴奶奶", PHONE))


async def test_their_name_is_hidden_in_what_the_clerk_writes(
    town: Town, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    number = await files(wang, "敲中间的门")
    order = await town.order(number)
    kept = await town.database.read(lambda tx: contacts.of_order(tx, order.id))
    assert kept == Contact("吴奶奶", "", "敲中间的门")
    await finishes(zhou, zhang)
    await wang.says(number)
    await wang.taps("Add something")
    await wang.says("吴奶奶说还在滴水")
    assert "吴***说还在滴水" in zhang.reads()
    assert "吴奶奶" not in zhang.phone.every_text()


async def test_the_clerks_home_stays_where_it_was(town: Town, number: str, wang: Neighbour):
    assert (await wang.person()).home is None


async def test_only_staff_of_that_area_report_for_others(town: Town, li: Neighbour, zhou: Neighbour, chen: Neighbour):
    assert "report for others" in await li.says("代报")
    await chen.says("代报")
    for answer in ("吴奶奶", PHONE, "3号楼1单元水管漏水"):
        await chen.says(answer)
    assert "your own area" in await chen.taps("Send")
    assert await town.one("SELECT COUNT(*) AS n FROM orders") == 0
    await zhou.says("代报")


async def test_whoever_reported_it_cannot_do_it(town: Town, number: str, zhou: Neighbour, wang: Neighbour):
    assert not [label for label in zhou.labels() if "To Wang" in label]
    assert "Accept" not in wang.labels()
    assert "I take it" not in wang.labels()


async def test_what_the_clerk_passes_on_closes_it_and_satisfies_nobody(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await finishes(zhou, zhang)
    assert "Please ask for whom you reported it" in wang.reads()
    await wang.taps("They say it is fixed", "Skip")
    order = await town.order(number)
    assert (order.state, order.closing, order.passed_on, order.rating) == (State.CLOSED, Closing.FIXED, True, None)
    counted = await figures(town)
    assert (counted["fixed"], counted["proxied"]) == (1, 1)
    assert not {"rated", "satisfied", "stars"} & set(counted)
    assert "passed on: the resident says it is fixed" in zhou.card(number).text
    assert order.follow_up is None


async def test_the_clerk_cannot_give_stars(town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour):
    await finishes(zhou, zhang)
    order = await town.order(number)
    assert "cannot find that" in await wang.says(button=f"fixed {number} {order.version}", ref="x")
    assert (await town.order(number)).state is State.FINISHED


@pytest.mark.parametrize("passed_on", [False, True])
async def test_with_the_code_a_colleague_brings_the_residents_own_word(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, passed_on: bool
):
    await finishes(zhou, zhang)
    if passed_on:
        await wang.taps("They say it is fixed", "Skip")
    await zhou.taps("Call back", "Fixed", "★★★★★")
    await zhou.says("很快，谢谢")
    assert "Their word counts as theirs now" in await zhou.says(code_of(wang))
    order = await town.order(number)
    assert (order.closing, order.rating, order.passed_on) == (Closing.FIXED, 5, False)
    counted = await figures(town)
    assert (counted["closed"], counted["fixed"], counted["satisfied"]) == (1, 1, 1)
    assert "proxied" not in counted
    assert "★★★★★ 很快，谢谢" in wang.reads()


async def test_neither_who_reported_nor_who_did_it_calls_back(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await finishes(zhou, zhang)
    for person in (wang, zhang):
        assert "cannot find that" in await person.says(button=f"cback {number} 1", ref="x")


async def test_a_wrong_code_counts_and_the_fifth_ends_it(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await finishes(zhou, zhang)
    wrong = "0000" if code_of(wang) != "0000" else "1111"
    await zhou.taps("Call back")
    for left in range(call_backs.TRIES - 1, -1, -1):
        await zhou.taps("Fixed", "★★★★★", "Skip")
        said = await zhou.says(wrong)
        assert (f"try {left} times more" if left else "wrong five times") in said
    assert "wrong five times" in await zhou.says(button=f"cback {number} 1", ref="x")
    assert (await town.order(number)).state is State.FINISHED
    assert "rated" not in await figures(town)


async def test_not_fixed_they_say_and_it_is_open_again(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await finishes(zhou, zhang)
    await wang.taps("They say it is fixed", "Skip")
    await zhou.taps("Call back", "Not fixed")
    await zhou.says("还在漏")
    assert "is open again" in await zhou.says(code_of(wang))
    order = await town.order(number)
    assert (order.state, order.passed_on, order.reopened) == (State.PLACED, False, 1)
    assert {"fixed", "proxied"}.isdisjoint(await figures(town))


async def test_a_new_slip_makes_the_old_code_worthless(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    old = code_of(wang)
    await wang.taps("New slip")
    new = code_of(wang)
    assert new != old
    await finishes(zhou, zhang)
    assert "done" in await wang.taps("New slip")  # too late: how it stands is said
    assert code_of(wang) == new
    await zhou.taps("Call back", "Fixed", "★★★★", "Skip")
    assert "not the digits" in await zhou.says(old)
    await zhou.taps("Fixed", "★★★★", "Skip")
    await zhou.says(new)
    assert (await town.order(number)).rating == 4


async def test_the_slip_shows_number_and_code_in_its_picture(town: Town, number: str, wang: Neighbour):
    slip = next(m for m in wang.phone.messages.values() if "Please leave this slip" in m.text)
    drawn = json.loads(slip.drawing or "{}")
    assert drawn["code"] == code_of(wang)
    assert number in [value for _, value in drawn["lines"]]
    assert code_of(wang) not in json.dumps(await town.database.read(lambda tx: tx.all("SELECT * FROM call_backs")))


async def test_silence_closes_it_as_unreviewed_and_the_code_still_counts_later(
    town: Town, number: str, zhou: Neighbour, qian: Neighbour, wang: Neighbour, zhang: Neighbour
):
    await finishes(zhou, zhang)
    for _ in range(8):
        await town.later(days=1)
    assert (await town.order(number)).closing is Closing.UNREVIEWED
    await zhou.says(number)
    await zhou.taps("Call back", "Fixed", "★★★★★", "Skip")
    await zhou.says(code_of(wang))
    order = await town.order(number)
    assert (order.closing, order.rating) == (Closing.FIXED, 5)


async def test_what_the_clerk_says_of_themselves_takes_nothing_of_hers_away(town: Town, number: str, wang: Neighbour):
    await wang.says("我是王建国，有事打13700001111", reply_to=wang.phone.where(number))
    order = await town.order(number)
    kept = await town.database.read(lambda tx: contacts.of_order(tx, order.id))
    assert kept == Contact("吴奶奶", f"{PHONE} / 13700001111", "602")


async def test_who_is_a_clerk_no_more_reads_neither_her_name_nor_how_to_reach_her(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = :now WHERE person = 'wang'", now=town.now))
    await wang.says(number)
    assert not any(secret in wang.card(number).text for secret in ("吴奶奶", PHONE, "602"))
    assert await wang.says(button=f"rvc {number}") == await wang.says(button="rvc 000000")


async def test_how_to_reach_her_is_not_among_what_the_clerk_takes_along(town: Town, zhou: Neighbour, wang: Neighbour):
    await wang.says("代报")
    for answer in ("吴奶奶", "敲门", f"3号楼1单元602水管漏水，电话{PHONE}"):
        await wang.says(answer)
    await wang.taps("Send")
    await town.database.do(lambda tx: tx.run("UPDATE inbox SET raw = ''"))  # their own messages of the week are theirs
    theirs = await town.database.read(partial(personal_export.everything, person="wang"))
    assert PHONE not in json.dumps(theirs, ensure_ascii=False)


async def test_an_urgent_report_for_her_that_nobody_finished_is_still_hers(
    town: Town, zhou: Neighbour, wang: Neighbour
):
    await wang.says("代报")
    for answer in ("吴奶奶", PHONE, "3号楼1单元着火了"):
        await wang.says(answer)
    await town.later(minutes=3)
    order = await town.order(await town.one("SELECT number FROM orders"))
    kept = await town.database.read(lambda tx: contacts.of_order(tx, order.id))
    assert (order.proxy, order.urgent, kept) == (True, True, Contact("吴奶奶", PHONE))
    assert "Please leave this slip" in wang.reads()
