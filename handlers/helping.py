"""Help: what this person can do here, in a few lines."""

from dialogue.message import N_, Button
from domain.person import Role
from handlers import desks
from handlers.turn import Turn

# What a neighbour may want besides reporting, as buttons: nobody knows commands by heart.
NEARBY = (
    ("wish", N_("Make a wish")),
    ("wishes", N_("Wall of wishes")),
    ("activities", N_("Activities")),
    ("menu", N_("Services")),
    ("points", N_("My points")),
    ("shop", N_("Credit shop")),
    ("volunteer", N_("Volunteer")),
)


DISPATCHING = (
    ("partners", N_("Shops that help")),
    ("talents", N_("Find a talent")),
    ("corrections", N_("Corrections")),
    ("rings", N_("Who helps whom")),
)
KEEPING = (
    ("mymenu", N_("Our menu")),
    ("goods", N_("Our shelf")),
    ("pickup", N_("Pick-up code")),
)


async def help_me(turn: Turn) -> None:
    lines = [
        N_("Just write what is the matter, speak, or send a photo; I ask for what is missing."),
        N_("/my – your reports"),
        N_("/language – 中文 or English"),
        N_("“cancel” stops what we are at, “back” goes one question back."),
        N_("In an emergency call 110, 119 or 120 first."),
    ]
    if any(held.role not in (Role.RESIDENT, Role.OWNERS, Role.ADMIN) for held in turn.me.roles):
        lines.insert(1, N_("/tasks – what you have in hand"))
        lines.insert(2, N_("/leave – take leave, and name who stands in for you"))
        lines.insert(3, N_("/snooze – no reminders for a while"))
    if any(desks.held_at(turn.me, held.place) for held in turn.me.roles):
        lines.insert(1, N_("/desk – what waits to be handed out"))
        lines.insert(2, N_("/figures – this week in figures"))
    if any(held.role is Role.OWNERS for held in turn.me.roles):
        lines.insert(1, N_("/orders – what is reported in your compound"))
    offered = [*NEARBY]
    if any(desks.held_at(turn.me, held.place) for held in turn.me.roles):
        offered += DISPATCHING
    if turn.me.holds(Role.PARTNER):
        offered += KEEPING
    buttons = (Button(turn.speak(label), f"do {command}") for command, label in offered)
    await turn.say("\n".join(turn.speak(line) for line in lines), *buttons)
