"""Places from a small file: one line a place, with its path, kind, name, grid and position."""

import csv
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from domain.place import BadPlace, check, kind
from storage.places import Place


class BadRegister(Exception):
    """The file of places is wrong: one sentence a mistake."""


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    name: str
    grid: str | None = None
    lat: float | None = None
    lon: float | None = None

    @field_validator("path", "grid")
    @classmethod
    def well_written(cls, path: str | None) -> str | None:
        try:
            return check(path) if path else None
        except BadPlace as bad:
            raise ValueError((type(bad).__doc__ or "").strip()) from None


def read(file: Path) -> list[Place]:
    """path,name[,grid,lat,lon] with a heading; raises BadRegister with every mistake there is."""
    found, wrong = [], []
    with file.open(encoding="utf-8-sig", newline="") as text:
        for number, row in enumerate(csv.DictReader(text), 2):
            try:
                line = Line.model_validate({key: value or None for key, value in row.items() if key})
            except ValidationError as error:
                wrong += [f"{file.name} line {number}, {e['loc'][0]}: {said(e['msg'])}" for e in error.errors()]
                continue
            found.append(Place(line.path, str(kind(line.path)), line.name, line.grid, line.lat, line.lon))
    known = {place.path for place in found}
    wrong += [
        f"{place.path}: there is no grid {place.grid}" for place in found if place.grid and place.grid not in known
    ]
    if wrong:
        raise BadRegister("\n".join(wrong))
    # Grids first: buildings refer to them.
    return sorted(found, key=lambda place: place.kind != "grid")


def said(message: str) -> str:
    return message.removeprefix("Value error, ")
