"""A talk at the desk: started, answered, stepped back in, and ended by the deed it leads to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from dialogue.menu import chosen
from dialogue.message import N_, Button
from dialogue.question import Choice, Confirm, Optional, Question, Reply
from dialogue.say import Say, say
from dialogue.talk import Asking, Done, Script, State, advance, go_back, play
from domain.permit import NotYours
from handlers.look import Look
from handlers.patience import look_at
from handlers.turn import NOT_YOURS, Refusal, Turn, packed
from storage import people, talks
from storage.talks import Talk

LATER = N_("We come back to what we were at afterwards.")
BACK_TO_IT = N_("Back to what we were at:")
HERE_I_AM = N_("I am here. One answer is still missing:")
MARK = "="  # a button of a talk: "=<talk> <revision> <option>"


@dataclass(frozen=True, slots=True)
class Shown:
    """The open question as the person sees it."""

    name: str
    options: list[tuple[str, str]]  # value, label
    page: int
    worded: bool  # answered by words or figures, so that "2" is an answer and no menu number

    def to_json(self) -> str:
        return packed([self.name, self.options, self.page, self.worded])

    @classmethod
    def from_json(cls, text: str) -> "Shown":
        name, options, page, worded = orjson.loads(text)
        return cls(name, [(value, label) for value, label in options], page, worded)


async def begin(turn: Turn, script: str, given: dict[str, Any], reply: Reply | None = None) -> None:
    """Start a talk in the person's private chat, with what they have sent already as offers."""
    chat = turn.private_chat
    if chat is None:
        raise Refusal(say(N_("Please write to me in a private chat first, then tap again.")))
    talk = Talk(chat, turn.house.fresh(), turn.me.id, script, packed(given), "", "", 0)
    state = State(offers=reply.offers() if reply else [])
    if reply:
        state.hear(reply)
    parked = await _parked(turn, chat)
    outcome = await play(await _script(turn, talk), state)
    if isinstance(outcome, Asking) and parked:
        talk = replace(talk, parked=parked)
        outcome = replace(outcome, notices=(say(LATER), *outcome.notices))
    await _settle(turn, talk, state, outcome)


async def _parked(turn: Turn, chat: str) -> str | None:
    """What was under way gives way to a button, a command or an answer to a card, and is taken up afterwards."""
    left = await talks.get(turn.tx, chat)
    if left is None or not State.from_json(orjson.loads(left.state)).answers:
        return left.parked if left else None
    return packed(asdict(replace(left, parked=None)))


async def go_on(turn: Turn, talk: Talk) -> None:
    """Ask the open question again; only a report of which nothing was said yet is nothing to go on with."""
    if talk.script != "report" or State.from_json(orjson.loads(talk.state)).answers:
        await repeat(turn, talk, say(BACK_TO_IT))
    else:
        await leave(turn, talk)


async def stand_at(turn: Turn, talk: Talk, place: str, notice: Say) -> None:
    """A scanned poster answers where it is, whatever was answered before; then the open question follows."""
    state = State.from_json(orjson.loads(talk.state))
    state.forget("place")
    state.again.remove("place")
    state.answers["place"] = place
    await remind(turn, replace(talk, state=packed(state.to_json())), notice)


async def leave(turn: Turn, talk: Talk) -> None:
    """This talk is over; what gave way to it is open again."""
    await talks.end(turn.tx, talk.chat, talk.id)
    await _take_up(turn, talk)


async def _take_up(turn: Turn, talk: Talk) -> None:
    """What gave way to a talk that is over, unless another one is open by now, or whoever it was with is erased."""
    if not talk.parked or await people.person_of(turn.tx, talk.chat) is None:
        return
    if await talks.get(turn.tx, talk.chat) is None:
        await remind(turn, Talk(**orjson.loads(talk.parked)), say(BACK_TO_IT))


async def remind(turn: Turn, talk: Talk, notice: Say) -> None:
    """Ask the open question once more, unasked; where that cannot be any more, the talk ends and it is said why."""
    try:
        await repeat(turn, talk, notice)
    except Refusal as refusal:
        await turn.say(refusal.say.said(turn.speak))
        await leave(turn, talk)


async def answer(turn: Turn, talk: Talk, reply: Reply) -> None:
    """Take a reply to the open question. A typed number or label means the option as it was shown."""
    shown, state = Shown.from_json(talk.shown), State.from_json(orjson.loads(talk.state))
    script = await _script(turn, talk)
    if reply.option is None and reply.text and shown.options and not shown.worded:
        picked = chosen(reply.text, [label for _, label in shown.options], numbers_shown=turn.numbers_shown)
        if picked is not None:
            reply = replace(reply, text="", option=shown.options[picked][0])
    state.hear(reply)
    with _over_if_refused():
        await _settle(turn, talk, state, await advance(script, state, shown.name, shown.page, reply))


async def correct(turn: Turn, talk: Talk, ref: str, text: str) -> bool:
    """Somebody edited a message of this talk: what it answered follows; False where it answered nothing."""
    state = State.from_json(orjson.loads(talk.state))
    if not text or not state.correct(ref, text):
        return False
    await repeat(turn, replace(talk, state=packed(state.to_json())), say(N_("I have taken over your correction.")))
    return True


def shows(talk: Talk, text: str) -> bool:
    """Whether the open question has an option called exactly so."""
    return any(text.casefold() == label.casefold() for _, label in Shown.from_json(talk.shown).options)


def offers(talk: Talk, value: str) -> bool:
    """Whether the open question has this option."""
    return any(value == option for option, _ in Shown.from_json(talk.shown).options)


def is_courtesy(talk: Talk, text: str) -> bool:
    """Whether a greeting or thanks would stand among the words of a report, or among answers to tap."""
    return (talk.script == "report" or not Shown.from_json(talk.shown).worded) and not shows(talk, text)


def drowns(turn: Turn, talk: Talk, text: str) -> bool:
    """Words of danger that the open question would not hear: it wants a tap, or hangs them on a wall."""
    listens = talk.script == "report" or (Shown.from_json(talk.shown).worded and talk.script != "wish")
    return not listens and not shows(talk, text) and bool(turn.house.policy.alarms(text))


async def tap(turn: Turn, data: str) -> None:
    """A button of a talk: obeyed when it belongs to the question that is open now, else answered kindly."""
    talk = await talks.get(turn.tx, turn.private_chat or "")
    talk_id, revision, option = [*data.removeprefix(MARK).split(" "), "", ""][:3]
    if talk is None or talk.id != talk_id:
        raise Refusal(say(N_("That question is done with. Just write what you need.")))
    options = Shown.from_json(talk.shown).options
    if revision != str(talk.revision) or option not in map(str, range(len(options))):
        await repeat(turn, talk, say(N_("That button is from an earlier question. This is the open one:")))
        return
    await answer(turn, talk, Reply(option=options[int(option)][0]))


async def repeat(turn: Turn, talk: Talk, notice: Say) -> None:
    """Ask the open question once more."""
    state = State.from_json(orjson.loads(talk.state))
    page = Shown.from_json(talk.shown).page
    with _over_if_refused():
        await _settle(turn, talk, state, await play(await _script(turn, talk), state, page, (notice,)))


async def back(turn: Turn, talk: Talk) -> None:
    state = State.from_json(orjson.loads(talk.state))
    with _over_if_refused():
        await _settle(turn, talk, state, await go_back(await _script(turn, talk), state))


@contextmanager
def _over_if_refused() -> Iterator[None]:
    """What a talk is about may have moved on meanwhile: then it ends, or it would swallow whatever is said next."""
    try:
        yield
    except NotYours:
        raise Refusal(say(NOT_YOURS), over=True) from None
    except Refusal as refusal:
        refusal.over = not refusal.again
        raise


async def look_of(turn: Turn) -> Look:
    language = turn.me.language or turn.house.locale
    return Look(turn.tx, await turn.places(), turn.me, turn.house.policy, language, turn.now, turn.agreed)


def _worded(question: Question[Any]) -> bool:
    return not isinstance(question.of if isinstance(question, Optional) else question, Choice | Confirm)


async def _script(turn: Turn, talk: Talk) -> Script[Any]:
    look = await look_of(turn)
    make, given = turn.house.scripts[talk.script], orjson.loads(talk.given)
    return lambda ask: make(ask, look, **given)


async def _settle(turn: Turn, talk: Talk, state: State, outcome: Asking | Done[Any]) -> None:
    if isinstance(outcome, Asking):
        await _ask(turn, talk, state, outcome)
        return
    await talks.end(turn.tx, talk.chat, talk.id)  # not another that is under way here
    for notice in outcome.notices:
        await turn.say(notice.said(turn.speak))
    if outcome.command is None:
        await turn.say(turn.speak(N_("All right, nothing was sent.")), in_place=True)
    else:
        await turn.house.deeds[type(outcome.command)](turn, outcome.command)
    await _take_up(turn, talk)


async def _ask(turn: Turn, talk: Talk, state: State, asking: Asking) -> None:
    options = [(option.value, option.label.said(turn.speak)) for option in asking.options]
    talk = replace(
        talk,
        look_at=look_at(talk, state, turn.now),
        state=packed(state.to_json()),
        shown=Shown(asking.name, options, asking.page, _worded(asking.question)).to_json(),
        revision=talk.revision + 1,
    )
    await talks.save(turn.tx, talk)
    text = "\n\n".join(sentence.said(turn.speak) for sentence in (*asking.notices, asking.question.prompt))
    buttons = [Button(label, f"{MARK}{talk.id} {talk.revision} {n}") for n, (_, label) in enumerate(options)]
    # In place of the question before it, but never of a card or of words that somebody wrote.
    tapped = turn.incoming.button if turn.incoming else None
    await turn.say(text, *buttons, in_place=tapped is not None and tapped.startswith(MARK))
