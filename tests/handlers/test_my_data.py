"""My data: who looked, what is put right, what is taken along, and what is left of somebody who wants to go."""

import json
import re
from functools import partial

import pytest

from domain.person import Held, Role
from handlers import privacy_delete
from handlers.tokens import hashed
from storage import clearing, people, personal_export, views
from storage.views import View
from tests.handlers.neighbour import Neighbour
from tests.handlers.scanned import traces
from tests.handlers.town import COMPOUND, DAY, Town

pytestmark = pytest.mark.usefixtures("zhou")  # somebody sits at the desk

WORDS = "我是李秀兰，3号楼1单元602水管漏水，电话13812345678"
PHOTO, VOICE = "p" * 22, "v" * 22
MARKS = ("telegram:li", "Li Xiulan", "李秀兰", "13812345678", "602", "我妈妈病了", PHOTO, VOICE)


@pytest.fixture
async def number(town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour) -> str:
    """Reported, talked about, looked at, done and reviewed."""
    number = await li.reports(WORDS, photos=(PHOTO,), voice=VOICE)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "More …", "Reach them", "Phone", "to call about the visit")
    await li.says(number)
    await li.taps("Add something")
    await li.says("我妈妈病了，请轻一点")
    await wang.says(number)
    await wang.taps("Ask the resident")
    await wang.says("好的，明天上午来")
    await wang.says(number)
    await wang.taps("Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    for one in (li, zhou, wang):
        one.reads()
    return number


async def goes(who: Neighbour) -> str:
    await who.says("/privacy")
    await who.taps("Delete everything")
    return await who.taps("Go on", "Delete for good")


async def test_privacy_says_it_in_six_lines_and_has_a_button_for_each_right(li: Neighbour):
    page = await li.says("我的数据")
    assert len([line for line in page.splitlines() if re.match(r"\d\. ", line)]) == 6
    assert "90 days" in page
    assert "180" in page
    expected = ["👀 Who looked", "📄 All about me", "✏️ Put something right", "🗑 Delete everything", "✅ I agree"]
    assert li.labels() == expected


async def test_who_looked_is_told_with_role_and_reason_and_without_a_name(li: Neighbour, number: str):
    await li.says("/privacy")
    read = await li.taps("Who looked")
    line = (
        rf"11-23 \d\d:\d\d your grid worker looked at your phone number. Reason: to call about the visit \({number}\)"
    )
    assert re.search(line, read)
    assert "Wang" not in read


async def test_looks_are_paged_newest_first(town: Town, li: Neighbour, wang: Neighbour, number: str):
    order = await town.order(number)
    for n in range(10):
        seen = View(f"z{n}", "wang", "G", "li", order.id, "door", f"reason {n};", "code", town.now)
        await town.database.do(partial(views.add, view=seen))
    await li.says("/privacy")
    first = await li.taps("Who looked")
    assert first.index("reason 9;") < first.index("reason 2;")
    assert "reason 1;" not in first
    second = await li.taps("Earlier ones")
    assert "reason 1;" in second
    assert "phone number" in second


async def test_name_and_home_are_put_right(town: Town, li: Neighbour):
    await li.says("/privacy")
    assert "Name: Li Xiulan" in await li.taps("Put something right")
    await li.taps("My name")
    await li.says("Li Xiuying")
    await li.says("/privacy")
    await li.taps("Put something right", "Where I live", "5号楼", "1单元")
    person = await li.person()
    assert (person.name, person.home) == ("Li Xiuying", f"{COMPOUND}/5/1")


async def test_phone_and_door_of_what_is_open_are_put_right(li: Neighbour):
    number = await li.reports(WORDS)
    await li.says("/privacy")
    await li.taps("Put something right")
    assert number in await li.taps(f"Phone or door of {number}")


async def test_the_export_has_everything_of_mine_and_nothing_of_anybody_else(
    town: Town, li: Neighbour, wang: Neighbour, number: str
):
    mine = json.dumps(await town.database.read(partial(personal_export.everything, person="li")), ensure_ascii=False)
    for there in (
        "Li Xiulan",
        "13812345678",
        "602",
        "水管漏水",
        "我妈妈病了",
        "好的，明天上午来",
        PHOTO,
        VOICE,
        number,
    ):
        assert there in mine, there
    for other in ("Wang", "wang", "zhou", "Zhou Min"):
        assert other not in mine
    theirs = json.dumps(
        await town.database.read(partial(personal_export.everything, person="wang")), ensure_ascii=False
    )
    for other in ("Li Xiulan", "13812345678", "602", '"li"', "我妈妈病了", PHOTO, VOICE):
        assert other not in theirs, other
    assert "好的，明天上午来" in theirs


async def test_whoever_is_complained_about_finds_nothing_of_it_in_their_export(
    town: Town, li: Neighbour, zhou: Neighbour, zhang: Neighbour
):
    number = await li.reports("物业乱收费，收了钱不开票", "3号楼", "1单元")
    assert (await town.order(number)).subject
    theirs = json.dumps(await town.database.read(partial(personal_export.everything, person="zhang")))
    assert number not in theirs
    assert '"li"' not in theirs


async def test_the_link_opens_once_each_way_within_a_quarter_of_an_hour_and_for_one_person(town: Town, li: Neighbour):
    await li.says("/privacy")
    first = re.search(r"/mine/(\S{22})\n", await li.taps("All about me"))
    await li.says("/privacy")
    second = re.search(r"/mine/(\S{22})\n", await li.taps("All about me"))
    assert first
    assert second

    async def opens(token: str, way: str, later: int = 0) -> str | None:
        return await town.database.do(
            partial(personal_export.use, token_hash=hashed(token), way=way, now=town.now + later)
        )

    assert await opens(first[1], "page") is None  # the newer one made it worthless
    assert await opens(second[1], "page", 15 * 60) is None
    assert await opens(second[1], "page") == "li"
    assert await opens(second[1], "page") is None
    assert await opens(second[1], "file") == "li"
    assert await opens(second[1], "file") is None


async def test_who_is_forgotten_leaves_an_order_without_them(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, number: str
):
    before = await town.order(number)
    assert await traces(town.database, MARKS)
    assert "Everything about you is deleted" in await goes(li)
    left = await traces(town.database, MARKS)
    farewell = {("outbox", "chat", MARKS[0]), ("outbox", "ref", MARKS[0])}
    files = {("doomed_media", "media", PHOTO), ("doomed_media", "media", VOICE)}  # to go in a moment
    assert left - farewell == files
    after = await town.order(number)
    assert (after.state, after.rating, after.closing, after.author) == (before.state, 5, before.closing, "li")
    assert "水管漏水" in after.what
    assert number in await zhou.says(number)
    assert number in await wang.says(number)


async def test_a_name_like_a_pattern_takes_nobody_elses_letters_along(town: Town, li: Neighbour, zhao: Neighbour):
    other = await zhao.reports("5号楼2单元路灯不亮")
    await town.database.do(lambda tx: people.set_name(tx, "li", "%%"))
    await goes(li)
    kept = "SELECT COUNT(*) FROM outbox WHERE chat = 'telegram:zhao' AND body LIKE '%' || :number || '%'"
    assert await town.one(kept, number=other)


async def test_the_chat_is_somebody_new_afterwards(town: Town, li: Neighbour, number: str):
    await goes(li)
    assert "not reported anything yet" in await li.says("/my")
    person = await li.person()
    assert person.id != "li"
    assert person.home is None
    new = await li.reports("5号楼2单元路灯不亮")
    assert (await town.order(new)).author == person.id


async def test_nothing_that_was_under_way_is_taken_up_after_the_farewell(town: Town, li: Neighbour):
    await li.says("3号楼1单元水管漏水")
    await li.says("/privacy")
    await li.taps("Delete everything", "Go on")
    await li.says("/privacy")
    assert "This cannot be taken back" in await li.taps("Delete everything"), "it is still open"
    read = await li.taps("Delete for good")
    assert "Everything about you is deleted" in read
    assert "Back to what we were at" not in read
    assert await town.one("SELECT COUNT(*) FROM talks") == 0


async def test_points_stay_as_lines_without_a_name(town: Town, li: Neighbour, number: str):
    await goes(li)
    assert await town.one("SELECT name FROM persons WHERE id = 'li'") == ""


async def test_a_no_at_the_first_or_at_the_second_question_keeps_everything(li: Neighbour, number: str):
    await li.says("/privacy")
    await li.taps("Delete everything")
    assert "nothing is deleted" in await li.taps("Keep everything")
    await li.says("/privacy")
    await li.taps("Delete everything", "Go on")
    assert "nothing is deleted" in await li.taps("Keep everything")
    assert number in await li.says("/my")


async def test_what_is_open_is_finished_first_and_then_it_is_done_by_itself(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    read = await goes(li)
    assert "still open" in read
    assert number in read
    await town.later(days=1, hours=1)
    assert (await li.person()).name == "Li Xiulan"
    await li.says(number)
    await li.taps("Withdraw", "Yes, withdraw it")
    await town.later(days=1, hours=1)
    assert "Everything about you is deleted" in li.reads()
    assert await town.one("SELECT name FROM persons WHERE id = 'li'") == ""


async def test_whoever_waits_for_it_may_change_their_mind(town: Town, li: Neighbour):
    number = await li.reports()
    await goes(li)
    await li.taps("Do not delete after all")
    await li.says(number)
    await li.taps("Withdraw", "Yes, withdraw it")
    await town.later(days=2)
    assert (await li.person()).name == "Li Xiulan"


async def test_two_replicas_forget_somebody_once(town: Town, li: Neighbour):
    number = await li.reports()
    await goes(li)
    await li.says(number)
    await li.taps("Withdraw", "Yes, withdraw it")
    done = [await privacy_delete.tick(town.database, town.house, town.now + 2 * DAY) for _ in range(2)]
    assert done == [1, 0]


async def test_whoever_works_here_resigns_first(wang: Neighbour):
    assert "/resign" in await goes(wang)
    assert (await wang.person()).name == "Wang Jianguo"


async def test_a_volunteer_who_goes_is_asked_for_nothing_any_more(town: Town, number: str):
    feng = await town.moves_in("Feng Yu", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/2/1")
    await goes(feng)
    assert await town.one("SELECT COUNT(*) FROM volunteers WHERE person = 'feng'") == 0
    assert await town.one("SELECT COUNT(*) FROM roles WHERE person = 'feng' AND until IS NULL") == 0


async def test_a_picture_of_somebody_else_stays_when_whoever_looked_at_it_goes(
    town: Town, number: str, wang: Neighbour
):
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1 WHERE person = 'wang'"))
    await goes(wang)
    assert await town.one("SELECT COUNT(*) FROM order_photos WHERE media = :p", p=PHOTO) == 1
    assert await town.database.read(partial(clearing.in_use, media=PHOTO))
