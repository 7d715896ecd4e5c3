"""What waits for somebody at the shops: the code again, and the points back as long as nothing was picked up."""

from dialogue.message import N_, Button
from dialogue.say import plain, say
from domain import pick_up_code
from domain.permit import NotYours, check
from domain.redemption import Redemption, Step, sealed_anew
from handlers import code_letter, shops
from handlers.giving_back import give_back
from handlers.names import day_name
from handlers.timeline import local
from handlers.turn import Refusal, Turn
from storage import partners, redemptions
from storage.partners import Partner

RIGHT = "points.redeem"
YES, NO = "yes", "no"


async def button(turn: Turn) -> list[Button]:
    """Where anything waits."""
    waiting = await redemptions.of_person(turn.tx, turn.me.id)
    label = say(N_("📦 Set aside for me: {count}"), count=len(waiting))
    return [Button(label.said(turn.speak), "smine")] if waiting else []


async def mine(turn: Turn, rest: str = "") -> None:
    """Each with its buttons: there are hardly ever more than two or three."""
    waiting = await redemptions.of_person(turn.tx, turn.me.id)
    if not waiting:
        await turn.say(
            turn.speak(N_("Nothing is set aside for you. Write /shop to see what there is for your points."))
        )
    for known in waiting:
        await _show(turn, known)


async def _show(turn: Turn, known: Redemption) -> None:
    shop = await partners.get(turn.tx, known.shop)
    text = say(
        N_("📦 {title} waits for you at {shop} until {day}. Number {number}, {points} points."),
        title=plain(known.title),
        shop=plain(shop.name if shop else ""),
        day=day_name(local(known.until, turn.house.zone)),
        number=known.number,
        points=known.points,
    )
    code = Button(turn.speak(N_("🔑 Show the code")), f"scode {known.number}")
    back = Button(turn.speak(N_("↩️ Points back")), f"sback {known.number}")
    await turn.say(text.said(turn.speak), code, back)


async def new_code(turn: Turn, number: str) -> None:
    """Only its seal was kept, so a code cannot be shown twice: there is a new one, and the old one is worth nothing."""
    known, shop = await _waiting(turn, number)
    check(RIGHT, turn.me, shops.matter(shop, known.person))
    _not_at_the_counter(turn, known)
    code = await code_letter.unused_code(turn, known.shop)
    to = sealed_anew(known, pick_up_code.sealed(code, known.id, known.shop))
    if not await redemptions.change(turn.tx, known, to):
        raise _over(known)
    await code_letter.send(turn, shop, to, code)


async def back(turn: Turn, rest: str) -> None:
    """A thumb slips easily, and the last piece would be somebody else's: asked once more."""
    number, _, word = rest.partition(" ")
    known, _ = await _waiting(turn, number)
    if word == NO:
        await turn.say(turn.speak(N_("All right, it stays set aside for you.")), in_place=True)
        return
    _not_at_the_counter(turn, known)
    if word != YES:
        sentence = N_("Shall {title} go back to the shelf? You get your {points} points back at once.")
        yes = Button(turn.speak(N_("Yes, points back")), f"sback {number} {YES}")
        no = Button(turn.speak(N_("No, keep it for me")), f"sback {number} {NO}")
        await turn.say(say(sentence, title=plain(known.title), points=known.points).said(turn.speak), yes, no)
    elif not await give_back(turn, known, Step.CANCEL):
        raise _over(known)
    else:
        sentence = N_("Done: {points} points are yours again, and {title} is for somebody else.")
        text = say(sentence, points=known.points, title=plain(known.title))
        await turn.say(text.said(turn.speak), in_place=True)


async def _waiting(turn: Turn, number: str) -> tuple[Redemption, Partner]:
    known = await redemptions.by_number(turn.tx, number)
    shop = await partners.get(turn.tx, known.shop) if known and known.person == turn.me.id else None
    if known is None or shop is None:
        raise NotYours
    if not known.waits:
        raise _over(known)
    return known, shop


def _not_at_the_counter(turn: Turn, known: Redemption) -> None:
    """Else somebody with the bag in their arms has their points back before the keeper has tapped."""
    if known.at_the_counter(turn.now):
        sentence = N_(
            "{title} is just being handed over: the shop has read your code. "
            "Did you not get it after all? Then try again in an hour."
        )
        raise Refusal(say(sentence, title=plain(known.title)))


def _over(known: Redemption) -> Refusal:
    return Refusal(
        say(
            N_("{title} does not wait for you any more. Write /shop to see how things stand."), title=plain(known.title)
        )
    )
