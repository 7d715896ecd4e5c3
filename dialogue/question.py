"""The kinds of question a talk can ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from dialogue.message import N_
from dialogue.say import Say, plain, say

A = TypeVar("A")

SKIP, YES, NO, CHANGE = "skip", "yes", "no", "~"

FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Refused(Exception):
    """The reply does not answer the question."""

    def __init__(self, why: Say) -> None:
        super().__init__(why.text)
        self.why = why


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person sent. option: the value of the option that was tapped or typed as a number.

    ref: the message's reference. photos, voice: media ids; location: latitude, longitude in degrees; place: a path
    from the link of the chat.
    """

    text: str = ""
    option: str | None = None
    photos: tuple[str, ...] = ()
    voice: str | None = None
    location: tuple[float, float] | None = None
    place: str | None = None
    ref: str | None = None

    def offers(self) -> list["Offer"]:
        """Its parts, one by one, for questions that nobody has asked yet."""
        parts = [Offer("text", self.text.strip())] if self.text.strip() else []
        parts += [Offer("photo", photo) for photo in self.photos]
        parts += [Offer("voice", self.voice)] if self.voice else []
        parts += [Offer("location", list(self.location))] if self.location else []
        return parts + ([Offer("place", self.place)] if self.place else [])


@dataclass(frozen=True, slots=True)
class Offer:
    """A part of a message that was sent unasked: kind is text, photo, voice, location or place."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Say


@dataclass(frozen=True)
class Question(Generic[A]):
    """prompt is what to ask; `grows` lets later unasked messages of its kind be added to the answer."""

    prompt: Say

    kind = ""  # the kind of offer that answers it
    grows = False

    def options(self) -> tuple[Option, ...]:
        return ()

    def read(self, reply: Reply) -> A:
        """Raises Refused."""
        raise NotImplementedError

    def keep(self, answer: A) -> Any:
        return answer

    def recall(self, kept: Any) -> A:
        """Raises Refused when the kept answer is no longer possible."""
        answer: A = kept
        return answer

    def accept(self, offers: list[Offer]) -> A | None:
        """The answer in what was sent unasked, if there is one; takes what it uses off the list."""
        return None


@dataclass(frozen=True)
class Text(Question[str]):
    limit: int = 1000
    grows: bool = False
    kind = "text"

    def read(self, reply: Reply) -> str:
        text = reply.text.strip()
        if not text:
            raise Refused(say(N_("Please answer in words.")))
        if len(text) > self.limit:
            raise Refused(
                say(
                    N_("That is {length} characters; please use {limit} or fewer."),
                    length=len(text),
                    limit=self.limit,
                )
            )
        return text

    def accept(self, offers: list[Offer]) -> str | None:
        mine = [offer for offer in offers if offer.kind == "text"]
        text = "\n".join(offer.value for offer in mine)
        if not text or len(text) > self.limit:
            return None
        offers[:] = [offer for offer in offers if offer.kind != "text"]
        return text


@dataclass(frozen=True)
class Number(Question[int]):
    least: int = 0
    most: int = 1_000_000

    def read(self, reply: Reply) -> int:
        try:
            number = int(reply.text.strip().translate(FULL_WIDTH))
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            raise Refused(say(N_("Please send a number from {least} to {most}."), least=self.least, most=self.most))
        return number


@dataclass(frozen=True)
class Choice(Question[str]):
    """One of several; a place path or location that was offered may answer it through `offered`."""

    among: tuple[Option, ...] = ()

    def options(self) -> tuple[Option, ...]:
        return self.among

    def read(self, reply: Reply) -> str:
        if reply.option is not None and any(option.value == reply.option for option in self.among):
            return reply.option
        raise Refused(say(N_("Please tap one of the answers.")))

    def recall(self, kept: Any) -> str:
        return self.read(Reply(option=str(kept)))


def yes_or_no(prompt: Say, yes: Say | None = None, no: Say | None = None) -> Choice:
    """yes, no: in words of the question, where a bare yes is too little."""
    return Choice(prompt, (Option(YES, yes or say(N_("Yes"))), Option(NO, no or say(N_("No")))))


@dataclass(frozen=True)
class Photos(Question[tuple[str, ...]]):
    """One answer, however many pictures the album holds."""

    most: int = 9
    grows: bool = False
    kind = "photo"

    def read(self, reply: Reply) -> tuple[str, ...]:
        if not reply.photos:
            raise Refused(say(N_("Please send a photo.")))
        return reply.photos[: self.most]

    def keep(self, answer: tuple[str, ...]) -> Any:
        return list(answer)

    def recall(self, kept: Any) -> tuple[str, ...]:
        return tuple(kept)

    def accept(self, offers: list[Offer]) -> tuple[str, ...] | None:
        mine = [offer.value for offer in offers if offer.kind == "photo"]
        offers[:] = [offer for offer in offers if offer.kind != "photo"]
        return tuple(mine[: self.most]) or None


@dataclass(frozen=True)
class Offered(Question[Any]):
    """Never asked: answered only by what was sent unasked, such as a voice note, a location or a link's place."""

    of: str = "voice"
    prompt: Say = field(default_factory=lambda: plain(""))
    grows: bool = False

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.of

    def accept(self, offers: list[Offer]) -> Any:
        for offer in offers:
            if offer.kind == self.of:
                offers.remove(offer)
                return offer.value
        return None


@dataclass(frozen=True)
class Optional(Question[A | None]):
    """Any question, with a way to leave it out."""

    of: Question[A]
    skip: Say = field(default_factory=lambda: say(N_("Skip")))

    def options(self) -> tuple[Option, ...]:
        return (*self.of.options(), Option(SKIP, self.skip))

    def read(self, reply: Reply) -> A | None:
        return None if reply.option == SKIP else self.of.read(reply)

    def keep(self, answer: A | None) -> Any:
        return None if answer is None else self.of.keep(answer)

    def recall(self, kept: Any) -> A | None:
        return None if kept is None else self.of.recall(kept)

    def accept(self, offers: list[Offer]) -> A | None:
        return self.of.accept(offers)


def optional(question: Question[A]) -> Optional[A]:
    return Optional(question.prompt, question)


@dataclass(frozen=True)
class Confirm(Question[bool]):
    """Show everything once; send it, change one answer, or leave it. changes: question name -> what to call it."""

    changes: Mapping[str, Say] = field(default_factory=dict)
    yes: Say = field(default_factory=lambda: say(N_("Send")))
    no: Say = field(default_factory=lambda: say(N_("Do not send")))

    def options(self) -> tuple[Option, ...]:
        changes = (Option(CHANGE + name, label) for name, label in self.changes.items())
        return (Option(YES, self.yes), *changes, Option(NO, self.no))

    def read(self, reply: Reply) -> bool:
        if reply.option in (YES, NO):
            return reply.option == YES
        raise Refused(say(N_("Please tap one of the answers.")))
