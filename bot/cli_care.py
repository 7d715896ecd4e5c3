"""What keeps a desk running: doctor, rehearse, backup, migrate."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click

from bot.cli_ground import run_async, settled
from bot.clock import Clock
from bot.doctor import examine
from bot.policy import BadPolicy
from bot.settings import Settings
from storage.backup import backup as write_backup
from storage.database import open_database
from storage.migrate import migrate as bring_up


@click.command()
def doctor() -> None:
    """Look at database, channels, backlog and dead letters; the exit status says healthy or not."""
    settings = settled()
    healthy = True
    for finding in run_async(examine(settings, Clock())):
        click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.text}")
        healthy &= finding.well
    sys.exit(0 if healthy else 1)


@click.command()
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
    # The rehearsal's town and figures take a tenth of a second to load, which no other command is to wait for.
    from bot import rehearse as rehearsing
    from bot.rehearsal.scenario import BadScenario

    settings = settled()
    try:
        click.echo(rehearsing.rehearse(settings, file, weeks, year, seed, table, chart))
    except (BadPolicy, BadScenario, OSError) as error:
        raise click.ClickException(str(error)) from None


@click.command()
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


def in_use(pause: float) -> None:
    click.echo(f"The database is in use and cannot be changed yet; again in {pause:g} s.", err=True)


@click.command()
def migrate() -> None:
    """Bring the database up to date; `run` does it, too."""
    settings = settled()

    async def go() -> list[str]:
        database = await open_database(settings.database)
        try:
            return await bring_up(database, now=Clock()(), held_up=in_use)
        finally:
            await database.close()

    applied = run_async(go())
    click.echo("\n".join(applied) or "Nothing to do.")
