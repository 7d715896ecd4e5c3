"""Orders as a table for Excel: what somebody wrote stays words, a moment is a date, and nobody is named."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dialogue.message import N_
from dialogue.say import Speak
from domain import mask
from domain.order import Closing, Lane, State
from domain.permit import is_team, role_of
from domain.person import Role
from domain.place import SORT_NAMES, Kind, Sort, around
from domain.policy import Policy
from handlers.names import CLOSINGS, ROLES, STATES
from storage.export import Exported
from storage.places import Tree

ROWS = 1_000_000  # a sheet holds 1,048,576
LONGEST = 32_000  # characters; a cell holds 32,767
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what begins so would be reckoned with, once somebody edits the cell

LANES: Mapping[Lane, str] = {
    Lane.URGENT: N_("urgent matter"),
    Lane.ORDINARY: N_("ordinary matter"),
    Lane.DIFFICULT: N_("difficult matter"),
    Lane.HOT: N_("joint matter"),
}

# A heading, and how wide its column is.
HEADINGS = (
    (N_("Number"), 9),
    (N_("Street"), 12),
    (N_("Community"), 12),
    (N_("Compound"), 14),
    (N_("Type of compound"), 12),
    (N_("Building"), 10),
    (N_("Kind of matter"), 14),
    (N_("Urgency"), 8),
    (N_("What was written (names, phones and doors hidden)"), 50),
    (N_("State"), 12),
    (N_("Closed as"), 14),
    (N_("With whom"), 16),
    (N_("Reported at"), 16),
    (N_("First answer at"), 16),
    (N_("Accepted at"), 16),
    (N_("Done at"), 16),
    (N_("Closed at"), 16),
    (N_("Minutes to the first answer"), 10),
    (N_("Minutes to acceptance"), 10),
    (N_("Minutes until done"), 10),
    (N_("Minutes until closed"), 10),
    (N_("Stars"), 6),
    (N_("Opened again"), 8),
    (N_("Raised"), 8),
    (N_("Urged"), 8),
    (N_("On behalf of somebody"), 10),
)
KINDS = (Kind.STREET, Kind.COMMUNITY, Kind.COMPOUND)


class OrderSheet:
    """`with OrderSheet(file, ...) as sheet: sheet.add(row)`; holds one row in memory, whatever their number."""

    def __init__(self, file: Path, tree: Tree, policy: Policy, zone: tzinfo, speak: Speak, language: str) -> None:
        self._tree, self._policy, self._zone, self._speak, self._language = tree, policy, zone, speak, language
        # What somebody wrote is never a formula, a link or a number, whatever it looks like.
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = Workbook(file, {"constant_memory": True, **never})
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8F0E8", "valign": "top"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._sheets = 0
        self._row = ROWS
        self._sheet: Worksheet | None = None

    def __enter__(self) -> Self:
        self._turn_over()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._book.close()

    def add(self, order: Exported) -> None:
        if self._row > ROWS:
            self._turn_over()
        for column, value in enumerate(self._cells(order)):
            self._write(column, value)
        self._row += 1

    def _turn_over(self) -> None:
        self._sheets += 1
        name = self._speak(N_("Orders"))
        sheet = self._sheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        sheet.freeze_panes(1, 1)
        for column, (heading, width) in enumerate(HEADINGS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self._speak(heading), self._head)
        self._row = 1

    def _write(self, column: int, value: str | int | datetime | None) -> None:
        assert self._sheet is not None
        if isinstance(value, str) and value:
            quoted = self._quoted if value.startswith(FORMULAS) else None
            self._sheet.write_string(self._row, column, value[:LONGEST], quoted)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(self._row, column, value, self._moment)
        elif isinstance(value, int):
            self._sheet.write_number(self._row, column, value)

    def _cells(self, order: Exported) -> list[str | int | datetime | None]:
        category = self._policy.catalogue.get(order.category)
        sort = self._tree.sort_of(order.place)
        ends = (order.responded_at, order.accepted_at, order.finished_at, order.closed_at)
        return [
            order.number,
            *(self._name(around(order.place, kind)) for kind in KINDS),
            self._speak(SORT_NAMES[Sort(sort)]) if sort in SORT_NAMES else sort,
            self._name(around(order.place, Kind.BUILDING)),
            category.title(self._language) if category else order.category,
            self._speak(LANES[Lane(order.lane)]),
            mask.text(order.what, [name for name in (order.author, order.beneficiary) if name]),
            self._speak(STATES[State(order.state)]),
            self._speak(CLOSINGS[Closing(order.closing)]) if order.closing else None,
            self._whose(order),
            *(self._local(moment) for moment in (order.placed_at, *ends)),
            *(None if end is None else max(0, end - order.placed_at) // 60 for end in ends),
            order.rating,
            order.reopened,
            order.raised,
            order.urged,
            self._speak(N_("yes")) if order.proxy else None,
        ]

    def _name(self, path: str | None) -> str | None:
        place = self._tree.get(path) if path else None
        return place.name if place else path

    def _whose(self, order: Exported) -> str | None:
        """A team by its name, a person by what they are here: who it is stays with the office."""
        if order.team_name:
            return order.team_name
        if order.team and is_team(order.team):
            return self._speak(ROLES[role_of(order.team)])
        return self._speak(ROLES[Role(order.role)]) if order.role else None

    def _local(self, moment: int | None) -> datetime | None:
        return None if moment is None else datetime.fromtimestamp(moment, self._zone).replace(tzinfo=None)
