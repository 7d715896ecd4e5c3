"""The drawing of an order's life shows what the table says."""

from domain.order import Owes, State, Step
from tools import states


def test_the_drawing_is_what_the_table_says():
    assert states.DRAWING.read_text("utf-8") == states.drawn(), "run `make states`"


def test_every_state_and_step_and_who_owes_it_has_a_word_in_both_languages():
    assert states.STATE_WORDS.keys() == set(State)
    assert states.STEP_WORDS.keys() == set(Step)
    assert states.OWES_WORDS.keys() == {*Owes, None}


def test_a_new_step_is_drawn():
    steps = {State.PLACED: {Step.LAPSE: State.FINISHED}}
    assert "到期未评 lapse" in states.Drawing(steps).svg()
    assert "到期未评 lapse" not in states.Drawing({}).svg()
