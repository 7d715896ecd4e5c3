"""Phone, door and name are looked at on a tap, with a reason, for an hour, and whoever they belong to can read it."""

from functools import partial

import pytest

from domain.person import Held, Role
from handlers import revealing
from handlers.turn import NOT_YOURS
from storage import views
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town

WORDS = "3号楼1单元602水管漏水，电话13812345678"
PHONE, DOOR = "13812345678", "3号楼1单元602"


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands."""
    number = await li.reports(WORDS)
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    wang.reads()
    return number


async def looks(town: Town) -> list[tuple[str, str, str]]:
    found = await town.database.read(partial(views.of_person, person="li", limit=20))
    return [(view.viewer, view.field, view.reason) for view in found]


async def test_a_worker_reads_the_number_after_saying_why_and_the_look_is_written_down(
    town: Town, number: str, wang: Neighbour
):
    card = wang.card(number).text
    assert "138****5678" in card
    assert PHONE not in card
    assert PHONE in await wang.taps("Reach them", "Phone", "to call about the visit")
    assert await looks(town) == [("wang", "phone", "to call about the visit")]


async def test_a_reason_may_be_in_their_own_words(town: Town, number: str, wang: Neighbour):
    await wang.taps("Reach them", "Door", "Something else")
    assert DOOR in await wang.says("下午三点上门")
    assert await looks(town) == [("wang", "door", "下午三点上门")]


async def test_what_was_shown_is_put_away_after_an_hour(town: Town, number: str, wang: Neighbour):
    await wang.taps("Reach them", "Phone", "to find the place")
    await town.later(minutes=59)
    assert PHONE in wang.phone.every_text()
    await town.later(minutes=2)
    assert PHONE not in wang.phone.every_text()
    assert number in next(text for text in wang.phone.every_text().splitlines() if "Put away" in text)
    assert await revealing.tick(town.database, town.house, town.now) == 0


@pytest.mark.parametrize("taken_back", [True, False])
async def test_it_is_put_away_at_once_where_it_is_taken_back_or_is_somebody_elses_to_do(
    town: Town, number: str, li: Neighbour, wang: Neighbour, taken_back: bool
):
    await wang.taps("Reach them", "Phone", "to find the place")
    if taken_back:
        await li.says(number)
        await li.taps("My phone and door", "Remove it")
    else:
        await wang.says(number)
        await wang.taps("More …", "Hand back")
        await wang.says("没空")
    await town.later(minutes=1)
    assert PHONE not in wang.phone.every_text()


async def test_whoever_may_not_look_reads_the_same_as_if_there_were_no_such_order(
    town: Town, number: str, hu: Neighbour, zhang: Neighbour
):
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    for other in (zhang, bo, await town.moves_in("Zhao Defu")):
        refused, unknown = await other.says(button=f"rv {number}"), await other.says(button="rv 000000")
        assert refused == unknown == NOT_YOURS
    assert await looks(town) == []


async def test_the_right_is_asked_again_when_the_reason_comes(
    town: Town, number: str, zhou: Neighbour, wang: Neighbour
):
    await wang.taps("Reach them", "Phone")
    why = wang.button("to find the place")
    await wang.says(number)
    await wang.taps("More …", "Hand back")
    await wang.says("没空")
    await wang.presses(why)
    assert PHONE not in wang.phone.every_text()
    assert await looks(town) == []


async def test_before_it_is_accepted_and_long_after_it_is_closed_nothing_is_shown(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports(WORDS)
    await zhou.taps("To Wang")
    assert "once it is accepted" in await zhou.says(button=f"rv {number}")
    await wang.taps("Accept", "Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    await wang.says(number)
    assert "☎️ Reach them" in wang.labels()
    await town.later(hours=73)
    assert "put away" in await wang.says(button=f"rv {number}")
    assert await looks(town) == []


async def test_the_door_of_an_urgent_matter_is_there_with_the_tap_that_accepts_it(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports("3号楼1单元602着火了")
    await zhou.taps("To Wang")
    assert "602" not in wang.card(number).text
    await wang.taps("Accept")
    assert "🚪 3号楼1单元602" in wang.card(number).text
    await wang.says(number)
    [(viewer, field, _)] = await looks(town)
    assert (viewer, field) == ("wang", "door")


async def test_a_volunteer_looks_once_the_resident_has_said_that_they_may_come(
    town: Town, li: Neighbour, zhou: Neighbour
):
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    number = await li.reports(WORDS)
    await zhou.taps("To somebody else", "Bo Lan")
    await bo.taps("Accept")
    assert "neighbour L" in bo.card(number).text
    assert await bo.says(button=f"rv {number}") != ""
    assert PHONE not in bo.phone.every_text()
    await bo.taps("Ask to come by")
    assert "would like to come by" in li.reads()
    await li.taps("Yes, please come")
    await bo.says(number)
    await bo.taps("Reach them", "Door", "to find the place")
    assert DOOR in bo.phone.every_text()


async def test_a_resident_agrees_to_the_volunteer_who_asked_and_to_nobody_after_them(
    town: Town, li: Neighbour, zhou: Neighbour
):
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    ma = await town.moves_in("Ma Jun", Held(Role.VOLUNTEER, COMPOUND))
    number = await li.reports(WORDS)
    await zhou.taps("To somebody else", "Bo Lan")
    await bo.taps("Accept", "Ask to come by")
    yes = li.button("Yes, please come")
    await li.presses(yes)
    await bo.says(number)
    assert "138****5678" in bo.card(number).text
    await bo.taps("More …", "Hand back")
    await bo.says("没空")
    await zhou.says(number)
    await zhou.taps("To somebody else", "Ma Jun")
    await ma.taps("Accept")
    assert "already with Ma Jun" in await li.presses(yes)
    assert "138****5678" not in ma.card(number).text
    await ma.taps("Ask to come by")
    await li.taps("Yes, please come")
    assert "138****5678" in ma.card(number).text
    await li.taps("Rather not")
    assert "138****5678" not in ma.card(number).text, "they may change their mind"


async def test_only_whose_report_it_is_agrees_to_a_visit(number: str, wang: Neighbour):
    assert await wang.says(button=f"rvy {number}") == await wang.says(button="rvy 000000") == NOT_YOURS
    assert await wang.says(button=f"rva {number}") == await wang.says(button="rva 000000") == NOT_YOURS


async def test_a_resident_leaves_a_phone_corrects_it_and_takes_it_back(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await li.reports()
    await li.taps("Leave a phone or door")
    assert "Kept" in await li.says("13800001111")
    assert "13800001111" in li.card(number).text
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    assert "138****1111" in wang.card(number).text
    await li.says(number)
    await li.taps("My phone and door", "Change it")
    await li.says("13800002222")
    assert "138****2222" in wang.card(number).text
    await li.says(number)
    await li.taps("My phone and door", "Remove it")
    assert "2222" not in wang.card(number).text + li.card(number).text


async def test_nobody_leaves_a_phone_with_somebody_elses_report(number: str, wang: Neighbour):
    assert await wang.says(button=f"rvc {number}") == await wang.says(button="rvc 000000") == NOT_YOURS


async def test_what_staff_are_shown_carries_a_code_that_names_them_to_the_operator(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    code = await town.one("SELECT code FROM viewer_codes WHERE person = 'wang'")
    assert wang.card(number).text.endswith(f" ·{code}")
    await wang.taps("Reach them", "Phone", "to find the place")
    shown = next(message for message in wang.phone.messages.values() if PHONE in message.text)
    assert shown.text.endswith(f" ·{code}")
    await li.says("我三点在家", reply_to=li.phone.where(number))
    assert f"我三点在家 ·{code}" in wang.reads()
    assert code != await town.one("SELECT code FROM viewer_codes WHERE person = 'zhou'")
    assert " ·" not in li.card(number).text.splitlines()[-1]
    await town.later(days=10)
    await wang.says(number)
    assert await town.one("SELECT COUNT(*) FROM viewer_codes WHERE person = 'wang'") == 2, "one a month"


async def test_a_look_at_the_photos_is_written_down_too(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour):
    number = await li.reports(WORDS, photos=("p1",))
    await zhou.taps("To Wang")
    await wang.taps("Accept", "See the photos")
    await li.says(button=f"photos {number}")
    assert [(viewer, field) for viewer, field, _ in await looks(town)] == [("wang", "photo")]


async def test_a_number_that_a_worker_has_rung_is_not_left_lying_in_the_story(town: Town, number: str, wang: Neighbour):
    await wang.taps("Done")
    await wang.says(f"打过{PHONE}，修好了，有事找我13700001111")
    assert (
        await town.one("SELECT words FROM order_events WHERE step = 'finish'") == "打过***，修好了，有事找我13700001111"
    )


async def test_whoever_has_it_in_hand_without_the_right_to_look_does_not_ask_to_come_by(
    town: Town, number: str, zhao: Neighbour, li: Neighbour
):
    await town.database.do(
        lambda tx: tx.run("UPDATE orders SET assignee = 'zhao' WHERE number = :number", number=number)
    )
    li.reads()
    assert NOT_YOURS in await zhao.says(button=f"rva {number}")
    assert li.reads() == ""
