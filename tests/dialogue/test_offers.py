"""What is sent unasked is kept, and each question first looks whether it is answered already."""

from typing import Any

from dialogue.question import Choice, Option, Photos, Reply, Text
from dialogue.say import plain
from dialogue.talk import Ask, State
from tests.dialogue.conversation import Conversation, asked

HERE = Choice(asked("where"), (Option("3", plain("Building 3")), Option("5", plain("Building 5"))))


async def report(ask: Ask) -> dict[str, Any]:
    voice = ask.offered("voice", "voice")
    what = await ask("what", Text(asked("what"), grows=True), "♪" if voice else None)
    photos = await ask("photos", Photos(asked("photos"), grows=True), ())
    place = ask.offered("place", "place") or await ask("where", HERE)
    location = ask.offered("location", "location")
    await ask("send", Choice(asked("send"), (Option("yes", plain("Send")),)))
    return {"what": what, "photos": photos, "place": place, "voice": voice, "location": location}


async def test_a_photo_with_a_caption_at_a_known_place_is_one_tap():
    talk = Conversation(report)
    assert await talk.begins(Reply("a leak", photos=("p1",), place="3")) == "send"
    await talk.taps("Send")
    assert talk.command == {"what": "a leak", "photos": ("p1",), "place": "3", "voice": None, "location": None}


async def test_an_album_is_one_answer():
    talk = Conversation(report)
    await talk.begins(Reply("a leak", photos=("p1", "p2", "p3"), place="3"))
    await talk.taps("Send")
    assert talk.command["photos"] == ("p1", "p2", "p3")


async def test_what_is_said_on_the_way_is_added():
    talk = Conversation(report)
    assert await talk.begins(Reply("a leak", photos=("p1",))) == "where"
    assert await talk.replies(Reply("it gets worse", photos=("p2",))) == "where"
    assert talk.notices == ["I have added that."]
    await talk.taps("Building 5")
    await talk.taps("Send")
    assert talk.command["what"] == "a leak\nit gets worse"
    assert talk.command["photos"] == ("p1", "p2")


async def test_what_comes_with_an_answer_is_kept():
    talk = Conversation(report)
    assert await talk.begins() == "what"
    assert await talk.replies(Reply("a leak", photos=("p1",), voice="v1", location=(30.0, 110.0))) == "where"
    await talk.taps("Building 3")
    await talk.taps("Send")
    assert talk.command["photos"] == ("p1",)
    assert (talk.command["voice"], talk.command["location"]) == ("v1", [30.0, 110.0])


async def test_what_comes_before_its_question_waits_for_it():
    talk = Conversation(report)
    await talk.begins()
    assert await talk.replies(Reply(photos=("p1", "p2"))) == "what"
    assert talk.notices == ["I have added that."]
    await talk.says("a leak")
    await talk.taps("Building 3")
    await talk.taps("Send")
    assert talk.command["photos"] == ("p1", "p2")


async def test_a_voice_message_stands_for_words():
    talk = Conversation(report)
    assert await talk.begins(Reply(voice="v1")) == "where"


async def test_a_second_voice_message_is_not_said_to_be_added():
    talk = Conversation(report)
    await talk.begins(Reply(voice="v1"))
    await talk.replies(Reply(voice="v2"))
    assert talk.notices == ["Please tap one of the answers."]


async def test_what_finds_no_room_any_more_is_not_said_to_be_added():
    talk = Conversation(report)
    await talk.begins(Reply("漏" * 999, photos=tuple(f"p{n}" for n in range(9))))
    for more in (Reply("漏水了"), Reply(photos=("p9",))):
        await talk.replies(more)
        assert talk.notices == ["Please tap one of the answers."]
    await talk.taps("Building 3")
    await talk.taps("Send")
    assert (len(talk.command["what"]), len(talk.command["photos"])) == (999, 9)


async def test_words_where_none_are_kept_are_no_answer_to_a_later_question():
    async def stars(ask: Ask) -> tuple[str, str]:
        return await ask("where", HERE), await ask("words", Text(asked("words")))

    talk = Conversation(stars)
    await talk.begins()
    await talk.says("Building 9")
    assert talk.notices == ["Please tap one of the answers."]
    assert await talk.taps("Building 3") == "words"


async def test_words_wait_with_words_that_wait():
    async def sorted_first(ask: Ask) -> tuple[str, str]:
        return await ask("where", HERE), await ask("words", Text(asked("words")))

    talk = Conversation(sorted_first)
    await talk.begins(Reply("still wet"))
    await talk.says("and now dark")
    assert talk.notices == ["I have added that."]
    assert await talk.taps("Building 3") == ""
    assert talk.command == ("3", "still wet\nand now dark")


async def test_too_much_for_an_answer_is_asked_for():
    talk = Conversation(report)
    assert await talk.begins(Reply("漏" * 1001)) == "what"
    assert talk.state == State(offers=talk.state.offers)
