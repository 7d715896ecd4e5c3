"""Putting right what is kept of oneself: name, language, home, how to be reached, and the chats one uses."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.say import say
from dialogue.talk import Ask
from domain.permit import NotYours
from handlers import talking
from handlers.look import Look, place_name
from handlers.turn import Turn
from handlers.where import where
from storage import orders, people

FIXES = {"name": "name", "language": "language", "home": "pv_home"}  # what is put right -> its talk


@dataclass(frozen=True, slots=True)
class Home:
    place: str


async def what(turn: Turn) -> None:
    tree = await turn.places()
    home = place_name(tree, turn.me.home) if turn.me.home else "—"
    lines = say(
        N_("This is what I have of you.\nName: {name}\nHome: {home}\nMore than one phone or chat? /link"),
        name=turn.me.name or "—",
        home=home,
    )
    labels = {"name": N_("My name"), "home": N_("Where I live"), "language": N_("My language")}
    buttons = [Button(turn.speak(label), f"pv fix {key}") for key, label in labels.items()]
    reach = turn.speak(N_("Phone or door of {number}"))
    mine = [order for order in await orders.open_of_author(turn.tx, turn.me.id) if order.resident == turn.me.id]
    buttons += [Button(reach.format(number=order.number), f"rvc {order.number}") for order in mine[:5]]
    await turn.say(lines.said(turn.speak), *buttons)


async def fix(turn: Turn, rest: str) -> None:
    if rest not in FIXES:
        raise NotYours
    await talking.begin(turn, FIXES[rest], {})


async def where_home(ask: Ask, look: Look) -> Home:
    return Home(await where(ask, look, ""))


async def set_home(turn: Turn, command: Home) -> None:
    if (await turn.places()).get(command.place) is None:
        raise NotYours
    await people.set_home(turn.tx, turn.me.id, command.place)
    home = place_name(await turn.places(), command.place)
    await turn.say(turn.speak(N_("All right: {place} it is.")).format(place=home), in_place=True)
