"""How a service reads: on the menu, to its keepers, and to the desk that is asked about it."""

from collections.abc import Sequence

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.permit import Matter, Party
from domain.service import Price, Service, ServiceState
from handlers.turn import Turn
from storage.partners import Partner

HEADS = {
    Price.FREE: N_("🆓 Free of charge"),
    Price.LOW: N_("💗 Low-cost"),
    Price.MARKET: N_("🏷 At the market price"),
}
CLASSES = {
    Price.FREE: N_("Free of charge"),
    Price.LOW: N_("Low-cost"),
    Price.MARKET: N_("At the market price"),
}
STATES = {
    ServiceState.ASKED: N_("waits for the desk"),
    ServiceState.SHOWN: N_("on the menu"),
    ServiceState.PAUSED: N_("paused"),
    ServiceState.REFUSED: N_("refused"),
    ServiceState.GONE: N_("taken off"),
}


def matter_of(partner: Partner, service: Service | None = None) -> Matter:
    return Matter(place=partner.place, party=Party(team=partner.id), proposer=service.written_by if service else None)


def price(service: Service) -> Say:
    """In words; what is free says so."""
    if service.price_class is Price.FREE:
        return say(N_("free of charge"))
    sentence = N_("{price} (low-cost)") if service.price_class is Price.LOW else N_("{price} (market price)")
    return say(sentence, price=plain(service.price))


def where(service: Service) -> Say:
    return say(N_("at your home")) if service.at_home else say(N_("in the shop"))


def lines(service: Service, shop: str) -> list[Say]:
    """All there is to know about it."""
    found = [
        plain(f"🛍 {service.title}"),
        plain(f"🏠 {shop}"),
        say(N_("💰 {price}"), price=price(service)),
        say(N_("📍 {where}, {hours}"), where=where(service), hours=plain(service.hours)),
    ]
    return found + [line for line in (stars(service),) if line]


def stars(service: Service) -> Say | None:
    """Never of fewer than five."""
    if service.average is None:
        return None
    return say(N_("⭐ {stars} of 5, {count} reviews"), stars=f"{service.average:.1f}", count=service.reviews)


def in_menu(n: int, service: Service, shop: str) -> Say:
    values = {"n": n, "title": service.title, "shop": shop, "price": price(service)}
    if service.average is None:
        return say(N_("{n}. {title}, {shop}: {price}"), **values)
    sentence = N_("{n}. {title}, {shop}: {price} ⭐{stars} ({count})")
    return say(sentence, **values, stars=f"{service.average:.1f}", count=service.reviews)


def state(service: Service) -> Say:
    if service.state is ServiceState.REFUSED:
        return say(N_("refused: {why}"), why=plain(service.why or "—"))
    return say(STATES[service.state])


def numbered(turn: Turn, menu: Sequence[Service]) -> list[str]:
    """Title and state, a line each."""
    told = (say(N_("{n}. {title}: {state}"), n=n, title=one.title, state=state(one)) for n, one in enumerate(menu, 1))
    return [line.said(turn.speak) for line in told]
