"""My data (/privacy): what is kept and for how long, who looked, and one's rights as buttons."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from dialogue.message import N_, Button
from dialogue.say import say
from domain import consent
from domain.permit import Matter, NotYours, check
from domain.person import Role
from handlers import consenting, privacy_correct, privacy_delete, privacy_export
from handlers.names import ROLES
from handlers.timeline import local
from handlers.turn import Turn
from storage import consents, orders, views
from storage.views import View

A_PAGE = 8
LONGEST_SKIP = 6  # digits
LOOKED = {
    "name": N_("{when} your {role} looked at your name. Reason: {reason} ({number})"),
    "phone": N_("{when} your {role} looked at your phone number. Reason: {reason} ({number})"),
    "door": N_("{when} your {role} looked at your door. Reason: {reason} ({number})"),
    "photo": N_("{when} your {role} looked at your photos. Reason: {reason} ({number})"),
}


async def privacy(turn: Turn) -> None:
    """/privacy"""
    buttons = [
        Button(turn.speak(N_("👀 Who looked")), "pv looks 0"),
        Button(turn.speak(N_("📄 All about me")), "pv export"),
        Button(turn.speak(N_("✏️ Put something right")), "pv correct"),
        Button(turn.speak(N_("🗑 Delete everything")), "pv delete"),
    ]
    given = await consents.latest(turn.tx, turn.me.id)
    if given and given.version == consent.VERSION and given.withdrawn_at is None:
        standing = say(N_("✅ You agreed on {day}."), day=f"{local(given.at, turn.house.zone):%Y-%m-%d}")
        buttons.append(Button(turn.speak(N_("Take my yes back")), "pv withdraw"))
    else:
        standing = say(N_("You have not agreed yet; I ask with your next report."))
        buttons.append(consenting.agree_button(turn))
    if await privacy_delete.waiting(turn):
        buttons.append(Button(turn.speak(N_("Do not delete after all")), "pv stay"))
    await turn.say(f"{consenting.page(turn)}\n\n{standing.said(turn.speak)}", *buttons)


async def pressed(turn: Turn, rest: str) -> None:
    """pv WORD ..."""
    word, _, more = rest.partition(" ")
    if word not in PRESSED:
        raise NotYours
    action, deed = PRESSED[word]
    check(action, turn.me, Matter(author=turn.me.id))
    await deed(turn, more)


async def looks(turn: Turn, rest: str) -> None:
    """Who looked at what is theirs, when and why: roles, not names; the newest first, eight at a time."""
    skip = int(rest) if rest.isdecimal() and len(rest) <= LONGEST_SKIP else 0
    found = (await views.of_person(turn.tx, turn.me.id, skip + A_PAGE + 1))[skip:]
    if not found:
        nobody = N_("Nobody has looked at your name, phone, door or photos.")
        await turn.say(turn.speak(nobody if not skip else N_("That was all.")), in_place=skip > 0)
        return
    lines = [turn.speak(N_("👀 Who looked at what is yours:"))]
    lines += [await _line(turn, view) for view in found[:A_PAGE]]
    more = [Button(turn.speak(N_("Earlier ones")), f"pv looks {skip + A_PAGE}")] if len(found) > A_PAGE else []
    await turn.say("\n".join(lines), *more, in_place=skip > 0)


async def _line(turn: Turn, view: View) -> str:
    order = await orders.by_id(turn.tx, view.order_id)
    role = ROLES.get(Role(view.role), ROLES[Role.COMMUNITY])
    return turn.speak(LOOKED[view.field]).format(
        when=f"{local(view.at, turn.house.zone):%m-%d %H:%M}",
        role=turn.speak(role),
        reason=turn.speak(view.reason),
        number=order.number if order else "—",
    )


async def _alone(turn: Turn, rest: str, deed: Callable[[Turn], Awaitable[None]]) -> None:
    await deed(turn)


Pressed = Callable[[Turn, str], Awaitable[None]]
PRESSED: Mapping[str, tuple[str, Pressed]] = {
    "agree": ("self.correct", partial(_alone, deed=consenting.agree)),
    "withdraw": ("self.withdraw_consent", partial(_alone, deed=consenting.withdraw)),
    "looks": ("audit.who_saw_my_data", looks),
    "export": ("self.export", partial(_alone, deed=privacy_export.link)),
    "correct": ("self.correct", partial(_alone, deed=privacy_correct.what)),
    "fix": ("self.correct", privacy_correct.fix),
    "delete": ("self.delete", partial(_alone, deed=privacy_delete.begin)),
    "stay": ("self.delete", partial(_alone, deed=privacy_delete.stay)),
}
