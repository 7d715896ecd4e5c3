"""The menu for residents: what the shops around offer, free first; ordering makes an order that goes to the shop."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import NotYours
from domain.place import Kind, around
from domain.service import Service, ServiceState
from handlers import picking, talking
from handlers.look import Look, place_name
from handlers.service_words import HEADS, in_menu, lines
from handlers.turn import Refusal, Turn
from storage import partners, people, services
from storage.partners import Partner

AT_ONCE = 8
LONGEST_SKIP = 6  # digits
NOT_NOW = N_("This is not on offer just now. Write /menu to see what is.")


@dataclass(frozen=True, slots=True)
class Home:
    """Whose menu is asked for."""

    place: str


async def menu(turn: Turn) -> None:
    """/menu: of the compound somebody lives in; who has never said which is asked once."""
    compound = await (await talking.look_of(turn)).compound_of_me()
    if compound is None:
        await talking.begin(turn, "menu_where", {})
    else:
        await _page(turn, compound, 0)


async def page(turn: Turn, skip: str) -> None:
    compound = await (await talking.look_of(turn)).compound_of_me()
    if compound is None or not skip.isdecimal() or len(skip) > LONGEST_SKIP:
        raise NotYours
    await _page(turn, compound, int(skip))


async def which_compound(ask: Ask, look: Look) -> Home:
    among = tuple(Option(place.path, plain(place.name)) for place in await look.compounds())
    return Home(await ask("place.0", Choice(say(N_("Which compound is it?")), among)))


async def lives_in(turn: Turn, command: Home) -> None:
    await people.set_home(turn.tx, turn.me.id, command.place)
    await _page(turn, command.place, 0)


async def _page(turn: Turn, compound: str, skip: int) -> None:
    community = around(compound, Kind.COMMUNITY) or compound
    found = await services.around(turn.tx, compound, community, AT_ONCE + 1, skip)
    if not found:
        nothing = turn.speak(N_("No shop around {place} offers anything yet."))
        await turn.say(nothing.format(place=await _name(turn, compound)), in_place=True)
        return
    head = turn.speak(N_("What the shops around {place} offer:")).format(place=await _name(turn, compound))
    text, buttons, group = [head], [], None
    for n, (service, shop) in enumerate(((one.service, one.shop) for one in found[:AT_ONCE]), 1):
        text += [turn.speak(HEADS[service.price_class])] if service.price_class is not group else []
        group = service.price_class
        text.append(in_menu(n, service, shop).said(turn.speak))
        buttons.append(Button(f"{n}. {service.title}", f"svc {service.id}"))
    if len(found) > AT_ONCE:
        buttons.append(Button(turn.speak(N_("More")), f"menu {skip + AT_ONCE}"))
    await picking.offer(turn, text, buttons)


async def _name(turn: Turn, place: str) -> str:
    return place_name(await turn.places(), place)


async def show(turn: Turn, service_id: str) -> None:
    service, partner = await on_offer(turn, service_id)
    text = "\n".join(line.said(turn.speak) for line in lines(service, partner.name))
    order = Button(turn.speak(N_("Order it")), f"svcorder {service.id} {service.version}")
    await turn.say(text, order, Button(turn.speak(N_("Back to the menu")), "menu 0"), in_place=True)


async def on_offer(turn: Turn, service_id: str) -> tuple[Service, Partner]:
    """Approved, not paused, of a shop that goes on and that somebody keeps."""
    service = await services.get(turn.tx, service_id)
    partner = await partners.get(turn.tx, service.partner) if service else None
    if service is None or partner is None or service.state is not ServiceState.SHOWN or partner.paused:
        raise Refusal(say(NOT_NOW))
    if not await partners.keepers(turn.tx, partner.id):
        raise Refusal(say(NOT_NOW))
    return service, partner
