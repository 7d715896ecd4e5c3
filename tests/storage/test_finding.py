"""Orders are found by their words, on SQLite and PostgreSQL alike, by those whose area they are in."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from domain import bigrams
from domain.number import make
from domain.order import Order
from storage import finding, orders
from storage.database import Database, Tx
from storage.finding import NEWEST
from tests.storage.kept import COMPOUND, placed, settled

LINES = (Path(__file__).parent / "found.txt").read_text("utf-8").splitlines()
REPORTS = [line.split(" ", 2)[2] for line in LINES[1:] if line.startswith("# ")]
CASES = [(words, found.split()) for words, _, found in (line.rpartition(" | ") for line in LINES if line[0] != "#")]
STREET = ["qs/hy"]


def number(n: int) -> str:
    return make(n.to_bytes(4))


async def report(database: Database, n: int, what: str, **other: object) -> Order:
    order = await placed(database, n, number=number(n), what=what, **other)
    await database.do(partial(finding.keep, order=order, places=(), called=""))
    return order


async def numbers(database: Database, words: str, *areas: str, parties: tuple[str, ...] = ()) -> list[str]:
    asked, areas = bigrams.asked(words), areas or tuple(STREET)
    look = partial(finding.find, words=asked, areas=areas, parties=parties, before=NEWEST, limit=50)
    return [one.order.number for one in await database.read(look)]


@pytest.fixture
async def six(database: Database) -> list[str]:
    """The numbers of the six reports of found.txt."""
    await settled(database, "li")
    for n, what in enumerate(REPORTS, 1):
        await report(database, n, what)
    return [number(n) for n in range(1, len(REPORTS) + 1)]


async def test_both_databases_find_what_the_table_says(database: Database, six: list[str]) -> None:
    wrong = []
    for words, expected in CASES:
        found = [str(six.index(one) + 1) for one in await numbers(database, words)]
        if found != [n for n in expected if n != "-"]:
            wrong.append(f"{words}: {' '.join(found)} instead of {' '.join(expected)}")
    assert not wrong, "\n".join(wrong)


async def test_where_somebody_may_not_look_nothing_is_found(database: Database, six: list[str]) -> None:
    elsewhere = ("qs/hy/lx/xf2", "qs/hy/lx/x", "qs/h", "qs/hy/lx/xf/3", "qs/hy/lx/xf/g2", "")
    assert await numbers(database, "电梯", *elsewhere) == []
    assert (
        await database.read(partial(finding.find, words=["电梯"], areas=(), parties=(), before=NEWEST, limit=9)) == []
    )
    everywhere = partial(finding.find, words=["电梯"], areas=None, parties=(), before=NEWEST, limit=9)
    assert len(await database.read(everywhere)) == 2
    for area in ("qs", "qs/hy", "qs/hy/lx", COMPOUND, f"{COMPOUND}/g1"):
        assert len(await numbers(database, "电梯", area)) == 2, area


async def test_what_was_handed_to_somebody_is_found_by_them_as_long_as_they_have_it(database: Database) -> None:
    await settled(database, "li", "wang", "hu")
    order = await report(database, 1, "电梯坏了")
    for assignee, team, mine, theirs in (("wang", None, 1, 0), (None, "P@qs/hy/lx", 0, 1), ("wang", "t:P:qf", 1, 0)):
        await database.do(partial(finding.hand, order=replace(order, assignee=assignee, team=team)))
        assert len(await numbers(database, "电梯", "x", parties=("wang",))) == mine
        assert len(await numbers(database, "电梯", "x", parties=("hu", "P@qs/hy/lx"))) == theirs
    assert await numbers(database, "电梯", "x", parties=("t:P:qf",)) == [number(1)]
    await database.do(partial(finding.hand, order=replace(order, assignee=None, team=None)))
    assert await numbers(database, "电梯", "x", parties=("wang", "t:P:qf")) == []
    assert await numbers(database, "坏了") == [number(1)], "its words are still there"


async def test_a_thousand_hits_come_a_page_at_a_time_each_once(database: Database) -> None:
    await settled(database, "li")

    async def unit(tx: Tx) -> None:
        for n in range(1000):
            order = replace(one, id=f"x{n}", number=number(1000 + n), placed_at=one.placed_at + n // 3)
            await orders.insert(tx, order)
            await finding.keep(tx, order, (), "")

    one = await report(database, 1, "路灯坏了")
    await database.do(unit)
    seen: list[tuple[int, str]] = []
    before = NEWEST
    for _ in range(20):
        page = await database.read(
            partial(finding.find, words=["路灯"], areas=STREET, parties=(), before=before, limit=90)
        )
        if not page:
            break
        seen += [(found.order.placed_at, found.order.number) for found in page]
        before = page[-1].n
    assert len(seen) == len(set(seen)) == 1001
    assert [at for at, _ in seen] == sorted((at for at, _ in seen), reverse=True)


async def test_words_that_were_erased_find_nothing_any_more(database: Database) -> None:
    """Whoever erases them."""
    await settled(database, "li")
    await report(database, 1, "电梯坏了，请快点")
    await database.do(lambda tx: tx.run("UPDATE orders SET what = '路灯坏了' WHERE what LIKE '%电梯%'"))
    for order, called in await database.do(partial(finding.waiting, limit=9)):
        await database.do(partial(finding.keep, order=order, places=(), called=called))
    assert await numbers(database, "电梯") == []
    assert await numbers(database, "路灯") == [number(1)]


async def test_names_phones_and_doors_find_nothing(database: Database) -> None:
    await settled(database, "li")
    what = "我叫李秀兰，电话13812345678，住1单元602，电梯坏了"
    order = await placed(database, 1, number=number(1), what=what)
    await database.do(partial(finding.keep, order=order, places=("杏福苑",), called="李秀兰"))
    for hidden in ("李秀兰", "秀兰", "李", "13812345678", "138", "5678", "602", "1单元"):
        assert await numbers(database, hidden) == [], hidden
    assert await numbers(database, "杏福苑 电梯") == [number(1)]
    assert await numbers(database, number(1).lower()) == [number(1)]


async def test_tasks_and_what_was_ordered_from_a_shop_are_not_found(database: Database) -> None:
    await settled(database, "li")
    await report(database, 1, "电梯坏了")
    await report(database, 2, "电梯坏了", part_of="o1")
    assert await numbers(database, "电梯") == [number(1)]


async def test_what_was_there_before_is_split_by_the_clock_the_newest_first(database: Database) -> None:
    await settled(database, "li")
    for n in range(5):
        await placed(database, n, number=number(n), what="电梯坏了")
        await database.do(partial(finding.again, order_id=f"o{n}"))
    await database.do(partial(finding.again, order_id="o0"))
    await database.do(partial(finding.again, order_id="gone"))
    batches = [await database.do(partial(finding.waiting, limit=3)) for _ in range(3)]
    assert [[order.id for order, _ in batch] for batch in batches] == [["o2", "o3", "o4"], ["o0", "o1"], []]
    assert batches[0][0][1] == "Li"
