"""People and groups for tests: `await wang.says("water!")`, `await wang.taps("Send")`, `await wang.sees("7K3")`."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fake_telegram.shown import Shown, shown

JSON = dict[str, Any]
PATIENCE = 10.0  # seconds


class Do(Protocol):
    """A command of the fake, wherever it runs."""

    def __call__(self, command: str, **arguments: Any) -> Awaitable[Any]: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What a person put into a chat. update_id: None where Telegram does not tell the bot."""

    chat: int
    message_id: int
    update_id: int | None
    change: int


@dataclass(frozen=True, slots=True)
class Tapped:
    id: str
    update_id: int | None
    do: Do

    async def answer(self, patience: float = PATIENCE) -> str:
        """The words with which the bot acknowledged the tap; "" for none."""
        found = await self.do("answered", tap=self.id, patience=patience)
        if found is None:
            raise AssertionError(f"the tap was not acknowledged within {patience} s")
        return str(found["text"])


class Viewer:
    """Somebody who looks at one chat."""

    def __init__(self, do: Do, chat: int, name: str) -> None:
        self.do = do
        self.chat = chat
        self.name = name

    async def shows(self) -> list[Shown]:
        """Everything the chat shows now, oldest first."""
        return [shown(one) for one in await self.do("shows", chat=self.chat)]

    async def sees(
        self, text: str = "", *, label: str = "", data: str = "", after: int = 0, patience: float = PATIENCE
    ) -> Shown:
        """The latest message of the bot with this in its text and such a button, waited for.

        after: a `Shown.change`; only what is newer counts.
        """
        wanted = {"text": text, "label": label, "data": data, "after": after}
        found = await self.do("sees", chat=self.chat, wanted=wanted, patience=patience)
        if found is None:
            raise AssertionError(f"{self.name} never saw {text or label or data!r}; {await self.transcript()}")
        return shown(found)

    async def loses(self, text: str = "", *, label: str = "", data: str = "", patience: float = PATIENCE) -> None:
        """Waits until nothing of the bot shows this any more."""
        wanted = {"text": text, "label": label, "data": data}
        if not await self.do("gone", chat=self.chat, wanted=wanted, patience=patience):
            raise AssertionError(f"{self.name} still sees {text or label or data!r}; {await self.transcript()}")

    async def transcript(self) -> str:
        return "the chat shows:\n" + "\n".join(f"  {one}" for one in await self.shows())


class Group(Viewer):
    """A group as its members see it; people act in it through `person.at(group)`."""


class Person(Viewer):
    """A person in one chat with the bot: the private one, or a group's after `at`."""

    def __init__(self, do: Do, card: JSON, group: Group | None = None) -> None:
        super().__init__(do, group.chat if group else card["id"], card["first_name"])
        self.card = card
        self._group = group
        self._moment = 0  # everything newer is an answer to this person's last act here

    @property
    def id(self) -> int:
        return int(self.card["id"])

    def at(self, group: Group) -> "Person":
        return Person(self.do, self.card, group)

    async def _act(self, what: str, **how: Any) -> Any:
        chat = self._group.chat if self._group else None
        return await self.do("act", who=self.card, chat=chat, what=what, how=how)

    async def _put(self, what: str, **how: Any) -> Said:
        said = Said(**await self._act(what, **how))
        self._moment = said.change
        return said

    async def says(self, text: str, reply_to: Said | Shown | None = None, topic: Said | None = None) -> Said:
        """topic: the message that opened it."""
        reply, where = reply_to.message_id if reply_to else None, topic.message_id if topic else None
        return await self._put("says", text=text, reply_to=reply, topic=where)

    async def starts(self, payload: str = "") -> Said:
        """Opens the bot by a link: t.me/bot?start=payload."""
        return await self.says(f"/start {payload}".rstrip())

    async def sends_photo(
        self, content: bytes, caption: str = "", *, size: int | None = None, reply_to: Said | Shown | None = None
    ) -> Said:
        """size: what Telegram says it weighs, where that differs."""
        reply = reply_to.message_id if reply_to else None
        return await self._put("sends_photo", content=content, caption=caption, size=size, reply_to=reply)

    async def sends_album(self, photos: list[bytes], caption: str = "") -> list[Said]:
        album = [Said(**one) for one in await self._act("sends_album", photos=photos, caption=caption)]
        self._moment = album[-1].change
        return album

    async def sends_voice(self, content: bytes, seconds: int = 3) -> Said:
        return await self._put("sends_voice", content=content, seconds=seconds)

    async def sends_document(self, content: bytes, name: str, kind: str, caption: str = "") -> Said:
        return await self._put("sends_document", content=content, name=name, kind=kind, caption=caption)

    async def sends_video(self, caption: str = "") -> Said:
        return await self._put("sends_video", caption=caption)

    async def sends_sticker(self, emoji: str = "👍") -> Said:
        return await self._put("sends_sticker", emoji=emoji)

    async def sends_location(self, latitude: float, longitude: float) -> Said:
        return await self._put("sends_location", latitude=latitude, longitude=longitude)

    async def sends_contact(self, phone: str) -> Said:
        return await self._put("sends_contact", phone=phone)

    async def edits(self, said: Said, text: str) -> Said:
        return await self._put("edits", message_id=said.message_id, text=text)

    async def taps(
        self, label: str = "", *, data: str = "", of: Shown | None = None, patience: float = PATIENCE
    ) -> Tapped:
        """Waits for such a button and taps it. of: under this message as it was, even if it is gone by now."""
        card = of or await self.sees(label=label, data=data, patience=patience)
        return await self.sends_tap(card.message_id, card.key(label, data).data)

    async def sends_tap(self, message_id: int, data: str) -> Tapped:
        """Any data under any message, as a forger would."""
        tapped = await self._act("taps", message_id=message_id, data=data)
        self._moment = tapped["change"]
        return Tapped(tapped["tap"], tapped["update_id"], self.do)

    async def hears(self, text: str = "", *, label: str = "", data: str = "", patience: float = PATIENCE) -> Shown:
        """As `sees`, but only what is new or different since this person's last act here."""
        return await self.sees(text, label=label, data=data, after=self._moment, patience=patience)

    async def blocks(self) -> None:
        await self._act("blocks")

    async def unblocks(self) -> None:
        await self._act("unblocks")

    async def vanishes(self) -> None:
        """Deletes the account; the bot hears of it only when it writes."""
        await self._act("vanishes")

    async def adds_bot(self, administrator: bool = False) -> None:
        """To the group this person is at."""
        await self._act("adds_bot", administrator=administrator)

    async def removes_bot(self) -> None:
        await self._act("removes_bot")

    async def silences_bot(self) -> None:
        """Lets it read, and no longer write."""
        await self._act("silences_bot")

    async def lets_bot_speak(self) -> None:
        await self._act("lets_bot_speak")

    async def mutes_everybody(self, muted: bool = True) -> None:
        """Only administrators may write; the bot hears of it only when it writes."""
        await self._act("mutes_everybody", muted=muted)

    async def opens_topic(self, name: str) -> Said:
        return await self._put("opens_topic", name=name)

    async def deletes_topic(self, topic: Said) -> None:
        await self._act("deletes_topic", topic=topic.message_id)

    async def makes_supergroup(self, new_id: int) -> Group:
        await self._act("makes_supergroup", new_id=new_id)
        return Group(self.do, new_id, self.name)
