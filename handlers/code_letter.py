"""The letter with the pick-up code: in large figures, as a QR code, and nowhere else."""

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import plain, say
from domain import pick_up_code
from domain.redemption import Redemption
from handlers.names import day_name
from handlers.timeline import local
from handlers.turn import Turn, packed
from storage import partners, redemptions
from storage.partners import Partner


async def unused_code(turn: Turn, shop: str) -> str:
    """A code that nothing else that waits at this shop has."""
    waiting = await redemptions.waiting_at(turn.tx, shop)
    while True:
        made = pick_up_code.make(turn.house.chance(pick_up_code.RANDOM_BYTES))
        if not any(opens(made, known) for known in waiting):
            return made


def opens(code: str, known: Redemption) -> bool:
    return known.code == pick_up_code.sealed(code, known.id, known.shop)


async def send(turn: Turn, shop: Partner, known: Redemption, code: str) -> None:
    """To whoever redeemed it; sent once, and to nobody else."""
    sentence = N_(
        "🎁 {title} is set aside for you at {shop}.\n\nPick-up code:\n{code}\n\n"
        "Read it out or show it there by {day}. Number {number}."
    )
    day = day_name(local(known.until, turn.house.zone))
    text = say(
        sentence,
        title=plain(known.title),
        shop=plain(shop.name),
        code=pick_up_code.shown(code),
        day=day,
        number=known.number,
    )
    again = Button(turn.speak(N_("🔁 New code")), f"scode {known.number}")
    back = Button(turn.speak(N_("↩️ Points back")), f"sback {known.number}")
    said = text.said(turn.speak)
    await turn.answer_with(Message(said, rows([again, back]), drawing=await _drawn(turn, shop, known, code)))


async def _drawn(turn: Turn, shop: Partner, known: Redemption, code: str) -> str:
    day = day_name(local(known.until, turn.house.zone)).said(turn.speak)
    lines = [
        [turn.speak(N_("Shop")), shop.name],
        [turn.speak(N_("Until")), day],
        [turn.speak(N_("Number")), known.number],
    ]
    data = await _link(turn, known, code)
    return packed({"kind": "qr", "title": known.title, "data": data, "code": pick_up_code.shown(code), "lines": lines})


async def _link(turn: Turn, known: Redemption, code: str) -> str:
    """Where the shop's keeper is known: the web's link comes first, the messenger's last. Without any, the digits."""
    links = turn.house.links(pick_up_code.to_link(known.number, code)) or [code]
    keepers = await partners.keepers(turn.tx, known.shop)
    on_the_web = any(keeper.chat and keeper.chat.startswith("web:") for keeper in keepers)
    return links[0] if on_the_web else links[-1]
