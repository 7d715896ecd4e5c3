"""Posters: made and revoked by the desk, scanned by everybody. A poster says where somebody is, and gives no right."""

from dataclasses import dataclass
from urllib.parse import urljoin

from dialogue.message import N_, Button
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import number as numbers
from domain.calendar import day_of
from domain.permit import Matter, NotYours, check, may
from domain.place import Kind
from domain.place_code import LINK, Parts, posters_of, said
from handlers import arriving, talking
from handlers.correction_proposing import TypedNumber
from handlers.look import Look, place_name
from handlers.placing import unused_number
from handlers.tokens import hashed, token
from handlers.turn import Refusal, Turn
from storage import people, place_codes
from storage.place_codes import PlaceCode, Sheet
from storage.places import Place

DAY = 86_400
REVOKE = "revoke"
IN_PRIVATE = N_("Please write to me in private; here everybody could read it.")
OLD = N_(
    "This poster is an old one, so it no longer tells me where you are. "
    "Just tell me what is the matter; then I ask you for the place."
)


@dataclass(frozen=True, slots=True)
class Print:
    place: str
    parts: str


@dataclass(frozen=True, slots=True)
class LookAt:
    code: str


async def scanned(turn: Turn, payload: str) -> None:
    """The link of a poster. In a group it is opened once more in private, where it leads to the same place."""
    if turn.incoming and turn.incoming.group:
        text = turn.house.words(None)(IN_PRIVATE)
        await turn.say_in_group("\n".join([text, *turn.house.links(payload)]), now_and_then=True)
        return
    code = numbers.read(payload.removeprefix(LINK))
    await _arrive(turn, await place_codes.get(turn.tx, code) if code else None)


async def typed(turn: Turn, code: str) -> bool:
    """Somebody without a camera writes what stands on the poster. False where no poster is called so."""
    known = await place_codes.get(turn.tx, code)
    if known:
        await _arrive(turn, known)
    return known is not None


async def _arrive(turn: Turn, known: PlaceCode | None) -> None:
    if known:
        await place_codes.scanned(turn.tx, known.code)
    place = (await turn.places()).get(known.place) if known and known.revoked_at is None else None
    if known is None or place is None:
        await _old(turn)
        return
    mine = [_end(turn, known)] if may("qr.revoke", turn.me, Matter(place=place.path)) else []
    await arriving.arrive(turn, place.path, *mine)


async def _old(turn: Turn) -> None:
    """Where they are is asked, and what they were at goes on."""
    await people.set_here(turn.tx, turn.private_chat or "", None)
    await turn.say(turn.speak(OLD), Button(turn.speak(N_("Choose the place")), "qr elsewhere"))


def _end(turn: Turn, known: PlaceCode) -> Button:
    return Button(turn.speak(N_("This poster counts no more")), f"qr {REVOKE} {known.code}")


async def tapped(turn: Turn, rest: str) -> None:
    """Buttons under what was said of a poster."""
    what, _, code = rest.partition(" ")
    if what == "elsewhere":
        await arriving.elsewhere(turn)
    elif what == REVOKE:
        await _revoke(turn, code)
    else:
        raise NotYours


async def _revoke(turn: Turn, code: str) -> None:
    known = await place_codes.get(turn.tx, code)
    check("qr.revoke", turn.me, Matter(place=known.place) if known else None)
    if not await place_codes.revoke(turn.tx, code, turn.me.id, turn.now):
        raise Refusal(say(N_("This poster has not counted for some time already.")))
    text = N_("Done. Whoever scans poster {code} is asked where they are. With /qr you print a new one.")
    await turn.say(turn.speak(text).format(code=said(code)), in_place=True)


async def posters(turn: Turn) -> None:
    """/qr, or /qr and the code of a poster."""
    _, _, argument = (turn.incoming.text if turn.incoming else "").partition(" ")
    if argument.strip():
        await look_at(turn, LookAt(numbers.read(argument) or ""))
    else:
        await talking.begin(turn, "posters", {})


async def which_posters(ask: Ask, look: Look) -> Print | LookAt:
    mine = [p for p in await look.compounds() if may("qr.create", look.me, Matter(place=p.path))]
    if not mine:
        raise NotYours
    options = tuple(Option(p.path, plain(p.name)) for p in mine)
    one = len(mine) == 1
    place = mine[0].path if one else await ask("compound", Choice(say(N_("Posters for which compound?")), options))
    what = await ask("what", _kinds(await look.inside(place)))
    if what == REVOKE:
        prompt = say(N_("Which code stands at the bottom of the poster? It has six signs, like 7K3-MQ2."))
        return LookAt(await ask("code", TypedNumber(prompt)))
    if what != Parts.PLACE:
        return Print(place, what)
    for depth in (1, 2):
        below = await look.inside(place)
        chosen = await ask(f"below.{depth}", _one(below, place)) if below else place
        if chosen == place:
            break
        place = chosen
    return Print(place, Parts.PLACE)


def _kinds(buildings: list[Place]) -> Choice:
    many = (
        Option(Parts.BUILDING, say(N_("One for each building"))),
        Option(Parts.UNIT, say(N_("One for each unit"))),
    )
    few = (
        Option(Parts.PLACE, say(N_("Only one"))),
        Option(REVOKE, say(N_("A poster is to count no more"))),
    )
    return Choice(say(N_("Which posters shall I make?")), (*(many if buildings else ()), *few))


def _one(below: list[Place], itself: str) -> Choice:
    options = (Option(p.path, plain(p.name)) for p in below)
    whole = say(N_("All of it, for the gate or the notice board"))
    return Choice(say(N_("For which place?")), (Option(itself, whole), *options))


async def make(turn: Turn, command: Print) -> None:
    """The codes are made now; the pages are drawn when the link is opened."""
    check("qr.create", turn.me, Matter(place=command.place))
    tree = await turn.places()
    places = posters_of([*tree.of_kind(Kind.BUILDING), *tree.of_kind(Kind.UNIT)], command.place, Parts(command.parts))
    for place in places:
        await place_codes.make(turn.tx, await unused_number(turn), place, turn.me.id, turn.now)
    sheet, opens = Sheet(command.place, command.parts), token(turn)
    await place_codes.keep_sheet(turn.tx, hashed(opens), sheet, turn.now, turn.now + DAY)
    text = N_(
        "🖨 {place}: {count} posters, one on each page, A4. Print them from here; "
        "the link works until this time tomorrow:\n{link}"
    )
    link = urljoin(turn.house.links("")[0], f"/posters/{opens}")
    await turn.say(turn.speak(text).format(place=place_name(tree, command.place), count=len(places), link=link))


async def look_at(turn: Turn, command: LookAt) -> None:
    """One poster, by the code that stands on it."""
    known = await place_codes.get(turn.tx, command.code)
    check("qr.revoke", turn.me, Matter(place=known.place) if known else None)
    assert known is not None
    if known.revoked_at is not None:
        raise Refusal(say(N_("This poster has not counted for some time already.")))
    text = N_("Poster {code}: {place}. Made on {day}, scanned {count} times.")
    name, day = place_name(await turn.places(), known.place), day_of(known.made_at, turn.house.zone)
    text = turn.speak(text).format(code=said(known.code), place=name, day=day, count=known.scans)
    await turn.say(text, _end(turn, known))
