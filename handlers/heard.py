"""What a message has in it, whoever it goes to."""

from dialogue.message import N_, Incoming
from dialogue.question import Reply
from dialogue.say import say
from handlers.turn import Refusal

TEXT_LIMIT = 1000


def words_alone(incoming: Incoming) -> bool:
    return not (incoming.photos or incoming.voice or incoming.location)


def check_length(text: str) -> None:
    if len(text) > TEXT_LIMIT:
        sentence = N_("That is {length} characters; please tell it in {limit} or fewer.")
        raise Refusal(say(sentence, length=len(text), limit=TEXT_LIMIT))


def reply_of(incoming: Incoming) -> Reply:
    return Reply(incoming.text.strip(), None, incoming.photos, incoming.voice, incoming.location, ref=incoming.ref)
