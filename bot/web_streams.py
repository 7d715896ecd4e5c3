"""The open pages of each chat: who is waiting for news, and ringing their bell."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

PAGES = 5  # a chat may be open this often; after that the oldest page is told that it continues elsewhere


class Page:
    """One open page: rings when there may be news, is over when it must stop."""

    def __init__(self) -> None:
        self._bell = asyncio.Event()
        self.over = False
        self.elsewhere = False

    def ring(self) -> None:
        self._bell.set()

    def stop(self, elsewhere: bool = False) -> None:
        self.over, self.elsewhere = True, elsewhere
        self._bell.set()

    async def rung(self, patience: float) -> bool:
        """False when nothing happened for so many seconds. Look for news after this, not before: none is missed."""
        try:
            async with asyncio.timeout(patience):
                await self._bell.wait()
        except TimeoutError:
            return False
        self._bell.clear()
        return True


class Streams:
    def __init__(self) -> None:
        self._pages: dict[str, list[Page]] = defaultdict(list)
        self._closed = False

    @contextmanager
    def open(self, address: str) -> Iterator[Page]:
        page = Page()
        pages = self._pages[address]
        pages.append(page)
        if len(pages) > PAGES:
            pages.pop(0).stop(elsewhere=True)
        if self._closed:
            page.stop()
        try:
            yield page
        finally:
            if page in pages:
                pages.remove(page)
            if not pages and self._pages.get(address) is pages:
                del self._pages[address]

    def wake(self, address: str) -> None:
        for page in self._pages.get(address, ()):
            page.ring()

    def close(self) -> None:
        """End every stream, and those still to come: a server that stops does not wait for pages."""
        self._closed = True
        for pages in self._pages.values():
            for page in pages:
                page.stop()

    def __len__(self) -> int:
        return sum(len(pages) for pages in self._pages.values())
