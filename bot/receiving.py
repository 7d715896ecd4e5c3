"""Photos and voice notes on their way in: fetched, made anew, kept, before the message reaches the desk."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.channel import Channel, ChannelError, TooBig
from bot.media import Media
from bot.pictures import BadPicture, Darkroom
from bot.recordings import BadRecording, Recorder
from dialogue.message import N_, Incoming
from handlers.group_calls import Heard
from storage.database import StorageTrouble

VOICE_LIMIT = 5_000_000
TOO_BIG = N_("That file is too large for me. Please send a smaller one.")
NOT_FETCHED = N_("Your photo or voice message could not be fetched. Please send it again.")
OURS = ("web",)  # channels that keep media with us when they are sent

Hears = Callable[[Incoming], Awaitable[Heard]]


class Receiving:
    """heard: what becomes of a message in a group, asked before anything of it is fetched.

    alarms: whether words speak of danger: they wait for no picture.
    """

    def __init__(
        self,
        media: Media,
        darkroom: Darkroom,
        recorder: Recorder,
        heard: Hears | None = None,
        alarms: Callable[[str], object] = lambda words: None,
    ) -> None:
        self._media, self._darkroom, self._recorder = media, darkroom, recorder
        self._heard, self._alarms = heard, alarms

    async def together(self, channel: Channel, parts: Sequence[Incoming], *, last: bool = False) -> Incoming | None:
        """An album as one message, with the ids of kept media; what could not be kept is said in `trouble`.

        last: there is no further try, so that what cannot be fetched is left out.
        """
        if not parts:
            return None
        incoming = _one(parts)
        if incoming.group:
            heard = await self._heard(incoming) if self._heard and _spoken(incoming) else Heard.WORDS
            if heard is Heard.NOTHING:
                return None
            if heard is Heard.WORDS:  # what neighbours show each other is not ours to keep
                incoming = replace(incoming, photos=(), voice=None)
        if channel.name in OURS or not (incoming.photos or incoming.voice):
            return incoming
        try:
            return await self._kept(channel, incoming)
        except (ChannelError, StorageTrouble):
            # Fetching is tried for minutes, and a store of pictures may be away for hours.
            if not last and not self._alarms(incoming.text):
                raise
            return replace(incoming, photos=(), voice=None, trouble=NOT_FETCHED)

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
            except BadRecording as bad:
                trouble = bad.sentence
        return replace(incoming, photos=tuple(photos), voice=voice, trouble=trouble)

    async def _voice(self, channel: Channel, reference: str) -> str:
        recording = await channel.fetch(reference)
        if len(recording) > VOICE_LIMIT:
            raise TooBig
        return await self._media.put(await self._recorder.again(recording))


def _one(parts: Sequence[Incoming]) -> Incoming:
    """Any picture of an album may have the words, and the mention that calls us."""
    if len(parts) == 1:
        return parts[0]
    photos = tuple(photo for part in parts for photo in part.photos)
    text = "\n".join(part.text for part in parts if part.text)
    worded = next((part for part in parts if part.text), parts[0])
    call = next((part.call for part in parts if part.call), None)
    return replace(worded, photos=photos, text=text, call=call)


def _spoken(incoming: Incoming) -> bool:
    """Somebody said something: no button, and nothing about the group itself."""
    return incoming.button is None and incoming.reachable is None and incoming.moved_to is None
