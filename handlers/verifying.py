"""/verify: is whoever is at the door one of ours? And, for staff: was this certificate made here?"""

import re
import unicodedata
from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.question import Question, Refused, Reply
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain import mask
from domain import number as numbers
from domain.calendar import day_of
from domain.permit import REACH, Matter, check, may
from domain.person import Held, Person, Role
from domain.place import around, covers
from domain.stand_in import working
from handlers import certificates, joining_badges, talking
from handlers.days import day_of_year
from handlers.look import Look, place_name
from handlers.names import POSITIONS
from handlers.plain_words import WORDS
from handlers.turn import Refusal, Turn
from storage import certificates as made_here
from storage import leaves, people, roster, talks, tries
from storage.roster import Entry

RIGHT = "role.verify"
TRIED = "badge"
MOST = 10  # an hour: enough for whoever misreads a card, too few to find out who works here
OFTEN = N_(
    "You have asked for many numbers in this hour. If somebody at the door frightens you, do not open; call 110."
)
NOT_OURS = N_(
    "❌ We have nobody with the number {number}. Please do not open the door. Read the number once more; if it is "
    "right, tell us here, and call 110 if they do not leave."
)


NO_BADGE = N_(
    "That is no badge number. It stands on their card and has six signs, like 7K3-MQ2. Which is it? Please do not open "
    "before you know."
)
SCRIPT = "jn_verify"
CALLS = tuple(sorted((word for word, command in WORDS.items() if command == "verify"), key=len, reverse=True))

LIKE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{3}[ \-‐‑–—]?[0-9A-Za-z]{3}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Check:
    """number: six signs, whether or not they can be anybody's."""

    number: str


class Badge(Question[str]):
    def read(self, reply: Reply) -> str:
        number = number_in(reply.text)
        if number is None:
            raise Refused(say(NO_BADGE))
        return number


def number_in(text: str) -> str | None:
    """A number, else what looks like one and like no word: whoever misread it has a right to a verdict, too."""
    typed = unicodedata.normalize("NFKC", text)
    misread = [numbers.plain(like) for like in LIKE.findall(typed) if _no_word(like)]
    return next(iter([*numbers.find(typed), *misread]), None) or numbers.read(typed)


def _no_word(signs: str) -> bool:
    return signs == signs.upper() or not signs.replace(" ", "").isalpha()


def said(text: str) -> bool:
    """Whether it is the plain word with a number behind it: 查工号 7K3-MQ2."""
    asked = _behind(text)
    return number_in(asked) is not None or (asked.isascii() and asked.isalnum())


def _behind(text: str) -> str:
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed.startswith("/"):
        return typed.partition(" ")[2].strip()
    call = next((call for call in CALLS if typed.casefold().startswith(call)), typed)
    return typed[len(call) :].strip(" :，,。.#")


async def verify(turn: Turn) -> None:
    """/verify 7K3MQ2 is answered at once, and the question for it with that."""
    check(RIGHT, turn.me, Matter())
    asked = _behind(turn.incoming.text) if turn.incoming and not turn.incoming.button else ""
    number = number_in(asked)
    if number is None:
        await talking.begin(turn, SCRIPT, {"tried": True} if asked else {})
        return
    talk = await talks.get(turn.tx, turn.private_chat or "")
    asking = talk is not None and talk.script == SCRIPT
    try:
        await answer(turn, Check(number))
    except Refusal as refusal:
        refusal.over = asking  # whatever else is under way goes on
        raise
    if talk and asking:
        await talking.leave(turn, talk)


async def which_number(ask: Ask, look: Look, tried: bool = False) -> Check:
    if tried:
        return Check(await ask("number", Badge(say(NO_BADGE))))
    prompt = N_("Which number stands on their card? It has six signs. Let them show it before you open.")
    if may(certificates.VERIFY, look.me, Matter()):
        prompt = N_("Which number stands on the card, or which code on the certificate?")
    return Check(await ask("number", Badge(say(prompt))))


async def answer(turn: Turn, command: Check) -> None:
    """Never a phone number, never more of the name than the card shows anyway. Every question counts."""
    check(RIGHT, turn.me, Matter())
    if await tries.count(turn.tx, TRIED, turn.me.id, turn.now) > MOST and not working(turn.me.roles):
        raise Refusal(say(OFTEN), over=True)
    entry = await roster.by_badge(turn.tx, command.number)
    who = await people.person(turn.tx, entry.person) if entry and entry.person else None
    held = [one for one in who.roles if one.role not in (Role.RESIDENT, Role.ADMIN)] if who else []
    if entry and who and held:
        await turn.say((await _ours(turn, entry, who, held)).said(turn.speak))
    elif not await _certificate(turn, command.number):
        tell = Button(turn.speak(N_("Tell the desk")), "do report")
        lines = [turn.speak(NOT_OURS).format(number=joining_badges.shown(command.number))]
        if may(certificates.VERIFY, turn.me, Matter()):
            lines.append(turn.speak(certificates.UNKNOWN).format(code=command.number))
        await turn.say("\n".join(lines), tell)


async def _certificate(turn: Turn, code: str) -> bool:
    """Only staff reads what stands on one."""
    if not may(certificates.VERIFY, turn.me, Matter()) or await made_here.get(turn.tx, code) is None:
        return False
    await certificates.verify(turn, certificates.Verify(code))
    return True


async def _ours(turn: Turn, entry: Entry, who: Person, held: list[Held]) -> Say:
    """For the building of whoever asks, for another one, or for a compound where nobody knows theirs."""
    name = titled(who.name or entry.name)
    home, tree = turn.me.home, await turn.places()
    grid = tree.grid_of(home) if home else None
    here = next((one for one in held if home and reaches(one, home, grid)), None)
    one = here or held[0]
    values = {"name": name, "role": say(POSITIONS[one.role]), "place": plain(place_name(tree, one.place))}
    leave = await leaves.of_person(turn.tx, who.id)
    if here and leave and leave.on:
        return await _away(turn, leave.stand_in, day_of_year(day_of(leave.ends_at - 1, turn.house.zone)), values)
    if here and one.role is Role.GRID:
        return say(N_("✅ Yes: {name}, {role} of your grid ({place}). On duty."), **values)
    if here:
        return say(N_("✅ Yes: {name}, {role} for where you live ({place}). On duty."), **values)
    if home:
        return say(
            N_(
                "⚠️ {name} works here as {role}, but for {place}, not for your building. Ask what they have come for, "
                "and do not open if it does not sound right."
            ),
            **values,
        )
    return say(N_("✅ {name} works here: {role} for {place}. Is that where you live?"), **values)


async def _away(turn: Turn, stand_in: str | None, day: Say, values: dict[str, Say]) -> Say:
    other = await people.person(turn.tx, stand_in) if stand_in else None
    card = await roster.of_person(turn.tx, other.id) if other else None
    if other is None or card is None:
        words = N_("⚠️ {name} is {role} for {place}, but is on leave until {day}. Please ask before you open.")
        return say(words, **values, day=day)
    words = N_(
        "⚠️ {name} is {role} for {place}, but is on leave until {day}. {other}, badge number {badge}, comes instead. "
        "Please ask before you open."
    )
    return say(words, **values, day=day, other=titled(other.name), badge=joining_badges.shown(card.badge))


def reaches(held: Held, home: str, grid: str | None) -> bool:
    """Whether what they do here is for that home."""
    if held.role is Role.GRID:
        return held.place == grid
    area = around(held.place, REACH[held.role]) if held.role in REACH else held.place
    return area is not None and covers(area, home)


def titled(name: str) -> Say:
    """A surname is enough to compare with the card."""
    return say(N_("Mr or Ms {surname}"), surname=plain(mask.surname(name) or "—"))
