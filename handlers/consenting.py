"""Agreeing that the desk keeps what somebody reports: with the tap that sends it, never as a wall before it."""

from dataclasses import replace

from dialogue.message import N_, Button, Message
from dialogue.question import Confirm
from dialogue.say import Say, say
from dialogue.talk import Ask
from domain import consent
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage.outbox import Way

HOUR = 3600
AGREE = "pv agree"

# Six short lines; whoever changes what they say raises domain.consent.VERSION.
PAGE = N_(
    "🔒 Your data, in short:\n"
    "1. I keep what you report: words, photos, the place.\n"
    "2. Only those who work on it see it. Every look at your name, phone or door is written down; you can read it.\n"
    "3. Whom you complain about never learns from me who it was.\n"
    "4. Phone and door are erased {contact} days after closing, photos after {pictures}.\n"
    "5. You may read, correct or delete everything: /privacy.\n"
    "6. In danger I never ask first."
)
WITH_IT = N_("{question}\n\n🔒 With it you agree that I keep this, for those who work on it alone. More: /privacy")


async def send(ask: Ask, look: Look, question: Confirm, *, urgent: bool = False, yes: Say | None = None) -> int | None:
    """None: rather not. Else the version that was agreed to with this tap, 0 where there was nothing to agree to.

    yes: what the button says where it agrees, too. The question has a name of its own then: whoever takes their
    consent back while it is open is asked again, and no tap counts for words that were not shown.
    """
    if not consent.needed(urgent=urgent, agreed=await look.agreed()):
        return 0 if await ask("send", question) else None
    both = replace(question, prompt=say(WITH_IT, question=question.prompt), yes=yes or question.yes)
    return consent.VERSION if await ask(f"agree{consent.VERSION}", both) else None


async def keep(turn: Turn, agreed: int, *, urgent: bool = False) -> None:
    """Write down what was agreed to; refuse an ordinary matter of somebody who has not."""
    if agreed == consent.VERSION:
        await turn.agree()
    elif not urgent and not await turn.agreed():
        raise Refusal(say(N_("Before I keep this I need your yes. Please look at /privacy, then send it.")), again=True)


async def ask_later(turn: Turn) -> None:
    """After an urgent matter, which waited for no yes: an hour later, and not at night."""
    if turn.me.chat is None or await turn.agreed():
        return
    moment, rules = turn.now + HOUR, turn.house.policy.rules
    when = rules.quiet.ends(moment, rules.calendar.zone)
    words = turn.speak(N_("Your urgent report went out at once. When you have a minute:\n\n{page}"))
    message = Message(words.format(page=page(turn)), ((agree_button(turn),),))
    once = f"consent:{consent.VERSION}:{turn.me.id}"
    # The last lane: whatever else is to be said there overtakes it.
    await turn.post(turn.me.chat, message, Way.BROADCAST, once=once, not_before=when, to=turn.me)


def page(turn: Turn) -> str:
    kept = turn.house.policy.retention
    return turn.speak(PAGE).format(contact=kept.days(kept.contact), pictures=kept.days(kept.pictures))


def agree_button(turn: Turn) -> Button:
    return Button(turn.speak(N_("✅ I agree")), AGREE)


async def agree(turn: Turn) -> None:
    await turn.agree()
    await turn.say(turn.speak(N_("Thank you. You can take it back at any time: /privacy")), in_place=True)


async def withdraw(turn: Turn) -> None:
    await turn.disagree()
    sentence = N_(
        "Taken back. What is under way goes on; for a new report I ask you again. Danger always goes at once."
    )
    await turn.say(turn.speak(sentence), in_place=True)
