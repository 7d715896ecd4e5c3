"""A city's past: so many orders, each with its author and every step it took, found by their words."""

from functools import partial

from benchmarks.many import BUILDINGS, COMPOUNDS, RESIDENTS, other_compounds
from domain import bigrams
from domain.person import Held, Role
from storage import people, places
from storage.database import Database, Tx

A_DAY = 86_400
YEAR = 365 * A_DAY
FAR = 9_000_000_000  # when nothing is due yet
CONTACTS, PICTURES = 90 * A_DAY, 180 * A_DAY  # how long they are kept after closing
MATTERS = (
    "电梯坏了",
    "水管漏水",
    "路灯不亮",
    "垃圾没人清",
    "半夜装修",
    "车位被占",
    "楼道堆物",
    "门禁打不开",
    "井盖松动",
)
CATEGORIES = ("lift", "water", "lighting", "rubbish", "noise", "parking", "clutter", "doors", "drains")
OPEN = 5  # every so many is open, in one of the four states after the other

# k: how many steps it has taken.
LIVES = f"""
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count),
    life AS (
        SELECT i, printf('many%08d', i) AS id, 'qs/xx/yy/c' || (i % {COMPOUNDS}) AS compound,
            CASE WHEN i % {OPEN} = 0 THEN i / {OPEN} % 4 ELSE 4 END AS k,
            :first + i * {YEAR} / :count AS born
        FROM n
    )
"""
ORDERS = f"""
    INSERT INTO orders (id, number, place, rung, category, lane, what, state, version, assignee, placed_at,
        responded_at, accepted_at, feedback_at, finished_at, closed_at, closing, fixed, rating,
        deadline, due_at, cleared)
    {LIVES}
    SELECT id, 'MANY' || i, compound || '/' || (i % {BUILDINGS} + 1), compound, t.category, 'ordinary', t.what,
        CASE k WHEN 0 THEN 'placed' WHEN 1 THEN 'dispatched' WHEN 2 THEN 'accepted' WHEN 3 THEN 'finished'
            ELSE 'closed' END,
        k + 1, CASE WHEN k > 0 THEN 'many' || (i % {COMPOUNDS}) END, born,
        CASE WHEN k > 0 THEN born + 300 END, CASE WHEN k > 1 THEN born + 900 END, CASE WHEN k > 2 THEN born + 7200 END,
        CASE WHEN k > 2 THEN born + 7200 END, CASE WHEN k > 3 THEN born + 9000 END,
        CASE WHEN k > 3 THEN 'fixed' END, CASE WHEN k > 3 THEN 1 END, CASE WHEN k > 3 THEN i % 5 + 1 END,
        CASE WHEN k < 4 THEN {FAR} END, CASE WHEN k < 4 THEN {FAR} END,
        CASE WHEN k < 4 OR born > :now - {CONTACTS} THEN 0 WHEN born > :now - {PICTURES} THEN 1 ELSE 2 END
    FROM life JOIN texts t ON t.n = i % :texts
"""
STEPS = (  # how many steps were taken before, the step, who took it, how long after the report, what it set
    (0, "place", "a.person", 0, "'{}'"),
    (1, "dispatch", "'many0'", 300, """'{"assignee": "' || assignee || '"}'"""),
    (2, "accept", "assignee", 900, "'{}'"),
    (3, "finish", "assignee", 7200, "'{}'"),
    (4, "review", "a.person", 9000, """'{"closing": "fixed", "fixed": true, "rating": ' || rating || '}'"""),
)
EVENT = """
    INSERT INTO order_events (id, order_id, step, at, person, version, sets)
    SELECT o.id || '.{k}', o.id, '{step}', o.placed_at + {after}, {by}, {k} + 1, {sets}
    FROM orders o JOIN authors a ON a.order_id = o.id WHERE version > {k}
"""
AUTHORS = f"""
    INSERT INTO authors (order_id, person, placed_at)
    SELECT id, 'many' || ({COMPOUNDS} + CAST(substr(number, 5) AS INTEGER) % ({RESIDENTS} - {COMPOUNDS})), placed_at
    FROM orders
"""
FOUND = """
    INSERT INTO finding_fts (rowid, words, party, order_id)
    SELECT o.placed_at << 30 | CAST(substr(o.number, 5) AS INTEGER), t.words || ' ' || lower(o.number)
        || ' /qs /qs/xx /qs/xx/yy /' || o.rung, COALESCE('@' || o.assignee, ''), o.id
    FROM orders o JOIN texts t ON t.n = CAST(substr(o.number, 5) AS INTEGER) % :texts ORDER BY o.id
"""


async def fill(database: Database, count: int, now: int) -> None:
    """count orders of the year before yesterday, in other compounds than those of the test; the first of all."""
    await database.do(partial(_fill, count=count, now=now))


async def _fill(tx: Tx, count: int, now: int) -> None:
    await places.add(tx, other_compounds())
    await tx.run(
        """
        INSERT INTO persons (id, name, created_at)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :residents)
        SELECT 'many' || i, '', 0 FROM n
        """,
        residents=RESIDENTS,
    )
    await people.add_person(tx, id="office", chat=None, now=0, name="陈静")
    await people.grant(tx, id="office", person="office", held=Held(Role.STREET, "qs/xx"), now=0)
    texts = await _texts(tx)
    await tx.run(ORDERS, count=count, first=now - A_DAY - YEAR, now=now, texts=texts)
    await tx.run(AUTHORS)
    for k, step, by, after, sets in STEPS:
        await tx.run(EVENT.format(k=k, step=step, by=by, after=after, sets=sets))
    await tx.run(FOUND, texts=texts)
    await tx.run("DROP TABLE texts")


async def _texts(tx: Tx) -> int:
    """What people wrote, with its category and the words it is found by; how many there are."""
    await tx.run("CREATE TABLE texts (n INTEGER PRIMARY KEY, what TEXT, category TEXT, words TEXT)")
    for n, (matter, category) in enumerate(zip(MATTERS, CATEGORIES, strict=True)):
        words = " ".join(bigrams.indexed(matter))
        await tx.run(
            "INSERT INTO texts (n, what, category, words) VALUES (:n, :what, :category, :words)",
            n=n, what=matter, category=category, words=words,
        )  # fmt: skip
    return len(MATTERS)
