"""A place has one poster code that counts; a revoked one is remembered."""

from functools import partial

from storage import numbers, place_codes
from storage.database import Database
from storage.place_codes import PlaceCode, Sheet

HOME, NEXT_DOOR = "qs/hy/lx/xf/3", "qs/hy/lx/xf/31"


async def made(database: Database, code: str, place: str = HOME, now: int = 100) -> PlaceCode:
    return await database.do(partial(place_codes.make, code=code, place=place, by="zhou", now=now))


async def test_printing_twice_gives_the_same_code(database: Database):
    first = await made(database, "7K3MQ2")
    assert await made(database, "8A3MQ2", now=200) == first == PlaceCode("7K3MQ2", HOME, "zhou", 100, None, 0)


async def test_after_a_code_is_revoked_the_place_gets_a_new_one(database: Database):
    await made(database, "7K3MQ2")
    revoke = partial(place_codes.revoke, code="7K3MQ2", by="zhou", now=150)
    assert [await database.do(revoke) for _ in range(2)] == [True, False]
    assert (await made(database, "8A3MQ2")).code == "8A3MQ2"
    old = await database.read(partial(place_codes.get, code="7K3MQ2"))
    assert old
    assert (old.place, old.revoked_at) == (HOME, 150)


async def test_what_hangs_below_a_place_is_found_and_its_neighbours_are_not(database: Database):
    for code, place in (("A", HOME), ("B", NEXT_DOOR), ("C", f"{HOME}/1")):
        await made(database, code, place)
    found = await database.read(partial(place_codes.hanging, place=HOME))
    assert [one.code for one in found] == ["A", "C"]
    assert len(await database.read(partial(place_codes.hanging, place=""))) == 3


async def test_scans_are_counted_and_codes_that_nobody_scanned_are_too(database: Database):
    await made(database, "A")
    await made(database, "B", NEXT_DOOR)
    await made(database, "C", f"{HOME}/1", now=500)
    for _ in range(2):
        await database.do(partial(place_codes.scanned, code="A"))
    found = await database.read(partial(place_codes.get, code="A"))
    assert found
    assert found.scans == 2
    assert await database.read(partial(place_codes.unseen, since=300)) == (3, 1)


async def test_a_code_is_a_number_that_nothing_else_may_have(database: Database):
    assert not await database.read(partial(numbers.taken, number="7K3MQ2"))
    await made(database, "7K3MQ2")
    assert await database.read(partial(numbers.taken, number="7K3MQ2"))


async def test_a_sheet_is_there_until_it_expires(database: Database):
    sheet = Sheet(HOME, "unit")
    await database.do(partial(place_codes.keep_sheet, token_hash="h", sheet=sheet, now=100, expires_at=200))
    assert await database.read(partial(place_codes.sheet, token_hash="h", now=199)) == sheet
    assert await database.read(partial(place_codes.sheet, token_hash="h", now=200)) is None
    await database.do(partial(place_codes.keep_sheet, token_hash="i", sheet=sheet, now=200, expires_at=300))
    assert await database.read(partial(place_codes.sheet, token_hash="h", now=100)) is None
