"""What of a group's talk is meant for us; the rest is not kept, not even for a moment."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?")
OURS = ("start", "bind", "report", "help")
BINDING = ("start", "bind")
SERVICE = ("migrate_to_chat_id", "migrate_from_chat_id")
MENTION, REPLY = "mention", "reply"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself; its name is "" until Telegram has told it."""

    id: int
    name: str = ""

    @property
    def mention(self) -> re.Pattern[str]:
        """Where it is not known yet, any bot may be meant."""
        name = re.escape(self.name) if self.name else r"\w*bot"
        return re.compile(rf"@{name}(?!\w)", re.IGNORECASE | re.ASCII)


def is_kept(update: Any, me: Callable[[], Me], alarms: Callable[[str], object]) -> bool:
    """Whether an update goes into the inbox. Outside of groups everything does, also what cannot be read."""
    message = _message(update)
    if message is None or not _in_group(message) or any(kind in message for kind in SERVICE):
        return True
    return _is_for(me(), message, alarms)


def _is_for(me: Me, message: dict[str, Any], alarms: Callable[[str], object]) -> bool:
    text = said(message)
    if _nobody(message):
        return command(text, me) in BINDING
    if message.get("media_group_id") and not text:
        return True  # its caption may come with another picture; the clerk sees to it
    if command(text, me) or call(message, me):
        return True
    return "forward_origin" not in message and bool(alarms(text))


def call(message: dict[str, Any], me: Me) -> str | None:
    """Whether somebody mentions us or answers what we said."""
    if me.mention.search(said(message)) or any(_means(entity, me) for entity in _entities(message)):
        return MENTION
    answered = message.get("reply_to_message")
    # In a topic every message "answers" the one that opened it.
    if isinstance(answered, dict) and "forum_topic_created" not in answered and _id(answered.get("from")) == me.id:
        return REPLY
    return None


def command(text: str, me: Me) -> str | None:
    """The one of our commands a message begins with, unless it is meant for another bot."""
    found = COMMAND.match(text)
    if found is None or found[1].casefold() not in OURS:
        return None
    other = found[2] and me.name and found[2].casefold() != me.name.casefold()
    return None if other else found[1].casefold()


def said(message: dict[str, Any]) -> str:
    text = message.get("text") or message.get("caption")
    return text if isinstance(text, str) else ""


def _message(update: Any) -> dict[str, Any] | None:
    found = (update.get("message") or update.get("edited_message")) if isinstance(update, dict) else None
    return found if isinstance(found, dict) else None


def _in_group(message: dict[str, Any]) -> bool:
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") in ("group", "supergroup")


def _nobody(message: dict[str, Any]) -> bool:
    """An administrator without a name, a channel or another bot: nobody whom we could ask."""
    sender = message.get("from")
    return "sender_chat" in message or (isinstance(sender, dict) and sender.get("is_bot") is True)


def _entities(message: dict[str, Any]) -> list[Any]:
    found = message.get("entities") or message.get("caption_entities")
    return found if isinstance(found, list) else []


def _means(entity: Any, me: Me) -> bool:
    return isinstance(entity, dict) and entity.get("type") == "text_mention" and _id(entity.get("user")) == me.id


def _id(user: Any) -> Any:
    return user.get("id") if isinstance(user, dict) else None
