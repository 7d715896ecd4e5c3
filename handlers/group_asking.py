"""A call in a residents' group: it is told nothing personal, and its author is asked in private."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.menu import rows
from dialogue.message import N_, Button, Incoming, Message
from domain import consent
from domain.danger import Danger
from handlers import consenting, group_calls, group_orders
from handlers.look import place_name
from handlers.patience import QUIET, URGENT
from handlers.tokens import hashed, token
from handlers.turn import Turn
from storage import group_chats, group_drafts, people
from storage.group_chats import Group, Kind
from storage.group_drafts import Draft, State
from storage.outbox import Way

LINK = "d-"
WORDS_KEPT = 1000
PHOTOS_KEPT = 9
AGAIN = 3600  # seconds before the same neighbour is called to a private chat once more in the same group
SAME = 1800  # seconds in which a second cry from the same group is about the same danger

IN_PRIVATE = N_("Please write to me in private; here everybody could read it.")
TAP_HERE = N_("Let us go on in private, only you can open this: {link}")
ASKED = N_("You wrote in the group of {group}:\n📍 {place}\n📝 {what}{photos}\nShall I pass it on? It is not sent yet.")
HURRY = N_("🚨 It sounds urgent: unless you say no, I pass it on as it is in two minutes.")
PHOTOS = N_("\n📷 Photos: {count}")


async def hear(turn: Turn, incoming: Incoming) -> None:
    """Something was said in a group; the clerk has passed over what is not meant for us."""
    group = await group_chats.get(turn.tx, incoming.chat)
    known = await group_calls.known_draft(turn.tx, incoming)
    if known:
        await _more(turn, known, incoming)
    elif not await group_calls.is_call(turn.tx, group, incoming, turn.house.policy):
        return
    elif group is None or group.kind is Kind.STAFF:
        await in_private(turn)
    else:
        await _call(turn, group, incoming)


async def in_private(turn: Turn) -> None:
    text = turn.house.words(None)(IN_PRIVATE)
    await turn.say_in_group("\n".join([text, *turn.house.links("")]), now_and_then=True)


async def _call(turn: Turn, group: Group, incoming: Incoming) -> None:
    said = group_calls.words(incoming)[:WORDS_KEPT]
    dangers = turn.house.policy.alarms(said)
    await _warn(turn, dangers)
    if not (said or incoming.photos or incoming.voice):
        await in_private(turn)
        return
    draft = Draft(
        id=turn.house.fresh(),
        person=turn.me.id,
        chat=incoming.chat,
        ref=incoming.ref,
        album=incoming.album,
        topic=incoming.topic,
        place=group.place,
        said=said,
        photos=incoming.photos[:PHOTOS_KEPT],
        voice=incoming.voice,
        danger=dangers[0].key if dangers else None,
        called=int(group_calls.meant(incoming)),
        created_at=turn.now,
        look_at=first_look(turn, group.place, urgent=bool(dangers)),
    )
    if await group_drafts.add(turn.tx, draft):
        await ask(turn, draft, incoming.sender)


async def _more(turn: Turn, draft: Draft, incoming: Incoming) -> None:
    """Other words for it, or one more picture of its album."""
    if draft.state is not State.OPEN or draft.person != turn.me.id:
        return
    said, photos, words = draft.said, draft.photos, group_calls.words(incoming)
    if incoming.edited:
        said = words[:WORDS_KEPT] or said
    else:
        photos = (*photos, *incoming.photos)[:PHOTOS_KEPT]
        said = "\n".join(filter(None, [said, words]))[:WORDS_KEPT]
    if (said, photos) == (draft.said, draft.photos):
        return  # an edit that changes nothing we read
    dangers = turn.house.policy.alarms(said)
    await _warn(turn, dangers)
    # The clock may have found that somebody else's cry says it all; other words are looked at again.
    same = bool(dangers) == bool(draft.danger) and not (dangers and draft.reminded)
    look_at = draft.look_at if same else first_look(turn, draft.place, urgent=bool(dangers))
    danger = dangers[0].key if dangers else None
    reminded = 0 if dangers else draft.reminded
    other = replace(draft, said=said, photos=photos, danger=danger, look_at=look_at, reminded=reminded)
    if await group_drafts.change(turn.tx, other):
        changed = await group_drafts.get(turn.tx, draft.id)
        assert changed is not None
        await ask(turn, changed, incoming.sender)


def first_look(turn: Turn, place: str, *, urgent: bool) -> int:
    """Two minutes where somebody may be in danger; else an hour, and not at night."""
    return turn.now + URGENT if urgent else by_day(turn, place, turn.now + QUIET)


def by_day(turn: Turn, place: str, moment: int) -> int:
    rules = turn.house.policy.at(place)
    return rules.quiet.ends(moment, rules.calendar.zone)


async def _warn(turn: Turn, dangers: Sequence[Danger]) -> None:
    """The numbers to call, for all who read here, at once; not again for each who cries out."""
    assert turn.incoming is not None
    chat, window = turn.incoming.chat, turn.now // turn.house.policy.groups.numbers
    for danger in dangers:
        text = f"🚨 {danger.sentence(turn.house.locale)}"
        card = f"{group_calls.SIGN}{danger.key}:{window}"
        message = Message(text, topic=turn.incoming.topic, answers=turn.incoming.ref, card=card)
        await turn.post(chat, message, Way.REPLY, once=f"group:{chat}:{card}")


async def ask(turn: Turn, draft: Draft, chat: str) -> None:
    """In private; where the letter comes back, the group shows a way to that chat."""
    await turn.post(chat, await question(turn, draft), Way.REPLY, to=turn.me)


async def question(turn: Turn, draft: Draft) -> Message:
    """What the author reads, with one tap for each answer."""
    tree, speak = await turn.places(), turn.speak
    text = speak(ASKED).format(
        group=place_name(tree, draft.place),
        place=place_name(tree, await group_orders.place_of(turn, draft)),
        what=draft.said or ("🎤" if draft.voice else "📷"),
        photos=speak(PHOTOS).format(count=len(draft.photos)) if draft.photos else "",
    )
    if draft.danger and not draft.reminded:
        text = f"{text}\n{speak(HURRY)}"
    agreed = 0
    if consent.needed(urgent=bool(draft.danger), agreed=await turn.agreed()):
        agreed, text = consent.VERSION, speak(consenting.WITH_IT).format(question=text)
    key = f"{draft.id} {draft.version} {agreed}"
    shown = [
        Button(speak(N_("✅ Send")), f"gpd send {key}"),
        Button(speak(N_("✏️ Change it first")), f"gpd edit {key}"),
        Button(speak(N_("No, leave it")), f"gpd no {key}"),
    ]
    return Message(text, rows(shown))


async def ask_in_group(turn: Turn, chat: str) -> bool:
    """This private chat cannot be opened by us: whoever called from there reads in the group how they open it.

    Nothing personal: a link that only they can use, as an answer to what they wrote. False where nobody is asked there.
    """
    person = await people.person_of(turn.tx, chat)
    waiting = await group_drafts.open_of(turn.tx, person.id) if person else []
    for draft in waiting:
        lately = [d for d in waiting if d.chat == draft.chat and d.token and d.created_at > turn.now - AGAIN]
        cried = not draft.called and not await group_drafts.first_cry(turn.tx, draft, turn.now - SAME)
        if draft.token is None and not lately and not cried:
            await _show_way(turn, draft)
            waiting = await group_drafts.open_of(turn.tx, draft.person)
    return bool(waiting)


async def _show_way(turn: Turn, draft: Draft) -> None:
    made = token(turn)
    if await group_drafts.give_link(turn.tx, draft, hashed(made)):
        link = turn.house.links(LINK + made)[-1]
        text = turn.house.words(None)(TAP_HERE).format(link=link)
        message = Message(text, topic=draft.topic, answers=draft.ref, card=f"{group_calls.SIGN}{draft.id}")
        await turn.post(draft.chat, message, Way.REPLY)
