"""What states, closings, roles, people, days and matters are called."""

from collections.abc import Mapping
from datetime import datetime

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.order import Closing, State
from domain.person import Person, Role

STATES: Mapping[State, str] = {
    State.PLACED: N_("waiting to be handed out"),
    State.DISPATCHED: N_("handed out, waiting to be accepted"),
    State.ACCEPTED: N_("being worked on"),
    State.FINISHED: N_("done, waiting for the resident's word"),
    State.CLOSED: N_("closed"),
}

CLOSINGS: Mapping[Closing, str] = {
    Closing.FIXED: N_("fixed"),
    Closing.NOT_FIXED: N_("not fixed"),
    Closing.NOT_OURS: N_("not ours to solve"),
    Closing.DUPLICATE: N_("reported before, handled together"),
    Closing.WITHDRAWN: N_("withdrawn"),
    Closing.UNREVIEWED: N_("no answer from the resident"),
}

ROLES: Mapping[Role, str] = {
    Role.RESIDENT: N_("resident"),
    Role.VOLUNTEER: N_("volunteer"),
    Role.GRID: N_("grid worker"),
    Role.COMMUNITY: N_("community dispatcher"),
    Role.STREET: N_("street office"),
    Role.CITY: N_("city office"),
    Role.DEPARTMENT: N_("department"),
    Role.PROPERTY: N_("property company"),
    Role.OWNERS: N_("owners' committee"),
    Role.PARTNER: N_("partner"),
    Role.ADMIN: N_("administrator"),
}

# What somebody is, where a team or an office would be odd: "You are ... for this place".
POSITIONS: Mapping[Role, str] = {
    **ROLES,
    Role.COMMUNITY: N_("dispatcher"),
    Role.STREET: N_("officer of the street"),
    Role.CITY: N_("officer of the city"),
    Role.DEPARTMENT: N_("officer of the department"),
    Role.PROPERTY: N_("worker of the property company"),
    Role.OWNERS: N_("member of the owners' committee"),
}

WHY_PAUSED: Mapping[str, str] = {
    "parts": N_("waiting for parts"),
    "resident": N_("waiting for the resident"),
    "budget": N_("waiting for the money to be granted"),
    "other": N_("waiting for others"),
}


def state_name(state: State) -> str:
    return STATES[state]


def closing_name(closing: Closing) -> str:
    return CLOSINGS[closing]


def titled(person: Person) -> Say:
    """A person's name with the role they work in."""
    role = next((held.role for held in person.roles if held.role in ROLES and held.role is not Role.RESIDENT), None)
    return say(N_("{role} {name}"), role=say(ROLES[role]), name=plain(person.name)) if role else plain(person.name)


def day_name(moment: datetime) -> Say:
    """A day of this year; moment: in the neighbourhood's own time."""
    return say(N_("{month}-{day}"), month=moment.month, day=moment.day)


def gist(what: str, most: int = 16) -> str:
    """What a matter is about, on one short line."""
    line = " ".join(what.split())
    return line if len(line) <= most else line[: most - 1] + "…"
