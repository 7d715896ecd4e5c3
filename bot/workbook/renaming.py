"""A place renamed in its own row alone: the rows below that still have the name it had mean it, too."""

from collections.abc import Mapping, Sequence

from bot.workbook.layout import LEVELS
from bot.workbook.rows import PlaceRow
from domain.place import parents
from storage.places import Place

Names = tuple[str, ...]


def renamed(rows: Sequence[PlaceRow], known: Mapping[str, Place]) -> list[PlaceRow]:
    """The rows with the new names of what they lie in."""
    own = {row.code: row for row in rows if row.code in known and row.code.count("/") + 1 == len(row.names)}
    new = {code: row.names[-1] for code, row in own.items() if row.names[-1] != known[code].name}
    if not new:
        return list(rows)
    here = {row.names for row in rows}
    former = {_chain(code, known): code for code in new}
    former = {names: code for names, code in former.items() if names not in here}  # else it is another place's now
    return [_renamed(row, new, known, former) for row in rows]


def _chain(path: str, known: Mapping[str, Place]) -> Names:
    line = (*reversed(parents(path)), path)
    return tuple(known[one].name for one in line if one in known)


def _renamed(
    row: PlaceRow, new: Mapping[str, str], known: Mapping[str, Place], former: Mapping[Names, str]
) -> PlaceRow:
    codes, after = row.code.split("/") if row.code else [], {}
    for depth in range(1, len(row.names)):
        path = "/".join(codes[:depth]) if codes else former.get(row.names[:depth], "")
        if path in new and known[path].name == row.names[depth - 1]:
            after[LEVELS[depth - 1]] = new[path]
    return PlaceRow.model_construct(**row.model_dump() | after) if after else row
