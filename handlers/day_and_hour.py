"""Asking for a day, and taking the hour as well where somebody writes one: 周四下午3点."""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from dialogue.message import N_
from dialogue.question import Option, Question, Refused, Reply
from dialogue.say import say
from handlers.activity_questions import read_hour
from handlers.days import Day

WRITTEN = re.compile(r"(.*?)[\s,，]*((?:上午|早上|中午|下午|晚上)?\s*\d{1,2}\s*[:：点时].*)")
WORKING = time(6)  # "at three" is no hour of the night
AFTERNOON = "下午"  # ends when the day's work does
EARLY = frozenset("早上凌晨")

DayAndHour = tuple[date, time | None]


@dataclass(frozen=True)
class WhichDay(Question[DayAndHour]):
    """over: what o'clock it is today."""

    of: Day
    over: time

    def options(self) -> tuple[Option, ...]:
        return self.of.options()

    def read(self, reply: Reply) -> DayAndHour:
        found = WRITTEN.fullmatch(reply.text.strip()) if reply.option is None else None
        hour = _by_day(found[2]) if found else None
        if not found or hour is None:
            return self.of.read(replace(reply, text=reply.text.strip().removesuffix(AFTERNOON))), None
        day = self.of.read(replace(reply, text=found[1])) if found[1] else self.of.today
        if day == self.of.today and hour <= self.over:
            raise Refused(say(N_("That is over already. Please choose a later time.")))
        return day, hour

    def keep(self, answer: DayAndHour) -> Any:
        day, hour = answer
        return [self.of.keep(day), f"{hour:%H:%M}" if hour else None]

    def recall(self, kept: Any) -> DayAndHour:
        day, hour = kept
        return self.of.recall(day), read_hour(hour) if hour else None


def _by_day(text: str) -> time | None:
    hour = read_hour(text)
    return hour.replace(hour=hour.hour + 12) if hour and hour < WORKING and not EARLY & set(text) else hour
