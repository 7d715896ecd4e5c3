"""The command line."""

import asyncio
import secrets
import sys
import tempfile
from collections.abc import Coroutine
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

import click
import uvloop

from bot import demo as demo_data
from bot import policy, registry
from bot import rehearse as rehearsing
from bot.app import App, opened, put_together, serve
from bot.clock import Clock
from bot.doctor import examine
from bot.links import Links
from bot.logs import start_logs
from bot.media_place import media_of
from bot.policy import BadPolicy
from bot.rehearsal.scenario import BadScenario
from bot.settings import Settings, SettingsError, load_settings
from bot.telegram import Telegram
from bot.web_demo import demo_page_routes
from domain.person import Role
from domain.place import kind
from handlers import join
from storage import invites, people, places
from storage.backup import backup as write_backup
from storage.database import Database, StorageError, Tx, open_database
from storage.migrate import migrate as bring_up

T = TypeVar("T")

ROLES = {
    "admin": Role.ADMIN,
    "city": Role.CITY,
    "street": Role.STREET,
    "community": Role.COMMUNITY,
    "grid": Role.GRID,
    "volunteer": Role.VOLUNTEER,
    "property": Role.PROPERTY,
    "owners": Role.OWNERS,
    "department": Role.DEPARTMENT,
    "resident": Role.RESIDENT,
}


def run_async(coroutine: Coroutine[Any, Any, T]) -> T:
    """One sentence for what an operator can mend; a traceback only for what is our own mistake."""
    try:
        return uvloop.run(coroutine)
    except (SettingsError, StorageError, BadPolicy, registry.BadRegister, OSError) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        sys.exit(130)


def settled(**given: Any) -> Settings:
    try:
        settings = load_settings(**given)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    start_logs(settings)
    return settings


def version() -> str:
    try:
        return metadata.version("sidan")
    except metadata.PackageNotFoundError:
        return "of this checkout"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version())
def main() -> None:
    """sidan: the chat desk of a neighbourhood. Settings are read from SIDAN_... and from .env."""


@main.command()
def run() -> None:
    """Run the desk, from the settings."""
    settings = settled()

    async def go() -> None:
        clock = Clock()
        async with opened(settings, clock) as database:
            app = put_together(settings, database, clock)
            for line in await first_steps(app):
                click.echo(line)
            await serve(app, ready=lambda: click.echo(f"sidan listens at {settings.url}"))

    run_async(go())


async def first_steps(app: App) -> list[str]:
    """On an empty database: a single-use link for the first administrator."""

    async def unit(tx: Tx) -> str | None:
        if await people.anybody_is(tx, Role.ADMIN):
            return None
        await invites.revoke_unused(tx, Role.ADMIN, "system", app.clock())  # of an earlier start
        return await join.invite(
            tx, role=Role.ADMIN, place=None, by="system", random=secrets.token_bytes(16), now=app.clock()
        )

    payload = await app.database.do(unit)
    if payload is None:
        return []
    await learn(app.settings, app.links)
    return [
        "There is no administrator yet. This link makes one, once:",
        *(f"  {link}" for link in app.links.to(payload)),
    ]


@main.command()
@click.option("--speed", default=1, show_default=True, type=click.IntRange(1, 3600), help="How fast the clock runs.")
@click.option("--listen", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.option("--language", default="zh_CN", show_default=True, type=click.Choice(["zh_CN", "en"]))
def demo(speed: int, listen: str, language: str) -> None:
    """Play the loop on five phones, in a made-up compound that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sidan-demo-") as folder:
        settings = settled(
            database=f"sqlite:{folder}/sidan.db",
            data=Path(folder, "data"),
            listen=listen,
            public_url=None,
            locale=language,
            telegram_token=None,
            telegram_mode="polling",
        )

        async def go() -> None:
            clock = Clock(speed, demo_data.a_working_hour(policy.load(settings.policy, settings.zone), Clock()()))
            async with opened(settings, clock) as database:
                app = put_together(settings, database, clock)
                seats = await demo_data.settle(database, app.house, clock(), language)
                more = demo_page_routes(
                    seats,
                    words=app.words,
                    public_url=settings.url,
                    assets=app.assets,
                    speed=speed,
                    speak=lambda chosen: demo_data.speak(database, chosen),
                )
                await serve(app, more, ready=lambda: click.echo(f"Open {settings.url}/demo"))

        run_async(go())


@main.command()
@click.argument("role", type=click.Choice([*ROLES, join.GROUP]))
@click.argument("place", required=False)
@click.option("--team", help="The name of the department or company.")
def invite(role: str, place: str | None, team: str | None) -> None:
    """Print a single-use link, for each channel, that gives ROLE at PLACE (a path like qs/hy/lx/xf)."""
    settings = settled()
    if role != "admin" and not place:
        raise click.ClickException("This role is held at a place: sidan invite ROLE PLACE.")

    async def go() -> list[str]:
        clock, links = Clock(), Links(settings.url)
        async with opened(settings, clock) as database:
            await must_exist(database, place)
            must_fit(role, place)
            key = join.GROUP if role == join.GROUP else str(ROLES[role])
            payload = await database.do(
                lambda tx: join.invite(
                    tx, role=key, place=place, by="system", random=secrets.token_bytes(16), now=clock(), team=team
                )
            )
        await learn(settings, links)
        return links.to_group(payload) if role == join.GROUP else links.to(payload)

    found = run_async(go())
    if not found:
        raise click.ClickException("A group is bound in Telegram: set SIDAN_TELEGRAM_TOKEN first.")
    click.echo("Valid for seven days, for the first who opens it:")
    for link in found:
        click.echo(f"  {link}")


async def must_exist(database: Database, place: str | None) -> None:
    if place and await database.read(lambda tx: places.get(tx, place)) is None:
        raise click.ClickException(f"There is no place {place}. `sidan places FILE` reads places from a file.")


def must_fit(role: str, place: str | None) -> None:
    wanted = join.HELD_AT.get(role if role == join.GROUP else ROLES[role])
    if place and wanted and kind(place) not in wanted:
        names = " or ".join(f"a {name}" for name in wanted)
        raise click.ClickException(f"The role {role} is held at {names}, and {place} is a {kind(place)}.")


async def learn(settings: Settings, links: Links) -> None:
    """The bot's name, for the Telegram link, where Telegram can be reached within a few seconds."""
    if not settings.telegram_token:
        return
    telegram = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api, media_of(settings))
    await telegram.open()
    try:
        await asyncio.wait_for(links.learn(telegram.bot), 5)
    except TimeoutError:
        click.echo("Telegram cannot be reached, so its link is left out.", err=True)
    finally:
        await telegram.close()


@main.command(name="places")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read_places(file: Path) -> None:
    """Read places from a CSV file: path,name,grid,lat,lon (see docs/operating.md)."""
    settings = settled()

    async def go() -> int:
        found = registry.read(file)
        async with opened(settings, Clock()) as database:
            return await database.do(lambda tx: places.add(tx, found))

    click.echo(f"{run_async(go())} places were read.")


@main.command()
def doctor() -> None:
    """Look at database, channels, backlog and dead letters; the exit status says healthy or not."""
    settings = settled()
    healthy = True
    for finding in run_async(examine(settings, Clock())):
        click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.text}")
        healthy &= finding.well
    sys.exit(0 if healthy else 1)


@main.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--weeks", type=click.IntRange(1, 520), help="How long, from the start that FILE names.")
@click.option("--year", type=click.IntRange(2001, 2100), help="A calendar year instead.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same rehearsal.")
@click.option("--csv", "table", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures as CSV.")
@click.option("--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw hours and weekdays: .png or .svg.")
def rehearse(
    file: Path | None, weeks: int | None, year: int | None, seed: int, table: Path | None, chart: Path | None
) -> None:
    """Try the rules of the policy in simulated time, over a made-up town or the one in FILE."""
    settings = settled()
    try:
        click.echo(rehearsing.rehearse(settings, file, weeks, year, seed, table, chart))
    except (BadPolicy, BadScenario, OSError) as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a checked copy of a SQLite database that may be in use."""
    settings = settled()

    async def go() -> None:
        database = await open_database(settings.database)
        try:
            await with_progress(settings, file, write_backup(database, file))
        finally:
            await database.close()

    run_async(go())
    click.echo(f"{file} is whole.")


async def with_progress(settings: Settings, file: Path, work: Coroutine[Any, Any, None]) -> None:
    """A copy grows to about the size of the database."""
    total = size(Path(settings.database.partition(":")[2]))
    task = asyncio.create_task(work)
    with click.progressbar(length=max(total, 1), label="Copying", file=sys.stderr) as bar:
        while not task.done():
            await asyncio.wait([task], timeout=0.2)
            grown = max((size(part) for part in file.parent.glob(f"*{file.name}*")), default=0)
            bar.update(max(0, min(grown, total) - bar.pos))
    await task


def size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


@main.command()
def migrate() -> None:
    """Bring the database up to date; `run` does it, too."""
    settings = settled()

    async def go() -> list[str]:
        database = await open_database(settings.database)
        try:
            return await bring_up(database, now=Clock()())
        finally:
            await database.close()

    applied = run_async(go())
    click.echo("\n".join(applied) or "Nothing to do.")


from bot.cli_orders import export_orders  # noqa: E402 - it runs by what stands above
from bot.cli_qr import qr  # noqa: E402 - it runs by what stands above
from bot.cli_roster import invites_for_all  # noqa: E402 - it runs by what stands above
from bot.cli_viewer import viewer  # noqa: E402 - it runs by what stands above
from bot.cli_workbook import bring_in, export, template  # noqa: E402 - they run by what stands above

main.add_command(qr)
main.add_command(invites_for_all)
main.add_command(viewer)
main.add_command(template)
main.add_command(bring_in)
main.add_command(export)
main.add_command(export_orders)
