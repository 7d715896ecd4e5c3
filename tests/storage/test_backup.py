"""A copy of a database in use is whole, or there is none."""

import asyncio
import sqlite3
import stat
from pathlib import Path

import pytest

from storage import backup as backups
from storage.backup import BackupBroken, NoBackupHere, backup
from storage.database import Database, StorageDown, Tx, Unit, open_database


async def write_two(tx: Tx, number: int) -> None:
    await tx.run("INSERT INTO leases (name, holder, until) VALUES (:name, 'a', 0)", name=f"a{number}")
    await tx.run("INSERT INTO leases (name, holder, until) VALUES (:name, 'b', 0)", name=f"b{number}")


def writing(number: int) -> Unit[None]:
    return lambda tx: write_two(tx, number)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_copy_made_while_people_write_is_whole(database: Database, tmp_path: Path):
    file = tmp_path / "backup.db"
    writers = asyncio.gather(*(database.do(writing(number)) for number in range(3000)))
    await database.do(writing(-1))
    for _ in range(3):  # the second and third replace the one before
        await backup(database, file)
    await writers
    copy = await open_database(f"sqlite:{file}")
    rows = await copy.read(lambda tx: tx.all("SELECT name FROM leases"))
    await copy.close()
    names = {row["name"] for row in rows}
    assert "a-1" in names
    assert {name[1:] for name in names if name[0] == "a"} == {name[1:] for name in names if name[0] == "b"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_nobody_else_may_read_the_copy(database: Database, tmp_path: Path):
    await backup(database, tmp_path / "backup.db")
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_copy_that_does_not_pass_the_check_is_thrown_away(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def copy_with_a_stray(source: Path, file: Path) -> None:
        copy(source, file)
        torn = sqlite3.connect(file)
        torn.execute("INSERT INTO authors (order_id, person, placed_at) VALUES ('nowhere', 'nobody', 0)")
        torn.commit()
        torn.close()

    copy = backups.copy
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "backup.db").write_text("the one before")
    monkeypatch.setattr(backups, "copy", copy_with_a_stray)
    with pytest.raises(BackupBroken):
        await backup(database, folder / "backup.db")
    assert [(file.name, file.read_text()) for file in folder.iterdir()] == [("backup.db", "the one before")]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_folder_that_does_not_exist_is_told(database: Database, tmp_path: Path):
    with pytest.raises(StorageDown, match="no"):
        await backup(database, tmp_path / "no" / "backup.db")


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_on_postgresql_the_right_command_is_named(database: Database, tmp_path: Path):
    with pytest.raises(NoBackupHere, match="pg_dump"):
        await backup(database, tmp_path / "backup.sql")
