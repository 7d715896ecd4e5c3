"""Choosing the language."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from handlers.look import Look
from handlers.turn import Turn
from storage import people

NAMES = {"zh_CN": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Speak:
    language: str


async def which_language(ask: Ask, look: Look) -> Speak:
    options = tuple(Option(language, plain(name)) for language, name in NAMES.items())
    return Speak(await ask("language", Choice(say(N_("Which language shall I use?")), options)))


async def set_language(turn: Turn, command: Speak) -> None:
    await people.set_language(turn.tx, turn.me.id, command.language)
    turn.me = replace(turn.me, language=command.language)
    await turn.say(turn.speak(N_("All right, English it is.")), in_place=True)
