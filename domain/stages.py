"""When each step of an order's ladder is due, and which of them may not come unannounced. Moments are UTC seconds."""

from dataclasses import replace
from itertools import count

from domain.calendar import Span
from domain.ladder import AFTERWARDS, PAUSED, REVIEW, SILENCE, Ladder, Nag
from domain.order import FollowUp, Order, State
from domain.policy import Policy

# Never one of the first, which cannot be undone, unless one of the others was said before.
HARD = frozenset({Nag.RAISE, Nag.LAPSE})
ANNOUNCING = frozenset({Nag.NAG, Nag.TELL, Nag.ASK})


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


def moment_of(order: Order, policy: Policy, stage: int) -> int:
    """When this stage of the ladder is due. Never before the order's clock was set."""
    assert order.since is not None
    assert order.deadline is not None
    when = ladder(order, policy).at(stage)[1]
    if when == 1:
        return order.deadline
    if when > 1:
        return later(order, policy, order.deadline, when - 1)
    span, calendar = patience_of(order, policy) or Span(0), policy.at(order.place).calendar
    before = round(span.seconds * (1 - when))
    whole = calendar.elapsed(order.since, order.deadline, span.working)
    return calendar.after(order.since, Span(max(0, whole - before), span.working))


def spaced(order: Order, policy: Policy, now: int, share: float = 1) -> int:
    """When its stage may come if the one before it comes now."""
    steps, stage = ladder(order, policy), order.stage
    pause = steps.at(stage)[1] - (steps.at(stage - 1)[1] if stage else 0)
    return later(order, policy, now, pause * share)


def later(order: Order, policy: Policy, moment: int, share: float) -> int:
    """So many patiences later."""
    span = patience_of(order, policy) or Span(0)
    return policy.at(order.place).calendar.after(moment, replace(span, seconds=max(1, round(span.seconds * share))))


def on_this(order: Order, policy: Policy, now: int) -> int:
    """Its stage. Where it had climbed further on another ladder than this one is long: the next that lies ahead."""
    stage, hard = order.stage, first_hard(ladder(order, policy))
    while stage - 1 > hard and moment_of(order, policy, stage - 1) >= now:
        stage -= 1
    return stage


def first_hard(steps: Ladder) -> int:
    """The stage of it; past the end where there is none."""
    return next((stage for stage, step in enumerate(steps.steps) if step[0] in HARD), len(steps.steps))


def climbed(order: Order, policy: Policy) -> bool:
    """Whether the ladder has been climbed to its hard step for this deadline: whoever gets it then begins anew."""
    return order.stage > first_hard(ladder(order, policy))


def next_hard(order: Order, policy: Policy) -> int:
    """When its next hard step comes, if nobody moves."""
    steps = ladder(order, policy)
    stage = next(stage for stage in count(order.stage) if steps.at(stage)[0] in HARD or stage > len(steps.steps))
    assert order.due_at is not None
    return max(order.due_at, moment_of(order, policy, stage))


def announcement(steps: Ladder, stage: int) -> Nag:
    """What is said before a hard step, where nobody has said it yet."""
    said = [steps.at(before)[0] for before in range(stage) if steps.at(before)[0] in ANNOUNCING]
    return said[-1] if said else Nag.TELL
