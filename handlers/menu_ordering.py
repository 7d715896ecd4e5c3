"""Ordering from a menu: what, where and at which price; it makes an order like any other, which goes to the shop."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import Confirm, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.order import Lane, Order, Step
from domain.person import SYSTEM
from domain.service import Price, Service
from handlers import changing, consenting, placing, report, showing, talking
from handlers.card import card_for
from handlers.look import Look, place_name
from handlers.menu_services import on_offer
from handlers.service_matter import MOVED_ON, read, same
from handlers.service_words import price
from handlers.turn import Refusal, Turn
from handlers.where import where
from storage import partners
from storage.outbox import Way
from storage.partners import Partner

CATEGORY = "partner"


@dataclass(frozen=True, slots=True)
class OrderService:
    service: str
    what: str
    place: str
    agreed: int = 0


async def ask_order(turn: Turn, rest: str) -> None:
    id, seen = read(rest)
    service, partner = await on_offer(turn, id)
    _check_not_own(turn, partner)
    same(service, seen)
    await talking.begin(turn, "order_service", {"service": id, "seen": service.version})


async def what_and_where(ask: Ask, look: Look, service: str, seen: int) -> OrderService | None:
    """What exactly and when, where, and the price once more before it is sent. seen: the version with that price."""
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
    agreed = await consenting.send(ask, look, Confirm(prompt, changes=changes, yes=say(N_("✅ Order it"))))
    return None if agreed is None else OrderService(service, what, place, agreed)


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
    service, partner = await on_offer(turn, command.service)
    _check_not_own(turn, partner)
    if not partner.serves(command.place):
        sentence = N_("{shop} does not come to {place}. Please choose another place.")
        raise Refusal(
            say(sentence, shop=partner.name, place=place_name(await turn.places(), command.place)), again=True
        )
    words = say(N_("{title} · {price}\n{what}"), title=service.title, price=price(service), what=command.what).said(
        turn.house.words(None)
    )
    await consenting.keep(turn, command.agreed)
    placed = placing.PlaceOrder(words, command.place, CATEGORY, Lane.ORDINARY)
    order, _ = await placing.take_down(turn, placed, service=service.id)
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
        raise Refusal(say(N_("This is your own shop: nobody orders from themselves.")))
