"""Activities: what is coming near me, the card of each, and what its buttons do."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from dialogue.message import N_, Button
from dialogue.say import Say, say
from domain.activity import Activity
from domain.place import Kind, around
from handlers import (
    activity_announce,
    activity_card,
    activity_change,
    activity_credits,
    activity_organise,
    activity_roll,
    activity_sign_up,
    activity_words,
)
from handlers.activity_rights import areas
from handlers.names import gist
from handlers.turn import Refusal, Turn, packed
from storage import activities, announcements, people

AT_ONCE = 8


async def near(turn: Turn) -> None:
    """/activities"""
    await _page(turn, "0", "")


async def _page(turn: Turn, after: str, rest: str) -> None:
    """What I am in, then what is coming around where I live or work, the soonest first."""
    skip = int(after) if after.isdecimal() and len(after) < 4 else 0
    most = skip + AT_ONCE + 1
    mine = {one.id: one for one in await activities.of_person(turn.tx, turn.me.id, turn.now, most)}
    coming: dict[str, Activity] = {}
    for place in await _mine(turn):
        around_it = around(place, Kind.COMPOUND) or place
        coming |= {one.id: one for one in await activities.near(turn.tx, place, around_it, turn.now, most)}
    others = sorted((one for one in coming.values() if one.id not in mine), key=lambda one: (one.starts_at, one.id))
    found = [*mine.values(), *others][skip:]
    shown = found[:AT_ONCE]
    lines: list[Say] = [say(N_("What is on near you:") if shown else N_("Nothing is announced near you just now."))]
    lines += [_line(turn, n, one) for n, one in enumerate(shown, 1)]
    buttons = [Button(f"{n}. {gist(one.title, 10)}", f"act show {one.number}") for n, one in enumerate(shown, 1)]
    if len(found) > AT_ONCE:
        buttons.append(Button(turn.speak(N_("More")), f"act list {skip + AT_ONCE}"))
    await _listed(turn, lines, [*buttons, *await _others(turn)])


async def _mine(turn: Turn) -> list[str]:
    """Where they live and work; where nothing is known of them, the only compound there is."""
    tree = await turn.places()
    known = [turn.me.home, *(held.place for held in turn.me.roles)]
    found = [place for place in dict.fromkeys(known) if place]
    compounds = [place.path for place in tree.of_kind(Kind.COMPOUND)]
    return found or (compounds if len(compounds) == 1 else [])


def _line(turn: Turn, n: int, one: Activity) -> Say:
    when = activity_words.moment(one.starts_at, turn.house.zone)
    return say(N_("{n}. {what}, {when}"), n=n, what=activity_words.what(one), when=when)


async def _others(turn: Turn) -> list[Button]:
    peace = await announcements.wants_peace(turn.tx, turn.me.id)
    found = [Button(turn.speak(N_("Announce to me again")), "act news")] if peace else []
    if areas(await turn.places(), turn.me):
        found.append(Button(turn.speak(N_("New activity")), "act new"))
    return found


async def _listed(turn: Turn, lines: Sequence[Say], buttons: list[Button]) -> None:
    await turn.say("\n".join(line.said(turn.speak) for line in lines), *buttons)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))


async def show(turn: Turn, number: str) -> bool:
    """The card; False where there is no such activity."""
    activity = await activities.by_number(turn.tx, number)
    if activity is None:
        return False
    await activity_card.present(turn, activity)
    return True


async def _show(turn: Turn, number: str, rest: str) -> None:
    if not await show(turn, number):
        raise Refusal(say(N_("I know no activity with this number.")))


async def tap(turn: Turn, data: str) -> None:
    """The buttons: "act <word> <number> <rest>"."""
    word, _, after = data.partition(" ")
    number, _, rest = after.partition(" ")
    deed = TAPS.get(word)
    if deed is None:
        raise Refusal(say(N_("I do not know that button any more. Write /help to see what I can do.")))
    await deed(turn, number, rest)


TAPS: Mapping[str, Callable[[Turn, str, str], Awaitable[None]]] = {
    "list": _page,
    "show": _show,
    "new": activity_organise.new,
    "in": activity_sign_up.come,
    "help": activity_sign_up.help_out,
    "yes": activity_sign_up.yes,
    "out": activity_sign_up.out,
    "peace": activity_announce.peace,
    "news": activity_announce.news,
    "move": activity_change.ask_when,
    "off": activity_change.ask_why,
    "who": activity_roll.who_comes,
    "roll": activity_roll.roll,
    "mark": activity_roll.mark,
    "all": activity_roll.all_came,
    "done": activity_roll.done,
    "vouch": activity_credits.vouch,
    "refuse": activity_credits.refuse,
}
