"""What chats are called, and how a button names one."""

import hashlib

from dialogue.message import N_
from dialogue.say import Say, plain, say

CHANNELS = {"telegram": plain("Telegram"), "web": say(N_("web chat"))}


def channel_name(chat: str) -> Say:
    channel = chat.partition(":")[0]
    return CHANNELS.get(channel) or plain(channel)


def short(chat: str) -> str:
    """What a button carries of a chat: its address is nobody's business in another one."""
    return hashlib.sha256(chat.encode()).hexdigest()[:12]
