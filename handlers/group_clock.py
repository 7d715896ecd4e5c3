"""Calls that nobody answers for: a danger is passed on after two minutes, the rest asked about once, then erased."""

from dataclasses import replace
from functools import partial

from domain.person import Person
from domain.place import covers
from handlers import group_answers, group_asking, group_orders
from handlers.ticking import all_of
from handlers.turn import House, Refusal, Turn
from handlers.unfinished import SENT_ANYWAY
from storage import group_drafts, people
from storage.database import Database, Tx
from storage.group_drafts import Draft, State
from storage.outbox import Way

AT_ONCE = 100


async def tick(database: Database, house: House, now: int) -> int:
    """Returns how many were passed on, asked about or erased."""
    found = await database.read(partial(group_drafts.due, now=now, limit=AT_ONCE))
    return await all_of(database, [partial(_look_at, house=house, seen=draft, now=now) for draft in found])


async def _look_at(tx: Tx, *, house: House, seen: Draft, now: int) -> bool:
    draft, author = await group_drafts.get(tx, seen.id), await people.person(tx, seen.person)
    if draft != seen:
        return False
    if author is None:
        return await group_drafts.end(tx, draft, State.LAPSED, now + group_answers.WEEK)
    turn = Turn(tx, house, await _reached(tx, author), now)
    if draft.danger and not draft.reminded:
        return await _hurry(turn, draft)
    if now >= lapses(turn, draft):
        return await _erase(turn, draft)
    return await _remind(turn, draft)


async def _reached(tx: Tx, author: Person) -> Person:
    """Without a chat where theirs cannot be written to: a letter there would only come back."""
    chat = await people.chat(tx, author.chat) if author.chat else None
    return author if chat and chat.reachable else replace(author, chat=None)


def lapses(turn: Turn, draft: Draft) -> int:
    return group_asking.by_day(turn, draft.place, draft.created_at + turn.house.policy.groups.lapse)


async def _hurry(turn: Turn, draft: Draft) -> bool:
    """As a report that speaks of danger and was left in the middle.

    Of many who cry out the first is enough, and whoever says more nearly where it is.
    """
    command = await group_orders.order_of(turn, draft, confirmed=False)
    sent = await group_drafts.sent_places(turn.tx, draft, turn.now - group_asking.SAME)
    if command is None or any(covers(command.place, place) for place in sent):
        return await group_drafts.look_again(turn.tx, draft, lapses(turn, draft), reminded=True)
    if not await group_drafts.end(turn.tx, draft, State.SENT, turn.now + group_answers.WEEK):
        return False
    try:
        number = await group_answers.passed_on(turn, command, 0)
    except Refusal as refusal:
        await turn.say(refusal.say.said(turn.speak))
        return True
    await group_drafts.became(turn.tx, draft.id, number)
    await turn.say(turn.speak(SENT_ANYWAY))
    return True


async def _remind(turn: Turn, draft: Draft) -> bool:
    if not await group_drafts.look_again(turn.tx, draft, lapses(turn, draft), reminded=True):
        return False
    if turn.me.chat:
        await turn.post(turn.me.chat, await group_asking.question(turn, draft), Way.REPLY, to=turn.me)
    return True


async def _erase(turn: Turn, draft: Draft) -> bool:
    if not await group_drafts.end(turn.tx, draft, State.LAPSED, turn.now + group_answers.WEEK):
        return False
    await group_answers.forget_pictures(turn, draft)
    await turn.say(turn.speak(group_answers.ERASED))
    return True
