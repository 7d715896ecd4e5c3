"""Somebody scanned a poster: the place is said back, and can be put right with one tap."""

from dialogue.message import N_, Button
from dialogue.question import Text
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.place import Kind, around
from handlers import talking
from handlers.look import Look, place_name
from handlers.report import Ending, report
from handlers.turn import Turn
from handlers.where import where
from storage import people, talks

IN_BETWEEN = N_("📍 You are at {place}. Back to what we were at:")
ASKS_WHERE = ("report", "sort", "elsewhere")  # talks for which a scanned poster answers where it is


async def arrive(turn: Turn, place: str, *more: Button) -> None:
    """Remembered for the first report; in the middle of one it is where that one is. It makes nobody a neighbour."""
    chat = turn.private_chat or ""
    await people.set_here(turn.tx, chat, place)
    if turn.me.home is None:
        await people.set_home(turn.tx, turn.me.id, around(place, Kind.COMPOUND) or place)
    name = place_name(await turn.places(), place)
    talk = await talks.get(turn.tx, chat)
    if talk and talk.script in ASKS_WHERE:
        await talking.stand_at(turn, talk, place, say(IN_BETWEEN, place=name))
        return
    text = N_("Hello! You are at {place}. What is the matter? Write, speak or send a photo.")
    other = Button(turn.speak(N_("I am somewhere else")), "qr elsewhere")
    await turn.say(turn.speak(text).format(place=name), other, *more)


async def elsewhere(turn: Turn) -> None:
    """The button under it: where then? What is written meanwhile is taken as the report it is."""
    await people.set_here(turn.tx, turn.private_chat or "", None)
    await talking.begin(turn, "elsewhere", {})


async def report_elsewhere(ask: Ask, look: Look) -> Ending:
    """A report that begins with the place."""
    if "place" not in ask.state.again:
        ask.state.again.append("place")
    await ask("what", Text(plain(""), grows=True), "")
    await where(ask, look, "")
    return await report(ask, look)
