"""The card left with a wisher who has no phone: what, who comes, when, and the four digits to say for thanks."""

from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain.permit import NotYours
from domain.wish import Wish
from handlers import noting
from handlers.names import titled
from handlers.promising import when
from handlers.tokens import digits
from handlers.turn import Turn, packed
from handlers.wish_matter import load, read
from storage import people, wishes
from storage.outbox import Way

DIGITS = 4  # of the thank-you code


async def show(turn: Turn, rest: str) -> None:
    """Only whoever posted it may see the digits."""
    number, _ = read(rest)
    wish = await load(turn, number, "wish.view_detail")
    if turn.me.id != wish.poster or (await wishes.wisher(turn.tx, wish.id)).code is None:
        raise NotYours
    await hand(turn, wish)


async def renew(turn: Turn, wish: Wish) -> None:
    """What was said for thanks once is known to whoever heard it: other digits for the next week."""
    if (await wishes.wisher(turn.tx, wish.id)).code is not None:
        await wishes.set_code(turn.tx, wish.id, new_code(turn))
        await hand(turn, wish)


def new_code(turn: Turn) -> str:
    return digits(turn, DIGITS)


async def hand(turn: Turn, wish: Wish) -> None:
    """To whoever posted it, to print or to copy by hand; nobody else hears of it."""
    poster, kept = await people.person(turn.tx, wish.poster), await wishes.wisher(turn.tx, wish.id)
    if poster is None or poster.chat is None or kept.code is None:
        return
    speak = turn.speaks(poster)
    sentence = N_("Please leave this card with {name}: whoever fulfils the wish asks for the four digits.")
    text = say(sentence, name=kept.name).said(speak)
    drawing = packed(
        {
            "kind": "wish_card",
            "title": say(N_("A wish will come true")).said(speak),
            "lines": [[label.said(speak), value.said(speak)] for label, value in await _lines(turn, wish)],
            "code": kept.code,
            "foot": say(N_("When it has come true, please tell them these four digits, and nobody else.")).said(speak),
        }
    )
    see = Button(speak(N_("See the wish")), f"wish {wish.number}")
    morning = noting.morning_of(turn, poster)
    way = Way.BROADCAST if morning else Way.REPLY
    await turn.tell(poster, Message(text, ((see,),), drawing=drawing), way, not_before=morning or 0)


async def _lines(turn: Turn, wish: Wish) -> list[tuple[Say, Say]]:
    claimer = await people.person(turn.tx, wish.claimer) if wish.claimer else None
    lines = [(say(N_("The wish")), plain(wish.shown)), (say(N_("Number")), plain(wish.number))]
    lines += [(say(N_("Who comes")), titled(claimer))] if claimer else []
    lines += [(say(N_("When")), when(turn, wish.agreed_at))] if wish.agreed_at else []
    return lines
