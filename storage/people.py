"""People, the chats they use, and the roles they hold."""

from dataclasses import dataclass

from domain.permit import is_registered, of_partner, role_of
from domain.person import Held, Person, Role
from storage import group_chats, nights, volunteers
from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat with its person, or a group with the place it is bound to."""

    id: str
    person: str | None
    is_group: bool
    place: str | None
    reachable: bool


def _chat(row: Row) -> Chat:
    return Chat(row["id"], row["person"], bool(row["is_group"]), row["place"], bool(row["reachable"]))


async def chat(tx: Tx, chat_id: str) -> Chat | None:
    row = await tx.one("SELECT * FROM chats WHERE id = :id", id=chat_id)
    return _chat(row) if row else None


PERSON = """
    SELECT p.id, p.language, p.chat, p.home, p.name, r.role, r.place, r.team, t.line
    FROM {source} LEFT JOIN roles r ON r.person = p.id AND r.until IS NULL LEFT JOIN teams t ON t.id = r.team
    WHERE {which}
    ORDER BY p.id, r.since, r.id
"""
BY_ID = PERSON.format(source="persons p", which="p.id = :id")
BY_CHAT = PERSON.format(source="chats c JOIN persons p ON p.id = c.person", which="c.id = :id")
CALLER = BY_CHAT.replace("t.line", "t.line, c.reachable")
# Everything that looks for somebody to do something leaves out who is on leave.
THERE = "NOT EXISTS (SELECT 1 FROM leaves l WHERE l.person = h.person AND l.state <> 'over' AND l.state = 'on')"
BY_ROLE = PERSON.format(
    source="roles h JOIN persons p ON p.id = h.person",
    which=f"h.role = :role AND h.place = :place AND h.until IS NULL AND {THERE}",
)
BY_TEAM = PERSON.format(
    source="roles h JOIN persons p ON p.id = h.person",
    which=f"h.team = :team AND h.role = :role AND h.until IS NULL AND {THERE}",
)
HOW_MANY = f"""
    SELECT COUNT(DISTINCT h.person) AS n FROM roles h
    WHERE h.role = :role AND (h.team = :team OR h.place = :place) AND h.until IS NULL AND {THERE}
"""
STAFF = f"""
    SELECT DISTINCT h.person FROM roles h
    WHERE h.until IS NULL AND h.role NOT IN ('R', 'O', 'A') AND {THERE}
    ORDER BY h.person
"""


def _people(rows: list[Row]) -> list[Person]:
    """One row a role, one person a group of rows."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return [_person(group) for group in found.values()]


def _person(group: list[Row]) -> Person:
    first = group[0]
    roles = dict.fromkeys(
        Held(Role(row["role"]), row["place"], row["team"], row["line"]) for row in group if row["role"]
    )
    return Person(first["id"], first["language"], tuple(roles), first["chat"], first["home"], first["name"])


async def person(tx: Tx, person_id: str) -> Person | None:
    return next(iter(_people(await tx.all(BY_ID, id=person_id))), None)


async def person_of(tx: Tx, chat_id: str) -> Person | None:
    """Who writes from this private chat."""
    return next(iter(_people(await tx.all(BY_CHAT, id=chat_id))), None)


async def caller(tx: Tx, chat_id: str) -> tuple[Person | None, bool]:
    """Who writes from this private chat, and whether it counts as reachable."""
    rows = await tx.all(CALLER, id=chat_id)
    return (_person(rows), bool(rows[0]["reachable"])) if rows else (None, False)


async def add_person(
    tx: Tx, *, id: str, chat: str | None, now: int, name: str = "", language: str | None = None
) -> Person:
    await tx.run(
        """
        INSERT INTO persons (id, name, language, chat, created_at)
        VALUES (:id, :name, :language, :chat, :now)
        """,
        id=id,
        name=name,
        language=language,
        chat=chat,
        now=now,
    )
    if chat:
        await add_chat(tx, chat, person=id, now=now)
    return Person(id, language, (), chat, None, name)


async def add_chat(tx: Tx, chat_id: str, *, now: int, person: str | None = None, is_group: bool = False) -> None:
    await tx.run(
        """
        INSERT INTO chats (id, person, is_group, created_at) VALUES (:id, :person, :is_group, :now)
        ON CONFLICT (id) DO NOTHING
        """,
        id=chat_id,
        person=person,
        is_group=int(is_group),
        now=now,
    )


async def groups_of(tx: Tx, place: str) -> list[str]:
    """What is for all who live there: the groups of this place, and the neighbours' groups below it."""
    rows = await tx.all(
        """
        SELECT id FROM chats WHERE is_group = 1 AND place = :place AND reachable = 1
        UNION
        SELECT c.id FROM chats c JOIN group_chats g ON g.chat = c.id
        WHERE c.is_group = 1 AND c.place > :low AND c.place < :high AND c.reachable = 1 AND g.kind = 'residents'
        ORDER BY id
        """,
        place=place,
        low=place + "/",
        high=place + "0",
    )
    return [row["id"] for row in rows]


async def set_reachable(tx: Tx, chat_id: str, reachable: bool) -> bool:
    """True when that changed something."""
    return 1 == await tx.run(
        "UPDATE chats SET reachable = :now WHERE id = :id AND reachable <> :now",
        now=int(reachable),
        id=chat_id,
    )


async def move_chat(tx: Tx, chat_id: str, new_id: str) -> None:
    """A group got another address; whatever was bound to the old one goes along."""
    await tx.run(
        """
        INSERT INTO chats (id, person, is_group, place, reachable, created_at)
        SELECT :new, person, is_group, place, 1, created_at FROM chats WHERE id = :id
        ON CONFLICT (id) DO UPDATE SET place = COALESCE(excluded.place, chats.place), reachable = 1
        """,
        new=new_id,
        id=chat_id,
    )
    await tx.run("UPDATE chats SET reachable = 0, place = NULL WHERE id = :id", id=chat_id)
    await nights.move(tx, chat_id, new_id)
    await group_chats.move(tx, chat_id, new_id)


async def use_chat(tx: Tx, person_id: str, chat_id: str) -> None:
    """Notices go to the chat last used."""
    await tx.run("UPDATE persons SET chat = :chat WHERE id = :id", chat=chat_id, id=person_id)


async def set_language(tx: Tx, person_id: str, language: str) -> None:
    await tx.run("UPDATE persons SET language = :language WHERE id = :id", language=language, id=person_id)


async def set_home(tx: Tx, person_id: str, place: str) -> None:
    await tx.run("UPDATE persons SET home = :place WHERE id = :id", place=place, id=person_id)


async def set_name(tx: Tx, person_id: str, name: str) -> None:
    await tx.run("UPDATE persons SET name = :name WHERE id = :id", name=name, id=person_id)


async def grant(tx: Tx, *, id: str, person: str, held: Held, now: int) -> None:
    await tx.run(
        """
        INSERT INTO roles (id, person, role, place, team, since)
        SELECT :id, :person, :role, :place, :team, :now
        WHERE NOT EXISTS (
            SELECT 1 FROM roles
            WHERE person = :person AND role = :role AND place = :place AND until IS NULL AND leave IS NULL
            AND COALESCE(team, '') = COALESCE(:team, '') -- somebody may keep two shops, or be of two teams
        )
        """,
        id=id,
        person=person,
        role=str(held.role),
        place=held.place,
        team=held.team,
        now=now,
    )
    if held.role is Role.VOLUNTEER:
        await volunteers.begin(tx, person, held.place, now)


async def holders(tx: Tx, role: Role, place: str) -> list[Person]:
    """Everybody who holds this role at exactly this place and is not on leave."""
    return _people(await tx.all(BY_ROLE, role=str(role), place=place))


async def staff(tx: Tx) -> list[str]:
    """Ids of all who work here and are not on leave."""
    return [row["person"] for row in await tx.all(STAFF)]


async def anybody_is(tx: Tx, role: Role) -> bool:
    row = await tx.one("SELECT 1 AS found FROM roles WHERE role = :role AND until IS NULL LIMIT 1", role=str(role))
    return row is not None


async def seats(tx: Tx) -> list[tuple[str, str]]:
    """(role, place) of whoever works now, each once; whoever is away on leave does not."""
    rows = await tx.all(
        """
        SELECT DISTINCT r.role, r.place FROM roles r
        WHERE r.until IS NULL
        AND NOT EXISTS (SELECT 1 FROM leaves l WHERE l.person = r.person AND l.state = 'on')
        ORDER BY r.role, r.place
        """
    )
    return [(row["role"], row["place"]) for row in rows]


async def set_menu(tx: Tx, chat_id: str, menu: str | None) -> None:
    await tx.run("UPDATE chats SET menu = :menu WHERE id = :id", menu=menu, id=chat_id)


async def menu(tx: Tx, chat_id: str) -> str | None:
    row = await tx.one("SELECT menu FROM chats WHERE id = :id", id=chat_id)
    return row["menu"] if row else None


async def team(tx: Tx, key: str) -> list[Person]:
    """Everybody of a team: ROLE@place, a registered one ("t:..."), or who keeps a partner ("m:..."), not on leave."""
    if of_partner(key) or is_registered(key):
        return _people(await tx.all(BY_TEAM, team=key, role=str(role_of(key))))
    role, _, place = key.partition("@")
    return await holders(tx, Role(role), place)


async def how_many(tx: Tx, key: str) -> int:
    """Of a team, not on leave."""
    place = key.partition("@")[2]
    row = await tx.one(HOW_MANY, team=key, place=place, role=str(role_of(key)))
    return row["n"] if row else 0


async def set_here(tx: Tx, chat_id: str, place: str | None) -> None:
    """The place of the link that opened a private chat, until something was reported from it."""
    await tx.run(
        """
        UPDATE chats SET place = :place
        WHERE id = :id AND is_group = 0 AND COALESCE(place, '') <> COALESCE(:place, '')
        """,
        place=place,
        id=chat_id,
    )
