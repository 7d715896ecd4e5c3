"""Reporting a matter: what a person sends unasked is the report; what it leaves open is asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import YES, Choice, Confirm, Option, Photos, Text, yes_or_no
from dialogue.say import Say, plain, say
from dialogue.talk import Ask, State, play
from domain import clock, figures, number
from domain.category import Category
from domain.danger import Danger
from domain.order import DAY, Event, Lane, Order, Step
from domain.permit import Matter, check
from handlers import changing, consenting, desks, duties, finding, group_hours, kept_apart, showing
from handlers.card import card_for
from handlers.following import MeToo, See, offered
from handlers.look import Look
from handlers.turn import Refusal, Turn
from handlers.where import HERE, where
from storage import call_backs, contacts, numbers, orders, people
from storage.outbox import Way

STUCK_LIFT, TRAPPED = "lift", "trapped"
HELP = "help"  # the catalogue's last resort
ALL_THE_SAME = N_("Should you not get round to sending this, I pass it on in two minutes all the same.")


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """What the talk ends with. photos and voice: media ids. agreed: to which version of domain/consent.py, with it."""

    what: str
    place: str
    category: str
    lane: Lane
    photos: tuple[str, ...] = ()
    voice: str | None = None
    agreed: int = 0


Ending = PlaceOrder | MeToo | See | None


async def report(ask: Ask, look: Look) -> Ending:
    made, summary = await told(ask, look)
    instead, summary = await offered(ask, look, made.place, made.category, made.lane, summary)
    if instead:
        return instead
    yes = say(N_("✅ Send, and agree"))
    agreed = await consenting.send(ask, look, summary, urgent=made.lane is Lane.URGENT, yes=yes)
    return None if agreed is None else replace(made, agreed=agreed)


async def told(ask: Ask, look: Look) -> tuple[PlaceOrder, Confirm]:
    """All that is to be known, and the question whether it shall be sent."""
    voice = ask.offered("voice", "voice")
    what = await ask(
        "what", Text(say(N_("What is the matter? Write, speak or send a photo.")), grows=True), _spoken(voice)
    )
    urgent = await warned(ask, look, what)
    photos = await ask("photos", Photos(say(N_("Send the photo now.")), grows=True), ())
    urgent = await _trapped(ask, look, what) or urgent
    if urgent:
        ask.tell("all the same", say(ALL_THE_SAME))
    place = await where(ask, look, what)
    category = await _category(ask, look, what)
    lane = Lane.URGENT if urgent else category.lane
    summary = await _summary(look, what, place, category, lane, photos)
    return PlaceOrder(what, place, category.key, lane, tuple(photos), voice), summary


async def what_is_known(state: State, look: Look) -> PlaceOrder | None:
    """An urgent report that nobody finished, as it is, with the best guess at the rest; None without a place."""
    known: dict[str, str] = {}

    async def guess(ask: Ask) -> None:
        what = await ask("what", Text(plain("")), "")
        place = await where(ask, look, what)
        known.update(what=what, place=place)

    ask = Ask(state)
    await play(guess, state)
    what = str(state.answers.get("what") or "")
    place = known.get("place") or _nearest(state) or await look.compound_of_me() or await look.around_all()
    if not what or place is None:
        return None
    proposed = look.policy.kinds(what)
    danger = next((d.category for d in look.policy.alarms(what) if d.category), None)
    category = state.answers.get("category") or danger or (proposed[0].category.key if proposed else HELP)
    photos = tuple(state.answers.get("photos") or ())
    voice = ask.offered("voice", "voice")
    return PlaceOrder(what, place, str(category), Lane.URGENT, photos, voice)


def _nearest(state: State) -> str | None:
    """The deepest place chosen so far."""
    chosen = [v for name, v in state.answers.items() if name.startswith("place") and isinstance(v, str) and v != HERE]
    return chosen[-1] if chosen else None


def _spoken(voice: str | None) -> str | None:
    return "🎤" if voice else None


async def warned(ask: Ask, look: Look, what: str) -> bool:
    """Whether it speaks of danger; if so the numbers to call are shown before anything else is asked."""
    found = look.policy.alarms(what)
    _warn(ask, look, found)
    return bool(found)


def _warn(ask: Ask, look: Look, found: Iterable[Danger]) -> None:
    for danger in found:
        ask.tell(f"danger.{danger.key}", plain(f"🚨 {danger.sentence(look.language)}"))


async def _trapped(ask: Ask, look: Look, what: str) -> bool:
    """A lift that stands still: is anybody in it?"""
    proposed = look.policy.kinds(what)
    known = "trapped" in ask.state.answers
    if not proposed or proposed[0].category.key != STUCK_LIFT or (look.policy.alarms(what) and not known):
        return False
    trapped = await ask("trapped", yes_or_no(say(N_("Is anybody trapped inside?")))) == YES
    if trapped:
        _warn(ask, look, [danger for danger in look.policy.dangers if danger.key == TRAPPED])
    return trapped


async def _category(ask: Ask, look: Look, what: str) -> Category:
    """The clear winner is proposed and shown before sending; otherwise it is asked."""
    catalogue = look.policy.catalogue
    proposed = look.policy.kinds(what)
    clear = len(proposed) == 1 or (len(proposed) > 1 and proposed[0].score > proposed[1].score)
    if clear and not ask.wanted("category"):
        return proposed[0].category
    first = [scored.category for scored in proposed[:3]]
    among = first + [category for category in catalogue if category not in first]
    options = tuple(Option(c.key, plain(c.title(look.language))) for c in among)
    prompt = say(N_("What kind of matter is it?"))
    return catalogue[await ask("category", Choice(prompt, options))]


async def _summary(
    look: Look, what: str, place: str, category: Category, lane: Lane, photos: tuple[str, ...]
) -> Confirm:
    lines = say(
        N_("Please check:\n📍 {place}\n📋 {category}\n📝 {what}{extra}"),
        place=await look.name(place),
        category=category.title(look.language),
        what=what,
        extra=_extra(lane, len(photos)),
    )
    changes = {
        "place": say(N_("Change the place")),
        "category": say(N_("Change the kind")),
        "what": say(N_("Change the words")),
        "photos": say(N_("Add a photo")) if not photos else say(N_("Other photos")),
    }
    return Confirm(lines, changes=changes, yes=say(N_("✅ Send")))


def _extra(lane: Lane, photos: int) -> Say:
    if lane is Lane.URGENT and photos:
        return say(N_("\n📷 Photos: {count}\n🚨 Urgent: goes first"), count=photos)
    if lane is Lane.URGENT:
        return say(N_("\n🚨 Urgent: goes first"))
    return say(N_("\n📷 Photos: {count}"), count=photos) if photos else plain("")


async def place_order(turn: Turn, command: PlaceOrder) -> None:
    """Keep the order, give the resident a number, and lay a card on the dispatchers' desk."""
    await consenting.keep(turn, command.agreed, urgent=command.lane is Lane.URGENT)
    await keep(turn, command)
    if command.lane is Lane.URGENT:
        await consenting.ask_later(turn)


async def keep(turn: Turn, command: PlaceOrder, again: Order | None = None) -> Order:
    """again: the order that was closed and came back as this one."""
    order, desk = await take_down(turn, command, again)
    await receipt(turn, order)
    await lay_on_desk(turn, order, desk)
    return order


async def take_down(
    turn: Turn, command: PlaceOrder, again: Order | None = None, service: str | None = None, whom: str | None = None
) -> tuple[Order, desks.Desk]:
    """Kept, with all that came along, and the desk it lies on, where nobody has heard of it yet.

    whom: what somebody else is called for whom it is, which is a right of its own, asked for by handlers/behalf.py.
    """
    if whom is None:
        await _may_send(turn, command)
    found = kept_apart.found_in(turn, command.what, whom or "")
    made = await _new_order(turn, command)
    subject = again.subject if again else made.subject
    desk = await desks.first(turn.tx, made.place, turn.house.policy, subject)
    made = replace(
        made,
        what=found.words,
        rung=desk.rung,
        subject=subject,
        service=again.service if again else service,
        proxy=whom is not None,
        again_of=again.id if again else None,
    )
    order = await begin(turn, made)
    await kept_apart.keep(turn, order.id, found)
    for photo in command.photos:
        await orders.add_media(turn.tx, order.id, photo, "photo", Step.PLACE, turn.now)
    if command.voice:
        await orders.add_media(turn.tx, order.id, command.voice, "voice", Step.PLACE, turn.now)
    if whom is None and turn.me.home != order.place:
        await people.set_home(turn.tx, turn.me.id, order.place)
    if turn.private_chat:
        await people.set_here(turn.tx, turn.private_chat, None)
    return order, desk


async def _may_send(turn: Turn, command: PlaceOrder) -> None:
    check("order.create", turn.me, Matter(place=command.place, author=turn.me.id))
    most = turn.house.policy.reports_a_day
    if command.lane is not Lane.URGENT and await orders.placed_since(turn.tx, turn.me.id, turn.now - DAY) >= most:
        raise Refusal(say(N_("You have sent {count} reports today. Please call us for more."), count=most), again=True)


async def begin(turn: Turn, made: Order) -> Order:
    """Written down, counted, and its clock set."""
    order = clock.begun(made, turn.house.policy, turn.now)
    await orders.insert(turn.tx, order)
    await finding.keep(turn, order)
    if order.again_of:
        await contacts.copy(turn.tx, order.again_of, order.id, turn.now)
        await call_backs.copy(turn.tx, order.again_of, order.id)
    await changing.remember(turn, order, Event(Step.PLACE, turn.now, order.author), "")
    await changing.count(turn, order, figures.placed())
    return order


async def _new_order(turn: Turn, command: PlaceOrder) -> Order:
    """Not on a desk yet."""
    if (await turn.places()).get(command.place) is None:
        raise Refusal(say(N_("I do not know that place. Please choose it again.")), again=True)
    return Order(
        id=turn.house.fresh(),
        number=await unused_number(turn),
        author=turn.me.id,
        place=command.place,
        grid=(await turn.places()).grid_of(command.place),
        category=command.category,
        lane=command.lane,
        what=command.what,
        rung="",
        placed_at=turn.now,
        subject=await _complained_about(turn, command),
    )


async def _complained_about(turn: Turn, command: PlaceOrder) -> str | None:
    """The team a category complains about, where this report is."""
    category = turn.house.policy.catalogue.get(command.category)
    if category is None or category.against is None:
        return None
    return await duties.complained_about(turn.tx, category.against, command.place)


async def unused_number(turn: Turn) -> str:
    while True:
        made = number.make(turn.house.chance(number.RANDOM_BYTES))
        if not await numbers.taken(turn.tx, made):
            return made


async def receipt(turn: Turn, order: Order) -> None:
    """The number and the promise, on the card that is edited as things move; it takes the place of the question."""
    await turn.answer_with(await card_for(turn, order, turn.me), in_place=True)


async def lay_on_desk(turn: Turn, order: Order, desk: desks.Desk) -> None:
    """Every dispatcher of the rung, and the compound's staff group if there is one, gets the card."""
    way = Way.URGENT if order.urgent else Way.STAFF
    for person in desk.people:
        if person.id != order.resident and not desks.complained_about(person, order.subject):
            await showing.present(turn, person, order, way)
    for group in await group_hours.groups_for(turn, order):
        await showing.present_to_group(turn, group, order)
