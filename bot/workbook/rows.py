"""What a row of each sheet must be: checked by pydantic, and told in our own sentences."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, ValidationInfo

from bot.workbook.cells import LONG
from bot.workbook.layout import LEVELS, PLACES
from bot.workbook.mistakes import Mistakes, Say, Wrong, as_it_is, listed, say
from bot.workbook.reading import Line, Table
from bot.workbook.vocabulary import Vocabulary
from dialogue.message import N_

EMPTY = N_("{title} is missing in this row.")
NOT_OFFERED = N_("{text} is none of {offered}.")
IS_IT = N_("{text} is not offered here. Is it {near}? Choose it from the list in the cell.")
NOT_IN_LIST = N_("{text} is not offered here. Choose one from the list in the cell.")
FEW = 10  # to be listed
NO_DEGREES = N_("{text} is no latitude or longitude in degrees.")
HALF_A_POINT = N_("Latitude and longitude go together: fill in both, or neither.")
NO_PHONE = N_("{text} is no phone number.")
NO_MOBILE = N_("A mobile number has 11 digits; {text} has {n}.")
NO_NUMBER = N_("A staff number is at most 40 letters, digits, dots and hyphens; {text} is none.")
LEVEL_MISSING = N_("{title} is missing: a place lies in every level above it. Copy it from the row above.")
WHO_IS_IT = N_("Fill in a staff number or a phone, so that two people of one name can be told apart.")
NO_LINE = N_("Only a department has a line of business.")
PHONE = re.compile(r"\+?[0-9][0-9 ()#*转-]{2,24}")
MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{7,})")
BETWEEN_DIGITS = re.compile(r"[ ().－-]")
NUMBER = re.compile(r"[A-Za-z0-9.一-鿿-]{1,40}")

LONGEST_NAME = 60  # it stands on buttons

R = TypeVar("R", bound="Row")


def a_word(text: str, info: ValidationInfo) -> str:
    """The key of a word that the drop-down of its column offers."""
    if not text:
        return ""
    words: Vocabulary = info.context["words"]  # type: ignore[index]
    kind = str(info.field_name)
    key = words.read(kind, text)
    if key is None:
        raise not_offered(text, words.offered(kind))
    return key


def not_offered(text: str, offered: list[str]) -> Wrong:
    """The nearest by name; a few are listed, of many the list in the cell is told."""
    near = get_close_matches(text, offered, 1, 0.5) or [one for one in offered if text in one or one in text][:1]
    if near:
        return Wrong(IS_IT, text=as_it_is(text), near=as_it_is(near[0]))
    if len(offered) > FEW:
        return Wrong(NOT_IN_LIST, text=as_it_is(text))
    return Wrong(NOT_OFFERED, text=as_it_is(text), offered=listed(offered))


def a_line(text: str, info: ValidationInfo) -> str:
    """A line of business of ours by its key; one we do not know as it is written."""
    words: Vocabulary = info.context["words"]  # type: ignore[index]
    return words.read("line", text) or text


def degrees(text: str) -> str:
    try:
        if text and not -180 <= float(text) <= 180:
            raise ValueError
    except ValueError:
        raise Wrong(NO_DEGREES, text=as_it_is(text)) from None
    return text


def a_phone(text: str) -> str:
    mobile = MOBILE.fullmatch(BETWEEN_DIGITS.sub("", text))
    if mobile and len(mobile[1]) != 11:
        raise Wrong(NO_MOBILE, text=as_it_is(text), n=len(mobile[1]))
    if mobile:
        return mobile[1]
    if text and not PHONE.fullmatch(text):
        raise Wrong(NO_PHONE, text=as_it_is(text))
    return text.replace(" ", "")


def a_number(text: str) -> str:
    if text and not NUMBER.fullmatch(text):
        raise Wrong(NO_NUMBER, text=as_it_is(text))
    return text


def a_name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise Wrong(LONG, most=LONGEST_NAME)
    return text


Name = Annotated[str, AfterValidator(a_name)]
Word = Annotated[str, AfterValidator(a_word)]
Degrees = Annotated[str, AfterValidator(degrees)]


class Row(BaseModel):
    """Empty cells are empty texts; `row` is its number in the sheet."""

    model_config = ConfigDict(frozen=True)

    row: int

    def lacking(self) -> Iterator[tuple[str, Say]]:
        """What the columns together make wrong."""
        return iter(())


class PlaceRow(Row):
    city: Name = ""
    street: Name = ""
    community: Name = ""
    compound: Name = ""
    sort: Word = ""
    building: str = ""  # or many of them
    unit: str = ""
    lat: Degrees = ""
    lon: Degrees = ""
    code: str = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """From the city down to what the row is about."""
        return tuple(name for name in (getattr(self, level) for level in LEVELS) if name)

    @property
    def level(self) -> str:
        return LEVELS[len(self.names) - 1]

    def lacking(self) -> Iterator[tuple[str, Say]]:
        filled = [level for level in LEVELS if getattr(self, level)]
        for level in LEVELS[: LEVELS.index(filled[-1])] if filled else ():
            if level not in filled:
                yield level, say(LEVEL_MISSING, title=say(PLACES.column(level).title))
        if bool(self.lat) != bool(self.lon):
            yield ("lon" if self.lat else "lat"), say(HALF_A_POINT)


class GridRow(Row):
    name: Name = ""
    place: str = ""
    buildings: str = ""
    worker: str = ""
    stand_in: str = ""
    code: str = ""


class PersonRow(Row):
    number: Annotated[str, AfterValidator(a_number)] = ""
    name: Name = ""
    phone: Annotated[str, AfterValidator(a_phone)] = ""
    role: Word = ""
    place: str = ""
    team: str = ""

    def lacking(self) -> Iterator[tuple[str, Say]]:
        if not self.number and not self.phone:
            yield "number", say(WHO_IS_IT)


class TeamRow(Row):
    name: Name = ""
    kind: Word = ""
    place: str = ""
    line: Annotated[str, AfterValidator(a_line)] = ""
    code: str = ""

    def lacking(self) -> Iterator[tuple[str, Say]]:
        if self.line and self.kind and self.kind != "department":
            yield "line", say(NO_LINE)


class DutyRow(Row):
    category: Word = ""
    sort: Word = ""
    place: str = ""
    responsible: str = ""


def checked(table: Table, model: type[R], words: Vocabulary, mistakes: Mistakes) -> list[R]:
    """The rows, with a mistake for every cell that is wrong; such a cell is empty then, so that the rest is checked."""
    found = []
    for line in table.lines:
        row, wrong = _row(table, line, model, words)
        for column, sentence in wrong.items():
            if column not in line.wrong and (column in table.letters or column in line.values):
                mistakes.add(table.at(line.row, column), sentence)
        if row:
            found.append(row)
    return found


def _row(table: Table, line: Line, model: type[R], words: Vocabulary) -> tuple[R | None, dict[str, Say]]:
    """None where too little is left to go on with."""
    lacking = {
        column.name: say(EMPTY, title=say(column.title))
        for column in table.sheet.columns
        if column.needed and not line.values.get(column.name)
    }
    row, wrong = _validated({"row": line.row, **line.values}, model, words)
    whole = all(column.name in table.letters for column in table.sheet.columns[1:])  # else that is what is wrong
    together = dict(row.lacking()) if row and whole and not wrong else {}
    unnamed = table.sheet is PLACES and {*wrong, *line.wrong}.intersection(LEVELS)
    return (None if lacking or together or unnamed else row), lacking | wrong | together


def _validated(values: dict[str, Any], model: type[R], words: Vocabulary) -> tuple[R | None, dict[str, Say]]:
    try:
        return model.model_validate(values, context={"words": words}), {}
    except ValidationError as error:
        wrong = {str(e["loc"][0]): _sentence(e["ctx"]["error"]) for e in error.errors()}
    right = {name: value for name, value in values.items() if name not in wrong}
    return model.model_validate(right, context={"words": words}), wrong


def _sentence(error: Exception) -> Say:
    """Every validator of ours raises Wrong, and texts are all that comes in."""
    if not isinstance(error, Wrong):
        raise error
    return error.said
