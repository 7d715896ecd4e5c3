"""The methods a bot calls: what they show in the chat, and how Telegram refuses."""

import io
from typing import Any

import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from bot.transport import AiohttpRequest
from tests.fake_telegram import FakeTelegram, Person
from tests.fake_telegram.conftest import Post

JSON = dict[str, Any]
ONE_BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


def jpeg(width: int = 60, height: int = 40) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture
async def wang(telegram: FakeTelegram) -> Person:
    person = telegram.person(42, "Wang")
    await person.starts()
    return person


@pytest.fixture
async def bot(telegram: FakeTelegram):
    async with Bot(
        telegram.token,
        f"{telegram.url}/bot",
        f"{telegram.url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    ) as bot:
        yield bot


async def test_a_message_is_seen_with_its_buttons_and_changes_in_place(bot: Bot, wang: Person):
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Send", callback_data="send 7")]])
    sent = await bot.send_message(42, "Shall I send this?", reply_markup=keys, disable_notification=True)
    seen = await wang.sees("Shall I")
    assert (seen.labels, seen.quiet, seen.edits) == (["Send"], True, 0)
    await bot.edit_message_text("Sent.", 42, sent.message_id)
    seen = await wang.sees("Sent.")
    assert (seen.message_id, seen.labels, seen.edits) == (sent.message_id, [], 1)
    await bot.delete_message(42, sent.message_id)
    await wang.loses("Sent.")


async def test_photos_albums_and_voices_go_up_and_come_down_unchanged(bot: Bot, wang: Person):
    picture = jpeg()
    await bot.send_photo(42, picture, caption="The pipe")
    album = await bot.send_media_group(42, [InputMediaPhoto(picture, caption="both"), InputMediaPhoto(picture)])
    voice = await bot.send_voice(42, b"OggS and so on")
    assert len({message.media_group_id for message in album}) == 1
    assert voice.voice is not None
    seen = await wang.sees("The pipe")
    file = await bot.get_file(seen.photos[0])
    assert await file.download_as_bytearray() == picture
    assert await (await bot.get_file(voice.voice.file_id)).download_as_bytearray() == b"OggS and so on"
    await bot.edit_message_media(InputMediaPhoto(jpeg(9, 9), caption="Another"), 42, seen.message_id)
    assert (await wang.sees("Another")).photos != seen.photos


async def test_what_people_send_can_be_fetched_up_to_20_megabytes(post: Post, telegram: FakeTelegram, wang: Person):
    small = await wang.sends_photo(jpeg(), "small")
    huge = await wang.sends_photo(jpeg(), "huge", size=30 << 20)
    photos = [one.photos[0] for one in await wang.shows() if one.message_id in {small.message_id, huge.message_id}]
    assert (await post("getFile", file_id=photos[0]))["ok"]
    assert (await post("getFile", file_id=photos[1]))["description"] == "Bad Request: file is too big"


async def test_messages_can_be_forwarded_and_copied(bot: Bot, telegram: FakeTelegram, wang: Person):
    li = telegram.person(43, "Li")
    await li.starts()
    said = await wang.says("the lift is stuck")
    await bot.forward_message(43, 42, said.message_id)
    assert (await li.sees("the lift")).raw["forward_origin"]["sender_user"]["id"] == 42
    copy = await bot.copy_message(43, 42, said.message_id)
    assert "forward_origin" not in (await li.sees("the lift")).raw
    assert (await li.sees("the lift")).message_id == copy.message_id


REFUSED = [
    ("sendMessage", {"chat_id": 42, "text": " \n"}, "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": 42, "text": "x" * 4097}, "Bad Request: message is too long"),
    ("sendMessage", {"chat_id": 42, "text": "😀" * 2049}, "Bad Request: message is too long"),
    ("sendMessage", {"chat_id": 99, "text": "x"}, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": "", "text": "x"}, "Bad Request: chat_id is empty"),
    (
        "sendMessage",
        {"chat_id": 42, "text": "x", "reply_parameters": {"message_id": 777}},
        "Bad Request: message to be replied not found",
    ),
    (
        "sendMessage",
        {
            "chat_id": 42,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "楼" * 22}]]},
        },
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "editMessageText",
        {"chat_id": 42, "message_id": 777, "text": "x"},
        "Bad Request: message to edit not found",
    ),
    ("editMessageText", {"chat_id": 42, "message_id": 1, "text": "x"}, "Bad Request: message can't be edited"),
    ("deleteMessage", {"chat_id": 42, "message_id": 777}, "Bad Request: message to delete not found"),
    ("sendPhoto", {"chat_id": 42, "photo": "AgAC-unknown"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendMediaGroup", {"chat_id": 42, "media": []}, "Bad Request: there are no messages to send"),
    ("getFile", {"file_id": "nothing"}, "Bad Request: wrong file_id or the file is temporarily unavailable"),
    ("setMyCommands", {"commands": [{"command": "My", "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
    ("leaveChat", {"chat_id": 42}, "Bad Request: chat member status can't be changed in private chats"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
]


@pytest.mark.parametrize(("method", "parameters", "words"), REFUSED, ids=[f"{m}-{w[13:40]}" for m, _, w in REFUSED])
async def test_telegram_refuses_in_its_own_words(post: Post, wang: Person, method: str, parameters: JSON, words: str):
    answer = await post(method, **parameters)
    assert (answer["error_code"], answer["description"]) == (400, words)


async def test_words_are_measured_in_utf_16_units(post: Post, wang: Person):
    assert (await post("sendMessage", chat_id=42, text="😀" * 2048))["ok"]
    assert (await post("sendMessage", chat_id=42, text="楼" * 4096))["ok"]


async def test_an_edit_that_changes_nothing_is_refused(post: Post, wang: Person):
    sent = await post("sendMessage", chat_id=42, text="same", reply_markup=ONE_BUTTON)
    where = {"chat_id": 42, "message_id": sent["result"]["message_id"]}
    same = await post("editMessageText", text="same ", reply_markup=ONE_BUTTON, **where)
    assert same["description"].startswith("Bad Request: message is not modified: ")
    assert (await post("editMessageText", text="same", **where))["ok"], "the buttons go"
    assert not (await post("editMessageReplyMarkup", **where))["ok"]


async def test_a_caption_and_a_text_are_edited_each_in_its_way(bot: Bot, post: Post, wang: Person):
    text = (await bot.send_message(42, "words")).message_id
    photo = (await bot.send_photo(42, jpeg(), caption="c" * 1024)).message_id
    no_caption = await post("editMessageCaption", chat_id=42, message_id=text, caption="x")
    no_text = await post("editMessageText", chat_id=42, message_id=photo, text="x")
    assert no_caption["description"] == "Bad Request: there is no caption in the message to edit"
    assert no_text["description"] == "Bad Request: there is no text in the message to edit"
    assert (await post("editMessageCaption", chat_id=42, message_id=photo, caption="new"))["ok"]


async def test_a_tap_can_be_acknowledged_for_150_seconds(bot: Bot, post: Post, telegram: FakeTelegram, wang: Person):
    await post("sendMessage", chat_id=42, text="?", reply_markup=ONE_BUTTON)
    tap = await wang.taps("Yes")
    assert await bot.answer_callback_query(tap.id, "Noted.")
    assert await tap.answer() == "Noted."
    late = await wang.taps("Yes")
    await telegram.later(151)
    answer = await post("answerCallbackQuery", callback_query_id=late.id)
    assert answer["description"].startswith("Bad Request: query is too old")


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(telegram: FakeTelegram, post: Post):
    assert await post("sendMoney") == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }
    for token, code in (("4213:other", 401), ("nonsense", 404)):
        request = AiohttpRequest()
        await request.initialize()
        assert (await request.do_request(f"{telegram.url}/bot{token}/getMe", "POST"))[0] == code
        assert (await request.do_request(f"{telegram.url}/file/bot{token}/x.jpg", "GET"))[0] == 404
        await request.shutdown()
