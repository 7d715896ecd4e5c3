"""Reads what a neighbourhood decided for itself: the packaged policy.toml, or the copy named in the settings."""

from collections.abc import Mapping
from datetime import tzinfo
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.policy_file import CategoryTable, DangerTable, PolicyFile, SkillTable
from bot.policy_mistakes import Mistake, checked, parsed
from bot.policy_rules import every_place
from domain.activity import Gathering
from domain.category import Catalogue, Category
from domain.danger import Danger
from domain.group import Groups
from domain.matching import Offering
from domain.order import Lane
from domain.person import Role
from domain.place import Kind
from domain.policy import RUNGS, Policy
from domain.redemption import PickUp
from domain.retention import Retention
from domain.skill import Skill, Skills

PACKAGED = "policy.toml"
SHANGHAI = ZoneInfo("Asia/Shanghai")
AGAINST = {"property": Role.PROPERTY, "owners": Role.OWNERS, "community": Role.COMMUNITY}
UPWARDS = (Kind.GRID, Kind.COMPOUND, Kind.COMMUNITY, Kind.STREET, Kind.CITY)


class BadPolicy(Exception):
    """The policy file is wrong: one sentence that names the file, the key and the mistake."""


def load(path: Path | None = None, zone: tzinfo = SHANGHAI) -> Policy:
    """The packaged policy, or the file that replaces it; raises BadPolicy."""
    name = str(path) if path else PACKAGED
    try:
        text = path.read_text("utf-8") if path else files("bot").joinpath(PACKAGED).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{name}: cannot be read ({error})") from None
    try:
        return _policy(parsed(text), path.parent if path else Path(), zone)
    except Mistake as mistake:
        raise BadPolicy(f"{name}: {mistake}") from None


def _policy(raw: Mapping[str, Any], folder: Path, zone: tzinfo) -> Policy:
    file = checked(PolicyFile, raw)
    _check_lanes(file)
    _check_catalogue(file)
    rules, places = every_place(file, raw, folder, zone)
    return Policy(
        catalogue=Catalogue(_category(key, table) for key, table in file.category.items()),
        dangers=tuple(_danger(key, table) for key, table in file.danger.items()),
        rules=rules,
        places=places,
        rungs=_rungs(file),
        reports_a_day=file.limits.reports_a_day,
        offering=Offering(**dict(file.offering)),
        wishes=file.wishes.read(),
        points=file.points.read(),
        pick_up=PickUp(**dict(file.pick_up)),
        gathering=Gathering(**dict(file.activities)),
        retention=Retention(**dict(file.retention)),
        groups=Groups(**dict(file.groups)),
        skills=_skills(file.skill or _packaged_skills()),
    )


def _check_lanes(file: PolicyFile) -> None:
    for lane in Lane:
        if lane not in file.patience:
            raise Mistake(f"patience.{lane} is missing")


def _check_catalogue(file: PolicyFile) -> None:
    """What one table alone cannot know."""
    for key, danger in file.danger.items():
        if danger.category is not None and danger.category not in file.category:
            raise Mistake(f"danger.{key}.category names {danger.category!r}, which is not in the catalogue")
    for key, category in file.category.items():
        words = [word for tier in category.words.values() for word in tier]
        twice = next((word for at, word in enumerate(words) if word in words[:at]), None)
        if twice is not None:
            raise Mistake(f"category.{key}.words contains {twice!r} twice, with two weights")


def _rungs(file: PolicyFile) -> dict[Kind, Kind]:
    """The desk above each kind of place; every way leads up and ends."""
    rungs = {**RUNGS, **{Kind(below): Kind(above) for below, above in file.rungs.items()}}
    for start in file.rungs:
        way = [Kind(start)]
        while way[-1] in rungs and way.count(way[-1]) == 1:
            way.append(rungs[way[-1]])
        if way[-1] == way[0] and len(way) > 1:
            raise Mistake(f"rungs.{start}: goes round in a circle: {', '.join(way)}")
    for below, above in rungs.items():
        if UPWARDS.index(above) <= UPWARDS.index(below):
            raise Mistake(f"rungs.{below}: a {above} is not above a {below}")
    return rungs


def _category(key: str, table: CategoryTable) -> Category:
    words = tuple((word, weight) for weight, tier in table.words.items() for word in tier)
    against = AGAINST[table.against] if table.against else None
    return Category(key=key, **dict(table) | {"words": words, "level": Kind(table.level), "against": against})


def _danger(key: str, table: DangerTable) -> Danger:
    lists = {name: tuple(getattr(table, name)) for name in ("numbers", "words", "unless")}
    return Danger(key=key, **dict(table) | lists)


def _skills(tables: Mapping[str, SkillTable]) -> Skills:
    return Skills(Skill(key, table.zh, table.en, tuple(table.words)) for key, table in tables.items())


def _packaged_skills() -> dict[str, SkillTable]:
    """For a file from before there were any, and for one that has none of its own."""
    raw = parsed(files("bot").joinpath(PACKAGED).read_text("utf-8"))
    return {key: SkillTable.model_validate(table) for key, table in raw["skill"].items()}
