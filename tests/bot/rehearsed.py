"""A small town to rehearse in, changed key by key."""

import tomllib
from copy import deepcopy
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from bot.policy import load
from bot.rehearsal.figures import Line, lines
from bot.rehearsal.play import play
from bot.rehearsal.scenario import PACKAGED, Scenario, read
from bot.rehearsal.world import World
from domain.policy import Policy

POLICY = load()
RAW = tomllib.loads(files("bot").joinpath(PACKAGED).read_text("utf-8"))
MONDAY = date(2026, 3, 2)  # four weeks without a holiday

SMALL = {"grids": [{"count": 4, "households": 300, "workers": 1}], "cases.a_household_and_year": 6.0}
MACHINES = {
    f"habits.{who}.{key}": value
    for who in ("dispatcher", "worker", "company", "resident")
    for key, value in {
        "spread": 0.0, "overlooks": 0.0, "on_duty": 0.1,
        **{key: {"minutes": 0.1, "share": 1.0} for key in ("off_duty", "night", "urgent")},
    }.items()
}  # fmt: skip
WILLING = {
    "absence.days_a_year": 0.0, "working.declines": 0.0, "working.says_so": 1.0, "working.says_so_after": 0.1,
    "working.urgent_says_so_after": 0.1, "working.keeps_day": 1.0, "working.usual.hours": 0.1, "working.of": {},
}  # fmt: skip
NOBODY_AT_A_DESK = {f"desks.{rung}.dispatchers": 0 for rung in ("compound", "community", "street", "city")}


def changed(raw: dict[str, Any], *changes: dict[str, Any]) -> dict[str, Any]:
    """The file with other values, by dotted key."""
    raw = deepcopy(raw)
    for path, value in [item for change in changes for item in change.items()]:
        *tables, key = path.split(".")
        table = raw
        for name in tables:
            table = table[name]
        table[key] = value
    return raw


def town(*changes: dict[str, Any]) -> Scenario:
    return read("town.toml", changed(RAW, SMALL, *changes), POLICY.catalogue)


def rehearsed(
    *changes: dict[str, Any], policy: Policy = POLICY, first: date = MONDAY, days: int = 14, seed: int = 1
) -> World:
    return play(town(*changes), policy, first, first + timedelta(days=days - 1), seed)


def shares(world: World, group: str = "all") -> dict[tuple[str, str], float | None]:
    return {(line.label, str(line.promise)): line.kept.share for line in found(world, group)}


def found(world: World, group: str) -> list[Line]:
    return [line for line in lines(world) if line.group == group]
