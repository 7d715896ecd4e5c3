"""What the clock has to say about wishes: left as notes, and what of it still holds when its moment comes."""

from dialogue.message import Message
from domain.permit import may
from domain.person import Person
from domain.wish import Wish
from handlers import noting
from handlers.noting import About
from handlers.turn import Turn
from handlers.wish_matter import matter_of
from storage import wish_hands, wishes
from storage.notes import Note


def key(wish: Wish) -> str:
    return f"wish:{wish.number}"


async def note(
    turn: Turn, person: Person, wish: Wish, message: Message, why: About = About.OWED, needs: str | None = None
) -> None:
    """needs: the right without which it is nothing to them any more."""
    await noting.matter(turn, person, key(wish), wish.version, message, why, needs)


async def holds(turn: Turn, note: Note, person: Person, away: bool) -> bool:
    """News hold for ever; what is asked of somebody until the wish has moved, or it is no longer theirs to do.

    Whoever is on leave hears of what they wished and took up themselves.
    """
    wish = await wishes.by_number(turn.tx, (note.about or "").partition(":")[2])
    if wish is None:
        return False
    hands = await wish_hands.helpers(turn.tx, wish.id)
    if away and person.id not in (wish.poster, wish.wisher, wish.claimer, *hands):
        return False
    if note.kind == About.NEWS:
        return True
    mine = note.needs is None or may(note.needs, person, matter_of(wish, person, hands, note.needs))
    return wish.version == note.since and mine
