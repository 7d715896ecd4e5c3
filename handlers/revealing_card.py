"""What a card says of who an order is about, to each as the table of fields has it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.say import Speak
from domain import fields, mask
from domain.fields import Field, Shown, Viewer
from domain.order import Order, State
from domain.person import Person
from domain.place import Kind, around
from domain.policy import Policy
from handlers.desks import matter_of
from handlers.look import place_name
from handlers.revealing_log import note
from handlers.turn import Turn
from storage import contacts, orders, people, views
from storage.contacts import Contact

ICONS = {Field.NAME: "👤", Field.PHONE: "☎️", Field.DOOR: "🚪"}
BUTTONS = {Field.NAME: N_("👤 Name"), Field.PHONE: N_("☎️ Phone"), Field.DOOR: N_("🚪 Door")}
AT_ONCE = N_("urgent: the door is shown at once to whoever has it in hand")
REACH = N_("☎️ Reach them")
LOOK, ASK_VISIT, LEAVE = "rv", "rva", "rvc"


@dataclass(frozen=True, slots=True)
class About:
    """Whom an order is about, and how this person stands to it."""

    viewer: Viewer
    contact: Contact
    name: str

    def how(self, field: Field, policy: Policy, order: Order) -> Shown:
        category = policy.catalogue.get(order.category)
        return fields.shown(field, self.viewer, order, category, visit=self.contact.visit_at is not None)


async def of(turn: Turn, order: Order, person: Person) -> About:
    """A task is about whoever the whole is about."""
    viewer = fields.viewer_of(person, order, matter_of(order))
    if viewer not in (Viewer.AUTHOR, Viewer.DESK, Viewer.WORKER, Viewer.VOLUNTEER):
        return About(viewer, Contact(), "")
    whole = (await orders.by_id(turn.tx, order.part_of) if order.part_of else None) or order
    contact = await contacts.of_order(turn.tx, whole.id) or Contact()
    unnamed = viewer is not Viewer.AUTHOR and not contact.name and not whole.proxy
    known = await people.person(turn.tx, whole.author) if unnamed else None
    return About(viewer, contact, contact.name or (known.name if known else ""))


def looks_of(turn: Turn, order: Order, person: Person, about: About) -> list[Field]:
    values = {Field.NAME: about.name, Field.PHONE: about.contact.phone, Field.DOOR: about.contact.door}
    return looks(order, person, turn.house.policy, values, about.contact.visit_at is not None, turn.now)


def looks(
    order: Order, person: Person, policy: Policy, values: Mapping[Field, str], visit: bool, now: int
) -> list[Field]:
    """What this person may look at now; the unit goes with the door."""
    known = [field for field, value in values.items() if value]
    known += [Field.UNIT] if around(order.place, Kind.UNIT) else []
    category = policy.catalogue.get(order.category)
    found = fields.looks(person, order, matter_of(order), category, known, now, visit=visit)
    return [field for field in BUTTONS if field in found or (field is Field.DOOR and Field.UNIT in found)]


async def where(turn: Turn, order: Order, about: About) -> str:
    """The place, as far as this person needs it."""
    place = order.place
    if about.viewer is Viewer.SUBJECT:
        place = around(place, Kind.COMPOUND) or place
    elif about.how(Field.UNIT, turn.house.policy, order) is not Shown.FULL:
        place = around(place, Kind.BUILDING) or place
    return place_name(await turn.places(), place)


async def line(turn: Turn, order: Order, person: Person, about: About, speak: Speak) -> list[str]:
    """Name, phone and door on one line, each as far as it is theirs to see."""
    if about.viewer is Viewer.AUTHOR:
        own = _joined({Field.PHONE: about.contact.phone, Field.DOOR: about.contact.door})
        return [speak(N_("🔒 Only for whoever works on it: {contact}")).format(contact=own)] if own else []
    shown = {}
    open_now = fields.open_to_looks(order, about.viewer, turn.now)
    if about.viewer is Viewer.WORKER and open_now:
        shown[Field.NAME] = mask.name(about.name)
    elif about.viewer is Viewer.VOLUNTEER and open_now and about.name:
        shown[Field.NAME] = speak(N_("neighbour {name}")).format(name=mask.surname(about.name))
    if Field.PHONE in looks_of(turn, order, person, about):
        shown[Field.PHONE] = mask.phone(about.contact.phone)
    if about.how(Field.DOOR, turn.house.policy, order) is Shown.FULL and about.contact.door:
        shown[Field.DOOR] = about.contact.door
        if about.viewer is Viewer.WORKER:
            await _seen_at_once(turn, order, person)
    joined = _joined(shown)
    return [joined] if joined else []


def _joined(values: dict[Field, str]) -> str:
    return "  ".join(f"{ICONS[field]} {value}" for field, value in values.items() if value)


async def _seen_at_once(turn: Turn, order: Order, person: Person) -> None:
    """Written down as a look, once."""
    if not await views.looked(turn.tx, person.id, order.id, Field.DOOR):
        await note(turn, person, order, Field.DOOR, AT_ONCE)


def buttons(turn: Turn, order: Order, person: Person, about: About, speak: Speak) -> list[Button]:
    """One button, however much there is to look at. A worker who wants a name alone finds it behind "More …"."""
    if about.viewer is Viewer.AUTHOR:
        label = N_("☎️ Leave a phone or door")
        if about.contact.phone or about.contact.door:
            label = N_("☎️ My phone and door")
        return [Button(speak(label), f"{LEAVE} {order.number}")] if order.open else []
    found = looks_of(turn, order, person, about)
    if found and (about.viewer is not Viewer.WORKER or found != [Field.NAME]):
        label = BUTTONS[found[0]] if len(found) == 1 else REACH
        return [Button(speak(label), f"{LOOK} {order.number}")]
    if about.viewer is Viewer.VOLUNTEER and order.state is State.ACCEPTED and about.contact.visit_at is None:
        return [Button(speak(N_("🚪 Ask to come by")), f"{ASK_VISIT} {order.number}")]
    return []
