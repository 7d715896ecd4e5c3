"""What happened to an order, line by line, like a parcel's tracking."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from dialogue.message import N_
from dialogue.say import Speak, say
from domain.order import Event, Order, Step
from handlers.names import day_name
from storage.events import Happened

LINES = {
    Step.DISPATCH: N_("handed to {who}"),
    Step.KEEP: N_("{who} takes care of it"),
    Step.PICK_UP: N_("{who} takes care of it"),
    Step.ACCEPT: N_("{who} takes care of it"),
    Step.DECLINE: N_("back at the desk, will be handed out again"),
    Step.PROGRESS: N_("progress: {words}"),
    Step.PLAN: N_("planned for {words}"),
    Step.FINISH: N_("done, says {who}: {words}"),
    Step.REOPEN: N_("not fixed yet; looked at again, one level up"),
    Step.CANCEL: N_("withdrawn"),
    Step.REFUSE: N_("closed: {words}"),
    Step.MERGE: N_("joined with an earlier report of the same"),
    Step.MARK_URGENT: N_("marked urgent"),
    Step.RAISE: N_("nobody moved, so it went one level up"),
    Step.LAPSE: N_("closed without an answer"),
    Step.REVIEW: N_("fixed, says the resident"),
}
FINISHED_WITHOUT_WORDS = N_("done, says {who}")
NOT_FIXED = N_("not fixed, says the resident")

LAST = 6  # lines on a card: a small screen


def timeline(order: Order, happened: Sequence[Happened], names: dict[str, str], zone: tzinfo, speak: Speak) -> str:
    """One line an event, the newest last. names: person id or team key -> what to call them."""
    lines = [_line(order.placed_at, order.placed_at, speak(N_("received")), zone)]
    for one in happened:
        if one.event is None or one.event.step not in LINES:
            continue
        who = one.event.sets.get("assignee") or one.event.sets.get("team") or one.person
        planned = one.event.sets.get("planned_at")
        words = day_name(local(planned, zone)) if planned else one.words or "—"
        text = say(_sentence(one.event, one.words), who=names.get(who, "—"), words=words).said(speak)
        lines.append(_line(one.at, order.placed_at, text, zone))
    if len(lines) > LAST:
        lines = [lines[0], "  …", *lines[-LAST + 2 :]]
    return "\n".join(lines)


def _sentence(event: Event, words: str) -> str:
    if event.step is Step.FINISH and not words:
        return FINISHED_WITHOUT_WORDS
    if event.step is Step.REVIEW and event.sets.get("fixed") is False:
        return NOT_FIXED
    return LINES[event.step]


def _line(at: int, placed_at: int, text: str, zone: tzinfo) -> str:
    moment, first = local(at, zone), local(placed_at, zone)
    stamp = f"{moment:%H:%M}" if moment.date() == first.date() else f"{moment:%m-%d %H:%M}"
    return f"• {stamp} {text}"


def local(at: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone)
