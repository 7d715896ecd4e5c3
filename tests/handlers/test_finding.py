"""/find: by number, words and place, for those who work here, of what is theirs to see, and never by what is hidden."""

from functools import partial

import pytest

from domain.number import find
from domain.person import Held, Role
from handlers import finding
from storage import finding as index
from storage.database import Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, Town

LAMP = "3号楼1单元路灯不亮，黑得很"


@pytest.fixture
async def reported(town: Town, li: Neighbour, zhao: Neighbour, zhou: Neighbour) -> dict[str, str]:
    """What was reported, by what it is about."""
    found = {}
    for what, who, words in (
        ("lamp", li, LAMP),
        ("pipe", zhao, "5号楼2单元水管漏水，我叫赵德福，电话13812345678，住602"),
        ("lamp5", li, "5号楼1单元路灯也不亮"),
    ):
        town.now += 60
        await who.says("/report")
        found[what] = await who.reports(words)
    zhou.reads()
    return found


async def looks(who: Neighbour, words: str) -> str:
    """Nothing but the answer."""
    who.reads()
    return await who.says(f"/find {words}")


async def test_the_desk_finds_by_words_and_place_and_opens_the_card(zhou: Neighbour, reported: dict[str, str]) -> None:
    read = await looks(zhou, "路灯")
    assert find(read) == [reported["lamp5"], reported["lamp"]], "newest first"
    assert "Lights and public facilities · 杏福苑 3号楼 — waiting to be handed out" in read
    assert find(await looks(zhou, "路灯 三号楼")) == [reported["lamp"]]
    assert find(await zhou.says("查 ５号楼 漏水")) == [reported["pipe"]]
    assert "I keep it" not in zhou.labels()
    await zhou.taps(reported["pipe"])
    assert "I keep it" in zhou.labels()


@pytest.mark.parametrize("written", ["{}", "{} ", "#{}", "/find {}"])
async def test_a_number_shows_its_card(zhou: Neighbour, reported: dict[str, str], written: str) -> None:
    number = reported["lamp"]
    typed = written.format(f"{number[:3].lower()}-{number[3:].lower()}")
    assert "黑得很" in await zhou.says(typed if typed.startswith("/find") else f"找 {typed}")
    assert "I keep it" in zhou.labels()


async def test_without_words_they_are_asked_for(zhou: Neighbour, reported: dict[str, str]) -> None:
    for word in ("/find", "查找"):
        assert "What are you looking for?" in await zhou.says(word)
        assert find(await zhou.says("漏水")) == [reported["pipe"]]


async def test_a_typed_figure_opens_what_was_listed(zhou: Neighbour, reported: dict[str, str]) -> None:
    await looks(zhou, "路灯")
    assert "黑得很" in await zhou.says("2")


async def test_who_does_not_work_here_finds_nothing_and_what_they_write_is_a_report(
    li: Neighbour, reported: dict[str, str]
) -> None:
    for said in ("/find 路灯", f"/find {reported['lamp']}", "/find"):
        assert "cannot find that, or it is not yours" in await li.says(said)
    assert "cannot find that" in await li.says(button="fd 9223372036854775807 路灯")
    assert "Please check" in await li.says("查 一下3号楼1单元的垃圾，没人收")


@pytest.mark.parametrize(
    "words", ["赵德福", "德福", "13812345678", "138", "5678", "602", "2单元", "Zhao", "telegram", "/qs", "@zhao"]
)
async def test_nobody_finds_by_what_is_hidden(
    town: Town, zhou: Neighbour, sun: Neighbour, reported: dict[str, str], words: str
) -> None:
    for who in (zhou, sun):
        assert find(await looks(who, words)) == []


async def test_what_is_hidden_in_a_card_is_hidden_in_the_list(sun: Neighbour, reported: dict[str, str]) -> None:
    read = await looks(sun, "水管")
    assert reported["pipe"] in read
    for hidden in ("赵德福", "13812345678", "602", "2单元", "Zhao"):
        assert hidden not in read


async def test_everybody_looks_where_they_work(
    town: Town, wang: Neighbour, chen: Neighbour, liu: Neighbour, sun: Neighbour, reported: dict[str, str]
) -> None:
    committee = await town.moves_in("Luo Qing", Held(Role.OWNERS, COMPOUND))
    elsewhere = await town.moves_in("Tang Wei", Held(Role.COMMUNITY, "qs/hy/lx/other"))
    both = [reported["lamp5"], reported["lamp"]]
    for who, expected in (
        (wang, both[1:]),
        (chen, both[:1]),
        (liu, both),
        (sun, both),
        (committee, both),
        (elsewhere, []),
    ):
        assert find(await looks(who, "路灯")) == expected, who.name


async def test_a_company_finds_what_it_has_in_hand(
    zhou: Neighbour, zhang: Neighbour, hu: Neighbour, reported: dict[str, str]
) -> None:
    assert "Nothing found" in await looks(zhang, "路灯")
    await zhou.says(reported["lamp"])
    await zhou.taps("To somebody else", zhang.name)
    zhang.reads()
    assert find(await looks(zhang, "路灯")) == [reported["lamp"]]
    await zhou.says(reported["lamp"])
    await zhou.taps("To somebody else", hu.name)
    zhang.reads()
    assert "Nothing found" in await looks(zhang, "路灯")


async def test_nobody_finds_a_complaint_about_themselves(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour
) -> None:
    number = await li.reports(LAMP)
    await town.database.do(lambda tx: tx.run("UPDATE orders SET subject = 'C@qs/hy/lx/xf'"))
    assert find(await looks(liu, "路灯")) == [number]
    assert "Nothing found" in await looks(zhou, "路灯")
    assert "Nothing found" in await looks(zhou, f"{number}")


@pytest.mark.parametrize("words", ['"路灯" OR *', "NEAR(", "-", "'; --", "😀", "*", "路灯:*", "%", "a" * 500, "、。"])
async def test_no_words_are_an_error(zhou: Neighbour, reported: dict[str, str], words: str) -> None:
    read = await looks(zhou, words)
    assert any(told in read for told in ("Nothing found", "I look for words", "Found for", "500 characters")), read


async def test_more_come_a_page_at_a_time(town: Town, li: Neighbour, zhou: Neighbour) -> None:
    order = await town.order(await li.reports(LAMP))

    async def many(tx: Tx) -> None:
        """As they were before there was an index."""
        await tx.run(
            """
            INSERT INTO orders (id, number, place, rung, category, lane, what, state, version, placed_at)
            WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1019)
            SELECT 'x' || i, 'X0' || i, place, rung, category, lane, what, 'placed', 1, placed_at - i FROM orders, n
            """
        )
        old = "SELECT id, 'li', 0 FROM orders WHERE id LIKE 'x%'"
        await tx.run(f"INSERT INTO authors (order_id, person, placed_at) {old}")
        await tx.run("INSERT INTO finding_waiting (order_id) SELECT id FROM orders WHERE id LIKE 'x%'")

    await town.database.do(many)
    assert len((await looks(zhou, "路灯")).splitlines()) == 1 + 2, "what was there before is not split yet"
    await finding.tick(town.database, town.house, town.now)
    pages = [await looks(zhou, "路灯"), await zhou.taps("More"), await zhou.taps("More")]
    shown = [line.split()[1] for page in pages for line in page.splitlines()[1::2]]
    assert shown == [order.number] + [f"X0{n}" for n in range(1000, 1020)]
    assert "More …" not in zhou.labels()
    assert "That was all" in await zhou.says(button="fd 1 路灯")


async def test_words_that_were_erased_find_nothing_after_a_moment(
    town: Town, zhou: Neighbour, reported: dict[str, str]
) -> None:
    await town.database.do(lambda tx: tx.run("UPDATE orders SET what = '…' WHERE what LIKE '%黑得很%'"))
    await finding.tick(town.database, town.house, town.now)
    assert "Nothing found" in await looks(zhou, "黑得很")
    assert await town.database.do(partial(index.waiting, limit=9)) == []


@pytest.mark.parametrize("words", ["查 电梯", "找　水管", "查"])
async def test_a_resident_who_tries_to_search_is_shown_their_own_and_nobody_else_hears_of_it(
    zhou: Neighbour, li: Neighbour, reported: dict[str, str], words: str
) -> None:
    read = await li.says(words)
    assert "Your reports:" in read
    assert "leave out" in read
    assert set(find(read)) == {reported["lamp"], reported["lamp5"]}
    assert zhou.reads() == ""


async def test_danger_and_whole_sentences_of_a_resident_are_reports_whatever_they_begin_with(
    town: Town, li: Neighbour, reported: dict[str, str]
) -> None:
    for words in ("查 3号楼着火了", "找 一下物业吧，我们这栋楼的电梯又坏了，老人下不来"):
        assert "leave out" not in await li.says(words)
        await li.says("取消")
