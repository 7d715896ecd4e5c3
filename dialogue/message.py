"""What comes in and what goes out, whatever the channel."""

from dataclasses import dataclass, replace
from typing import Any

DATA_LIMIT = 64  # bytes; Telegram's limit for what a button carries


def N_(text: str) -> str:  # noqa: N802
    """Mark a sentence for translation where it is written; it is translated where it is said."""
    return text


@dataclass(frozen=True, slots=True)
class Button:
    """A command in compact form with a label; the button is not the permission."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= DATA_LIMIT:
            raise ValueError(f"a button carries 1-64 bytes, not {self.data!r}")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to show in a chat.

    photos, voice: media ids of ours. drawing: packed JSON that says what is to be drawn (bot/drawings) and shown as a
    photo; its texts are in the reader's language, and what matters stands in `text`, too.
    card: key of a card that is edited in place where the chat shows it already.
    fresh: the card comes as a new message at the end of the chat, and is edited there from now on.
    instead_of: reference of the message whose button was tapped; a channel that can edit shows this one there.
    topic, answers: in a group, the topic it is said in and the reference of the message it answers.
    """

    text: str
    buttons: Rows = ()
    photos: tuple[str, ...] = ()
    voice: str | None = None
    card: str | None = None
    fresh: bool = False
    instead_of: str | None = None
    alert: bool = True
    drawing: str | None = None
    topic: str | None = None
    answers: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data without what is at its default."""
        slim: dict[str, Any] = {"text": self.text}
        slim |= {name: value for name in REST if (value := getattr(self, name)) != PLAIN[name]}
        if self.buttons:
            slim["buttons"] = [[[b.label, b.data] for b in row] for row in self.buttons]
        return slim

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Message":
        rows = tuple(tuple(Button(*pair) for pair in row) for row in data.get("buttons", ()))
        return cls(**(data | {"buttons": rows, "photos": tuple(data.get("photos", ()))}))

    def with_text(self, text: str) -> "Message":
        return replace(self, text=text)


REST = ("photos", "voice", "card", "fresh", "instead_of", "alert", "drawing", "topic", "answers")
PLAIN = {name: getattr(Message(""), name) for name in REST}


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a channel makes of one raw update.

    chat, sender: addresses such as "telegram:42". button: data of the tapped button; tap: what to acknowledge;
    start: payload of the link that opened the chat; ref: this message's reference (for a tap: the tapped message's);
    photos, voice: the channel's references, media ids once fetched; location: latitude and longitude in degrees;
    trouble: what could not be kept of it, as a sentence to translate;
    reachable: False when the person blocked us or the group removed or silenced us, True when that is over;
    call: how a message in a group is meant for us, as a mention or a reply; topic: the one of a forum it is in.
    """

    channel: str
    message_id: str
    chat: str
    sender: str
    at: int
    group: bool = False
    text: str = ""
    button: str | None = None
    tap: str | None = None
    start: str | None = None
    photos: tuple[str, ...] = ()
    voice: str | None = None
    location: tuple[float, float] | None = None
    reply_to: str | None = None
    ref: str | None = None
    edited: bool = False
    album: str | None = None
    unsupported: str | None = None
    name: str = ""
    language: str | None = None
    reachable: bool | None = None
    moved_to: str | None = None
    trouble: str | None = None
    call: str | None = None
    topic: str | None = None
