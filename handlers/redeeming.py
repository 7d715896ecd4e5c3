"""Redeeming: one piece off the shelf, the points to the shop, and a code to pick it up with."""

from dataclasses import dataclass, replace

from dialogue.message import N_
from dialogue.question import YES, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import pick_up_code
from domain.permit import check
from domain.redemption import Redemption, lasts
from handlers import code_letter, noting, placing, shops, talking
from handlers.look import Look
from handlers.supermarket import offered, points_of, sold_out
from handlers.turn import Refusal, Turn
from storage import ledger, partners, redemptions, supermarket
from storage.partners import Partner
from storage.supermarket import Goods

RIGHT = "points.redeem"


@dataclass(frozen=True, slots=True)
class Redeem:
    """points: the price as it was shown."""

    goods: str
    points: int
    sure: bool


async def want(turn: Turn, rest: str) -> None:
    """The button under it: asked once more, with the price and the shop."""
    goods_id, _, points = rest.partition(" ")
    goods, shop = await offered(turn, goods_id)
    _same_price(goods, int(points) if points.isdecimal() else 0)
    _not_ones_own(turn, shop)
    check(RIGHT, turn.me, shops.matter(shop, turn.me.id))
    if (have := await points_of(turn)) < goods.points:
        raise _too_dear(goods, have)
    given = {"goods": goods.id, "title": goods.title, "points": goods.points, "shop": shop.name}
    await talking.begin(turn, "redeem", given)


async def sure(ask: Ask, look: Look, goods: str, title: str, points: int, shop: str) -> Redeem:
    """What it costs and where it waits is read before anything is paid."""
    sentence = N_("{title} for {points} points, to pick up at {shop}: shall I set it aside for you?")
    prompt = say(sentence, title=plain(title), points=points, shop=plain(shop))
    yes, no = say(N_("✅ Yes, redeem")), say(N_("No, not now"))
    return Redeem(goods, points, await ask("sure", yes_or_no(prompt, yes, no)) == YES)


async def redeem(turn: Turn, command: Redeem) -> None:
    """The piece, the points and the code, in one unit of work: all of it or nothing."""
    if not command.sure:
        await turn.say(turn.speak(N_("All right, your points stay with you.")), in_place=True)
        return
    goods, shop = await offered(turn, command.goods)
    _not_ones_own(turn, shop)
    check(RIGHT, turn.me, shops.matter(shop, turn.me.id))
    _same_price(goods, command.points)
    if not await supermarket.reserve(turn.tx, goods.id, command.points):
        raise sold_out(goods)
    made, code = await _set_aside(turn, goods, shop)
    await _pay(turn, goods, made)
    await redemptions.add(turn.tx, made)
    await code_letter.send(turn, shop, made, code)
    for keeper in await partners.keepers(turn.tx, shop.id):
        words = N_("🛍 Please put one {title} aside: somebody picks it up with a code. Number {number}.")
        await noting.word(turn, keeper, say(words, title=plain(made.title), number=made.number))


async def _set_aside(turn: Turn, goods: Goods, shop: Partner) -> tuple[Redemption, str]:
    rules = turn.house.policy.at(shop.place)
    until, look_at = lasts(turn.now, turn.house.policy.pick_up, rules.quiet, rules.calendar.zone)
    made = Redemption(
        id=turn.house.fresh(),
        number=await placing.unused_number(turn),
        person=turn.me.id,
        shop=shop.id,
        goods=goods.id,
        title=goods.title,
        points=goods.points,
        made_at=turn.now,
        until=until,
        look_at=look_at,
    )
    code = await code_letter.unused_code(turn, shop.id)
    return replace(made, code=pick_up_code.sealed(code, made.id, shop.id)), code


async def _pay(turn: Turn, goods: Goods, made: Redemption) -> None:
    try:
        await ledger.move(
            turn.tx,
            id=turn.house.fresh(),
            unit=ledger.POINTS,
            source=ledger.of_person(made.person),
            target=ledger.of_shop(made.shop),
            amount=made.points,
            why="redeem",
            ref=f"redeem:{made.number}",
            by=turn.me.id,
            now=turn.now,
        )
    except ledger.NotEnough:
        raise _too_dear(goods, await points_of(turn)) from None


def _not_ones_own(turn: Turn, shop: Partner) -> None:
    if any(held.team == shop.id for held in turn.me.roles):
        raise Refusal(say(N_("That is your own shop; its goods are for the others. Other shops are glad to see you.")))


def _same_price(goods: Goods, points: int) -> None:
    if goods.points != points:
        sentence = N_("{title} costs {points} points by now. Have another look at it, please.")
        raise Refusal(say(sentence, title=plain(goods.title), points=goods.points))


def _too_dear(goods: Goods, have: int) -> Refusal:
    sentence = N_("You have {have} points, and {title} costs {points}: {missing} more and it is yours.")
    missing = goods.points - have
    return Refusal(say(sentence, have=have, title=plain(goods.title), points=goods.points, missing=missing))
