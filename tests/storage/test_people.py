"""Who somebody is here: their chats, their roles, and where to write to them."""

from functools import partial

from domain.person import Held, Person, Role
from storage import people
from storage.database import Database
from storage.group_chats import Kind, bind, get
from tests.storage.kept import COMPOUND, NOW, settled

HERE, GRID = Held(Role.RESIDENT, COMPOUND), Held(Role.GRID, f"{COMPOUND}/g1")


async def grant(database: Database, person: str, held: Held, id: str) -> None:
    await database.do(partial(people.grant, id=id, person=person, held=held, now=NOW))


async def test_a_person_is_found_by_id_and_by_chat_with_all_their_roles(database: Database):
    await settled(database, "li")
    await grant(database, "li", HERE, "r1")
    await grant(database, "li", GRID, "r2")
    expected = Person("li", None, (HERE, GRID), "web:li", None, "Li")
    assert await database.read(partial(people.person, person_id="li")) == expected
    assert await database.read(partial(people.person_of, chat_id="web:li")) == expected


async def test_nobody_is_behind_an_unknown_chat_or_id(database: Database):
    assert await database.read(partial(people.person, person_id="li")) is None
    assert await database.read(partial(people.person_of, chat_id="web:li")) is None
    assert await database.read(partial(people.chat, chat_id="web:li")) is None


async def test_a_role_is_granted_once(database: Database):
    await settled(database, "li")
    for n in range(3):
        await grant(database, "li", GRID, f"r{n}")
    rows = await database.read(lambda tx: tx.all("SELECT id FROM roles"))
    assert len(rows) == 1


async def test_a_role_that_ended_counts_no_more_and_can_be_granted_again(database: Database):
    await settled(database, "li")
    await grant(database, "li", GRID, "r1")
    await database.do(lambda tx: tx.run("UPDATE roles SET until = 5"))
    assert await database.read(partial(people.person, person_id="li")) == Person("li", None, (), "web:li", None, "Li")
    assert await database.read(partial(people.holders, role=Role.GRID, place=GRID.place)) == []
    assert not await database.read(partial(people.anybody_is, role=Role.GRID))
    await grant(database, "li", GRID, "r2")
    assert await database.read(partial(people.anybody_is, role=Role.GRID))


async def test_the_holders_of_a_role_are_those_at_exactly_this_place_with_all_they_hold(database: Database):
    await settled(database, "wang", "li", "hu")
    await grant(database, "wang", GRID, "r1")
    await grant(database, "wang", HERE, "r2")
    await grant(database, "li", HERE, "r3")
    await grant(database, "hu", Held(Role.GRID, COMPOUND), "r4")
    found = await database.read(partial(people.holders, role=Role.GRID, place=GRID.place))
    assert [(person.id, person.roles) for person in found] == [("wang", (GRID, HERE))]
    assert await database.read(partial(people.team, key=f"G@{GRID.place}")) == found


async def test_notices_go_to_the_chat_last_used(database: Database):
    await settled(database, "li")
    await database.do(partial(people.add_chat, chat_id="telegram:7", now=NOW, person="li"))
    await database.do(partial(people.use_chat, person_id="li", chat_id="telegram:7"))
    person = await database.read(partial(people.person_of, chat_id="web:li"))
    assert person is not None
    assert person.chat == "telegram:7"


async def test_a_chat_that_is_known_is_not_given_to_somebody_else(database: Database):
    await settled(database, "li", "wang")
    await database.do(partial(people.add_chat, chat_id="web:li", now=NOW, person="wang"))
    person = await database.read(partial(people.person_of, chat_id="web:li"))
    assert person is not None
    assert person.id == "li"


async def bound(database: Database, chat: str, place: str, kind: Kind = Kind.STAFF) -> None:
    await database.do(lambda tx: bind(tx, chat, kind, place, by="", topic=None, now=NOW))


async def test_what_is_for_all_who_live_there_is_for_the_neighbours_groups_below_too(database: Database):
    await settled(database)
    for chat, place, kind in (("-1", "3", Kind.RESIDENTS), ("-2", "3", Kind.STAFF), ("-3", "3/1", Kind.RESIDENTS)):
        await database.do(partial(people.add_chat, chat_id=chat, now=NOW, is_group=True))
        await bound(database, chat, f"{COMPOUND}/{place}", kind)
    assert await database.read(partial(people.groups_of, place=COMPOUND)) == ["-1", "-3"]


async def test_a_group_is_bound_to_a_place_and_a_private_chat_never(database: Database):
    await settled(database, "li")
    for group in ("telegram:-1", "telegram:-9"):
        await database.do(partial(people.add_chat, chat_id=group, now=NOW, is_group=True))
    for chat in ("telegram:-1", "web:li"):
        await bound(database, chat, COMPOUND)
    assert await database.read(partial(get, chat="web:li")) is None
    assert await database.read(partial(people.groups_of, place=COMPOUND)) == ["telegram:-1"]
    await database.do(partial(people.set_here, chat_id="telegram:-1", place=f"{COMPOUND}/3"))
    assert await database.read(partial(people.groups_of, place=COMPOUND)) == ["telegram:-1"]


async def test_what_is_changed_is_changed_for_one_person_only(database: Database):
    await settled(database, "li", "wang")
    await database.do(partial(people.set_name, person_id="li", name="Li Xiulan"))
    await database.do(partial(people.set_language, person_id="li", language="en"))
    await database.do(partial(people.set_home, person_id="li", place=COMPOUND))
    changed = Person("li", "en", (), "web:li", COMPOUND, "Li Xiulan")
    assert await database.read(partial(people.person, person_id="li")) == changed
    assert await database.read(partial(people.person, person_id="wang")) == Person("wang", chat="web:wang", name="Wang")


async def test_reachable_tells_whether_that_is_news(database: Database):
    await settled(database, "li")
    gone = partial(people.set_reachable, chat_id="web:li", reachable=False)
    assert [await database.do(gone), await database.do(gone)] == [True, False]
    assert await database.do(partial(people.set_reachable, chat_id="web:li", reachable=True))


async def test_who_writes_comes_with_whether_they_count_as_reachable(database: Database):
    await settled(database, "li")
    li, nobody = partial(people.caller, chat_id="web:li"), partial(people.caller, chat_id="web:wang")
    known = await database.read(partial(people.person, person_id="li"))
    assert (await database.read(li), await database.read(nobody)) == ((known, True), (None, False))
    await database.do(partial(people.set_reachable, chat_id="web:li", reachable=False))
    assert await database.read(li) == (known, False)


async def test_where_a_chat_was_opened_is_set_changed_and_forgotten(database: Database):
    await settled(database, "li")
    for place in (COMPOUND, COMPOUND, f"{COMPOUND}/3", None, None, COMPOUND):
        await database.do(partial(people.set_here, chat_id="web:li", place=place))
        chat = await database.read(partial(people.chat, chat_id="web:li"))
        assert chat is not None
        assert chat.place == place


async def test_a_group_that_moved_is_at_its_new_address_only(database: Database):
    await settled(database)
    await database.do(partial(people.add_chat, chat_id="telegram:-1", now=NOW, is_group=True))
    await bound(database, "telegram:-1", COMPOUND)
    for _ in range(2):  # Telegram tells it twice, once in each group
        await database.do(partial(people.move_chat, chat_id="telegram:-1", new_id="telegram:-2"))
    assert await database.read(partial(people.groups_of, place=COMPOUND)) == ["telegram:-2"]


async def test_the_menu_of_a_chat_is_the_last_one_shown(database: Database):
    await settled(database, "li")
    for menu in ('["a"]', '["b"]'):
        await database.do(partial(people.set_menu, chat_id="web:li", menu=menu))
    assert await database.read(partial(people.menu, chat_id="web:li")) == '["b"]'
    assert await database.read(partial(people.menu, chat_id="web:nobody")) is None
