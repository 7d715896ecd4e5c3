"""What the author of a call says in private: send it, change it first, leave it; and the link that leads there."""

from dialogue.message import N_
from dialogue.say import say
from domain.order import Lane
from domain.permit import NotYours
from handlers import changing, consenting, group_asking, group_orders, lists, placing, talking
from handlers.placing import PlaceOrder
from handlers.tokens import hashed
from handlers.turn import Refusal, Turn
from storage import doomed, group_drafts
from storage.group_drafts import Draft, State

WEEK = 7 * 86_400
LEFT = N_("All right, it stays in the group and goes nowhere else. Write me any time.")
ERASED = N_("I have put away what you wrote in the group. If it still matters, just write it to me.")
SPENT = N_("This link is done with, or it is for somebody else. Just write what is the matter.")


async def answer(turn: Turn, rest: str) -> None:
    """A button under the question: send, edit or no; the draft, how it read then, and what was agreed to with it."""
    what, id, version, agreed = [*rest.split(" "), "", "", ""][:4]
    draft = await group_drafts.get(turn.tx, id)
    if draft is None or draft.person != turn.me.id or what not in ANSWERS:
        raise NotYours
    if draft.state is not State.OPEN:
        await _as_it_is(turn, draft)
    elif version != str(draft.version):
        await turn.answer_with(await group_asking.question(turn, draft))
    else:
        await ANSWERS[what](turn, draft, int(agreed) if agreed.isdecimal() else 0)


async def _send(turn: Turn, draft: Draft, agreed: int) -> None:
    command = await group_orders.order_of(turn, draft, confirmed=True)
    if command is None:
        await _edit(turn, draft, agreed)
        return
    await end(turn, draft, State.SENT)
    await group_drafts.became(turn.tx, draft.id, await passed_on(turn, command, agreed))


async def passed_on(turn: Turn, command: PlaceOrder, agreed: int) -> str:
    """Its number."""
    urgent = command.lane is Lane.URGENT
    await consenting.keep(turn, agreed, urgent=urgent)
    order = await placing.keep(turn, command)
    if urgent:
        await consenting.ask_later(turn)
    return order.number


async def _edit(turn: Turn, draft: Draft, agreed: int) -> None:
    """The words become an ordinary report in the making."""
    await end(turn, draft, State.SENT)
    await talking.begin(turn, "report", {}, group_orders.reply_of(draft))


async def _leave(turn: Turn, draft: Draft, agreed: int) -> None:
    await end(turn, draft, State.DROPPED)
    await forget_pictures(turn, draft)
    await turn.say(turn.speak(LEFT), in_place=True)


ANSWERS = {"send": _send, "edit": _edit, "no": _leave}


async def end(turn: Turn, draft: Draft, state: State) -> None:
    """The row decides who was faster: a second tap, another replica, or the clock."""
    if not await group_drafts.end(turn.tx, draft, state, turn.now + WEEK):
        raise Refusal(say(changing.CAS))


async def forget_pictures(turn: Turn, draft: Draft) -> None:
    """And the voice: nobody has passed them on."""
    for media in filter(None, (*draft.photos, draft.voice)):
        await doomed.add(turn.tx, media, turn.now)


async def open_link(turn: Turn, payload: str) -> None:
    """From the group, by its author alone: the question, and all others that wait for the same person."""
    token = hashed(payload.removeprefix(group_asking.LINK))
    found = await group_drafts.use_link(turn.tx, token, turn.me.id)
    waiting = await group_drafts.open_of(turn.tx, turn.me.id)
    for draft in waiting:
        await turn.answer_with(await group_asking.question(turn, draft))
    if found and found.state is not State.OPEN:
        await _as_it_is(turn, found)
    elif not waiting:
        raise Refusal(say(SPENT))


async def _as_it_is(turn: Turn, draft: Draft) -> None:
    """It was answered before, or the clock was faster."""
    if draft.state is State.SENT and draft.number:
        await lists.show(turn, draft.number)
    elif draft.state is State.SENT:
        await turn.say(turn.speak(N_("That is taken up already.")))
    else:
        await turn.say(turn.speak(LEFT if draft.state is State.DROPPED else ERASED))
