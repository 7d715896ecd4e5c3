"""A chat has one talk under way, and it is the one last saved."""

from dataclasses import replace
from functools import partial

from storage import talks
from storage.database import Database
from storage.talks import Talk

TALK = Talk("web:li", "t1", "li", "report", "{}", '{"answers": {}}', '["what"]', 1, look_at=100)


async def save(database: Database, talk: Talk) -> None:
    await database.do(partial(talks.save, talk=talk))


async def get(database: Database, chat: str = "web:li") -> Talk | None:
    return await database.read(partial(talks.get, chat=chat))


async def test_a_talk_comes_back_as_it_was_saved(database: Database):
    await save(database, TALK)
    assert await get(database) == TALK
    assert await get(database, "web:wang") is None


async def test_the_last_saved_is_the_talk_of_its_chat(database: Database):
    await save(database, TALK)
    later = replace(TALK, id="t2", script="language", state="{}", shown="[]", revision=5, look_at=200)
    await save(database, later)
    assert await get(database) == later


async def test_a_talk_ends_alone(database: Database):
    await save(database, TALK)
    await save(database, replace(TALK, chat="web:wang"))
    await database.do(partial(talks.end, chat="web:li", id="another"))
    assert await get(database) == TALK
    await database.do(partial(talks.end, chat="web:li", id="t1"))
    assert await get(database) is None
    await database.do(partial(talks.end, chat="web:wang"))
    assert await get(database, "web:wang") is None


async def test_talks_nobody_goes_on_with_are_found_the_quietest_first(database: Database):
    for n, chat in enumerate(("c", "a", "b")):
        await save(database, replace(TALK, chat=chat, look_at=100 + n))
    found = await database.read(partial(talks.due, now=101, limit=9))
    assert [talk.chat for talk in found] == ["c", "a"]
    assert len(await database.read(partial(talks.due, now=999, limit=1))) == 1
