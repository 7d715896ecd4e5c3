"""Links that lead nowhere, and invitations that are used up."""

import pytest

from storage.database import open_database
from tests.stories.stories import sends_report
from tests.stories.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

SPENT = "This invitation was used already or has expired."


@pytest.mark.parametrize("payload", ["p-qs-hy-c1-xf-99", "p-nowhere", "p-QS--", "hello", "p-"])
async def test_a_link_to_a_place_that_does_not_exist_says_so(town: Town, payload: str):
    li = await town.newcomer("李秀兰")
    await li.starts(payload)
    await li.hears("This link does not name a place I know. Just write what is the matter and where.")
    await li.says("楼道的灯不亮了")
    await li.hears("Which compound is it?")


async def test_an_invitation_is_for_the_first_who_opens_it(town: Town):
    estate = town.estate()
    payload = await town.invitation("grid", f"{estate.path}/g1")
    wang, thief = await town.newcomer("王建国"), await town.newcomer("马三")
    await wang.starts(payload)
    await wang.hears("What name shall colleagues")
    await thief.starts(payload)
    await thief.hears(SPENT)
    await thief.says("/tasks")
    await thief.hears("Nothing to do right now.")
    await wang.starts(payload)
    await wang.hears(SPENT)


async def test_an_invitation_that_has_expired_gives_nothing(town: Town):
    estate = town.estate()
    payload = await town.invitation("community", estate.path)
    database = await open_database(town.program.database)
    await database.do(lambda tx: tx.run("UPDATE invites SET expires_at = created_at WHERE used_at IS NULL"))
    await database.close()
    zhou = await town.newcomer("周敏")
    await zhou.starts(payload)
    await zhou.hears(SPENT)
    await zhou.says("/desk")
    await zhou.hears("Only dispatchers")


@pytest.mark.parametrize("payload", ["i-", "i-AAAAAAAAAAAAAAAAAAAAAA"])
async def test_an_invitation_that_was_never_made_gives_nothing(town: Town, payload: str):
    thief = await town.newcomer("马三")
    await thief.starts(payload)
    await thief.hears(SPENT)


async def test_a_wrong_link_leaves_the_place_of_a_right_one(town: Town):
    li = await town.estate().resident()
    await li.starts("p-nowhere")
    await li.hears("This link does not name a place I know.")
    await sends_report(li, "楼道的灯不亮了")
