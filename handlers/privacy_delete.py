"""Deleting everything about oneself: asked twice, in plain words; what is still open is finished or withdrawn first."""

from dataclasses import dataclass, replace
from functools import partial

from dialogue.message import N_, Button, Message
from dialogue.question import YES, yes_or_no
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain.permit import Matter, check
from domain.person import Person, Role
from domain.stand_in import working
from handlers import activity_sign_up, joining_confirming, joining_ends, revealing, showing, talking
from handlers.look import Look
from handlers.ticking import all_of
from handlers.turn import House, Turn
from storage import activities, erasing, erasures, orders, people, redemptions, staff, talks, wishes
from storage.database import Database, Tx
from storage.outbox import Way

SCRIPT = "pv_delete"
DAY = 86_400
AT_ONCE = 50
DONE = N_("Everything about you is deleted. All the best to you; write me any time, as somebody new.")


@dataclass(frozen=True, slots=True)
class Forget:
    sure: bool


async def begin(turn: Turn) -> None:
    """Asked for once more, the question that is open is asked again."""
    talk = await talks.get(turn.tx, turn.private_chat or "")
    if talk and talk.script == SCRIPT:
        await talking.repeat(turn, talk, say(talking.BACK_TO_IT))
    else:
        await talking.begin(turn, SCRIPT, {})


async def twice_sure(ask: Ask, look: Look) -> Forget:
    goes = N_(
        "What goes: your name, language, home, phone and door, your photos and voice messages, what you wrote to us, "
        "your roles, and our chats.\n"
        "What stays, without you: that something was reported, how it was fixed, and lines of points without a name."
    )
    first = yes_or_no(say(goes), say(N_("Go on")), say(N_("Keep everything")))
    if await ask("goes", first) != YES:
        return Forget(False)
    last = say(N_("This cannot be taken back. Shall I really delete everything about you?"))
    return Forget(await ask("really", yes_or_no(last, say(N_("🗑 Delete for good")), say(N_("Keep everything")))) == YES)


async def forget(turn: Turn, command: Forget) -> None:
    check("self.delete", turn.me, Matter(author=turn.me.id))
    if not command.sure:
        await turn.say(turn.speak(N_("All right, nothing is deleted.")), in_place=True)
        return
    if held := await still_open(turn.tx, turn.me):
        await erasures.ask(turn.tx, turn.me.id, turn.now, turn.now + DAY)
        await _not_yet(turn, held)
        return
    await erase(turn, turn.me)


async def _not_yet(turn: Turn, held: list[tuple[Say, str | None]]) -> None:
    """What must be over first, with a button to each: it can be withdrawn there, and the rest is a matter of days."""
    lines = [turn.speak(N_("This is still open. Finish or withdraw it, and I delete everything by myself then:"))]
    lines += [f"• {what.said(turn.speak)}" for what, _ in held]
    stay = Button(turn.speak(N_("Do not delete after all")), "pv stay")
    await turn.say("\n".join(lines), *(Button(show, f"show {show}") for _, show in held[:7] if show), stay)


async def waiting(turn: Turn) -> bool:
    return await erasures.waits(turn.tx, turn.me.id)


async def stay(turn: Turn) -> None:
    await erasures.drop(turn.tx, turn.me.id)
    await turn.say(turn.speak(N_("All right, nothing is deleted.")), in_place=True)


async def still_open(tx: Tx, me: Person) -> list[tuple[Say, str | None]]:
    """What somebody else waits for, each with the number to show it by, where it has a card."""
    reported = [*await orders.open_of_author(tx, me.id), *await orders.tasks_of(tx, me.id)]
    wished = [*await wishes.open_of_owner(tx, me.id), *await wishes.in_hand(tx, me.id)]
    redeemed = await redemptions.of_person(tx, me.id)
    found: list[tuple[Say, str | None]] = [(plain(n), n) for n in dict.fromkeys(one.number for one in reported)]
    numbers = dict.fromkeys(one.number for one in wished)
    found += [(say(N_("Wish {number}"), number=number), number) for number in numbers]
    found += [(say(N_("To be picked up: {title}"), title=one.title), None) for one in redeemed]
    if any(held.role is not Role.VOLUNTEER for held in working(me.roles)):
        found.append((say(N_("You work here: please resign first, with /resign")), None))
    return found


async def erase(turn: Turn, me: Person) -> None:
    """In one unit of work; the farewell is the last thing that goes to the chat."""
    chat = turn.private_chat if turn.incoming else me.chat
    speak = turn.speaks(me)
    for activity in await activities.of_person(turn.tx, me.id, turn.now, 100):
        known = await activities.signed_up(turn.tx, activity, me.id)
        if known and not activity.begun(turn.now):
            await activity_sign_up.leave(turn, activity, known)
    await joining_confirming.gone(turn, me)
    for own in await staff.own_roles(turn.tx, me.id):  # what their team was asked does not wait for nobody
        await joining_ends.ended(turn, own)
    await revealing.put_away_all(turn, me.id)
    session = chat.removeprefix("web:") if chat and chat.startswith("web:") else ""
    reported = await orders.of_author(turn.tx, me.id, AT_ONCE)
    await erasing.erase(turn.tx, me.id, turn.now, stays=session)
    for order in reported:  # the cards that others still see
        without_them = await orders.by_id(turn.tx, order.id)
        if without_them and not order.proxy:
            await showing.refresh(turn, without_them)
    if chat:
        await turn.post(chat, Message(speak(DONE)), Way.REPLY)


async def tick(database: Database, house: House, now: int) -> int:
    """Whoever asked for it while something was open: once a day, until nothing is."""
    due = await database.read(partial(erasures.due, now=now, limit=AT_ONCE))

    async def unit(tx: Tx, person: str) -> bool:
        me = await people.person(tx, person)
        if me is None or not await erasures.later(tx, person, now, now + DAY):
            return False
        if await still_open(tx, me):
            return False
        await erase(Turn(tx, house, replace(me), now), me)
        return True

    return await all_of(database, [partial(unit, person=person) for person in due])
