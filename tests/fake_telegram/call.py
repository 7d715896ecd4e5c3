"""One call of a Bot API method: its parameters read as Telegram reads them, its chat checked for access."""

from typing import Any

import orjson

from tests.fake_telegram.bodies import Upload
from tests.fake_telegram.refusals import NOT_ALLOWED, SHUT_OUT, SILENT, Refused, bad, forbidden
from tests.fake_telegram.updates import Updates
from tests.fake_telegram.world import Chat, Post, World

JSON = dict[str, Any]
TEXT_LIMIT = 4096  # UTF-16 units, as all of Telegram's limits for words
CAPTION_LIMIT = 1024
BUTTON_LIMIT = 100
DATA_LIMIT = 64  # bytes


class Call:
    __slots__ = ("given", "updates", "uploads", "world")

    def __init__(self, world: World, updates: Updates, given: JSON, uploads: dict[str, Upload]) -> None:
        self.world = world
        self.updates = updates
        self.given = given
        self.uploads = uploads

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def integer(self, name: str, otherwise: int = 0) -> int:
        try:
            return int(self.given.get(name, otherwise))
        except (TypeError, ValueError):
            return otherwise

    def yes(self, name: str) -> bool:
        value = self.given.get(name)
        return value is True or (isinstance(value, str) and value.lower() in {"true", "yes", "1"})

    def structure(self, name: str) -> Any:
        """A JSON value, posted as such or as text."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat, where the bot may write there."""
        given = self.given.get(name)
        if given in (None, ""):
            raise bad("chat_id is empty")
        try:
            chat = self.world.chats[int(given)]
        except (KeyError, ValueError):
            raise bad("chat not found") from None
        if chat.bot_is != "member" or chat.moved_to is not None:
            refuse_shut_out(chat)
        return chat

    def post(self, chat: Chat, what: str, name: str = "message_id") -> Post:
        try:
            return chat.posts[self.integer(name)]
        except KeyError:
            raise bad(f"message to {what} not found") from None

    def content(self, name: str, otherwise: str = "") -> str:
        """Words as Telegram keeps them: without the space around them."""
        return self.text(name).strip() or otherwise

    def upload(self, value: str) -> Upload | None:
        """The part that a file parameter means: itself, or one it names as attach://part."""
        return self.uploads.get(value.removeprefix("attach://"))


def refuse_shut_out(chat: Chat) -> None:
    if chat.moved_to is not None:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.moved_to,
        )
    if chat.bot_is in SILENT:
        raise bad(NOT_ALLOWED)
    words = SHUT_OUT.get((chat.kind, chat.bot_is))
    if words is not None:
        raise forbidden(words)


def units(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def too_long(text: str, limit: int) -> bool:
    return len(text) > limit // 2 and units(text) > limit


def inline_keyboard(markup: Any) -> JSON | None:
    """The buttons under a message, checked; None where there are none (or another kind of keyboard)."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad("object expected as reply markup")
    rows = [[button(one) for one in row] for row in rows if row]
    if sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def button(one: JSON) -> JSON:
    if not one.get("text"):
        raise bad("inline keyboard button text must be non-empty")
    data = one.get("callback_data")
    if not data and not one.get("url"):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if data and len(data.encode()) > DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    return one
