"""Asking for a day: some to tap, and any other to write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.message import N_
from dialogue.question import FULL_WIDTH, Option, Question, Refused, Reply
from dialogue.say import Say, say
from handlers.activity_words import WEEKDAYS

WRITTEN = re.compile(r"(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})([日号]?)")
NEAR = {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "大后天": 3}
WEEKDAY = re.compile(r"(下)?个?(?:周|星期|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
CHINESE, ENGLISH = "一二三四五六日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FURTHEST = 4 * 366 + 1  # days in which every day of the year comes round


@dataclass(frozen=True)
class Day(Question[date]):
    """today: what "tomorrow" is counted from; first, last: what is allowed; among: the days to tap, eight at most."""

    today: date = date.min
    first: date = date.min
    last: date = date.max
    among: tuple[date, ...] = ()

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(day.isoformat(), called(day, self.today)) for day in self.among)

    def read(self, reply: Reply) -> date:
        typed = reply.text.strip().translate(FULL_WIDTH).casefold()
        if typed.isdecimal() and 1 <= int(typed) <= len(self.among):
            day: date | None = self.among[int(typed) - 1]
        else:
            day = _iso(reply.option) if reply.option else read_day(typed, self.today)
        if day is None:
            raise Refused(say(N_("Please tap a day, or write one, like 12-24.")))
        if not self.first <= day <= self.last:
            first, last = day_of_year(self.first), day_of_year(self.last)
            raise Refused(say(N_("Please choose a day from {first} to {last}."), first=first, last=last))
        return day

    def keep(self, answer: date) -> Any:
        return answer.isoformat()

    def recall(self, kept: Any) -> date:
        """What was "today" yesterday is asked again."""
        return self.read(Reply(option=str(kept)))


def read_day(text: str, today: date) -> date | None:
    """2026-12-24, 12-24, 12月24日, 24号, tomorrow or 周四; what is left out means the next day that is called so.

    下周四 is that of the coming week. A weekday before a date, as the buttons say it, changes nothing.
    """
    text = re.sub(r"\s", "", text)
    if text in NEAR:
        return today + timedelta(days=NEAR[text])
    weekday = WEEKDAY.match(text)
    if weekday and weekday.end() == len(text):
        return _next(weekday, today)
    found = WRITTEN.fullmatch(text[weekday.end() :] if weekday else text)
    if found is None or (found[2] is None and not found[4]):
        return None
    year, month, day = (int(part) if part else None for part in found.groups()[:3])
    if year is not None:
        return _iso(f"{year:04d}-{month:02d}-{day:02d}")
    ahead = (today + timedelta(days=n) for n in range(FURTHEST))
    return next((one for one in ahead if one.day == day and month in (None, one.month)), None)


def _next(found: re.Match[str], today: date) -> date:
    wanted = CHINESE.index(found[2].replace("天", "日")) if found[2] else ENGLISH.index(found[3])
    ahead = wanted - today.weekday()
    return today + timedelta(days=ahead + 7 if found[1] else ahead % 7)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_of_year(day: date) -> Say:
    return say(N_("{month}-{day}"), month=day.month, day=day.day)


def called(day: date, today: date) -> Say:
    near = {0: N_("Today"), 1: N_("Tomorrow")}.get((day - today).days)
    if near:
        return say(near)
    weekday = say(WEEKDAYS[day.weekday()])
    return say(N_("{weekday} {month}-{day}"), weekday=weekday, month=day.month, day=day.day)


def from_here(day: date, ahead: Sequence[int]) -> tuple[date, ...]:
    """So many days after it."""
    return tuple(day + timedelta(days=n) for n in ahead)
