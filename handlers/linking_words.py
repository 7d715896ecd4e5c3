"""What chats are called, and how a button names one."""

import hashlib

from dialogue.message import N_
from dialogue.say import Say, plain, say

CHANNELS = {"telegram": N_("Telegram"), "web": N_("web chat")}


def channel_name(chat: str) -> Say:
    channel = chat.partition(":")[0]
    return say(CHANNELS[channel]) if channel in CHANNELS else plain(channel)


def short(chat: str) -> str:
    """What a button carries of a chat: its address is nobody's business in another one."""
    return hashlib.sha256(chat.encode()).hexdigest()[:12]
