"""The same news of an activity to all it concerns, each in their own language, and not in the night."""

from collections.abc import Callable

from dialogue.message import Message
from dialogue.say import Speak
from domain.activity import HOUR, Activity
from domain.person import Person
from handlers.turn import Turn, packed
from storage import announcements, outbox
from storage.announcements import EVERYBODY_ELSE
from storage.outbox import Way

Write = Callable[[Speak], Message]


def morning(turn: Turn, activity: Activity) -> int:
    """Until when news of it wait; 0 by day, and where the morning would be too late."""
    rules = turn.house.policy.at(activity.place)
    end = rules.quiet.ends(turn.now, rules.calendar.zone)
    return 0 if end == turn.now or turn.now < activity.starts_at < end + HOUR else end


async def to_all(
    turn: Turn, activity: Activity, who: str, write: Write, once: str, *, but: str = "", notice: bool = False
) -> None:
    """who: one of the statements in storage/announcements.py. notice: held to the rate for notices to many."""
    words, usual = turn.house.words, turn.house.locale
    bodies = {code: packed(write(words(code)).to_json()) for code in turn.house.languages if code != usual}
    bodies[EVERYBODY_ELSE] = packed(write(words(usual)).to_json())
    await announcements.write(
        turn.tx,
        activity,
        who,
        bodies,
        id=turn.house.fresh(),
        once=f"activity:{activity.id}:{once}",
        lane=Way.BROADCAST if notice else Way.STAFF,
        now=turn.now,
        not_before=morning(turn, activity),
        but=but,
    )


async def to_one(turn: Turn, activity: Activity, person: Person, message: Message, once: str) -> None:
    if person.chat is None:
        return
    await outbox.post(
        turn.tx,
        id=turn.house.fresh(),
        chat=person.chat,
        lane=Way.STAFF,
        body=packed(message.to_json()),
        now=turn.now,
        once=f"activity:{activity.id}:{once}:{person.chat}",
        not_before=morning(turn, activity),
        role=person.main_role,
    )
