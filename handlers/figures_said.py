"""What a report says, in the reader's language. Generated, never typed; always with how many it is about."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dialogue.message import N_
from dialogue.say import Say, Speak, say
from domain.order import DAY, State
from handlers.names import ROLES, STATES
from handlers.reports import Report, done

AREAS = 10  # lines of a report about several areas
PART = N_("▪ {area}: reported {placed}, closed {closed}, waiting {waiting}")
FEW = 5  # of fewer answers no share is told: one more or less would turn it over

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def day_report(report: Report, speak: Speak) -> str:
    head = say(N_("📊 {area}, {day}"), area=report.area, day=short(report.last))
    return _text([head, *_lines(report)], speak)


def week_report(report: Report, speak: Speak) -> str:
    """The caption of the picture."""
    head = say(N_("📊 {area}, {first} to {last}"), area=report.area, first=short(report.first), last=short(report.last))
    return _text([head, *_lines(report), *_asked(report)], speak)


def short(day: date) -> Say:
    return say(N_("{month}-{day}"), month=day.month, day=day.day)


def _text(lines: list[Say], speak: Speak) -> str:
    return "\n".join(line.said(speak) for line in lines)


def _lines(report: Report) -> Iterator[Say]:
    sums = report.sums
    yield say(N_("Reported: {placed}"), placed=sums["placed"])
    yield from _promises(report)
    yield from _ended(report)
    if sums["urged"] or sums["raised"] or sums["reopened"]:
        yield say(N_("Urged: {urged} · raised: {raised} · opened again: {reopened}"), **sums)
    yield from satisfaction(sums)
    if sums["followed_up"] or sums["came_back"]:
        yield say(N_("Asked again later: {followed_up}; it came back: {came_back}."), **sums)
    yield from _waiting(report)
    yield from _parts(report)


def _promises(report: Report) -> Iterator[Say]:
    sums = report.sums
    if sums["responded"]:
        yield _of(
            sums["responded_in_time"],
            sums["responded"],
            N_("Answered: {all}, {some} of them within the promised time"),
            N_("Answered: {all}, {some} of them within the promised time ({share})"),
        )
    if sums["fed_back"]:
        yield _of(
            sums["fed_back_in_time"],
            sums["fed_back"],
            N_("Told how it goes: {all}, {some} of them within the promised time"),
            N_("Told how it goes: {all}, {some} of them within the promised time ({share})"),
        )


def _ended(report: Report) -> Iterator[Say]:
    sums, counted = report.sums, done(report.sums)
    if counted:
        yield _of(
            min(sums["fixed"], counted),
            counted,
            N_("Closed: {all}, fixed: {some}"),
            N_("Closed: {all}, fixed: {some} ({share})"),
        )
    if sums["not_counted"]:
        yield say(N_("Withdrawn or handled together with others: {count}"), count=sums["not_counted"])


def satisfaction(sums: Mapping[str, int]) -> Iterator[Say]:
    """Whoever was asked has answered or let the time pass."""
    answered, asked = sums["rated"], sums["rated"] + max(0, sums["unreviewed"])
    if answered >= FEW:
        yield say(
            N_("Satisfied: {satisfied} of {answered} who answered ({share}); {asked} were asked"),
            satisfied=sums["satisfied"],
            answered=answered,
            asked=asked,
            share=share(sums["satisfied"], answered),
        )
    elif asked:
        yield say(
            N_("Satisfaction: few answers ({answered} of {asked} who were asked)"), answered=answered, asked=asked
        )


def _waiting(report: Report) -> Iterator[Say]:
    count = sum(report.waiting.values())
    days = (report.at - report.oldest) // DAY if report.oldest else 0
    if not count:
        yield say(N_("Nothing is waiting now. 🎉"))
    elif days:
        yield say(N_("Waiting now: {count}, the oldest for {days} days"), count=count, days=days)
    else:
        yield say(N_("Waiting now: {count}, all from the last 24 hours"), count=count)
    for state in State:
        if state in report.waiting:
            yield say(N_("· {state}: {count}"), state=say(STATES[state]), count=report.waiting[state])


def _parts(report: Report) -> Iterator[Say]:
    """A line an area, where most waits first; a small screen holds no more than ten."""
    parts = sorted(report.parts, key=lambda part: (-sum(part.waiting.values()), -part.sums["placed"]))
    shown = parts if len(parts) <= AREAS else parts[: AREAS - 1]
    for part in shown:
        yield say(PART, area=part.area, **_brief([part]))
    if len(shown) < len(parts):
        left = parts[len(shown) :]
        rest = say(N_("{count} more"), count=len(left))
        yield say(PART, area=rest, **_brief(left))


def _brief(parts: Sequence[Report]) -> dict[str, int]:
    return {
        "placed": sum(part.sums["placed"] for part in parts),
        "closed": sum(done(part.sums) for part in parts),
        "waiting": sum(sum(part.waiting.values()) for part in parts),
    }


def _asked(report: Report) -> Iterator[Say]:
    """The mean of one person on a day on which they had anything to do with us."""
    if report.asked:
        yield say(N_("What this desk asks of one person on a day:"))
    for one in report.asked:
        yield say(
            N_("· {role}: {messages} messages, {taps} taps, {photos} photos"),
            role=say(ROLES[one.role]),
            messages=f"{one.messages / one.people:.1f}",
            taps=f"{one.taps / one.people:.1f}",
            photos=f"{one.photos / one.people:.1f}",
        )


def _of(some: int, all: int, plainly: str, with_share: str) -> Say:
    if all < FEW:
        return say(plainly, some=some, all=all)
    return say(with_share, some=some, all=all, share=share(some, all))


def share(some: int, all: int) -> str:
    """100% and 0% are said only of what is exactly so."""
    percent = round(100 * some / all)
    return f"{min(max(percent, 1 if some else 0), 99 if some < all else 100)}%"
