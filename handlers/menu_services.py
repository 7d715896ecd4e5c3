"""The menu for residents: what the shops around offer, free first; ordering makes an order that goes to the shop."""

from dataclasses import dataclass, replace

from dialogue.message import N_, Button
from dialogue.question import Choice, Confirm, Option, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.order import Lane, Order, Step
from domain.permit import NotYours
from domain.person import SYSTEM
from domain.place import Kind, around
from domain.service import Price, Service, ServiceState
from handlers import changing, picking, report, showing, talking
from handlers.card import card_for
from handlers.look import Look, place_name
from handlers.service_matter import MOVED_ON, read
from handlers.service_words import HEADS, in_menu, lines, price
from handlers.turn import Refusal, Turn
from handlers.where import where
from storage import partners, people, services
from storage.outbox import Way
from storage.partners import Partner

CATEGORY = "partner"
AT_ONCE = 8
NOT_NOW = N_("This is not on offer just now. Write /menu to see what is.")


@dataclass(frozen=True, slots=True)
class Home:
    """Whose menu is asked for."""

    place: str


@dataclass(frozen=True, slots=True)
class OrderService:
    """seen: the version that was shown, with its price."""

    service: str
    seen: int
    what: str
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
    if compound is None or not skip.isdecimal():
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
        raise Refusal(say(N_("No shop around {place} offers anything yet."), place=await _name(turn, compound)))
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
    service, partner = await _on_offer(turn, service_id)
    text = "\n".join(line.said(turn.speak) for line in lines(service, partner.name))
    order = Button(turn.speak(N_("Order it")), f"svcorder {service.id} {service.version}")
    await turn.say(text, order, Button(turn.speak(N_("Back to the menu")), "menu 0"), in_place=True)


async def _on_offer(turn: Turn, service_id: str) -> tuple[Service, Partner]:
    """Approved, not paused, of a shop that goes on and that somebody keeps."""
    service = await services.get(turn.tx, service_id)
    partner = await partners.get(turn.tx, service.partner) if service else None
    if service is None or partner is None or service.state is not ServiceState.SHOWN or partner.paused:
        raise Refusal(say(NOT_NOW), over=True)
    if not await partners.keepers(turn.tx, partner.id):
        raise Refusal(say(NOT_NOW), over=True)
    return service, partner


async def ask_order(turn: Turn, rest: str) -> None:
    id, seen = read(rest)
    service, partner = await _on_offer(turn, id)
    _check_not_own(turn, partner)
    if seen != service.version:
        raise Refusal(say(MOVED_ON))
    await talking.begin(turn, "order_service", {"service": id, "seen": service.version})


async def what_and_where(ask: Ask, look: Look, service: str, seen: int) -> OrderService | None:
    """What exactly and when, where, and the price once more before it is sent."""
    wanted = await look.service(service)
    partner = await look.partner(wanted.partner) if wanted else None
    if wanted is None or partner is None or wanted.version != seen:
        raise Refusal(say(MOVED_ON))
    what = await ask("what", Text(say(N_("What exactly, and when would suit you?")), limit=500))
    await report.warned(ask, look, what)
    place = await where(ask, look, what) if wanted.at_home else await _near(look, partner)
    prompt = say(
        N_("Please check:\n🛍 {title}, {shop}\n💰 {price}\n📍 {place}\n📝 {what}\n{paying}"),
        title=plain(wanted.title),
        shop=plain(partner.name),
        price=price(wanted),
        place=plain(await look.name(place)) if wanted.at_home else say(N_("in the shop")),
        what=plain(what),
        paying=_paying(wanted),
    )
    changes = {"what": say(N_("Change the words"))} | ({"place": say(N_("Change the place"))} if wanted.at_home else {})
    if not await ask("send", Confirm(prompt, changes=changes, yes=say(N_("✅ Order it")))):
        return None
    return OrderService(service, seen, what, place)


def _paying(service: Service) -> Say:
    if service.price_class is Price.FREE:
        return say(N_("It costs you nothing."))
    return say(N_("You pay the shop itself; nothing is paid here."))


async def _near(look: Look, partner: Partner) -> str:
    """What is done in the shop concerns the compound of whoever comes."""
    compound = await look.compound_of_me()
    return compound if compound and partner.serves(compound) else partner.place


async def order_service(turn: Turn, command: OrderService) -> None:
    """An order like any other, which the clock hands to the shop at once."""
    service, partner = await _on_offer(turn, command.service)
    _check_not_own(turn, partner)
    if service.version != command.seen:
        raise Refusal(say(MOVED_ON), over=True)
    if not partner.serves(command.place):
        sentence = N_("{shop} does not come to {place}. Please choose another place.")
        raise Refusal(say(sentence, shop=partner.name, place=await _name(turn, command.place)), again=True)
    words = say(N_("{title} · {price}\n{what}"), title=service.title, price=price(service), what=command.what).said(
        turn.house.words(None)
    )
    placed = report.PlaceOrder(words, command.place, CATEGORY, Lane.ORDINARY)
    order, _ = await report.take_down(turn, placed, service=service.id)
    order = await changing.change(replace(turn, me=SYSTEM), order, Step.DISPATCH, team=partner.id)
    await _receipt(turn, order, partner)
    for keeper in await partners.keepers(turn.tx, partner.id):
        await showing.present(turn, keeper, order, Way.STAFF)


async def _receipt(turn: Turn, order: Order, partner: Partner) -> None:
    card = await card_for(turn, order, turn.me)
    sentence = N_("🛍 {shop} has your order. Its number is {number}; I stay with it until it is done.")
    told = turn.speak(sentence).format(shop=partner.name, number=order.number)
    await turn.answer_with(card.with_text(f"{told}\n\n{card.text}"), in_place=True)


def _check_not_own(turn: Turn, partner: Partner) -> None:
    """Nobody reviews their own shop."""
    if any(held.team == partner.id for held in turn.me.roles):
        raise Refusal(say(N_("This is your own shop: nobody orders from themselves.")), over=True)
