"""Showing the cards of wishes, keeping every shown card true, and the news that go with them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import say
from domain.permit import check
from domain.person import Person
from domain.wish import Wish, WishState
from handlers import noting, wish_noting
from handlers.names import gist
from handlers.noting import About
from handlers.turn import Turn
from handlers.wish_card import card_for, card_key
from handlers.wish_matter import load, matter_of
from storage import cards, people, wish_hands, wishes
from storage.outbox import Way


async def show(turn: Turn, rest: str) -> None:
    """The card, fresh, at the end of the chat. What is not approved yet is seen by few."""
    number = rest.split(" ")[0]
    wish = await load(turn, number, "wish.view_public")
    if wish.state is WishState.POSTED or wish.ending is not None:
        hands = await wish_hands.helpers(turn.tx, wish.id)
        check("wish.view_detail", turn.me, matter_of(wish, turn.me, hands, "wish.view_detail"))
    await turn.answer_with(await card_for(turn, wish, turn.me))


async def shown(turn: Turn, number: str) -> bool:
    """Show the wish that is called so; False where there is none."""
    if await wishes.by_number(turn.tx, number) is None:
        return False
    await show(turn, number)
    return True


async def present(turn: Turn, person: Person, wish: Wish, *, once: str | None = None) -> None:
    """As a new message at the end of somebody's chat, in the morning where it is night."""
    card = replace(await card_for(turn, wish, person), fresh=True)
    if noting.asleep(turn, person):
        await wish_noting.note(turn, person, wish, card, About.CARD, "wish.view_detail")
    else:
        await turn.tell(person, card, Way.STAFF, once=once)


async def refresh(turn: Turn, wish: Wish, *, but: Sequence[str | None] = ()) -> None:
    """Bring every chat that shows this card up to date, quietly. but: chats that get their own message."""
    for chat_id, person in await _shown_to(turn, card_key(wish)):
        if chat_id not in but:
            await turn.post(chat_id, replace(await card_for(turn, wish, person), alert=False), Way.STAFF)
    if wish.ending is not None:
        await _offers_over(turn, wish)


async def _offers_over(turn: Turn, wish: Wish) -> None:
    """What it was offered with is no longer there to be read or tapped; in its lane, so that it comes behind it."""
    key = f"offer:{wish.number}"
    for chat_id, person in await _shown_to(turn, key):
        text = say(N_("🌟 {number} is no longer on the wall. Thank you for being there!"), number=wish.number)
        await turn.post(chat_id, Message(text.said(turn.speaks(person)), card=key, alert=False), Way.BROADCAST)


async def _shown_to(turn: Turn, card: str) -> list[tuple[str, Person]]:
    """Chats, and whose they are, where somebody can still be reached."""
    chats = [await people.chat(turn.tx, id) for id in await cards.chats_with(turn.tx, card)]
    known = [(chat.id, chat.person) for chat in chats if chat and chat.person and chat.reachable]
    found = [(id, await people.person(turn.tx, person)) for id, person in known]
    return [(id, person) for id, person in found if person]


async def tell(
    turn: Turn, to: Iterable[str | None], wish: Wish, sentence: str, *buttons: Button, **values: Any
) -> None:
    """News to each of these persons but whoever did it, each once, with what it is about under it; not by night."""
    for id in dict.fromkeys(to):
        person = await people.person(turn.tx, id) if id and id != turn.me.id else None
        if person is None:
            continue
        message = letter(turn, person, wish, sentence, *buttons, **values)
        if noting.asleep(turn, person):
            await wish_noting.note(turn, person, wish, message, About.NEWS)
        else:
            await turn.tell(person, message, Way.STAFF)


def letter(turn: Turn, person: Person, wish: Wish, sentence: str, *buttons: Button, **values: Any) -> Message:
    """The sentence, and under it what it is about, with a button that shows the card."""
    speak = turn.speaks(person)
    see = Button(speak(N_("See the wish")), f"wish {wish.number}")
    text = say(sentence, number=wish.number, **values).said(speak)
    return Message(f"{text}\n📝 {gist(wish.shown, 24)}", rows((*(_said(b, turn, person) for b in buttons), see)))


def _said(button: Button, turn: Turn, person: Person) -> Button:
    return replace(button, label=turn.speaks(person)(button.label))


def owners(wish: Wish) -> tuple[str | None, ...]:
    """Whoever wished and whoever posted it for them."""
    return (wish.wisher, wish.poster)


async def doers(turn: Turn, wish: Wish) -> list[str | None]:
    return [wish.claimer, *await wish_hands.helpers(turn.tx, wish.id)]
