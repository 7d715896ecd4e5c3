"""Who sees which personal field of an order: a table, by field and by how somebody stands to it."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from domain.category import Category
from domain.order import DAY, Order, State
from domain.permit import Matter, may, relations, standings
from domain.person import Person, Role
from domain.rights import Relation, Standing

AFTER_CLOSING = 3 * DAY
CLERKS = (Role.GRID, Role.COMMUNITY)  # report for those who have no phone
HAD = (State.ACCEPTED, State.FINISHED, State.CLOSED)  # whoever is named in it has it in hand, or had it at the end


class Field(StrEnum):
    NAME = "name"
    PHONE = "phone"
    UNIT = "unit"
    DOOR = "door"


class Shown(StrEnum):
    FULL = "full"
    TITLED = "titled"  # the surname alone
    LOOK = "look"  # 张**, 138****5678, until they tap, say why, and it is written down
    NEVER = "never"


class Viewer(StrEnum):
    AUTHOR = "author"
    DESK = "desk"  # dispatchers of the place; the street office once it lies with them
    WORKER = "worker"  # has it in hand: grid worker, property company, department, shop
    ASKED = "asked"  # may see what it is about, and does not have it in hand: who is asked to take it, the grid worker
    VOLUNTEER = "volunteer"  # has it in hand
    OWNERS = "owners"
    OTHER = "other"  # may read it without names: offices that look on
    SUBJECT = "subject"  # is complained about
    NOBODY = "nobody"  # groups, the public ledger, everybody else


F, T, L, X = Shown.FULL, Shown.TITLED, Shown.LOOK, Shown.NEVER

#                     name phone unit door
_TABLE = {
    Viewer.AUTHOR:    (F,   F,   F,   F),
    Viewer.DESK:      (L,   L,   F,   L),
    Viewer.WORKER:    (L,   L,   L,   L),
    Viewer.ASKED:     (X,   X,   X,   X),
    Viewer.VOLUNTEER: (T,   L,   L,   L),
    Viewer.OWNERS:    (X,   X,   X,   X),
    Viewer.OTHER:     (X,   X,   X,   X),
    Viewer.SUBJECT:   (X,   X,   X,   X),
    Viewer.NOBODY:    (X,   X,   X,   X),
}  # fmt: skip
TABLE: Mapping[Viewer, Mapping[Field, Shown]] = {
    viewer: dict(zip(Field, shown, strict=True)) for viewer, shown in _TABLE.items()
}
# What is inside a home or a staircase cannot be found without the unit; there is no time to ask for the door of an
# urgent matter.
UNIT_NEEDED = {Viewer.WORKER: F, Viewer.ASKED: F}
DOOR_AT_ONCE = {Viewer.WORKER: F}


def shown(field: Field, viewer: Viewer, order: Order, category: Category | None, *, visit: bool = False) -> Shown:
    """visit: whether the resident agreed that a volunteer comes."""
    if viewer is Viewer.VOLUNTEER and not visit and field is not Field.NAME:
        return X
    needs_unit = order.urgent or category is None or category.home or category.shared
    if field is Field.UNIT and needs_unit and viewer in UNIT_NEEDED:
        return UNIT_NEEDED[viewer]
    found = TABLE[viewer][field]
    if field is Field.DOOR and order.urgent:
        found = DOOR_AT_ONCE.get(viewer, found)
    # What stands on a card stays in a chat for good: once it is closed, the door goes from there.
    closed = field is Field.DOOR and order.state is State.CLOSED and viewer is not Viewer.AUTHOR
    return L if closed and found is F else found


def viewer_of(person: Person, order: Order, matter: Matter) -> Viewer:
    """Whoever is complained about is that, whatever else they are; but for what they wrote themselves.

    Whoever wrote it for somebody else stands in for them as long as that is their work.
    """
    if person.id == order.resident and (not order.proxy or any(map(person.holds, CLERKS))):
        return Viewer.AUTHOR
    if Standing.SUBJECT in standings(person, matter):
        return Viewer.SUBJECT
    stands = dict[Role, frozenset[Relation]]()
    for role, found in relations(person, matter):
        stands[role] = stands.get(role, frozenset()) | found
    if Relation.AREA in stands.get(Role.COMMUNITY, ()) or Relation.ASSIGNED in stands.get(Role.STREET, ()):
        return Viewer.DESK
    works = any(role not in (Role.ANONYMOUS, Role.RESIDENT, Role.VOLUNTEER, Role.OWNERS) for role in stands)
    if order.assignee == person.id and order.state in HAD:
        return Viewer.WORKER if works else Viewer.VOLUNTEER
    if works and may("order.view_detail", person, matter):
        return Viewer.ASKED
    if may("order.view_deidentified", person, matter):
        return Viewer.OWNERS if Role.OWNERS in stands else Viewer.OTHER
    return Viewer.NOBODY


def open_to_looks(order: Order, viewer: Viewer, now: int) -> bool:
    """From accept until 72 hours after closing; a desk may ring up about an urgent matter that nobody has accepted."""
    if order.state is State.CLOSED:
        return order.accepted_at is not None and now <= (order.closed_at or 0) + AFTER_CLOSING
    accepted = order.state in (State.ACCEPTED, State.FINISHED)
    return accepted or (viewer is Viewer.DESK and order.urgent)


def right(field: Field) -> str:
    """The right that a look asks for."""
    return "order.view_complainant_identity" if field is Field.NAME else "order.reveal_contact"


def looks(
    person: Person,
    order: Order,
    matter: Matter,
    category: Category | None,
    kept: Collection[Field],
    now: int,
    *,
    visit: bool = False,
) -> list[Field]:
    """What of what is kept this person may look at now, each time with a reason."""
    viewer = viewer_of(person, order, matter)
    if not open_to_looks(order, viewer, now):
        return []
    wanted = [field for field in kept if shown(field, viewer, order, category, visit=visit) is L]
    return [field for field in wanted if may(right(field), person, matter)]
