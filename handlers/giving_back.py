"""A redemption that comes to nothing: the points go back to the person and the piece to the shelf, in one unit."""

from dialogue.message import N_
from dialogue.say import plain, say
from domain.permit import Matter, Party, check
from domain.redemption import Redemption, Step, take
from handlers import noting
from handlers.turn import Turn
from storage import ledger, partners, redemptions, supermarket

RIGHT = "points.give_back"


async def give_back(turn: Turn, known: Redemption, step: Step) -> bool:
    """False where somebody or the clock was faster, or it was over before: then nothing has changed."""
    shop = await partners.get(turn.tx, known.shop)
    check(RIGHT, turn.me, Matter(shop.place if shop else None, author=known.person, party=Party(team=known.shop)))
    if not known.waits or not await redemptions.change(turn.tx, known, take(known, step, turn.me.id, turn.now)):
        return False
    await supermarket.put_back(turn.tx, known.goods)
    await _tell_shop(turn, known)
    return await ledger.move(
        turn.tx,
        id=turn.house.fresh(),
        unit=ledger.POINTS,
        source=ledger.of_shop(known.shop),
        target=ledger.of_person(known.person),
        amount=known.points,
        why="redeem_back",
        ref=f"redeem_back:{known.number}",
        by=turn.me.id,
        now=turn.now,
    )


async def _tell_shop(turn: Turn, known: Redemption) -> None:
    """It stands aside somewhere behind the counter."""
    words = N_("↩️ Number {number}, {title}, is not picked up after all: back on the shelf with it, please.")
    for keeper in await partners.keepers(turn.tx, known.shop):
        await noting.word(turn, keeper, say(words, number=known.number, title=plain(known.title)))
