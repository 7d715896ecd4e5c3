"""How to reach somebody is kept apart, filled in bit by bit, and gone when it is taken back or erased."""

import pytest

from domain.order import Lane, Order
from storage import contacts, orders, people, places, views
from storage.contacts import Contact
from storage.database import Database, Tx
from storage.places import Place
from storage.views import View


@pytest.fixture
async def tx_ready(database: Database) -> Database:
    async def unit(tx: Tx) -> None:
        await places.add(tx, [Place("qs", "city", "青杉市", None, None, None)])
        await people.add_person(tx, id="li", chat=None, now=1, name="Li")
        for id, number in (("o1", "W9VATP"), ("o2", "7K3MQ2")):
            await orders.insert(tx, Order(id, number, "li", "qs", None, "water", Lane.ORDINARY, "漏水", "qs", 1))

    await database.do(unit)
    return database


async def test_what_is_said_later_fills_in_and_empties_nothing(tx_ready: Database):
    async def unit(tx: Tx) -> Contact | None:
        await contacts.keep(tx, "o1", Contact(phone="138", door="602"), 1)
        await contacts.keep(tx, "o1", Contact(name="Li", phone="139"), 2)
        await contacts.keep(tx, "o1", Contact(visit_at=3), 3)
        return await contacts.of_order(tx, "o1")

    assert await tx_ready.do(unit) == Contact("Li", "139", "602", 3)


async def test_what_goes_on_as_another_report_is_about_the_same_people(tx_ready: Database):
    async def unit(tx: Tx) -> tuple[Contact | None, dict[str, str]]:
        await contacts.keep(tx, "o1", Contact(door="602"), 1)
        await contacts.keep_words(tx, "o1", "", "li", "602漏水", 1)
        await contacts.keep_words(tx, "o1", "e1", "li", "打138", 1)
        await contacts.copy(tx, "o1", "o2", 2)
        return await contacts.of_order(tx, "o2"), await contacts.own_words(tx, "o2", "li")

    assert await tx_ready.do(unit) == (Contact(door="602"), {"": "602漏水"})


async def test_taking_it_back_leaves_ones_own_words_and_erasing_leaves_nothing(tx_ready: Database):
    async def unit(tx: Tx) -> list[object]:
        await contacts.keep(tx, "o1", Contact(door="602"), 1)
        await contacts.keep_words(tx, "o1", "", "li", "602漏水", 1)
        await contacts.forget(tx, "o1")
        found = [await contacts.of_order(tx, "o1"), await contacts.own_words(tx, "o1", "li")]
        assert await contacts.own_words(tx, "o1", "wang") == {}
        await contacts.erase(tx, "o1")
        return [*found, await contacts.own_words(tx, "o1", "li")]

    assert await tx_ready.do(unit) == [None, {"": "602漏水"}, {}]


async def test_looks_are_read_newest_first_and_what_was_shown_is_taken_away_once(tx_ready: Database):
    async def unit(tx: Tx) -> None:
        for n in (1, 2):
            await views.add(tx, View(f"v{n}", "wang", "G", "li", "o1", "phone", "why", "7K3M", n, 10 * n))
        assert [view.id for view in await views.of_person(tx, "li", 5)] == ["v2", "v1"]
        assert await views.looked(tx, "wang", "o1", "phone")
        assert not await views.looked(tx, "wang", "o1", "door")
        [due] = await views.due(tx, 10, 5)
        assert [await views.taken_away(tx, due) for _ in range(2)] == [True, False]
        assert await views.due(tx, 10, 5) == []

    await tx_ready.do(unit)


async def test_when_the_clock_had_been_ahead_nothing_stays_shown_for_ever(tx_ready: Database):
    async def unit(tx: Tx) -> list[View]:
        await views.add(tx, View("v1", "wang", "G", "li", "o1", "phone", "why", "7K3M", 900, 4500))
        await views.set_back(tx, 100)
        return await views.due(tx, 100, 5)

    assert [view.id for view in await tx_ready.do(unit)] == ["v1"]
