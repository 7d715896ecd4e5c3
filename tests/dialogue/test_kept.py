"""What is kept of a talk or a message comes back from JSON as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.message import DATA_LIMIT, Button, Message
from dialogue.question import Offer
from dialogue.talk import State

names = st.from_regex(r"[a-z]{1,5}(\.[1-3])?", fullmatch=True)
values = st.one_of(st.none(), st.text(), st.integers(-(2**53), 2**53), st.lists(st.text(), max_size=3))
offers = st.builds(Offer, st.sampled_from(["text", "photo", "voice", "location", "place"]), values)
states = st.builds(
    State,
    answers=st.dictionaries(names, values),
    offers=st.lists(offers),
    asked=st.lists(names),
    again=st.lists(names),
    told=st.lists(names),
    heard=st.dictionaries(st.text(), st.text()),
)
labels = st.text(min_size=1, max_size=20)
data = st.text(st.characters(codec="ascii"), min_size=1, max_size=DATA_LIMIT)
messages = st.builds(
    Message,
    text=st.text(),
    buttons=st.lists(st.lists(st.builds(Button, labels, data), min_size=1).map(tuple)).map(tuple),
    photos=st.lists(st.text()).map(tuple),
    voice=st.none() | st.text(),
    card=st.none() | st.text(min_size=1),
    fresh=st.booleans(),
    instead_of=st.none() | st.text(min_size=1),
    alert=st.booleans(),
)


@given(states)
def test_a_talk_comes_back_as_it_was(state: State):
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


@given(messages)
def test_a_message_comes_back_as_it_was(message: Message):
    assert Message.from_json(json.loads(json.dumps(message.to_json()))) == message


@given(states, names)
def test_what_is_forgotten_is_forgotten_with_all_below_it(state: State, name: str):
    before = set(state.answers)
    state.forget(name)
    assert set(state.answers) == {known for known in before if known != name and not known.startswith(name + ".")}
    assert set(state.asked) <= set(state.answers)
    assert name in state.again


def test_a_button_carries_up_to_64_bytes():
    assert Button("Yes", "应" * 21).data
    for wrong in ("", "应" * 22, "x" * 65):
        with pytest.raises(ValueError, match="64 bytes"):
            Button("Yes", wrong)
