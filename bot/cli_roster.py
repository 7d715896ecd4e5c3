"""`sidan invites [PLACE]`: an invite for everybody who is on the list and has not joined, as slips or as links."""

import csv
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from bot.app import opened
from bot.cli_ground import learn, run_async, settled
from bot.cli_qr import found
from bot.cli_words import Misused, printed, speaks
from bot.clock import Clock
from bot.links import Links
from bot.print import STAND_IN, missing, pdf_apart
from bot.print.slips import UNTIL, Invited, post_line, slips
from bot.settings import Settings
from dialogue.message import N_
from dialogue.say import say
from domain.calendar import day_of
from handlers import join, tokens
from storage import invites, roster
from storage.database import Tx
from storage.places import Atlas, Tree

BY = "system"
EITHER = N_("Say either --list or --links: new links make the slips from before worthless.")
FOR_WHOM = N_("Say with --key for whom; a slip like that makes whoever opens it that person.")
ALL_HERE = N_("Everybody on the list has joined.")
NOBODY_OF_THEM = N_("Nobody of them is still to join.")
MADE = N_("{file}: {n} slips, good until {until}. Cut them apart and give each to the one it names.")


@click.command("invites")
@click.argument("place", required=False)
@click.option("--key", "keys", multiple=True, help="Only whoever has this number on the office's list; several times.")
@click.option("--again", is_flag=True, help="With --key: also for somebody who has joined and lost their phone.")
@click.option("--out", default="invites.pdf", show_default=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "listed", is_flag=True, help="Only show who has not joined, and until when their slip is good.")
@click.option("--links", "linked", is_flag=True, help="Print new links as tab-separated lines instead of a PDF.")
def invites_for_all(
    place: str | None, keys: tuple[str, ...], again: bool, out: Path, listed: bool, linked: bool
) -> None:
    """Make an invite for everybody on the office's list who has not joined yet, at PLACE and below or everywhere.

    Each works once, for a week, for the first who opens it; slips that were printed before are good no more.
    --list makes none and leaves those that were printed as they are.
    """
    if listed and linked:
        raise Misused(EITHER)
    if again and not keys:
        raise Misused(FOR_WHOM)
    settings = settled()

    async def go() -> list[str]:
        clock, links = Clock(), Links(settings.url)
        await learn(settings, links)
        async with opened(settings, clock) as database:
            tree = await database.read(lambda tx: Atlas().now(tx, clock()))
            at = found(tree, place) if place else None
            good = await database.read(lambda tx: invites.good_until(tx, clock()))
            if listed:
                made = await database.read(lambda tx: still_to_join(tx, at, keys, again))
            else:
                made = await database.do(lambda tx: invited(tx, at, keys, clock(), again))
        if not made:
            return [speaks(settings)(NOBODY_OF_THEM if keys else ALL_HERE)]
        if listed or linked:
            _write_lines(made, tree, links, settings, good)
            return []
        until = day_of(clock() + join.WEEK - 1, settings.zone)
        return await _print(made, tree, links, settings, until, out)

    for line in run_async(go()):
        click.echo(line)


async def still_to_join(tx: Tx, place: str | None, keys: Sequence[str], again: bool = False) -> list[Invited]:
    """Without a link."""
    found = await roster.to_come(tx, place, joined=again)
    return [Invited(entry, posts, "") for entry, posts in found if not keys or entry.key in keys]


async def invited(tx: Tx, place: str | None, keys: Sequence[str], now: int, again: bool = False) -> list[Invited]:
    """In the order in which they are handed out: by place, role and name."""
    made = []
    for entry, posts, _ in await still_to_join(tx, place, keys, again):
        await invites.void(tx, entry.key, now)
        payload = await join.invite(
            tx,
            role=posts[0].role,
            place=posts[0].place,
            by=BY,
            random=secrets.token_bytes(tokens.TOKEN_BYTES),
            now=now,
            team=posts[0].team,
            roster_key=entry.key,
        )
        made.append(Invited(entry, posts, payload))
    return made


async def _print(
    made: Sequence[Invited], tree: Tree, links: Links, settings: Settings, until: date, out: Path
) -> list[str]:
    speak = speaks(settings)
    data = slips(made, tree, links, speak, until)
    write_for_me(out, await pdf_apart("slips", data))
    done = say(MADE, file=out, n=len(made), until=until).said(speak)
    return [done, *printed(missing(data), STAND_IN, settings)]


def write_for_me(out: Path, content: bytes) -> None:
    """Readable by its owner alone: whoever has the file can become anybody in it."""
    out.unlink(missing_ok=True)
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _write_lines(
    made: Sequence[Invited], tree: Tree, links: Links, settings: Settings, good: Mapping[str, int]
) -> None:
    """With the new links, or where none were made with the last day of the slip there is."""
    speak = speaks(settings)
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    for one in made:
        posts = "; ".join(post_line(post, tree, speak) for post in one.posts)
        until = good.get(one.entry.key)
        slip = speak(UNTIL).format(day=day_of(until - 1, settings.zone)) if until else ""
        table.writerow([one.entry.key, one.entry.name, posts, *(links.to(one.payload) if one.payload else [slip])])
