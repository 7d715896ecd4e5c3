"""When the clock looks at an order, and what it does then. Moments are UTC seconds."""

from dataclasses import replace

from domain.calendar import Calendar, Span
from domain.ladder import AFTERWARDS, PAUSED, REVIEW, SILENCE, Ladder, Nag
from domain.order import FollowUp, Order, State, Step
from domain.policy import Policy

# These leave the clock as it was: asking is not moving, and a returned order keeps its clock.
KEEPS = frozenset({Step.URGE, Step.WANT_TIME, Step.DENY, Step.DECLINE, Step.HAND_OVER, Step.SIGN, Step.OBJECT})
# After an outage the clock goes on from where it would be, but never past one of these unannounced.
HARD = frozenset({Nag.RAISE, Nag.LAPSE, Nag.LET_GO})
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
    if order.deadline is None:
        return _fresh(order, policy, now)
    if step in KEEPS:
        return order
    if step is Step.PAUSE:
        return replace(order, due_at=order.paused_until)
    if step is Step.RESUME and before.paused_at is not None:
        return _resumed(order, before.paused_at, policy, now)
    fresh = _fresh(order, policy, now)
    if step is Step.MARK_URGENT and fresh.deadline and now < order.deadline < fresh.deadline:
        return order
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


def _resumed(order: Order, paused_at: int, policy: Policy, now: int) -> Order:
    """What was left of the patience when the pause began is left now."""
    span, calendar = patience_of(order, policy), policy.at(order.place).calendar
    assert span is not None
    assert order.deadline is not None
    left = replace(span, seconds=calendar.elapsed(paused_at, order.deadline, span.working))
    later = replace(order, deadline=max(order.deadline, calendar.after(now, left)))
    return replace(later, due_at=max(now, _moment(later, policy, later.stage)))


def look(order: Order, policy: Policy, now: int) -> tuple[Nag, Order]:
    """What to do about an order that is due, and the order with its clock moved on to the next look."""
    if order.deadline is None:  # from before there were deadlines
        return Nag.NAG, _fresh(order, policy, now)
    if order.paused_until is not None:
        return Nag.RESUME, order
    steps, stage = ladder(order, policy), order.stage
    while steps.at(stage + 1)[0] not in HARD and _moment(order, policy, stage + 1) <= now:
        stage += 1
    moment = _moment(order, policy, stage + 1)
    if moment <= now:  # late, by an outage: the next step keeps its distance from this one
        moment = _later(order, policy, now, steps.at(stage + 1)[1] - steps.at(stage)[1])
    return steps.at(stage)[0], replace(order, stage=stage + 1, due_at=moment)


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
    deadline = _deadline(order, span, policy.at(order.place).calendar, now)
    set_anew = replace(order, since=now, deadline=deadline, stage=0)
    return replace(set_anew, due_at=max(now, _moment(set_anew, policy, 0)))


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


def _later(order: Order, policy: Policy, moment: int, share: float) -> int:
    """So many patiences later."""
    span = patience_of(order, policy) or Span(0)
    return policy.at(order.place).calendar.after(moment, replace(span, seconds=max(1, round(span.seconds * share))))
