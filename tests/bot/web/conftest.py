"""A running web chat and two who visit it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.web.house import House, living, serving
from tests.bot.web.visitor import Visitor


@pytest.fixture
async def house(url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with living(url, tmp_path) as house:
        yield house


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    async with serving(house) as address:
        yield address


@pytest.fixture
async def visitor(address: str) -> AsyncIterator[Visitor]:
    async with Visitor(base_url=address, follow_redirects=True) as visitor:
        await visitor.arrive()
        yield visitor


@pytest.fixture
async def stranger(address: str) -> AsyncIterator[Visitor]:
    async with Visitor(base_url=address, follow_redirects=True) as stranger:
        await stranger.arrive()
        yield stranger
