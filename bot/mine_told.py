"""What is told about somebody, and how its moments, days and places are said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from bot.mine_html import Card
from dialogue.message import N_
from dialogue.say import Say, Speak, say
from domain.policy import Policy
from handlers.look import place_name
from handlers.timeline import local
from storage.personal_beside import Beside
from storage.places import Tree

QUOTED = N_("“{value}”")
Row = Mapping[str, Any]
Everything = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Told:
    """found: rows by table; links: to pictures and recordings, by id; language: theirs."""

    found: Everything
    beside: Beside
    links: Mapping[str, str]
    tree: Tree
    policy: Policy
    zone: tzinfo
    now: int
    speak: Speak
    language: str

    def rows(self, table: str, by: str = "") -> list[Row]:
        """by: a column of moments; the newest first."""
        rows: list[Row] = list(self.found.get(table, ()))
        return sorted(rows, key=lambda row: -(row.get(by) or 0)) if by else rows

    def said(self, sentence: str, **values: Any) -> str:
        return say(sentence, **values).said(self.speak)

    def moment(self, at: int) -> Say:
        """11月21日 10:32; with the year, where it was another one."""
        when = local(at, self.zone)
        values = {"month": when.month, "day": when.day, "time": f"{when:%H:%M}"}
        if when.year == local(self.now, self.zone).year:
            return say(N_("{month}-{day} {time}"), **values)
        return say(N_("{year}-{month}-{day} {time}"), year=when.year, **values)

    def day(self, at: int) -> Say:
        when = local(at, self.zone)
        if when.year == local(self.now, self.zone).year:
            return say(N_("{month}-{day}"), month=when.month, day=when.day)
        return say(N_("{year}-{month}-{day}"), year=when.year, month=when.month, day=when.day)

    def place(self, path: str | None) -> str:
        """As people say it; a place that was taken off the list has no name any more."""
        return place_name(self.tree, path) if path and self.tree.line(path) else "—"

    def category(self, key: str) -> str:
        known = self.policy.catalogue.get(key)
        return known.title(self.language) if known else "—"

    def skill(self, key: str | None) -> str:
        known = self.policy.skills.get(key) if key else None
        return known.title(self.language) if known else "—"

    def number_of(self, order_id: str) -> str:
        return self.beside.numbers.get(order_id, "—")

    def links_to(self, media: Iterable[Any]) -> list[str]:
        return [self.links[one] for one in media if one in self.links]

    def lines(self, row: Row, *labelled: tuple[str, str]) -> list[str]:
        """(column, sentence): each that holds anything, as {value} of its sentence."""
        return [self.said(sentence, value=row[name]) for name, sentence in labelled if row.get(name)]

    def counted(self, table: str, sentence: str) -> list[Card]:
        """How many there are, where there are any."""
        count = len(self.rows(table))
        return [Card("", [self.said(sentence, count=count)])] if count else []
