"""Whatever the webhook is given, by chance or not: taken, refused in words or put aside; nobody waits for it."""

from functools import partial

import pytest
from hypothesis import strategies as st

from tests.conftest import KINDS
from tests.proof.fuzz.hall import Hall, meets
from tests.proof.fuzz.playing import Tally, tried
from tests.proof.fuzz.updates import bodies
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

TOGETHER = 6  # updates to one desk


@pytest.mark.proves(
    "Nothing waits for ever", "what comes in is spoilt: updates with parts missing, of a wrong kind, huge or deep"
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_update_stops_those_that_come_after_it(figure: Figure, size: Size, server: str, kind: str):
    tally = Tally()

    async def play(hall: Hall, found: list[bytes]) -> None:
        for body in found:
            await tally.watch(hall.takes(body))
            await hall.goes_on()

    together = st.lists(bodies(), min_size=1, max_size=TOGETHER)
    tried(
        together,
        size.pick(25, {"sqlite": 60, "postgresql": 8}[kind], 3000),
        lambda found: meets(partial(play, found=found), server),
    )
    tally.tell(figure, "updates")
