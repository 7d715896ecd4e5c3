"""What a unit of work may rely on, whichever database is behind the door."""

import asyncio
import contextvars
import logging
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from storage.database import Database, ReadOnly, StorageDown, Tx, Unit, UnknownDatabase, open_database

CONTENDING = 20


@pytest.fixture
async def database(empty_database: Database) -> Database:
    await empty_database.do(lambda tx: tx.run("CREATE TABLE counters (name TEXT PRIMARY KEY, n BIGINT)"))
    return empty_database


async def put(tx: Tx, name: str, n: int | None = 0) -> int:
    return await tx.run("INSERT INTO counters VALUES (:name, :n)", name=name, n=n)


def putting(name: object) -> Unit[int]:
    return lambda tx: put(tx, str(name))


async def names(database: Database) -> set[str]:
    rows = await database.read(lambda tx: tx.all("SELECT name FROM counters"))
    return {row["name"] for row in rows}


async def count_up(tx: Tx) -> int:
    row = await tx.one("SELECT n FROM counters WHERE name = 'all'")
    assert row is not None
    await tx.run("UPDATE counters SET n = :n WHERE name = 'all'", n=row["n"] + 1)
    return int(row["n"]) + 1


async def test_what_was_done_is_seen_by_everybody_at_once(database: Database, empty_url: str):
    other = await open_database(empty_url)
    for number in range(20):
        await database.do(putting(number))
        assert str(number) in await names(other)
    await other.close()


async def test_a_unit_that_fails_undoes_only_itself(database: Database):
    def putting_but_for_7(number: int) -> Unit[None]:
        async def unit(tx: Tx) -> None:
            await put(tx, str(number))
            if number == 7:
                raise LookupError("not this one")

        return unit

    outcomes = await asyncio.gather(*(database.do(putting_but_for_7(n)) for n in range(30)), return_exceptions=True)
    assert repr(outcomes[7]) == "LookupError('not this one')"
    assert await names(database) == {str(number) for number in range(30)} - {"7"}


async def test_a_unit_whose_statement_fails_undoes_only_itself(database: Database):
    def putting_also_what_may_be_there_once(number: int) -> Unit[int]:
        async def unit(tx: Tx) -> int:
            return await put(tx, str(number)) + await put(tx, "once")

        return unit

    units = [putting_also_what_may_be_there_once(number) for number in range(10)]
    outcomes = await asyncio.gather(*(database.do(unit) for unit in units), return_exceptions=True)
    assert outcomes.count(2) == 1
    assert len(await names(database)) == 2


async def test_a_unit_refused_at_the_commit_undoes_only_itself(database: Database, empty_url: str):
    deferred = "REFERENCES counters (name) DEFERRABLE INITIALLY DEFERRED"
    await database.do(lambda tx: tx.run(f"CREATE TABLE notes (counter TEXT {deferred})"))

    def noting(counter: str) -> Unit[int]:
        async def unit(tx: Tx) -> int:
            return await put(tx, f"{counter}'s own") + await tx.run("INSERT INTO notes VALUES (:name)", name=counter)

        return unit

    await database.do(putting("there"))
    units = [noting("there"), noting("nowhere")]
    kept, refused = await asyncio.gather(*(database.do(unit) for unit in units), return_exceptions=True)
    assert kept == 2
    assert isinstance(refused, Exception)
    other = await open_database(empty_url)
    await other.do(putting("later"))  # nothing is held that others wait for
    await other.close()
    assert await names(database) == {"there", "there's own", "later"}


@pytest.mark.parametrize("stop", [asyncio.CancelledError, KeyboardInterrupt])
async def test_a_unit_that_is_interrupted_leaves_nothing(database: Database, stop: type[BaseException]):
    async def unit(tx: Tx) -> None:
        await put(tx, "half")
        raise stop

    with suppress(stop):
        await database.do(unit)
    await database.do(putting("next"))
    assert await names(database) == {"next"}


async def test_who_stops_waiting_leaves_a_whole_unit_or_none(database: Database):
    def begin_and_end(number: int) -> Unit[int]:
        async def unit(tx: Tx) -> int:
            return await put(tx, f"{number} begun") + await put(tx, f"{number} ended")

        return unit

    tasks = [asyncio.create_task(database.do(begin_and_end(number))) for number in range(200)]
    for _ in range(20):
        await asyncio.sleep(0)
        for task in tasks[1::20]:
            task.cancel()
        tasks = [task for task in tasks if not task.done()]
    await asyncio.gather(*tasks, return_exceptions=True)
    kept = await names(database)
    assert {name.removesuffix(" begun") for name in kept if name.endswith("begun")} == {
        name.removesuffix(" ended") for name in kept if name.endswith("ended")
    }
    await database.do(putting("next"))


async def test_who_stops_waiting_before_its_turn_is_never_run(database: Database):
    task = asyncio.create_task(database.do(putting("never")))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.do(putting("next"))
    assert await names(database) == {"next"}


async def test_a_read_changes_nothing(database: Database):
    with pytest.raises(ReadOnly):
        await database.read(putting("secret"))
    assert await names(database) == set()


async def test_twenty_count_together_and_nobody_is_overwritten(database: Database):
    await database.do(putting("all"))
    counts = await asyncio.gather(*(database.do(count_up) for _ in range(CONTENDING)))
    assert sorted(counts) == list(range(1, CONTENDING + 1))


async def test_whoever_holds_a_lock_first_sees_what_the_one_before_did(database: Database):
    tries = []

    async def unit(tx: Tx) -> int:
        tries.append(1)
        await tx.lock("counting")
        return await count_up(tx)

    await database.do(putting("all"))
    await asyncio.gather(*(database.do(unit) for _ in range(CONTENDING)))
    assert len(tries) == CONTENDING  # nobody had to be run again


async def test_a_lock_asked_for_late_is_respected_too(database: Database):
    tries = []

    async def unit(tx: Tx) -> int:
        tries.append(1)
        await tx.one("SELECT COUNT(*) AS n FROM counters")
        await tx.lock("counting")
        return await count_up(tx)

    await database.do(putting("all"))
    counts = await asyncio.gather(*(database.do(unit) for _ in range(CONTENDING)))
    assert sorted(counts) == list(range(1, CONTENDING + 1))
    assert len(tries) <= 2 * CONTENDING  # a second try has the lock from its start


async def test_a_lock_ends_with_its_unit_however_that_ends(database: Database):
    def locking(error: BaseException | None = None) -> Unit[str]:
        async def unit(tx: Tx) -> str:
            await tx.lock("counting")
            if error is not None:
                raise error
            return "got it"

        return unit

    for error in (LookupError(), asyncio.CancelledError()):
        await asyncio.gather(database.do(locking(error)), return_exceptions=True)
    # So many at once that most of them are on connections that never held it.
    assert set(await asyncio.gather(*(database.do(locking()) for _ in range(CONTENDING)))) == {"got it"}


async def test_closing_finishes_what_was_asked_before_and_refuses_the_rest(database: Database, empty_url: str):
    tasks = [asyncio.create_task(database.do(putting(n))) for n in range(100)]
    await asyncio.sleep(0)
    await asyncio.gather(database.close(), database.close())
    assert await asyncio.gather(*tasks) == [1] * 100
    for ask in (database.do, database.read):
        with pytest.raises(StorageDown, match="closed"):
            await ask(putting("late"))
    again = await open_database(empty_url)
    assert len(await names(again)) == 100
    await again.close()


async def test_no_log_and_no_error_quotes_what_was_said(database: Database, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    await database.do(partial(put, name="my secret"))
    with pytest.raises(Exception, match=r"(?i)unique") as refused:
        await database.do(partial(put, name="my secret"))
    assert refused.value.__cause__ is not refused.value  # which would send a log that follows causes round in circles
    assert "secret" not in caplog.text + str(refused.value) + repr(refused.value)


async def test_a_unit_lives_in_the_context_of_who_asked(database: Database):
    language = contextvars.ContextVar("language", default="en")

    async def unit(tx: Tx) -> str:
        return language.get()

    language.set("zh_CN")
    assert await database.do(unit) == await database.read(unit) == "zh_CN"


@pytest.mark.parametrize("url", ["", "sqlite:", "sqlite::memory:", "mysql://here/sidan", "postgresql:sidan"])
async def test_an_address_of_no_database_is_refused_by_one_sentence(url: str):
    with pytest.raises(UnknownDatabase, match="begins with sqlite"):
        await open_database(url)


@pytest.mark.parametrize("address", ["sqlite:{}/no/folder.db", "postgresql://sidan@/sidan?host={}"])
async def test_a_database_out_of_reach_is_told_when_it_is_opened(address: str, tmp_path: Path):
    with pytest.raises(StorageDown):
        await open_database(address.format(tmp_path))
