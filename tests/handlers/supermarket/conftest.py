"""A credit supermarket in the compound, kept by Qian, with rice on its shelf; Li has earned points."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from domain.person import Held, Role
from storage.database import Database, open_database
from storage.partners import Partner
from storage.supermarket import Goods
from tests.handlers.neighbour import Neighbour
from tests.handlers.supermarket.market import OTHER, SHOP, Market
from tests.handlers.town import COMMUNITY, COMPOUND, Town


@pytest.fixture
async def market(town: Town) -> Market:
    market = Market(town)
    await market.opens(Partner(SHOP, "杏福超市", COMPOUND, True, town.now))
    await market.opens(Partner(OTHER, "柳溪超市", COMMUNITY, True, town.now))
    await market.puts(Goods("rice", SHOP, "Rice 5 kg", "New harvest", 50, 3, None))
    return market


@pytest.fixture
async def qian(town: Town, market: Market) -> Neighbour:
    """Keeps the shop in the compound."""
    return await town.moves_in("Qian Mei", Held(Role.PARTNER, COMPOUND, SHOP))


@pytest.fixture
async def wu(town: Town, market: Market) -> Neighbour:
    """Keeps the other shop, of the community."""
    return await town.moves_in("Wu Gang", Held(Role.PARTNER, COMMUNITY, OTHER))


@pytest.fixture
async def li(town: Town, market: Market, qian: Neighbour) -> Neighbour:
    """A resident with 120 points."""
    li = await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")
    await market.gives(li, 120)
    return li


@pytest.fixture
async def zhao(town: Town, market: Market) -> Neighbour:
    """Another one, with as many."""
    zhao = await town.moves_in("Zhao Defu", Held(Role.RESIDENT, COMPOUND))
    await market.gives(zhao, 120)
    return zhao


@pytest.fixture
async def other(town: Town, url: str) -> AsyncIterator[Town]:
    """The same neighbourhood at another replica: nothing in memory is shared, but the ids are."""
    database: Database = await open_database(url)
    yield replace(town, database=database, seed=5)
    await database.close()
