"""The buttons on a card: which step each one leads to, and who is shown which."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.say import Speak
from domain.order import ACTION, Order, State, Step, possible
from domain.permit import may, owes_the_work
from domain.person import Person
from handlers.desks import matter_of


@dataclass(frozen=True, slots=True)
class Verb:
    """A button: its word in the compact form, its label, the step it leads to, the states in which it is shown."""

    word: str
    label: str
    step: Step
    states: frozenset[State]


def _in(*states: State) -> frozenset[State]:
    return frozenset(states)


P, D, A, F, C = State.PLACED, State.DISPATCHED, State.ACCEPTED, State.FINISHED, State.CLOSED

DESK = (
    Verb("other", N_("To somebody else"), Step.DISPATCH, _in(P, D)),
    Verb("keep", N_("I keep it"), Step.KEEP, _in(P)),
    Verb("merge", N_("Same as another"), Step.MERGE, _in(P, D)),
    Verb("urgent", N_("Mark urgent"), Step.MARK_URGENT, _in(P, D, A)),
    Verb("refuse", N_("Refuse"), Step.REFUSE, _in(P, D)),
)
TASK = (
    Verb("accept", N_("Accept"), Step.ACCEPT, _in(D)),
    Verb("pick", N_("I take it"), Step.PICK_UP, _in(P)),
    Verb("finish", N_("Done"), Step.FINISH, _in(A)),
    Verb("progress", N_("Progress"), Step.PROGRESS, _in(A)),
    Verb("plan", N_("Set a date"), Step.PLAN, _in(A)),
    Verb("ask", N_("Ask the resident"), Step.PROGRESS, _in(A)),
    Verb("decline", N_("Hand back"), Step.DECLINE, _in(D, A)),
)
MINE = (
    Verb("fixed", N_("Fixed"), Step.REVIEW, _in(F, C)),
    Verb("unfixed", N_("Not fixed"), Step.REOPEN, _in(F, C)),
    Verb("add", N_("Add something"), Step.PLACE, _in(P, D, A, F)),
    Verb("cancel", N_("Withdraw"), Step.CANCEL, _in(P, D)),
)


def buttons(verbs: tuple[Verb, ...], order: Order, person: Person, speak: Speak, now: int) -> list[Button]:
    """Those of the verbs that this person may use on this order now."""
    matter = matter_of(order)
    shown = [
        verb
        for verb in verbs
        if order.state in verb.states
        and (verb.step is Step.PLACE or possible(order, verb.step, now) or _last_word(verb, order))
        and not (verb.step is Step.MARK_URGENT and order.urgent)
        and may(ACTION[verb.step], person, matter)
        and (verb.step is not Step.ACCEPT or owes_the_work(person, matter.party))
    ]
    return [Button(speak(verb.label), data(verb.word, order)) for verb in shown]


def _last_word(verb: Verb, order: Order) -> bool:
    """Whoever has said "not fixed" as often as it can be reopened can say so once more: then it closes as that."""
    return verb.step is Step.REOPEN and order.state is State.FINISHED


def data(word: str, order: Order, *rest: str) -> str:
    """The compact form: "accept 7K3MQ2 5"."""
    return " ".join((word, order.number, str(order.version), *rest))
