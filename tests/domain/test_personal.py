"""No column keeps personal data that nobody has said anything about: whose it is, how long, and how it is erased."""

import pytest

from domain.personal import NOT_PERSONAL, PERSONAL, WHAT_TO_DO, Erased, Kept, What, Whose, by_column
from storage.database import Database, Tx

Columns = dict[tuple[str, str], bool]

TEXT = ("text", "tsvector", "json", "jsonb", "character varying", "double precision", "double", "bytea", "blob")


async def columns(database: Database) -> Columns:
    """(table, column) -> whether it may be empty, of all that could hold words, lists or places on a map."""

    async def sqlite(tx: Tx) -> Columns:
        rows = await tx.all(
            """
            SELECT t.name AS tab, t.type AS kind, c.name AS col, c.type AS typ, c."notnull" AS filled
            FROM pragma_table_list t, pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite%'
            """
        )
        text = [r for r in rows if r["kind"] == "virtual" or r["typ"].casefold().startswith(TEXT)]
        return {(r["tab"], r["col"]): not r["filled"] for r in text}

    async def postgresql(tx: Tx) -> Columns:
        rows = await tx.all(
            """
            SELECT table_name AS tab, column_name AS col, data_type AS typ, is_nullable AS empty
            FROM information_schema.columns WHERE table_schema = 'public'
            """
        )
        return {(r["tab"], r["col"]): r["empty"] == "YES" for r in rows if r["typ"].casefold().startswith(TEXT)}

    return await database.read(sqlite if database.kind == "sqlite" else postgresql)


async def test_every_column_that_could_hold_personal_data_is_in_one_of_the_two_lists(database: Database) -> None:
    known = by_column().keys() | NOT_PERSONAL
    unknown = sorted(f"{table}.{column}" for table, column in (await columns(database)).keys() - known)
    assert not unknown, f"Nobody has said whether these are personal data: {', '.join(unknown)}.\n{WHAT_TO_DO}"


async def test_nothing_is_registered_that_is_not_there(database: Database) -> None:
    there = await columns(database)
    gone = sorted(f"{table}.{column}" for table, column in (by_column().keys() | NOT_PERSONAL) - there.keys())
    assert not gone, f"In domain/personal.py, but in no table: {', '.join(gone)}."
    lost = sorted({f"{c.table}.{c.by}" for c in PERSONAL if (c.table, c.by) not in there})
    assert not lost, f"No person can be found through what is not there: {', '.join(lost)}."


async def test_what_is_to_become_empty_may_be_empty(database: Database) -> None:
    there = await columns(database)
    for column in PERSONAL:
        if column.erased is Erased.NULL:
            assert there[column.table, column.name], f"{column.table}.{column.name} cannot be NULL"


def test_nothing_is_said_twice() -> None:
    ways = [(c.table, c.name, c.by, c.whose) for c in PERSONAL]
    assert len(ways) == len(set(ways))


def test_a_column_is_personal_or_not_and_never_both() -> None:
    assert not by_column().keys() & NOT_PERSONAL


def test_whoever_asks_to_be_forgotten_leaves_neither_name_nor_phone_nor_door_nor_chat() -> None:
    left = {(c.table, c.name) for c in PERSONAL if c.erased is Erased.STAYS and c.what not in (What.WHO, What.SECRET)}
    assert left <= {("roster", "name"), ("roster", "phone"), ("roster", "badge")}


def test_what_a_name_or_a_phone_is_kept_for_ends() -> None:
    for column in PERSONAL:
        if column.what in (What.NAME, What.PHONE, What.DOOR, What.CHAT):
            assert column.kept is not Kept.RECORD, column


@pytest.mark.parametrize("what", [What.SECRET])
def test_a_secret_of_a_session_or_a_seal_is_never_handed_out(what: What) -> None:
    told = {(c.table, c.name) for c in PERSONAL if c.what is what and c.told}
    assert told <= {("certificates", "code"), ("roster", "badge")}


def test_what_only_the_clock_finds_is_told_to_nobody() -> None:
    assert not [c for c in PERSONAL if c.whose is Whose.NOBODY and c.told]
