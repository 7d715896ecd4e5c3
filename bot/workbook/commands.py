"""What the commands of the workbook do, and what they say."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from bot import policy
from bot.app import opened
from bot.clock import Clock, Ids
from bot.settings import Settings
from bot.words import Words
from bot.workbook import importing
from bot.workbook.comparing import Plan
from bot.workbook.exporting import Export
from bot.workbook.importing import Checked, Moved
from bot.workbook.mistakes import Mistakes, Speak, Unreadable, say
from bot.workbook.telling import told
from bot.workbook.vocabulary import Vocabulary
from bot.workbook.writing import write
from dialogue.message import N_
from storage import moving_in

WRITTEN = N_("{file} is ready. Fill it in, then: sidan import {file} --dry-run")
EXPORTED = N_("{file} holds {places} places and {people} people. It has names and phones in it: keep it safe.")
EXISTS = N_("{file} exists already. Choose another name, or say --force to write over it.")
NOT_THERE = N_("There is no file {file}.")
WRONG = N_("Mistakes: {n}. Nothing was changed.")
PASSED_OVER = N_("Example rows passed over: {n}.")
DRY_RUN = N_("This was a dry run: nothing was changed.")
DONE = N_("Imported.")
SURE = N_("Go on?")
MEANWHILE = N_("Somebody changed places or people at the same moment, so nothing was imported. Run it again.")
READING = N_("Reading")


def spoken(settings: Settings) -> tuple[Vocabulary, Speak]:
    words = Words(settings.locale)
    speak = words.to(settings.locale)
    catalogue = list(policy.load(settings.policy, settings.zone).catalogue)
    languages = [words.to(language) for language in words.languages()]
    return Vocabulary(speak, languages, catalogue, lambda one: one.title(settings.locale)), speak


@contextlib.contextmanager
def put_at(file: Path, speak: Speak, force: bool) -> Iterator[Path]:
    """Half a workbook is never left behind, a filled one never written over by mistake, and others may not read it."""
    if file.exists() and not force:
        raise click.ClickException(say(EXISTS, file=file).said(speak))
    handle, half = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}.")
    os.close(handle)
    try:
        yield Path(half)
        Path(half).replace(file)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise


def template(settings: Settings, file: Path, force: bool) -> None:
    words, speak = spoken(settings)
    with put_at(file, speak, force) as half:
        write(half, {}, words)
    click.echo(say(WRITTEN, file=file).said(speak))


async def export(settings: Settings, file: Path, force: bool) -> None:
    words, speak = spoken(settings)
    async with opened(settings, Clock()) as database:
        known = await database.read(moving_in.known)
    with put_at(file, speak, force) as half:
        write(half, Export(known, words).rows(), words)
    people = sum(1 for entry in known.people if entry.left_at is None)
    click.echo(say(EXPORTED, file=file, places=len(known.places), people=people).said(speak))


def checked(file: Path, words: Vocabulary, speak: Speak) -> Checked:
    if not file.exists():
        raise click.ClickException(say(NOT_THERE, file=file).said(speak))
    try:
        with click.progressbar(length=1, label=speak(READING), file=sys.stderr) as bar:
            return importing.check(file, words, partial(advance, bar))
    except Unreadable as wrong:
        raise click.ClickException(wrong.said.said(speak)) from None


def advance(bar: Any, done: int, whole: int) -> None:
    bar.length = max(whole, 1)
    bar.update(done - bar.pos)


async def bring_in(settings: Settings, file: Path, dry_run: bool, yes: bool) -> None:
    words, speak = spoken(settings)
    found, clock = checked(file, words, speak), Clock()
    rows = found.rows
    if rows is None:
        refuse(found.mistakes, speak)
    async with opened(settings, clock) as database:
        badges = await database.read(partial(importing.badges, count=len(rows.people)))
        seen, more = await database.read(partial(importing.look, rows=rows, words=words, badges=badges))
        found.mistakes.extend(more)
        if found.mistakes:
            refuse(found.mistakes, speak)
        tell(seen, found.examples, speak)
        if dry_run:
            click.echo(speak(DRY_RUN))
        if dry_run or not seen.changes:
            return
        again = seen.known.let_go.intersection(seen.changes.posts)
        if (seen.changes.ended or seen.changes.gone or again) and not yes and sys.stdin.isatty():
            click.confirm(speak(SURE), abort=True, err=True)
        try:
            await database.do(partial(importing.carry_out, seen=seen, now=clock(), fresh=Ids()))
        except Moved:
            raise click.ClickException(speak(MEANWHILE)) from None
        click.echo(speak(DONE))


def tell(seen: Plan, examples: int, speak: Speak) -> None:
    for line in told(seen, speak):
        click.echo(line)
    if examples:
        click.echo(say(PASSED_OVER, n=examples).said(speak))


def refuse(mistakes: Mistakes, speak: Speak) -> NoReturn:
    for line in mistakes.said(speak):
        click.echo(line, err=True)
    raise click.ClickException(say(WRONG, n=len(mistakes)).said(speak))
