"""Each kind of question knows what answers it, and says in one sentence what does not."""

from typing import Any

import pytest

from dialogue.question import (
    Choice,
    Confirm,
    Number,
    Offered,
    Option,
    Photos,
    Question,
    Refused,
    Reply,
    Text,
    optional,
    yes_or_no,
)
from dialogue.say import plain, say
from tests.dialogue.conversation import asked

WORDS, FIGURE, PICTURES = Text(asked("words"), limit=10), Number(asked("many"), 1, 90), Photos(asked("photos"), most=2)
PICK = Choice(asked("pick"), (Option("a", plain("A")), Option("b", plain("B"))))
SEND = Confirm(asked("send"), changes={"what": plain("Change")})


@pytest.mark.parametrize(
    ("question", "reply", "answer"),
    [
        (WORDS, Reply("  a leak "), "a leak"),
        (WORDS, Reply("漏" * 10), "漏" * 10),
        (FIGURE, Reply("1"), 1),
        (FIGURE, Reply(" 90 "), 90),
        (FIGURE, Reply("１２"), 12),
        (PICTURES, Reply(photos=("p1",)), ("p1",)),
        (PICTURES, Reply("look", photos=("p1", "p2", "p3")), ("p1", "p2")),
        (PICK, Reply(option="b"), "b"),
        (SEND, Reply(option="yes"), True),
        (SEND, Reply(option="no"), False),
        (yes_or_no(asked("yes")), Reply(option="no"), "no"),
        (optional(FIGURE), Reply(option="skip"), None),
        (optional(PICK), Reply(option="a"), "a"),
    ],
)
def test_an_answer_is_read_and_comes_back_as_it_was_kept(question: Question[Any], reply: Reply, answer: Any):
    read = question.read(reply)
    assert read == answer
    assert question.recall(question.keep(read)) == answer


@pytest.mark.parametrize(
    ("question", "reply", "sentence"),
    [
        (WORDS, Reply("漏" * 11), "That is 11 characters; please use 10 or fewer."),
        (WORDS, Reply("   "), "Please answer in words."),
        (WORDS, Reply(photos=("p1",)), "Please answer in words."),
        (FIGURE, Reply("many"), "Please send a number from 1 to 90."),
        (FIGURE, Reply("0"), "Please send a number from 1 to 90."),
        (FIGURE, Reply("91"), "Please send a number from 1 to 90."),
        (FIGURE, Reply("1.5"), "Please send a number from 1 to 90."),
        (FIGURE, Reply(""), "Please send a number from 1 to 90."),
        (FIGURE, Reply("9" * 5000), "Please send a number from 1 to 90."),
        (PICTURES, Reply("here"), "Please send a photo."),
        (PICK, Reply("c"), "Please tap one of the answers."),
        (PICK, Reply(option="c"), "Please tap one of the answers."),
        (PICK, Reply(option="skip"), "Please tap one of the answers."),
        (SEND, Reply("yes"), "Please tap one of the answers."),
        (optional(WORDS), Reply(""), "Please answer in words."),
    ],
)
def test_what_is_no_answer_is_refused_by_one_sentence(question: Question[Any], reply: Reply, sentence: str):
    with pytest.raises(Refused) as refused:
        question.read(reply)
    assert refused.value.why.said(str) == sentence


def test_a_kept_choice_that_is_there_no_more_is_refused():
    with pytest.raises(Refused):
        PICK.recall("c")


def test_a_reply_offers_its_parts_one_by_one():
    reply = Reply(" a leak ", photos=("p1", "p2"), voice="v", location=(30.0, 110.0), place="3")
    assert [(offer.kind, offer.value) for offer in reply.offers()] == [
        ("text", "a leak"),
        ("photo", "p1"),
        ("photo", "p2"),
        ("voice", "v"),
        ("location", [30.0, 110.0]),
        ("place", "3"),
    ]
    assert Reply("  ").offers() == []


@pytest.mark.parametrize(
    ("question", "takes", "left"),
    [
        (WORDS, "a leak", ["photo", "photo", "voice"]),
        (PICTURES, ("p1", "p2"), ["text", "voice"]),
        (Offered(of="voice"), "v", ["text", "photo", "photo"]),
        (Offered(of="place"), None, ["text", "photo", "photo", "voice"]),
        (optional(WORDS), "a leak", ["photo", "photo", "voice"]),
        (FIGURE, None, ["text", "photo", "photo", "voice"]),
        (PICK, None, ["text", "photo", "photo", "voice"]),
    ],
)
def test_a_question_takes_from_the_offers_only_what_answers_it(question: Question[Any], takes: Any, left: list[str]):
    offers = Reply("a leak", photos=("p1", "p2"), voice="v").offers()
    assert question.accept(offers) == takes
    assert [offer.kind for offer in offers] == left


def test_a_sentence_is_translated_and_what_goes_into_it_too():
    chinese = {"{n} from {who}": "从{who}来{n}个", "the desk": "前台"}
    assert say("{n} from {who}", n=2, who=say("the desk")).said(chinese.__getitem__) == "从前台来2个"


@pytest.mark.parametrize("name", ["{n}", "100 % {", "the desk"])
def test_what_a_person_wrote_is_never_a_template(name: str):
    assert say("{who} writes", who=plain(name)).said(str) == f"{name} writes"
    assert plain(name).said(lambda sentence: "") == name
