"""Who came: said by the organiser, with one tap for all; nobody is blamed for staying away."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain import activity as rules
from domain.activity import Activity, Look, Part, SignUp, State, Step
from handlers import activity_credits, activity_words
from handlers.activity_rights import held, seen
from handlers.turn import Refusal, Turn
from storage import activities

PAGE = 8
NAMES = 100
COUNTED = N_("Who came is settled already. Thank you!")

Roll = Sequence[tuple[SignUp, str]]


async def who_comes(turn: Turn, number: str, rest: str) -> None:
    """Names only of one's own."""
    activity = await seen(turn, number, "activity.attendance")
    found = await activities.who_is_in(turn.tx, activity)
    lines = [say(N_("{what}: {guests} come, {helpers} help."), what=activity_words.what(activity), **_counts(found))]
    lines += [_line(n, one, name) for n, (one, name) in enumerate(found[:NAMES], 1)]
    lines += [say(N_("… and {count} more."), count=len(found) - NAMES)] if len(found) > NAMES else []
    await turn.say("\n".join(line.said(turn.speak) for line in lines))


def _counts(found: Roll) -> dict[str, int]:
    helpers = sum(one.part is Part.HELPER for one, _ in found)
    return {"guests": len(found) - helpers, "helpers": helpers}


def _line(n: int, one: SignUp, name: str) -> Say:
    if one.part is Part.HELPER:
        return say(N_("{n}. 🤝 {name}"), n=n, name=named(name))
    return say(N_("{n}. {name}"), n=n, name=named(name))


def named(name: str) -> Say:
    return plain(name) if name else say(N_("a neighbour"))


def question(activity: Activity, found: Roll) -> Say:
    """Asked once it is over."""
    sentence = N_("🙋 {what} is over. Who came? {guests} had signed up, and {helpers} to help.")
    return say(sentence, what=activity_words.what(activity), **_counts(found))


BUTTONS = ((N_("All came"), "all"), (N_("Not all came"), "roll"))


async def roll(turn: Turn, number: str, rest: str) -> None:
    """Everybody who had signed up, a page at a time; a tap takes somebody out or in. rest: the page."""
    activity = await seen(turn, number, "activity.attendance")
    if activity.state is not State.HELD:
        raise Refusal(say(COUNTED))
    await _page(turn, activity, int(rest) if rest.isdecimal() else 0)


async def mark(turn: Turn, number: str, rest: str) -> None:
    """rest: which of them, and the page it was tapped on."""
    activity = await held(turn, number, "activity.attendance")
    if activity.state is not State.HELD:
        raise Refusal(say(COUNTED))
    which, _, page = rest.partition(" ")
    for one, _name in await activities.who_is_in(turn.tx, activity):
        if str(one.nth) == which:
            await activities.say_who_came(turn.tx, activity, one.nth, one.came is False)
    await _page(turn, activity, int(page) if page.isdecimal() else 0)


async def _page(turn: Turn, activity: Activity, page: int) -> None:
    found = await activities.who_is_in(turn.tx, activity)
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    missing = sum(one.came is False for one, _ in found)
    shown = found[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(_marked(one, name).said(turn.speak), f"act mark {activity.number} {one.nth} {page}")
        for one, name in shown
    ]
    if pages > 1:
        more = say(N_("More ({page}/{pages}) …"), page=page + 1, pages=pages).said(turn.speak)
        buttons.append(Button(more, f"act roll {activity.number} {(page + 1) % pages}"))
    came = say(N_("Done: {count} came"), count=len(found) - missing).said(turn.speak)
    buttons.append(Button(came, f"act done {activity.number}"))
    text = say(N_("Tap whoever could not come, then “Done”. Nobody is told."))
    await turn.answer_with(Message(text.said(turn.speak), rows(buttons)), in_place=True)


def _marked(one: SignUp, name: str) -> Say:
    return say(N_("➖ {name}") if one.came is False else N_("✔️ {name}"), name=named(name))


async def all_came(turn: Turn, number: str, rest: str) -> None:
    """Whatever was marked before."""
    await _count(turn, number, marked=False)


async def done(turn: Turn, number: str, rest: str) -> None:
    await _count(turn, number, marked=True)


async def _count(turn: Turn, number: str, *, marked: bool) -> None:
    """Whoever is not marked came; helpers get their hours, the organiser's own need somebody else's word."""
    activity = await held(turn, number, "activity.attendance")
    if activity.state is not State.HELD:
        raise Refusal(say(COUNTED))
    await activities.came(turn.tx, activity, marked=marked)
    came = [one for one, _ in await activities.who_is_in(turn.tx, activity) if one.came]
    helpers = [one.person for one in came if one.part is Part.HELPER]
    for helper in helpers:
        if helper != activity.organiser:
            await activity_credits.credit(turn, activity, helper)
    thanks = N_("Thank you! {count} came to {what}. The hours of those who helped are credited.")
    await turn.say(say(thanks, count=len(came), what=activity_words.what(activity)).said(turn.speak), in_place=True)
    if activity.organiser in helpers and await activity_credits.ask_to_vouch(turn, activity):
        await _set(turn, rules.take(activity, Step.COUNT_OWN), Look.VOUCH, activity_credits.tomorrow(turn, activity), 1)
        await turn.say(turn.speak(N_("You helped, too: a colleague is asked to confirm your own hours.")))
    else:
        await activity_credits.close(turn, activity, Step.COUNT)


async def _set(turn: Turn, activity: Activity, look: Look, at: int, asked: int) -> None:
    await activities.keep(turn.tx, replace(activity, look=look, look_at=at, asked=asked))
