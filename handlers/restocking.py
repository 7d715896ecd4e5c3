"""Changing what is on the shelf: more of it, another price, a pause, or out for good."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, Number, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain.redemption import Step
from handlers import goods as new
from handlers import noting, shelf, talking
from handlers.giving_back import give_back
from handlers.look import Look
from handlers.turn import Refusal, Turn
from storage import people, redemptions, supermarket
from storage.partners import Partner
from storage.supermarket import Goods, Shelf

CHANGED = N_("{title} has been changed by somebody else just now. Please have another look.")
GONE = N_(
    "😔 {shop} cannot hand out {title} any more. Your {points} points are back with you; "
    "/shop shows what else there is."
)


@dataclass(frozen=True, slots=True)
class Restock:
    goods: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Reprice:
    """version: of the goods as they were seen."""

    goods: str
    version: int
    points: int


@dataclass(frozen=True, slots=True)
class TakeOut:
    goods: str
    version: int
    sure: bool


async def ask_pieces(turn: Turn, rest: str) -> None:
    goods, _ = await shelf.load(turn, rest.partition(" ")[0])
    await talking.begin(turn, "restock", {"goods": goods.id, "title": goods.title, "stock": goods.stock})


async def how_many(ask: Ask, look: Look, goods: str, title: str, stock: int) -> Restock:
    sentence = N_("{stock} × {title} are on the shelf. How many come on top? Write -2 where two are gone.")
    prompt = say(sentence, stock=stock, title=plain(title))
    return Restock(goods, await ask("pieces", Number(prompt, least=-new.MOST, most=new.MOST)))


async def restock(turn: Turn, command: Restock) -> None:
    goods, _ = await shelf.load(turn, command.goods)
    if not await supermarket.restock(turn.tx, goods.id, command.pieces):
        sentence = N_("Only {stock} × {title} are on the shelf; so many cannot go.")
        raise Refusal(say(sentence, stock=goods.stock, title=plain(goods.title)))
    await shelf.see(turn, goods.id)


async def ask_price(turn: Turn, rest: str) -> None:
    goods = await _as_seen(turn, rest)
    given = {"goods": goods.id, "version": goods.version, "title": goods.title, "points": goods.points}
    await talking.begin(turn, "new_price", given)


async def what_price(ask: Ask, look: Look, goods: str, version: int, title: str, points: int) -> Reprice:
    sentence = N_("{title} costs {points} points. How many from now on? What is set aside keeps its price.")
    prompt = say(sentence, title=plain(title), points=points)
    return Reprice(goods, version, await ask("points", Number(prompt, least=1, most=new.DEAREST)))


async def reprice(turn: Turn, command: Reprice) -> None:
    goods = await _as_seen(turn, f"{command.goods} {command.version}")
    if not await supermarket.set_points(turn.tx, goods, command.points):
        raise _changed(goods)
    await shelf.see(turn, goods.id)


async def pause(turn: Turn, rest: str) -> None:
    """Nothing new is redeemed; what is set aside is paid for, and handed over."""
    await _put(turn, rest, Shelf.PAUSED)


async def offer(turn: Turn, rest: str) -> None:
    await _put(turn, rest, Shelf.ON)


async def _put(turn: Turn, rest: str, state: Shelf) -> None:
    goods = await _as_seen(turn, rest)
    if not await supermarket.put(turn.tx, goods, state):
        raise _changed(goods)
    await shelf.see(turn, goods.id)


async def ask_out(turn: Turn, rest: str) -> None:
    goods = await _as_seen(turn, rest)
    waiting = len(await redemptions.waiting_of(turn.tx, goods.id))
    given = {"goods": goods.id, "version": goods.version, "title": goods.title, "waiting": waiting}
    await talking.begin(turn, "take_out", given)


async def sure_out(ask: Ask, look: Look, goods: str, version: int, title: str, waiting: int) -> TakeOut:
    sentence = N_("Take {title} out of the shop for good?")
    if waiting:
        sentence = N_(
            "Take {title} out of the shop for good? {waiting} neighbours wait for it and get their points back."
        )
    prompt = say(sentence, title=plain(title), waiting=waiting)
    yes, no = say(N_("Yes, take it out")), say(N_("No, leave it"))
    return TakeOut(goods, version, await ask("sure", yes_or_no(prompt, yes, no)) == YES)


async def take_out(turn: Turn, command: TakeOut) -> None:
    """Whoever waits for it cannot get it any more: they have their points back in the same moment."""
    goods, shop = await shelf.load(turn, command.goods)
    if not command.sure:
        await turn.say(turn.speak(N_("All right, the shelf stays as it is.")), in_place=True)
        return
    if goods.version != command.version or not await supermarket.put(turn.tx, goods, Shelf.GONE):
        raise _changed(goods)
    waiting = await redemptions.waiting_of(turn.tx, goods.id)
    for known in waiting:
        if await give_back(turn, known, Step.WITHDRAW):
            await _tell(turn, shop, goods, known.person, known.points)
    sentence = N_("{title} is out of the shop.")
    await turn.say(say(sentence, title=plain(goods.title)).said(turn.speak), in_place=True)


async def _tell(turn: Turn, shop: Partner, goods: Goods, person_id: str, points: int) -> None:
    person = await people.person(turn.tx, person_id)
    if person:
        words = say(GONE, shop=plain(shop.name), title=plain(goods.title), points=points)
        await noting.word(turn, person, words)


async def _as_seen(turn: Turn, rest: str) -> Goods:
    """What a button was about: the goods as they were then."""
    goods_id, _, version = rest.partition(" ")
    goods, _ = await shelf.load(turn, goods_id)
    if version != str(goods.version):
        raise _changed(goods)
    return goods


def _changed(goods: Goods) -> Refusal:
    return Refusal(say(CHANGED, title=plain(goods.title)))
