"""Partners (红色合伙人): a dispatcher lets shops and companies in, pauses them, and says who keeps them."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import YES, Choice, Option, Text, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import PARTNER, Matter, NotYours, check, may
from domain.person import Person, Role
from domain.place import covers
from handlers import join, partner_orders, picking, talking
from handlers.look import Look, place_name
from handlers.service_words import matter_of, state
from handlers.turn import Refusal, Turn
from storage import partners, people, services
from storage.partners import Partner

INVITE, AT_ONCE = "role.invite_partner", 8


@dataclass(frozen=True, slots=True)
class Enter:
    name: str
    place: str
    credit_shop: bool


@dataclass(frozen=True, slots=True)
class TakeAway:
    """role: the row by which somebody keeps a partner."""

    role: str


def desks_of(person: Person) -> list[str]:
    """Where they let partners in; what lies below another of them is not told twice."""
    mine = {held.place for held in person.roles if may(INVITE, person, Matter(place=held.place))}
    return sorted(place for place in mine if not any(other != place and covers(other, place) for other in mine))


async def load(turn: Turn, partner_id: str, action: str) -> Partner:
    """NotYours whether it is somebody else's or does not exist."""
    partner = await partners.get(turn.tx, partner_id)
    check(action, turn.me, matter_of(partner) if partner else None)
    if partner is None:
        raise NotYours
    return partner


async def listed(turn: Turn, skip: str = "") -> None:
    """/partners, eight at a time."""
    mine, first = desks_of(turn.me), int(skip) if skip.isdecimal() else 0
    if not mine:
        raise Refusal(say(N_("Only community dispatchers use this. Write /menu to see what the shops offer.")))
    found = [partner for place in mine for partner in await partners.within(turn.tx, place)]
    page = found[first : first + AT_ONCE]
    lines = [
        turn.speak(N_("Shops and companies that help here:") if found else N_("No shop or company helps here yet."))
    ]
    lines += [(await _line(turn, n, partner)) for n, partner in enumerate(page, 1)]
    buttons = [Button(f"{n}. {partner.name}", f"partner {partner.id}") for n, partner in enumerate(page, 1)]
    if len(found) > first + AT_ONCE:
        buttons.append(Button(turn.speak(N_("More")), f"partners {first + AT_ONCE}"))
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
    await _invitation(turn, partner)


async def invite(turn: Turn, partner_id: str) -> None:
    await _invitation(turn, await load(turn, partner_id, INVITE))


async def _invitation(turn: Turn, partner: Partner) -> None:
    """Shown once; asked again whether it may be given when it is used, and never good for who made it."""
    payload = await join.invite(
        turn.tx,
        role=Role.PARTNER,
        place=partner.place,
        team=partner.id,
        by=turn.me.id,
        random=turn.house.chance(join.TOKEN_BYTES),
        now=turn.now,
    )
    text = N_("Pass this link on to whoever keeps {name}. It works once, for seven days:")
    await turn.say("\n".join([turn.speak(text).format(name=partner.name), *turn.house.links(payload)]))


async def show(turn: Turn, partner_id: str) -> None:
    """Who keeps it, what it offers, and what a dispatcher can do about it."""
    partner = await load(turn, partner_id, "partner.pause")
    kept = await partners.kept_by(turn.tx, partner.id)
    lines = [f"🏪 {partner.name}", f"📍 {place_name(await turn.places(), partner.place)}"]
    lines += [turn.speak(N_("🎁 Credit supermarket"))] if partner.credit_shop else []
    lines += [turn.speak(N_("⏸ Paused: residents see nothing of it."))] if partner.paused else []
    names = ", ".join(keeper.name for keeper in kept) or turn.speak(N_("nobody yet"))
    lines.append(turn.speak(N_("Kept by: {names}")).format(names=names))
    menu = await services.of_partner(turn.tx, partner.id)
    lines += [f"• {service.title}: {state(service).said(turn.speak)}" for service in menu]
    pause = N_("▶️ Let it go on") if partner.paused else N_("⏸ Pause it")
    out = turn.speak(N_("{name} keeps it no longer"))
    await turn.say(
        "\n".join(lines),
        Button(turn.speak(N_("Invite a keeper")), f"pinvite {partner.id}"),
        Button(turn.speak(pause), f"ppause {partner.id} {int(not partner.paused)}"),
        *[Button(out.format(name=keeper.name), f"pout {keeper.role}") for keeper in kept],
        *[Button(service.title, f"svclook {service.id}") for service in menu],
        in_place=True,
    )


async def pause(turn: Turn, rest: str) -> None:
    """What is ordered already goes on; nothing new can be ordered."""
    partner_id, _, paused = rest.partition(" ")
    partner = await load(turn, partner_id, "partner.pause")
    if await partners.pause(turn.tx, partner.id, paused == "1"):
        sentence = N_("⏸ {name} is paused: nothing new can be ordered.")
        sentence = sentence if paused == "1" else N_("▶️ {name} goes on: residents see the menu again.")
        await partner_orders.tell_keepers(turn, partner, say(sentence, name=plain(partner.name)))
    await show(turn, partner.id)


async def keeps_no_longer(turn: Turn, role: str) -> None:
    await _keeper(turn, role)
    await talking.begin(turn, "keeper_out", {"role": role, "name": (await _keeper(turn, role))[1]})


async def sure_out(ask: Ask, look: Look, role: str, name: str) -> TakeAway | None:
    prompt = say(N_("Shall {name} keep it no longer? What they have in hand goes to the desk."), name=plain(name))
    return TakeAway(role) if await ask("sure", yes_or_no(prompt)) == YES else None


async def take_away(turn: Turn, command: TakeAway) -> None:
    """Counts from their next tap; what they have in hand is looked after at the desk."""
    partner, name, person = await _keeper(turn, command.role)
    if not await partners.take_away(turn.tx, command.role, turn.now):
        raise NotYours
    await partner_orders.give_back(turn, partner, person)
    await turn.say(turn.speak(N_("{name} keeps {shop} no longer.")).format(name=name, shop=partner.name))
    former = await people.person(turn.tx, person)
    if former:
        await partner_orders.tell(
            turn, former, say(N_("You keep {shop} no longer. Thank you!"), shop=plain(partner.name))
        )


async def _keeper(turn: Turn, role: str) -> tuple[Partner, str, str]:
    """The partner, the keeper's name and id."""
    team = await partners.team_of(turn.tx, role)
    partner = await load(turn, team or "", "role.revoke")
    keeper = next((one for one in await partners.kept_by(turn.tx, partner.id) if one.role == role), None)
    if keeper is None:
        raise NotYours
    return partner, keeper.name, keeper.person
