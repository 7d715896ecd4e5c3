"""A wish comes true: the claimer says so, the wisher confirms, or four digits do for a wisher without a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import Choice, Option, Text, optional
from dialogue.say import Say, say
from dialogue.talk import Ask
from domain.person import SYSTEM, Person
from domain.wish import WEEK, Wish, WishState, WishStep
from handlers import crediting, promising, talking, wish_leaving
from handlers.crediting import Service
from handlers.look import Look
from handlers.names import titled
from handlers.tokens import digits_in
from handlers.turn import Refusal, Turn
from handlers.wish_card import data
from handlers.wish_matter import change, desk_of, how_it_stands, load, read
from handlers.wish_showing import doers, owners, refresh, tell
from storage import people, wish_hands, wish_thanks, wishes

TRIES = 5
SOON = 3 * 3600  # seconds before the time that was agreed at which nobody wonders
LENGTHS = {
    "30": N_("Half an hour"),
    "60": N_("1 hour"),
    "120": N_("2 hours"),
    "180": N_("3 hours"),
    "240": N_("Half a day"),
}


@dataclass(frozen=True, slots=True)
class Fulfil:
    """minutes: how long it took. code: the four digits, None where there are none."""

    number: str
    minutes: int
    code: str | None = None


async def ask_how_long(turn: Turn, rest: str) -> None:
    number, _ = read(rest)
    wish = await load(turn, number, "wish.fulfil")
    if wish.claimer != turn.me.id or wish.state is not WishState.CLAIMED:
        raise Refusal(how_it_stands(wish))
    kept = await wishes.wisher(turn.tx, wish.id)
    by_code = kept.code is not None and kept.tries < TRIES
    early = wish.agreed_at is not None and wish.agreed_at > turn.now + SOON
    when = promising.when(turn, wish.agreed_at or turn.now).said(turn.speak) if early else ""
    await talking.begin(turn, "wish_done", {"number": number, "by_code": by_code, "early": when})


async def how_long(ask: Ask, look: Look, number: str, by_code: bool, early: str = "", minutes: str = "") -> Fulfil:
    """early: the day that was agreed, where it is still to come. minutes: known, where only the code was wrong."""
    options = tuple(Option(length, say(text)) for length, text in LENGTHS.items())
    prompt = say(N_("Lovely! About how long did you help, the way there included? They are asked whether it is so."))
    if early:
        prompt = say(N_("You had agreed on {when}. Is it done already? Then: about how long did you help?"), when=early)
    chosen: str = minutes or await ask("minutes", Choice(prompt, options))
    code = None
    if by_code:
        prompt = say(N_("Please ask them for the four digits of the thank-you code on their wish card."))
        code = await ask("code", optional(Text(prompt, limit=20)))
    return Fulfil(number, int(chosen), code)


async def fulfil(turn: Turn, command: Fulfil) -> None:
    """With the right code it is confirmed at once; else whoever wished, or posted it, is asked."""
    wish = await load(turn, command.number, "wish.fulfil")
    if wish.claimer != turn.me.id or wish.state is not WishState.CLAIMED:
        raise Refusal(how_it_stands(wish))
    if command.code is not None and not await _code_is_right(turn, wish, command.code, command.minutes):
        return
    wish = await change(turn, wish, WishStep.FINISH, minutes=command.minutes)
    if command.code is not None:
        await confirm(turn, wish, by_code=True)
        return
    await refresh(turn, wish)
    sentence = N_("🙋 {who} says {number} came true ({length}). Is it so?")
    buttons = Button(N_("It came true"), data("wtrue", wish)), Button(N_("Not yet"), data("wnotyet", wish))
    length = say(LENGTHS[str(command.minutes)])
    await tell(turn, owners(wish), wish, sentence, *buttons, who=titled(turn.me), length=length)
    await turn.say(turn.speak(N_("Thank you! I ask them, and your hours count as soon as they say so.")))


async def _code_is_right(turn: Turn, wish: Wish, typed: str, minutes: int) -> bool:
    """Wrong digits are counted, so this is no refusal, which would undo the count."""
    kept = await wishes.wisher(turn.tx, wish.id)
    digits = digits_in(typed)
    if kept.code is not None and kept.tries < TRIES and digits == kept.code:
        return True
    left = TRIES - await wishes.tried(turn.tx, wish.id)
    if left > 0:
        sentence = N_("These are not the digits on the card. You can try {count} times more.")
        await turn.say(turn.speak(sentence).format(count=left))
        known = {"number": wish.number, "by_code": True, "minutes": str(minutes)}
        await talking.begin(turn, "wish_done", known)
        return False
    await turn.say(turn.speak(N_("That was wrong five times. Tap “Done” without a code: whoever posted it is asked.")))
    if left < 0:
        return False
    sentence = N_(
        "The thank-you code of {number} was typed wrong five times. Please ask the wisher whether it came true."
    )
    await tell(turn, [wish.poster, *(p.id for p in (await desk_of(turn.tx, wish)).people)], wish, sentence)
    return False


async def not_yet(turn: Turn, rest: str) -> None:
    number, seen = read(rest)
    wish = await load(turn, number, "wish.confirm_done")
    wish = await change(turn, wish, WishStep.NOT_YET, seen=seen)
    await refresh(turn, wish)
    sentence = N_("{number} has not quite come true yet, they say. Write to them here, or agree on another day.")
    await tell(turn, [wish.claimer], wish, sentence, Button(N_("Write to them"), data("wwrite", wish)))
    await turn.say(turn.speak(N_("I let them know. You can write to them here.")))


async def confirm(turn: Turn, wish: Wish, *, by_code: bool = False, thanks: wish_thanks.Thanks | None = None) -> Wish:
    """Closed as fulfilled, or, where it comes back weekly, on to the next week; everybody who helped is credited."""
    helpers = [person for id in await doers(turn, wish) if id and (person := await people.person(turn.tx, id))]
    again = _next_week(wish, turn.now)
    actor = turn if not by_code else Turn(turn.tx, turn.house, SYSTEM, turn.now)
    round, minutes, before = wish.round, wish.minutes or 0, wish
    if again is None:
        wish = await change(actor, wish, WishStep.CONFIRM)
    else:
        wish = await change(actor, wish, WishStep.AGAIN, agreed_at=again, round=round + 1)
    said = thanks or wish_thanks.Thanks("", "[]", None, False, wish.place, wish.claimer or "", minutes, turn.now)
    await wish_thanks.thank(turn.tx, wish.id, round, said)
    if again is not None:
        await wish_leaving.renew(turn, wish)
    await refresh(turn, wish)
    for helper in helpers:
        await _credit(turn, before, helper, minutes)
    await _tell_owners(turn, wish, by_code)
    return wish


def _next_week(wish: Wish, now: int) -> int | None:
    """The same day and time a week later; the first one that is still to come."""
    if not wish.weekly:
        return None
    agreed = wish.agreed_at or now
    following = agreed + WEEK * max(1, -(-(now - agreed) // WEEK))
    if agreed > now + WEEK:  # twice in one week puts nothing off
        following = agreed
    return None if wish.wanted_by is not None and following > wish.wanted_by else following


async def _credit(turn: Turn, wish: Wish, helper: Person, minutes: int) -> None:
    """From what both sides said: the claimer how long, the wisher that it is so. Nobody helped before they came."""
    ended = min(turn.now, wish.finished_at or turn.now)
    came = await wish_hands.came_at(turn.tx, wish, helper.id)
    began = max(ended - minutes * 60, min(came, ended))
    ref, served = f"wish:{wish.number}:{wish.round}", wish.wisher or wish.poster
    service = Service("wish", ref, helper, served, began, ended, wish.place)
    got = await crediting.credit(turn, service)
    sentence = N_("💐 {number} came true, thanks to you! {minutes} minutes and {points} points are yours.")
    why: Say | None = got.why_less
    if began > ended - minutes * 60 and got.minutes == (ended - began) // 60:
        why = say(N_("Hours count from the moment you took it up."))
    if why is not None:
        sentence = N_("💐 {number} came true, thanks to you! {minutes} minutes and {points} points are yours: {why}")
    to: Sequence[str] = [helper.id]
    values = {"minutes": got.minutes, "points": got.points} | ({"why": why} if why is not None else {})
    await tell(Turn(turn.tx, turn.house, SYSTEM, turn.now), to, wish, sentence, **values)


async def _tell_owners(turn: Turn, wish: Wish, by_code: bool) -> None:
    if by_code:
        await tell(turn, owners(wish), wish, N_("✅ {number} came true: the wisher gave the thank-you code."))
    if wish.state is WishState.CLAIMED:
        sentence = N_("🔁 {number} goes on next week. Tap “No longer needed” on its card when it is enough.")
        await tell(Turn(turn.tx, turn.house, SYSTEM, turn.now), owners(wish), wish, sentence)
