"""What nobody picks up: a reminder some days before, and then points and goods go back, without a word of blame."""

from functools import partial

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain.person import SYSTEM
from domain.redemption import Redemption, Step, due, reminded
from handlers import noting
from handlers.giving_back import give_back
from handlers.names import day_name
from handlers.ticking import all_of
from handlers.timeline import local
from handlers.turn import House, Turn
from storage import partners, people, redemptions
from storage.database import Database, Tx
from storage.outbox import Way
from storage.partners import Partner

AT_ONCE = 500
EXPIRED = N_(
    "🌿 {title} has waited at {shop} long enough, so it went back to the shelf, and your {points} points to you. "
    "Nothing is lost; /shop whenever you like."
)
CLOSED = N_("😔 {title} cannot be picked up any more: the shop is gone. Your {points} points are back with you.")


async def tick(database: Database, house: House, now: int) -> int:
    """Look at every redemption whose moment has come; returns how many."""

    async def unit(tx: Tx, redemption_id: str) -> bool:
        return await look(Turn(tx, house, SYSTEM, now), redemption_id)

    found = await database.read(partial(redemptions.due, now=now, limit=AT_ONCE))
    return await all_of(database, [partial(unit, redemption_id=one) for one in found])


async def look(turn: Turn, redemption_id: str) -> bool:
    known = await redemptions.by_id(turn.tx, redemption_id)
    if known is None or not due(known, turn.now) or known.at_the_counter(turn.now):
        return False
    shop = await partners.get(turn.tx, known.shop)
    if shop is None or not shop.credit_shop or not await partners.kept_by(turn.tx, shop.id):
        return await _ends(turn, known, Step.WITHDRAW, say(CLOSED, title=plain(known.title), points=known.points))
    if known.reminded:
        words = say(EXPIRED, title=plain(known.title), shop=plain(shop.name), points=known.points)
        return await _ends(turn, known, Step.EXPIRE, words)
    return await _remind(turn, known, shop)


async def _ends(turn: Turn, known: Redemption, step: Step, words: Say) -> bool:
    if not await give_back(turn, known, step):
        return False
    await _tell(turn, known, words, once=f"{step}:{known.id}")
    return True


async def _remind(turn: Turn, known: Redemption, shop: Partner) -> bool:
    rules = turn.house.policy.at(shop.place)
    to = reminded(known, turn.now, rules.quiet, rules.calendar.zone)
    if not await redemptions.change(turn.tx, known, to):
        return False
    words = say(
        N_("🎁 {title} still waits for you at {shop}, until {day}. No time? Then just take your points back."),
        title=plain(known.title),
        shop=plain(shop.name),
        day=day_name(local(to.until, turn.house.zone)),
    )
    buttons = ((N_("🔑 Show the code"), "scode"), (N_("↩️ Points back"), "sback"))
    await _tell(turn, known, words, *buttons, once=f"remind:{known.id}")
    return True


async def _tell(turn: Turn, known: Redemption, words: Say, *labels: tuple[str, str], once: str) -> None:
    person = await people.person(turn.tx, known.person)
    if person is None:
        return
    speak = turn.speaks(person)
    buttons = [Button(speak(label), f"{word} {known.number}") for label, word in labels]
    morning = noting.morning_of(turn, person)  # the clock may have stood still until the middle of the night
    way = Way.BROADCAST if morning else Way.STAFF
    await turn.tell(person, Message(words.said(speak), rows(buttons)), way, once=once, not_before=morning or 0)
