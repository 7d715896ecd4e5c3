"""`sidan export-orders orders.xlsx`: what was reported and what became of it, without who reported it."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import click

from bot import policy
from bot.app import opened
from bot.cli_ground import run_async, settled
from bot.cli_words import Sorry, speaks
from bot.clock import Clock
from bot.settings import Settings
from dialogue.message import N_
from dialogue.say import say
from domain.calendar import MIDNIGHT, at
from storage import export
from storage.database import Database
from storage.export import Chosen, Exported
from storage.places import Atlas

WRITTEN = N_("{file}: {n} orders.")
NO_PLACE = N_("There is no place {place}.")
ORDERS = N_("Orders")
EVER = (date(2000, 1, 1), date(2999, 12, 31))
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export-orders")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "first", type=DAY, help="The first day: 2026-11-01.")
@click.option("--to", "last", type=DAY, help="The last day, which is in it.")
@click.option("--place", default="", help="Only here and below, like qs/hy/lx.")
def export_orders(file: Path, first: datetime | None, last: datetime | None, place: str) -> None:
    """Write orders as a table for Excel.

    Nobody is named in it: names, phones and doors are hidden, and a place is told down to the building.
    """
    settings = settled()

    async def go() -> int:
        async with opened(settings, Clock()) as database:
            days = (first.date() if first else EVER[0], last.date() if last else EVER[1])
            return await write(database, settings, file, chosen(settings, *days, place))

    click.echo(say(WRITTEN, file=file, n=f"{run_async(go()):,}").said(speaks(settings)))


def chosen(settings: Settings, first: date, last: date, place: str) -> Chosen:
    """Whole days of the neighbourhood's own time."""
    begins, ends = (at(day, MIDNIGHT, settings.zone) for day in (first, last + timedelta(days=1)))
    return Chosen(begins, ends, place)


async def write(database: Database, settings: Settings, file: Path, chosen: Chosen) -> int:
    """How many. The file is there whole or not at all."""
    from bot.order_sheet import OrderSheet  # it takes a tenth of a second, which no other command is to wait for

    now = int(datetime.now(UTC).timestamp())
    tree = await database.read(lambda tx: Atlas().now(tx, now))
    if chosen.place and tree.get(chosen.place) is None:
        raise Sorry(NO_PLACE, place=chosen.place)
    count, rules = await database.read(partial(export.how_many, chosen=chosen)), policy.load(settings.policy)
    part, speak = file.with_name(file.name + ".part"), speaks(settings)
    try:
        with (
            OrderSheet(part, tree, rules, settings.zone, speak, settings.locale) as sheet,
            click.progressbar(length=count, label=speak(ORDERS), file=sys.stderr) as bar,
        ):
            done = await _fill(database, chosen, sheet.add, bar.update)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return done


async def _fill(
    database: Database, chosen: Chosen, add: Callable[[Exported], None], advance: Callable[[int], None]
) -> int:
    done, after = 0, ""
    while page := await database.read(partial(export.orders, chosen=chosen, after=after)):
        for order in page:
            add(order)
        done, after = done + len(page), page[-1].id
        advance(len(page))
    return done
