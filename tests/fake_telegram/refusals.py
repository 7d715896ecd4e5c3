"""What Telegram refuses, in its own words (read in tdlib/telegram-bot-api 10.0 and tdlib/td)."""

from typing import Any


class Refused(Exception):
    """Telegram's answer with ok = false."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | {"parameters": self.parameters} if self.parameters else answer


def bad(words: str) -> Refused:
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    return Refused(403, f"Forbidden: {words}")


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
POLL_ENDED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"
WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

# How the bot stands in a chat -> the words with which Telegram keeps it from writing there.
SHUT_OUT = {
    ("private", "blocked"): "bot was blocked by the user",
    ("private", "deactivated"): "user is deactivated",
    ("private", "stranger"): "bot can't initiate conversation with a user",
    ("group", "kicked"): "bot was kicked from the group chat",
    ("group", "left"): "bot is not a member of the group chat",
    ("supergroup", "kicked"): "bot was kicked from the supergroup chat",
    ("supergroup", "left"): "bot is not a member of the supergroup chat",
}
SILENT = {"restricted", "muted"}  # restricted alone, or with everybody who is no administrator
NOT_ALLOWED = "not enough rights to send text messages to the chat"
NO_TOPIC = "message thread not found"
