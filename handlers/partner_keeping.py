"""Who keeps a partner: invited by the community through a link that works once, and let go by it."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import NotYours
from domain.person import Role
from handlers import join, partner_orders, talking, tokens
from handlers.look import Look
from handlers.service_matter import load_partner
from handlers.turn import Turn
from storage import partners, people
from storage.partners import Partner

INVITE = "role.invite_partner"


@dataclass(frozen=True, slots=True)
class TakeAway:
    """role: the row by which somebody keeps a partner."""

    role: str


async def invite(turn: Turn, partner_id: str) -> None:
    await invitation(turn, await load_partner(turn, partner_id, INVITE))


async def invitation(turn: Turn, partner: Partner) -> None:
    """Shown once; asked again whether it may be given when it is used, and never good for who made it."""
    payload = await join.invite(
        turn.tx,
        role=Role.PARTNER,
        place=partner.place,
        team=partner.id,
        by=turn.me.id,
        random=turn.house.chance(tokens.TOKEN_BYTES),
        now=turn.now,
    )
    text = N_("Pass this link on to whoever keeps {name}. It works once, for seven days:")
    await turn.say("\n".join([turn.speak(text).format(name=partner.name), *turn.house.links(payload)]))


async def keeps_no_longer(turn: Turn, role: str) -> None:
    _, name, _ = await _keeper(turn, role)
    await talking.begin(turn, "keeper_out", {"role": role, "name": name})


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
    partner = await load_partner(turn, team or "", "role.revoke")
    keeper = next((one for one in await partners.kept_by(turn.tx, partner.id) if one.role == role), None)
    if keeper is None:
        raise NotYours
    return partner, keeper.name, keeper.person
