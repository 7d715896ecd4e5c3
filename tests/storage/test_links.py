"""What of a person's goes along when chats are linked: a new table that names people has to say which it is."""

import re
from functools import partial

from domain.personal import PERSONAL, Whose
from storage import links, people
from storage.database import Database, Tx
from storage.links import Link
from tests.storage.kept import settled

# Neither moved nor a reason to stay: a deed of staff, or what is over within days.
LEFT = {
    "persons",  # the person who goes is kept without a chat: what they did stays theirs
    *("invites", "posts", "place_codes", "group_chats", "group_codes", "partners", "services", "goods"),  # who did it
    *("leaves", "viewer_codes", "pick_up_tries", "wanted_reports"),  # of those who hold a role
    *("ledger", "corrections"),  # of those who hold points
    *("wish_offers", "wish_events", "wish_thanks", "wish_night_words", "talent_words", "nominations"),  # of volunteers
    *("waiting", "link_codes", "links", "tries", "export_links"),  # over soon
}


def test_every_table_that_names_a_person_moves_holds_somebody_or_is_left_on_purpose():
    named = {c.table for c in PERSONAL if c.whose in (Whose.PERSON, Whose.ACCOUNT) and c.by == c.name}
    moves = {table for table, *_ in links.MOVES}
    holds = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(links.ANCHORS.values())))
    assert named - moves - holds - LEFT == set()
    assert LEFT & (moves | holds) == set()


async def rows(database: Database) -> list[tuple[str, int, str]]:
    """Who agreed to what, wants peace, and was told of what."""
    found = await database.read(
        lambda tx: tx.all(
            """
            SELECT 'consent' AS what, version AS n, person FROM consents
            UNION ALL SELECT 'peace', since, person FROM activity_peace
            ORDER BY what, n, person
            """
        )
    )
    return [(row["what"], row["n"], row["person"]) for row in found]


async def test_what_the_other_has_already_is_not_moved_and_all_that_was_goes_back(database: Database):
    await settled(database, "li", "guest")

    async def history(tx: Tx) -> None:
        for person, version in (("li", 1), ("guest", 1), ("guest", 2)):
            await tx.run("INSERT INTO consents (person, version, at) VALUES (:p, :v, 5)", p=person, v=version)
        await tx.run("INSERT INTO activity_peace (person, since) VALUES ('guest', 7)")

    await database.do(history)
    before = await rows(database)
    moved = await database.do(partial(links.move, was="guest", person="li"))
    assert await rows(database) == [
        ("consent", 1, "guest"),
        ("consent", 1, "li"),
        ("consent", 2, "li"),
        ("peace", 7, "li"),
    ]
    link = Link("x", "li", "guest", "web:guest", "web:li", moved, 10, 20)
    await database.do(partial(links.move_back, link=link))
    assert await rows(database) == before
    person = await database.read(partial(people.person_of, chat_id="web:guest"))
    assert person is not None
    assert person.id == "guest"


async def test_whoever_has_nothing_that_holds_can_be_moved(database: Database):
    await settled(database, "li")
    assert not await database.read(partial(links.anchored, person="li"))
    await database.do(
        lambda tx: tx.run("INSERT INTO accounts (account, unit, balance) VALUES ('person:li', 'points', 0)")
    )
    assert await database.read(partial(links.anchored, person="li"))
