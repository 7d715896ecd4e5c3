"""The buttons on a card: which step each one leads to, and who is shown which."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.say import Speak
from domain.order import ACTION, Closing, Lane, Order, State, Step
from domain.permit import may, owes_the_work
from domain.person import Person
from domain.possible import possible
from handlers.desks import held_at, matter_of


@dataclass(frozen=True, slots=True)
class Verb:
    """A button: its word in the compact form, its label, the step it leads to, the states in which it is shown.

    when: what else it needs; where that is more than a matter of room on the card, the deed asks it again.
    """

    word: str
    label: str
    step: Step
    states: frozenset[State]
    when: Callable[[Order, Person, int], bool] = lambda order, person, now: True


def _in(*states: State) -> frozenset[State]:
    return frozenset(states)


P, D, A, F, C = State.PLACED, State.DISPATCHED, State.ACCEPTED, State.FINISHED, State.CLOSED


def too_hard(order: Order, person: Person, now: int) -> bool:
    """Not for the resident; and once it has gone up, only for its desk and for whoever has it in hand."""
    if person.id == order.resident:
        return False
    gone_up = order.raised or order.reopened
    return not gone_up or person.id == order.assignee or held_at(person, order.rung) is not None


def waited_too_long(order: Order, person: Person, now: int) -> bool:
    """The resident may raise it once the clock has run out; in a pause it stands still."""
    ran_out = order.deadline is not None and order.deadline <= now and order.paused_until is None
    return person.id == order.resident and ran_out


def _paused(order: Order, person: Person, now: int) -> bool:
    return order.paused_until is not None


def _at_work(order: Order, person: Person, now: int) -> bool:
    return order.paused_until is None


def _part(order: Order, person: Person, now: int) -> bool:
    return order.part_of is not None


def _whole(order: Order, person: Person, now: int) -> bool:
    return order.part_of is None


def _led_by_somebody(order: Order, person: Person, now: int) -> bool:
    """Usually others help whoever has it; a hot matter is joint from the beginning."""
    return order.state is not P or order.lane is Lane.HOT


TOO_HARD = N_("Too hard for us")
CALL_IN = Verb("callin", N_("Call in others"), Step.CALL_IN, _in(P, D, A), _led_by_somebody)

ANSWERS = (
    Verb("grant", N_("Grant"), Step.GRANT, _in(A)),
    Verb("deny", N_("Refuse"), Step.DENY, _in(A)),
)
DESK = (
    *ANSWERS,
    Verb("other", N_("To somebody else"), Step.DISPATCH, _in(P, D)),
    Verb("keep", N_("I keep it"), Step.KEEP, _in(P)),
    Verb("merge", N_("Same as another"), Step.MERGE, _in(P, D)),
    Verb("urgent", N_("Mark urgent"), Step.MARK_URGENT, _in(P, D, A)),
    Verb("refuse", N_("Refuse"), Step.REFUSE, _in(P, D)),
    Verb("hard", TOO_HARD, Step.RAISE, _in(P, D, A), too_hard),
    CALL_IN,
    Verb("cancel", N_("Withdraw"), Step.CANCEL, _in(P, D, A), _part),
)
TASK = (
    Verb("accept", N_("Accept"), Step.ACCEPT, _in(D)),
    Verb("pick", N_("I take it"), Step.PICK_UP, _in(P)),
    Verb("resume", N_("Go on now"), Step.RESUME, _in(A)),
    Verb("finish", N_("Done"), Step.FINISH, _in(A)),
    Verb("finish", N_("Done"), Step.COMPLETE, _in(A)),
    Verb("progress", N_("Progress"), Step.PROGRESS, _in(A)),
    Verb("plan", N_("Set a date"), Step.PLAN, _in(A), _at_work),
    Verb("ask", N_("Ask the resident"), Step.PROGRESS, _in(A), _whole),
    Verb("ask", N_("Ask the desk"), Step.PROGRESS, _in(A), _part),
    Verb("decline", N_("Hand back"), Step.DECLINE, _in(D)),
    Verb("hard", TOO_HARD, Step.RAISE, _in(P, D), too_hard),
    Verb("more", N_("More …"), Step.PROGRESS, _in(A)),
)
# Behind "More …", so that a card keeps six buttons at most.
FURTHER = (
    Verb("pause", N_("Pause"), Step.PAUSE, _in(A)),
    Verb("plan", N_("Set a date"), Step.PLAN, _in(A), _paused),
    Verb("longer", N_("More time"), Step.WANT_TIME, _in(A)),
    CALL_IN,
    Verb("hard", TOO_HARD, Step.RAISE, _in(A), too_hard),
    Verb("decline", N_("Hand back"), Step.DECLINE, _in(A)),
)
ASKED = (
    Verb("fixed", N_("Fixed"), Step.REVIEW, _in(F, C)),
    Verb("passon", N_("They say it is fixed"), Step.PASS_ON, _in(F, C)),
    Verb("unfixed", N_("Not fixed"), Step.REOPEN, _in(F, C)),
)
MINE = (
    *ASKED,
    Verb("urge", N_("Urge"), Step.URGE, _in(P, D, A)),
    Verb("raise", N_("Raise it"), Step.RAISE, _in(P, D, A), waited_too_long),
    Verb("add", N_("Add something"), Step.PLACE, _in(P, D, A, F)),
    Verb("cancel", N_("Withdraw"), Step.CANCEL, _in(P, D, A)),
)
LASTED = (
    Verb("held", N_("Still good"), Step.HELD, _in(C)),
    Verb("back", N_("It came back"), Step.CAME_BACK, _in(C)),
)
SETTLED = (
    Verb("held", N_("It is good now"), Step.HELD, _in(C)),
    Verb("back", N_("It is not good yet"), Step.CAME_BACK, _in(C)),
)
CALLING = (Verb("cback", N_("☎️ Call back"), Step.CALL_BACK, _in(F, C)),)
SIGNING = (
    Verb("sign", N_("Sign off"), Step.SIGN, _in(C)),
    Verb("object", N_("Not in order"), Step.OBJECT, _in(C)),
)


def lasting(order: Order) -> tuple[Verb, ...]:
    """The answers to the question that is asked again: only what was fixed can still be good."""
    return LASTED if order.closing is Closing.FIXED else SETTLED


def buttons(verbs: tuple[Verb, ...], order: Order, person: Person, speak: Speak, now: int) -> list[Button]:
    """Those of the verbs that this person may use on this order now, as buttons."""
    return [Button(speak(verb.label), data(verb.word, order)) for verb in usable(verbs, order, person, now)]


def usable(verbs: tuple[Verb, ...], order: Order, person: Person, now: int) -> list[Verb]:
    matter = matter_of(order)
    return [
        verb
        for verb in verbs
        if order.state in verb.states
        and (verb.step is Step.PLACE or possible(order, verb.step, now) or _instead(verb, order, now))
        and not (verb.step is Step.MARK_URGENT and order.urgent)
        and may(ACTION[verb.step], person, matter)
        and verb.when(order, person, now)
        and (verb.step is not Step.ACCEPT or owes_the_work(person, matter.party))
    ]


def _instead(verb: Verb, order: Order, now: int) -> bool:
    """Another step is taken in its place: whoever has said "not fixed" as often as it can be reopened can say so once
    more, and then it closes as that; a hot matter goes up and stays with whoever leads it."""
    if verb.step is Step.RAISE:
        return possible(order, Step.LIFT, now)
    return verb.step is Step.REOPEN and order.state is State.FINISHED


def data(word: str, order: Order, *rest: str) -> str:
    """The compact form: "accept 7K3MQ2 5"."""
    return " ".join((word, order.number, str(order.version), *rest))
