"""What a shop writes on its menu waits for the community: asked by day, reminded each working day, then one desk up."""

from dataclasses import dataclass, replace
from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.question import Text
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.permit import may
from domain.person import SYSTEM
from domain.service import NAGS, Service, ServiceState, ServiceStep, next_look, possible
from handlers import desks, partner_orders, picking, talking
from handlers.desks import Desk
from handlers.look import Look
from handlers.service_matter import APPROVE, changed, load, load_partner, read, same
from handlers.service_words import lines, matter_of, numbered, state
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import partners, services
from storage.database import Database, Tx
from storage.partners import Partner
from storage.services import Due

AT_ONCE = 200
FEW_DAYS = 1  # how often nobody was found before the shop hears of it


@dataclass(frozen=True, slots=True)
class RefuseService:
    service: str
    seen: int
    why: str


async def first_asked(turn: Turn, service: Service, partner: Partner) -> Service:
    """Whose desk it lies on from now on; the clock may look at once."""
    able = await _able(turn, service, partner)
    rung = able[0].rung if able else turn.house.policy.climb(partner.place)[0]
    return replace(service, rung=rung, nags=0, due_at=turn.now)


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many services were looked at."""
    due = await database.read(partial(services.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, seen: Due) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), seen)

    return await all_of(database, [partial(unit, seen=seen) for seen in due])


async def look(turn: Turn, seen: Due) -> bool:
    """One telling of one desk; the row decides which replica does it."""
    service = await services.get(turn.tx, seen.id)
    partner = await partners.get(turn.tx, service.partner) if service else None
    if service is None or partner is None or service.due_at != seen.due_at:
        return False
    rules = turn.house.policy.at(partner.place)
    quiet, zone = rules.quiet, rules.calendar.zone
    if quiet.holds(turn.now, zone):
        return await services.move(turn.tx, seen, service.rung, service.nags, quiet.ends(turn.now, zone))
    desk, nags = await _whom(turn, service, partner)
    if not await services.move(turn.tx, seen, desk.rung, nags + 1, next_look(turn.now, rules.calendar, quiet)):
        return False
    if not desk.people and nags == FEW_DAYS:
        words = say(N_("🕐 “{title}” waits: nobody who may say yes is there. I ask on."), title=plain(service.title))
        await partner_orders.tell_keepers(turn, partner, words)
    sentence = N_("⏰ This still waits for a yes or no, so that neighbours can see it:")
    sentence = sentence if nags or desk.rung != service.rung else N_("🙋 May this go on the menu?")
    for person in desk.people:
        speak = turn.speaks(person)
        text = [speak(sentence), *(line.said(speak) for line in lines(service, partner.name))]
        buttons = [Button(speak(label), data) for label, data in _answers(service)]
        await turn.tell(person, Message("\n".join(text), rows(buttons)))
    return True


def _answers(service: Service) -> list[tuple[str, str]]:
    no = N_("Refuse") if service.state is ServiceState.ASKED else N_("Take it off the menu")
    labels = {ServiceStep.APPROVE: (N_("Approve"), "svcok"), ServiceStep.REFUSE: (no, "svcno")}
    return [
        (label, f"{word} {service.id} {service.version}")
        for step, (label, word) in labels.items()
        if possible(service, step)
    ]


async def _able(turn: Turn, service: Service, partner: Partner) -> list[Desk]:
    """The desks with those who may say yes, the lowest first: nobody who wrote it or keeps the shop."""
    found = [await desks.at(turn.tx, rung) for rung in turn.house.policy.climb(partner.place)]
    matter = matter_of(partner, service)
    able = [replace(desk, people=[one for one in desk.people if may(APPROVE, one, matter)]) for desk in found]
    return [desk for desk in able if desk.people]


async def _whom(turn: Turn, service: Service, partner: Partner) -> tuple[Desk, int]:
    """The desk to tell now, and how often it was told before; where nobody sits anywhere it is looked at again."""
    rungs, able = turn.house.policy.climb(partner.place), await _able(turn, service, partner)
    before = rungs.index(service.rung) if service.rung in rungs else 0
    here = [desk for desk in able if rungs.index(desk.rung) >= before]
    if service.nags >= NAGS:
        here = [desk for desk in here if desk.rung != service.rung] or here
    desk = next(iter(here or able), Desk(service.rung or rungs[0], []))
    return desk, service.nags if desk.rung == service.rung else 0


async def menu_of(turn: Turn, rest: str) -> None:
    """A shop's menu with what is not shown; a button has its id and how many were seen."""
    partner_id, _, skip = rest.partition(" ")
    partner = await load_partner(turn, partner_id, APPROVE)
    menu = await services.of_partner(turn.tx, partner.id)
    page = picking.page(menu, skip)
    head = N_("The menu of {name}:") if menu else N_("There is nothing on the menu of {name} yet.")
    buttons = [Button(f"{n}. {one.title}", f"svclook {one.id}") for n, one in enumerate(page.shown, 1)]
    buttons += picking.further(turn, page, f"svcall {partner.id}")
    await picking.offer(turn, [turn.speak(head).format(name=partner.name), *numbered(turn, page.shown)], buttons)


async def show(turn: Turn, service_id: str) -> None:
    """As the desk sees it."""
    service, partner = await load(turn, service_id, APPROVE)
    await _shown(turn, service, partner)


async def _shown(turn: Turn, service: Service, partner: Partner) -> None:
    told = [*lines(service, partner.name), say(N_("🔖 {state}"), state=state(service))]
    buttons = [Button(turn.speak(label), data) for label, data in _answers(service)]
    await turn.say("\n".join(line.said(turn.speak) for line in told), *buttons, in_place=True)


async def approve(turn: Turn, rest: str) -> None:
    id, seen = read(rest)
    service, partner = await load(turn, id, APPROVE)
    same(service, seen)
    service = await changed(turn, service, partner, ServiceStep.APPROVE, decided_by=turn.me.id)
    words = say(N_("🎉 “{title}” is on the menu now; neighbours can order it."), title=plain(service.title))
    await partner_orders.tell_keepers(turn, partner, words)
    await _shown(turn, service, partner)


async def ask_why(turn: Turn, rest: str) -> None:
    id, seen = read(rest)
    service, _ = await load(turn, id, APPROVE)
    same(service, seen)
    await talking.begin(turn, "service_no", {"service": id, "seen": service.version})


async def why_not(ask: Ask, look: Look, service: str, seen: int) -> RefuseService:
    known = await look.service(service)
    title = plain(known.title if known else "—")
    prompt = say(N_("Why does “{title}” not go on the menu? The shop reads it."), title=title)
    return RefuseService(service, seen, await ask("why", Text(prompt, limit=200)))


async def refuse(turn: Turn, command: RefuseService) -> None:
    service, partner = await load(turn, command.service, APPROVE)
    same(service, command.seen)
    service = await changed(turn, service, partner, ServiceStep.REFUSE, why=command.why, decided_by=turn.me.id)
    words = say(N_("“{title}” is not on the menu: {why}"), title=plain(service.title), why=plain(command.why))
    await partner_orders.tell_keepers(turn, partner, words)
    await turn.say(turn.speak(N_("All right, the shop reads why.")))
