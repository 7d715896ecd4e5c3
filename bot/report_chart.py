"""A week as a picture: what was reported and what was closed on each day."""

import asyncio
from datetime import timedelta

import structlog

from bot.charts import Bars, Series, jpeg, svg
from bot.media import Media
from dialogue.message import N_
from dialogue.say import Speak, say
from handlers.figures_said import WEEKDAYS, short
from handlers.reports import Report, done
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
    each = [report.days.get(day, {}) for day in days]  # without figures nothing happened
    subtitle = say(
        N_("{first} to {last}: reported {placed}, closed {closed}, waiting now {waiting}"),
        first=short(report.first),
        last=short(report.last),
        placed=report.sums["placed"],
        closed=done(report.sums),
        waiting=sum(report.waiting.values()),
    )
    return Bars(
        title=say(N_("{area}: one week"), area=report.area).said(speak),
        subtitle=subtitle.said(speak),
        labels=tuple(speak(WEEKDAYS[day.weekday()]) for day in days),
        series=(
            Series(speak(N_("Reported")), tuple(figures.get("placed", 0) for figures in each)),
            Series(speak(N_("Closed")), tuple(map(done, each))),
        ),
    )
