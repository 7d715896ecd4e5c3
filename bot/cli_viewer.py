"""`sidan viewer CODE`: whose code stands on a picture of the screen."""

import unicodedata

import click
import structlog

from bot.app import opened
from bot.cli_ground import run_async, settled
from bot.clock import Clock
from storage import people, views
from storage.database import Tx

log = structlog.get_logger(__name__)


async def source(tx: Tx, code: str) -> tuple[str, str, str] | None:
    """Who it was shown to (id and name), and in which month."""
    plain = unicodedata.normalize("NFKC", code).strip(" ·•.").upper()
    found = await views.whose_code(tx, plain)
    if found is None:
        return None
    person = await people.person(tx, found[0])
    return found[0], person.name if person else "", found[1]


@click.command()
@click.argument("code")
def viewer(code: str) -> None:
    """Say to whom something was shown: CODE is what stands at the end of it, like 7K3M."""
    settings = settled()

    async def go() -> tuple[str, str, str] | None:
        async with opened(settings, Clock()) as database:
            return await database.read(lambda tx: source(tx, code))

    found = run_async(go())
    log.info("a viewer code was looked up", code=code, found=found is not None)
    if found is None:
        raise click.ClickException("Nobody was given this code.")
    id, name, month = found
    click.echo(f"{name or 'somebody whose name was erased'} ({id}), {month}")
