"""Asking for an hour and for how many: some to tap, and any other to write."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from dialogue.message import N_
from dialogue.question import FULL_WIDTH, Number, Option, Question, Refused, Reply
from dialogue.say import Say, plain, say

WRITTEN = re.compile(r"(上午|早上|中午|下午|晚上|am|pm)?(\d{1,2})(?:[:.点时](?:(\d{1,2})分?|(半))?)?(am|pm)?")
USUAL = (time(8), time(9), time(9, 30), time(10), time(14), time(14, 30), time(15), time(19))
LATER = frozenset({"下午", "晚上", "pm"})


@dataclass(frozen=True)
class Hour(Question[time]):
    among: tuple[time, ...] = USUAL

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(f"{hour:%H:%M}", plain(f"{hour:%H:%M}")) for hour in self.among)

    def read(self, reply: Reply) -> time:
        found = read_hour(reply.option or reply.text)
        if found is None:
            raise Refused(say(N_("Please tap a time, or write one like 14:30.")))
        return found

    def keep(self, answer: time) -> Any:
        return f"{answer:%H:%M}"

    def recall(self, kept: Any) -> time:
        return self.read(Reply(option=str(kept)))


def read_hour(text: str) -> time | None:
    """14:30, 14.30, 14点半, 下午2点半, 2pm."""
    plain_text = re.sub(r"\s", "", text.translate(FULL_WIDTH).replace("：", ":")).casefold()
    found = WRITTEN.fullmatch(plain_text)
    if found is None:
        return None
    hour, minute = int(found[2]), 30 if found[4] else int(found[3] or 0)
    if {found[1], found[5]} & LATER and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


@dataclass(frozen=True)
class HowMany(Number):
    """among: the numbers to tap; none: what the answer 0 is called."""

    among: tuple[int, ...] = ()
    none: Say | None = None

    def options(self) -> tuple[Option, ...]:
        found = tuple(Option(str(n), plain(str(n))) for n in self.among)
        return (*found, Option("0", self.none)) if self.none else found

    def read(self, reply: Reply) -> int:
        return super().read(Reply(text=reply.option or reply.text))
