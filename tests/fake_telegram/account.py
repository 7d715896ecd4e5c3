"""The methods about the bot itself and the chats it is in."""

import re
from collections.abc import Callable
from typing import Any

from tests.fake_telegram.acts import Scene
from tests.fake_telegram.call import Call
from tests.fake_telegram.refusals import bad

JSON = dict[str, Any]
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
)
ABOUT_ME = (
    "can_join_groups can_read_all_group_messages supports_guest_queries supports_inline_queries "
    "can_connect_to_business has_main_web_app has_topics_enabled allows_users_to_create_topics "
    "can_manage_bots supports_join_request_queries"
).split()


def get_me(call: Call) -> JSON:
    return call.world.bot | dict.fromkeys(ABOUT_ME, False) | {"can_join_groups": True}


def get_file(call: Call) -> JSON:
    return call.world.files.opened(call.text("file_id"))


def set_my_commands(call: Call) -> bool:
    commands = call.structure("commands") or []
    for command in commands:
        if not COMMAND.fullmatch(command.get("command", "")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.commands[scope(call)] = commands
    return True


def get_my_commands(call: Call) -> list[JSON]:
    return call.world.commands.get(scope(call), [])


def delete_my_commands(call: Call) -> bool:
    call.world.commands.pop(scope(call), None)
    return True


def scope(call: Call) -> str:
    """Language and audience, as one key."""
    audience = call.structure("scope") or {"type": "default"}
    return f"{call.text('language_code')} {' '.join(str(audience[key]) for key in sorted(audience))}"


def get_chat(call: Call) -> JSON:
    return call.chat().card | {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


def leave_chat(call: Call) -> bool:
    chat = call.chat()
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    Scene(call.world, call.updates, call.world.bot, chat).standing(chat.bot_is, "left")
    return True


ACCOUNT: dict[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getChat": get_chat,
    "leaveChat": leave_chat,
}
