"""A talk is run again from the top for every reply, and nothing that was said has to be said again."""

import pytest

from dialogue.question import Choice, Confirm, Number, Option, Reply, Text, optional
from dialogue.say import plain
from dialogue.talk import Ask
from tests.dialogue.conversation import Conversation, asked

COLOURS = tuple(Option(name, plain(name)) for name in ("red", "green", "blue"))


def colour(prompt: str = "colour") -> Choice:
    return Choice(asked(prompt), COLOURS)


async def three(ask: Ask) -> tuple[str, str, int]:
    return (
        await ask("what", Text(asked("what"))),
        await ask("colour", colour()),
        await ask("many", Number(asked("many"))),
    )


async def test_each_question_is_asked_in_turn_and_the_answers_make_the_command():
    talk = Conversation(three)
    assert await talk.begins() == "what"
    assert await talk.says("a door") == "colour"
    assert await talk.taps("green") == "many"
    assert await talk.says("3") == ""
    assert talk.command == ("a door", "green", 3)


async def test_the_first_message_answers_what_it_can():
    talk = Conversation(three)
    assert await talk.begins(Reply("a door")) == "colour"


async def test_a_question_put_in_by_a_new_release_is_asked_in_mid_talk():
    async def longer(ask: Ask) -> tuple[str, str, str]:
        return (
            await ask("what", Text(asked("what"))),
            await ask("where", colour("where")),
            await ask("colour", colour()),
        )

    talk = Conversation(three)
    await talk.begins(Reply("a door"))
    talk.script = longer
    assert await talk.taps("green") == "where"
    assert talk.notices == ["That question is no longer open."]
    assert await talk.taps("red") == "colour"
    assert await talk.taps("blue") == ""
    assert talk.command == ("a door", "red", "blue")


async def test_a_question_taken_out_by_a_new_release_is_not_asked_any_more():
    async def shorter(ask: Ask) -> tuple[str, int]:
        return await ask("what", Text(asked("what"))), await ask("many", Number(asked("many")))

    talk = Conversation(three)
    await talk.begins(Reply("a door"))
    await talk.taps("green")
    talk.script = shorter
    assert await talk.says("3") == ""
    assert talk.command == ("a door", 3)


async def test_a_choice_that_was_withdrawn_is_asked_again():
    left = list(COLOURS)

    async def script(ask: Ask) -> tuple[str, int]:
        return await ask("colour", Choice(asked("colour"), tuple(left))), await ask("many", Number(asked("many")))

    talk = Conversation(script)
    await talk.begins()
    assert await talk.taps("green") == "many"
    left.pop(1)
    assert await talk.says("3") == "colour"
    assert talk.labels == ["red", "blue"]
    assert await talk.taps("red") == "many"


async def test_an_option_of_another_question_is_not_obeyed():
    talk = Conversation(three)
    await talk.begins(Reply("a door"))
    assert await talk.replies(Reply(option="purple")) == "colour"
    assert talk.notices == ["Please tap one of the answers."]


async def test_back_asks_the_question_before_and_then_the_one_before_that():
    talk = Conversation(three)
    await talk.begins()
    await talk.says("a door")
    await talk.taps("green")
    assert await talk.goes_back() == "colour"
    assert await talk.goes_back() == "what"
    assert await talk.goes_back() == "what"
    assert talk.notices == ["This is the first question."]
    assert await talk.says("a gate") == "colour"


async def confirmed(ask: Ask) -> dict[str, str] | None:
    """Asks for a place on three levels, as a report does, and shows everything once."""
    what = await ask("what", Text(asked("what")), suggest="a door")
    place = [await ask(name, colour(name)) for name in ("place.1", "place.2")]
    changes = {"what": plain("Change what"), "place": plain("Change place")}
    if not await ask("send", Confirm(asked("send"), changes=changes)):
        return None
    return {"what": what, "place": "/".join(place)}


async def test_one_answer_is_changed_with_all_below_it_and_the_others_stay():
    talk = Conversation(confirmed)
    assert await talk.begins() == "place.1"
    await talk.taps("red")
    assert await talk.taps("green") == "send"
    assert await talk.taps("Change place") == "place.1"
    await talk.taps("blue")
    assert await talk.taps("blue") == "send"
    assert await talk.taps("Send") == ""
    assert talk.command == {"what": "a door", "place": "blue/blue"}


async def test_a_suggestion_counts_until_somebody_wants_to_change_it():
    talk = Conversation(confirmed)
    await talk.begins()
    await talk.taps("red")
    await talk.taps("green")
    assert await talk.taps("Change what") == "what"
    assert await talk.says("a gate") == "send"
    await talk.taps("Send")
    assert talk.command["what"] == "a gate"


async def test_who_does_not_want_to_send_sends_nothing():
    talk = Conversation(confirmed)
    await talk.begins()
    await talk.taps("red")
    await talk.taps("green")
    assert await talk.taps("Do not send") == ""
    assert talk.command is None


async def test_a_notice_is_said_once_before_the_next_question():
    async def script(ask: Ask) -> None:
        ask.tell("danger", plain("Call 119!"))
        await ask("colour", colour())
        await ask("many", Number(asked("many")))

    talk = Conversation(script)
    await talk.begins()
    assert talk.notices == ["Call 119!"]
    await talk.taps("red")
    assert talk.notices == []


async def test_what_may_be_left_out_can_be_skipped():
    async def script(ask: Ask) -> tuple[str | None, str | None, int | None]:
        words = await ask("words", optional(Text(asked("words"))))
        picked = await ask("colour", optional(colour()))
        return words, picked, await ask("many", optional(Number(asked("many"))))

    talk = Conversation(script)
    await talk.begins()
    assert talk.labels == ["Skip"]
    await talk.taps("Skip")
    assert talk.labels == ["red", "green", "blue", "Skip"]
    await talk.taps("Skip")
    await talk.taps("Skip")
    assert talk.command == (None, None, None)
    await talk.begins(Reply("fine"))
    await talk.taps("blue")
    await talk.says("2")
    assert talk.command == ("fine", "blue", 2)


@pytest.mark.parametrize("count", [1, 8])
async def test_up_to_eight_options_are_shown_at_once(count: int):
    assert len((await of(count)).labels) == count


async def test_more_than_eight_options_are_turned_over_like_pages():
    talk = await of(20)
    assert talk.labels[-2:] == ["7", "More (1/3) …"]
    assert await talk.taps("More (1/3) …") == "one"
    assert talk.labels[0] == "8"
    await talk.taps("More (2/3) …")
    assert talk.labels == ["16", "17", "18", "19", "More (3/3) …"]
    await talk.taps("More (3/3) …")
    assert talk.labels[0] == "0"
    await talk.taps("More (1/3) …")
    await talk.taps("9")
    assert talk.command == "9"


async def test_a_wrong_answer_stays_on_its_page():
    talk = await of(20)
    await talk.taps("More (1/3) …")
    await talk.says("what?")
    assert talk.labels[0] == "8"


async def of(count: int) -> Conversation:
    """A choice of so many, begun."""

    async def script(ask: Ask) -> str:
        return await ask("one", Choice(asked("one"), tuple(Option(str(n), plain(str(n))) for n in range(count))))

    talk = Conversation(script)
    await talk.begins()
    return talk
