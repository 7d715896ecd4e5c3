"""Picking up at the counter: the keeper types or scans the code, sees what it is for, and hands it over."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from dialogue.message import N_, Button, Message
from dialogue.question import Question, Refused, Reply
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import mask, pick_up_code
from domain.permit import NotYours
from domain.redemption import Redemption, Step, opened, take
from handlers import changing, code_letter, noting, own_redemptions, shops, talking
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import people, redemptions
from storage.outbox import Way
from storage.partners import Partner
from storage.redemptions import WRONG_A_DAY

ENOUGH = N_(
    "That is enough wrong codes for today. You can go on tomorrow; the community knows and will help if needed."
)


@dataclass(frozen=True, slots=True)
class Typed:
    code: str


@dataclass(frozen=True)
class Code(Question[str]):
    """Six digits; anything else is no try."""

    def read(self, reply: Reply) -> str:
        code = pick_up_code.read(reply.text)
        if code is None:
            raise Refused(say(N_("A pick-up code has six digits, like 482 913. Please type it again.")))
        return code


async def pick_up(turn: Turn, rest: str = "") -> None:
    """/pickup: keepers type a code; everybody else sees what waits for them."""
    if await shops.kept(turn):
        await talking.begin(turn, "pick_up", {})
    else:
        await own_redemptions.mine(turn)


async def which_code(ask: Ask, look: Look) -> Typed:
    prompt = say(N_("Which code does your guest have? Type the six digits, or scan their QR code with your camera."))
    return Typed(await ask("code", Code(prompt)))


async def typed(turn: Turn, command: Typed) -> None:
    await _open(turn, partial(code_letter.opens, command.code))


async def scanned(turn: Turn, payload: str) -> None:
    """The link in the QR code; to anybody who keeps no shop it says nothing."""
    found = pick_up_code.from_link(payload)
    await _open(
        turn, lambda known: found is not None and known.number == found[0] and code_letter.opens(found[1], known)
    )


async def _open(turn: Turn, is_it: Callable[[Redemption], bool]) -> None:
    """Wrong, used, expired and another shop's sound alike. A wrong one is no refusal: it is kept that it was tried."""
    kept = {shop.id: shop for shop in await shops.kept(turn)}
    if not kept:
        raise NotYours
    today = changing.today(turn)
    tries = await redemptions.try_code(turn.tx, turn.me.id, today)
    if tries is None:
        await turn.say(turn.speak(ENOUGH))
        return
    waiting = [known for shop in kept for known in await redemptions.waiting_at(turn.tx, shop)]
    found = next((known for known in waiting if known.person != turn.me.id and is_it(known)), None)
    if found is None:
        await _wrong(turn, next(iter(kept.values())), tries)
        return
    await redemptions.was_right(turn.tx, turn.me.id, today)
    if not await redemptions.change(turn.tx, found, opened(found, turn.me.id, turn.now)):
        raise _moved_on(found)
    await _show(turn, found)


async def _wrong(turn: Turn, shop: Partner, tries: int) -> None:
    left = WRONG_A_DAY - tries
    if left > 0:
        sentence = N_("Nothing waits under this code. Please let them show it once more; {left} tries are left today.")
        again = Button(turn.speak(N_("⌨️ Type a code")), "pcode")
        await turn.say(say(sentence, left=left).said(turn.speak), again)
        return
    await turn.say(turn.speak(ENOUGH))
    sentence = N_(
        "🔒 At {shop}, {name} has typed {count} wrong pick-up codes today and cannot type any until tomorrow."
    )
    words = say(sentence, shop=plain(shop.name), name=plain(turn.me.name), count=WRONG_A_DAY)
    for person in await shops.desk_of(turn, shop):
        await noting.word(turn, person, words)


async def _show(turn: Turn, known: Redemption) -> None:
    guest = await people.person(turn.tx, known.person)
    sentence = N_("✅ The code is right: {title} for {name}, number {number}. Please hand it over and tap below.")
    text = say(
        sentence, title=plain(known.title), name=plain(mask.name(guest.name) if guest else ""), number=known.number
    )
    await turn.say(text.said(turn.speak), Button(turn.speak(N_("🤝 Handed over")), f"phand {known.number}"))


async def hand_over(turn: Turn, number: str) -> None:
    """Only for the keeper who has just read the code: a number alone opens nothing."""
    known = await redemptions.by_number(turn.tx, number)
    if known is None or known.person == turn.me.id:
        raise NotYours
    shop = await shops.load(turn, known.shop, shops.HAND_OVER)
    if not known.waits:
        raise _moved_on(known)
    if known.opened_by != turn.me.id or not known.at_the_counter(turn.now):
        raise Refusal(say(N_("Please type the code of {number} first: /pickup"), number=known.number))
    if not await redemptions.change(turn.tx, known, take(known, Step.HAND, turn.me.id, turn.now)):
        raise _moved_on(known)
    sentence = N_("🤝 Handed over: {title}, number {number}. Thank you!")
    await turn.say(say(sentence, title=plain(known.title), number=known.number).said(turn.speak), in_place=True)
    await _tell_guest(turn, shop, known)


async def _tell_guest(turn: Turn, shop: Partner, known: Redemption) -> None:
    guest = await people.person(turn.tx, known.person)
    if guest is None:
        return
    sentence = N_(
        "🎁 {title} was handed over at {shop}. You have earned it; enjoy! Was it not you? Then call the community."
    )
    text = say(sentence, title=plain(known.title), shop=plain(shop.name)).said(turn.speaks(guest))
    await turn.tell(guest, Message(text), Way.REPLY, once=f"handed:{known.id}")


def _moved_on(known: Redemption) -> Refusal:
    return Refusal(
        say(N_("{number} does not wait any more: it was handed over, given back or has expired."), number=known.number)
    )
