"""What an error means for a letter: whether it is tried again and when, goes elsewhere, or is given up."""

import math

import structlog

from bot.channel import Ambiguous, ChannelError, Later, Moved, NoTopic, TooFast, Unreachable
from bot.delivery import Failed, Fate, Postponed, Shifted
from storage import outbox
from storage.database import StorageTrouble
from storage.outbox import Letter

log = structlog.get_logger(__name__)

TRIES = 8  # after which a letter is given up; waiting for the network or for a chat's turn is none


def judged(letter: Letter, error: Exception) -> Fate:
    if isinstance(error, TooFast):
        # Our moments are cut down to whole seconds: with one more it is never a moment too early.
        return Postponed(math.ceil(error.seconds) + 1, outbox.TOO_FAST, tried=False)
    if isinstance(error, Later):
        return Postponed(error.seconds, type(error).__name__, tried=False)
    if isinstance(error, Moved):
        return Shifted(error.address)
    if isinstance(error, Unreachable | NoTopic):  # where everybody writes is closed, too
        return Failed("unreachable", gone=True)
    if isinstance(error, StorageTrouble):
        return Postponed(1, type(error).__name__, tried=False)
    if isinstance(error, Ambiguous) and is_group(letter.chat):
        return Failed("may have arrived; a group is not told twice")
    if isinstance(error, ChannelError) and not isinstance(error, Ambiguous):
        log.error("letter refused", channel=letter.chat.partition(":")[0], error=type(error).__name__)
        return Failed(type(error).__name__)
    if not isinstance(error, Ambiguous):
        log.error("letter failed", channel=letter.chat.partition(":")[0], exc_info=error)
    if letter.tries + 1 >= TRIES:
        return Failed(type(error).__name__)
    return Postponed(2.0**letter.tries, type(error).__name__)


def is_group(chat: str) -> bool:
    return chat.startswith("telegram:-")
