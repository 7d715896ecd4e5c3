"""Phones of many people in the fake Telegram: no HTTP between them and it, and a wait costs nothing until it ends."""

import asyncio
from dataclasses import dataclass
from typing import Any

from tests.fake_telegram.acts import Scene, says, sends_photo
from tests.fake_telegram.control import buttons, fits
from tests.fake_telegram.telegram import FakeTelegram
from tests.fake_telegram.world import Chat, Post

PATIENCE = 60.0  # seconds until an answer is one that never came


@dataclass
class Wanted:
    text: str
    label: str
    after: int
    seen: asyncio.Future[Post]

    def meets(self, post: Post) -> bool:
        return fits(post, self.text, self.label, after=self.after)


class Phone:
    """One person's chat with the bot. heard: how many new messages came."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.chat = scene, scene.chat
        self.heard = 0
        self._wanted: list[Wanted] = []

    @property
    def moment(self) -> int:
        return self.scene.world.changes

    def says(self, text: str) -> None:
        says(self.scene, text)

    def sends(self, photo: bytes, caption: str) -> None:
        sends_photo(self.scene, photo, caption)

    def taps(self, post: Post, label: str) -> None:
        button = next(one for one in buttons(post) if label in one["text"])
        self.scene.tap(post.raw["message_id"], button["callback_data"])

    async def hears(self, text: str = "", label: str = "", after: int = 0, patience: float = PATIENCE) -> Post:
        """The first message of the bot, new or changed after a moment, with these words and such a button."""
        wanted = Wanted(text, label, after, asyncio.get_running_loop().create_future())
        known = next((post for post in reversed(self.chat.posts.values()) if wanted.meets(post)), None)
        if known:
            return known
        self._wanted.append(wanted)
        try:
            async with asyncio.timeout(patience):
                return await wanted.seen
        except TimeoutError:
            raise AssertionError(f"chat {self.chat.id} never saw {text or label!r}; it shows {self.shows()}") from None
        finally:
            self._wanted.remove(wanted)

    def shows(self) -> list[Any]:
        return [post.raw.get("text", post.raw.get("caption")) for post in self.chat.posts.values()]

    def look(self, post: Post) -> None:
        self.heard += post.edits == 0
        for wanted in self._wanted:
            if not wanted.seen.done() and wanted.meets(post):
                wanted.seen.set_result(post)


class Phones:
    """All of them, told by the fake what the bot puts into their chats."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake, self._phones = fake, dict[int, Phone]()
        fake.world.watchers.append(self._watch)

    def of(self, number: int, name: str) -> Phone:
        """Of somebody whom the bot may write to."""
        world = self._fake.world
        person = world.person({"id": number, "first_name": name})
        world.chats[number].bot_is = "member"
        self._phones[number] = Phone(Scene(world, self._fake.updates, person, world.chats[number]))
        return self._phones[number]

    def _watch(self, chat: Chat, post: Post) -> None:
        phone = self._phones.get(chat.id)
        if phone and post.by_bot:
            phone.look(post)
