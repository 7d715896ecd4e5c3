"""Where a message goes: global words, buttons, commands, the open question, or what nobody asked for."""

from dialogue.message import N_, Incoming
from dialogue.say import say
from handlers import (
    group_answers,
    group_asking,
    group_binding,
    group_calls,
    group_lost,
    join,
    place_again,
    reaching,
    talking,
    taps,
    unasked,
    verifying,
    wish_relay,
)
from handlers.heard import check_length, reply_of, words_alone
from handlers.plain_words import BACK, CANCEL, GREETINGS, THANKS, WORDS
from handlers.table import COMMANDS
from handlers.turn import Refusal, Turn
from storage import cards, people, talks
from storage.talks import Talk

STOPS = " 。.！!～~🙏👍"  # what a keyboard that takes dictation puts after a word
UNREADABLE = {
    "sticker": N_("Nice! But I only understand words, voice messages, photos and places."),
    "video": N_("I cannot keep videos. A photo and a few words help just as much."),
}
OTHER_KIND = N_("I only understand words, voice messages, photos and places.")


async def route(turn: Turn, incoming: Incoming) -> None:
    """One message to the one place that answers it."""
    if incoming.reachable is not None or incoming.moved_to:
        await _reach(turn, incoming)
    elif incoming.button is not None:
        await taps.tap(turn, incoming.button)
    elif incoming.group:
        await _in_group(turn, incoming)
    elif incoming.start is not None:
        await _start(turn, incoming.start, incoming.chat)
    elif incoming.unsupported:
        raise Refusal(say(UNREADABLE.get(incoming.unsupported, OTHER_KIND)))
    elif incoming.edited:
        await _edited(turn, incoming)
    elif incoming.trouble and not (incoming.text or incoming.photos or incoming.voice):
        raise Refusal(say(incoming.trouble))
    else:
        if incoming.trouble:
            await turn.say(turn.speak(incoming.trouble))
        await _said(turn, incoming)


async def _start(turn: Turn, payload: str, chat: str) -> None:
    """A link in the middle of a talk: what was said so far is not lost for it."""
    before = await talks.get(turn.tx, chat)
    if payload.startswith(group_asking.LINK):
        await group_answers.open_link(turn, payload)
    elif payload.startswith(group_binding.LINK):
        await group_binding.bind(turn, payload)  # says where it belongs
    else:
        await join.start(turn, payload)
    now = await talks.get(turn.tx, chat)
    if before and now and (now.id, now.revision) == (before.id, before.revision):
        await talking.go_on(turn, before)


async def _reach(turn: Turn, incoming: Incoming) -> None:
    """Blocked, unblocked, added, removed, or moved to another address."""
    if incoming.moved_to:
        await people.move_chat(turn.tx, incoming.chat, incoming.moved_to)
        await cards.move(turn.tx, incoming.chat, incoming.moved_to)
    elif not await people.set_reachable(turn.tx, incoming.chat, bool(incoming.reachable)):
        return
    elif not incoming.reachable:
        await reaching.lost(turn, incoming.chat)
    elif incoming.group:
        await group_lost.back(turn, incoming.chat)


async def _edited(turn: Turn, incoming: Incoming) -> None:
    """In the talk under way an edit corrects the answer; what was sent on before stays as it was."""
    talk = await talks.get(turn.tx, incoming.chat)
    check_length(incoming.text)
    if talk and await talking.correct(turn, talk, incoming.ref or "", incoming.text.strip()):
        return
    raise Refusal(
        say(N_("I have already taken in what you wrote before. If something has changed, write it as a new message."))
    )


async def _in_group(turn: Turn, incoming: Incoming) -> None:
    """In groups only codes and links that bind them and calls for help are heard; nothing personal is said there."""
    payload = incoming.start or ""
    if payload.startswith(group_binding.LINK):
        await group_binding.bind(turn, payload.removeprefix(group_binding.LINK))
    elif incoming.start is not None:
        await join.start(turn, payload)
    elif group_calls.command(incoming) == group_binding.COMMAND:
        await group_binding.typed(turn)
    else:
        await group_asking.hear(turn, incoming)


async def _said(turn: Turn, incoming: Incoming) -> None:
    text = incoming.text.strip()
    word = text.casefold().rstrip(STOPS)
    talk = await talks.get(turn.tx, incoming.chat)
    if word in CANCEL:
        await _cancel(turn, talk)
    elif word in BACK:
        await _back(turn, talk)
    elif (command := _called(talk, text, word)) is not None:
        await _command(turn, command, text)
    elif not text and not (incoming.photos or incoming.voice or incoming.location):
        raise Refusal(say(N_("That was empty. Write what is the matter, speak, or send a photo.")))
    elif answered := await _answered(turn, incoming):
        check_length(text)
        await _write(turn, *answered, incoming)
    elif talk:
        await _in_talk(turn, talk, incoming)
    elif _polite(incoming) and not incoming.reply_to:
        await _courtesy(turn, word)
    else:
        await unasked.hear(turn, incoming)


async def _in_talk(turn: Turn, talk: Talk, incoming: Incoming) -> None:
    text = incoming.text.strip()
    if talking.drowns(turn, talk, text):
        await talking.begin(turn, "report", {}, reply_of(incoming))
    elif _polite(incoming) and talking.is_courtesy(talk, text):
        await talking.repeat(turn, talk, say(talking.HERE_I_AM))
    elif not words_alone(incoming) or not await place_again.typed(turn, talk, text):
        await talking.answer(turn, talk, reply_of(incoming))


def _polite(incoming: Incoming) -> bool:
    """Nothing but a greeting or thanks."""
    word = incoming.text.strip().casefold().rstrip(STOPS)
    return word in GREETINGS | THANKS and words_alone(incoming)


async def _courtesy(turn: Turn, word: str) -> None:
    if word in GREETINGS:
        await join.welcome(turn)
    else:
        await turn.say(turn.speak(N_("You are welcome. Write me any time.")))


def _called(talk: Talk | None, text: str, word: str) -> str | None:
    """The command with a slash or in a plain word; a badge number may stand behind its word."""
    if text.startswith("/"):
        return text[1:].split("@")[0].split(" ")[0].casefold()
    if word in WORDS and not (talk and talking.shows(talk, text)):
        return WORDS[word]
    return "verify" if verifying.said(text) else None


async def _cancel(turn: Turn, talk: Talk | None) -> None:
    if talk is None:
        await turn.say(turn.speak(N_("There is nothing to stop. Write me any time.")))
        return
    await turn.say(turn.speak(N_("Stopped. Nothing was sent.")))
    await talking.leave(turn, talk)


async def _back(turn: Turn, talk: Talk | None) -> None:
    if talk is None:
        raise Refusal(say(N_("There is no question open.")))
    await talking.back(turn, talk)


async def _command(turn: Turn, word: str, text: str) -> None:
    if word == "start":
        await join.start(turn, text.partition(" ")[2].strip())
    elif word in COMMANDS:
        await COMMANDS[word](turn)
    else:
        raise Refusal(say(N_("I do not know that command. Write /help, or just what is the matter.")))


async def _answered(turn: Turn, incoming: Incoming) -> tuple[str, str] | None:
    """Of which kind, and with which number, whose card or whose letter this message answers."""
    card = await cards.at(turn.tx, incoming.chat, incoming.reply_to) if incoming.reply_to else None
    kind, _, rest = (card or "").partition(":")
    return (kind, rest.partition(":")[0]) if kind in ("order", "relay", "wish", "wishrelay") else None


async def _write(turn: Turn, kind: str, number: str, incoming: Incoming) -> None:
    if kind in ("wish", "wishrelay"):
        await wish_relay.begin(turn, number, reply_of(incoming))
    else:
        await talking.begin(turn, "what_to_say", {"number": number}, reply_of(incoming))
