"""What the clock asks about wishes: of the desk to read one, of both sides a day, of each of them how it went.

What is asked for waits until they may be written to, and is not said once it is answered; the eve of a day is said at
once, for the day after it is too late. No moment of this clock lies in the night.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dialogue.message import N_, Button
from domain.person import Person
from domain.wish import Wish
from handlers import wish_noting
from handlers.noting import About
from handlers.promising import when
from handlers.turn import Turn
from handlers.wish_card import card_for, data
from handlers.wish_matter import desk_of, first_desk
from handlers.wish_showing import doers, letter, owners
from storage import people, wish_days
from storage import wish_clock as clock

UNREAD = N_(
    "🕐 {number} waits: somebody else than you has to read it, and nobody is there. A colleague at the desk could, "
    "or the street office."
)


async def waits(turn: Turn, wish: Wish) -> None:
    """At its desk; where nobody sits there it goes up at once."""
    people = (await desk_of(turn.tx, wish)).people
    if not people:
        await climbs(turn, wish)
    sentence = N_("🕐 {number} waits to be read, so that it can hang on the wall.")
    await noted(turn, people, wish, sentence, needs="wish.approve")


async def climbs(turn: Turn, wish: Wish) -> None:
    """To the next desk where somebody may read it; the lower one still may. At the top it is asked for again."""
    above = await first_desk(turn.tx, wish.place, turn.house.policy, owners(wish), above=wish.rung)
    below = (await desk_of(turn.tx, wish)).people
    if above is None:
        await _at_the_top(turn, wish, below)
        return
    await clock.climb(turn.tx, wish, above.rung)
    wish = replace(wish, rung=above.rung)
    for person in above.people:
        card = replace(await card_for(turn, wish, person), fresh=True)
        await wish_noting.note(turn, person, wish, card, About.RAISED, "wish.approve")
    known = {person.id for person in above.people}
    gone = N_("{number} waited too long and went one level up.")
    await noted(turn, [person for person in below if person.id not in known], wish, gone, why=About.NEWS)


async def _at_the_top(turn: Turn, wish: Wish, desk: list[Person]) -> None:
    if desk:
        await waits(turn, wish)
        return
    for person in await _persons(turn, owners(wish)):
        once = f"wish_unread:{wish.number}:{person.id}"
        await turn.tell(person, letter(turn, person, wish, UNREAD), once=once)


async def ask_day(turn: Turn, wish: Wish) -> None:
    sentence = N_("📅 When would suit you for {number}? Propose a day; the other side reads it here.")
    asked = await _persons(turn, [*owners(wish), wish.claimer])
    await noted(turn, asked, wish, sentence, Button(N_("Agree on a day"), data("wday", wish)), needs="wish.agree")


async def eve(turn: Turn, wish: Wish) -> None:
    """Both sides, the day before; at once, because a day later it is no reminder."""
    assert wish.agreed_at is not None
    sentence = N_("⏰ {number} is near: {when}. If something has come up, please write to them.")
    write = Button(N_("Write to them"), data("wwrite", wish))
    another = Button(N_("Another day"), data("wday", wish))
    # Whoever comes reads the door only once the wisher's side has said that the day suits them.
    unsaid = (
        ()
        if await wish_days.suits(turn.tx, wish)
        else (Button(N_("All right"), f"wfine {wish.number} {wish.agreed_at}"),)
    )
    for person in await _persons(turn, [*owners(wish), *await doers(turn, wish)]):
        buttons = (*(unsaid if person.id in owners(wish) else ()), write, another)
        message = letter(turn, person, wish, sentence, *buttons, when=when(turn, wish.agreed_at))
        await turn.tell(person, message)


async def how_was_it(turn: Turn, wish: Wish) -> None:
    sentence = N_("🙋 How did it go with {number}? If it came true, one tap is enough.")
    done, another = Button(N_("Done"), data("wdone", wish)), Button(N_("Another day"), data("wday", wish))
    await noted(turn, await _persons(turn, [wish.claimer]), wish, sentence, done, another, needs="wish.fulfil")


async def ask_wisher(turn: Turn, wish: Wish) -> None:
    sentence = N_("🙋 Did {number} come true? One tap, and those who helped get their hours.")
    yes, no = Button(N_("It came true"), data("wtrue", wish)), Button(N_("Not yet"), data("wnotyet", wish))
    asked = await _persons(turn, owners(wish))
    await noted(turn, asked, wish, sentence, yes, no, why=About.ASKED, needs="wish.confirm_done")


async def call(turn: Turn, wish: Wish) -> None:
    """The desk cannot say it in the wisher's place; whoever posted it for them can, and is asked once more."""
    if wish.on_behalf:
        await ask_wisher(turn, wish)
    sentence = N_(
        "☎️ {number} is said to be done, and the wisher has not answered. A call may help; the word is theirs."
    )
    await noted(turn, (await desk_of(turn.tx, wish)).people, wish, sentence, needs="wish.release")


async def noted(
    turn: Turn,
    persons: Iterable[Person],
    wish: Wish,
    sentence: str,
    *buttons: Button,
    why: About = About.OWED,
    needs: str | None = None,
    **values: Any,
) -> None:
    """Together with whatever else the clock has to say to each of them."""
    for person in persons:
        message = letter(turn, person, wish, sentence, *buttons, **values)
        await wish_noting.note(turn, person, wish, message, why, needs)


async def _persons(turn: Turn, ids: Iterable[str | None]) -> list[Person]:
    found = [await people.person(turn.tx, id) for id in dict.fromkeys(ids) if id]
    return [person for person in found if person]
