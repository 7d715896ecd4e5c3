"""What states, closings and roles are called."""

from collections.abc import Mapping

from dialogue.message import N_
from domain.order import Closing, State
from domain.person import Role

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
    Role.ADMIN: N_("administrator"),
}


def state_name(state: State) -> str:
    return STATES[state]


def closing_name(closing: Closing) -> str:
    return CLOSINGS[closing]


def role_name(role: Role) -> str:
    return ROLES[role]
