"""What goes in by name comes out by name, the same from both databases."""

import pytest

from storage.database import Database, Row, Tx, Unit


@pytest.fixture
async def database(empty_database: Database) -> Database:
    await empty_database.do(lambda tx: tx.run("CREATE TABLE counters (name TEXT PRIMARY KEY, n BIGINT)"))
    return empty_database


async def put(tx: Tx, name: str, n: int = 0) -> int:
    return await tx.run("INSERT INTO counters VALUES (:name, :n)", name=name, n=n)


async def test_run_tells_how_many_rows_it_changed(database: Database):
    async def unit(tx: Tx) -> list[int]:
        return [
            await tx.run("INSERT INTO counters VALUES ('a', 1), ('b', 2), ('c', NULL)"),
            await tx.run("INSERT INTO counters VALUES ('a', 1) ON CONFLICT (name) DO NOTHING"),
            await tx.run("UPDATE counters SET n = 0 WHERE n > 0 RETURNING name"),
            await tx.run("WITH one AS (SELECT 'a' AS a) UPDATE counters SET n = 9 WHERE name = (SELECT a FROM one)"),
            await tx.run("-- why\nDELETE FROM counters WHERE n IS NULL"),
            await tx.run("CREATE TABLE other (name TEXT)"),
            await tx.run("SELECT * FROM counters"),
        ]

    assert await database.do(unit) == [3, 0, 2, 1, 1, 0, 0]


async def test_a_row_is_read_by_the_names_of_its_columns(database: Database):
    async def unit(tx: Tx) -> None:
        await put(tx, "a", 1)
        await put(tx, "b", 2)
        assert await tx.one("SELECT * FROM counters WHERE name = :name", name="a") == {"name": "a", "n": 1}
        assert await tx.one("SELECT * FROM counters WHERE name = :name", name="z") is None
        rows = await tx.all("UPDATE counters SET n = n + :by RETURNING name, n", by=10)
        assert sorted(row["n"] for row in rows) == [11, 12]
        assert await tx.one("DELETE FROM counters WHERE name = 'a' RETURNING n") == {"n": 11}

    await database.do(unit)
    assert await database.read(lambda tx: tx.all("SELECT name FROM counters")) == [{"name": "b"}]


@pytest.mark.parametrize("value", [2**62, -1, 0.5, "电梯坏了 ':no' \" \\", "", True, False, b"\0\xff", None])
async def test_a_value_comes_back_as_it_went_in(database: Database, value: object):
    assert await database.do(lambda tx: tx.one("SELECT :value AS value", value=value)) == {"value": value}


async def test_a_value_may_stand_where_nothing_tells_its_type(database: Database):
    asking = "SELECT :x IS NULL AS absent, :now + 5000000000 AS later, COALESCE(:x, 'none') AS said"

    def ask(x: str | None) -> Unit[Row | None]:
        return lambda tx: tx.one(asking, x=x, now=1_700_000_000)

    for x in (None, "word", None):
        row = await database.do(ask(x))
        assert row is not None
        assert (bool(row["absent"]), row["later"], row["said"]) == (x is None, 6_700_000_000, x or "none")


async def test_sums_and_averages_are_plain_numbers(database: Database):
    await database.do(lambda tx: tx.run("INSERT INTO counters VALUES ('a', 1), ('b', 2)"))
    row = await database.read(lambda tx: tx.one("SELECT SUM(n) AS sum, AVG(n) AS average FROM counters"))
    assert row == {"sum": 3, "average": 1.5}
    assert [type(value) for value in row.values()] == [int, float]


async def test_like_and_order_go_by_the_letter(database: Database):
    async def unit(tx: Tx) -> list[str]:
        for name in ("b", "a/z", "B", "a0", "aB", "ab"):
            await put(tx, name)
        assert await tx.one("SELECT COUNT(*) AS n FROM counters WHERE name LIKE 'B%'") == {"n": 1}
        return [row["name"] for row in await tx.all("SELECT name FROM counters ORDER BY name")]

    assert await database.do(unit) == ["B", "a/z", "a0", "aB", "ab", "b"]
