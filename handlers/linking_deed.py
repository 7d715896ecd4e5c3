"""Two chats become one person's, both are told, and for an hour either of them can take it back."""

from dataclasses import dataclass, replace

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import plain, say
from domain import mask
from domain.person import Person
from handlers.linking_words import channel_name
from handlers.turn import Refusal, Turn
from storage import link_codes, links, people
from storage.links import Link
from storage.outbox import Way

HOUR = 3600
USED = N_("That code was used already, or its ten minutes are over. Please get a new one with /link.")
BOTH = N_(
    "In both chats you hold something that cannot be moved: a role, points, wishes or an activity. They stay two for "
    "now. Please go on in the one that you use more, or ask the office to help you."
)
BETWEEN = N_(
    "{number} is still open between the two chats: one reported it, the other has it. Please link them after it."
)
LATELY = N_("One of these chats was linked within the last hour. Please wait until that hour is over.")

DONE = N_(
    "🔗 Done: this chat and a {channel} belong together now, as {name}. What is new comes to the one in which you "
    "wrote last. Was that not you? Then tap within the hour, and everything is as it was."
)
DONE_NAMELESS = N_(
    "🔗 Done: this chat and a {channel} belong together now. What is new comes to the one in which you wrote last. "
    "Was that not you? Then tap within the hour, and everything is as it was."
)


@dataclass(frozen=True, slots=True)
class Join:
    """code: its hash."""

    code: str


async def join(turn: Turn, command: Join) -> None:
    """The one who cannot be moved stays; where both could be, the one who made the code."""
    found = await link_codes.good(turn.tx, command.code, turn.now)
    maker = await people.person(turn.tx, found.person) if found else None
    if found is None or maker is None or maker.id == turn.me.id or turn.private_chat is None:
        raise Refusal(say(USED), over=True)
    stays, goes = await _who_stays(turn, maker)
    if not await link_codes.use(turn.tx, command.code, turn.now):
        raise Refusal(say(USED), over=True)
    await put_together(turn, stays, goes, found.chat)


async def _who_stays(turn: Turn, maker: Person) -> tuple[Person, Person]:
    number = await links.between(turn.tx, maker.id, turn.me.id)
    if number:
        raise Refusal(say(BETWEEN, number=number), over=True)
    fixed, mine = await links.anchored(turn.tx, maker.id), await links.anchored(turn.tx, turn.me.id)
    if fixed and mine:
        raise Refusal(say(BOTH), over=True)
    stays, goes = (turn.me, maker) if mine else (maker, turn.me)
    if any(link.until > turn.now for link in await links.of_person(turn.tx, goes.id)):
        raise Refusal(say(LATELY), over=True)
    return stays, goes


async def put_together(turn: Turn, stays: Person, goes: Person, other: str) -> None:
    """This chat and another one. Whoever writes here is the one who stays from now on."""
    link = await _linked(turn, other, stays, goes)
    there = await people.person(turn.tx, stays.id) or stays
    turn.me = replace(there, chat=turn.private_chat)
    await _tell_both(turn, link, there)


async def _linked(turn: Turn, other: str, stays: Person, goes: Person) -> Link:
    moved = await links.move(turn.tx, goes.id, stays.id)
    if stays.home is None and goes.home is not None:
        await people.set_home(turn.tx, stays.id, goes.home)
    await links.set_chat(turn.tx, goes.id, None)
    await links.set_chat(turn.tx, stays.id, turn.private_chat)
    here, until = turn.private_chat or "", turn.now + HOUR
    link = Link(turn.house.fresh(), stays.id, goes.id, here, other, moved, turn.now, until)
    await links.add(turn.tx, link)
    return link


async def _tell_both(turn: Turn, link: Link, there: Person) -> None:
    """In both chats, at once, whatever the hour: one of them may not know of it."""
    name = mask.name(there.name)
    for chat, other in ((link.typed_in, link.made_in), (link.made_in, link.typed_in)):
        channel = channel_name(other)
        text = say(DONE, channel=channel, name=plain(name)) if name else say(DONE_NAMELESS, channel=channel)
        button = Button(turn.speak(N_("That was not me")), f"jnno {link.id}")
        await turn.post(chat, Message(text.said(turn.speak), rows([button])), Way.REPLY, to=there)
