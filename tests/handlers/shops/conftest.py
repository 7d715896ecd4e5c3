"""Wu keeps a barber's shop that Zhou let in; Li and Zhao live near by."""

import pytest

from tests.handlers.neighbour import Neighbour
from tests.handlers.shops.shop import keeper, on_the_menu, partner
from tests.handlers.town import Town


@pytest.fixture
async def shop(town: Town, zhou: Neighbour) -> str:
    """The partner's id."""
    return await partner(town, zhou, "小王理发店")


@pytest.fixture
async def wu(town: Town, shop: str, zhou: Neighbour) -> Neighbour:
    return await keeper(town, zhou, shop, "Wu Mei")


@pytest.fixture
async def haircut(wu: Neighbour, zhou: Neighbour) -> str:
    """On the menu; the service's id."""
    return await on_the_menu(wu, zhou, "上门理发", "Low-cost", "15 元", "at their home")
