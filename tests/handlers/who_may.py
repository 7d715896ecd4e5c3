"""The rights of the people of the second telling, spelled out."""

from tests.handlers.life import ADDRESSED, COMPANY, GRID, ROLE, Life


def may(who: str, word: str, life: Life) -> bool:
    """The rights of the people of this test."""
    role, own, near = ROLE[who], who == life.author, GRID.get(who) == life.grid
    holder = role != "R" and life.has(who)
    return {
        "give": role == "C" or (role == "G" and near) or (role == "S" and holder),
        "keep": (role == "C" or (role == "G" and near) or (role == "S" and holder)) and may_get(who, life),
        "refuse": role == "C" or (role == "S" and holder),
        "merge": role == "C",
        "urgent": role == "C" or (role == "G" and near) or (role == "S" and holder),
        "accept": may_get(who, life) and holder,
        "pick": may_get(who, life) and (role == "V" or (role == "G" and near) or holder),
        "decline": holder,
        "progress": holder,
        "plan": holder,
        "finish": holder,
        "fixed": own and not life.owes(who),
        "unfixed": own or role == "C",
        "cancel": own and not life.complains_about(who),
        "reply": own or role in "CO" or (role == "G" and near) or holder,
        "urge": own,
        "pause": holder,
        "resume": holder,
        "longer": holder and role in "VGPS",
        "grant": role == "C" and not life.owes(who),
        "deny": role == "C" and not life.owes(who),
        "hard": (role == "C" or (role == "G" and near) or (role in "GS" and holder)) and _too_hard(who, life),
        "raise": own and not life.complains_about(who),
        "held": own and not life.owes(who),
        "back": own and not life.owes(who),
        "sign": role == "O" and not own,
        "object": role == "O" and not own,
    }[word]


def _too_hard(who: str, life: Life) -> bool:
    """Once it has gone up, its desk and whoever has it in hand say so; never the resident."""
    gone_up = life.raised or life.reopened
    return who != life.author and (not gone_up or who == life.assignee or who in ADDRESSED[life.rung])


def may_get(who: str, life: Life) -> bool:
    return who != life.author and not life.complains_about(who)


def may_give(who: str, to: str, life: Life) -> bool:
    if not may(who, "give", life):
        return False
    if to == COMPANY:
        return ROLE[who] != "G" and life.subject != COMPANY
    works_there = ROLE[to] not in "RO" and (ROLE[to] != "G" or GRID[to] == life.grid)
    return works_there and may_get(to, life) and (ROLE[who] != "G" or to == who or ROLE[to] == "V")
