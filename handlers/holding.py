"""What still holds of what was noted: asked again at the moment at which it is to be said."""

from collections.abc import Callable, Mapping

from domain.clock import OPEN_HANDS
from domain.order import OWES, FollowUp, Order, Owes, State, Step
from domain.permit import may, owes_the_work
from domain.person import Person
from domain.place import covers
from domain.possible import possible
from handlers.desks import DISPATCHERS, held_at, matter_of
from handlers.noting import SEEN, About
from storage.notes import Note

Holds = Callable[[Note, Order, Person, int], bool]


def holds(note: Note, order: Order, person: Person, midnight: int) -> bool:
    """midnight: the end of their day. Who may no longer read what it says reads nothing of it."""
    if note.needs is not None and not may(note.needs, person, matter_of(order)):
        return False
    return HOLDS[About(note.kind)](note, order, person, midnight)


def due_at(order: Order) -> int | None:
    """What is paused waits for the end of its pause; anything else for its plan or its deadline, whichever is first."""
    if order.paused_until is not None:
        return order.paused_until
    return min((moment for moment in (order.planned_at, order.deadline) if moment is not None), default=None)


def _due(note: Note, order: Order, person: Person, midnight: int) -> bool:
    moment = due_at(order)
    return _in_hand(order, person) and moment is not None and moment < midnight


def _owed(note: Note, order: Order, person: Person, midnight: int) -> bool:
    return _unmoved(note, order) and _owes(order, person)


def _told(note: Note, order: Order, person: Person, midnight: int) -> bool:
    free = order.state is State.DISPATCHED and order.assignee is None  # those who are asked may be at the desk, too
    theirs = _owes(order, person) and not (free and held_at(person, order.rung) is not None)
    return _unmoved(note, order) and order.state in OPEN_HANDS and not theirs


def _card(note: Note, order: Order, person: Person, midnight: int) -> bool:
    asked = order.state is State.DISPATCHED and _in_hand(order, person)
    return asked or _on_their_desk(note, order, person, midnight)


def _on_their_desk(note: Note, order: Order, person: Person, midnight: int) -> bool:
    return order.state is State.PLACED and held_at(person, order.rung) is not None


def _went_up(note: Note, order: Order, person: Person, midnight: int) -> bool:
    below = (held.place for held in person.roles if held.role in DISPATCHERS.values() and held.place != order.rung)
    return order.open and any(covers(order.rung, place) and covers(place, order.place) for place in below)


def _asked(note: Note, order: Order, person: Person, midnight: int) -> bool:
    """Of the author whether it is fixed or still good, of the committee whether it was done well."""
    if person.id == order.author:
        return order.state is State.FINISHED or order.follow_up is FollowUp.ASKED
    return possible(order, Step.SIGN, note.at) and may("order.sign_off", person, matter_of(order))


def _gone(note: Note, order: Order, person: Person, midnight: int) -> bool:
    """Whoever has it back is told nothing of its having been away."""
    return not may(SEEN, person, matter_of(order))


def _always(note: Note, order: Order, person: Person, midnight: int) -> bool:
    return True


def _unmoved(note: Note, order: Order) -> bool:
    """Whether the same clock still runs: whoever moves sets it anew, and asking again is not moving."""
    return order.paused_until is None and order.since == note.since


def _owes(order: Order, person: Person) -> bool:
    if OWES[order.state] is Owes.DISPATCHER:
        return held_at(person, order.rung) is not None
    if OWES[order.state] is Owes.PARTY:
        return _in_hand(order, person)
    return order.state is State.FINISHED and person.id == order.author


def _in_hand(order: Order, person: Person) -> bool:
    in_hands = order.state in (State.DISPATCHED, State.ACCEPTED)
    return in_hands and owes_the_work(person, matter_of(order).party)


HOLDS: Mapping[About, Holds] = {
    About.CARD: _card,
    About.DUE: _due,
    About.OWED: _owed,
    About.BACK: _on_their_desk,
    About.RAISED: _on_their_desk,
    About.DESK: _on_their_desk,
    About.TOLD: _told,
    About.UP: _went_up,
    About.ASKED: _asked,
    About.NEWS: _always,
    About.GONE: _gone,
}
