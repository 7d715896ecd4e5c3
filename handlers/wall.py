"""The wall of wishes in chat: what is open around me, eight at a time, by kind and by distance. Never who wished."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.permit import Matter, NotYours, check, may
from domain.place import BadPlace, Kind, around, covers
from domain.place import check as well_written
from domain.wish import Wish, WishKind
from handlers import talking
from handlers.look import place_name
from handlers.names import day_name, gist
from handlers.timeline import local
from handlers.turn import Refusal, Turn, packed
from handlers.wall_drawn import map_of
from handlers.wish_card import roughly
from handlers.wish_names import KIND_ICONS, KINDS
from storage import people, wishes

AT_ONCE = 8
LONGEST_SKIP = 6  # digits: no wall is that long, and no database counts for ever
LONG, SHORT = 60, 12  # characters of a wish in its line, and on its button
LINK = "w-"  # a link or QR code that opens the wall of a place
EVERY = "all"
RINGS = {
    Kind.BUILDING: N_("My building"),
    Kind.COMPOUND: N_("My compound"),
    Kind.COMMUNITY: N_("The whole community"),
}


@dataclass(frozen=True, slots=True)
class View:
    """ring: how far around; kind: None for all; skip: how many were shown before."""

    ring: Kind
    kind: WishKind | None = None
    skip: int = 0

    @property
    def data(self) -> str:
        return f"wall {self.ring} {self.kind or EVERY} {self.skip}"

    @classmethod
    def read(cls, rest: str) -> "View":
        ring, kind, skip = [*rest.split(" "), "", "", ""][:3]
        if ring not in {*Kind} or kind not in {EVERY, *WishKind} or not skip.isdecimal() or len(skip) > LONGEST_SKIP:
            raise NotYours
        return cls(Kind(ring), None if kind == EVERY else WishKind(kind), int(skip))


def link_to(place: str) -> str:
    """The payload of a link or QR code that opens the wall of this place."""
    return LINK + well_written(place).replace("/", "-")


async def open_link(turn: Turn, payload: str) -> None:
    """Somebody stands before a printed wall: it is the one of that place that they want to see, at once."""
    try:
        place = (await turn.places()).get(well_written(payload.removeprefix(LINK).replace("-", "/")))
    except BadPlace:
        place = None
    if place is None:
        raise Refusal(say(N_("This link does not name a place I know. Just write what is the matter and where.")))
    await people.set_here(turn.tx, turn.private_chat or "", place.path)
    await wall(turn)


async def wall(turn: Turn) -> None:
    """/wishes: the compound's, and where nothing is open there, what is open further around."""
    rings = await _rings(turn)
    views = [View(ring) for ring in rings if ring is not Kind.BUILDING]
    for view in views:
        if found := await _found(turn, view, rings[view.ring]):
            await _show(turn, view, rings, found)
            return
    await _show(turn, views[0], rings, [])


async def turn_to(turn: Turn, rest: str) -> None:
    """A button of the wall."""
    view, rings = View.read(rest), await _rings(turn)
    if view.ring not in rings:
        raise NotYours
    await _show(turn, view, rings, await _found(turn, view, rings[view.ring]), in_place=True)


async def _rings(turn: Turn) -> dict[Kind, str]:
    """Building, compound and community around this person, as far as it is known where they are; at least one.

    A building only to those who live in it: a link is no home, and of a building it is soon known who wished.
    """
    here, home = await _here(turn), turn.me.home
    found = {kind: place for kind in RINGS if (place := around(here, kind))}
    if home is None or found.get(Kind.BUILDING) != around(home, Kind.BUILDING):
        found.pop(Kind.BUILDING, None)
    return found if set(found) - {Kind.BUILDING} else {Kind.COMMUNITY: here}


async def _here(turn: Turn) -> str:
    """Where they scanned a code, live, or work; else all the places there are."""
    chat = await people.chat(turn.tx, turn.private_chat or "")
    scanned = chat.place if chat else None
    if scanned and turn.me.home and covers(scanned, turn.me.home):
        scanned = None  # they stand before their own wall
    known = [scanned, turn.me.home, *(held.place for held in turn.me.roles)]
    look = await talking.look_of(turn)
    here = next(filter(None, known), None) or await look.compound_of_me() or await look.around_all()
    if here is None:
        raise Refusal(say(N_("I do not know yet where you live. Please scan the code at the door of your compound.")))
    return here


async def _found(turn: Turn, view: View, place: str) -> list[Wish]:
    """One more than is shown, to know whether there are more."""
    check("wish.view_public", turn.me, Matter(place=place))
    return await wishes.wall(turn.tx, place, view.kind, AT_ONCE + 1, view.skip)


async def _show(
    turn: Turn, view: View, rings: dict[Kind, str], found: Sequence[Wish], *, in_place: bool = False
) -> None:
    shown, place = found[:AT_ONCE], rings[view.ring]
    lines = [await _head(turn, view, place, nothing=not found)]
    lines += [await _line(turn, n, wish) for n, wish in enumerate(shown, view.skip + 1)]
    if link := _to_print(turn, rings):
        lines += ["", turn.speak(N_("To print and hang up: {link}")).format(link=link)]
    buttons = [
        Button(f"{n}. {gist(wish.shown, SHORT)}", f"wish {wish.number}") for n, wish in enumerate(shown, view.skip + 1)
    ]
    buttons += _further(turn, view, rings, more=len(found) > AT_ONCE, any_shown=bool(found))
    await turn.say("\n".join(lines), *buttons, in_place=in_place)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))


async def _head(turn: Turn, view: View, place: str, *, nothing: bool) -> str:
    name = place_name(await turn.places(), place)
    if nothing and view.kind is None:
        return turn.speak(N_("🌟 {place}: no wish is waiting right now. Lovely!")).format(place=name)
    if nothing:
        return turn.speak(N_("🌟 {place}: no wish of this kind is waiting right now.")).format(place=name)
    if view.kind is None:
        return turn.speak(N_("🌟 Wishes at {place}. Tap one to see more:")).format(place=name)
    sentence = say(N_("🌟 Wishes at {place}, {kind}. Tap one to see more:"), place=name, kind=say(KINDS[view.kind]))
    return sentence.said(turn.speak)


async def _line(turn: Turn, n: int, wish: Wish) -> str:
    told = {
        "n": n,
        "icon": KIND_ICONS[wish.kind],
        "what": gist(wish.shown, LONG),
        "place": roughly(await turn.places(), wish),
    }
    if wish.wanted_by is None:
        return say(N_("{n}. {icon} {what} · {place}"), **told).said(turn.speak)
    zone = turn.house.policy.at(wish.place).calendar.zone
    day = day_name(local(wish.wanted_by, zone))
    return say(N_("{n}. {icon} {what} · {place}, by {day}"), **told, day=day).said(turn.speak)


def _further(turn: Turn, view: View, rings: dict[Kind, str], *, more: bool, any_shown: bool) -> list[Button]:
    """More of the same; other kinds, where there is anything to choose from; nearer and further."""
    buttons = [Button(turn.speak(N_("More")), replace(view, skip=view.skip + AT_ONCE).data)] if more else []
    if view.skip:
        buttons.append(Button(turn.speak(N_("From the beginning")), replace(view, skip=0).data))
    if any_shown or view.kind:
        kinds = [kind for kind in (None, *WishKind) if kind is not view.kind]
        buttons += [Button(_kind(turn, kind), View(view.ring, kind).data) for kind in kinds]
    others = [ring for ring in rings if ring is not view.ring]
    buttons += [Button(turn.speak(RINGS[ring]), View(ring, view.kind).data) for ring in others]
    if Kind.COMPOUND in rings:
        buttons.append(Button(turn.speak(N_("🗺 Map")), "wallmap"))
    return buttons


def _kind(turn: Turn, kind: WishKind | None) -> str:
    return f"{KIND_ICONS[kind]} {turn.speak(KINDS[kind])}" if kind else turn.speak(N_("All kinds"))


def _to_print(turn: Turn, rings: dict[Kind, str]) -> str | None:
    """The page with the QR code, for those who may hang up a notice there."""
    place = rings.get(Kind.COMPOUND) or rings[Kind.COMMUNITY]
    if not may("notice.send", turn.me, Matter(place=place)):
        return None
    return urljoin(turn.house.links("")[0], f"/wall/{place.replace('/', '-')}")


async def show_map(turn: Turn, rest: str) -> None:
    """The compound from above, with how many wishes wait in each building."""
    compound = (await _rings(turn)).get(Kind.COMPOUND)
    if compound is None:
        raise NotYours
    check("wish.view_public", turn.me, Matter(place=compound))
    tree, counts = await turn.places(), await wishes.places_of(turn.tx, compound)
    text = turn.speak(N_("Wishes waiting at {place}: {count}"))
    text = text.format(place=place_name(tree, compound), count=sum(counts.values()))
    await turn.answer_with(Message(text, drawing=map_of(tree, compound, counts, turn.speak)))
