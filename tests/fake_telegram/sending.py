"""The methods that put a new message into a chat."""

from collections.abc import Callable
from typing import Any

from tests.fake_telegram.bodies import Upload
from tests.fake_telegram.call import CAPTION_LIMIT, TEXT_LIMIT, Call, inline_keyboard, too_long
from tests.fake_telegram.files import File, picture, sizes
from tests.fake_telegram.refusals import NO_TOPIC, bad
from tests.fake_telegram.world import Chat

JSON = dict[str, Any]
ALBUM_LIMIT = 10
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location",
}  # fmt: skip


def send_message(call: Call) -> JSON:
    chat = call.chat()
    text = call.content("text")
    if not text:
        raise bad("message text is empty")
    if too_long(text, TEXT_LIMIT):
        raise bad("message is too long")
    return put(call, chat, {"text": text})


def put(call: Call, chat: Chat, content: JSON) -> JSON:
    """With the topic, the buttons, the reply and the quietness that every sending method knows."""
    topic = call.integer("message_thread_id")
    if topic and topic not in chat.topics:
        raise bad(NO_TOPIC)
    if topic:
        content |= {"message_thread_id": topic, "is_topic_message": True}
    markup = call.structure("reply_markup")
    keyboard = inline_keyboard(markup)
    if keyboard is not None:
        content["reply_markup"] = keyboard
    reply = replied_to(call, chat)
    if reply is not None:
        content["reply_to_message"] = reply
    post = call.world.post(chat, call.world.bot, content, by_bot=True)
    post.quiet = call.yes("disable_notification")
    post.keyboard = markup if keyboard is None else None
    return post.raw


def replied_to(call: Call, chat: Chat) -> JSON | None:
    wanted = call.structure("reply_parameters") or {}
    number = int(wanted.get("message_id", 0)) or call.integer("reply_to_message_id")
    if not number:
        return None
    if number in chat.posts:
        raw = chat.posts[number].raw
        return {key: value for key, value in raw.items() if key != "reply_to_message"}
    if wanted.get("allow_sending_without_reply") or call.yes("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def caption(call: Call) -> JSON:
    text = call.content("caption")
    if too_long(text, CAPTION_LIMIT):
        raise bad("message caption is too long")
    return {"caption": text} if text else {}


def send_photo(call: Call) -> JSON:
    chat = call.chat()
    content = photo(call, "photo") | caption(call)
    return put(call, chat, content)


def photo(call: Call, name: str) -> JSON:
    """name: the parameter, or the attach://part of an album."""
    upload = call.upload(name)
    if upload is not None:
        content = contents(upload)
        return {"photo": sizes(call.world.files, content, picture(content))}
    file = known_file(call, name)
    width, height = picture(file.content)
    return {"photo": [file.card() | {"width": width, "height": height}]}


def contents(upload: Upload) -> bytes:
    if not upload.content:
        raise bad("file must be non-empty")
    return upload.content


def known_file(call: Call, name: str) -> File:
    file_id = call.text(name) or name
    if file_id.startswith("http"):
        raise bad("failed to get HTTP URL content")  # the fake stays on this machine
    return call.world.files.find(file_id)


def send_file(kind: str, more: Callable[[Upload | None], JSON]) -> Callable[[Call], JSON]:
    """A method for one other kind of file; more: what Telegram says of it besides its size."""

    def send(call: Call) -> JSON:
        chat = call.chat()
        upload = call.upload(kind)
        if upload is None:
            file = known_file(call, kind)
        else:
            file = call.world.files.keep(kind, contents(upload))
        return put(call, chat, {kind: file.card() | more(upload)} | caption(call))

    return send


def voice_details(upload: Upload | None) -> JSON:
    return {"duration": 3, "mime_type": (upload and upload.kind) or "audio/ogg"}


def document_details(upload: Upload | None) -> JSON:
    return {"file_name": upload.filename, "mime_type": upload.kind} if upload else {}


def send_media_group(call: Call) -> list[JSON]:
    chat = call.chat()
    media = call.structure("media") or []
    if not media:
        raise bad("there are no messages to send")
    if len(media) > ALBUM_LIMIT:
        raise bad("too many messages to send as an album")
    contents = [album_item(call, item) for item in media]
    album = {"media_group_id": str(13_000_000_000 + call.world.changes)} if len(media) > 1 else {}
    return [put(call, chat, content | album) for content in contents]


def album_item(call: Call, item: JSON) -> JSON:
    if item.get("type") != "photo":
        raise bad("can't use the media of the specified type in the album")
    words = str(item.get("caption") or "").strip()
    if too_long(words, CAPTION_LIMIT):
        raise bad("message caption is too long")
    return photo(call, item["media"]) | ({"caption": words} if words else {})


def send_location(call: Call) -> JSON:
    chat = call.chat()
    place = {name: float(call.given[name]) for name in ("latitude", "longitude")}
    return put(call, chat, {"location": place})


def send_chat_action(call: Call) -> bool:
    call.chat()
    if call.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def copied(call: Call, what: str) -> JSON:
    """The content of the message that is forwarded or copied."""
    source = call.chat("from_chat_id")
    raw = call.post(source, what).raw
    own = {"message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message"}
    return {key: value for key, value in raw.items() if key not in own}


def forward_message(call: Call) -> JSON:
    chat = call.chat()
    content = copied(call, "forward")
    raw = call.post(call.chat("from_chat_id"), "forward").raw
    content["forward_origin"] = {"type": "user", "date": raw["date"], "sender_user": raw["from"]}
    return put(call, chat, content)


def copy_message(call: Call) -> JSON:
    chat = call.chat()
    content = copied(call, "copy")
    if "caption" in call.given:
        content = {key: value for key, value in content.items() if key != "caption"} | caption(call)
    return {"message_id": put(call, chat, content)["message_id"]}


SENDING: dict[str, Callable[[Call], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendMediaGroup": send_media_group,
    "sendVoice": send_file("voice", voice_details),
    "sendDocument": send_file("document", document_details),
    "sendLocation": send_location,
    "sendChatAction": send_chat_action,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
