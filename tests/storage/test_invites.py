"""An invite is good for one person, until it expires, and only its hash is kept."""

import asyncio
from functools import partial

from storage import invites
from storage.database import Database, open_database
from storage.invites import Invite
from tests.storage.kept import COMPOUND, settled

GIVEN = Invite("G", COMPOUND, "happy-homes", "zhou")


async def add(database: Database, token_hash: str = "hash", invite: Invite = GIVEN) -> None:
    await database.do(partial(invites.add, token_hash=token_hash, invite=invite, now=100, expires_at=200))


async def use(database: Database, person: str = "li", now: int = 150, token_hash: str = "hash") -> Invite | None:
    return await database.do(partial(invites.use, token_hash=token_hash, person=person, now=now))


async def test_the_first_who_uses_it_gets_what_it_gives(database: Database):
    await settled(database)
    await add(database)
    assert await use(database) == GIVEN
    assert await use(database, "wang") is None
    assert await use(database, "li") is None


async def test_it_is_good_until_it_expires(database: Database):
    await settled(database)
    await add(database)
    assert await use(database, now=200) is None
    assert await use(database, now=199) == GIVEN


async def test_one_that_never_was_is_like_a_used_one(database: Database):
    assert await use(database, token_hash="other") is None


async def test_of_many_who_open_it_at_once_one_gets_it(database: Database, url: str):
    await settled(database)
    await add(database)
    other = await open_database(url)
    used = await asyncio.gather(*(use((database, other)[n % 2], f"p{n}") for n in range(8)))
    assert used.count(GIVEN) == 1
    assert used.count(None) == 7
    await other.close()


async def test_older_unused_links_of_a_kind_are_revoked(database: Database):
    await settled(database)
    admin, others = Invite("A", None, None, "cli"), Invite("A", None, None, "somebody")
    for token_hash, invite in (("old", admin), ("grid", GIVEN), ("theirs", others)):
        await add(database, token_hash, invite)
    await database.do(partial(invites.revoke_unused, role="A", invited_by="cli", now=120))
    assert await use(database, token_hash="old") is None
    assert await use(database, token_hash="grid") == GIVEN
    assert await use(database, token_hash="theirs") == others
