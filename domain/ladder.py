"""What the clock does about an order that does not move, and when: steps in multiples of its patience."""

from dataclasses import dataclass
from enum import StrEnum


class Nag(StrEnum):
    """What happens when the clock looks."""

    REMIND = "remind"  # whoever owes the next step, before it is due
    NAG = "nag"  # them, now that it is due
    TELL = "tell"  # them again, and the rung above
    RAISE = "raise"  # it waits at the rung above from now on
    ASK = "ask"  # the resident, once more, whether it is fixed
    LAPSE = "lapse"  # closed as unreviewed
    RESUME = "resume"  # a pause is over
    FOLLOW_UP = "follow_up"  # the resident, two weeks after it was closed: has it come back?
    LET_GO = "let_go"  # nobody answered the follow-up, and nobody is asked again


@dataclass(frozen=True, slots=True)
class Ladder:
    """(what, when): when is 1 at the deadline, 0.5 half a patience before it, 2 a whole patience after it; ascending.

    The last step comes again and again, later each time, until somebody moves.
    """

    steps: tuple[tuple[Nag, float], ...]

    def at(self, stage: int) -> tuple[Nag, float]:
        """The step of this stage (0, 1, 2 ...); past the end the pauses double, four times."""
        if stage < len(self.steps):
            return self.steps[stage]
        nag, when = self.steps[-1]
        again = stage - len(self.steps) + 1
        doubled = when * 2 ** min(again, DOUBLINGS)
        return nag, doubled + max(0, again - DOUBLINGS) * when * 2 ** (DOUBLINGS - 1)


DOUBLINGS = 4

USUAL = Ladder(((Nag.REMIND, 0.5), (Nag.NAG, 1.0), (Nag.TELL, 1.5), (Nag.RAISE, 2.0)))
URGENT = Ladder(((Nag.TELL, 1.0), (Nag.RAISE, 2.0)))
REVIEW = Ladder(((Nag.ASK, 1.0), (Nag.LAPSE, 2.0)))
AFTERWARDS = Ladder(((Nag.FOLLOW_UP, 1.0),))
SILENCE = Ladder(((Nag.LET_GO, 1.0),))
PAUSED = Ladder(((Nag.RESUME, 1.0),))
