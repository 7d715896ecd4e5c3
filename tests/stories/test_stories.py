"""Every story, through Telegram by polling, Telegram by webhook and the web chat, on both databases."""

from collections.abc import Awaitable, Callable

import pytest

from tests.stories.stories import STORIES
from tests.stories.town import Estate, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_story(town: Town, story: Callable[[Estate], Awaitable[None]]):
    await story(town.estate())
