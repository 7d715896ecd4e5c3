"""A shop's own menu, as its keepers see it: how each service stands, and changing, pausing or taking it off."""

from dialogue.message import N_, Button
from dialogue.say import say
from domain.person import Role
from domain.service import Service, ServiceState, ServiceStep, possible
from handlers import picking, talking
from handlers.service_matter import EDIT, changed, load, load_partner, read, same
from handlers.service_words import lines, numbered, state
from handlers.turn import Refusal, Turn
from storage import services
from storage.partners import Partner

MOST = 30


async def mine(turn: Turn) -> None:
    """/mymenu: of every shop they keep."""
    kept = dict.fromkeys(held.team for held in turn.me.roles if held.role is Role.PARTNER and held.team)
    if not kept:
        raise Refusal(say(N_("Only those who keep a shop here use this. Write /menu to see what the shops offer.")))
    for partner_id in kept:
        await menu_of(turn, partner_id)


async def menu_of(turn: Turn, rest: str) -> None:
    """All of it, with what is not shown; a button has its id and how many were seen."""
    partner_id, _, skip = rest.partition(" ")
    partner = await load_partner(turn, partner_id)
    menu = await services.of_partner(turn.tx, partner.id)
    page = picking.page(menu, skip)
    head = N_("The menu of {name}:") if menu else N_("There is nothing on the menu of {name} yet.")
    text = [turn.speak(head).format(name=partner.name), *numbered(turn, page.shown)]
    text += [turn.speak(N_("⏸ The community has paused this shop; please ask there."))] if partner.paused else []
    buttons = [Button(f"{n}. {one.title}", f"svcmine {one.id}") for n, one in enumerate(page.shown, 1)]
    buttons += picking.further(turn, page, f"svcs {partner.id}")
    await picking.offer(turn, text, [*buttons, Button(turn.speak(N_("➕ Write a service")), f"svcnew {partner.id}")])


async def show(turn: Turn, service_id: str) -> None:
    """One service, with what its keeper can do about it."""
    service, partner = await load(turn, service_id, EDIT)
    await _shown(turn, service, partner)


async def _shown(turn: Turn, service: Service, partner: Partner) -> None:
    told = [*lines(service, partner.name), say(N_("🔖 {state}"), state=state(service))]
    labels = {
        ServiceStep.CHANGE: (N_("Change it"), "svcedit"),
        ServiceStep.PAUSE: (N_("Pause it"), "svcpause"),
        ServiceStep.RESUME: (N_("Offer it again"), "svcon"),
        ServiceStep.REMOVE: (N_("Take it off"), "svcgone"),
    }
    buttons = [
        Button(turn.speak(label), f"{word} {service.id} {service.version}")
        for step, (label, word) in labels.items()
        if possible(service, step)
    ]
    await turn.say("\n".join(line.said(turn.speak) for line in told), *buttons, in_place=True)


async def new(turn: Turn, partner_id: str) -> None:
    partner = await load_partner(turn, partner_id)
    if len(await services.of_partner(turn.tx, partner.id)) >= MOST:
        raise Refusal(say(N_("A menu has {count} services at most; please take one off first."), count=MOST))
    await talking.begin(turn, "service", {"partner": partner.id})


async def edit(turn: Turn, rest: str) -> None:
    service, partner = await load(turn, read(rest)[0], EDIT)
    await talking.begin(turn, "service", {"partner": partner.id, "service": service.id})


async def pause(turn: Turn, rest: str) -> None:
    await _step(turn, rest, ServiceStep.PAUSE)


async def go_on(turn: Turn, rest: str) -> None:
    await _step(turn, rest, ServiceStep.RESUME)


async def take_off(turn: Turn, rest: str) -> None:
    partner = await _step(turn, rest, ServiceStep.REMOVE)
    await menu_of(turn, partner.id)


async def _step(turn: Turn, rest: str, step: ServiceStep) -> Partner:
    id, seen = read(rest)
    service, partner = await load(turn, id, EDIT)
    same(service, seen)
    service = await changed(turn, service, partner, step)
    if service.state is not ServiceState.GONE:
        await _shown(turn, service, partner)
    return partner
