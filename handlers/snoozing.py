"""Snoozing: no reminders and no digests for a while. Urgent matters come through, and the ladder goes on."""

from collections.abc import Callable, Mapping

from dialogue.message import N_, Button
from dialogue.say import Say, say
from domain.budget import next_morning
from domain.calendar import at, day_of
from domain.policy import Rules
from handlers import promising
from handlers.noting import is_staff, rules_of
from handlers.turn import Refusal, Turn, packed
from storage import notes, people

HOUR = 3600
NOW = "now"


def the_morning(now: int, rules: Rules) -> int:
    """Tomorrow's; in the night the one that comes."""
    zone = rules.calendar.zone
    if not rules.quiet.holds(now, zone):
        return next_morning(now, rules)
    return at(day_of(rules.quiet.ends(now, zone), zone), rules.digest, zone)


UNTIL: Mapping[str, Callable[[int, Rules], int]] = {
    "1h": lambda now, rules: now + HOUR,
    "3h": lambda now, rules: now + 3 * HOUR,
    "morning": the_morning,
    NOW: lambda now, rules: now,
}
LABELS: Mapping[str, str] = {
    "1h": N_("For 1 hour"),
    "3h": N_("For 3 hours"),
    "morning": N_("Until tomorrow morning"),
}


async def ask(turn: Turn) -> None:
    """/snooze"""
    await snooze(turn, "")


async def snooze(turn: Turn, choice: str) -> None:
    """The button under a reminder, and those it leads to."""
    if not is_staff(turn.me):
        raise Refusal(say(N_("There is nothing to put off: only those who work here are reminded.")))
    if choice not in UNTIL:
        await _choices(turn)
        return
    until = UNTIL[choice](turn.now, rules_of(turn, turn.me))
    await notes.snooze(turn.tx, turn.me.id, until, turn.now)
    await turn.say(_said(turn, until).said(turn.speak))


def _said(turn: Turn, until: int) -> Say:
    if until <= turn.now:
        return say(N_("All right, I remind you again."))
    sentence = N_("💤 Quiet until {when}. What is urgent still comes through, and what is late still goes up.")
    return say(sentence, when=promising.when(turn, until))


async def _choices(turn: Turn) -> None:
    snoozed = (await notes.waiting(turn.tx, turn.me.id)).spent.snoozed or 0
    text = say(N_("For how long shall I keep quiet?"))
    buttons = [Button(turn.speak(label), f"snooze {choice}") for choice, label in LABELS.items()]
    if snoozed > turn.now:
        text = _said(turn, snoozed)
        buttons.append(Button(turn.speak(N_("Remind me again")), f"snooze {NOW}"))
    await turn.say(text.said(turn.speak), *buttons)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))
