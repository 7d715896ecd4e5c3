"""`sidan qr PLACE...`: posters to print, which of them hang, and one that is to count no more."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import click

from bot.app import opened
from bot.cli_ground import learn, run_async, settled
from bot.clock import Clock
from bot.links import Links
from bot.print import STAND_IN, missing, pdf
from bot.print.posters import posters
from bot.settings import Settings
from bot.words import Words
from domain import number as numbers
from domain.calendar import day_of
from domain.place import Kind, kind
from domain.place_code import Parts, posters_of, said
from handlers.look import place_name
from storage import place_codes
from storage.database import Database, Tx
from storage.numbers import taken
from storage.place_codes import PlaceCode
from storage.places import Atlas, Tree

BY = "system"


@click.command()
@click.argument("wanted", nargs=-1, metavar="PLACE...")
@click.option(
    "--each",
    multiple=True,
    type=click.Choice([str(parts) for parts in Parts]),
    help="One poster for each building or unit in it, or for the place itself; may be given several times. "
    "Without it: one for each building, or for the building or unit that PLACE is.",
)
@click.option("--out", default="posters.pdf", show_default=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "listed", is_flag=True, help="Show the posters that count, at PLACE or everywhere.")
@click.option("--revoke", metavar="CODE", help="This poster counts no more; CODE stands at its bottom.")
def qr(wanted: tuple[str, ...], each: tuple[str, ...], out: Path, listed: bool, revoke: str | None) -> None:
    """Write posters with QR codes as a PDF of A4 pages. PLACE is a path like qs/hy/lx/xf, or a name."""
    if bool(revoke) + bool(listed) + bool(wanted and not listed) != 1:
        raise click.UsageError("Say for which PLACE, or --list, or --revoke CODE.")
    settings = settled()

    async def go() -> list[str]:
        clock = Clock()
        async with opened(settings, clock) as database:
            tree = await database.read(lambda tx: Atlas().now(tx, clock()))
            places = [found(tree, one) for one in wanted]
            if revoke:
                return [await database.do(lambda tx: _revoke(tx, tree, revoke, clock()))]
            if listed:
                return await database.read(lambda tx: _hanging(tx, tree, settings, places or [""]))
            return await _print(database, tree, settings, _each(places, tree, [Parts(one) for one in each]), out)

    for line in run_async(go()):
        click.echo(line)


def found(tree: Tree, wanted: str) -> str:
    """By its path, or by the only name that fits, with or without the compound before it."""
    if tree.get(wanted):
        return wanted
    plain = wanted.replace(" ", "")
    known = [place for every in Kind for place in tree.of_kind(every)]
    fits = [p.path for p in known if plain in (p.name.replace(" ", ""), place_name(tree, p.path).replace(" ", ""))]
    if not fits:
        raise click.ClickException(f"There is no place {wanted}. `sidan places FILE` reads places from a file.")
    if len(fits) > 1:
        raise click.ClickException(f"{wanted} may be {', '.join(fits[:10])}: which one?")
    return fits[0]


def _each(places: Sequence[str], tree: Tree, each: Sequence[Parts]) -> list[str]:
    known = [*tree.of_kind(Kind.BUILDING), *tree.of_kind(Kind.UNIT)]
    every = [
        path
        for place in places
        for parts in each or [Parts.PLACE if kind(place) in (Kind.BUILDING, Kind.UNIT) else Parts.BUILDING]
        for path in posters_of(known, place, parts)
    ]
    return list(dict.fromkeys(every))


async def _print(database: Database, tree: Tree, settings: Settings, places: list[str], out: Path) -> list[str]:
    clock, links, words = Clock(), Links(settings.url), Words(settings.locale)
    await learn(settings, links)
    codes = await database.do(lambda tx: _made(tx, places, clock()))
    data = posters(codes, tree, links, words.to, settings.locale, settings.zone)
    out.write_bytes(pdf("posters", data))  # noqa: ASYNC240 - nothing else waits
    lines = [f"{out}: {len(codes)} posters."]
    if lacking := missing(data):
        lines.append(f"Our font lacks {' '.join(lacking)}; on the posters there is a {STAND_IN} for each.")
    if settings.public_url is None:
        lines.append(f"SIDAN_PUBLIC_URL is not set: the codes lead to {settings.url}, which no phone can open.")
    return lines


async def _made(tx: Tx, places: list[str], now: int) -> list[PlaceCode]:
    made = []
    for place in places:
        code = numbers.make(secrets.token_bytes(numbers.RANDOM_BYTES))
        while await taken(tx, code):
            code = numbers.make(secrets.token_bytes(numbers.RANDOM_BYTES))
        made.append(await place_codes.make(tx, code, place, BY, now))
    return made


async def _hanging(tx: Tx, tree: Tree, settings: Settings, places: list[str]) -> list[str]:
    codes = {code.code: code for place in places for code in await place_codes.hanging(tx, place)}
    return [
        f"{said(code.code)}  {day_of(code.made_at, settings.zone)}  "
        f"{f'scanned {code.scans} times' if code.scans else 'never scanned'}  {place_name(tree, code.place)}"
        for code in codes.values()
    ] or ["No poster was made yet."]


async def _revoke(tx: Tx, tree: Tree, typed: str, now: int) -> str:
    code = numbers.read(typed)
    known = await place_codes.get(tx, code) if code else None
    if known is None:
        raise click.ClickException(f"There is no poster {typed}. `sidan qr --list` shows all of them.")
    if not await place_codes.revoke(tx, known.code, BY, now):
        raise click.ClickException(f"Poster {said(known.code)} was revoked before.")
    return f"Poster {said(known.code)} ({place_name(tree, known.place)}) counts no more."
