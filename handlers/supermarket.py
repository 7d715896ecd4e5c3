"""The credit supermarket: what may be had for points near by."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from dialogue.talk import PAGE
from domain.permit import NotYours
from handlers import own_redemptions, shops
from handlers.turn import Refusal, Turn, packed
from storage import ledger, people, supermarket
from storage.partners import Partner
from storage.supermarket import Goods, Shelf

NO_SHOP = N_("There is no credit supermarket near you yet. Your points stay with you.")
EMPTY = N_("The shelves are empty just now. Please look in again in a few days.")


async def shop(turn: Turn) -> None:
    """/shop"""
    await page(turn, "0")


async def page(turn: Turn, rest: str) -> None:
    """The cheapest first, and with it what one can afford; eight at once."""
    near = {shop.id: shop for shop in await shops.near(turn)}
    have = await points_of(turn)
    found = [goods for shop_id in near for goods in await supermarket.of_shop(turn.tx, shop_id) if _there(goods)]
    found.sort(key=lambda goods: (goods.points, goods.title, goods.id))
    mine = await own_redemptions.button(turn)
    lines = [say(N_("🎁 You have {points} points."), points=have)]
    if not found:
        lines.append(say(EMPTY if near else NO_SHOP))
        await turn.say("\n".join(line.said(turn.speak) for line in lines), *mine)
        return
    pages = -(-len(found) // PAGE)
    at = int(rest) % pages if rest.isdecimal() else 0
    shown = list(enumerate(found[at * PAGE : (at + 1) * PAGE], 1))
    lines += [_line(n, goods, have) for n, goods in shown]
    buttons = [Button(f"{n}. {goods.title}", f"sgood {goods.id}") for n, goods in shown]
    if pages > 1:
        more = say(N_("More ({page}/{pages}) …"), page=at + 1, pages=pages)
        buttons.append(Button(more.said(turn.speak), f"shop {at + 1}"))
    await _listed(turn, lines, [*buttons, *mine])


async def _listed(turn: Turn, lines: list[Say], buttons: list[Button]) -> None:
    await turn.say("\n".join(line.said(turn.speak) for line in lines), *buttons, in_place=True)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))


def _line(n: int, goods: Goods, have: int) -> Say:
    if goods.points <= have:
        return say(N_("{n}. {title}: {points} points"), n=n, title=plain(goods.title), points=goods.points)
    sentence = N_("{n}. {title}: {points} points, {missing} to go")
    missing = goods.points - have
    return say(sentence, n=n, title=plain(goods.title), points=goods.points, missing=missing)


async def see(turn: Turn, goods_id: str) -> None:
    """One thing on the shelf, with its picture."""
    goods, shop = await offered(turn, goods_id)
    have = await points_of(turn)
    sentence = N_("🛍 {title}\n{line}\n{points} points, at {shop}. There are {stock} left; you have {have} points.")
    text = say(
        sentence,
        title=plain(goods.title),
        line=plain(goods.line),
        points=goods.points,
        shop=plain(shop.name),
        stock=goods.stock,
        have=have,
    )
    buttons = [Button(turn.speak(N_("⬅️ All goods")), "shop 0")]
    if goods.points <= have:
        label = say(N_("🎁 Redeem: {points} points"), points=goods.points)
        buttons.insert(0, Button(label.said(turn.speak), f"sget {goods.id} {goods.points}"))
    photos = (goods.photo,) if goods.photo else ()
    await turn.answer_with(Message(text.said(turn.speak), rows(buttons), photos=photos))


async def points_of(turn: Turn) -> int:
    return await ledger.balance(turn.tx, ledger.of_person(turn.me.id), ledger.POINTS)


async def offered(turn: Turn, goods_id: str) -> tuple[Goods, Partner]:
    """Something on a shelf near by; what is elsewhere or gone is not there."""
    goods = await supermarket.get(turn.tx, goods_id)
    shop = next((one for one in await shops.near(turn) if goods and one.id == goods.shop), None)
    if goods is None or shop is None or goods.state is Shelf.GONE:
        raise NotYours
    if not _there(goods):
        raise sold_out(goods)
    return goods, shop


def _there(goods: Goods) -> bool:
    return goods.state is Shelf.ON and goods.stock > 0


def sold_out(goods: Goods) -> Refusal:
    sentence = N_("{title} has just run out; somebody was faster. Your points are all still there.")
    if goods.state is Shelf.PAUSED:
        sentence = N_("{title} is not to be had just now. Your points are all still there.")
    return Refusal(say(sentence, title=plain(goods.title)))
