"""/link: one person in several chats. A code is read in one of them and typed in the other."""

from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import FULL_WIDTH, YES, Question, Refused, Reply, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import mask
from domain.calendar import day_of
from domain.permit import Matter, check
from handlers import talking, tokens
from handlers.days import day_of_year
from handlers.linking_deed import Join
from handlers.linking_words import channel_name, short
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import link_codes, links, tries
from storage.link_codes import LinkCode
from storage.links import Used

LINK = "chat.link"
DIGITS = 8
VALID = 600  # seconds
MADE, TRIED = "link made", "link tried"
MOST_MADE, MOST_TRIED, MOST_OF_ALL = 5, 5, 1000  # an hour: by one chat, and by all of them together
WRONG = N_("That code is not right, or its ten minutes are over. Please read it again, or get a new one with /link.")
OFTEN = N_("There were too many codes in this hour. Please try again in an hour.")
HERE = N_("This code was made in this very chat. Please type it in your other one.")

OF_WHOM = N_(
    "This code was made in a {channel} of {name}. If that is you, both chats are yours together from now on: "
    "whoever has one of them reads all of it. Is it your own other chat?"
)
OF_SOMEBODY = N_(
    "This code was made in a {channel}. If you made it, both chats are yours together from now on: whoever has one "
    "of them reads all of it. Is it your own other chat?"
)


@dataclass(frozen=True, slots=True)
class Code:
    """As it was typed: eight digits."""

    code: str


class TypedCode(Question[str]):
    def read(self, reply: Reply) -> str:
        code = digits(reply.text)
        if code is None:
            raise Refused(say(N_("The code has eight digits, like 4821 9937.")))
        return code


def digits(text: str) -> str | None:
    """Eight digits, however they are spaced."""
    plainly = "".join(text.translate(FULL_WIDTH).split()).replace("-", "")
    return plainly if len(plainly) == DIGITS and plainly.isascii() and plainly.isdigit() else None


async def link(turn: Turn) -> None:
    """/link shows the chats there are; /link 48219937 is the code typed at once."""
    check(LINK, turn.me, Matter(author=turn.me.id))
    _, _, rest = (turn.incoming.text if turn.incoming else "").strip().partition(" ")
    code = digits(rest)
    if code:
        await typed(turn, Code(code))
    else:
        await show(turn)


async def show(turn: Turn) -> None:
    known = await links.chats(turn.tx, turn.me.id)
    lines = [turn.speak(N_("🔗 The chats in which I know you:"))]
    lines += [f"{n}. {_line(turn, chat)}" for n, chat in enumerate(known, 1)]
    lines.append(turn.speak(N_("What is new comes to the one in which you wrote last.")))
    buttons = [
        Button(turn.speak(N_("➕ Add another chat")), "jnlc"),
        Button(turn.speak(N_("⌨️ I have a code")), "jnli"),
    ]
    if len(known) > 1:
        drop = turn.speak(N_("➖ Take number {n} off"))
        buttons += [Button(drop.format(n=n), f"jnlx {short(chat.id)}") for n, chat in enumerate(known, 1)]
    await turn.say("\n".join(lines), *buttons)


def _line(turn: Turn, chat: Used) -> str:
    since = day_of_year(day_of(chat.since, turn.house.zone))
    sentence = N_("{channel}, since {day}")
    if chat.id == turn.private_chat:
        sentence = N_("{channel}, since {day} (this one)")
    return say(sentence, channel=channel_name(chat.id), day=since).said(turn.speak)


async def make(turn: Turn, _: str) -> None:
    """A code, shown once and good for ten minutes."""
    check(LINK, turn.me, Matter(author=turn.me.id))
    if turn.private_chat is None or turn.incoming is None or turn.incoming.group:
        raise Refusal(say(N_("Please write to me in a private chat first, then tap again.")))
    if await tries.count(turn.tx, MADE, turn.me.id, turn.now) > MOST_MADE:
        raise Refusal(say(OFTEN))
    code = await _new(turn, turn.private_chat)
    text = N_(
        "🔑 Your code: {code}\n\nOpen your other chat with me, write /link there and type it. It works once, for ten "
        "minutes. Tell it to nobody: whoever types it reads what you read here."
    )
    await turn.say("\n".join([turn.speak(text).format(code=f"{code[:4]} {code[4:]}"), *turn.house.links("")]))


async def _new(turn: Turn, chat: str) -> str:
    while True:
        code = tokens.digits(turn, DIGITS)
        made = LinkCode(tokens.hashed(code), turn.me.id, chat, turn.now, turn.now + VALID)
        if await link_codes.add(turn.tx, made):
            return code


async def enter(turn: Turn, _: str) -> None:
    await talking.begin(turn, "jn_code", {})


async def which_code(ask: Ask, look: Look) -> Code:
    return Code(await ask("code", TypedCode(say(N_("Which code does your other chat show?")))))


async def typed(turn: Turn, command: Code) -> None:
    """A wrong one is answered and not refused: a refusal would undo the count."""
    chat = turn.private_chat or ""
    tried = await tries.so_far(turn.tx, TRIED, chat, turn.now)
    if tried >= MOST_TRIED or await tries.so_far(turn.tx, TRIED, tries.EVERYBODY, turn.now) >= MOST_OF_ALL:
        raise Refusal(say(OFTEN))
    found = await link_codes.good(turn.tx, tokens.hashed(command.code), turn.now)
    if found is None:
        await tries.count(turn.tx, TRIED, chat, turn.now)
        await tries.count(turn.tx, TRIED, tries.EVERYBODY, turn.now)
        await turn.say(turn.speak(WRONG), Button(turn.speak(N_("Try again")), "jnli"))
    elif found.person == turn.me.id:
        raise Refusal(say(HERE))
    else:
        await talking.begin(turn, "jn_sure", {"code": found.code_hash})


async def sure(ask: Ask, look: Look, code: str) -> Join | None:
    """Whoever types a code that somebody else has read to them gives their chat away: this says so."""
    found = await look.link_code(code)
    whose = await look.person(found.person) if found else None
    if found is None or whose is None:
        raise Refusal(say(WRONG), over=True)
    channel, name = channel_name(found.chat), mask.name(whose.name)
    prompt = say(OF_WHOM, channel=channel, name=plain(name)) if name else say(OF_SOMEBODY, channel=channel)
    yes = await ask("sure", yes_or_no(prompt, say(N_("Yes, both are mine")), say(N_("No, it is not mine"))))
    return Join(code) if yes == YES else None
