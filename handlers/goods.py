"""New goods: a title, a price in points, how many there are, one line, and a photo for whoever likes."""

from dataclasses import dataclass

from dialogue.message import N_
from dialogue.question import YES, Number, Photos, Text, optional, yes_or_no
from dialogue.say import plain, say
from dialogue.talk import Ask
from handlers import shelf, shops, talking
from handlers.look import Look
from handlers.turn import Turn
from storage import supermarket

TITLE, LINE = 20, 60  # characters: a button and a line on a small phone
DEAREST, MOST = 100_000, 10_000


@dataclass(frozen=True, slots=True)
class NewGoods:
    """photo: a media id."""

    shop: str
    title: str
    points: int
    stock: int
    line: str
    photo: str | None
    sure: bool


async def begin(turn: Turn, shop_id: str) -> None:
    shop = await shops.load(turn, shop_id, shops.EDIT)
    await talking.begin(turn, "new_goods", {"shop": shop.id, "name": shop.name})


async def new_goods(ask: Ask, look: Look, shop: str, name: str) -> NewGoods:
    title = await ask("title", Text(say(N_("What is it? A few words, such as: Rice 5 kg")), limit=TITLE))
    points = await ask("points", Number(say(N_("How many points for one?")), least=1, most=DEAREST))
    stock = await ask("stock", Number(say(N_("How many pieces are there?")), least=0, most=MOST))
    line = await ask("line", optional(Text(say(N_("One line about it, if you like.")), limit=LINE)))
    photos = await ask("photos", optional(Photos(say(N_("A photo, if you like.")), most=1)))
    sentence = N_("{title}, {points} points each, {stock} pieces, at {shop}: put it on the shelf?")
    prompt = say(sentence, title=plain(title), points=points, stock=stock, shop=plain(name))
    yes, no = say(N_("✅ On the shelf")), say(N_("No, leave it"))
    sure = await ask("sure", yes_or_no(prompt, yes, no)) == YES
    return NewGoods(shop, title, points, stock, line or "", photos[0] if photos else None, sure)


async def put_on_shelf(turn: Turn, command: NewGoods) -> None:
    shop = await shops.load(turn, command.shop, shops.EDIT)
    if not command.sure:
        await turn.say(turn.speak(N_("All right, the shelf stays as it is.")), in_place=True)
        return
    made = supermarket.Goods(
        id=turn.house.fresh(),
        shop=shop.id,
        title=" ".join(command.title.split()),
        line=" ".join(command.line.split()),
        points=command.points,
        stock=command.stock,
        photo=command.photo,
    )
    await supermarket.add(turn.tx, made, turn.me.id, turn.now)
    await shelf.see(turn, made.id)
