"""When the clock looks at an order, and what it does then. Moments are UTC seconds."""

from bisect import bisect_right
from dataclasses import replace
from itertools import count

from domain.calendar import Calendar, Span
from domain.ladder import AFTERWARDS, PAUSED, REVIEW, SILENCE, Ladder, Nag
from domain.order import FollowUp, Order, State, Step
from domain.policy import Policy

# These leave the clock as it was: asking is not moving, and a returned order keeps its clock.
KEEPS = frozenset({Step.URGE, Step.WANT_TIME, Step.DENY, Step.RESUME, Step.CALL_IN, Step.SIGN, Step.OBJECT})
RETURNS = frozenset({Step.DECLINE, Step.HAND_OVER})
# After an outage the clock goes on from where it would be, but never past one of these unannounced.
HARD = frozenset({Nag.RAISE, Nag.LAPSE})
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
        return _fresh(order, policy, now)
    if before.paused_until is not None and order.paused_until is not None:
        return order
    was = _going(before, policy, now)
    kept = replace(order, since=was.since, deadline=was.deadline, stage=was.stage, due_at=was.due_at)
    if step is Step.PAUSE:
        return replace(kept, due_at=order.paused_until)
    if step in KEEPS or (step is Step.MARK_URGENT and before.urgent):
        return kept
    fresh = _fresh(order, policy, now)
    if fresh.deadline is None or was.deadline is None:
        return fresh
    if step in RETURNS:  # whoever gives it away takes their plan with them
        return fresh if before.planned_at is not None and fresh.deadline < was.deadline else kept
    if step is Step.MARK_URGENT:
        return _hurried(fresh, was, policy, now)
    if was.stage and fresh.deadline == was.deadline:  # a stage of a deadline is done once: this is another deadline
        return _set(fresh, was.deadline - 1, policy, now)
    return fresh


def begun(order: Order, policy: Policy, now: int) -> Order:
    """A new order, with what its resident is promised and its clock set."""
    promised = promises(order, policy, now)
    order = replace(order, answer_by=promised["answer_by"], feedback_by=promised["feedback_by"])
    return _fresh(order, policy, now)


def anew(order: Order, policy: Policy, now: int) -> Order:
    """Its clock begins again now; a pause is waited for."""
    fresh = _fresh(order, policy, now)
    return replace(fresh, due_at=order.paused_until) if order.paused_until is not None else fresh


def look(order: Order, policy: Policy, now: int) -> tuple[Nag, Order]:
    """What to do about an order that is due, and the order with its clock moved on to the next look."""
    if order.paused_until is not None:
        return Nag.RESUME, order
    order = _dated(order, policy)
    steps, stage = ladder(order, policy), order.stage
    while steps.at(stage + 1)[0] not in HARD and _moment(order, policy, stage + 1) <= now:
        stage += 1
    nag, moved = steps.at(stage)[0], replace(order, stage=stage + 1)
    moment = _moment(moved, policy, stage + 1)
    if steps.at(stage + 1)[0] in HARD and moment < _spaced(moved, policy, now, 0.5):  # late, by an outage
        return nag, replace(moved, since=now, due_at=_spaced(moved, policy, now))
    return nag, replace(moved, due_at=moment)


def ladder(order: Order, policy: Policy) -> Ladder:
    if order.paused_until is not None:
        return PAUSED
    if order.state is State.CLOSED:
        return SILENCE if order.follow_up is FollowUp.ASKED else AFTERWARDS
    if order.state is State.FINISHED:
        return REVIEW
    return policy.at(order.place).ladders[order.lane]


def patience_of(order: Order, policy: Policy) -> Span | None:
    """How long this order may stay as it is; None where nobody owes anything."""
    patience = policy.patience(order.place, order.lane, order.category)
    if order.state is State.CLOSED:
        after = Span(policy.at(order.place).follow_up.after)
        return {FollowUp.DRAWN: after, FollowUp.ASKED: patience.finished}.get(order.follow_up or FollowUp.SILENT)
    return patience.of(order.state)


def _fresh(order: Order, policy: Policy, now: int) -> Order:
    span = patience_of(order, policy)
    if span is None:
        return replace(order, since=None, deadline=None, stage=0, due_at=None)
    return _set(order, _deadline(order, span, policy.at(order.place).calendar, now), policy, now)


def _set(order: Order, deadline: int, policy: Policy, now: int) -> Order:
    """Whoever has just moved is not reminded at once: only what lies ahead of now."""
    order = replace(order, since=now, deadline=deadline, stage=0)
    steps, stage = ladder(order, policy), 0
    while steps.at(stage)[1] < 1 and _moment(order, policy, stage) <= now:
        stage += 1
    return replace(order, stage=stage, due_at=_moment(order, policy, stage))


def _hurried(fresh: Order, was: Order, policy: Policy, now: int) -> Order:
    """Urgent from now on: never later than it was, and a second sooner, for a stage of a deadline is done once."""
    assert was.deadline is not None
    assert was.due_at is not None
    assert fresh.deadline is not None
    usual = was.deadline - 1 if was.deadline > now else max(now, was.due_at)
    return _set(fresh, min(fresh.deadline, usual), policy, now)


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
    ahead = max(order.deadline, calendar.after(now, replace(span, seconds=left)))
    deadline = _ago(order.deadline, now, calendar, replace(span, seconds=over)) if over else ahead
    going = replace(order, paused_at=None, paused_until=None, deadline=deadline)
    moment = _moment(going, policy, going.stage)
    if moment < now and ladder(going, policy).at(going.stage)[0] in HARD:
        moment = _spaced(going, policy, now)
    return replace(going, due_at=max(now, moment))


def _ago(earliest: int, now: int, calendar: Calendar, span: Span) -> int:
    """The last moment from which so much has passed until now."""
    moments = range(earliest, now + 1)
    found = bisect_right(moments, -span.seconds, key=lambda moment: -calendar.elapsed(moment, now, span.working))
    return earliest + max(0, found - 1)


def _deadline(order: Order, span: Span, calendar: Calendar, now: int) -> int:
    """A plan is waited for; until the first feedback the promise made at the receipt counts, too."""
    usual = calendar.after(now, span)
    if order.state is State.ACCEPTED and order.planned_at:
        return max(order.planned_at, usual)
    promise = order.feedback_by if order.feedback_at is None and order.state in OPEN_HANDS else None
    return min(usual, promise) if promise is not None and promise > now else usual


def _moment(order: Order, policy: Policy, stage: int) -> int:
    """When this stage of the ladder is due. Never before the order's clock was set."""
    assert order.since is not None
    assert order.deadline is not None
    when = ladder(order, policy).at(stage)[1]
    if when == 1:
        return order.deadline
    if when > 1:
        return _later(order, policy, order.deadline, when - 1)
    span, calendar = patience_of(order, policy) or Span(0), policy.at(order.place).calendar
    before = round(span.seconds * (1 - when))
    whole = calendar.elapsed(order.since, order.deadline, span.working)
    return calendar.after(order.since, replace(span, seconds=max(0, whole - before)))


def _spaced(order: Order, policy: Policy, now: int, share: float = 1) -> int:
    """When its stage may come if the one before it comes now."""
    steps, stage = ladder(order, policy), order.stage
    pause = steps.at(stage)[1] - (steps.at(stage - 1)[1] if stage else 0)
    return _later(order, policy, now, pause * share)


def _later(order: Order, policy: Policy, moment: int, share: float) -> int:
    """So many patiences later."""
    span = patience_of(order, policy) or Span(0)
    return policy.at(order.place).calendar.after(moment, replace(span, seconds=max(1, round(span.seconds * share))))
