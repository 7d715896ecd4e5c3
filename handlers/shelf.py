"""The shelf as its keepers see it: what is on it, how much of it, and what can be done about it."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from dialogue.talk import PAGE
from domain.permit import NotYours, may
from handlers import changing, shops
from handlers.turn import Refusal, Turn, packed
from storage import people, redemptions, supermarket
from storage.partners import Partner
from storage.supermarket import Goods, Shelf


async def goods(turn: Turn) -> None:
    """/goods"""
    mine = await shops.looked_after(turn)
    if not mine:
        raise Refusal(say(N_("Only credit supermarkets and the community use this. Write /shop to see what there is.")))
    if len(mine) == 1:
        await _shelf(turn, mine[0], 0)
        return
    buttons = [Button(shop.name, f"gshop {shop.id}") for shop in mine]
    await turn.say(turn.speak(N_("Which shop?")), *buttons)
    await _numbered(turn, buttons)


async def of_shop(turn: Turn, rest: str) -> None:
    """A button: the shop, and the page of its shelf."""
    shop_id, _, page = rest.partition(" ")
    await _shelf(turn, await shops.load(turn, shop_id, shops.EDIT), int(page) if page.isdecimal() else 0)


async def _shelf(turn: Turn, shop: Partner, page: int) -> None:
    found = await supermarket.of_shop(turn.tx, shop.id)
    pages = max(1, -(-len(found) // PAGE))
    page %= pages
    shown = list(enumerate(found[page * PAGE : (page + 1) * PAGE], 1))
    head = say(N_("🏪 {shop}: {count} kinds of goods."), shop=plain(shop.name), count=len(found))
    lines = [head, *(_line(n, goods) for n, goods in shown)]
    buttons = [Button(f"{n}. {goods.title}", f"gsee {goods.id}") for n, goods in shown]
    if pages > 1:
        more = say(N_("More ({page}/{pages}) …"), page=page + 1, pages=pages)
        buttons.append(Button(more.said(turn.speak), f"gshop {shop.id} {page + 1}"))
    buttons += await _doing(turn, shop)
    await turn.say("\n".join(line.said(turn.speak) for line in lines), *buttons, in_place=True)
    await _numbered(turn, buttons)


async def _doing(turn: Turn, shop: Partner) -> list[Button]:
    waiting = say(N_("📦 To be picked up: {count}"), count=len(await redemptions.waiting_at(turn.tx, shop.id)))
    found = [
        Button(turn.speak(N_("➕ New goods")), f"gnew {shop.id}"),
        Button(waiting.said(turn.speak), f"pwait {shop.id}"),
        Button(turn.speak(N_("🧾 This month")), f"pmonth {shop.id} {changing.today(turn)[:7]}"),
    ]
    if may(shops.HAND_OVER, turn.me, shops.matter(shop)):
        found.insert(0, Button(turn.speak(N_("⌨️ Type a code")), "pcode"))
    return found


async def _numbered(turn: Turn, buttons: list[Button]) -> None:
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))


def _line(n: int, goods: Goods) -> Say:
    paused = N_("{n}. {title}: {points} points, {stock} on the shelf, paused")
    sentence = paused if goods.state is Shelf.PAUSED else N_("{n}. {title}: {points} points, {stock} on the shelf")
    return say(sentence, n=n, title=plain(goods.title), points=goods.points, stock=goods.stock)


async def see(turn: Turn, goods_id: str) -> None:
    goods, shop = await load(turn, goods_id)
    waiting = len(await redemptions.waiting_of(turn.tx, goods.id))
    text = say(
        N_("🛍 {title}\n{line}\n{points} points. {stock} on the shelf, {waiting} more set aside."),
        title=plain(goods.title),
        line=plain(goods.line),
        points=goods.points,
        stock=goods.stock,
        waiting=waiting,
    )
    photos = (goods.photo,) if goods.photo else ()
    await turn.answer_with(Message(text.said(turn.speak), rows(_buttons(turn, goods, shop)), photos=photos))


def _buttons(turn: Turn, goods: Goods, shop: Partner) -> list[Button]:
    pause = (N_("⏸ Pause"), "gstop") if goods.state is Shelf.ON else (N_("▶️ Offer it again"), "ggo")
    doing = [(N_("📥 Restock"), "gmore"), (N_("🏷 Price"), "gcost"), pause, (N_("🗑 Take it out"), "gout")]
    found = [Button(turn.speak(label), f"{word} {goods.id} {goods.version}") for label, word in doing]
    return [*found, Button(turn.speak(N_("⬅️ All goods")), f"gshop {shop.id}")]


async def load(turn: Turn, goods_id: str) -> tuple[Goods, Partner]:
    """Goods that this person may change; NotYours for others and for what is gone."""
    goods = await supermarket.get(turn.tx, goods_id)
    if goods is None or goods.state is Shelf.GONE:
        raise NotYours
    return goods, await shops.load(turn, goods.shop, shops.EDIT)
