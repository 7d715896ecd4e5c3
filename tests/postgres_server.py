"""A real PostgreSQL for the tests of one run, shared by its workers."""

import fcntl
import logging
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from storage.database import open_database
from storage.migrate import migrate

# Of this process: databases that wait to be used again, and what their tables, functions and triggers look like.
SPARE: dict[str, list[str]] = {}
SHAPE: dict[str, str] = {}
SHAPED = """
    SELECT md5(string_agg(name, ',' ORDER BY name)) FROM (
        SELECT c.relname || c.relnatts::text AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL SELECT t.tgname || t.tgenabled::text FROM pg_trigger t
        UNION ALL SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    ) AS shape
"""
ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Without foreign keys and triggers; what is empty is left alone. Migrations fill no other table than their own.
EMPTIED = """
DO $$
DECLARE known TEXT; filled BOOLEAN;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR known IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', known) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', known);
        END IF;
    END LOOP;
END $$
"""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of the server of `folder`: whoever comes first starts it, whoever leaves last stops it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have an XDG_RUNTIME_DIR
        from pgserver.postgres_server import get_server
    with one_at_a_time(folder):
        server = get_server(data_of(folder), cleanup_mode="delete")
        # Nobody pulls the plug on a test server.
        server.psql("".join(f"ALTER SYSTEM SET {name} = off;" for name in ("fsync", "full_page_writes")))
        server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri()
    finally:
        logging.getLogger("pgserver").disabled = True
        with one_at_a_time(folder):
            server.cleanup()


def data_of(folder: Path) -> Path:
    """Not below `folder`: whenever another pytest starts it closes its folders to everybody but us,
    and under root the server is somebody else."""
    note = folder / "postgres.path"
    if not note.exists() or not Path(note.read_text()).exists():
        note.write_text(tempfile.mkdtemp(prefix="sidan-postgres-"))
    return Path(note.read_text())


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@asynccontextmanager
async def empty(server: str) -> AsyncIterator[str]:
    name = new_name()
    await tell(server, f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C'")
    yield within(server, name)
    await tell(server, f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def migrated(server: str) -> AsyncIterator[str]:
    """A database of one's own: one that was used before and is as new again, which costs less than a new one."""
    spares = SPARE.setdefault(server, [])
    name = spares.pop() if spares else await copied(server)
    yield within(server, name)
    if await as_new(server, name):
        spares.append(name)
    else:
        await tell(server, f"DROP DATABASE {name} WITH (FORCE)")


async def copied(server: str) -> str:
    name = new_name()
    copy = f"CREATE DATABASE {name} TEMPLATE migrated"
    try:
        await tell(server, copy)
    except asyncpg.InvalidCatalogNameError:
        await make_template(server)
        await tell(server, copy)
    async with talking_to(within(server, name)) as connection:
        SHAPE[server] = await connection.fetchval(SHAPED)
    return name


async def as_new(server: str, name: str) -> bool:
    """Empty every table; False where a test has left something else behind than rows."""
    async with talking_to(within(server, name)) as connection:
        await connection.execute(ALONE)
        if await connection.fetchval(SHAPED) != SHAPE[server]:
            return False
        await connection.execute(EMPTIED)
        return True


async def make_template(server: str) -> None:
    name = new_name()
    await tell(server, f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C'")
    database = await open_database(within(server, name))
    await migrate(database)
    await database.close()
    try:
        await tell(server, f"ALTER DATABASE {name} RENAME TO migrated")
    except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):  # another worker was faster, or as fast
        await tell(server, f"DROP DATABASE {name}")


def new_name() -> str:
    return f"test_{uuid.uuid4().hex}"


def within(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


async def tell(server: str, command: str) -> None:
    async with talking_to(server) as connection:
        await connection.execute(command)


@asynccontextmanager
async def talking_to(address: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()
