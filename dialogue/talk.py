"""A talk is a function that asks; it is run again from the top for every reply, with all earlier answers in hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from dialogue.message import N_
from dialogue.question import CHANGE, Offer, Offered, Option, Optional, Photos, Question, Refused, Reply, Text
from dialogue.say import Say, say

A = TypeVar("A")
R = TypeVar("R")

PAGE = 8
MORE = ">"


@dataclass
class State:
    """All there is of a talk. asked: names in the order they were answered; again: to be asked although suggested."""

    answers: dict[str, Any] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=dict)  # message reference -> its words, for corrections

    def to_json(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "offers": [[o.kind, o.value] for o in self.offers],
            "asked": self.asked,
            "again": self.again,
            "told": self.told,
            "heard": self.heard,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "State":
        return cls(**(data | {"offers": [Offer(*pair) for pair in data["offers"]]}))

    def hear(self, reply: Reply) -> None:
        """Remember which message said what, so that editing it corrects the answer."""
        if reply.ref and reply.text:
            self.heard[reply.ref] = reply.text

    def correct(self, ref: str, text: str) -> bool:
        """Put the new words where the old ones of this message stand; False where they stand nowhere."""
        old = self.heard.get(ref)
        if not old:
            return False
        hits = [name for name, said in self.answers.items() if isinstance(said, str) and old in said]
        waiting = [n for n, offer in enumerate(self.offers) if offer.kind == "text" and old in offer.value]
        for name in hits:
            self.answers[name] = self.answers[name].replace(old, text)
        for n in waiting:
            self.offers[n] = Offer("text", self.offers[n].value.replace(old, text))
        if hits or waiting:
            self.heard[ref] = text
        return bool(hits or waiting)

    def forget(self, name: str) -> None:
        """Forget an answer and those below it ("place" and "place.1"), and ask for it even if it is suggested."""
        for known in [n for n in self.answers if n == name or n.startswith(name + ".")]:
            del self.answers[known]
        self.asked = [n for n in self.asked if n in self.answers]
        if name not in self.again:
            self.again.append(name)


class _Open(BaseException):
    """The first question without an answer; stops the run."""

    def __init__(self, name: str, question: Question[Any]) -> None:
        self.name, self.question = name, question


class Ask:
    """What a script calls to ask; told: notices for before the next question."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.told: list[Say] = []
        self.growing: dict[str, tuple[str, Question[Any]]] = {}
        self.had: set[str] = set()  # kinds of which one was sent unasked and no second one is needed

    async def __call__(self, name: str, question: Question[A], suggest: A | None = None) -> A:
        """The answer; names are unique and stable. A suggestion counts until somebody wants to change it."""
        found = self._known(name, question)
        if found is not None:
            return found[0]
        if suggest is not None and name not in self.state.again:
            return suggest
        raise _Open(name, question)

    def wanted(self, name: str) -> bool:
        """Whether this was answered, or is to be asked although there is a suggestion."""
        return name in self.state.answers or name in self.state.again

    def offered(self, name: str, kind: str) -> Any:
        """What was sent unasked of this kind, or None; never asks."""
        found = self._known(name, Offered(of=kind))
        if found is None:
            return None
        self.had.add(kind)
        return found[0]

    def tell(self, name: str, notice: Say) -> None:
        """Say something once, before the next question."""
        if name not in self.state.told:
            self.state.told.append(name)
            self.told.append(notice)

    def _known(self, name: str, question: Question[A]) -> tuple[A] | None:
        if question.grows:
            self.growing[question.kind] = (name, question)
        if name in self.state.answers:
            try:
                return (question.recall(self.state.answers[name]),)
            except Refused:  # a choice that was withdrawn is asked again
                self.state.forget(name)
        answer = question.accept(self.state.offers)
        if answer is None:
            return None
        self.state.answers[name] = question.keep(answer)
        return (answer,)


@dataclass(frozen=True)
class Asking:
    """The open question, the options to show now, and what to say before it."""

    name: str
    question: Question[Any]
    options: tuple[Option, ...]
    page: int = 0
    notices: tuple[Say, ...] = ()


@dataclass(frozen=True)
class Done(Generic[R]):
    """What is to be done; None when the person thought better of it."""

    command: R | None
    notices: tuple[Say, ...] = ()


Script = Callable[[Ask], Awaitable[R | None]]


async def play(script: Script[R], state: State, page: int = 0, notices: tuple[Say, ...] = ()) -> Asking | Done[R]:
    """Run to the first open question or to the end."""
    ask = Ask(state)
    try:
        return Done(await script(ask), notices + tuple(ask.told))
    except _Open as stop:
        shown, page = paged(stop.question.options(), page)
        return Asking(stop.name, stop.question, shown, page, notices + tuple(ask.told))


async def advance(script: Script[R], state: State, shown: str, page: int, reply: Reply) -> Asking | Done[R]:
    """Take one reply to the question `shown`; say what to ask next, or what is to be done. Changes `state`."""
    ask = Ask(state)
    try:
        return Done(await script(ask))
    except _Open as stop:
        name, question = stop.name, stop.question
    if reply.option == MORE:
        return await play(script, state, page + 1)
    if reply.option and reply.option.startswith(CHANGE):
        state.forget(reply.option.removeprefix(CHANGE))
        return await play(script, state)
    if name != shown and reply.option is not None:
        return await play(script, state, notices=(say(N_("That question is no longer open.")),))
    try:
        state.answers[name] = question.keep(question.read(reply))
    except Refused as refusal:
        notice = say(N_("I have added that.")) if _take_along(ask, reply.offers()) else refusal.why
        return await play(script, state, page, (notice,))
    _take_along(ask, [offer for offer in reply.offers() if offer.kind != _used(question)])
    state.asked.append(name)
    state.again = [n for n in state.again if n != name]
    return await play(script, state)


async def go_back(script: Script[R], state: State) -> Asking | Done[R]:
    """Ask the last answered question again."""
    if not state.asked:
        return await play(script, state, notices=(say(N_("This is the first question.")),))
    state.forget(state.asked[-1])
    return await play(script, state)


def _used(question: Question[Any]) -> str:
    """Which part of a reply answers it."""
    asked = question.of if isinstance(question, Optional) else question
    return "photo" if isinstance(asked, Photos) else "text"


def _take_along(ask: Ask, parts: list[Offer]) -> bool:
    """What does not answer the open question is added to an earlier answer or waits for a later question.

    Words wait only with others that wait: alone they were more likely meant as the answer.
    """
    taken = [_taken(ask, part) for part in parts]
    return any(taken)


def _taken(ask: Ask, part: Offer) -> bool:
    if part.kind in ask.growing:
        name, question = ask.growing[part.kind]
        grown = _joined(question, ask.state.answers.get(name), part.value)
        if grown is not None:
            ask.state.answers[name] = grown
        return grown is not None
    waits = part.kind not in ask.had and (part.kind != "text" or any(o.kind == "text" for o in ask.state.offers))
    if waits:
        ask.state.offers.append(part)
    return waits


def _joined(question: Question[Any], known: Any, value: Any) -> Any:
    """None where there is no room for more."""
    if isinstance(question, Text):
        text = f"{known}\n{value}" if known else str(value)
        return text if len(text) <= question.limit else None
    if isinstance(question, Photos):
        return [*known, value] if known and len(known) < question.most else None if known else [value]
    return None


def paged(options: tuple[Option, ...], page: int) -> tuple[tuple[Option, ...], int]:
    """At most eight at once; beyond that the last one turns the page."""
    if len(options) <= PAGE:
        return options, 0
    pages = -(-len(options) // PAGE)
    page %= pages
    part = options[page * PAGE : (page + 1) * PAGE]
    more = say(N_("More ({page}/{pages}) …"), page=page + 1, pages=pages)
    return (*part, Option(MORE, more)), page
