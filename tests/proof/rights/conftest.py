"""The town in which rights are walked: played once, copied for every test."""

import asyncio
import os
import random
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database, Tx, open_database
from tests.proof.rights.play import Inside
from tests.proof.rights.scene import Scene
from tests.proof.rights.scene_cast import Things
from tests.proof.rights.walk import Combination


@dataclass(frozen=True)
class Prepared:
    """file: a database in which there is one of everything. now: the moment at which everybody tries."""

    file: Path
    things: Things
    now: int


async def played(database: Database) -> tuple[Things, int]:
    """All of it in one unit of work."""

    async def unit(tx: Tx) -> tuple[Things, int]:
        scene = Scene(Inside(tx, tx.kind))
        return await scene.made(), scene.town.now

    return await database.do(unit)


@pytest.fixture(scope="session")
def prepared(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    file = tmp_path_factory.mktemp("rights") / "sidan.db"
    shutil.copyfile(migrated_file, file)

    async def make() -> Prepared:
        database = await open_database(f"sqlite:{file}")
        things, now = await played(database)
        await database.close()
        return Prepared(file, things, now)

    with ThreadPoolExecutor(1) as elsewhere:  # a test's own loop may be running
        return elsewhere.submit(asyncio.run, make()).result()


@dataclass(frozen=True)
class Place:
    """Where it is walked."""

    database: Database
    things: Things
    now: int


@pytest.fixture
async def place(prepared: Prepared, tmp_path: Path) -> AsyncIterator[Place]:
    shutil.copyfile(prepared.file, tmp_path / "sidan.db")
    database = await open_database(f"sqlite:{tmp_path / 'sidan.db'}")
    yield Place(database, prepared.things, prepared.now)
    await database.close()


def sampled(found: list[Combination], chance: random.Random, most: int | None) -> list[Combination]:
    """So many by chance, or all. RIGHTS_ONLY: all of the entries with this in their name, and no others."""
    if only := os.environ.get("RIGHTS_ONLY"):
        return [one for one in found if only in one.entry.name]
    return found if most is None else chance.sample(found, min(most, len(found)))


@pytest.fixture
def chance() -> random.Random:
    """RIGHTS_SEED: the sample of a run that failed, once more."""
    seed = os.environ.get("RIGHTS_SEED") or str(random.SystemRandom().randrange(10**6))
    print(f"RIGHTS_SEED={seed}")
    return random.Random(seed)
