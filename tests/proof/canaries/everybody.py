"""Everybody who is not the resident: all roles, both kinds of groups, and a stranger; and all that reached them."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from storage.database import Database
from tests.fake_telegram import FakeTelegram, Group
from tests.fake_telegram import Person as OnTelegram
from tests.proof.canaries.planted import Found, in_a_picture, search
from tests.stories.town import Estate, Person, Town, forges
from tests.web_phone import Phone

COMMANDS = "/tasks /desk /orders /my /figures /wall /points /activities /privacy /help".split()
FORGED = "show photos rv rva rvc more accept add give pick".split()
ROLES = (
    ("community", "", "周敏"),
    ("grid", "/g1", "王建国"),
    ("grid", "/g2", "陈大明"),
    ("property", "", "张卫东"),
    ("owners", "", "孙丽华"),
    ("volunteer", "", "冯磊"),
)
ABOVE = (
    ("street", "qs/hy", "刘芳"),
    ("city", "qs", "何静"),
    ("department", "qs", "罗刚"),
)


@dataclass
class Others:
    """by: each by the role they were invited as; the second grid worker as "grid2"."""

    town: Town
    database: Database
    by: dict[str, Person] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)

    @property
    def addresses(self) -> dict[str, str]:
        """What each is called here, by their address."""
        found = {address_of(person): role for role, person in self.by.items()}
        return found | {f"telegram:{group.chat}": f"group {group.chat}" for group in self.groups}

    async def look_around(self, *words: str) -> None:
        """Everybody asks for all there is to ask."""
        for person in self.by.values():
            for said in (*COMMANDS, *words):
                await person.says(said)
            await settled(self.town, self.database)

    async def forge(self, number: str) -> None:
        """Everybody taps what only others have: whatever names this number."""
        for person in self.by.values():
            under = (await person.shows())[-1]
            for word in FORGED:
                await forges(person, under, f"{word} {number}")
            await settled(self.town, self.database)


def address_of(person: Person) -> str:
    return f"telegram:{person.id}" if isinstance(person, OnTelegram) else f"web:{person.session}"  # type: ignore[attr-defined]


async def everybody(estate: Estate, database: Database) -> Others:
    town = estate.town
    others = Others(town, database)
    for role, below, name in ROLES:
        key = role if role not in others.by else f"{role}2"
        others.by[key] = await town.staff(role, f"{estate.path}{below}", name)
    for role, place, name in ABOVE:
        others.by[role] = await town.staff(role, place, name)
    others.by["admin"] = await town.newcomer("高原")
    await others.by["admin"].starts(await town.invitation("admin", ""))
    await others.by["admin"].hears("You are the administrator now")
    others.by["neighbour"] = await estate.resident("赵德福", "3/1")
    others.by["stranger"] = await town.browser("马丽")
    await others.by["stranger"].says("你好")
    if town.telegram:
        others.groups = [await neighbours_group(estate, others), await staff_group(estate, others)]
    return others


async def staff_group(estate: Estate, others: Others) -> Group:
    assert estate.town.telegram
    group = await estate.town.telegram.group(-41, "杏福苑工作群")
    payload = await estate.town.invitation("group", estate.path)
    await at(others, group).says(f"/start@sidan_bot {payload}")
    await group.sees("This group now gets the reports of")
    return group


async def neighbours_group(estate: Estate, others: Others) -> Group:
    assert estate.town.telegram
    group = await estate.town.telegram.group(-42, "3号楼邻居群", privacy=False)
    zhou = others.by["community"]
    await zhou.says("/group")
    await zhou.taps("neighbours' group")
    await zhou.taps("3号楼")
    text = (await zhou.hears("/bind")).text
    await at(others, group).says(next(line for line in text.splitlines() if line.startswith("/bind@")))
    await zhou.sees("is bound")
    return group


def at(others: Others, group: Group) -> OnTelegram:
    zhou = others.by["community"]
    assert isinstance(zhou, OnTelegram)
    return zhou.at(group)


WAITING = """
    SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'new' AND not_before <= :now)
         + (SELECT COUNT(*) FROM inbox WHERE state = 'new' AND tries = 0) AS waiting
"""


async def settled(town: Town, database: Database) -> None:
    """Everything that was said has been answered, but what is to wait for its moment."""
    if town.telegram:
        await town.telegram.drained()
    async with asyncio.timeout(30):
        while True:
            row = await database.read(lambda tx: tx.one(WAITING, now=int(time.time())))
            if row is not None and not row["waiting"]:
                return
            await asyncio.sleep(0.05)


@dataclass
class Received:
    """What was ever sent to whom, also what was changed or taken away since. texts: (address, what)."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)

    def of(self, address: str) -> str:
        return "\n".join(text for to, text in self.texts if to == address)

    def shown_to(self, names: dict[str, str]) -> int:
        """How many pictures these have received."""
        return sum(to in names for to, _ in self.files)

    def count(self, names: dict[str, str]) -> int:
        return self.shown_to(names) + sum(to in names for to, _ in self.texts)

    def found(self, names: dict[str, str], more: tuple[str, ...] = ()) -> list[Found]:
        """names: whose chats are looked through."""
        inside = [one for to, text in self.texts if to in names for one in search(names[to], text, more)]
        return inside + [one for to, content in self.files if to in names for one in in_a_picture(names[to], content)]


TOAST = "toasts"
ECHO = "Nothing found for"  # what somebody looked for, said back to them


async def received(town: Town, database: Database, others: Others) -> Received:
    """From the wire, where there is one, and from what lies ready, also for chats that nobody looks into."""
    found = Received()
    sql = """
        SELECT chat AS address, body FROM outbox
        UNION ALL SELECT 'web:' || address AS address, body FROM web_log
        UNION ALL SELECT c.id AS address, n.body FROM notes n JOIN chats c ON c.person = n.person
    """
    for row in await database.read(lambda tx: tx.all(sql)):
        if orjson.loads(row["body"]).get("from") != "me" and ECHO not in row["body"]:
            found.texts.append((row["address"].replace("web:web:", "web:"), row["body"]))
    if town.telegram:
        for method, given in town.telegram.api.calls:
            told = f"{method} {orjson.dumps(given, default=str).decode()}"
            if ECHO not in told and ("chat_id" in given or method == "answerCallbackQuery"):
                found.texts.append((f"telegram:{given['chat_id']}" if "chat_id" in given else TOAST, told))
        found.files = list(shown_in_telegram(town.telegram))
    for person in others.by.values():
        if isinstance(person, Phone):
            pictures = [photo for bubble in await person.shows() if bubble.sender != "me" for photo in bubble.photos]
            found.files += [(address_of(person), await person.opens(photo)) for photo in pictures]
    return found


def shown_in_telegram(telegram: FakeTelegram) -> Iterator[tuple[str, bytes]]:
    """(address, content) of each file in a message of ours."""
    for chat in telegram.world.chats.values():
        for post in chat.posts.values():
            for photo in post.raw.get("photo", [])[-1:] if post.by_bot else []:
                yield f"telegram:{chat.id}", telegram.world.files.find(photo["file_id"]).content
