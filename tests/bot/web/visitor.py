"""A browser, as far as HTTP goes."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from PIL import Image

from storage.database import Database

Event = tuple[str, dict[str, Any], str | None]


class Visitor(httpx.AsyncClient):
    session: str

    async def arrive(self, **query: Any) -> dict[str, Any]:
        hello: dict[str, Any] = (await self.get("/chat/hello", params=query)).json()
        self.session = hello["session"]
        return hello

    @property
    def you(self) -> str:
        """The address of this visitor's chat."""
        return f"web:{self.session}"

    async def says(self, text: str = "", id: str = "message-1", **more: Any) -> httpx.Response:
        return await self.post("/chat/say", json={"id": id, "text": text} | more)

    @asynccontextmanager
    async def page(self, **query: Any) -> AsyncIterator[AsyncIterator[Event]]:
        """An open page, and what it hears: name, data and id of each event."""
        async with self.stream("GET", "/chat/events", params=query, timeout=10) as response:
            assert response.status_code == 200, await response.aread()
            yield events(response.aiter_lines())

    async def sees(self, count: int, **query: Any) -> list[dict[str, Any]]:
        """What a new page shows once it shows so many messages."""
        seen: dict[str, dict[str, Any]] = {}
        async with self.page(**query) as heard:
            while len(seen) < count:
                name, data, _ = await anext(heard)
                seen |= {data["key"]: data} if name == "message" else {}
        return sorted(seen.values(), key=lambda message: message["place"])

    async def until(self, last: str, **query: Any) -> list[Event]:
        """All that a new page hears up to an event of this name."""
        heard: list[Event] = []
        async with self.page(**query) as page:
            while not heard or heard[-1][0] != last:
                heard.append(await anext(page))
        return heard


async def events(lines: AsyncIterator[str]) -> AsyncIterator[Event]:
    name, data, seq = "message", "", None
    async for line in lines:
        field, _, value = line.partition(": ")
        match field:
            case "event":
                name = value
            case "data":
                data = value
            case "id":
                seq = value
            case "" if data:
                yield name, json.loads(data), seq
                name, data, seq = "message", "", None


def photo(size: tuple[int, int] = (64, 48)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG")
    return file.getvalue()


async def inbox_size(database: Database) -> int:
    row = await database.read(lambda tx: tx.one("SELECT COUNT(*) AS n FROM inbox"))
    assert row is not None
    return int(row["n"])
