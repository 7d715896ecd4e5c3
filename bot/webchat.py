"""The web chat as a channel: what people say goes to the inbox, what we say goes to the log of their chat."""

import secrets
from collections.abc import Callable
from typing import Any

from bot import web_bubbles as bubbles
from bot.channel import Unreachable, Unreadable
from bot.media import Media
from bot.web_errors import NotYourMedia
from bot.web_said import Said, incoming, own_key, raw
from bot.web_streams import Streams
from dialogue.message import Incoming, Message
from storage import inbox, weblog, websessions
from storage.database import Database, Tx
from storage.inbox import Arrived


class WebChat:
    """A Channel. The pages reach it through web_routes; it reaches them through its streams."""

    name = "web"

    def __init__(
        self,
        database: Database,
        media: Media,
        clock: Callable[[], int],
        wake_desk: Callable[[], None],
        new_id: Callable[[], str],
    ) -> None:
        self.database, self.media, self.clock = database, media, clock
        self.streams = Streams()
        self._wake_desk, self._new_id = wake_desk, new_id

    def read(self, raw: dict[str, Any], at: int) -> Incoming | None:
        try:
            return incoming(raw, at)
        except (ValueError, KeyError) as error:
            raise Unreadable(type(error).__name__) from None

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        """Show it; a card where the chat shows it already, anything else as a new bubble, once a letter."""
        key = ref if ref and ref != message.instead_of else f"bot:{letter or secrets.token_hex(8)}"

        async def show(tx: Tx) -> None:
            await tx.lock(address)
            if not await websessions.known(tx, session_of(address)):
                raise Unreachable
            now = self.clock()
            await self._answered(tx, address, message, key, now)
            await self._write(tx, address, key, bubbles.of_message(message), now)

        await self.database.do(show)
        self.streams.wake(address)
        return key

    async def tapped(self, tap: str, text: str | None) -> None:
        """A tap is acknowledged by the answer to its POST; what else there is to say stands as a grey line."""
        if not text:
            return
        address = f"web:{tap.partition('/')[0]}"

        async def note(tx: Tx) -> None:
            await tx.lock(address)
            await self._write(tx, address, f"note:{tap}", bubbles.of_note(text), self.clock())

        await self.database.do(note)
        self.streams.wake(address)

    async def fetch(self, reference: str) -> bytes:
        return await self.media.open(reference)

    async def hear(self, session: str, said: Said, language: str | None) -> None:
        """Return once it is in the inbox and in the person's own chat; the second time it changes nothing."""
        address = f"web:{session}"

        async def keep(tx: Tx) -> None:
            await tx.lock(address)
            for media in said.media:
                if not await weblog.owns(tx, address, media):
                    raise NotYourMedia
            now = self.clock()
            row = Arrived(
                self.name, f"{session}/{said.id}", self._new_id(), address, None, raw(said, session, language), now
            )
            new = await inbox.receive(tx, row)
            if new:
                await self._echo(tx, address, said, now)

        await self.database.do(keep)
        self.streams.wake(address)
        self._wake_desk()

    async def close(self) -> None:
        """Before the server waits for its connections to end: the pages' streams would never."""
        self.streams.close()

    async def _echo(self, tx: Tx, address: str, said: Said, now: int) -> None:
        tapped = bubbles.read(await weblog.entry(tx, address, said.ref)) if said.ref else None
        answered = bubbles.read(await weblog.entry(tx, address, said.reply_to)) if said.reply_to else None
        if own := bubbles.of_said(said, tapped, answered):
            await self._write(tx, address, own_key(said.id), own, now)

    async def _answered(self, tx: Tx, address: str, message: Message, key: str, now: int) -> None:
        """The question that this message replaces keeps its words and loses its buttons; a card looks after itself."""
        if message.instead_of is None or message.instead_of == key:
            return
        question = bubbles.read(await weblog.entry(tx, address, message.instead_of))
        if question and question.get("buttons") and not question.get("card"):
            await self._write(tx, address, message.instead_of, question | {"buttons": []}, now)

    @staticmethod
    async def _write(tx: Tx, address: str, key: str, bubble: bubbles.Bubble, now: int) -> None:
        await weblog.write(tx, address, key, bubbles.kept(bubble), bubbles.media_of(bubble), now, now)


def session_of(address: str) -> str:
    return address.removeprefix("web:")
