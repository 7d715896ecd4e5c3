"""When the clock looks at an order, and what it does then. Moments are UTC seconds."""

from bisect import bisect_right
from dataclasses import replace
from itertools import count

from domain.calendar import Calendar, Span
from domain.ladder import Nag
from domain.order import FEEDBACKS, Order, State, Step
from domain.policy import Policy
from domain.stages import (
    ANNOUNCING,
    HARD,
    announcement,
    climbed,
    ladder,
    later,
    moment_of,
    next_hard,
    on_this,
    patience_of,
    spaced,
)

# These leave the clock as it was: asking is not moving, and a returned order keeps its clock.
KEEPS = frozenset({Step.URGE, Step.WANT_TIME, Step.DENY, Step.RESUME, Step.CALL_IN, Step.SIGN, Step.OBJECT})
RETURNS = frozenset({Step.DECLINE, Step.HAND_OVER})
# A word to the resident, or a new rung: from here the next word is awaited anew. Handing it on is none.
WORDS = FEEDBACKS | {Step.GRANT, Step.RESUME, Step.RAISE, Step.LIFT, Step.REOPEN}
HANDS = frozenset({Step.DISPATCH, Step.KEEP, Step.PICK_UP, Step.ACCEPT}) | RETURNS
OWN = ("since", "deadline", "stage", "due_at", "nagged", "word_by")
OPEN_HANDS = (State.PLACED, State.DISPATCHED, State.ACCEPTED)


def promises(order: Order, policy: Policy, now: int) -> dict[str, int]:
    """What a resident is promised at the receipt: the first answer, and the first word of how it goes."""
    patience = policy.patience(order.place, order.lane, order.category)
    after = policy.at(order.place).calendar.after
    return {"answer_by": after(now, patience.placed), "feedback_by": after(now, patience.accepted)}


def promised(order: Order) -> int | None:
    """The next moment the resident may count on; None once everything promised has come."""
    if order.state not in OPEN_HANDS:
        return None
    if order.paused_until or order.planned_at:
        return order.paused_until or order.planned_at
    if order.responded_at is None:
        return order.answer_by
    return order.feedback_by if order.feedback_at is None else None


def wound(before: Order, order: Order, step: Step, policy: Policy, now: int) -> Order:
    """The order with its clock set, after this step; before: how it stood until then."""
    if before.due_at is None:
        return _fresh(replace(order, word_by=_word_by(before, order, step, policy, now)), policy, now)
    if before.paused_until is not None and order.paused_until is not None:
        return _still_paused(before, order, step, policy, now)
    was = _going(before, policy, now)
    kept = replace(order, **{name: getattr(was, name) for name in OWN})
    kept = replace(kept, word_by=_word_by(was, order, step, policy, now))
    if step is Step.PAUSE:
        return replace(kept, due_at=order.paused_until)
    if step in KEEPS or (step is Step.MARK_URGENT and before.urgent):
        return kept if ladder(kept, policy) == ladder(was, policy) else _onto(kept, was, policy, now)
    if step in HANDS and kept.word_by is not None and kept.word_by <= now:
        if step in RETURNS or not climbed(was, policy):
            return kept
        kept = replace(kept, word_by=_next_word(kept, policy, now))
    return _moved(before, was, kept, step, policy, now)


def begun(order: Order, policy: Policy, now: int) -> Order:
    """A new order, with what its resident is promised and its clock set."""
    promised = promises(order, policy, now)
    answer_by, feedback_by = promised["answer_by"], promised["feedback_by"]
    order = replace(order, answer_by=answer_by, feedback_by=feedback_by, word_by=feedback_by)
    return _fresh(order, policy, now)


def anew(order: Order, policy: Policy, now: int) -> Order:
    """Its clock begins again now; a pause is waited for."""
    fresh = _fresh(replace(order, word_by=_next_word(order, policy, now)), policy, now)
    return replace(fresh, due_at=order.paused_until) if order.paused_until is not None else fresh


def look(order: Order, policy: Policy, now: int) -> tuple[Nag | None, Order]:
    """What to do about an order that is due, and the order with its clock moved on to the next look.

    None where it is too early for what comes next: the patience or the ladder has changed since its clock was set.
    """
    if order.paused_until is not None:
        return Nag.RESUME, order
    order = _dated(order, policy)
    steps, stage = ladder(order, policy), on_this(order, policy, now)
    if steps.at(stage)[1] >= 1 and moment_of(order, policy, stage) > now:
        return None, replace(order, stage=stage, due_at=moment_of(order, policy, stage))
    while not HARD & {steps.at(stage)[0], steps.at(stage + 1)[0]} and moment_of(order, policy, stage + 1) <= now:
        stage += 1
    nag, moved = steps.at(stage)[0], replace(order, stage=stage + 1)
    if nag in HARD and not order.nagged:
        nag, moved = announcement(steps, stage), replace(order, stage=stage)
    moved = replace(moved, nagged=order.nagged or nag in ANNOUNCING)
    moment, hard = moment_of(moved, policy, moved.stage), steps.at(moved.stage)[0] in HARD
    if moment < (spaced(moved, policy, now, 0.5) if hard else now + 1):  # late, by an outage
        return nag, replace(moved, since=now, due_at=spaced(moved, policy, now))
    return nag, replace(moved, due_at=moment)


def _moved(before: Order, was: Order, kept: Order, step: Step, policy: Policy, now: int) -> Order:
    """was: the clock as it went on until now; kept: the order with this clock."""
    fresh = _fresh(kept, policy, now)
    if fresh.deadline is None or was.deadline is None:
        return fresh
    if step in RETURNS:  # whoever gives it away takes their plan with them
        return fresh if before.planned_at is not None and fresh.deadline < was.deadline else kept
    if step is Step.MARK_URGENT:
        return _hurried(fresh, kept, was, policy, now)
    if was.stage and fresh.deadline == was.deadline:  # a stage of a deadline is done once: this is another deadline
        return _set(fresh, was.deadline - 1, policy, now)
    return fresh


def _fresh(order: Order, policy: Policy, now: int) -> Order:
    span = patience_of(order, policy)
    if span is None:
        return replace(order, since=None, deadline=None, stage=0, due_at=None, nagged=False)
    return _set(order, _deadline(order, span, policy.at(order.place).calendar, now), policy, now)


def _set(order: Order, deadline: int, policy: Policy, now: int) -> Order:
    """Whoever has just moved is not reminded at once: only what lies ahead of now."""
    order = replace(order, since=now, deadline=deadline, stage=0, nagged=False)
    steps = ladder(order, policy)
    moments = ((stage, moment_of(order, policy, stage)) for stage in count())
    stage, moment = next((stage, moment) for stage, moment in moments if steps.at(stage)[1] >= 1 or moment > now)
    return replace(order, stage=stage, due_at=moment)


def _word_by(was: Order, order: Order, step: Step, policy: Policy, now: int) -> int | None:
    """By when the resident is to hear the next word, after this step."""
    anew = _next_word(order, policy, now)
    if was.word_by is None or step in WORDS:
        return anew
    return min(was.word_by, anew) if step in RETURNS or step is Step.MARK_URGENT else was.word_by


def _next_word(order: Order, policy: Policy, now: int) -> int:
    """A pause and a plan are waited for."""
    patience = policy.patience(order.place, order.lane, order.category).accepted
    usual = policy.at(order.place).calendar.after(max(now, order.paused_until or 0), patience)
    return max(usual, order.planned_at or 0)


def _still_paused(before: Order, order: Order, step: Step, policy: Policy, now: int) -> Order:
    """A new rung or more time: a whole patience is left after the pause. Otherwise what was left stays."""
    began = order.paused_at
    assert began is not None
    order = replace(order, word_by=_word_by(before, order, step, policy, now))
    was, going = replace(before, paused_until=None), replace(order, paused_until=None)
    if step in WORDS:
        going = _fresh(replace(going, planned_at=None), policy, began)
    elif ladder(going, policy) != ladder(was, policy):
        going = _onto(going, was, policy, began)
    kept = {name: getattr(going, name) for name in OWN}
    return replace(order, **kept | {"due_at": order.paused_until})


def _hurried(fresh: Order, kept: Order, was: Order, policy: Policy, now: int) -> Order:
    """Urgent from now on: begun anew, unless the next nag or the next hard step would come later for it."""
    assert was.deadline is not None
    assert was.due_at is not None
    assert fresh.deadline is not None
    if was.deadline > now:  # a second sooner: a stage of a deadline is done once
        return _set(fresh, min(fresh.deadline, was.deadline - 1), policy, now)
    if not climbed(was, policy) and fresh.deadline <= was.due_at and next_hard(fresh, policy) <= next_hard(was, policy):
        return fresh
    on = _onto(kept, was, policy, now)
    return replace(on, due_at=min(on.due_at or now, max(now, was.due_at)))


def _onto(kept: Order, was: Order, policy: Policy, now: int) -> Order:
    """The same deadline on the ladder of another lane: what is over is over, and nothing hard comes at once."""
    assert was.due_at is not None
    if climbed(was, policy):  # there is nothing left to wait for: a new deadline, no later than the next look was
        return _set(kept, min(_fresh(kept, policy, now).deadline or now, max(now, was.due_at)), policy, now)
    steps, stage, over = ladder(kept, policy), 0, min(now + 1, was.due_at)
    while moment_of(kept, policy, stage) < over and steps.at(stage)[0] not in HARD:
        stage += 1
    moment = moment_of(kept, policy, stage)
    if steps.at(stage)[0] in HARD and moment <= now:
        moment = later(kept, policy, now, 0.5)
    return replace(kept, stage=stage, due_at=moment)


def _dated(order: Order, policy: Policy) -> Order:
    """An order from before there were deadlines is due when it was to be looked at."""
    if order.deadline is not None:
        return order
    steps = ladder(order, policy)
    stage = next(stage for stage in count() if steps.at(stage)[1] >= 1)
    return replace(order, since=order.placed_at, deadline=order.due_at, stage=stage)


def _going(order: Order, policy: Policy, now: int) -> Order:
    """Its clock as it goes on now. After a pause what was left of the patience then is left now."""
    order = _dated(order, policy)
    span = patience_of(order, policy)
    if order.paused_at is None or order.deadline is None or span is None:
        return order
    calendar = policy.at(order.place).calendar
    left = calendar.elapsed(order.paused_at, order.deadline, span.working)
    over = calendar.elapsed(order.deadline, order.paused_at, span.working)
    ahead = max(order.deadline, calendar.after(now, replace(span, seconds=left)), order.planned_at or 0)
    deadline = _ago(order.deadline, now, calendar, replace(span, seconds=over)) if over else ahead
    going = replace(order, paused_at=None, paused_until=None, deadline=deadline)
    moment = moment_of(going, policy, going.stage)
    if moment < now and ladder(going, policy).at(going.stage)[0] in HARD:
        moment = spaced(going, policy, now)
    return replace(going, due_at=max(now, moment))


def _ago(earliest: int, now: int, calendar: Calendar, span: Span) -> int:
    """The last moment from which so much has passed until now."""
    moments = range(earliest, now + 1)
    found = bisect_right(moments, -span.seconds, key=lambda moment: -calendar.elapsed(moment, now, span.working))
    return earliest + max(0, found - 1)


def _deadline(order: Order, span: Span, calendar: Calendar, now: int) -> int:
    """A plan is waited for. The next word to the resident is due in time, and the first one as it was promised."""
    usual = calendar.after(now, span)
    if order.state not in OPEN_HANDS:
        return usual
    if order.state is State.ACCEPTED and order.planned_at:
        return max(order.planned_at, usual)
    words = [order.word_by, order.feedback_by if order.feedback_at is None else None]
    return min([usual, *(word for word in words if word is not None and word > now)])
