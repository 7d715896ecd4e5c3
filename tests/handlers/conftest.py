"""A small compound in which the loop can be played: Li reports, Zhou hands out, Wang does it."""

import pytest

from domain.person import Held, Role
from storage.database import Database
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, GRID_2, STREET, Town
from tests.proof.machines.ground import server

__all__ = ["server"]  # on which database a machine is played


@pytest.fixture
async def town(database: Database) -> Town:
    town = Town(database)
    await town.built()
    return town


@pytest.fixture
async def li(town: Town) -> Neighbour:
    """A resident who reported from building 3 before."""
    return await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")


@pytest.fixture
async def zhao(town: Town) -> Neighbour:
    """A resident who never reported anything."""
    return await town.moves_in("Zhao Defu", Held(Role.RESIDENT, COMPOUND))


@pytest.fixture
async def zhou(town: Town) -> Neighbour:
    """The dispatcher of the compound."""
    return await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))


@pytest.fixture
async def wang(town: Town) -> Neighbour:
    """The grid worker of buildings 1 to 3."""
    return await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1))


@pytest.fixture
async def hu(town: Town) -> Neighbour:
    """A second worker of the same grid."""
    return await town.moves_in("Hu Bin", Held(Role.GRID, GRID_1))


@pytest.fixture
async def chen(town: Town) -> Neighbour:
    """The grid worker of buildings 4 to 6."""
    return await town.moves_in("Chen Jing", Held(Role.GRID, GRID_2))


@pytest.fixture
async def zhang(town: Town) -> Neighbour:
    """Of the property company."""
    return await town.moves_in("Zhang Weidong", Held(Role.PROPERTY, COMPOUND))


@pytest.fixture
async def liu(town: Town) -> Neighbour:
    """One level above Zhou: the community."""
    return await town.moves_in("Liu Fang", Held(Role.COMMUNITY, COMMUNITY))


@pytest.fixture
async def sun(town: Town) -> Neighbour:
    """Two levels above Zhou: the street office."""
    return await town.moves_in("Sun Zhiqiang", Held(Role.STREET, STREET))
