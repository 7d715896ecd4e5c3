"""What a chat shows, as a person sees it."""

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a message."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it is shown now. change: grows with whatever happens in the fake; quiet: without a sound."""

    chat: int
    message_id: int
    text: str
    buttons: tuple[tuple[Key, ...], ...]
    photos: tuple[str, ...]
    voice: str | None
    reply_to: int | None
    album: str | None
    by_bot: bool
    quiet: bool
    edits: int
    change: int
    raw: JSON

    @property
    def labels(self) -> list[str]:
        return [key.label for row in self.buttons for key in row]

    def key(self, label: str = "", data: str = "") -> Key:
        """The first button with this in its label and this at the beginning of its data."""
        for row in self.buttons:
            for key in row:
                if label in key.label and key.data.startswith(data):
                    return key
        raise AssertionError(f"no button {label or data!r} under {self}")

    def __str__(self) -> str:
        keys = "".join(f" [{label}]" for label in self.labels)
        return f"{'bot' if self.by_bot else 'person'}: {self.text!r}{' +photo' * len(self.photos)}{keys}"


def shown(snapshot: JSON) -> Shown:
    raw = snapshot["raw"]
    rows = raw.get("reply_markup", {}).get("inline_keyboard", ())
    return Shown(
        chat=raw["chat"]["id"],
        message_id=raw["message_id"],
        text=raw.get("text", raw.get("caption", "")),
        buttons=tuple(tuple(Key(one["text"], one.get("callback_data", "")) for one in row) for row in rows),
        photos=(raw["photo"][-1]["file_id"],) if "photo" in raw else (),
        voice=raw["voice"]["file_id"] if "voice" in raw else None,
        reply_to=raw["reply_to_message"]["message_id"] if "reply_to_message" in raw else None,
        album=raw.get("media_group_id"),
        by_bot=snapshot["by_bot"],
        quiet=snapshot["quiet"],
        edits=snapshot["edits"],
        change=snapshot["change"],
        raw=raw,
    )
