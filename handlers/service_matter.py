"""A service and its shop: the right to do something with it, and each change by the table and the row."""

from typing import Any

from dialogue.message import N_
from dialogue.say import say
from domain.permit import NotYours, check
from domain.service import ACTION, NotNow, Service, ServiceState, ServiceStep, take
from handlers.service_words import matter_of
from handlers.turn import Refusal, Turn
from storage import partners, services
from storage.partners import Partner

EDIT, APPROVE = "service.edit", "service.approve"
MOVED_ON = N_("This service has changed meanwhile. Please look again.")


async def load(turn: Turn, service_id: str, action: str) -> tuple[Service, Partner]:
    """NotYours whether it is somebody else's or does not exist."""
    service = await services.get(turn.tx, service_id)
    partner = await partners.get(turn.tx, service.partner) if service else None
    if service is None or partner is None or service.state is ServiceState.GONE:
        raise NotYours
    check(action, turn.me, matter_of(partner, service))
    return service, partner


async def changed(turn: Turn, service: Service, partner: Partner, step: ServiceStep, **sets: Any) -> Service:
    """The right, the table, and the row, which decides who was first."""
    check(ACTION[step], turn.me, matter_of(partner, service))
    try:
        after = take(service, step, **sets)
    except NotNow:
        raise Refusal(say(MOVED_ON)) from None
    if not await services.change(turn.tx, after, service.version):
        raise Refusal(say(MOVED_ON))
    return after


async def load_partner(turn: Turn, partner_id: str, action: str = EDIT) -> Partner:
    partner = await partners.get(turn.tx, partner_id)
    check(action, turn.me, matter_of(partner) if partner else None)
    if partner is None:
        raise NotYours
    return partner


def read(rest: str) -> tuple[str, int | None]:
    """Id and version on a button."""
    id, _, version = rest.partition(" ")
    return id, int(version) if version.isdecimal() else None


def same(service: Service, seen: int | None) -> None:
    """An old button is not obeyed."""
    if seen != service.version:
        raise Refusal(say(MOVED_ON))
