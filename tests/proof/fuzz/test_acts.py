"""Every button, link and word there is, with anything behind it, by anybody: answered, and the next one, too."""

from functools import partial

import pytest
from hypothesis import strategies as st

from tests.conftest import KINDS
from tests.proof.fuzz.acts import BUTTONS, Act, acts, each_of
from tests.proof.fuzz.hall import Broken, Hall, meets
from tests.proof.fuzz.playing import Tally, tried
from tests.proof.fuzz.settled import ground
from tests.proof.plugin import Figure
from tests.proof.sizes import Size

TOGETHER = 6  # acts at one desk: a question that one of them opens is answered by the next
HOW = "every button, link and command is used with anything behind it"


@pytest.mark.proves("Nothing waits for ever", HOW)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_tapped_opened_or_said_is_answered(figure: Figure, size: Size, server: str, kind: str):
    tally = Tally()
    ground(server)
    together = st.lists(acts(), min_size=1, max_size=TOGETHER)
    tried(
        together,
        size.pick(25, {"sqlite": 50, "postgresql": 8}[kind], 4000),
        lambda found: meets(partial(play, found=found, tally=tally), server),
    )
    tally.tell(figure, "acts")


@pytest.mark.proves("Nothing waits for ever", HOW)
def test_every_button_there_is_answers_whatever_it_carries(figure: Figure, size: Size):
    tally = Tally()
    ground()
    for at in range(0, len(BUTTONS), TOGETHER):
        some = each_of(BUTTONS[at : at + TOGETHER])
        tried(some, size.pick(2, 3, 200), lambda found: meets(partial(play, found=found, tally=tally)))
    tally.tell(figure, f"taps with {len(BUTTONS)} kinds of buttons")


async def play(hall: Hall, found: list[Act], tally: Tally) -> None:
    for act in found:
        if await tally.watch(does(hall, act)) == "nothing to do" and act.said.strip():
            raise Broken("nobody is told anything")
    await hall.goes_on()


async def does(hall: Hall, act: Act) -> str:
    if act.kind == "tap":
        return await hall.taps(act.who, act.said)
    return await hall.says(act.who, f"/start {act.said}" if act.kind == "link" else act.said)
