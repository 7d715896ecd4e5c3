"""A neighbour's phone with the web chat open: says, taps and sends pictures, and hears what the desk says."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import Morsel
from typing import Any, Self

import aiohttp

JSON = dict[str, Any]
PATIENCE = 10.0  # seconds
PAUSE = 0.05  # seconds before it connects again, as a page does
OUTAGE = 60.0  # seconds a program may be away
NOT_NOW = (429, 503)  # the page tries these again by itself


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble as the page shows it now. place: where it stands; change: grows with whatever happens in this chat."""

    key: str
    sender: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    photos: tuple[str, ...]
    voice: str | None
    card: bool
    place: int
    change: int

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]

    def data(self, label: str) -> str:
        """What the first button with this in its label carries."""
        return next(data for found, data in self.buttons if label in found)

    def __str__(self) -> str:
        keys = "".join(f" [{label}]" for label in self.labels)
        return f"{self.sender}: {self.text!r}{' +photo' * len(self.photos)}{keys}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered to one POST."""

    status: int
    body: JSON
    retry_after: str | None

    @property
    def sentence(self) -> str:
        return str(self.body.get("error", ""))


class Phone:
    """`async with Phone(url, "Li") as li: await li.says("the lamp is broken"); await li.taps("Send")`."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.bubbles: dict[str, Bubble] = {}
        self.session = ""
        self._seen = 0
        self._moment = 0  # everything newer is an answer to this person's last act
        self._news = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        hello = await self.hello()
        self.session = hello["session"]
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])
        await self._http.close()

    async def hello(self) -> JSON:
        """Opens the chat; the cookie is kept."""
        async with self._http.get(f"{self.url}/chat/hello") as answer:
            hello: JSON = await answer.json()
            return hello

    @property
    def cookies(self) -> "list[Morsel[str]]":
        return list(self._http.cookie_jar)

    @property
    def secrets(self) -> set[str]:
        return {cookie.value for cookie in self.cookies}

    async def posts(self, path: str, *, body: Any) -> Answer:
        """One POST, tried once: bytes as they are, anything else as JSON."""
        given: JSON = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self._http.post(f"{self.url}{path}", **given) as answer:
            with_json = answer.content_type == "application/json"
            told = await answer.json() if with_json else {}
            return Answer(answer.status, told, answer.headers.get("retry-after"))

    async def _told(self, path: str, body: Any) -> JSON:
        """Tried until it is taken, as the page does, with the same id each time."""
        while True:
            with suppress(aiohttp.ClientError):
                answer = await self.posts(path, body=body)
                if answer.status == 200:
                    return answer.body
                assert answer.status in NOT_NOW, f"{answer.status} {answer.sentence}"
            await asyncio.sleep(PAUSE)

    async def _say(self, **said: Any) -> None:
        self._moment = self._seen
        await self._told("/chat/say", {"id": str(uuid.uuid4())} | said)

    async def says(self, text: str, reply_to: Bubble | None = None) -> None:
        await self._say(text=text, **({"reply_to": reply_to.key} if reply_to else {}))

    async def starts(self, payload: str) -> None:
        """Opens the chat by a link: /?start=payload."""
        await self._say(start=payload)

    async def keeps(self, photo: bytes) -> str:
        """Uploads a picture; its media id."""
        return str((await self._told("/chat/photo", photo))["media"])

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        await self.sends_album([content], caption)

    async def sends_album(self, photos: list[bytes], caption: str = "") -> None:
        await self._say(photos=[await self.keeps(photo) for photo in photos], text=caption)

    async def sends_voice(self, recording: bytes) -> None:
        await self._say(voice=(await self._told("/chat/voice", recording))["media"])

    async def taps(self, label: str, *, of: Bubble | None = None, patience: float = PATIENCE) -> None:
        """Waits for such a button and taps it. of: under this bubble as it was, even if it is gone by now."""
        bubble = of or await self.sees(label=label, patience=patience)
        await self.sends_tap(bubble.key, bubble.data(label))

    async def sends_tap(self, key: str, data: str) -> None:
        """Any data under any bubble, as a forger would."""
        await self._say(button=data, ref=key)

    async def sees(self, text: str = "", *, label: str = "", after: int = 0, patience: float = PATIENCE) -> Bubble:
        """The latest bubble of the desk with this in its text and such a button, waited for."""
        try:
            async with asyncio.timeout(patience), self._news:
                await self._news.wait_for(lambda: self._latest(text, label, after))
        except TimeoutError:
            raise AssertionError(f"{self.name} never saw {text or label!r}; {await self.transcript()}") from None
        found = self._latest(text, label, after)
        assert found is not None
        return found

    async def hears(self, text: str = "", *, label: str = "", patience: float = PATIENCE) -> Bubble:
        """As `sees`, but only what is new or different since this person's last act."""
        return await self.sees(text, label=label, after=self._moment, patience=patience)

    async def shows(self) -> list[Bubble]:
        """Everything the chat shows now, from top to bottom."""
        return sorted(self.bubbles.values(), key=lambda bubble: bubble.place)

    async def opens(self, address: str) -> bytes:
        """A picture that a bubble shows."""
        async with self._http.get(f"{self.url}{address}") as answer:
            assert answer.status == 200, answer.status
            return await answer.read()

    async def leads_to(self, address: str) -> str:
        """The link behind a picture or a voice; "" where this page may not see it."""
        async with self._http.get(f"{self.url}{address}", allow_redirects=False) as answer:
            return f"{self.url}{answer.headers['location']}" if answer.status == 307 else ""

    async def transcript(self) -> str:
        return "the chat shows:\n" + "\n".join(f"  {bubble}" for bubble in await self.shows())

    def _latest(self, text: str, label: str, after: int) -> Bubble | None:
        fitting = [
            bubble
            for bubble in self.bubbles.values()
            if bubble.sender != "me"
            and bubble.change > after
            and text in bubble.text
            and (not label or any(label in one for one in bubble.labels))
        ]
        return max(fitting, key=lambda bubble: bubble.change, default=None)

    async def _listen(self) -> None:
        """Connects again whenever the line breaks, and asks for what it has missed."""
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._http.get(
                    f"{self.url}/chat/events?after={self._seen}", timeout=aiohttp.ClientTimeout(total=None)
                ) as stream:
                    async for event in events(stream):
                        await self._take(event)
            await asyncio.sleep(PAUSE)

    async def _take(self, event: JSON) -> None:
        if "key" not in event["data"]:
            return
        async with self._news:
            self._seen = max(self._seen, event["id"])
            bubble = bubble_of(event["data"], event["id"])
            self.bubbles[bubble.key] = bubble
            self._news.notify_all()


async def events(stream: aiohttp.ClientResponse) -> AsyncIterator[JSON]:
    """What a stream of server-sent events brings, one by one: id and data."""
    event: JSON = {}
    async for line in stream.content:
        field, _, value = line.decode().rstrip("\n").partition(": ")
        if field == "data":
            event["data"] = json.loads(value)
        elif field == "id":
            event["id"] = int(value)
        elif not field and "data" in event:
            yield event
            event = {}


def bubble_of(data: JSON, change: int) -> Bubble:
    return Bubble(
        key=data["key"],
        sender=data["from"],
        text=data["text"],
        buttons=tuple((one["label"], one["data"]) for row in data["buttons"] for one in row),
        photos=tuple(data["photos"]),
        voice=data["voice"],
        card=data["card"],
        place=data["place"],
        change=change,
    )
