"""A rehearsal on paper: a table to read, rows for a spreadsheet, a chart to hang up."""

import csv
import io
from collections.abc import Iterator
from itertools import groupby

from bot.charts import Heat
from bot.rehearsal import figures
from bot.rehearsal.figures import Burden, Line, Promise
from bot.rehearsal.world import World

WIDE = 42
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLUMNS = ("table", "row", "promise", "figure", "value")


def text(world: World) -> str:
    parts = [_kept_tables(world), _worst_table(world), _burden_table(world), _order_table(world)]
    return "\n\n".join(parts)


def _kept_tables(world: World) -> str:
    heads = {"all": "Chance of keeping each promise"}
    tables = []
    for group, found in groupby(figures.lines(world), key=lambda line: line.group):
        head = heads.get(group, group.capitalize())
        rows = [_line(line, line.promise if group == "all" else f"{line.label}: {line.promise}") for line in found]
        tables.append("\n".join([_head(head), *rows]))
    return "\n\n".join(tables)


def _head(title: str) -> str:
    return f"{title:<{WIDE}}{'cases':>8}{'kept':>9}{'95 % sure':>18}{'median':>10}"


def _line(line: Line, label: str) -> str:
    kept, between = line.kept, line.kept.between
    if kept.share is None or between is None:
        return f"  {label:<{WIDE - 2}}{0:>8}{'-':>9}"
    sure = f"{between[0]:.1%} - {between[1]:.1%}"
    return f"  {label:<{WIDE - 2}}{kept.cases:>8,}{kept.share:>9.1%}{sure:>18}{_lasting(kept.minutes):>10}"


def _lasting(minutes: float | None) -> str:
    if minutes is None:
        return "-"
    return (
        f"{minutes:.0f} min"
        if minutes < 120
        else f"{minutes / 60:.0f} h"
        if minutes < 2880
        else f"{minutes / 1440:.0f} d"
    )


def _worst_table(world: World) -> str:
    found = [(f"  {line.label}: {line.promise}", line.kept) for line in figures.worst(world)]
    wide = max([WIDE, *(len(label) + 1 for label, _ in found)])
    shares = [f"{label:<{wide}}{kept.share or 0:>7.1%} of {kept.cases:,}" for label, kept in found]
    return "\n".join([f"Where it breaks most (of {figures.FEW} cases or more)", *shares])


def _burden_table(world: World) -> str:
    head = (
        f"{'Messages':<16}{'people':>8}{'total':>10}{'mean':>7}{'median':>8}{'p95':>6}{'most':>6}"
        f"{'by clock':>10}{'digests':>9}{'urgent':>8}"
    )
    rows = [
        f"  {burden.job:<14}{burden.people:>8,}{burden.total:>10,}{burden.mean:>7.2f}{burden.median:>8}{burden.p95:>6}"
        f"{burden.most:>6}{burden.nags:>10,}{burden.digests:>9,}{burden.urgent:>8,}"
        for burden in figures.burdens(world)
    ]
    return "\n".join([head, *rows, "  mean, median, p95, most: of one person and day; of a resident and report"])


def _order_table(world: World) -> str:
    return "\n".join(["Orders", *(f"  {name:<{WIDE - 2}}{value:>8,}" for name, value in figures.orders(world).items())])


def rows(world: World) -> Iterator[tuple[str, str, str, str, str]]:
    """One figure a row: names of ours and plain numbers, nothing that a spreadsheet could take for a formula."""
    for line in [*figures.lines(world), *figures.worst(world)]:
        low, high = line.kept.between or (None, None)
        found = {"cases": line.kept.cases, "kept": line.kept.kept, "share": line.kept.share, "low": low, "high": high}
        found["median minutes"] = line.kept.minutes
        for figure, value in found.items():
            yield line.group, line.label, line.promise, figure, _number(value)
    for burden in figures.burdens(world):
        for figure in [name for name in Burden.__slots__ if name != "job"]:
            yield "messages", burden.job, "", figure, _number(getattr(burden, figure))
    for name, value in figures.orders(world).items():
        yield "orders", name, "", "number", _number(value)
    for weekday, hours in zip(WEEKDAYS, figures.by_hour(world), strict=True):
        for hour, kept in enumerate(hours):
            for figure, value in {"cases": kept.cases, "share": kept.share}.items():
                yield "hours", f"{weekday} {hour:02}", Promise.RESPONSE, figure, _number(value)


def _number(value: float | None) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.4f}"


def as_csv(world: World) -> str:
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\n")
    sheet.writerow(COLUMNS)
    sheet.writerows(rows(world))
    return written.getvalue()


def heat(world: World, title: str) -> Heat:
    """Hour by weekday: the chance that the promised response comes in time."""
    table = figures.by_hour(world)
    return Heat(
        "Chance of an answer in time", title,
        tuple(f"{hour:02}" for hour in range(24)), WEEKDAYS,
        tuple(tuple(table[day][hour].share for day in range(7)) for hour in range(24)),
        foot="By hour and weekday of the report.", empty="Nothing was reported.", low_is_dark=True,
    )  # fmt: skip
