"""The ledger only grows, adds up to zero, and whoever changes it by hand is found."""

import asyncio
from functools import partial
from typing import Any

import pytest

from storage import helped, ledger
from storage.database import Database, Tx, open_database
from storage.ledger import ISSUED, MINUTES, POINTS, Found, NotEnough
from tests.storage.explained import Explained

WANG, SHOP = ledger.of_person("wang"), ledger.of_shop("m:1")


async def move(database: Database, n: int, **other: Any) -> bool:
    usual: dict[str, Any] = {"id": f"l{n}", "unit": POINTS, "source": ISSUED, "target": WANG, "amount": 10}
    usual |= {"why": "wish", "ref": f"wish:{n}", "by": "system", "now": 100 + n}
    return await database.do(partial(ledger.move, **usual | other))


async def balance(database: Database, account: str, unit: str = POINTS) -> int:
    return await database.read(partial(ledger.balance, account=account, unit=unit))


async def by_hand(database: Database, *changes: str) -> Found:
    """What somebody does who can write to the database itself, and has switched off what would stop them."""

    async def unit(tx: Tx) -> None:
        for trigger in ("ledger_is_never_changed", "ledger_is_never_cut", "ledger_grows_at_its_end"):
            if database.kind == "sqlite":
                await tx.run(f"DROP TRIGGER {trigger}")
        if database.kind == "postgresql":
            await tx.run("DROP TRIGGER ledger_is_never_changed ON ledger")
        for change in changes:
            assert await tx.run(change) > 0

    await database.do(unit)
    return await database.read(ledger.audit)


@pytest.fixture
async def kept(database: Database) -> Database:
    """Three credits and something redeemed."""
    for n in (1, 2, 3):
        await move(database, n)
    await move(database, 4, source=WANG, target=SHOP, amount=25, why="redeem", ref="redeem:4")
    return database


async def test_what_goes_in_and_out_adds_up_to_zero(kept: Database):
    assert [await balance(kept, one) for one in (ISSUED, WANG, SHOP)] == [-30, 5, 25]
    assert await balance(kept, WANG, MINUTES) == 0
    assert (await kept.read(ledger.audit)).lines == 4


async def test_the_same_line_is_posted_once(kept: Database):
    assert not await move(kept, 5, ref="wish:3")
    assert await move(kept, 5, ref="wish:3", unit=MINUTES)
    assert (await balance(kept, WANG), await balance(kept, WANG, MINUTES)) == (5, 10)


async def test_nobody_is_ever_below_zero(kept: Database):
    with pytest.raises(NotEnough):
        await move(kept, 5, source=WANG, target=SHOP, amount=6)
    assert await balance(kept, WANG) == 5
    with pytest.raises(Exception, match=r"(?i)check"):
        await kept.do(lambda tx: tx.run("UPDATE accounts SET balance = -1 WHERE account = :who", who=WANG))


@pytest.mark.parametrize("amount", [0, -5])
async def test_what_is_taken_back_is_a_line_of_its_own_the_other_way(kept: Database, amount: int):
    with pytest.raises(ValueError, match="no line"):
        await move(kept, 5, amount=amount)


async def test_two_replicas_post_the_same_at_once_and_one_of_them_does(url: str):
    databases = [await open_database(url) for _ in range(2)]
    done = await asyncio.gather(*(move(databases[n % 2], n, ref="wish:same") for n in range(6)))
    assert sorted(done) == [False] * 5 + [True]
    assert await balance(databases[0], WANG) == 10
    for database in databases:
        await database.close()


async def test_many_post_at_once_at_two_replicas_and_the_chain_is_whole(url: str):
    databases = [await open_database(url) for _ in range(2)]
    await asyncio.gather(*(move(databases[n % 2], n, target=ledger.of_person(f"p{n % 3}")) for n in range(12)))
    found = await databases[0].read(ledger.audit)
    assert (found.lines, found.broken, found.wrong, found.off) == (12, (), (), {})
    for database in databases:
        await database.close()


async def test_units_that_looked_around_before_they_posted_take_turns_like_the_others(url: str):
    databases = [await open_database(url) for _ in range(2)]

    async def unit(tx: Tx, n: int) -> bool:
        await tx.run("INSERT INTO persons (id, created_at) VALUES (:id, 0)", id=f"p{n}")
        line = {"id": f"l{n}", "why": "wish", "ref": f"wish:{n}", "by": "system", "now": n}
        return await ledger.move(tx, unit=POINTS, source=ISSUED, target=f"person:p{n % 3}", amount=10, **line)  # type: ignore[arg-type]

    done = await asyncio.gather(*(databases[n % 2].do(partial(unit, n=n)) for n in range(16)))
    found = await databases[0].read(ledger.audit)
    assert (all(done), found.lines, found.broken, found.wrong) == (True, 16, (), ())
    for database in databases:
        await database.close()


async def test_two_spend_the_same_points_at_once_and_one_of_them_can(url: str):
    databases = [await open_database(url) for _ in range(2)]
    await move(databases[0], 1)
    spend = [move(databases[n], 2 + n, source=WANG, target=SHOP, amount=7, ref=f"redeem:{n}") for n in range(2)]
    ended = await asyncio.gather(*spend, return_exceptions=True)
    assert [type(one) for one in ended if one is not True] == [NotEnough]
    assert await balance(databases[0], WANG) == 3
    for database in databases:
        await database.close()


BY_THE_WAY = (
    "UPDATE ledger SET amount = 1000 WHERE n = 2",
    "DELETE FROM ledger WHERE n = 2",
    "INSERT INTO ledger SELECT 0, 'x', unit, source, target, 9, why, 'x', done_by, NULL, at, seal FROM ledger "
    "WHERE n = 2",
)


@pytest.mark.parametrize("change", BY_THE_WAY[:2])
async def test_the_database_itself_lets_no_line_be_changed_or_removed(kept: Database, change: str):
    with pytest.raises(Exception, match="only grows"):
        await kept.do(lambda tx: tx.run(change))
    assert (await kept.read(ledger.audit)).broken == ()


@pytest.mark.parametrize(("change", "broken"), list(zip(BY_THE_WAY, [(2,), (3,), (0, 1)], strict=True)))
async def test_a_line_that_was_edited_removed_or_slipped_in_is_found(
    kept: Database, change: str, broken: tuple[int, ...]
):
    found = await by_hand(kept, change)
    assert found.broken == broken
    assert (WANG, POINTS) in found.wrong


async def test_an_edited_balance_is_found(kept: Database):
    found = await by_hand(kept, f"UPDATE accounts SET balance = 500 WHERE account = '{WANG}'")
    assert (found.broken, found.wrong, found.off) == ((), ((WANG, POINTS),), {POINTS: 495})


async def test_the_last_lines_cannot_be_cut_off_unseen(kept: Database):
    found = await by_hand(kept, "DELETE FROM ledger WHERE n = 4")
    assert (found.broken, found.wrong) == ((), ((WANG, POINTS), (SHOP, POINTS)))


async def test_a_credit_that_nothing_stands_behind_is_found_though_the_chain_is_whole(kept: Database):
    found = await kept.read(ledger.audit)
    assert (found.broken, found.wrong, found.off) == ((), (), {})
    assert found.unfounded == [1, 2, 3]
    assert not found.well


async def test_a_history_is_read_page_by_page_newest_first(kept: Database):
    first = await kept.read(partial(ledger.history, account=WANG, limit=3))
    rest = await kept.read(partial(ledger.history, account=WANG, limit=3, before=first[-1].n))
    assert [line.n for line in [*first, *rest]] == [4, 3, 2, 1]
    assert await kept.read(partial(ledger.gained, account=WANG, unit=POINTS, since=102, until=200)) == -5


async def test_who_confirms_whom_is_looked_for_where_and_when_it_is_asked_for(database: Database):
    """And not in all the years of a street, nor in all the streets of a city."""
    if database.kind != "sqlite":
        return  # what PostgreSQL does depends on how much there is

    async def explained(tx: Tx) -> list[str]:
        looked = Explained(tx)
        await helped.pairs(looked, "qs/hy", 1)
        await helped.near_cap(looked, "qs/hy", "2026-11", 1, 1)
        return [step.partition("USING ")[2] for step in looked.steps if step.startswith("SEARCH")]

    by_place = ["INDEX helped_rings (place=? AND at>?)", "INDEX helped_rings (place>? AND place<?)"]
    assert await database.read(explained) == [*by_place, *by_place]
