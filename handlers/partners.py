"""Partners (红色合伙人): a dispatcher lets shops and companies in, pauses them, and says who keeps them."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import YES, Choice, Option, Text, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import PARTNER, Matter, NotYours, check, may
from domain.person import Person
from domain.place import covers
from handlers import partner_keeping, partner_orders, picking, talking
from handlers.look import Look, place_name
from handlers.partner_keeping import INVITE
from handlers.service_matter import load_partner
from handlers.turn import Refusal, Turn
from storage import partners
from storage.partners import Partner


@dataclass(frozen=True, slots=True)
class Enter:
    name: str
    place: str
    credit_shop: bool


def desks_of(person: Person) -> list[str]:
    """Where they let partners in; what lies below another of them is not told twice."""
    mine = {held.place for held in person.roles if may(INVITE, person, Matter(place=held.place))}
    return sorted(place for place in mine if not any(other != place and covers(other, place) for other in mine))


async def listed(turn: Turn, skip: str = "0") -> None:
    """/partners, eight at a time."""
    mine = desks_of(turn.me)
    if not mine:
        raise Refusal(say(N_("Only community dispatchers use this. Write /menu to see what the shops offer.")))
    found = [partner for place in mine for partner in await partners.within(turn.tx, place)]
    page = picking.page(found, skip)
    head = N_("Shops and companies that help here:") if found else N_("No shop or company helps here yet.")
    lines = [turn.speak(head)] + [await _line(turn, n, partner) for n, partner in enumerate(page.shown, 1)]
    buttons = [Button(f"{n}. {partner.name}", f"partner {partner.id}") for n, partner in enumerate(page.shown, 1)]
    buttons += picking.further(turn, page, "partners")
    await picking.offer(turn, lines, [*buttons, Button(turn.speak(N_("➕ Add one")), "newpartner")])


async def _line(turn: Turn, n: int, partner: Partner) -> str:
    sentence = N_("{n}. {name}, {place}: paused") if partner.paused else N_("{n}. {name}, {place}")
    place = place_name(await turn.places(), partner.place)
    return say(sentence, n=n, name=partner.name, place=place).said(turn.speak)


async def add_one(turn: Turn, rest: str) -> None:
    if not desks_of(turn.me):
        raise NotYours
    await talking.begin(turn, "partner", {})


async def which_partner(ask: Ask, look: Look) -> Enter:
    name = await ask("name", Text(say(N_("What is the shop or company called?")), limit=30))
    among = await _places(look)
    only = among[0].value if len(among) == 1 else None
    place = await ask("place", Choice(say(N_("Whom does it serve?")), among), only)
    prompt = say(N_("Is it a credit supermarket, where neighbours redeem their points?"))
    return Enter(name, place, await ask("credit", yes_or_no(prompt)) == YES)


async def _places(look: Look) -> tuple[Option, ...]:
    """Their own places, and the compounds below them."""
    mine = desks_of(look.me)
    below = [place.path for place in await look.compounds() if any(covers(above, place.path) for above in mine)]
    return tuple([Option(path, plain(await look.name(path))) for path in dict.fromkeys([*mine, *below])])


async def enter(turn: Turn, command: Enter) -> None:
    """Kept, and the first keeper is invited at once: a shop without a keeper offers nothing."""
    check(INVITE, turn.me, Matter(place=command.place))
    partner = Partner(PARTNER + turn.house.fresh(), command.name, command.place, command.credit_shop, turn.now)
    await partners.add(turn.tx, partner, turn.me.id)
    await partner_keeping.invitation(turn, partner)


async def show(turn: Turn, partner_id: str) -> None:
    """Who keeps it, and what a dispatcher can do about it."""
    partner = await load_partner(turn, partner_id, "partner.pause")
    kept = await partners.kept_by(turn.tx, partner.id)
    lines = [f"🏪 {partner.name}", f"📍 {place_name(await turn.places(), partner.place)}"]
    lines += [turn.speak(N_("🎁 Credit supermarket"))] if partner.credit_shop else []
    lines += [turn.speak(N_("⏸ Paused: residents see nothing of it."))] if partner.paused else []
    names = ", ".join(keeper.name for keeper in kept)
    lines.append(turn.speak(N_("Kept by: {names}") if names else N_("Nobody keeps it yet.")).format(names=names))
    pause = N_("▶️ Let it go on") if partner.paused else N_("⏸ Pause it")
    out = turn.speak(N_("{name} keeps it no longer"))
    await turn.say(
        "\n".join(lines),
        Button(turn.speak(N_("See its menu")), f"svcall {partner.id} 0"),
        Button(turn.speak(N_("Invite a keeper")), f"pinvite {partner.id}"),
        Button(turn.speak(pause), f"ppause {partner.id} {int(not partner.paused)}"),
        *[Button(out.format(name=keeper.name), f"pout {keeper.role}") for keeper in kept],
        in_place=True,
    )


async def pause(turn: Turn, rest: str) -> None:
    """What is ordered already goes on; nothing new can be ordered."""
    partner_id, _, paused = rest.partition(" ")
    partner = await load_partner(turn, partner_id, "partner.pause")
    if await partners.pause(turn.tx, partner.id, paused == "1"):
        sentence = N_("⏸ {name} is paused: nothing new can be ordered.")
        sentence = sentence if paused == "1" else N_("▶️ {name} goes on: residents see the menu again.")
        await partner_orders.tell_keepers(turn, partner, say(sentence, name=plain(partner.name)))
    await show(turn, partner.id)
