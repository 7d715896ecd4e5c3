"""A whole street that reads what is announced: its people, and the office that announces a free clinic."""

from collections import Counter

from domain.number import find
from domain.person import Held, Role
from storage import people
from storage.database import Database, Tx
from tests.fake_telegram.world import Chat, Post, World
from tests.proof.load.homes import BELOW, Home
from tests.proof.load.phones import Phone

OFFICE = 9_000  # the number of the office's phone
FIRST = 1_000_000
CLINIC = "义诊量血压"


async def settle(database: Database, count: int, home: Home) -> None:
    """count neighbours of one compound, and somebody at the street's desk."""

    async def unit(tx: Tx) -> None:
        await people.add_person(tx, id="office", chat=f"telegram:{OFFICE}", now=0, name="刘芳")
        await people.grant(tx, id="office", person="office", held=Held(Role.STREET, BELOW), now=0)
        numbers = (
            f"WITH RECURSIVE n (i) AS (SELECT {FIRST} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {FIRST + count})"
        )
        await tx.run(
            f"""
            INSERT INTO persons (id, name, chat, home, created_at)
            {numbers} SELECT 'n' || i, '', 'telegram:' || i, :home, 0 FROM n
            """,
            home=f"{home.path}/3/1",
        )
        await tx.run(
            f"INSERT INTO chats (id, person, created_at) {numbers} SELECT 'telegram:' || i, 'n' || i, 0 FROM n"
        )

    await database.do(unit)


class Readers:
    """What each of the neighbours got. read: how often, by the number of their chat; moments: when, in order."""

    def __init__(self, world: World, count: int) -> None:
        self.read: dict[int, int] = dict.fromkeys(range(FIRST, FIRST + count), 0)
        self.moments: list[float] = []
        self._world = world
        for number in self.read:
            world.person({"id": number, "first_name": "x"})
            world.chats[number].bot_is = "member"
        world.watchers.append(self._watch)

    @property
    def missing(self) -> int:
        return sum(not times for times in self.read.values())

    @property
    def any(self) -> bool:
        return bool(self.moments)

    @property
    def busiest(self) -> int:
        """The most that came within any second that the clock tells."""
        return max(Counter(map(int, self.moments)).values())

    def _watch(self, chat: Chat, post: Post) -> None:
        if chat.id in self.read and CLINIC in post.raw.get("text", ""):
            self.read[chat.id] += 1
            self.moments.append(self._world.moment())


async def announces(office: Phone) -> str:
    """As somebody at the desk does it in chat; returns the activity's number."""

    async def says(words: str, text: str = "", label: str = "") -> Post:
        after = office.moment
        office.says(words)
        return await office.hears(text, label, after)

    async def taps(post: Post, button: str, text: str = "", label: str = "") -> Post:
        after = office.moment
        office.taps(post, button)
        return await office.hears(text, label, after)

    post = await says("/activities", label="New activity")
    post = await taps(post, "New activity", label="Free clinic")
    await taps(post, "Free clinic", "What shall it be called")
    post = await says(CLINIC, label="All of")
    await taps(post, "All of", "Where exactly")
    post = await says("east gate", "On which day")
    post = await taps(post, _day_after_tomorrow(post), "At what time")
    post = await says("14:30", label="2 hours")
    await taps(post, "2 hours", "For how many people")
    await says("10", "How many helpers")
    post = await says("2", label="Announce it")
    post = await taps(post, "Announce it", "announced")
    return find(post.raw["text"])[0]


def _day_after_tomorrow(post: Post) -> str:
    rows = post.raw["reply_markup"]["inline_keyboard"]
    return str([button["text"] for row in rows for button in row][2])
