"""How a case ends, and whether it is drawn to be asked about again."""

from typing import Any

from bot.rehearsal.cases import Case
from bot.rehearsal.world import World
from domain.lot import draw, wins
from domain.order import REOPENABLE, Closing, FollowUp


def closing(world: World, case: Case, why: Closing) -> dict[str, Any]:
    """What closing sets: why, and the lot that is drawn."""
    sets: dict[str, Any] = {"closing": str(why)}
    if why is not Closing.UNREVIEWED:
        sets["fixed"] = why is Closing.FIXED
    if why in REOPENABLE:
        sets["lot"] = draw(case.dice.randbytes)
        if case.order.reopened or wins(sets["lot"], world.policy.at(case.order.place).follow_up.share):
            sets["follow_up"] = str(FollowUp.DRAWN)
    return sets
