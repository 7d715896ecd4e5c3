"""From the poster at the door to nothing being left: what one resident tells, who looks at it, and how it goes."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from storage.database import Database, open_database
from tests.bot.printed import pages
from tests.fake_telegram import Shown
from tests.handlers.scanned import traces
from tests.stories.stories import number_in
from tests.stories.town import Estate, Person, Seen, Town, payload_of
from tests.stories.towns import some

pytestmark = pytest.mark.asyncio(loop_scope="session")
NAME, PHONE, DOOR = "欧阳晓雯", "13905718642", "一九〇七"
MARKS = (NAME, PHONE, DOOR)


@pytest.mark.parametrize("town", some("polling-sqlite", "webhook-postgresql", "web-sqlite"), indirect=True)
async def test_what_a_resident_told_is_theirs_to_read_and_to_delete(town: Town):
    estate = town.estate()
    town.said |= {PHONE}
    zhou, wang = await estate.dispatcher(), await estate.worker()
    xiaowen = await town.newcomer(NAME)
    number = await reports_by_poster(xiaowen, await poster(town, f"{estate.path}/3/1"), estate)
    await puts_name_right(xiaowen)
    await done(zhou, wang, number)
    await xiaowen.sees("Is it fixed?", label="Fixed")
    await reads_who_looked(xiaowen, number)
    await exports(town, xiaowen, number)
    await xiaowen.taps("Fixed")
    await xiaowen.taps("★★★★★")
    await xiaowen.hears("Anything you would like to say", label="Skip")
    await xiaowen.taps("Skip")
    await xiaowen.hears(f"{number} is closed")

    await xiaowen.says("/privacy")
    await xiaowen.taps("Delete everything")
    await xiaowen.taps("Go on")
    await xiaowen.taps("Delete for good")
    await xiaowen.sees("Everything about you is deleted")
    await wang.sees("Put away")
    database = await open_database(town.program.database)
    await nothing_is_left(database, town)
    await database.close()
    for who in (zhou, wang):
        await who.says(number)
        await who.hears("楼道的灯不亮了")
        read = "\n".join(seen.text for seen in await who.shows() if said_by_us(seen))
        assert [mark for mark in (*MARKS, "欧阳**", "139****8642") if mark in read] == [], read


def said_by_us(seen: Seen) -> bool:
    return seen.by_bot if isinstance(seen, Shown) else getattr(seen, "sender", "") == "bot"


async def poster(town: Town, place: str) -> str:
    """The payload a phone finds in the QR code of a printed poster."""
    out = town.program.folder / "posters.pdf"
    told = await town.commands.run("qr", place, "--out", str(out))
    assert "1 posters" in told, told
    links = pages(out.read_bytes())[0].links
    payloads = {payload_of(link) for link in links}
    assert len(payloads) == 1, links
    return payloads.pop()


async def reports_by_poster(who: Person, payload: str, estate: Estate) -> str:
    """One sentence and one tap."""
    assert payload.startswith("q-")
    await who.starts(payload)
    await who.hears(f"You are at {estate.name} 3号楼 1单元. What is the matter?")
    await who.says(f"楼道的灯不亮了，我住{DOOR}室，电话{PHONE}")
    asked = await who.hears("Please check:", label="Send, and agree")
    assert "agree that I keep this" in asked.text
    await who.taps("Send, and agree")
    return number_in(await who.hears("Your number is"))


async def puts_name_right(who: Person, name: str = NAME) -> None:
    """The web chat knows nobody's name before they tell it."""
    await who.says("/privacy")
    await who.taps("Put something right")
    await who.taps("My name")
    await who.hears("name")
    await who.says(name)
    await who.hears(name)


async def done(zhou: Person, wang: Person, number: str) -> None:
    card = await zhou.sees(number, label="To 王建国")
    assert (NAME in card.text, PHONE in card.text) == (False, False)
    await zhou.taps("To 王建国")
    card = await wang.sees(number, label="Accept")
    assert [mark for mark in MARKS if mark in card.text] == [], card.text
    await wang.taps("Accept")
    await wang.taps("Reach them")
    await wang.hears(f"What do you need of {number}?")
    await wang.taps("Phone")
    await wang.hears("What for?")
    await wang.taps("to find the place")
    shown = await wang.hears(PHONE)
    assert "in an hour I put it away" in shown.text
    await wang.taps("Done")
    await wang.hears("What was done")
    await wang.says(f"换了灯泡，{DOOR}室没人，打了{PHONE}")


async def reads_who_looked(who: Person, number: str) -> None:
    await who.says("/privacy")
    await who.hears("You agreed on", label="Who looked")
    await who.taps("Who looked")
    await who.hears(f"your grid worker looked at your phone number. Reason: to find the place ({number})")


async def asks_for_all(town: Town, who: Person) -> str:
    """The link."""
    await who.says("/privacy")
    await who.taps("All about me")
    told = await who.hears("It opens once")
    link = re.search(r"http\S+/mine/\S+", told.text)
    assert link is not None
    town.said.add(link[0].rpartition("/")[2])
    return link[0]


async def exports(town: Town, who: Person, number: str) -> None:
    link = await asks_for_all(town, who)
    async with aiohttp.ClientSession() as browser:
        status, door = await opened(browser.get(link))
        assert (status, NAME in door) == (200, False)
        status, page = await opened(browser.post(f"{link}/page"))
        assert status == 200
        assert all(mark in page for mark in (NAME, PHONE, DOOR, number, "to find the place")), page
        async with browser.post(f"{link}/file") as answer:
            everything: dict[str, list[dict[str, Any]]] = await answer.json()
        assert everything["order_contacts"][0]["phone"] == PHONE
        assert everything["persons"][0]["name"] == NAME
        for again in (browser.get(link), browser.post(f"{link}/page"), browser.post(f"{link}/file")):
            status, page = await opened(again)
            assert (status, NAME in page) == (404, False)


async def opened(asked: Any) -> tuple[int, str]:
    async with asked as answer:
        return answer.status, await answer.text()


async def nothing_is_left(database: Database, town: Town) -> None:
    assert await traces(database, MARKS) == set()
    if database.kind == "sqlite":
        content = the_file(town)
        assert [mark for mark in MARKS if mark.encode() in content] == []


def the_file(town: Town) -> bytes:
    """Without its log, which SQLite writes over sooner or later."""
    file = Path(town.program.database.removeprefix("sqlite:"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()
