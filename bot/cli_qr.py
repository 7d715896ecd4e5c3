"""`sidan qr PLACE...`: posters to print, which of them hang, and one that is to count no more."""

import secrets
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from bot.app import opened
from bot.cli_ground import learn, run_async, settled
from bot.cli_words import Misused, Sorry, printed, speaks
from bot.clock import Clock
from bot.links import Links
from bot.print import STAND_IN, missing, pdf
from bot.print.posters import posters
from bot.settings import Settings
from bot.words import Words
from dialogue.message import N_
from dialogue.say import Say, say
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
WHICH = N_("Say for which PLACE, or --list, or --revoke CODE.")
NEAR = N_("There is no place {wanted}. Is it {near}?")
NO_PLACE = N_("There is no place {wanted}. Places come in by sidan import FILE.")
SEVERAL = N_("{wanted} may be {paths}: which one?")
MADE = N_("{file}: {n} posters.")
SCANNED = N_("{code}  {day}  scanned {n} times  {place}")
UNSCANNED = N_("{code}  {day}  never scanned  {place}")
NONE_YET = N_("No poster was made yet.")
NO_POSTER = N_("There is no poster {typed}. sidan qr --list shows all of them.")
BEFORE = N_("Poster {code} was revoked before.")
REVOKED = N_("Poster {code} ({place}) counts no more.")


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
        raise Misused(WHICH)
    settings = settled()

    async def go() -> list[str]:
        clock = Clock()
        async with opened(settings, clock) as database:
            tree = await database.read(lambda tx: Atlas().now(tx, clock()))
            places = [found(tree, one) for one in wanted]
            if revoke:
                return [(await database.do(lambda tx: _revoke(tx, tree, revoke, clock()))).said(speaks(settings))]
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
        near = get_close_matches(plain, [name for p in known for name in (p.name, place_name(tree, p.path))], 1, 0.5)
        raise Sorry(NEAR if near else NO_PLACE, wanted=wanted, near=near[0] if near else "")
    if len(fits) > 1:
        raise Sorry(SEVERAL, wanted=wanted, paths=", ".join(fits[:10]))
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
    made = say(MADE, file=out, n=len(codes)).said(speaks(settings))
    return [made, *printed(missing(data), STAND_IN, settings)]


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
    speak = speaks(settings)
    return [_line(code, tree, settings).said(speak) for code in codes.values()] or [speak(NONE_YET)]


def _line(code: PlaceCode, tree: Tree, settings: Settings) -> Say:
    day, place = day_of(code.made_at, settings.zone), place_name(tree, code.place)
    return say(SCANNED if code.scans else UNSCANNED, code=said(code.code), day=day, n=code.scans, place=place)


async def _revoke(tx: Tx, tree: Tree, typed: str, now: int) -> Say:
    code = numbers.read(typed)
    known = await place_codes.get(tx, code) if code else None
    if known is None:
        raise Sorry(NO_POSTER, typed=typed)
    if not await place_codes.revoke(tx, known.code, BY, now):
        raise Sorry(BEFORE, code=said(known.code))
    return say(REVOKED, code=said(known.code), place=place_name(tree, known.place))
