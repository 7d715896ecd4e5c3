"""The command that rehearses: play, then the table on the screen, the rows and the chart into files."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import click

from bot import charts
from bot.policy import load as load_policy
from bot.rehearsal import paper, scenario
from bot.rehearsal.play import play
from bot.settings import Settings

CHARTS = (".png", ".svg")


class BadRehearsal(click.ClickException):
    """What was asked for does not go together."""


def rehearse(
    settings: Settings, file: Path | None, weeks: int | None, year: int | None, seed: int,
    table: Path | None, chart: Path | None,
) -> str:  # fmt: skip
    """What to print; the files are written by then."""
    if chart and chart.suffix.lower() not in CHARTS:
        raise BadRehearsal(f"{chart} is not drawn: a chart is a {' or an '.join(CHARTS)} file.")
    if weeks and year:
        raise BadRehearsal("Say either --weeks or --year.")
    policy = load_policy(settings.policy, settings.zone)
    found = scenario.load(policy.catalogue, file)
    first, last = span(found, weeks, year)
    with _bar((last - first).days + 1) as progress:
        world = play(found, policy, first, last, seed, progress)
    title = headline(len(world.town.grids), first, last, seed)
    if table:
        table.write_text(paper.as_csv(world), "utf-8")
    if chart:
        drawn = charts.svg(paper.heat(world, title))
        chart.write_bytes(charts.png(drawn) if chart.suffix.lower() == ".png" else drawn.encode())
    return f"{title}\n\n{paper.text(world)}"


def span(found: scenario.Scenario, weeks: int | None, year: int | None) -> tuple[date, date]:
    """The first and the last day."""
    if year:
        return date(year, 1, 1), date(year, 12, 31)
    return found.run.start, found.run.start + timedelta(weeks=weeks or found.run.weeks, days=-1)


def headline(grids: int, first: date, last: date, seed: int) -> str:
    return f"{grids} grids, {first} to {last}, seed {seed}"


@contextmanager
def _bar(days: int) -> Iterator[Callable[[int], None]]:
    """On stderr, so that the table can be piped."""
    with click.progressbar(length=days, label="Rehearsing", file=sys.stderr) as bar:

        def over(number: int) -> None:
            if number > bar.pos:
                bar.update(number - bar.pos)

        yield over
        over(days)
