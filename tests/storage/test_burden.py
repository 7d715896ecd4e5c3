"""What is asked of each role in a day adds up from what came and what was sent."""

from functools import partial
from itertools import count
from typing import Any

import pytest

from domain.person import Role
from storage import burden, inbox, outbox, people
from storage.burden import Asked
from storage.database import Database
from storage.inbox import Arrived
from storage.outbox import Way

DAY = 86_400


class Days:
    """People with a chat each; day 0 lasts from 0 to DAY."""

    def __init__(self, database: Database) -> None:
        self.database, self.ids = database, count(1)

    async def lives(self, *names: str) -> None:
        for name in names:
            await self.database.do(partial(people.add_person, id=name, chat=f"web:{name}", now=0))

    async def gets(self, name: str, role: str | None, at: int = 10, sent: bool = True, **more: Any) -> None:
        id = f"{next(self.ids):06}"
        chat = f"web:{name}"
        await self.database.do(
            partial(outbox.post, id=id, chat=chat, lane=Way.STAFF, body="{}", now=at, role=role, **more)
        )
        if sent:
            await self.database.do(partial(outbox.sent, letter_id=id, ref="r", now=at))
        else:
            await self.database.do(partial(outbox.failed, letter_id=id, error="gone", now=at))

    async def does(self, name: str, role: str | None, did: str, at: int = 10) -> None:
        row = Arrived("web", f"m{next(self.ids)}", f"{next(self.ids):06}", f"web:{name}", None, "{}", at)
        await self.database.do(partial(inbox.receive, row=row))
        await self.database.do(partial(inbox.take, arrived=row, role=role, did=did))

    async def asked(self, day: int = 0) -> list[Asked]:
        return await self.database.read(partial(burden.count, start=day * DAY, end=(day + 1) * DAY))


@pytest.fixture
def days(database: Database) -> Days:
    return Days(database)


async def test_messages_taps_and_photos_add_up_by_role(days: Days):
    await days.lives("wang", "chen", "li")
    for name in ("wang", "wang", "chen"):
        await days.gets(name, "G")
    await days.does("wang", "G", "tap")
    await days.does("chen", "G", "photo")
    await days.does("li", "R", "words")
    assert await days.asked() == [Asked(Role.GRID, 2, 3, 1, 1), Asked(Role.RESIDENT, 1, 0, 0, 0)]


async def test_whoever_uses_two_chats_is_one_person(days: Days, database: Database):
    await days.lives("wang")
    await database.do(partial(people.add_chat, chat_id="web:wang 2", now=0, person="wang"))
    await days.gets("wang", "G")
    await days.gets("wang 2", "G")
    assert await days.asked() == [Asked(Role.GRID, 1, 2, 0, 0)]


async def test_what_made_no_sound_or_did_not_arrive_was_not_asked(days: Days):
    await days.lives("wang")
    await days.gets("wang", None)
    await days.gets("wang", "G", sent=False)
    await days.does("wang", None, "tap")
    assert await days.asked() == []


async def test_a_day_ends_where_the_next_begins(days: Days):
    await days.lives("wang")
    for at in (0, DAY - 1, DAY):
        await days.gets("wang", "G", at)
        await days.does("wang", "G", "tap", at)
    assert await days.asked(0) == [Asked(Role.GRID, 1, 2, 2, 0)]
    assert await days.asked(1) == [Asked(Role.GRID, 1, 1, 1, 0)]


async def test_a_day_is_kept_once_and_days_add_up(database: Database):
    for day, found in (
        ("2026-11-22", [Asked(Role.GRID, 5, 10, 20, 1)]),
        ("2026-11-23", [Asked(Role.GRID, 5, 1, 2, 0), Asked(Role.CITY, 5, 1, 1, 0)]),
        ("2026-11-23", [Asked(Role.GRID, 9, 9, 9, 9)]),
    ):
        await database.do(partial(burden.keep, day=day, found=found))
    between = partial(burden.between, first="2026-11-22", last="2026-11-23", at_least=5)
    assert await database.read(between) == [Asked(Role.GRID, 10, 11, 22, 1), Asked(Role.CITY, 5, 1, 1, 0)]


async def test_days_of_one_or_two_people_are_nobodys_figures(database: Database):
    await database.do(partial(burden.keep, day="2026-11-22", found=[Asked(Role.GRID, 2, 10, 20, 1)]))
    await database.do(partial(burden.keep, day="2026-11-23", found=[Asked(Role.GRID, 3, 1, 2, 0)]))
    between = partial(burden.between, first="2026-11-22", last="2026-11-28", at_least=3)
    assert await database.read(between) == [Asked(Role.GRID, 3, 1, 2, 0)]
