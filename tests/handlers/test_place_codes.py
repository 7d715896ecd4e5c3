"""A poster says where somebody is: the place is said back and can be put right, and nothing is lost by scanning."""

import re

import pytest

from domain.number import find
from domain.person import Held, Role
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, Town

ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
BUILDING_3, BUILDING_5 = f"{COMPOUND}/3", f"{COMPOUND}/5"
HELLO = "Hello! You are at 杏福苑 3号楼."
OLD = "This poster is an old one"
GROUP = "telegram:-100"


async def codes(town: Town) -> dict[str, str]:
    """What hangs: place -> code."""
    sql = "SELECT place, code FROM place_codes WHERE revoked_at IS NULL"
    rows = await town.database.read(lambda tx: tx.all(sql))
    return {row["place"]: row["code"] for row in rows}


@pytest.fixture
async def hung(town: Town, zhou: Neighbour) -> dict[str, str]:
    """Zhou has made a poster for each building."""
    await zhou.says("/qr")
    await zhou.taps("One for each building")
    return await codes(town)


async def test_the_desk_makes_a_poster_for_each_building(town: Town, zhou: Neighbour):
    await zhou.says("海报")
    read = await zhou.taps("One for each building")
    assert "杏福苑: 6 posters" in read
    assert re.search(r"https://sidan.example/posters/[\w-]{22}\n?$", read)
    assert sorted(await codes(town)) == [f"{COMPOUND}/{n}" for n in range(1, 7)]


async def test_a_new_neighbour_scans_reports_and_is_where_the_poster_hangs(town: Town, hung: dict[str, str]):
    new = town.stranger("Ma Li")
    assert HELLO in await new.opens(f"q-{hung[BUILDING_3]}")
    number = await new.reports("楼道灯不亮")
    assert (await town.order(number)).place == BUILDING_3
    assert (await new.person()).roles == ()


@ON_SQLITE
async def test_a_scan_does_not_move_a_neighbour_house(hung: dict[str, str], li: Neighbour):
    await li.opens(f"q-{hung[BUILDING_5]}")
    assert (await li.person()).home == f"{COMPOUND}/3/1"


@ON_SQLITE
async def test_a_scan_makes_nobody_a_neighbour_of_the_building(town: Town, hung: dict[str, str]):
    new = town.stranger("Ma Li")
    await new.opens(f"q-{hung[BUILDING_5]}")
    assert (await new.person()).home == COMPOUND


@ON_SQLITE
async def test_what_stands_on_the_poster_can_be_typed_instead(hung: dict[str, str], li: Neighbour):
    code = hung[BUILDING_3]
    assert HELLO in await li.says(f"{code[:3]}-{code[3:]}".lower())


@ON_SQLITE
async def test_whoever_is_somewhere_else_says_where_with_one_tap_each(town: Town, hung: dict[str, str], li: Neighbour):
    await li.opens(f"q-{hung[BUILDING_3]}")
    assert "Which building?" in await li.taps("I am somewhere else")
    assert "What is the matter?" in await li.taps("6号楼", "2单元")
    await li.says("楼道灯不亮")
    number = find(await li.taps("Send"))[0]
    assert (await town.order(number)).place == f"{COMPOUND}/6/2"


@ON_SQLITE
async def test_whoever_is_somewhere_else_is_never_taken_to_be_at_the_poster(hung: dict[str, str], li: Neighbour):
    await li.opens(f"q-{hung[BUILDING_3]}")
    await li.taps("I am somewhere else")
    await li.says("cancel")
    assert "Which building?" in await li.says("楼道灯不亮")


@ON_SQLITE
async def test_words_written_while_the_place_is_asked_for_are_the_report(
    town: Town, hung: dict[str, str], li: Neighbour
):
    await li.opens(f"q-{hung[BUILDING_3]}")
    await li.taps("I am somewhere else")
    assert "I have added that" in await li.says("楼道灯不亮")
    assert "楼道灯不亮" in await li.taps("6号楼", "2单元")
    number = find(await li.taps("Send"))[0]
    assert (await town.order(number)).what == "楼道灯不亮"


@ON_SQLITE
async def test_the_compound_of_the_poster_comes_first_among_many(town: Town, hung: dict[str, str]):
    await town.built(Place(f"{COMMUNITY}/aa", "compound", "清雅居", None, None, None))
    town.now += 2
    new = town.stranger("Ma Li")
    await new.opens(f"q-{hung[BUILDING_3]}")
    assert "Which compound" in await new.taps("I am somewhere else")
    assert new.labels()[:2] == ["杏福苑", "清雅居"]


async def test_a_scan_in_the_middle_of_a_report_is_the_answer_to_where(town: Town, hung: dict[str, str], li: Neighbour):
    assert "Which building?" in await li.says("楼道灯不亮")
    read = await li.opens(f"q-{hung[BUILDING_5]}")
    assert "You are at 杏福苑 5号楼" in read
    assert "楼道灯不亮" in read
    number = find(await li.taps("Send"))[0]
    assert (await town.order(number)).place == BUILDING_5


@ON_SQLITE
async def test_the_poster_scanned_last_counts(town: Town, hung: dict[str, str], li: Neighbour):
    await li.opens(f"q-{hung[BUILDING_3]}")
    await li.says("楼道灯不亮")
    for code in (hung[BUILDING_3], hung[BUILDING_5], hung[BUILDING_5]):
        assert "Please check" in await li.opens(f"q-{code}")
    number = find(await li.taps("Send"))[0]
    assert (await town.order(number)).place == BUILDING_5


@ON_SQLITE
async def test_a_scan_answers_whoever_wants_to_change_the_place(hung: dict[str, str], li: Neighbour):
    await li.opens(f"q-{hung[BUILDING_3]}")
    await li.says("楼道灯不亮")
    assert "Which building?" in await li.taps("Change the place")
    assert "📍 杏福苑 5号楼" in await li.opens(f"q-{hung[BUILDING_5]}")


@ON_SQLITE
async def test_the_poster_at_the_gate_forgets_the_building_that_was_chosen(town: Town, zhou: Neighbour, li: Neighbour):
    await zhou.says("/qr")
    await zhou.taps("Only one", "All of it")
    await li.says("楼道灯不亮")
    assert "Which unit?" in await li.taps("3号楼")
    assert "Which building?" in await li.opens(f"q-{(await codes(town))[COMPOUND]}")


@ON_SQLITE
async def test_words_that_may_be_about_an_open_matter_outlive_a_scan(town: Town, hung: dict[str, str], li: Neighbour):
    await li.reports()
    assert "about one of these" in await li.says("还是漏水，厨房也漏了")
    assert "about one of these" in await li.opens(f"q-{hung[BUILDING_5]}")
    assert "还是漏水" in await li.taps("Something new")


@ON_SQLITE
async def test_a_question_about_something_else_stays_open(hung: dict[str, str], li: Neighbour):
    await li.says("/wish")
    question = li.phone.messages[next(reversed(li.phone.messages))].text
    read = await li.opens(f"q-{hung[BUILDING_3]}")
    assert HELLO in read
    assert question in read


@ON_SQLITE
@pytest.mark.parametrize("payload", ["q-000000", "q-", "q-nothing", "q-" + "9" * 62])
async def test_a_code_that_never_was_is_an_old_poster(town: Town, zhou: Neighbour, li: Neighbour, payload: str):
    assert OLD in await li.opens(payload)


async def test_a_revoked_poster_asks_where_and_loses_nothing(town: Town, hung: dict[str, str], zhou: Neighbour):
    await zhou.opens(f"q-{hung[BUILDING_3]}")
    await zhou.taps("This poster counts no more")
    new = town.stranger("Ma Li")
    await new.opens(f"q-{hung[BUILDING_5]}")
    assert OLD in await new.opens(f"q-{hung[BUILDING_3]}")
    assert "Which building?" in await new.says("楼道灯不亮")
    assert OLD in await new.opens(f"q-{hung[BUILDING_3]}")
    number = find(await new.taps("6号楼", "2单元", "Send"))[0]
    assert (await town.order(number)).place == f"{COMPOUND}/6/2"


@ON_SQLITE
async def test_the_desk_revokes_a_poster_by_what_stands_on_it(town: Town, hung: dict[str, str], zhou: Neighbour):
    await zhou.says("/qr")
    await zhou.taps("A poster is to count no more")
    assert "杏福苑 3号楼" in await zhou.says(hung[BUILDING_3])
    button = zhou.button("counts no more")
    assert "Done." in await zhou.presses(button)
    assert "has not counted" in await zhou.presses(button)
    await zhou.says("/qr")
    await zhou.taps("One for each building")
    again = await codes(town)
    assert again.pop(BUILDING_3) != hung.pop(BUILDING_3)
    assert again == hung


@ON_SQLITE
async def test_a_poster_is_told_with_how_often_it_was_scanned(hung: dict[str, str], li: Neighbour, zhou: Neighbour):
    await li.opens(f"q-{hung[BUILDING_3]}")
    await li.opens(f"q-{hung[BUILDING_3]}")
    assert "scanned 2 times" in await zhou.says(f"/qr {hung[BUILDING_3]}")


@ON_SQLITE
async def test_only_the_desk_of_the_place_makes_and_revokes_posters(town: Town, hung: dict[str, str], wang: Neighbour):
    other = f"{COMMUNITY}/aa"
    await town.built(Place(other, "compound", "清雅居", None, None, None))
    stranger = await town.moves_in("Tang Yu", Held(Role.COMMUNITY, other))
    town.now += 2
    code = hung[BUILDING_3]
    assert "cannot find that" in await wang.says("/qr")
    await stranger.says("/qr")
    assert stranger.labels() == ["Only one", "A poster is to count no more"]
    await stranger.says("cancel")
    for person in (wang, stranger):
        assert "cannot find that" in await person.says(f"/qr {code}")
        assert "cannot find that" in await person.says(button=f"qr revoke {code}")
        await person.opens(f"q-{code}")
        assert person.labels() == ["I am somewhere else"]
    assert (await codes(town))[BUILDING_3] == code


@ON_SQLITE
async def test_in_a_group_the_link_is_handed_on_to_a_private_chat(town: Town, hung: dict[str, str], li: Neighbour):
    payload = f"q-{hung[BUILDING_3]}"
    await li.opens(payload, group=GROUP)
    assert payload in town.phone(GROUP).every_text()
    assert "杏福苑" not in town.phone(GROUP).every_text()


@ON_SQLITE
async def test_a_place_that_was_renamed_is_called_by_its_new_name(town: Town, hung: dict[str, str], li: Neighbour):
    await town.built(Place(BUILDING_3, "building", "杏花楼", f"{COMPOUND}/g1", None, None))
    town.now += 2
    assert "杏福苑 杏花楼" in await li.opens(f"q-{hung[BUILDING_3]}")


@ON_SQLITE
async def test_a_sheet_s_link_is_gone_after_a_day(town: Town, zhou: Neighbour):
    await zhou.says("/qr")
    await zhou.taps("Only one", "3号楼", "1单元")
    assert list(await codes(town)) == [f"{BUILDING_3}/1"]
    assert await town.one("SELECT expires_at FROM poster_sheets") == town.now + DAY
