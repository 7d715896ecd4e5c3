"""Bubbles: what the log of a web chat keeps of a message, and what the page is told of it."""

import json
from typing import Any
from urllib.parse import quote

from bot.web_said import Said
from dialogue.message import Message
from storage.weblog import Entry

QUOTE = 80  # characters of the message that is replied to

Bubble = dict[str, Any]


def of_message(message: Message) -> Bubble:
    return {
        "from": "bot",
        "text": message.text,
        "buttons": [[{"label": b.label, "data": b.data} for b in row] for row in message.buttons],
        "photos": list(message.photos),
        "voice": message.voice,
        "card": message.card is not None,
        "alert": message.alert,
    }


def of_said(said: Said, tapped: Bubble | None, answered: Bubble | None) -> Bubble | None:
    """The person's own bubble: for a tap, the label that was tapped; None for what only a link said."""
    text = label_of(tapped, said.button) if said.button else said.text
    if not (text or said.media or said.location):
        return None
    bubble: Bubble = {"from": "me", "text": text, "photos": list(said.photos), "voice": said.voice}
    if said.location:
        bubble["location"] = list(said.location)
    if answered:
        bubble["quote"] = answered["text"][:QUOTE]
    return bubble


def of_note(text: str) -> Bubble:
    """A grey line in the middle, as WeChat has them."""
    return {"from": "note", "text": text}


def label_of(bubble: Bubble | None, data: str) -> str:
    for row in bubble["buttons"] if bubble and "buttons" in bubble else ():
        for button in row:
            if button["data"] == data:
                return str(button["label"])
    return ""


def media_of(bubble: Bubble) -> list[str]:
    return [media for media in (*bubble.get("photos", ()), bubble.get("voice")) if media]


def kept(bubble: Bubble) -> str:
    return json.dumps(bubble, ensure_ascii=False)


def read(entry: Entry | None) -> Bubble | None:
    return json.loads(entry.body) if entry else None


def shown(entry: Entry, slot: int) -> Bubble:
    """What the page gets: ids of media become addresses that this session may open."""
    bubble: Bubble = {"buttons": [], "card": False} | json.loads(entry.body)
    voice = bubble.get("voice")
    return bubble | {
        "key": entry.key,
        "place": entry.place,
        "at": entry.at,
        "photos": [_address(media, slot) for media in bubble.get("photos", ())],
        "voice": _address(voice, slot) if voice else None,
    }


def _address(media: str, slot: int) -> str:
    return f"/media/{quote(media, safe='')}?slot={slot}"
