"""Updates as nobody means them: kept, and read as far as they can be."""

from typing import Any

import orjson
import pytest

from bot.telegram_hearing import Me
from bot.telegram_intake import understood
from bot.telegram_updates import album_of, read, written

ME = Me(4213, "sidan_bot")
WANG = {"id": 42, "first_name": "建国"}


def message(**part: Any) -> dict[str, Any]:
    said = {"message_id": 7, "date": 1, "chat": {"id": 42, "type": "private"}, "from": WANG}
    return {"update_id": 1, "message": said | part}


@pytest.mark.parametrize("depth", [240, 260, 1000, 1100, 100_000])
def test_an_update_that_is_nested_without_end_is_kept_all_the_same(depth: int):
    deep = b"[" * depth + b"]" * depth
    key, update, kept = understood(b'{"update_id": 5, "message": ' + deep + b"}")
    assert key == "5" if update else len(key) == 64
    assert orjson.loads(kept)


def test_one_that_nests_too_deep_to_be_written_down_is_kept_as_that():
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    assert orjson.loads(written(message(entities=deep))) == {"unreadable": "nested too deep"}


@pytest.mark.parametrize("number", [b'"7\\u0000"', b"{}", b"null", b"1.5", b'"' + b"7" * 5000 + b'"'])
def test_only_a_number_is_the_number_of_an_update(number: bytes):
    key, update, _ = understood(b'{"update_id": ' + number + b', "message": {}}')
    assert (len(key), update) == (64, None)


def test_an_album_is_called_what_every_database_can_keep():
    named = {name: album_of(message(media_group_id=name)) for name in ("13579", "1\x00", "1" * 5000)}
    assert named == {"13579": "13579", "1\x00": None, "1" * 5000: None}


def test_words_that_nobody_can_see_are_words_all_the_same():
    heard = read(message(text="\x00\x07"), 1, ME)
    assert heard is not None
    assert heard.text == ""
    assert read(message(new_chat_title="x"), 1, ME) is None
