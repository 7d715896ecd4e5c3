"""What happened to an order, line by line, like a parcel's tracking."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from dialogue.message import N_
from dialogue.say import Speak, say
from domain.order import Event, Order, Step
from handlers.names import WHY_PAUSED, day_name, gist
from storage.events import COMMENT, Happened

LINES = {
    Step.DISPATCH: N_("handed to {who}"),
    Step.KEEP: N_("{who} takes care of it"),
    Step.PICK_UP: N_("{who} takes care of it"),
    Step.ACCEPT: N_("{who} takes care of it"),
    Step.DECLINE: N_("back at the desk, will be handed out again"),
    Step.PROGRESS: N_("progress: {words}"),
    Step.PLAN: N_("planned for {words}"),
    Step.FINISH: N_("done, says {who}: {words}"),
    Step.COMPLETE: N_("done, says {who}: {words}"),
    Step.CALL_IN: N_("others were called in to help"),
    Step.REOPEN: N_("not fixed yet; looked at again, one level up"),
    Step.CANCEL: N_("withdrawn"),
    Step.REFUSE: N_("closed: {words}"),
    Step.MERGE: N_("joined with an earlier report of the same"),
    Step.MARK_URGENT: N_("marked urgent"),
    Step.RAISE: N_("nobody moved, so it went one level up"),
    Step.LIFT: N_("nobody moved, so it went one level up"),
    Step.HAND_OVER: N_("handed over to {who}"),
    Step.PAUSE: N_("paused until {day}: {why}"),
    Step.RESUME: N_("goes on"),
    Step.WANT_TIME: N_("more time was asked for"),
    Step.GRANT: N_("new date {day}: {words}"),
    Step.DENY: N_("stays as it was promised"),
    Step.URGE: N_("the resident asks again"),
    Step.LAPSE: N_("closed without an answer"),
    Step.REVIEW: N_("fixed, says the resident"),
    Step.SIGN: N_("signed off by {who}"),
    Step.OBJECT: N_("not in order, says {who}: {words}"),
    Step.PASS_ON: N_("☎️ {who} passed on: the resident says it is fixed"),
    Step.CALL_BACK: N_("☎️ {who} called back: fixed, says the resident, with their code"),
    Step.HELD: N_("still good, says the resident"),
    Step.CAME_BACK: N_("not good any more, says the resident: {words}"),
}
# What those who work on it read instead.
AMONG_STAFF = {
    Step.WANT_TIME: N_("{who} asks for more time, until {day}: {words}"),
    Step.DENY: N_("no more time: {words}"),
}
RAISED_BY_RESIDENT = N_("the resident raised it one level")
TOO_HARD = N_("goes to a desk that can do more: {words}")
FINISHED_WITHOUT_WORDS = N_("done, says {who}")
UNFIXED = {
    Step.REVIEW: N_("not fixed, says the resident"),
    Step.PASS_ON: N_("☎️ {who} passed on: the resident says it is not fixed"),
}

LAST = 6  # lines on a card: a small screen
WORDS = 3  # messages of the resident on it
LONGEST = 200  # characters of each


def timeline(
    order: Order, happened: Sequence[Happened], names: dict[str, str], zone: tzinfo, speak: Speak, *, staff: bool
) -> str:
    """One line an event, the newest last. names: person id or team key -> what to call them.

    staff: whoever reads it works on it.
    """
    lines = [_line(order.placed_at, order.placed_at, speak(N_("received")), zone)]
    for one, event in _telling(happened):
        sentence = (
            AMONG_STAFF[event.step] if staff and event.step in AMONG_STAFF else _sentence(order, event, one.words)
        )
        text = say(sentence, **_values(event, one.words, names, zone)).said(speak)
        lines.append(_line(one.at, order.placed_at, text, zone))
    if len(lines) > LAST:
        lines = [lines[0], "  …", *lines[-LAST + 2 :]]
    return "\n".join(lines)


def written(order: Order, happened: Sequence[Happened], zone: tzinfo, speak: Speak) -> str:
    """The last words of the resident, for whoever gets it later than those they were written to; with a line break."""
    found = [one for one in happened if one.step == COMMENT and one.person == order.resident][-WORDS:]
    lines = [_line(one.at, order.placed_at, gist(one.words, LONGEST), zone) for one in found]
    return "\n".join(["", speak(N_("💬 The resident wrote:")), *lines]) if lines else ""


def _telling(happened: Sequence[Happened]) -> list[tuple[Happened, Event]]:
    """Whoever urges often shall not push everything else off the card: the last time is enough."""
    found = [(one, one.event) for one in happened if one.event and one.event.step in LINES]
    last = max((n for n, (_, event) in enumerate(found) if event.step is Step.URGE), default=None)
    return [pair for n, pair in enumerate(found) if pair[1].step is not Step.URGE or n == last]


def _values(event: Event, said: str, names: Mapping[str, str], zone: tzinfo) -> dict[str, Any]:
    """What the sentences may name; day: of a plan, of the end of a pause, or of a wish for more time."""
    sets = event.sets
    who = sets.get("assignee") or sets.get("team") or event.by
    moment = sets.get("planned_at") or sets.get("paused_until") or sets.get("wanted_until")
    day = day_name(local(moment, zone)) if moment else "—"
    words = day if event.step is Step.PLAN else said or "—"
    why = say(WHY_PAUSED.get(sets.get("paused_why") or "other", WHY_PAUSED["other"]))
    return {"who": names.get(who, "—"), "words": words, "day": day, "why": why}


def _sentence(order: Order, event: Event, words: str) -> str:
    if event.step in (Step.FINISH, Step.COMPLETE) and not words:
        return FINISHED_WITHOUT_WORDS
    if event.step in UNFIXED and event.sets.get("fixed") is False:
        return UNFIXED[event.step]
    if event.step in (Step.RAISE, Step.LIFT) and event.by == order.resident:
        return RAISED_BY_RESIDENT
    if event.step in (Step.RAISE, Step.LIFT) and words:
        return TOO_HARD
    return LINES[event.step]


def _line(at: int, placed_at: int, text: str, zone: tzinfo) -> str:
    moment, first = local(at, zone), local(placed_at, zone)
    stamp = f"{moment:%H:%M}" if moment.date() == first.date() else f"{moment:%m-%d %H:%M}"
    return f"• {stamp} {text}"


def local(at: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone)
