"""The rules of each place: what it says itself, laid key by key over those of the place around it."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.calendars import BadDays, Holidays, MakeUpDays, exceptions
from bot.policy_file import CalendarTable, PatienceTable, PolicyFile, RulesTable
from bot.policy_mistakes import Mistake, checked, dotted
from domain.calendar import Calendar, Period, Quiet
from domain.place import BadPlace, check, parents
from domain.policy import LADDERS, Budget, FollowUp, Patience, Rules

WEEKS = 52  # within which a patience must end, so that the clock always finds its moment

Calendars = Callable[[CalendarTable], Calendar]


def every_place(file: PolicyFile, raw: Mapping[str, Any], folder: Path, zone: tzinfo) -> tuple[Rules, dict[str, Rules]]:
    """What holds everywhere, and what holds at and below a place."""
    # Places that count alike share a calendar, and with it what it has worked out.
    calendars = lru_cache(maxsize=None)(lambda table: _calendar(table, folder, zone))
    rules = _rules(file, calendars)
    laid = _laid(file, {key: raw[key] for key in RulesTable.model_fields if key in raw})
    tables = {path: checked(RulesTable, own, "place", path) for path, own in laid.items()}
    return rules, {path: _rules(table, calendars, "place", path) for path, table in tables.items()}


def _laid(file: PolicyFile, everywhere: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    laid: dict[str, Mapping[str, Any]] = {}
    for path, own in sorted(file.place.items()):  # a place comes after the places around it
        try:
            check(path)
        except BadPlace as bad:
            raise Mistake(f'place."{path}": {(type(bad).__doc__ or "").strip(" .")}') from None
        around = next((laid[above] for above in parents(path) if above in laid), everywhere)
        laid[path] = merged(around, own)
    return laid


def merged(around: Any, own: Any) -> Any:
    """Tables are merged key by key; anything else replaces what was there."""
    if not isinstance(around, Mapping) or not isinstance(own, Mapping):
        return own
    return {**around, **{key: merged(around.get(key), value) for key, value in own.items()}}


def _rules(table: RulesTable, calendars: Calendars, *within: str) -> Rules:
    _check_reachable(table, *within)
    try:
        calendar = calendars(table.calendar)
    except BadDays as bad:
        raise Mistake(f"{dotted(*within, 'calendar', 'file')}: {bad}") from None
    return Rules(
        calendar=calendar,
        lanes={lane: _patience(patience) for lane, patience in table.patience.items()},
        ladders={**LADDERS, **table.ladder},
        quiet=Quiet(**dict(table.quiet)),
        budget=Budget(**dict(table.budget)),
        follow_up=FollowUp(**dict(table.follow_up)),
        digest=table.digest,
        report=table.report,
        pause=table.pause,
        urge=table.urge,
        owners_sign_off=table.owners_sign_off,
    )


def _patience(table: PatienceTable) -> Patience:
    return Patience(**dict(table))


def _calendar(table: CalendarTable, folder: Path, zone: tzinfo) -> Calendar:
    own = exceptions(folder / table.file) if table.file else {}
    return Calendar(zone, table.week, table.holiday, Holidays(table.country), MakeUpDays(table.country), own)


def _check_reachable(table: RulesTable, *within: str) -> None:
    week = sum(_length(period) for day in table.calendar.week for period in day)
    for lane, patience in table.patience.items():
        for state, span in patience:
            if span.working and span.seconds > WEEKS * week:
                key = dotted(*within, "patience", lane, state)
                raise Mistake(f"{key}: would take more than a year in this calendar")


def _length(period: Period) -> int:
    start, end = (when.hour * 3600 + when.minute * 60 for when in period)
    return (end or 86_400) - start
