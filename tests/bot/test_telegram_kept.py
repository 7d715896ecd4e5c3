"""What we said ourselves is not written down again when somebody taps under it or answers it."""

from typing import Any

from bot.telegram_hearing import REPLY, Me
from bot.telegram_updates import lean, read

CHAT = {"id": 42, "type": "private", "first_name": "建国"}
BOT = {"id": 4213, "is_bot": True, "first_name": "四单"}
WANG = {"id": 42, "is_bot": False, "first_name": "建国"}
CARD = {"message_id": 6, "date": 1, "chat": CHAT, "from": BOT, "text": "🚪 1907室", "reply_markup": {}}
ME = Me(4213, "sidan_bot")


def same(update: dict[str, Any]) -> str:
    """What is kept of it, which is read as the whole would be."""
    kept = lean(update)
    assert read(kept, 1, ME) == read(update, 1, ME) is not None
    return str(kept)


def test_a_card_does_not_come_back_with_the_tap_under_it():
    assert "1907" not in same(
        {"update_id": 1, "callback_query": {"id": "9", "from": WANG, "message": CARD, "data": "x"}}
    )


def test_nor_with_an_answer_to_it():
    said = {"message_id": 7, "date": 1, "chat": {"id": -1, "type": "group"}, "from": WANG, "text": "好的"}
    for kind in ("message", "edited_message"):
        update = {"update_id": 1, kind: said | {"reply_to_message": CARD, "quote": {"text": "1907室"}}}
        kept = same(update)
        assert ("1907" in kept, "好的" in kept) == (False, True)
        heard = read(lean(update), 1, ME)
        assert heard is not None
        assert heard.call == REPLY


def test_what_is_no_update_is_kept_as_it_came():
    for raw in ("hello", [1], {"message": "?"}, {"callback_query": {"message": 5}}):
        assert lean(raw) == raw
