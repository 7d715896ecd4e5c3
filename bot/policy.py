"""Reads what a neighbourhood decided for itself: the packaged policy.toml, or the copy named in the settings."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from domain.category import Catalogue, Category, plain
from domain.danger import Danger
from domain.order import Lane
from domain.person import Role
from domain.place import Kind
from domain.policy import MINUTE, Patience, Policy

PACKAGED = "policy.toml"
AGAINST = {"property": Role.PROPERTY, "owners": Role.OWNERS, "community": Role.COMMUNITY}


class BadPolicy(Exception):
    """The policy file is wrong: one sentence that names the file, the key and the mistake."""


def _words(words: list[str]) -> list[str]:
    seen = set()
    for word in words:
        if not plain(word) or not all(plain(part) for part in word.split("+")):
            raise ValueError("contains an empty word")
        if plain(word) in seen:
            raise ValueError(f"contains {word!r} twice")
        seen.add(plain(word))
    return words


Minutes = Annotated[int, Field(gt=0, le=525_600, strict=True)]
Sentence = Annotated[str, Field(min_length=1, pattern=r"\S")]
Words = Annotated[list[str], AfterValidator(_words)]
SomeWords = Annotated[Words, Field(min_length=1)]
Number = Annotated[str, Field(pattern=r"^[0-9]{3,12}$")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,23}$")]  # a button carries it
Level = Literal["grid", "compound", "community", "street", "city"]
Against = Literal["property", "owners", "community"]
Team = Literal["property", "grid", "community", "street", "department", "volunteers"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Patience(_Table):
    placed: Minutes
    dispatched: Minutes
    accepted: Minutes
    finished: Minutes


class _Category(_Table):
    zh: Sentence
    en: Sentence
    words: Annotated[dict[Annotated[int, Field(gt=0, le=100)], SomeWords], Field(min_length=1)]
    lane: Lane = Lane.ORDINARY
    level: Level = "community"
    response: Minutes | None = None
    feedback: Minutes | None = None
    safety: bool = False
    team: Team | None = None
    line: Sentence | None = None
    against: Against | None = None


class _Limits(_Table):
    reports_a_day: Annotated[int, Field(gt=0, strict=True)] = 20


class _Danger(_Table):
    zh: Sentence
    en: Sentence
    numbers: Annotated[list[Number], Field(min_length=1)]
    words: SomeWords
    unless: Words = []
    category: str | None = None


class _File(_Table):
    limits: _Limits = _Limits()
    patience: dict[Lane, _Patience]
    category: Annotated[dict[Key, _Category], Field(min_length=1)]
    danger: dict[Key, _Danger]


def load(path: Path | None = None) -> Policy:
    """The packaged policy, or the file that replaces it; raises BadPolicy."""
    name = str(path) if path else PACKAGED
    try:
        text = path.read_text("utf-8") if path else files("bot").joinpath(PACKAGED).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{name}: cannot be read ({error})") from None
    return _policy(name, _parsed(name, text))


def _policy(name: str, raw: Mapping[str, Any]) -> Policy:
    try:
        file = _File.model_validate(raw)
    except ValidationError as error:
        raise BadPolicy(f"{name}: {_first(error)}") from None
    _check_together(name, file)
    return Policy(
        catalogue=Catalogue(_category(key, table) for key, table in file.category.items()),
        dangers=tuple(_danger(key, table) for key, table in file.danger.items()),
        lanes={lane: _patience(table) for lane, table in file.patience.items()},
        reports_a_day=file.limits.reports_a_day,
    )


def _check_together(name: str, file: _File) -> None:
    """What one table alone cannot know."""
    for lane in Lane:
        if lane not in file.patience:
            raise BadPolicy(f"{name}: patience.{lane} is missing")
    for key, danger in file.danger.items():
        if danger.category is not None and danger.category not in file.category:
            raise BadPolicy(f"{name}: danger.{key}.category names {danger.category!r}, which is not in the catalogue")
    for key, category in file.category.items():
        words = [word for tier in category.words.values() for word in tier]
        twice = next((word for at, word in enumerate(words) if word in words[:at]), None)
        if twice is not None:
            raise BadPolicy(f"{name}: category.{key}.words contains {twice!r} twice, with two weights")


def _category(key: str, table: _Category) -> Category:
    words = tuple((word, weight) for weight, tier in table.words.items() for word in tier)
    against = AGAINST[table.against] if table.against else None
    return Category(key=key, **dict(table) | {"words": words, "level": Kind(table.level), "against": against})


def _danger(key: str, table: _Danger) -> Danger:
    lists = {name: tuple(getattr(table, name)) for name in ("numbers", "words", "unless")}
    return Danger(key=key, **dict(table) | lists)


def _patience(table: _Patience) -> Patience:
    return Patience(**{state: minutes * MINUTE for state, minutes in table})


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"{name}: {_what_is_wrong(str(error), text)}") from None


def _what_is_wrong(message: str, text: str) -> str:
    """tomllib tells where, not which key; for somebody who edits a file the key is the better sign."""
    place = re.search(r"line (\d+)", message)
    above = text.splitlines()[: int(place[1])] if place else [""]
    table = next((line.strip(" []") for line in reversed(above) if line.startswith("[")), "")
    key = above[-1].partition("=")[0].strip(" []")
    named = ".".join(dict.fromkeys(part for part in (table, key) if part)) or "the file"
    if "overwrite" in message or "twice" in message:
        return f"{named} is there twice (line {len(above)})"
    return f"{named} cannot be understood: {message}"


SAID = {"missing": "is missing", "extra_forbidden": "is not a word this file knows"}


def _first(error: ValidationError) -> str:
    found = error.errors()[0]
    key = ".".join(str(part) for part in found["loc"] if part != "[key]")
    if found["type"] in SAID:
        return f"{key} {SAID[found['type']]}"
    wrong = found["msg"].removeprefix("Value error, ")
    value = found["input"]
    return f"{key}: {wrong[:1].lower()}{wrong[1:]}" + (f", not {value!r}" if isinstance(value, str | int) else "")
