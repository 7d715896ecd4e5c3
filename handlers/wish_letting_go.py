"""Whoever took up a wish is gone, or may not do it any more: it goes back to the wall, and nobody waits for them."""

from dialogue.message import N_
from domain.person import SYSTEM, Person
from domain.wish import Wish, WishState
from handlers.names import titled
from handlers.turn import Turn
from handlers.wish_claiming import release
from handlers.wish_matter import desk_of, may_do, remember
from handlers.wish_showing import doers, refresh, tell
from storage import people, wish_hands, wishes

GONE = N_("{name} can no longer be reached in chat; {number} is back on the wall.")
NO_LONGER = N_("{name} is no longer there for it; {number} is back on the wall.")
LEFT = N_("{name} cannot help with {number} after all.")
SILENT = N_("Whoever made the wish {number} can no longer be reached in chat. Please see whether they still need it.")


async def let_go_of(turn: Turn, person_id: str, *, gone: bool = False) -> None:
    """What somebody took up and may no longer do, at once; gone: nor anything else, for they read nothing any more.

    What they said is done waits for the wisher's word, as it did.
    """
    for wish in await wishes.in_hand(turn.tx, person_id):
        if wish.state is WishState.CLAIMED:
            await let_go(turn, wish, person_id, gone=gone)


async def let_go(turn: Turn, wish: Wish, person_id: str, *, gone: bool = False) -> bool:
    """False where it stays with them."""
    person = await people.person(turn.tx, person_id)
    if person is None or (not gone and await may_do(turn, person, "wish.fulfil", wish)):
        return False
    clock = Turn(turn.tx, turn.house, SYSTEM, turn.now)
    if person_id == wish.claimer:
        await _back(clock, wish, person, GONE if gone else NO_LONGER)
    else:
        await _one_less(clock, wish, person)
    return True


async def _back(clock: Turn, wish: Wish, person: Person, sentence: str) -> None:
    wish = await release(clock, wish, N_("{number} is back on the wall. Thank you for having wanted to help!"))
    desk = [one.id for one in (await desk_of(clock.tx, wish)).people]
    await tell(clock, desk, wish, sentence, name=titled(person))


async def _one_less(clock: Turn, wish: Wish, person: Person) -> None:
    await wish_hands.leave(clock.tx, wish.id, person.id)
    await remember(clock, wish, "left", person.id, version=False)
    await refresh(clock, wish)
    await tell(clock, [wish.claimer], wish, LEFT, name=titled(person))


async def wisher_gone(turn: Turn, person_id: str) -> None:
    """Whoever wished reads nothing any more: those who do it, and the desk, may find another way."""
    clock = Turn(turn.tx, turn.house, SYSTEM, turn.now)
    for wish in await wishes.open_of_owner(clock.tx, person_id):
        desk = [one.id for one in (await desk_of(clock.tx, wish)).people]
        await tell(clock, [*await doers(clock, wish), *desk], wish, SILENT)
