"""What somebody writes who was asked nothing: a number, an option of the last card, or a new matter."""

from dataclasses import replace

import orjson

from dialogue.message import N_, Button, Incoming
from domain import number as numbers
from domain.permit import NotYours
from domain.person import Role
from handlers import (
    activities,
    finding,
    following,
    join,
    lists,
    place_codes,
    sorting,
    talking,
    taps,
    wish_posting,
    wish_showing,
)
from handlers.heard import check_length, reply_of, words_alone
from handlers.turn import Turn
from storage import people

NO_NUMBER = N_("I cannot find that number, or it is not yours to see. Please read it once more: it has six signs.")


async def hear(turn: Turn, incoming: Incoming) -> None:
    """The first message is the report; a number shows its order."""
    typed = numbers.read(incoming.text) if incoming.text else None
    if typed or _means_a_number(turn, incoming):
        await _numbered(turn, typed)
        return
    if await _menu(turn, incoming):
        return
    if finding.said(turn, incoming.text):
        await finding.find(turn)
        return
    if finding.tried(turn, incoming):
        await finding.not_for_them(turn, incoming.text)
        return
    check_length(incoming.text)
    if wished := wish_posting.said(incoming.text):
        await talking.begin(turn, "wish", {}, replace(reply_of(incoming), text=wished))
        return
    if not await people.anybody_is(turn.tx, Role.COMMUNITY) and not await people.anybody_is(turn.tx, Role.STREET):
        await join.too_early(turn)
        return
    here = await people.chat(turn.tx, incoming.chat)
    reply = replace(reply_of(incoming), place=here.place if here else None)
    await talking.begin(turn, await sorting.script_for(turn, reply), {}, reply)


def _means_a_number(turn: Turn, incoming: Incoming) -> bool:
    """Mistyped, and nothing else: with a picture it is about what the picture shows, and that must not be lost."""
    text = incoming.text
    return words_alone(incoming) and numbers.resembles(text) and not turn.house.policy.alarms(text)


async def _numbered(turn: Turn, number: str | None) -> None:
    """Somebody else's, nobody's and a mistyped one sound alike; whoever meant a matter, or read a badge, says so."""
    try:
        if number is None:
            raise NotYours
        await _called_so(turn, number)
    except NotYours:
        report = Button(turn.speak(N_("Report something")), "do report")
        badge = Button(turn.speak(N_("Is this our worker?")), "do verify")
        await turn.say(turn.speak(NO_NUMBER), report, badge)


async def _called_so(turn: Turn, number: str) -> None:
    """A wish, an activity, a poster, else an order."""
    shown = await wish_showing.shown(turn, number) or await activities.show(turn, number)
    if not shown and not await place_codes.typed(turn, number) and not await following.shown(turn, number):
        await lists.show(turn, number)


async def _menu(turn: Turn, incoming: Incoming) -> bool:
    """A bare number is the option of the last card, where one was shown."""
    menu = await people.menu(turn.tx, incoming.chat) if incoming.text.strip().isdecimal() else None
    if menu is None:
        return False
    options = orjson.loads(menu)
    picked = int(incoming.text.strip()) - 1
    if not 0 <= picked < len(options):
        return False
    await taps.tap(turn, options[picked][1])
    return True
