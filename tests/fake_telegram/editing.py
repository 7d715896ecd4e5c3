"""The methods that change or remove what a chat shows."""

from collections.abc import Callable
from typing import Any

from tests.fake_telegram.call import CAPTION_LIMIT, TEXT_LIMIT, Call, inline_keyboard, too_long
from tests.fake_telegram.refusals import NOT_MODIFIED, OLD_QUERY, bad
from tests.fake_telegram.sending import photo
from tests.fake_telegram.world import TAP_LIVES, Chat, Post

JSON = dict[str, Any]
MEDIA = {"photo", "voice", "document"}
DELETABLE = 48 * 3600  # seconds
TAP_ANSWER_LIMIT = 200


def own_post(call: Call) -> tuple[Chat, Post]:
    chat = call.chat()
    post = call.post(chat, "edit")
    if not post.by_bot:
        raise bad("message can't be edited")
    return chat, post


def change(call: Call, chat: Chat, post: Post, content: JSON) -> JSON:
    """content: the new text, caption or photo. An edit without buttons takes the buttons away."""
    keyboard = inline_keyboard(call.structure("reply_markup"))
    new = {key: value for key, value in post.raw.items() if key not in {"reply_markup", *content}}
    new |= {key: value for key, value in content.items() if value}
    if keyboard is not None:
        new["reply_markup"] = keyboard
    if new == post.raw:
        raise bad(NOT_MODIFIED)
    call.world.edit(chat, post, new)
    return post.raw


def edit_text(call: Call) -> JSON:
    chat, post = own_post(call)
    if "text" not in post.raw:
        raise bad("there is no text in the message to edit")
    text = call.content("text")
    if not text:
        raise bad("message text is empty")
    if too_long(text, TEXT_LIMIT):
        raise bad("MESSAGE_TOO_LONG")
    return change(call, chat, post, {"text": text})


def edit_caption(call: Call) -> JSON:
    chat, post = own_post(call)
    if not MEDIA & post.raw.keys():
        raise bad("there is no caption in the message to edit")
    text = call.content("caption")
    if too_long(text, CAPTION_LIMIT):
        raise bad("MEDIA_CAPTION_TOO_LONG")
    return change(call, chat, post, {"caption": text})


def edit_markup(call: Call) -> JSON:
    chat, post = own_post(call)
    return change(call, chat, post, {})


def edit_media(call: Call) -> JSON:
    chat, post = own_post(call)
    media = call.structure("media") or {}
    if media.get("type") != "photo":
        raise bad("can't parse InputMedia: type must be non-empty")
    words = str(media.get("caption") or "").strip()
    if too_long(words, CAPTION_LIMIT):
        raise bad("MEDIA_CAPTION_TOO_LONG")
    return change(call, chat, post, photo(call, media["media"]) | {"caption": words, "text": ""})


def delete_message(call: Call) -> bool:
    chat = call.chat()
    post = call.post(chat, "delete")
    if call.world.now() - post.raw["date"] > DELETABLE:
        raise bad("message can't be deleted for everyone")
    if chat.kind != "private" and not post.by_bot and chat.bot_is != "administrator":
        raise bad("message can't be deleted")
    del chat.posts[post.raw["message_id"]]
    call.world.changed(chat, post)
    return True


def answer_callback_query(call: Call) -> bool:
    tap = call.world.taps.get(call.text("callback_query_id"))
    if tap is None or call.world.now() - tap.at > TAP_LIVES:
        raise bad(OLD_QUERY)
    text = call.text("text")
    if too_long(text, TAP_ANSWER_LIMIT):
        raise bad("MESSAGE_TOO_LONG")
    call.world.answered(tap, {"text": text, "alert": call.yes("show_alert")})
    return True


EDITING: dict[str, Callable[[Call], Any]] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
