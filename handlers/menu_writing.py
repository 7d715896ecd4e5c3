"""A shop's own menu: its keepers write what they offer, change it, pause it, and take it off again."""

from dataclasses import dataclass
from typing import Any

from dialogue.message import N_
from dialogue.question import Choice, Confirm, Option, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.service import Price, Service, ServiceStep
from handlers import menu_approval
from handlers.look import Look
from handlers.service_matter import EDIT, changed, load, load_partner
from handlers.service_words import CLASSES, price, where
from handlers.turn import Turn
from storage import services
from storage.services import Due

HOME, SHOP = "home", "shop"
WRITTEN = "title price_class price at_home hours written_by rung nags due_at".split()


@dataclass(frozen=True, slots=True)
class Write:
    """service: the id of the one that is changed, None for a new one."""

    partner: str
    service: str | None
    title: str
    price_class: str
    price: str
    at_home: bool
    hours: str


async def which_service(ask: Ask, look: Look, partner: str, service: str | None = None) -> Write | None:
    """Five short questions; of one that is written already what was said before counts until it is changed."""
    known = await look.service(service) if service else None
    title = await ask(
        "title",
        Text(say(N_("What do you offer? In a few words, like: haircut at home")), limit=40),
        _said(known, "title"),
    )
    classes = tuple(Option(str(one), say(label)) for one, label in CLASSES.items())
    group = await ask("class", Choice(say(N_("What does it cost?")), classes), _said(known, "price_class"))
    cost = ""
    if group != Price.FREE:
        prompt = say(N_("What is the price? Neighbours read it as you write it, like: 15 yuan"))
        cost = await ask("price", Text(prompt, limit=40), _said(known, "price") or None)
    at = (Option(HOME, say(N_("at their home"))), Option(SHOP, say(N_("in the shop"))))
    suggested = None if known is None else HOME if known.at_home else SHOP
    place = await ask("where", Choice(say(N_("Where do you do it?")), at), suggested)
    hours = await ask("hours", Text(say(N_("At which hours? Like: Mon-Fri 9-17")), limit=60), _said(known, "hours"))
    made = Write(partner, service, title, group, cost, place == HOME, hours)
    return made if await ask("send", _check(made)) else None


def _said(known: Service | None, name: str) -> Any:
    return str(getattr(known, name)) if known else None


def _check(made: Write) -> Confirm:
    told = _service(made, "", "")
    prompt = say(
        N_(
            "Please check:\n🛍 {title}\n💰 {price}\n📍 {where}, {hours}\n"
            "The community looks at it before residents see it."
        ),
        title=plain(made.title),
        price=price(told),
        where=where(told),
        hours=plain(made.hours),
    )
    changes: dict[str, Say] = {"title": say(N_("Change the words")), "class": say(N_("Change the price class"))}
    changes |= {} if made.price_class == Price.FREE else {"price": say(N_("Change the price"))}
    changes |= {"where": say(N_("Change where")), "hours": say(N_("Change the hours"))}
    return Confirm(prompt, changes=changes, yes=say(N_("✅ Send")))


def _service(made: Write, id: str, by: str) -> Service:
    group = Price(made.price_class)
    return Service(id, made.partner, made.title, group, made.price, made.at_home, made.hours, by)


async def write(turn: Turn, command: Write) -> None:
    """Hidden until the desk has approved it, also where something else was shown before."""
    partner = await load_partner(turn, command.partner)
    if command.service is None:
        asked = await menu_approval.first_asked(turn, _service(command, turn.house.fresh(), turn.me.id), partner)
        await services.add(turn.tx, asked)
    else:
        before, partner = await load(turn, command.service, EDIT)
        words = _service(command, before.id, turn.me.id)
        asked = await menu_approval.first_asked(turn, words, partner)
        sets = {name: getattr(asked, name) for name in WRITTEN}
        asked = await changed(turn, before, partner, ServiceStep.CHANGE, **sets)
    await menu_approval.look(turn, Due(asked.id, turn.now))
    await turn.say(turn.speak(N_("Thank you! The community looks at it, and I tell you as soon as it is on the menu.")))
