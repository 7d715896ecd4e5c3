"""What becomes of a partner's orders when somebody keeps it no longer, and how its keepers are written to."""

from dataclasses import replace

from dialogue.message import N_, Message
from dialogue.say import Say
from domain.order import Order, Step
from domain.person import SYSTEM, Person
from domain.possible import possible
from handlers import changing, desks, noting, placing, showing, telling
from handlers.turn import Turn
from storage import orders, partners
from storage.partners import Partner

MOST = 1000
NOBODY_KEEPS_IT = N_("the shop does not do it any more")


async def give_back(turn: Turn, partner: Partner, person: str) -> None:
    """Theirs go to the desk; where nobody keeps it any more, what it was asked does, too."""
    hand = [order for order in await orders.tasks_of(turn.tx, person, MOST) if order.team == partner.id]
    if not await partners.kept_by(turn.tx, partner.id):
        hand += await orders.offered_to_team(turn.tx, partner.id, MOST)
    for order in hand:
        if possible(order, Step.DECLINE, turn.now):
            await _to_the_desk(turn, order)


async def _to_the_desk(turn: Turn, order: Order) -> None:
    words = turn.house.words(None)(NOBODY_KEEPS_IT)
    order = await changing.change(replace(turn, me=SYSTEM), order, Step.DECLINE, words=words)
    await showing.refresh(turn, order)
    await placing.lay_on_desk(turn, order, await desks.of(turn.tx, order))
    await telling.author(turn, order, N_("The desk looks after {number} now and will find somebody for it."))


async def tell_keepers(turn: Turn, partner: Partner, words: Say) -> None:
    for keeper in await partners.keepers(turn.tx, partner.id):
        if keeper.id != turn.me.id:
            await tell(turn, keeper, words)


async def tell(turn: Turn, person: Person, words: Say) -> None:
    """At once by day; what comes in the night waits for the morning."""
    rules = noting.rules_of(turn, person)
    if rules.quiet.holds(turn.now, rules.calendar.zone):
        await noting.word(turn, person, words)
    else:
        await turn.tell(person, Message(words.said(turn.speaks(person))))
