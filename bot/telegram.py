"""Telegram as a channel: PTB is the transport, nothing more."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from bot import telegram_updates
from bot.channel import TooBig
from bot.media import Media, kind_of
from bot.telegram_errors import translated, unchanged, uneditable
from bot.telegram_hearing import Me
from bot.telegram_pieces import Call, Pieces
from bot.texts import length, parts
from bot.transport import AiohttpRequest
from dialogue.message import Incoming, Message, Rows

T = TypeVar("T")

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DOWNLOAD_LIMIT = 20_000_000
NO_PREVIEW = {"is_disabled": True}


class Telegram:
    """A Channel. `open` learns the bot's own name; `bot` and `request` serve polling and the webhook, too."""

    name = "telegram"

    def __init__(self, token: str, api: str, media: Media) -> None:
        self.request = AiohttpRequest()
        self._polls = AiohttpRequest(connection_limit=2)
        self.bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self.request,
            get_updates_request=self._polls,
        )
        self._media = media
        self._pieces = Pieces()

    async def open(self) -> None:
        """Open the connections; the name is asked for when it is first needed and Telegram can be reached."""
        await self.request.initialize()
        await self._polls.initialize()

    async def close(self) -> None:
        await self.request.shutdown()
        await self._polls.shutdown()

    def read(self, raw: dict[str, Any], at: int) -> Incoming | None:
        return telegram_updates.read(raw, at, self.whoami())

    def whoami(self) -> Me:
        """Whom people mention in groups; the name is asked for when the program starts."""
        try:
            name = self.bot.username
        except RuntimeError:
            name = ""
        return Me(int(self.bot.token.partition(":")[0]), name)

    async def updates(self, offset: int, wait: int) -> list[dict[str, Any]]:
        return await self._polls.updates(self.bot.base_url, offset, wait, telegram_updates.ALLOWED)

    async def send(self, address: str, message: Message, ref: str | None, letter: str | None = None) -> str | None:
        chat = int(address.removeprefix("telegram:"))
        pieces = parts(message.text, TEXT_LIMIT)
        if message.photos or message.voice:
            return await _tried(lambda: self._pieces.say(letter, self._media_calls(chat, message)))
        if ref is not None and len(pieces) == 1:
            edited = await _tried(lambda: self._edit(chat, int(ref), message))
            if edited is not None:
                return edited
        return await _tried(lambda: self._pieces.say(letter, self._text_calls(chat, pieces, message)))

    def _text_calls(self, chat: int, pieces: list[str], message: Message) -> list[Call]:
        where = {"chat_id": chat} | in_group(message)
        last: dict[str, Any] = {"text": pieces[-1]} | keyboard(message.buttons)
        if not message.alert:
            last["disable_notification"] = True
        before = [{"text": piece, "disable_notification": True} for piece in pieces[:-1]]
        return [partial(self._say, **where, **what) for what in (*before, last)]

    async def _say(self, **parameters: Any) -> str:
        return str((await self._call("sendMessage", **parameters))["message_id"])

    async def _edit(self, chat: int, ref: int, message: Message) -> str | None:
        """None where that message can no longer be edited."""
        shown = {"text": message.text} | keyboard(message.buttons)
        try:
            await self._call("editMessageText", chat_id=chat, message_id=ref, **shown)
        except BadRequest as error:
            if unchanged(error):
                return str(ref)
            if uneditable(error):
                return None
            raise
        return str(ref)

    def _media_calls(self, chat: int, message: Message) -> list[Call]:
        """Pictures with the text as caption, or after them where it is too long for one or has buttons."""
        short = length(message.text) <= CAPTION_LIMIT and not message.buttons
        caption = message.text if short else None
        calls: list[Call] = []
        if message.voice:
            calls.append(partial(self._send_voice, chat, message.voice, caption))
            caption = None
        if message.photos:
            calls.append(partial(self._send_photos, chat, message, caption))
        return calls if short else [*calls, *self._text_calls(chat, parts(message.text, TEXT_LIMIT), message)]

    async def _send_photos(self, chat: int, message: Message, caption: str | None) -> str:
        photos = [await self._media.open(photo) for photo in message.photos]
        topic = int(message.topic) if message.topic else None
        if len(photos) == 1:
            sent = await self.bot.send_photo(chat, photos[0], caption=caption, message_thread_id=topic)
            return str(sent.message_id)
        album = [InputMediaPhoto(photo) for photo in photos]
        group = await self.bot.send_media_group(chat, album, caption=caption, message_thread_id=topic)
        return str(group[-1].message_id)

    async def _send_voice(self, chat: int, media: str, caption: str | None) -> str:
        """Telegram plays Ogg and M4A as voice; what a browser records otherwise goes as a file."""
        voice = await self._media.open(media)
        kind = kind_of(voice)
        if kind in ("audio/ogg", "audio/mp4"):
            return str((await self.bot.send_voice(chat, voice, caption=caption)).message_id)
        name = "voice." + (kind or "audio/bin").partition("/")[2]
        return str((await self.bot.send_document(chat, voice, caption=caption, filename=name)).message_id)

    async def tapped(self, tap: str, text: str | None) -> None:
        """A tap older than Telegram remembers needs no answer."""
        try:
            await self._call("answerCallbackQuery", callback_query_id=tap, text=text[:200] if text else None)
        except BadRequest:
            return

    async def _call(self, method: str, **parameters: Any) -> Any:
        """Text is most of what we send, so it goes without PTB's objects: half the cost, the same errors."""
        parameters = {name: value for name, value in parameters.items() if value is not None}
        if "text" in parameters and "chat_id" in parameters:
            parameters["link_preview_options"] = NO_PREVIEW
        return await self.request.call(f"{self.bot.base_url}/{method}", parameters)

    async def fetch(self, reference: str) -> bytes:
        try:
            file = await self._call("getFile", file_id=reference)
        except BadRequest as error:
            if "too big" in str(error).lower():
                raise TooBig from None
            raise translated(error) from None
        except TelegramError as error:
            raise translated(error) from None
        if (file.get("file_size") or 0) > DOWNLOAD_LIMIT:
            raise TooBig
        return await _tried(lambda: self.request.retrieve(f"{self.bot.base_file_url}/{file['file_path']}"))


async def _tried(call: Callable[[], Awaitable[T]]) -> T:
    try:
        return await call()
    except TelegramError as error:
        raise translated(error) from None


def in_group(message: Message) -> dict[str, Any]:
    """In which topic, and as an answer to which message; that one may be gone by now."""
    topic = {"message_thread_id": int(message.topic)} if message.topic else {}
    answered = {"message_id": int(message.answers or 0), "allow_sending_without_reply": True}
    return topic | ({"reply_parameters": answered} if message.answers else {})


def keyboard(rows: Rows) -> dict[str, Any]:
    if not rows:
        return {}
    keys = [[{"text": button.label, "callback_data": button.data} for button in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": keys}}
