"""What is wrong in a policy file, said in one sentence that names the key."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

T = TypeVar("T", bound=BaseModel)
SAID = {"missing": "is missing", "extra_forbidden": "is not a word this file knows"}


class Mistake(Exception):
    """One sentence that names the key and what is wrong with it."""


def parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Mistake(_what_is_wrong(str(error), text)) from None


def _what_is_wrong(message: str, text: str) -> str:
    """tomllib tells where, not which key; for somebody who edits a file the key is the better sign."""
    place = re.search(r"line (\d+)", message)
    above = text.splitlines()[: int(place[1])] if place else [""]
    table = next((line.partition("]")[0].strip(" [") for line in reversed(above) if line.startswith("[")), "")
    key = above[-1].partition("=")[0].partition("]")[0].strip(" [")
    named = ".".join(dict.fromkeys(part for part in (table, key) if part)) or "the file"
    if "overwrite" in message or "twice" in message:
        return f"{named} is there twice (line {len(above)})"
    return f"{named} cannot be understood: {message}"


def checked(kind: type[T], raw: Mapping[str, Any], *within: str) -> T:
    """within: the keys that lead to this table."""
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        raise Mistake(_first(error, within)) from None


def _first(error: ValidationError, within: tuple[str, ...]) -> str:
    found = error.errors()[0]
    key = dotted(*within, *(part for part in found["loc"] if part != "[key]"))
    if found["type"] in SAID:
        return f"{key} {SAID[found['type']]}"
    wrong = found["msg"].removeprefix("Value error, ")
    value = found["input"]
    said = f"{wrong[:1].lower()}{wrong[1:]}" + (f", not {value!r}" if isinstance(value, str | int) else "")
    return f"{key}: {said}" if key else said


def dotted(*keys: str | int) -> str:
    """The key as the file writes it: place."qs/hy".calendar."""
    return ".".join(f'"{key}"' if "/" in str(key) else str(key) for key in keys)
