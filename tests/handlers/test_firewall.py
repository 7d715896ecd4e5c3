"""Nobody is exposed: whatever is ever sent to anybody, who complained, their phone and their door are not in it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.number import find
from domain.person import Held, Role
from domain.policy import FollowUp
from storage import group_chats
from storage.database import Tx
from storage.group_chats import Kind
from storage.people import add_chat
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, POLICY, Town

NAME, PHONE, DOOR = "赵金雀", "13987654321", "604"
CANARIES = (NAME, PHONE, DOOR, "金雀", "4321")
GROUP = "telegram:group"


@pytest.fixture
async def canary(town: Town) -> Neighbour:
    """A resident with a name, a phone and a door like nobody else's."""
    return await town.moves_in(NAME, Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")


@pytest.fixture
async def others(town: Town, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, liu: Neighbour) -> list[Neighbour]:
    """The company, the grid worker, a volunteer and the committee."""
    bo = await town.moves_in("Bo Lan", Held(Role.VOLUNTEER, COMPOUND))
    mei = await town.moves_in("Mei Ling", Held(Role.OWNERS, COMPOUND))

    async def a_group(tx: Tx) -> None:
        await add_chat(tx, GROUP, now=town.now, is_group=True)
        await group_chats.bind(tx, GROUP, Kind.STAFF, COMPOUND, by="zhou", topic=None, now=town.now)

    await town.database.do(a_group)
    return [zhang, wang, bo, mei]


async def received(town: Town, *addresses: str) -> str:
    """All that was ever left for these chats, also what was changed or taken away since, and what still waits."""
    sql = "SELECT chat, body FROM outbox UNION ALL SELECT 'telegram:' || person AS chat, body FROM notes"
    rows = await town.database.read(lambda tx: tx.all(sql))
    return "\n".join(row["body"] for row in rows if row["chat"] in addresses)


def nothing_of(canaries: Sequence[str], said: str) -> None:
    assert [canary for canary in canaries if canary in said] == []


async def test_whoever_is_complained_about_and_all_who_look_on_never_learn_who_complained(
    town: Town, canary: Neighbour, zhou: Neighbour, liu: Neighbour, others: list[Neighbour]
):
    number = await canary.reports(f"物业不作为，投诉无门！我是{NAME}，住3号楼1单元{DOOR}，电话{PHONE}")
    assert (await town.order(number)).subject == f"P@{COMPOUND}"
    for other in others:
        await other.says(number)
        for command in ("/tasks", "/desk", "/orders", "/my", "/figures", "/find 投诉 3号楼"):
            await other.says(command)
        for button in ("rv", "rva", "rvc", "show", "photos"):
            await other.says(button=f"{button} {number}")
    await canary.taps("Add something")
    await canary.says(f"我再说一遍，打{PHONE}，{DOOR}室")
    await zhou.taps("I keep it", "Ask the resident")
    await zhou.says("在办了")
    await zhou.taps("Done", "Skip")
    await canary.taps("Not fixed")
    await canary.says(f"{NAME}说没修好，{DOOR}，打{PHONE}")
    await liu.taps("I keep it", "Done", "Skip")
    await canary.taps("Fixed", "★★")
    await canary.says(f"总算好了，{PHONE}")
    town.mornings = True
    for _ in range(3):
        await town.later(hours=11)
    for other in others:
        await other.says(number)
    nothing_of(CANARIES, await received(town, GROUP, *(other.chat for other in others)))
    nothing_of((NAME, PHONE), await received(town, zhou.chat, liu.chat))
    assert "没修好" in await received(town, liu.chat), "and still they read what the resident says"
    assert number in await received(town, GROUP), "the group heard of it, by number"


async def test_of_an_ordinary_report_nobody_reads_phone_and_door_before_a_look(
    town: Town, canary: Neighbour, zhou: Neighbour, others: list[Neighbour]
):
    _, wang, *_ = others
    number = await canary.reports(f"3号楼1单元{DOOR}水管漏水，我是{NAME}，电话{PHONE}")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await canary.says(f"{DOOR}，打{PHONE}", reply_to=canary.phone.where(number))
    for other in others:
        await other.says(number)
    nothing_of(CANARIES[:3], await received(town, GROUP, *(other.chat for other in others)))
    await wang.taps("Reach them", "Phone", "to call about the visit")
    assert PHONE in await received(town, wang.chat)


async def test_nothing_that_is_said_is_lost_and_the_writer_reads_it_in_full(
    town: Town, canary: Neighbour, zhou: Neighbour
):
    words = f"3号楼1单元{DOOR}水管漏水，我是{NAME}，电话{PHONE}"
    number = await canary.reports(words)
    assert words in canary.card(number).text
    await canary.taps("Add something")
    await canary.says(f"打不通就打{PHONE[:-1]}9")
    assert f"{PHONE[:-1]}9" in await town.one("SELECT phone FROM order_contacts")
    stored = await town.one("SELECT what FROM orders")
    assert stored == "3号楼1单元***水管漏水，我是赵***，电话***"


async def test_a_report_that_comes_back_is_about_the_same_people(
    town: Town, canary: Neighbour, zhou: Neighbour, wang: Neighbour
):
    rules = replace(POLICY.rules, follow_up=FollowUp(share=1.0))
    town.house = replace(town.house, policy=replace(POLICY, rules=rules))
    await canary.reports(f"3号楼1单元{DOOR}水管漏水，电话{PHONE}")
    await zhou.taps("To Wang")
    await wang.taps("Accept", "Done", "Skip")
    await canary.taps("Fixed", "★★★★★", "Skip")
    await town.later(days=14)
    await canary.taps("It came back")
    again = find(await canary.says("又漏了"))[0]
    assert PHONE in canary.card(again).text
    assert PHONE not in zhou.card(again).text
