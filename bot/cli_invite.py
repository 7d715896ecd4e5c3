"""`sidan invite` and `sidan places`: a single link, and places from a CSV file."""

import secrets
from pathlib import Path

import click

from bot import registry
from bot.app import opened
from bot.cli_ground import learn, run_async, settled
from bot.clock import Clock
from bot.links import Links
from domain.person import Role
from domain.place import kind
from handlers import join
from storage import places
from storage.database import Database

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


@click.command()
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


@click.command(name="places")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read_places(file: Path) -> None:
    """Read places from a CSV file: path,name,grid,lat,lon (see docs/operating.md)."""
    settings = settled()

    async def go() -> int:
        found = registry.read(file)
        async with opened(settings, Clock()) as database:
            return await database.do(lambda tx: places.add(tx, found))

    click.echo(f"{run_async(go())} places were read.")
