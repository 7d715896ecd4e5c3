"""Asking for several of a list: tap by tap, each tap puts one on or takes it off, until it is done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from dialogue.message import N_
from dialogue.question import Choice, Option, Reply
from dialogue.say import Say, say
from dialogue.talk import Ask

DONE = "done"


@dataclass(frozen=True)
class Tick(Choice):
    """guess: which of them a text means, for people who write instead of tapping."""

    guess: Callable[[str], str | None] | None = None

    def read(self, reply: Reply) -> str:
        meant = self.guess(reply.text) if self.guess and reply.option is None and reply.text else None
        if meant is not None and any(option.value == meant for option in self.among):
            return meant
        return super().read(reply)


def wanted(ask: Ask, name: str) -> bool:
    """Whether it was answered, or is to be asked although there is an answer from before."""
    return name in ask.state.again or f"{name}.1" in ask.state.answers


async def several(
    ask: Ask,
    name: str,
    prompt: Say,
    among: Sequence[Option],
    before: Iterable[str] = (),
    *,
    none: Say | None = None,
    guess: Callable[[str], str | None] | None = None,
) -> tuple[str, ...]:
    """The values in the order of the list. before: what is on already; none: what to call it that nothing is on, where
    that may be."""
    on = {option.value for option in among} & set(before)
    for tap in count(1):
        done = say(N_("✔️ That is all")) if on else none
        options = [Option(option.value, _marked(option.label, option.value in on)) for option in among]
        shown = tuple([Option(DONE, done), *options] if done else options)
        chosen = await ask(f"{name}.{tap}", Tick(prompt, shown, guess))
        if chosen == DONE:
            break
        on ^= {chosen}
    return tuple(option.value for option in among if option.value in on)


def _marked(label: Say, on: bool) -> Say:
    return say(N_("✅ {name}"), name=label) if on else label
