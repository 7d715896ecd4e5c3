"""Reports are generated from what happened, of areas alone; and the desk knows what it asks of people."""

import json
from datetime import date
from functools import partial
from typing import Any

import pytest

from dialogue.message import Message
from domain.person import SYSTEM, Held, Role
from handlers import desk, figures_said, reports
from handlers.names import ROLES
from handlers.reports import Report
from handlers.turn import Turn
from storage import burden, inbox, people, rollup
from storage.burden import Asked
from storage.database import Tx
from storage.inbox import Arrived
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, HOUR, POLICY, STREET, Town

TODAY = date(2026, 11, 23)


async def report(town: Town, place: str = COMPOUND, first: date = TODAY, last: date = TODAY) -> Report:
    async def unit(tx: Tx) -> Report:
        return await reports.report(Turn(tx, town.house, SYSTEM, town.now), place, first, last)

    return await town.database.read(unit)


async def said(town: Town, place: str = COMPOUND) -> str:
    return figures_said.day_report(await report(town, place), str)


async def counted(town: Town, day: str = "2026-11-23", place: str = COMPOUND, **figures: int) -> None:
    await town.database.do(lambda tx: rollup.add(tx, day, place, figures))


async def test_a_day_is_told_as_it_was(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await li.reports("3号楼楼道的灯不亮")
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done")
    await wang.says("换好了")
    await li.taps("Fixed", "★★★★★", "Skip")
    text = await said(town)
    assert "柳溪" not in text
    assert text.splitlines()[:3] == [
        "📊 杏福苑, 11-23",
        "Reported: 2",
        "Answered: 1, 1 of them within the promised time",
    ]
    assert "Closed: 1, fixed: 1" in text
    assert "Waiting now: 1, all from the last 24 hours" in text
    assert "waiting to be handed out: 1" in text


async def test_nobody_is_named_and_nobody_counted_alone(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    text = await said(town)
    assert not any(name in text for name in ("Wang", "Zhou", "Li ", "grid worker", "dispatcher"))


async def test_the_area_above_counts_what_happened_below_and_no_other(town: Town):
    await counted(town, placed=2)
    await counted(town, place="qs/hy/lx2", placed=40)
    assert "Reported: 2" in await said(town, COMMUNITY)
    assert "Reported: 42" in await said(town, STREET)


async def test_a_share_is_told_of_five_and_more(town: Town):
    await counted(town, responded=4, responded_in_time=3, closed=4, fixed=3, rated=4, satisfied=3, unreviewed=2)
    text = await said(town)
    assert "Answered: 4, 3 of them within the promised time\n" in text
    assert "Closed: 4, fixed: 3\n" in text
    assert "few answers (4 of 6 who were asked)" in text
    await counted(town, responded=1, responded_in_time=1, closed=1, fixed=1, rated=1, satisfied=1)
    text = await said(town)
    assert "(80%)" in text
    assert "Satisfied: 4 of 5 who answered (80%); 7 were asked" in text


async def test_satisfaction_is_of_those_who_answered_and_completion_of_what_could_be_completed(town: Town):
    await counted(town, closed=14, fixed=9, not_counted=4, rated=8, satisfied=6, unreviewed=1)
    text = await said(town)
    assert "Closed: 10, fixed: 9 (90%)" in text
    assert "Withdrawn or handled together with others: 4" in text
    assert "Satisfied: 6 of 8 who answered (75%); 9 were asked" in text


@pytest.mark.parametrize(("some", "every", "told"), [(199, 200, "99%"), (1, 300, "1%"), (0, 9, "0%"), (9, 9, "100%")])
def test_all_and_none_are_said_only_of_what_is_exactly_so(some: int, every: int, told: str):
    assert figures_said.share(some, every) == told


async def test_what_was_closed_and_opened_again_is_not_less_than_nothing(town: Town):
    await counted(town, reopened=1, closed=-1, fixed=-1)
    text = await said(town)
    assert "opened again: 1" in text
    assert "-1" not in text.replace("11-23", "")


async def test_what_waits_says_for_how_long(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports()
    town.now += 3 * DAY + HOUR
    assert "Waiting now: 1, the oldest for 3 days" in await said(town)


async def test_a_day_on_which_nothing_happened_and_nothing_waits_is_silent(town: Town, li: Neighbour, zhou: Neighbour):
    assert (await report(town)).silent
    await li.reports()
    town.now += 2 * DAY
    assert not (await report(town, first=date(2026, 11, 25), last=date(2026, 11, 25))).silent, "it still waits"


async def test_a_week_tells_what_the_desk_asks_of_each_role_but_not_of_one_or_two_people(town: Town):
    async def unit(tx: Tx) -> None:
        await burden.keep(tx, "2026-11-17", [Asked(Role.GRID, 10, 32, 51, 1), Asked(Role.CITY, 2, 9, 9, 9)])

    await town.database.do(unit)
    week = await report(town, first=date(2026, 11, 16), last=date(2026, 11, 22))
    text = figures_said.week_report(week, str)
    assert "grid worker: 3.2 messages, 5.1 taps, 0.1 photos" in text
    assert ROLES[Role.CITY] not in text


async def test_figures_are_for_dispatchers(town: Town, li: Neighbour, zhou: Neighbour):
    assert "Only dispatchers" in await li.says("/figures")
    assert "One moment" in await zhou.says("报表")
    assert await town.one("SELECT person FROM wanted_reports") == zhou.id


async def test_whoever_sits_at_two_desks_reads_of_the_upper_one(town: Town):
    both = (Held(Role.COMMUNITY, COMPOUND), Held(Role.COMMUNITY, COMMUNITY), Held(Role.GRID, f"{COMPOUND}/g1"))
    await town.moves_in("Zhou Min", *both)
    (zhou,) = await town.database.read(reports.readers)
    assert reports.areas(zhou) == [COMMUNITY]


async def test_reports_go_to_every_desk_and_to_nobody_else(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, liu: Neighbour, sun: Neighbour
):
    readers = await town.database.read(reports.readers)
    assert {person.id for person in readers} == {zhou.id, liu.id, sun.id}


# What the desk asks of people.


async def done(town: Town) -> list[tuple[Any, Any]]:
    rows = await town.database.read(lambda tx: tx.all("SELECT role, did FROM inbox ORDER BY id"))
    return [(row["role"], row["did"]) for row in rows]


async def heard(town: Town, neighbour: Neighbour) -> list[Any]:
    sql = "SELECT role FROM outbox WHERE chat = :chat ORDER BY id"
    return [row["role"] for row in await town.database.read(lambda tx: tx.all(sql, chat=neighbour.chat))]


async def test_what_people_do_is_kept_with_their_role(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.says("3号楼1单元水管漏水", photos=("p1", "p2"))
    await li.taps("Send")
    await zhou.says("/desk")
    assert await done(town) == [("R", "photo"), ("R", "tap"), ("C", "words")]


async def test_somebody_new_is_a_resident(town: Town, zhou: Neighbour):
    await town.stranger("New").says("hello")
    assert await done(town) == [("R", "words")]


async def test_a_refused_tap_was_a_tap(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    await li.reports()
    tap = zhou.button("To Wang")
    await zhou.presses(tap)
    await zhou.presses(tap)
    assert (await done(town))[-2:] == [("C", "tap"), ("C", "tap")]


async def test_a_message_counts_and_a_quiet_change_of_a_card_does_not(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports()
    assert set(await heard(town, zhou)) == {"C"}
    await zhou.taps("To Wang")
    assert set(await heard(town, wang)) == {"G"}
    await wang.taps("Accept")
    sent = await town.database.read(lambda tx: tx.all("SELECT role, body FROM outbox"))
    quiet = {row["role"] for row in sent if not json.loads(row["body"]).get("alert", True)}
    aloud = {row["role"] for row in sent if json.loads(row["body"]).get("alert", True)}
    assert (quiet, aloud) == ({None}, {"R", "C", "G"})


async def test_whoever_works_here_and_lives_here_is_counted_as_what_they_work_as(town: Town, zhou: Neighbour):
    held = (Held(Role.RESIDENT, COMPOUND), Held(Role.OWNERS, COMPOUND), Held(Role.GRID, f"{COMPOUND}/g1"))
    await (await town.moves_in("Wang Jianguo", *held)).says("/tasks")
    await (await town.moves_in("Ma Li", *held[:2])).says("/my")
    await (await town.moves_in("Admin", Held(Role.ADMIN, ""))).says("/my")
    assert [role for role, _ in await done(town)] == ["G", "O", "R"]


async def test_a_photo_is_asked_for_in_matters_of_safety_and_nowhere_else(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    done = wang.button("Done")
    assert {category.safety for category in POLICY.catalogue} == {True, False}
    for category in POLICY.catalogue:
        await town.database.do(partial(of_category, key=category.key))
        asked = await wang.presses(done)
        assert ("a photo of it, please" in asked) is category.safety
        assert ("You may send a photo along" in asked) is not category.safety
        await wang.says("cancel")


async def test_also_in_a_matter_of_safety_no_photo_is_demanded(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    safe = next(category for category in POLICY.catalogue if category.safety)
    await town.database.do(partial(of_category, key=safe.key))
    assert "a photo of it, please" in await wang.taps("Done")
    assert "resident is asked" in await wang.taps("Skip")


async def of_category(tx: Tx, key: str) -> None:
    await tx.run("UPDATE orders SET category = :key", key=key)


async def test_no_button_of_a_worker_leads_to_a_question_that_only_a_photo_answers(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    for button, words in (("Progress", "等配件"), ("Done", "换好了")):
        assert "Send the photo now" not in await wang.taps(button)
        assert "photo" not in await wang.says(words)


async def test_an_album_is_one_thing_done(town: Town, li: Neighbour):
    album = [Arrived("telegram", f"a{n}", f"a{n}", li.chat, "album", "{}", town.now) for n in range(3)]
    for row in album:
        await town.database.do(partial(inbox.receive, row=row))
    message = li.message("3号楼1单元水管漏水", photos=("p1", "p2", "p3"))
    await desk.work_off(town.database, town.house, album, message, town.now)
    assert await done(town) == [("R", "photo"), ("R", None), ("R", None)]


async def test_what_makes_no_sound_is_asked_of_nobody(town: Town, wang: Neighbour):
    async def unit(tx: Tx) -> None:
        turn, person = Turn(tx, town.house, SYSTEM, town.now), await people.person(tx, wang.id)
        assert person
        await turn.tell(person, Message("quiet", alert=False))
        await turn.tell(person, Message("aloud"))

    await town.database.do(unit)
    assert await heard(town, wang) == [None, "G"]


async def test_a_late_answer_to_last_weeks_question_was_asked_for(town: Town):
    await counted(town, rated=1, satisfied=1, unreviewed=-1)
    assert "few answers (1 of 1 who were asked)" in await said(town)


async def test_a_task_of_a_joint_order_is_no_matter_of_its_own(town: Town, li: Neighbour, zhou: Neighbour):
    first, second = await li.reports(), await li.reports("3号楼楼道的灯不亮")
    part = "UPDATE orders SET part_of = (SELECT id FROM orders WHERE number = :first) WHERE number = :second"
    await town.database.do(lambda tx: tx.run(part, first=first, second=second))
    assert "Waiting now: 1," in await said(town)
