"""Where a message goes: global words, buttons, commands, the open question, or a new matter."""

from dataclasses import replace

import orjson

from dialogue.message import N_, Button, Incoming
from dialogue.question import Reply
from dialogue.say import say
from domain import number as numbers
from domain.permit import NotYours
from domain.person import Role
from handlers import (
    activities,
    changing,
    dispatch,
    finding,
    following,
    group_answers,
    group_asking,
    group_binding,
    group_calls,
    group_lost,
    join,
    lists,
    place_again,
    place_codes,
    reaching,
    sorting,
    talking,
    verifying,
    wish_posting,
    wish_relay,
    wish_showing,
)
from handlers.plain_words import BACK, CANCEL, GREETINGS, THANKS, WORDS
from handlers.table import ASKING, AT_ONCE, COMMANDS, OTHERS, SHOWING
from handlers.turn import Refusal, Turn
from storage import cards, people, talks
from storage.talks import Talk

TEXT_LIMIT = 1000
STOPS = " 。.！!～~🙏👍"  # what a keyboard that takes dictation puts after a word
UNREADABLE = {
    "sticker": N_("Nice! But I only understand words, voice messages, photos and places."),
    "video": N_("I cannot keep videos. A photo and a few words help just as much."),
}
NO_NUMBER = N_("I cannot find that number, or it is not yours to see. Please read it once more: it has six signs.")
OTHER_KIND = N_("I only understand words, voice messages, photos and places.")


async def route(turn: Turn, incoming: Incoming) -> None:
    """One message to the one place that answers it."""
    if incoming.reachable is not None or incoming.moved_to:
        await _reach(turn, incoming)
    elif incoming.button is not None:
        await _button(turn, incoming.button)
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
    _check_length(incoming.text)
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
        _check_length(text)
        await _write(turn, *answered, incoming)
    elif talk:
        await _in_talk(turn, talk, incoming)
    elif _polite(incoming) and not incoming.reply_to:
        await _courtesy(turn, word)
    else:
        await _unasked(turn, incoming)


async def _in_talk(turn: Turn, talk: Talk, incoming: Incoming) -> None:
    text = incoming.text.strip()
    if talking.drowns(turn, talk, text):
        await talking.begin(turn, "report", {}, reply_of(incoming))
    elif _polite(incoming) and talking.is_courtesy(talk, text):
        await talking.repeat(turn, talk, say(talking.HERE_I_AM))
    elif not _words_alone(incoming) or not await place_again.typed(turn, talk, text):
        await talking.answer(turn, talk, reply_of(incoming))


def _polite(incoming: Incoming) -> bool:
    """Nothing but a greeting or thanks."""
    word = incoming.text.strip().casefold().rstrip(STOPS)
    return word in GREETINGS | THANKS and _words_alone(incoming)


def _words_alone(incoming: Incoming) -> bool:
    return not (incoming.photos or incoming.voice or incoming.location)


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


async def _button(turn: Turn, data: str) -> None:
    if data.startswith(talking.MARK):
        await talking.tap(turn, data)
        return
    word, number, *rest = [*data.split(" "), ""]
    seen = int(rest[0]) if rest and rest[0].isdecimal() else 0
    if word in SHOWING:
        await SHOWING[word](turn, number)
    elif word == "do" and number in COMMANDS:
        await COMMANDS[number](turn)
    elif word in OTHERS:
        await OTHERS[word](turn, data.partition(" ")[2])
    elif word in AT_ONCE:
        await AT_ONCE[word](turn, number, seen)
    elif word == "give" and len(rest) > 1:
        await dispatch.dispatch(turn, dispatch.Dispatch(number, rest[1], seen))
    elif word in ASKING:
        await _ask(turn, word, number, seen)
    else:
        raise Refusal(say(N_("I do not know that button any more. Write /help to see what I can do.")))


async def _ask(turn: Turn, word: str, number: str, seen: int) -> None:
    """Before a button's question is asked: may this person, and is the button still about how things stand?"""
    script, action = ASKING[word]
    order = await changing.load(turn, number, action)
    if word not in ("reply", "ask", "add", "more", "deny") and seen != order.version:
        await lists.show(turn, number)
        raise_kindly = await changing.how_it_stands(turn, order)
        await turn.say(raise_kindly.said(turn.speak))
        return
    await talking.begin(turn, script, {"number": number})


async def _unasked(turn: Turn, incoming: Incoming) -> None:
    """The first message is the report; a number shows its order."""
    typed = numbers.read(incoming.text) if incoming.text else None
    if typed or _means_a_number(turn, incoming):
        await _numbered(turn, typed)
        return
    if await _menu(turn, incoming):
        return
    if finding.said(turn, incoming.text):
        await finding.find(turn)
        return
    if finding.tried(turn, incoming):
        await finding.not_for_them(turn, incoming.text)
        return
    _check_length(incoming.text)
    if wished := wish_posting.said(incoming.text):
        await talking.begin(turn, "wish", {}, replace(reply_of(incoming), text=wished))
        return
    if not await people.anybody_is(turn.tx, Role.COMMUNITY) and not await people.anybody_is(turn.tx, Role.STREET):
        await join.too_early(turn)
        return
    here = await people.chat(turn.tx, incoming.chat)
    reply = replace(reply_of(incoming), place=here.place if here else None)
    await talking.begin(turn, await sorting.script_for(turn, reply), {}, reply)


def _means_a_number(turn: Turn, incoming: Incoming) -> bool:
    """Mistyped, and nothing else: with a picture it is about what the picture shows, and that must not be lost."""
    text = incoming.text
    return _words_alone(incoming) and numbers.resembles(text) and not turn.house.policy.alarms(text)


async def _numbered(turn: Turn, number: str | None) -> None:
    """Somebody else's, nobody's and a mistyped one sound alike; whoever meant a matter, or read a badge, says so."""
    try:
        if number is None:
            raise NotYours
        await _called_so(turn, number)
    except NotYours:
        report = Button(turn.speak(N_("Report something")), "do report")
        badge = Button(turn.speak(N_("Is this our worker?")), "do verify")
        await turn.say(turn.speak(NO_NUMBER), report, badge)


async def _called_so(turn: Turn, number: str) -> None:
    """A wish, an activity, a poster, else an order."""
    shown = await wish_showing.shown(turn, number) or await activities.show(turn, number)
    if not shown and not await place_codes.typed(turn, number) and not await following.shown(turn, number):
        await lists.show(turn, number)


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


def _check_length(text: str) -> None:
    if len(text) > TEXT_LIMIT:
        sentence = N_("That is {length} characters; please tell it in {limit} or fewer.")
        raise Refusal(say(sentence, length=len(text), limit=TEXT_LIMIT))


async def _menu(turn: Turn, incoming: Incoming) -> bool:
    """A bare number is the option of the last card, where one was shown."""
    menu = await people.menu(turn.tx, incoming.chat) if incoming.text.strip().isdecimal() else None
    if menu is None:
        return False
    options = orjson.loads(menu)
    picked = int(incoming.text.strip()) - 1
    if not 0 <= picked < len(options):
        return False
    await _button(turn, options[picked][1])
    return True


def reply_of(incoming: Incoming) -> Reply:
    return Reply(incoming.text.strip(), None, incoming.photos, incoming.voice, incoming.location, ref=incoming.ref)
