"""Telegram's refusals, told apart: the person, the message, the moment, or nothing at all."""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channel import Ambiguous, ChannelError, Later, Moved, NoTopic, TooFast, Undeliverable, Unreachable
from bot.transport import MayHaveArrived, NotSent

GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked")
SILENCED = ("not enough rights", "have no rights to send", "chat_write_forbidden", "chat_restricted")
NO_TOPIC = ("message thread not found", "topic_deleted", "topic_closed")
UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid", "no text in the message")


def unchanged(error: TelegramError) -> bool:
    """The message shows this already: that is success."""
    return "message is not modified" in str(error).lower()


def uneditable(error: TelegramError) -> bool:
    """The message to edit is gone or of another kind: a new one will do."""
    return isinstance(error, BadRequest) and any(words in str(error).lower() for words in UNEDITABLE)


def translated(error: TelegramError) -> ChannelError:
    if isinstance(error, RetryAfter):
        return TooFast(_seconds(error))
    if isinstance(error, ChatMigrated):
        return Moved(f"telegram:{error.new_chat_id}")
    if isinstance(error, Forbidden):
        return Unreachable("forbidden")
    if isinstance(error, BadRequest):
        return _refused(str(error))
    if isinstance(error, InvalidToken | Conflict):
        return Later(60)
    if isinstance(error, NotSent):
        return Later(2)
    if isinstance(error, MayHaveArrived):
        return Ambiguous(type(error).__name__)
    if isinstance(error, NetworkError):  # 502 and the like: Telegram answered that it did not do it
        return Later(5)
    return Undeliverable(type(error).__name__)


def _refused(said: str) -> ChannelError:
    if any(words in said.lower() for words in NO_TOPIC):
        return NoTopic(said)
    if any(words in said.lower() for words in SILENCED):
        return Unreachable("silenced")
    return Unreachable("gone") if any(words in said.lower() for words in GONE) else Undeliverable(said)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
