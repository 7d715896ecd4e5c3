"""Taking it back: "that was not me" within the hour, and taking one chat off at any time."""

from dataclasses import dataclass, replace

from dialogue.message import N_, Message
from dialogue.question import YES, yes_or_no
from dialogue.say import say
from dialogue.talk import Ask
from domain.permit import Matter, NotYours, check
from handlers import talking
from handlers.linking_words import channel_name, short
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import links, outbox, people, weblog
from storage.links import Link, Used
from storage.outbox import Way

LINK = "chat.link"
WEEK = 7 * 86_400
LATE = N_("That was taken back already, or the hour is over. With /link you can take a chat off.")
APART = N_("✂️ Taken back: the two chats are apart again, each with what was its own. Please show your codes to nobody.")
NEWER = N_(
    "This chat came along only lately, so it cannot take the older one off yet. Please do it there, or wait a week."
)
ONE = N_("This is the only chat in which I know you; it stays.")


@dataclass(frozen=True, slots=True)
class Drop:
    """chat: as a button names it."""

    chat: str


async def not_me(turn: Turn, id: str) -> None:
    """From either of the two chats, whoever they belong to just then."""
    link = await links.get(turn.tx, id)
    mine = {chat.id for chat in await links.chats(turn.tx, turn.me.id)}
    if link is None or not mine & {link.typed_in, link.made_in}:
        raise NotYours
    # Where one of them was taken off or linked on since, what came along would go to somebody without a chat.
    together = [await people.person_of(turn.tx, chat) for chat in (link.typed_in, link.made_in)]
    if any(owner is None or owner.id != link.person for owner in together):
        raise Refusal(say(LATE))
    if not await links.undo(turn.tx, link, turn.now):
        raise Refusal(say(LATE))
    await links.move_back(turn.tx, link)
    await _apart(turn, link)


async def _apart(turn: Turn, link: Link) -> None:
    """Each of the two is written to in its own chat again."""
    for chat in (link.typed_in, link.made_in):
        owner = await people.person_of(turn.tx, chat)
        if owner is None:
            continue
        await links.set_chat(turn.tx, owner.id, chat)
        owner = replace(owner, chat=chat)
        if chat == turn.private_chat:
            turn.me = owner
        await turn.post(chat, Message(turn.speaks(owner)(APART)), Way.REPLY, to=owner)


async def drop(turn: Turn, which: str) -> None:
    await _chosen(turn, which)
    await talking.begin(turn, "jn_drop", {"which": which})


async def sure_drop(ask: Ask, look: Look, which: str) -> Drop | None:
    chat = next((chat for chat in await look.chats() if short(chat.id) == which), None)
    if chat is None:
        raise NotYours
    prompt = say(
        N_("Take the {channel} off? Whoever writes there is a stranger to me from then on; all you have stays here."),
        channel=channel_name(chat.id),
    )
    yes = await ask("sure", yes_or_no(prompt, say(N_("Take this chat off")), say(N_("It stays"))))
    return Drop(which) if yes == YES else None


async def _chosen(turn: Turn, which: str) -> Used:
    """The chat, if it may be taken off from here: one that came along lately takes no older one off."""
    check(LINK, turn.me, Matter(author=turn.me.id))
    known = await links.chats(turn.tx, turn.me.id)
    chat = next((chat for chat in known if short(chat.id) == which), None)
    if chat is None:
        raise NotYours
    if len(known) < 2:
        raise Refusal(say(ONE), over=True)
    new = await _came_lately(turn)
    if chat.id != turn.private_chat and turn.private_chat in new and chat.id not in new:
        raise Refusal(say(NEWER), over=True)
    return chat


async def _came_lately(turn: Turn) -> set[str]:
    lately = [link for link in await links.of_person(turn.tx, turn.me.id) if link.at > turn.now - WEEK]
    return {chat for link in lately for (chat,) in link.moved.get("chats", [])}


async def dropped(turn: Turn, command: Drop) -> None:
    """It begins anew, and what was said in it before is not told to it again, nor what is still on its way there."""
    chat = await _chosen(turn, command.chat)
    stranger = await people.add_person(
        turn.tx, id=turn.house.fresh(), chat=chat.id, now=turn.now, language=turn.me.language
    )
    await links.give(turn.tx, chat.id, stranger.id)
    await weblog.forget(turn.tx, chat.id)
    rest = [one.id for one in await links.chats(turn.tx, turn.me.id)]
    await outbox.moved(turn.tx, chat.id, rest[-1])
    if turn.me.chat == chat.id:
        await links.set_chat(turn.tx, turn.me.id, rest[-1])
    text = turn.speak(N_("✂️ This chat was taken off. You are new to me here: just write what is the matter."))
    await turn.post(chat.id, Message(text), Way.REPLY, to=stranger)
    if chat.id != turn.private_chat:
        await turn.say(turn.speak(N_("Done. What is new comes here.")))
