"""What a shop reads: what waits for pick-up, and what it handed over in a month, for its accounts."""

from datetime import date

from dialogue.message import N_, Button
from dialogue.say import Say, plain, say
from domain import mask
from domain.calendar import MIDNIGHT, at
from domain.permit import NotYours
from domain.redemption import Redemption
from handlers import changing, shops
from handlers.names import day_name
from handlers.timeline import local
from handlers.turn import Turn
from storage import people, redemptions

MOST = 40  # lines in one message


async def waiting(turn: Turn, shop_id: str) -> None:
    """The oldest first; whoever has to look for a bag needs a number and half a name, no more."""
    shop = await shops.load(turn, shop_id, shops.BOOKS)
    found = await redemptions.waiting_at(turn.tx, shop.id)
    lines = [say(N_("📦 {count} to be picked up at {shop}."), count=len(found), shop=plain(shop.name))]
    lines += [await _line(turn, known) for known in found[:MOST]]
    if len(found) > MOST:
        lines.append(say(N_("… and {count} more."), count=len(found) - MOST))
    await turn.say("\n".join(line.said(turn.speak) for line in lines), _back(turn, shop.id))


async def _line(turn: Turn, known: Redemption) -> Say:
    person = await people.person(turn.tx, known.person)
    return say(
        N_("{number} {title}, {name}, until {day}"),
        number=known.number,
        title=plain(known.title),
        name=plain(mask.name(person.name) if person else ""),
        day=day_name(local(known.until, turn.house.zone)),
    )


async def month(turn: Turn, rest: str) -> None:
    """A button: the shop, and a month as YYYY-MM."""
    shop_id, _, wanted = rest.partition(" ")
    shop = await shops.load(turn, shop_id, shops.BOOKS)
    first = _first_day(wanted)
    start, end = (at(day, MIDNIGHT, turn.house.zone) for day in (first, _after(first)))
    found = await redemptions.handed(turn.tx, shop.id, start, end)
    pieces, points = sum(one.pieces for one in found), sum(one.points for one in found)
    head = N_("🧾 {shop}, {month}: {pieces} pieces handed over for {points} points.")
    lines = [say(head, shop=plain(shop.name), month=wanted, pieces=pieces, points=points)]
    line = N_("{title}: {pieces} pieces, {points} points")
    lines += [say(line, title=plain(one.title), pieces=one.pieces, points=one.points) for one in found]
    before = Button(turn.speak(N_("⬅️ The month before")), f"pmonth {shop.id} {_before(first):%Y-%m}")
    buttons = [before, _back(turn, shop.id)]
    if wanted < changing.today(turn)[:7]:
        buttons.insert(1, Button(turn.speak(N_("The month after ➡️")), f"pmonth {shop.id} {_after(first):%Y-%m}"))
    await turn.say("\n".join(line.said(turn.speak) for line in lines), *buttons, in_place=True)


def _back(turn: Turn, shop_id: str) -> Button:
    return Button(turn.speak(N_("⬅️ All goods")), f"gshop {shop_id}")


def _first_day(month: str) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise NotYours from None
    if not 2000 <= first.year <= 2999:  # there is a month before the first of all, and one after the last
        raise NotYours
    return first


def _after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
