"""One person in two chats: a code goes from one to the other, and whoever it was not takes it back."""

import asyncio
import re
from dataclasses import replace
from functools import partial

import pytest

from domain.person import Held, Role
from handlers import tokens
from storage import outbox, weblog
from storage.database import Tx, open_database
from storage.outbox import Way
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_joining import on_the_list
from tests.handlers.town import COMPOUND, DAY, GRID_1, HOUR, MINUTE, Town

CODE = re.compile(r"\d{4} \d{4}")


async def code_of(who: Neighbour) -> str:
    await who.says("/link")
    return str(CODE.findall(await who.taps("Add another chat"))[0])


async def linked(one: Neighbour, other: Neighbour) -> str:
    """The other types the code of the one, and says that it is theirs."""
    await other.says(f"/link {await code_of(one)}")
    return await other.taps("both are mine")


@pytest.fixture
def web(town: Town) -> Neighbour:
    """Li's other phone, on which nobody knows her yet."""
    return Neighbour(town, "Guest", "web:7f3a")


async def test_both_chats_are_one_person_and_both_are_told(town: Town, li: Neighbour, zhou: Neighbour, web: Neighbour):
    mine, there = await li.reports(), await web.reports("4号楼1单元水管漏水")
    li.reads()
    read = await linked(li, web)
    assert "this chat and a Telegram belong together now, as L**" in read
    assert "this chat and a web chat belong together now" in li.reads()
    assert (await web.person()).id == "li"
    read = await web.says("/my")
    assert mine in read
    assert there in read


async def test_the_code_may_be_typed_where_it_is_asked_for(town: Town, li: Neighbour, web: Neighbour):
    code = await code_of(li)
    await web.says("/link")
    assert "Which code does your other chat show?" in await web.taps("I have a code")
    await web.says(code)
    assert "belong together now" in await web.taps("both are mine")


async def test_what_is_new_comes_to_the_chat_that_was_used_last(
    town: Town, li: Neighbour, zhou: Neighbour, web: Neighbour
):
    number = await li.reports()
    await linked(li, web)
    li.reads()
    await zhou.says(number)
    await zhou.taps("I keep it")
    assert f"taking care of {number}" in web.reads()
    assert [message for message in li.phone.news if message.alert] == []  # its card is kept true without a sound


async def test_the_code_is_good_once_for_ten_minutes_and_only_its_hash_is_kept(
    town: Town, li: Neighbour, zhao: Neighbour, web: Neighbour
):
    code = await code_of(li)
    assert await town.one("SELECT code_hash FROM link_codes") == tokens.hashed(code.replace(" ", ""))
    await web.says(f"/link {code}")
    town.now += 10 * MINUTE
    assert "its ten minutes are over" in await web.taps("both are mine")
    assert (await web.person()).id != "li"
    code = await code_of(li)
    await web.says(f"/link {code}")
    await web.taps("both are mine")
    assert "not right" in await zhao.says(f"/link {code}")


async def test_of_two_who_type_one_code_at_once_one_is_linked(town: Town, url: str, li: Neighbour, web: Neighbour):
    other = replace(town, database=await open_database(url), seed=9)
    thief = Neighbour(other, "Thief", "telegram:thief")
    code = await code_of(li)
    for who in (web, thief):
        await who.says(f"/link {code}")
    await asyncio.gather(*(who.taps("both are mine") for who in (web, thief)))
    assert [(await who.person()).id for who in (web, thief)].count("li") == 1
    await other.database.close()


async def test_codes_cannot_be_guessed(town: Town, li: Neighbour, web: Neighbour):
    code = await code_of(li)
    for n in range(5):
        assert "not right" in await web.says(f"/link 0000 000{n}")
    assert "too many codes" in await web.says(f"/link {code}")


async def test_a_new_code_makes_the_one_before_worthless_and_there_are_five_an_hour(
    town: Town, li: Neighbour, web: Neighbour
):
    old = await code_of(li)
    for _ in range(4):
        await code_of(li)
    assert "not right" in await web.says(f"/link {old}")
    await li.says("/link")
    assert "too many codes" in await li.taps("Add another chat")


async def test_one_reads_whose_chat_it_is_before_one_says_yes(town: Town, li: Neighbour, web: Neighbour):
    read = await web.says(f"/link {await code_of(li)}")
    assert "made in a Telegram of L**" in read
    await web.taps("No, it is not mine")
    assert (await web.person()).id != "li"
    assert "made in this very chat" in await li.says(f"/link {await code_of(li)}")


async def test_whoever_told_no_name_reads_no_dash_in_its_place(town: Town, web: Neighbour):
    nameless = Neighbour(town, "", "telegram:nameless")
    await nameless.says("你好")
    read = await web.says(f"/link {await code_of(nameless)}")
    read += await web.taps("both are mine") + nameless.reads()
    assert "belong together now" in read
    assert "—" not in read


async def test_that_was_not_me_puts_everything_back(town: Town, li: Neighbour, zhou: Neighbour, web: Neighbour):
    mine, theirs = await li.reports(), await web.reports("4号楼1单元水管漏水")
    stranger = (await web.person()).id
    await linked(li, web)
    old = li.button("That was not me")
    town.now += HOUR - 1
    assert "apart again" in await li.presses(old)
    assert "apart again" in web.reads()
    assert (await web.person()).id == stranger
    assert theirs not in await li.says("/my")
    assert mine not in await web.says("/my")
    assert theirs in await web.says("/my")
    assert "taken back already" in await li.presses(old)
    await zhou.says(mine)
    await zhou.taps("I keep it")
    assert mine in li.reads()


async def test_after_the_hour_it_stays_and_nobody_else_ever_takes_it_back(
    town: Town, li: Neighbour, zhao: Neighbour, web: Neighbour
):
    await linked(li, web)
    button = li.button("That was not me")
    assert "cannot find that" in await zhao.presses(button)
    town.now += HOUR
    assert "the hour is over" in await li.presses(button)
    assert (await web.person()).id == "li"


@pytest.mark.parametrize("worker_types", [True, False])
async def test_whoever_holds_a_role_stays_whoever_they_are_whichever_way_round(
    town: Town, wang: Neighbour, web: Neighbour, worker_types: bool
):
    await web.says("hello")
    one, other = (web, wang) if worker_types else (wang, web)
    await linked(one, other)
    for who in (wang, web):
        assert (await who.person()).id == "wang"
        assert (await who.person()).roles == (Held(Role.GRID, GRID_1),)


async def test_two_who_both_hold_something_stay_two(town: Town, wang: Neighbour, zhang: Neighbour, web: Neighbour):
    read = await linked(wang, zhang)
    assert "cannot be moved" in read
    assert (await zhang.person()).id == "zhang"
    await web.says(f"/link {await code_of(wang)}")  # the code of a refused link is still good for another chat
    await web.taps("both are mine")
    assert (await web.person()).id == "wang"


async def test_nobody_becomes_the_author_of_what_they_have_in_hand(
    town: Town, zhou: Neighbour, wang: Neighbour, web: Neighbour
):
    number = await web.reports("3号楼1单元水管漏水")
    await zhou.says(number)
    await zhou.taps("To Wang")
    assert f"{number} is still open between the two chats" in await linked(wang, web)
    assert (await web.person()).id != "wang"


async def test_what_is_over_between_the_two_stays_with_who_reported_it(
    town: Town, zhou: Neighbour, wang: Neighbour, web: Neighbour
):
    number = await web.reports("3号楼1单元水管漏水")
    other = await web.reports("3号楼1单元灯坏了")
    await zhou.says(number)
    await zhou.taps("To Wang")
    author = (await web.person()).id
    await town.database.do(lambda tx: tx.run("UPDATE orders SET state = 'closed', closing = 'fixed', due_at = NULL"))
    await linked(wang, web)
    assert ((await town.order(number)).author, (await town.order(other)).author) == (author, "wang")


async def test_a_chat_is_taken_off_and_begins_anew(town: Town, li: Neighbour, zhou: Neighbour, web: Neighbour):
    number = await li.reports()
    await linked(li, web)
    await li.says("换手机")
    await li.taps("Take number 2 off", "Take this chat off")
    assert "taken off" in web.reads()
    assert number not in await web.says("/my")
    assert number in await li.says("/my")
    await li.says("/link")
    assert not any("off" in label for label in li.labels())


async def test_a_chat_that_came_along_lately_takes_no_older_one_off(town: Town, li: Neighbour, web: Neighbour):
    town.now += DAY
    await linked(li, web)
    await web.says("/link")
    first = web.button("Take number 1 off")
    assert "cannot take the older one off yet" in await web.presses(first)
    town.now += 8 * DAY
    await web.presses(first)
    await web.taps("Take this chat off")
    assert (await web.person()).id == "li"
    assert (await li.person()).id != "li"


async def test_no_button_names_the_address_of_another_chat(town: Town, li: Neighbour, web: Neighbour):
    await linked(li, web)
    await li.says("/link")
    shown = [button.data for message in li.phone.messages.values() for row in message.buttons for button in row]
    assert not [data for data in shown if "7f3a" in data]
    assert "Telegram, since 11-23 (this one)" in li.phone.every_text()
    assert (await li.person()).roles == (Held(Role.RESIDENT, COMPOUND),)


@pytest.mark.parametrize("stranger_asks", [True, False])
async def test_once_a_chat_was_taken_off_nobody_takes_back_what_came_along_with_it(
    town: Town, li: Neighbour, zhou: Neighbour, web: Neighbour, stranger_asks: bool
):
    theirs = await web.reports("4号楼1单元水管漏水")
    await linked(li, web)
    who = web if stranger_asks else li
    button = who.button("That was not me")
    await li.says("/link")
    await li.taps("Take number 2 off", "Take this chat off")
    assert "taken back already" in await who.presses(button)
    assert theirs in await li.says("/my")


async def test_nobody_gets_a_role_while_two_chats_can_still_be_parted(town: Town, web: Neighbour):
    thief = town.stranger("Thief")
    await thief.says("hello")
    await web.says("hello")
    await linked(thief, web)
    slip = await on_the_list(town, "E-7", "马丽", ("G", GRID_1))
    assert "wait until that hour is over" in await web.opens(slip)
    await web.taps("That was not me")
    assert "badge number" in await web.opens(slip)
    assert not (await thief.person()).holds(Role.GRID)


async def test_who_writes_where_a_chat_was_taken_off_reads_nothing_of_before_nor_what_was_on_its_way(
    town: Town, li: Neighbour, web: Neighbour
):
    await linked(li, web)

    async def on_its_way(tx: Tx) -> None:
        for n in (1, 2):
            await weblog.write(tx, web.chat, str(n), "3号楼1单元301", ["p1"], town.now, town.now)
        post = partial(outbox.post, chat=web.chat, lane=Way.BROADCAST, now=town.now, not_before=town.now + 1)
        await post(tx, id="9", body='{"text": "to Li alone"}')

    await town.database.do(on_its_way)
    await li.says("/link")
    await li.taps("Take number 2 off", "Take this chat off")
    await town.later(minutes=1)
    assert "to Li alone" in li.phone.every_text()
    assert "to Li alone" not in web.phone.every_text()
    shown = await town.database.read(partial(weblog.newer, address=web.chat, seq=0, limit=9))
    assert [one.body for one in shown] == [weblog.BLANK]
    assert not await town.database.read(partial(weblog.may_see, address=web.chat, media_id="p1"))
