"""Cards: how an order looks to each of those who may see it, with the buttons they may use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Speak
from domain import mask
from domain.fields import Viewer
from domain.order import Closing, Order, State, Step
from domain.permit import is_team, may, may_dispatch
from domain.person import Person, Role
from handlers import desks, duties, followed, hands, joining_badges, noting, promising, proxy, revealing_card
from handlers.desks import matter_of
from handlers.names import CLOSINGS, STATES, gist, titled
from handlers.timeline import timeline, written
from handlers.turn import Turn
from handlers.verbs import CALLING, DESK, MINE, SIGNING, TASK, buttons, data, lasting
from handlers.viewer_code import signed
from storage import contacts, events, order_media, orders, people

ICONS = {
    State.PLACED: "🕐",
    State.DISPATCHED: "📨",
    State.ACCEPTED: "🔧",
    State.FINISHED: "🙋",
    State.CLOSED: "✅",
}
UNFIXED = "📁"  # closed is not fixed
MOST = 6  # buttons of a worker's card; what has no room is behind "More …"


def card_key(order: Order) -> str:
    return f"order:{order.number}"


async def card_for(turn: Turn, order: Order, person: Person) -> Message:
    """What this person may see of the order, with the buttons they may use."""
    speak, matter = turn.speaks(person), matter_of(order)
    attached = await attached_for(turn, order, person)
    text = [_head(turn, order, person.language), *await _before(turn, order, speak)]
    text += [line.said(speak) for line in promising.wanted(turn, order) if _works_here(order, person)]
    if person.id == order.resident and order.state is State.PLACED and order.responded_at is None:
        text.insert(0, promising.receipt(turn, order).said(speak) + "\n")
    detail = may("order.view_detail", person, matter)
    whom = await revealing_card.of(turn, order, person)
    if detail or may("order.view_deidentified", person, matter):
        own = await contacts.own_words(turn.tx, order.id, person.id) if whom.viewer is Viewer.AUTHOR else {}
        told = [line.said(speak) for line in await proxy.lines(turn, order, person)]
        told += [line.said(speak) for line in await hands.lines(turn, order, person)]
        told += [f"📍 {await revealing_card.where(turn, order, whom)}", own.get("", order.what)]
        told += await revealing_card.line(turn, order, person, whom, speak)
        told += [line.said(speak) for line in await followed.line(turn, order)]
        told += await joining_badges.line(turn, order, person, speak)
        told += [*_media_lines(attached, speak), "", await _story(turn, order, person, speak, own, whom.viewer)]
        text += told if detail else await _masked(turn, order, told, whom.viewer)
        if detail and _works_here(order, person):
            text[-1] = await signed(turn, text[-1], person)
    shown = await _buttons(turn, order, person, speak)
    if shown and (attached.photos or attached.voices) and may("order.view_photo", person, matter):
        label = N_("See the photos") if attached.photos else N_("Listen")
        shown.append(Button(speak(label), data("photos", order)))
    if len(shown) < MOST or not any(button.data.startswith("more ") for button in shown):
        shown += revealing_card.buttons(turn, order, person, whom, speak)
    return Message("\n".join(text), rows(shown), card=card_key(order))


async def _before(turn: Turn, order: Order, speak: Speak) -> list[str]:
    """What it was, where it came back after it had been closed."""
    before = await orders.by_id(turn.tx, order.again_of) if order.again_of else None
    if before is None:
        return []
    told = N_("🔁 It came back: it was {number} before.")
    told = N_("🔁 It was {number} before.") if before.closing is Closing.DUPLICATE else told
    return [speak(told).format(number=before.number)]


async def _masked(turn: Turn, order: Order, told: Sequence[str], viewer: Viewer) -> list[str]:
    whole = await hands.whole_of(turn, order)
    known = [await people.person(turn.tx, author) for author in dict.fromkeys((order.author, whole.author))]
    names = [one.name for one in (*known, await contacts.of_order(turn.tx, whole.id)) if one]
    hidden = [mask.text(line, names) for line in told]
    return [mask.buildings(line) for line in hidden] if viewer is Viewer.SUBJECT else hidden


async def attached_for(turn: Turn, order: Order, person: Person) -> order_media.Attached:
    """What a neighbour showed whose report was joined with this one is for those who work on it, not for the author."""
    return await order_media.of(turn.tx, order.id, but=Step.MERGE if person.id == order.author else "")


def about(turn: Turn, order: Order, person: Person, most: int = 16) -> str:
    """What it is about on one short line; who may not know by whom it is reads the kind of matter, and no words."""
    matter = matter_of(order)
    if may("order.view_detail", person, matter):
        return gist(order.what, most)
    return title(turn, order.category, person.language) if may("order.view_deidentified", person, matter) else ""


async def group_card(turn: Turn, order: Order) -> Message:
    """In a group: number, kind and who has it; nothing personal, no place below the compound."""
    speak = turn.house.words(None)
    holder = await people.person(turn.tx, order.assignee) if order.assignee else None
    lines = [_head(turn, order, None)]
    if holder:
        lines.append(speak(N_("{name} has it.")).format(name=holder.name))
    picks = [Button(speak(N_("I take it")), data("pick", order))] if order.state is State.PLACED else []
    picks += [Button(speak(N_("Accept")), data("accept", order))] if order.state is State.DISPATCHED else []
    return Message("\n".join(lines), rows(picks), card=card_key(order))


def _head(turn: Turn, order: Order, language: str | None) -> str:
    speak, category = turn.house.words(language), title(turn, order.category, language)
    mark = speak(N_("🚨 URGENT ")) if order.urgent and order.open else ""
    state = speak(CLOSINGS[order.closing] if order.closing else STATES[order.state])
    icon = ICONS[order.state] if order.closing in (None, Closing.FIXED) else UNFIXED
    head = f"{mark}{order.number} · {category}\n{icon} {state}"
    return "\n".join([head, *(line.said(speak) for line in promising.lines(turn, order))])


def title(turn: Turn, category: str, language: str | None) -> str:
    """What the catalogue calls a category, in this language."""
    known = turn.house.policy.catalogue.get(category)
    return known.title(language or turn.house.locale) if known else category


def _media_lines(attached: order_media.Attached, speak: Speak) -> list[str]:
    photos, voices = len(attached.photos), len(attached.voices)
    lines = [speak(N_("📷 Photos: {count}")).format(count=photos)] if photos else []
    return lines + ([speak(N_("🎤 Voice messages: {count}")).format(count=voices)] if voices else [])


async def _story(turn: Turn, order: Order, person: Person, speak: Speak, own: Mapping[str, str], viewer: Viewer) -> str:
    """own: what this person wrote, whole, by event."""
    happened = [replace(one, words=own.get(one.id, one.words)) for one in await events.of_order(turn.tx, order.id)]
    by_resident = order.resident if not order.proxy or viewer is Viewer.SUBJECT else None
    people_in_it = {one.person for one in happened} - {by_resident or ""}
    names = await called(turn, [one.event.sets for one in happened if one.event], people_in_it, speak)
    if by_resident:
        names[by_resident] = speak(N_("the resident"))
    text = timeline(order, happened, names, turn.house.zone, speak, staff=_works_here(order, person))
    if order.open and _works_here(order, person):
        text += written(order, happened, turn.house.zone, speak)
    stars = "★" * order.rating + "☆" * (5 - order.rating) if order.rating else ""
    return f"{text}\n{stars}" if stars and _reads_stars(order, person) else text


def _works_here(order: Order, person: Person) -> bool:
    """What staff tell each other on the way is not for the resident, nor for neighbours."""
    return noting.is_staff(person) and person.id != order.resident


def _reads_stars(order: Order, person: Person) -> bool:
    """Ratings go to the dispatcher and the statistics, not to the card of a worker or of a colleague."""
    dispatches = any(held.role in desks.DISPATCHERS.values() for held in person.roles)
    return person.id == order.author or (dispatches and person.id != order.assignee)


async def called(turn: Turn, sets: Sequence[object], ids: set[str], speak: Speak) -> dict[str, str]:
    """What to call the people and teams of an order's story."""
    for decided in sets:
        if isinstance(decided, dict):
            ids |= {decided[key] for key in ("assignee", "team") if decided.get(key)}
    return {known: await name_of(turn, known, speak) for known in sorted(ids)}


async def name_of(turn: Turn, who: str, speak: Speak) -> str:
    """A person's name with the role they work in, or what a team is called."""
    if is_team(who):
        return (await hands.team_name(turn, who)).said(speak)
    person = await people.person(turn.tx, who)
    if person is None:
        return speak(N_("the clock"))
    return titled(person).said(speak)


async def _buttons(turn: Turn, order: Order, person: Person, speak: Speak) -> list[Button]:
    shown: list[Button] = []
    if person.id == order.author:
        desk = await _desk_buttons(turn, order, person, speak)
        # A dispatcher who reported it hands it out, too, and decides nothing else about it.
        shown = [b for b in desk if b.data.startswith(("give ", "other "))] + buttons(
            MINE + lasting(order), order, person, speak, turn.now
        )
    else:
        task = buttons(TASK, order, person, speak, turn.now)
        desk = [] if order.assignee == person.id else await _desk_buttons(turn, order, person, speak)
        # A desk that was asked to lead a matter hands it on, or one of them takes it.
        shown = [button for button in task if button.data.startswith("accept ")] + desk if desk else task
        if order.proxy:
            shown += buttons(CALLING, order, person, speak, turn.now)
        if turn.house.policy.at(order.place).owners_sign_off and not order.service:
            shown += buttons(SIGNING, order, person, speak, turn.now)
    return shown


async def _desk_buttons(turn: Turn, order: Order, person: Person, speak: Speak) -> list[Button]:
    """The dispatcher's: who is responsible and the grid's worker first, proposed by name."""
    if not desks.dispatches(person, order):
        return []
    shown = buttons(DESK, order, person, speak, turn.now)
    if not await orders.like(turn.tx, order):
        shown = [button for button in shown if not button.data.startswith("merge ")]
    return await _proposed(turn, order, person, speak) + shown if order.state is State.PLACED else shown


async def _proposed(turn: Turn, order: Order, person: Person, speak: Speak) -> list[Button]:
    """Who is responsible as the duties say, and the workers of the grid; two at most."""
    whole = await hands.whole_of(turn, order)
    workers = await people.holders(turn.tx, Role.GRID, order.grid) if order.grid else []
    first = await duties.of_order(turn.tx, await turn.places(), order)
    usual = [first] if first and first.free(order, whole, person) else []
    asked = usual + [duties.of_person(w) for w in workers if w.id not in (order.author, person.id, whole.author)]
    able = {one.id: one for one in asked if may_dispatch(person, matter_of(order), one.to)}
    give = speak(N_("To {name}"))
    named = [(one.id, one.name.said(speak)) for one in able.values()]
    return [Button(give.format(name=name), data("give", order, id)) for id, name in named[:2]]
