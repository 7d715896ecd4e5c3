"""What we never ask of those who work here: check-ins, time online, to be ranked, or a photo where none is needed."""

import re
from functools import partial

from domain.order import Lane, Order, State
from domain.person import Held, Role
from handlers.table import COMMANDS
from storage import orders
from storage.database import Database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import CITY, COMPOUND, GRID_1, POLICY, Town
from tests.house.tree import ROOT

COLUMNS = {
    "sqlite": "SELECT m.name AS t, c.name AS c, c.type AS type FROM sqlite_master m, pragma_table_info(m.name) c "
    "WHERE m.type = 'table'",
    "postgresql": "SELECT table_name AS t, column_name AS c, data_type AS type FROM information_schema.columns "
    "WHERE table_schema = 'public'",
}
WHO = {"person", "author", "assignee", "sender", "holder", "invited_by", "used_by", "by"}
MOMENT = re.compile(r"(_at|_by|_until|^since|^until|^at|^deadline|^not_before)$")

# Numbers next to somebody's name, and what they are about. Whoever adds one says here why it measures nobody.
COUNTED = {
    ("leases", "term"): "whoever holds one is a program",
    ("waiting", "messages"): "how many messages we have sent them today: it protects them",
    ("consents", "version"): "which words they agreed to",
    ("group_drafts", "called"): "whether the desk was meant, and not everybody",
    ("group_drafts", "reminded"): "that they were asked once more",
    ("group_drafts", "version"): "how the draft stood",
    ("chats", "is_group"): "a group or not",
    ("chats", "reachable"): "whether they have blocked us",
    ("talks", "revision"): "which question is open",
    ("notes", "version"): "how the order stood",
    ("notes", "urgent"): "whether what it says rings at night",
    ("inbox", "tries"): "how often we tried to read a message",
    ("order_events", "version"): "how the order stood",
    ("corrections", "amount"): "what somebody asked to be put right, of hours or points that were given freely",
    ("certificates", "minutes"): "hours somebody gave freely and asked to have on paper",
    ("certificates", "services"): "the same",
    ("activity_sign_ups", "nth"): "who came first for the last seat",
    ("activity_sign_ups", "came"): "whose hours are to be credited; forgotten 90 days after it",
    ("posts", "nags"): "how often the street was reminded that somebody waits for its yes",
    ("roles", "news"): "whether they have yet to read that a role began or ended",
    ("redemptions", "points"): "what goods cost when they were set aside",
    ("redemptions", "reminded"): "that they were reminded of what waits for them",
    ("redemptions", "version"): "how the redemption stood",
    ("talents", "nominated"): "whether a neighbour thought of them",
    ("volunteers", "a_week"): "how many offers a week they want",
    ("volunteers", "kinds"): "which wishes they want to hear of",
    ("volunteers", "times"): "when they want to hear of them",
    ("volunteers", "offered"): "how many offers they had this week: it protects them",
    ("volunteers", "week"): "which week that is",
    ("volunteers", "stage"): "how often the desk was reminded of them",
    ("volunteers", "version"): "how their limits stood",
    ("wish_events", "version"): "how the wish stood",
    ("wishers", "consent"): "whether the claimer may know their name",
    ("wishers", "tries"): "how often a thank-you code was guessed: it protects them",
}
OF_THE_ORDER = {"version", "fixed", "rating", "reopened", "stage", "urged", "raised", "lot", "signed", "nagged"} | {
    "proxy",
    "passed_on",
    "cleared",
}
GROUPED = re.compile(r"GROUP BY[^\"]*\b(person|assignee|author|accepted_by|sender|wanted_by)\b", re.I)


async def columns(database: Database) -> dict[str, dict[str, str]]:
    """Every table with its columns and their types."""
    found: dict[str, dict[str, str]] = {}
    for row in await database.read(lambda tx: tx.all(COLUMNS[database.kind])):
        found.setdefault(row["t"], {})[row["c"]] = row["type"].lower()
    return found


async def test_no_number_is_kept_about_a_person_but_what_protects_them(database: Database):
    kept = {
        (table, name)
        for table, names in (await columns(database)).items()
        if WHO & set(names) and table != "orders"
        for name, type in names.items()
        if type in ("bigint", "integer", "double precision", "real") and not MOMENT.search(name)
    }
    assert kept - set(COUNTED) == set()


async def test_the_numbers_of_an_order_are_about_the_order(database: Database):
    names = (await columns(database))["orders"]
    numbers = {name for name, type in names.items() if type == "bigint" and not MOMENT.search(name)}
    assert numbers == OF_THE_ORDER


async def test_nobody_is_watched_when_they_come_and_go(database: Database):
    """Of a person and a chat we keep when they were made, of a leave its two days: nothing that moves as they do."""
    known = await columns(database)
    moments = {(table, name) for table in ("persons", "chats") for name in known[table] if MOMENT.search(name)}
    assert moments == {("persons", "created_at"), ("chats", "created_at")}
    assert set(known["leaves"]) == {"id", "person", "stand_in", "starts_at", "ends_at", "state", "look_at"}
    watching = re.compile(r"check_?in|clock_?(in|out)|online|last_(seen|active)|presence|attendance|score|rank", re.I)
    assert [name for names in known.values() for name in names if watching.search(name)] == []


async def test_the_figures_know_places_and_roles_and_nobody(database: Database):
    known = await columns(database)
    for table in ("daily", "burden"):
        assert set(known[table]) & WHO == set()


# Adds up chats only to add them up again by role, and gives nobody's away.
BY_ROLE_IN_THE_END = "storage/burden.py"


def test_nothing_is_added_up_by_person():
    """A ranking begins with a GROUP BY."""
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for room in ("storage", "handlers", "bot")
        for path in (ROOT / room).rglob("*.py")
        if (hit := GROUPED.search(" ".join(path.read_text("utf-8").split())))
    ]
    assert [hit for hit in found if not hit.startswith(BY_ROLE_IN_THE_END)] == []
    text = (ROOT / BY_ROLE_IN_THE_END).read_text("utf-8")
    assert text.count('GROUP BY asked.role ORDER BY asked.role\n"""') == 1


async def test_no_command_lists_those_who_work_here(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, hu: Neighbour
):
    """Wang has done two, Hu one. Whoever leads may ask whatever there is to ask: nobody is set beside another."""
    for worker, count in ((wang, 2), (hu, 1)):
        for _ in range(count):
            await li.says("/report")
            number = await li.reports()
            await zhou.says(number)
            await zhou.taps("To somebody else", worker.name)
            await worker.taps("Accept", "Done", "Skip")
    chief = await town.moves_in(
        "Ma Li", Held(Role.COMMUNITY, COMPOUND), Held(Role.STREET, "qs/hy"), Held(Role.CITY, CITY), Held(Role.ADMIN, "")
    )
    for command in COMMANDS:
        for leader in (chief, zhou):
            leader.phone.news.clear()
            read = await leader.says(f"/{command}")
            await leader.says("cancel")
            assert "Wang" not in read, command
            assert "Hu Bin" not in read, command


async def test_work_is_done_without_a_photo_in_every_matter_that_is_not_one_of_safety(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    ordinary = [category.key for category in POLICY.catalogue if not POLICY.safety(category.key)]
    assert len(ordinary) > 10
    for n, category in enumerate(ordinary):
        order = Order(
            id=f"o{n:04d}",
            number=f"NUMB{n:02d}",
            author=li.id,
            place=f"{COMPOUND}/3/1",
            grid=GRID_1,
            category=category,
            lane=Lane.ORDINARY,
            what="漏水",
            rung=COMPOUND,
            placed_at=town.now,
            state=State.ACCEPTED,
            assignee=wang.id,
            accepted_at=town.now,
        )
        await town.database.do(partial(orders.insert, order=order))
        assert "You may send a photo along" in await wang.says(button=f"finish {order.number} 1")
        await wang.says("修好了")
        assert (await town.order(order.number)).state is State.FINISHED, category


async def test_a_report_needs_no_photo_in_any_matter(town: Town, li: Neighbour, zhou: Neighbour):
    for words in ("3号楼1单元水管漏水", "3号楼1单元着火了", "3号楼2单元路灯不亮"):
        await li.says("/report")
        assert await li.reports(words)
