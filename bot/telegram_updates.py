"""Telegram's updates, as far as we understand them, made into what the desk reads."""

from dataclasses import dataclass, replace
from typing import Any

import orjson
from pydantic import ValidationError

from bot import telegram_hearing
from bot.channel import Unreadable
from bot.telegram_hearing import Me
from bot.telegram_shapes import Membership, Message, Tap, Update, User
from bot.texts import visible
from dialogue.message import Incoming

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
CHANNEL = "telegram"
ALBUM_LIMIT = 64  # letters of its id; Telegram's have 17
# Telegram sends our own messages back with whatever is tapped under them or answers them; they may name a door.
QUOTING = ("reply_to_message", "pinned_message")
QUOTED = ("quote", "external_reply")
NEEDED = ("message_id", "date", "chat", "from", "message_thread_id", "is_topic_message", "forum_topic_created")
UNSUPPORTED = ("sticker", "video", "animation", "video_note", "audio", "document", "contact", "poll", "dice")


def sender_of(raw: Any) -> str:
    """Whose message it is, without understanding the rest: they are worked off one at a time a sender."""
    for kind in ALLOWED:
        part = raw.get(kind) if isinstance(raw, dict) else None
        sender = part.get("from") if isinstance(part, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return f"{CHANNEL}:{sender['id']}"
    return f"{CHANNEL}:?"


def album_of(raw: Any) -> str | None:
    message = raw.get("message") if isinstance(raw, dict) else None
    album = message.get("media_group_id") if isinstance(message, dict) else None
    return album if isinstance(album, str) and len(album) <= ALBUM_LIMIT and album == visible(album) else None


def lean(raw: Any) -> Any:
    """The update as it is kept: what was said before it came is not written down once more."""
    if not isinstance(raw, dict):
        return raw
    kept = dict(raw)
    for kind in ("message", "edited_message"):
        if isinstance(message := kept.get(kind), dict):
            kept[kind] = {k: _shell(v) if k in QUOTING else v for k, v in message.items() if k not in QUOTED}
    if isinstance(tap := kept.get("callback_query"), dict) and "message" in tap:
        kept["callback_query"] = tap | {"message": _shell(tap["message"])}
    return kept


def written(raw: Any) -> str:
    """The update as text, lean. Deeper than orjson writes nobody nests what we could read."""
    try:
        return orjson.dumps(lean(raw)).decode()
    except TypeError:
        return '{"unreadable": "nested too deep"}'


def _shell(message: Any) -> Any:
    """Which message it is, without what it says."""
    return {name: message[name] for name in NEEDED if name in message} if isinstance(message, dict) else message


def read(raw: dict[str, Any], at: int, me: Me) -> Incoming | None:
    try:
        update = Update.model_validate(raw)
    except ValidationError as error:
        # Without what was sent: errors reach the log.
        raise Unreadable(f"{error.error_count()} fields of the update cannot be read") from None
    came = Came(update.update_id, at)
    if update.callback_query:
        return _tap(came, update.callback_query)
    if update.my_chat_member:
        return _membership(came, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or message.sender is None:
        return None
    if message.migrate_from_chat_id:
        return _moved(came, message)
    part = raw["message" if update.message else "edited_message"]
    incoming = _message(came, message, edited=update.message is None, part=part)
    return _called(incoming, part, me) if incoming and incoming.group else incoming


@dataclass(frozen=True, slots=True)
class Came:
    """Under which number, and when."""

    update_id: int
    at: int

    def by(self, sender: User, chat: int, *, group: bool, **more: Any) -> Incoming:
        return Incoming(
            channel=CHANNEL,
            message_id=str(self.update_id),
            chat=f"{CHANNEL}:{chat}",
            sender=f"{CHANNEL}:{sender.id}",
            at=self.at,
            group=group,
            **more,
        )


def _called(incoming: Incoming, part: dict[str, Any], me: Me) -> Incoming | None:
    """In a group: whether we are meant, and what is said to us. A command for another bot is none of ours."""
    if incoming.text.startswith("/") and telegram_hearing.command(incoming.text, me) is None:
        return None
    text = incoming.text if incoming.text.startswith("/") else me.mention.sub(" ", incoming.text).strip()
    return replace(incoming, text=text, call=telegram_hearing.call(part, me))


def _moved(came: Came, message: Message) -> Incoming:
    """Said in the new group: it goes on here, and was that one before."""
    assert message.sender is not None
    assert message.migrate_from_chat_id is not None
    moved_to = f"{CHANNEL}:{message.chat.id}"
    return came.by(message.sender, message.migrate_from_chat_id, group=True, moved_to=moved_to)


def _message(came: Came, message: Message, *, edited: bool, part: dict[str, Any]) -> Incoming | None:
    assert message.sender is not None
    text = message.text or message.caption
    photos, voice = _photos(message), message.voice.file_id if message.voice else None
    # Of words that nobody can see nothing is left, but somebody has written and is to be answered.
    known = bool(text or part.get("text") or photos or voice or message.location or message.migrate_to_chat_id)
    kind = _unsupported(part)
    if not known and kind is None:
        return None  # somebody joined, a title changed, a message was pinned
    return came.by(
        message.sender,
        message.chat.id,
        group=message.chat.group,
        text=text,
        start=_start(message.text),
        photos=photos,
        voice=voice,
        location=(message.location.latitude, message.location.longitude) if message.location else None,
        reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else None,
        ref=str(message.message_id),
        edited=edited,
        album=message.media_group_id,
        unsupported=None if known else kind,
        name=message.sender.name,
        language=message.sender.language_code,
        moved_to=f"{CHANNEL}:{message.migrate_to_chat_id}" if message.migrate_to_chat_id else None,
        topic=str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None,
    )


def _photos(message: Message) -> tuple[str, ...]:
    """The largest of the sizes, or a picture that was sent as a file."""
    if message.photo:
        return (max(message.photo, key=lambda size: size.file_size or 0).file_id,)
    document = message.document
    return (document.file_id,) if document and (document.mime_type or "").startswith("image/") else ()


def _unsupported(message: dict[str, Any]) -> str | None:
    kind = next((kind for kind in UNSUPPORTED if kind in message), None)
    return "video" if kind in ("animation", "video_note") else kind


def _start(text: str) -> str | None:
    command, _, payload = text.partition(" ")
    return payload.strip() if command.split("@")[0] == "/start" else None


def _tap(came: Came, tap: Tap) -> Incoming:
    chat = tap.message.chat if tap.message else None
    return came.by(
        tap.sender,
        chat.id if chat else tap.sender.id,
        group=chat is not None and chat.group,
        button=tap.data,
        tap=tap.id,
        ref=str(tap.message.message_id) if tap.message else None,
        name=tap.sender.name,
        language=tap.sender.language_code,
    )


def _membership(came: Came, change: Membership) -> Incoming:
    return came.by(
        change.sender,
        change.chat.id,
        group=change.chat.group,
        reachable=change.new_chat_member.may_write,
        name=change.sender.name,
    )
