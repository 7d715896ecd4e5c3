"""A neighbourhood that has been working for a while is brought to working time, and nothing it had is lost."""

from collections.abc import Mapping
from functools import partial

from domain.order import Order, State
from storage import finding, orders, rollup
from storage.clock import Due, due, nagged
from storage.database import Database, Row, Tx
from storage.migrate import migrate, migration_files

BEFORE = ("2026-11-21-first.sql", "2026-11-21-web.sql")
FILES = migration_files("sqlite")
OLD: Mapping[str, str] = {name: FILES[name] for name in BEFORE}

# As the version before this one wrote it.
KEPT = (
    "INSERT INTO places (path, kind, name) VALUES ('qs', 'city', 'Q')",
    "INSERT INTO persons (id, name, created_at) VALUES ('li', 'Li', 1), ('wang', 'Wang', 1)",
    "INSERT INTO roles (id, person, role, place, since) VALUES ('r1', 'wang', 'G', 'qs', 1)",
    "INSERT INTO orders (id, number, place, rung, category, lane, what, state, version, assignee, placed_at, due_at, "
    "stage) VALUES ('o1', 'N1', 'qs', 'qs', 'water', 'ordinary', 'a leak', 'accepted', 3, 'wang', 5, 600, 2)",
    "INSERT INTO orders (id, number, place, rung, category, lane, what, state, version, placed_at, closing, fixed) "
    "VALUES ('o2', 'N2', 'qs', 'qs', 'water', 'hot', 'again', 'closed', 4, 6, 'fixed', 1)",
    "INSERT INTO authors (order_id, person, placed_at) VALUES ('o1', 'li', 5), ('o2', 'li', 6)",
    "INSERT INTO rollup (month, place, placed, responded, response_seconds, reopened, closed, fixed, not_counted, "
    "unreviewed, rated, satisfied, stars) VALUES ('2026-10', 'qs', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "
    "('2026-11', 'qs', 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
    "INSERT INTO outbox (id, chat, lane, body, created_at) VALUES ('m1', 'web:li', 0, '{}', 7)",
    "INSERT INTO inbox (channel, message_id, id, sender, raw, received_at) VALUES ('web', '1', 'i1', 'li', '{}', 7)",
)


async def grown(database: Database) -> None:
    await migrate(database, files=OLD)

    async def keep(tx: Tx) -> None:
        for statement in KEPT:
            await tx.run(statement)

    await database.do(keep)
    assert await migrate(database) == sorted(migration_files(database.kind).keys() - OLD.keys())


async def order(database: Database, order_id: str) -> Order:
    found = await database.read(partial(orders.by_id, order_id=order_id))
    assert found is not None
    return found


async def test_the_files_before_are_still_those_of_the_version_before():
    assert list(FILES)[:2] == list(BEFORE)


async def test_an_open_order_is_still_due_when_it_was_and_has_no_deadline_yet(empty_database: Database):
    await grown(empty_database)
    found = await order(empty_database, "o1")
    assert (found.state, found.version, found.assignee, found.author) == (State.ACCEPTED, 3, "wang", "li")
    assert (found.due_at, found.stage, found.since, found.deadline) == (600, 2, None, None)
    assert (found.nagged, found.word_by) == (False, None)
    assert (found.urged, found.raised, found.answer_by, found.follow_up, found.signed) == (0, 0, None, None, None)
    assert await empty_database.read(partial(due, now=600, limit=9)) == [Due("o1", 600, 2)]


async def test_a_closed_order_stays_closed_and_is_asked_about_no_more(empty_database: Database):
    await grown(empty_database)
    found = await order(empty_database, "o2")
    assert (found.state, found.closing, found.fixed, found.due_at) == (State.CLOSED, "fixed", True, None)


async def test_what_is_kept_may_go_on(empty_database: Database):
    await grown(empty_database)
    found = await order(empty_database, "o1")
    moved = Order(**{name: getattr(found, name) for name in Order.__slots__} | {"version": 4, "deadline": 9})
    assert await empty_database.do(partial(orders.change, order=moved, seen=3))
    assert await empty_database.do(partial(nagged, order_id="o1", deadline=9, stage=0, nag="nag", now=9))


async def test_the_figures_of_a_month_become_those_of_its_first_day(empty_database: Database):
    await grown(empty_database)
    october = await empty_database.read(partial(rollup.below, first="2026-10-01", last="2026-10-31", place="qs"))
    assert {name: n for name, n in october.items() if n} == {
        "placed": 1,
        "responded": 2,
        "response_seconds": 3,
        "reopened": 4,
        "closed": 5,
        "fixed": 6,
        "not_counted": 7,
        "unreviewed": 8,
        "rated": 9,
        "satisfied": 10,
        "stars": 11,
    }
    days = await empty_database.read(partial(rollup.by_day, first="2026-01-01", last="2026-12-31", place="qs"))
    assert [(row["day"], row["placed"]) for row in days] == [("2026-10-01", 1), ("2026-11-01", 100)]


async def test_letters_and_messages_under_way_are_still_there(empty_database: Database):
    await grown(empty_database)
    for table in ("outbox", "inbox", "roles"):
        assert len(await empty_database.read(partial(all_of, table=table))) == 1


async def all_of(tx: Tx, table: str) -> list[Row]:
    return await tx.all(f"SELECT * FROM {table}")


async def test_what_was_reported_before_waits_to_be_found(empty_database: Database):
    await grown(empty_database)
    waiting = await empty_database.do(partial(finding.waiting, limit=9))
    assert [(one.number, called) for one, called in waiting] == [("N1", "Li"), ("N2", "Li")]
