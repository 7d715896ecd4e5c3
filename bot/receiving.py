"""Photos and voice notes on their way in: fetched, made anew, kept, before the message reaches the desk."""

from collections.abc import Sequence
from dataclasses import replace

from bot.channel import Channel, TooBig
from bot.media import Media
from bot.pictures import BadPicture, Darkroom
from dialogue.message import N_, Incoming

VOICE_LIMIT = 5_000_000
TOO_BIG = N_("That file is too large for me. Please send a smaller one.")
OURS = ("web",)  # channels that keep media with us when they are sent


class Receiving:
    def __init__(self, media: Media, darkroom: Darkroom) -> None:
        self._media, self._darkroom = media, darkroom

    async def together(self, channel: Channel, parts: Sequence[Incoming]) -> Incoming | None:
        """An album as one message, with the ids of kept media; what could not be kept is said in `trouble`."""
        if not parts:
            return None
        first = parts[0]
        if len(parts) == 1 and not (first.photos or first.voice):
            return first
        photos = [photo for part in parts for photo in part.photos]
        text = "\n".join(part.text for part in parts if part.text)
        incoming = replace(first, photos=tuple(photos), text=text)
        if channel.name in OURS or not (photos or first.voice):
            return incoming
        return await self._kept(channel, incoming)

    async def _kept(self, channel: Channel, incoming: Incoming) -> Incoming:
        photos, voice, trouble = [], None, None
        for reference in incoming.photos:
            try:
                photos.append(await self._media.put(await self._darkroom.develop(await channel.fetch(reference))))
            except TooBig:
                trouble = TOO_BIG
            except BadPicture as bad:
                trouble = bad.sentence
        if incoming.voice:
            try:
                voice = await self._voice(channel, incoming.voice)
            except TooBig:
                trouble = TOO_BIG
        return replace(incoming, photos=tuple(photos), voice=voice, trouble=trouble)

    async def _voice(self, channel: Channel, reference: str) -> str:
        """Kept as it came and passed on."""
        recording = await channel.fetch(reference)
        if len(recording) > VOICE_LIMIT:
            raise TooBig
        return await self._media.put(recording)
