"""A week as a picture: what was reported and what was closed on each day."""

import asyncio
from datetime import date, timedelta

import structlog

from bot.charts import Bars, Series, jpeg, svg
from bot.media import Media
from dialogue.message import N_
from dialogue.say import Say, Speak, say
from handlers.figures_said import WEEKDAYS
from handlers.reports import Report
from storage.database import StorageTrouble

log = structlog.get_logger(__name__)


async def drawn(media: Media, report: Report, speak: Speak) -> tuple[str, ...]:
    """The id of the picture, kept; none where it cannot be drawn: then the words go alone. Never in a unit of work."""
    try:
        return (await media.put(await asyncio.to_thread(lambda: jpeg(svg(chart(report, speak))))),)
    except StorageTrouble:
        raise
    except Exception as error:
        log.error("a report's picture could not be drawn", exc_info=error)
        return ()


def chart(report: Report, speak: Speak) -> Bars:
    days = [report.first + timedelta(n) for n in range((report.last - report.first).days + 1)]
    subtitle = say(
        N_("Reported {placed}, closed {closed}, waiting now {waiting}"),
        placed=report.sums["placed"],
        closed=report.sums["closed"],
        waiting=sum(report.waiting.values()),
    )
    return Bars(
        title=say(N_("{area}: one week"), area=report.area).said(speak),
        subtitle=subtitle.said(speak),
        labels=tuple(_label(day).said(speak) for day in days),
        series=(
            Series(speak(N_("Reported")), _values(report, days, "placed")),
            Series(speak(N_("Closed")), _values(report, days, "closed")),
        ),
    )


def _label(day: date) -> Say:
    return say(N_("{weekday} {day}"), weekday=say(WEEKDAYS[day.weekday()]), day=day.day)


def _values(report: Report, days: list[date], name: str) -> tuple[float, ...]:
    """A day without figures is a day on which nothing happened."""
    return tuple(report.days.get(day, {}).get(name, 0) for day in days)
