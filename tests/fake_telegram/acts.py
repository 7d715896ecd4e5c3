"""What people do in a chat, and the updates Telegram makes of it."""

import re
from collections.abc import Callable
from typing import Any

from tests.fake_telegram.files import picture, sizes
from tests.fake_telegram.refusals import Refused
from tests.fake_telegram.updates import Updates
from tests.fake_telegram.world import TAP_LIVES, Chat, Post, World

JSON = dict[str, Any]
COMMAND = re.compile(r"/[a-zA-Z0-9_]{1,32}(?:@\w+)?")
SERVICE = {"forum_topic_created", "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_members", "left_chat_member"}
SHAPE_UNKNOWN = (1280, 960)


class Scene:
    """One person in one chat, about to do something."""

    def __init__(self, world: World, updates: Updates, person: JSON, chat: Chat) -> None:
        self.world = world
        self.updates = updates
        self.person = person
        self.chat = chat

    def put(self, content: JSON, reply_to: int | None = None) -> JSON:
        """A new message of this person; the bot hears of it where Telegram would tell it."""
        if self.chat.bot_is in {"blocked", "deactivated"}:
            raise ValueError(f"{self.person['first_name']} has blocked the bot and must unblock it first")
        if self.chat.bot_is == "stranger":
            self.chat.bot_is = "member"
        if reply_to is not None:
            content["reply_to_message"] = without_reply(self.chat.posts[reply_to].raw)
        post = self.world.post(self.chat, self.person, content)
        return self._told("message", post)

    def _told(self, kind: str, post: Post) -> JSON:
        update = None
        if self.chat.bot_is in {"member", "administrator", "restricted", "muted"} and self._is_for_bot(post.raw):
            update = self.updates.add(kind, post.raw, f"chat {self.chat.id}")
        where = {"chat": self.chat.id, "message_id": post.raw["message_id"]}
        return where | {"update_id": update, "change": post.change}

    def _is_for_bot(self, raw: JSON) -> bool:
        """In a group a bot in privacy mode hears service messages, commands, replies to it and its own name only."""
        if self.chat.kind == "private" or not self.chat.privacy or self.chat.bot_is == "administrator":
            return True
        if not SERVICE.isdisjoint(raw):
            return True
        text = str(raw.get("text", raw.get("caption", "")))
        replied = raw.get("reply_to_message", {}).get("from", {}).get("id") == self.world.bot["id"]
        return text.startswith("/") or replied or f"@{self.world.bot['username']}" in text

    def edit(self, message_id: int, text: str) -> JSON:
        post = self.chat.posts[message_id]
        self.world.edit(self.chat, post, post.raw | {"caption" if "photo" in post.raw else "text": text})
        return self._told("edited_message", post)

    def tap(self, message_id: int, data: str) -> JSON:
        """Any data of any message, as an old card on a slow phone would send it."""
        tap = self.world.tapped()
        post = self.chat.posts.get(message_id)
        shown = post.raw if post else {"message_id": message_id, "chat": self.chat.card, "date": 0}
        query = {
            "id": tap.id,
            "from": self.person,
            "message": shown,
            "chat_instance": str(self.chat.id * 7),
            "data": data,
        }
        update = self.updates.add("callback_query", query, f"taps {self.person['id']}", TAP_LIVES)
        return {"tap": tap.id, "update_id": update, "change": self.world.changes}

    def standing(self, was: str, becomes: str) -> JSON:
        """The bot is blocked, unblocked, added, made administrator or removed."""
        self.chat.bot_is = {"kicked": "blocked"}.get(becomes, becomes) if self._private() else becomes
        change = {
            "chat": self.chat.card,
            "from": self.person,
            "date": self.world.now(),
            "old_chat_member": member(self.world.bot, was),
            "new_chat_member": member(self.world.bot, becomes),
        }
        queue = f"standing {self.chat.id}"
        return {"update_id": self.updates.add("my_chat_member", change, queue)}

    def _private(self) -> bool:
        return self.chat.kind == "private"


def without_reply(raw: JSON) -> JSON:
    return {key: value for key, value in raw.items() if key != "reply_to_message"}


def member(bot: JSON, status: str) -> JSON:
    more: dict[str, JSON] = {"kicked": {"until_date": 0}, "administrator": dict.fromkeys(RIGHTS, False)}
    more["restricted"] = dict.fromkeys(ALLOWANCES, False) | {"is_member": True, "until_date": 0}
    return {"user": bot, "status": status} | more.get(status, {})


RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
    "can_edit_stories can_delete_stories can_send_welcome_messages"
).split()


ALLOWANCES = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_change_info "
    "can_invite_users can_pin_messages can_manage_topics can_react_to_messages can_edit_tag"
).split()


def says(scene: Scene, text: str, reply_to: int | None = None, topic: int | None = None) -> JSON:
    content: JSON = {"text": text}
    if topic is not None:
        content |= {"message_thread_id": topic, "is_topic_message": True}
        reply_to = reply_to or topic  # what opened a topic counts as answered by all that is said there
    command = COMMAND.match(text)
    if command:
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
    return scene.put(content, reply_to)


def sends_photo(
    scene: Scene, content: bytes, caption: str = "", size: int | None = None, reply_to: int | None = None
) -> JSON:
    return scene.put(photo(scene, content, size) | captioned(caption), reply_to)


def sends_album(scene: Scene, photos: list[bytes], caption: str = "") -> list[JSON]:
    """Several updates with one media_group_id; the caption rides on the first."""
    album = str(13_000_000_000 + scene.world.changes)
    words = [caption] + [""] * len(photos)
    return [
        scene.put(photo(scene, content) | captioned(word) | {"media_group_id": album})
        for content, word in zip(photos, words, strict=False)
    ]


def photo(scene: Scene, content: bytes, size: int | None = None) -> JSON:
    try:
        shape = picture(content)
    except Refused:
        shape = SHAPE_UNKNOWN  # people's own pictures Telegram has already made presentable
    return {"photo": sizes(scene.world.files, content, shape, size)}


def captioned(caption: str) -> JSON:
    return {"caption": caption} if caption else {}


def sends_voice(scene: Scene, content: bytes, seconds: int = 3) -> JSON:
    file = scene.world.files.keep("voice", content).card()
    return scene.put({"voice": file | {"duration": seconds, "mime_type": "audio/ogg"}})


def sends_document(scene: Scene, content: bytes, name: str, kind: str, caption: str = "") -> JSON:
    file = scene.world.files.keep("document", content).card()
    return scene.put({"document": file | {"file_name": name, "mime_type": kind}} | captioned(caption))


def sends_video(scene: Scene, caption: str = "") -> JSON:
    file = scene.world.files.keep("video", b"video").card()
    return scene.put({"video": file | {"width": 640, "height": 480, "duration": 5}} | captioned(caption))


def sends_sticker(scene: Scene, emoji: str = "👍") -> JSON:
    file = scene.world.files.keep("sticker", b"sticker").card()
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    return scene.put({"sticker": file | shape | {"type": "regular", "emoji": emoji}})


def sends_location(scene: Scene, latitude: float, longitude: float) -> JSON:
    return scene.put({"location": {"latitude": latitude, "longitude": longitude}})


def sends_contact(scene: Scene, phone: str) -> JSON:
    whose = {"first_name": scene.person["first_name"], "user_id": scene.person["id"]}
    return scene.put({"contact": {"phone_number": phone} | whose})


def edits(scene: Scene, message_id: int, text: str) -> JSON:
    return scene.edit(message_id, text)


def taps(scene: Scene, message_id: int, data: str) -> JSON:
    return scene.tap(message_id, data)


def blocks(scene: Scene) -> JSON:
    return scene.standing("member", "kicked")


def unblocks(scene: Scene) -> JSON:
    return scene.standing("kicked", "member")


def vanishes(scene: Scene) -> JSON:
    """The account is deleted; nobody tells the bot."""
    scene.chat.bot_is = "deactivated"
    return {}


def adds_bot(scene: Scene, administrator: bool = False) -> JSON:
    becomes = "administrator" if administrator else "member"
    told = scene.standing("left" if scene.chat.bot_is == "kicked" else scene.chat.bot_is, becomes)
    scene.put({"new_chat_members": [scene.world.bot]})
    return told


def removes_bot(scene: Scene) -> JSON:
    was = scene.chat.bot_is
    scene.put({"left_chat_member": scene.world.bot})
    return scene.standing(was, "kicked")


def silences_bot(scene: Scene) -> JSON:
    return scene.standing(scene.chat.bot_is, "restricted")


def lets_bot_speak(scene: Scene) -> JSON:
    return scene.standing(scene.chat.bot_is, "member")


def mutes_everybody(scene: Scene, muted: bool = True) -> JSON:
    """Only administrators may write from now on; nobody tells the bot."""
    scene.chat.bot_is = "muted" if muted else "member"
    return {}


def opens_topic(scene: Scene, name: str) -> JSON:
    said = scene.put({"forum_topic_created": {"name": name, "icon_color": 7322096}})
    scene.chat.topics.add(said["message_id"])
    return said


def deletes_topic(scene: Scene, topic: int) -> JSON:
    scene.chat.topics.remove(topic)
    return {}


def makes_supergroup(scene: Scene, new_id: int) -> JSON:
    """The group goes on under another id; whoever writes to the old one is told so."""
    new = scene.world.group(scene.chat.card | {"id": new_id, "type": "supergroup"}, scene.chat.privacy)
    new.bot_is = scene.chat.bot_is
    scene.put({"migrate_to_chat_id": new_id})
    scene.chat.moved_to = new_id
    there = Scene(scene.world, scene.updates, scene.person, new)
    return there.put({"migrate_from_chat_id": scene.chat.id})


ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        says, sends_photo, sends_album, sends_voice, sends_document, sends_video, sends_sticker,
        sends_location, sends_contact, edits, taps, blocks, unblocks, vanishes, adds_bot, removes_bot,
        makes_supergroup, silences_bot, lets_bot_speak, mutes_everybody, opens_topic, deletes_topic,
    )
}  # fmt: skip
