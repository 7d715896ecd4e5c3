"""One turn at the desk: who is here, what they sent, and how to answer, all within one unit of work."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

import orjson

from dialogue.menu import rows
from dialogue.message import N_, Button, Incoming, Message
from dialogue.say import Say, Speak
from domain import consent
from domain.order import Order
from domain.person import Person
from domain.policy import Policy
from domain.wish import Wish
from storage import cards, consents, outbox, people
from storage.database import Tx
from storage.outbox import Way
from storage.places import Atlas, Tree

NOT_YOURS = N_("I cannot find that, or it is not yours to see or change.")


def packed(data: Any) -> str:
    return orjson.dumps(data).decode()


class Refusal(Exception):
    """Something a person asked for cannot be; what they should read is in `say`.

    again: another answer or another day may help, so the talk in which it was asked for stays open.
    over: that talk ends here.
    """

    def __init__(self, say: Say, *, again: bool = False, over: bool = False) -> None:
        super().__init__(say.text)
        self.say, self.again, self.over = say, again, over


@dataclass(frozen=True)
class House:
    """What stays the same from turn to turn.

    fresh: a new id, sorting by time; chance: that many random bytes; links: how a payload becomes links to open;
    to_group: and links that add us to a group with it;
    scripts: the talks by name; deeds: what is done with the command a talk ends with.
    """

    policy: Policy
    locale: str
    words: Callable[[str | None], Speak]
    languages: tuple[str, ...]
    zone: tzinfo
    fresh: Callable[[], str]
    chance: Callable[[int], bytes]
    links: Callable[[str], list[str]]
    scripts: Mapping[str, Callable[..., Awaitable[Any]]]
    deeds: Mapping[type, Callable[["Turn", Any], Awaitable[None]]]
    atlas: Atlas = field(default_factory=Atlas)
    to_group: Callable[[str], list[str]] = lambda payload: []


@dataclass
class Turn:
    """Lives as long as its unit of work. `incoming` is None where the clock acts."""

    tx: Tx
    house: House
    me: Person
    now: int
    incoming: Incoming | None = None
    toast: str | None = None
    numbers_shown: bool = False  # the channel shows options as a numbered menu
    _replied: bool = False
    _tree: Tree | None = None
    _agreed: dict[str, bool] = field(default_factory=dict)  # by person

    async def places(self) -> Tree:
        if self._tree is None:
            self._tree = await self.house.atlas.now(self.tx, self.now)
        return self._tree

    async def agreed(self) -> bool:
        """To what the desk keeps, as it says it now: a talk and the deed it leads to both ask."""
        if self.me.id not in self._agreed:
            self._agreed[self.me.id] = await consents.holds(self.tx, self.me.id, consent.VERSION)
        return self._agreed[self.me.id]

    async def agree(self) -> None:
        await consents.agree(self.tx, self.me.id, consent.VERSION, self.now)
        self._agreed[self.me.id] = True

    async def disagree(self) -> None:
        """What was agreed to before is taken back."""
        await consents.withdraw(self.tx, self.me.id, self.now)
        self._agreed[self.me.id] = False

    @property
    def private_chat(self) -> str | None:
        """Where a talk with this person can be held."""
        if self.incoming and not self.incoming.group:
            return self.incoming.chat
        return self.me.chat

    def speak(self, sentence: str) -> str:
        """In the language of whoever is here."""
        return self.house.words(self.me.language)(sentence)

    def speaks(self, person: Person | None) -> Speak:
        return self.house.words(person.language if person else None)

    async def say(self, text: str, *buttons: Button, card: str | None = None, in_place: bool = False) -> None:
        """Answer the person. in_place: show it where the tapped button was, once a turn."""
        if self.private_chat is None:
            return
        message = Message(text, rows(buttons), card=card, instead_of=self._tapped() if in_place else None)
        self._replied = True
        await self.post(self.private_chat, message, Way.REPLY, to=self.me)

    async def say_in_group(self, text: str, *, now_and_then: bool = False) -> None:
        """Answer where the message came from, for all to read: nothing personal.

        now_and_then: the same answer to the same person once in a while, however often they call.
        """
        if self.incoming is None:
            return
        message, once = Message(text, topic=self.incoming.topic, answers=self.incoming.ref), None
        if now_and_then:
            said = hashlib.sha256(text.encode()).hexdigest()[:12]
            once = f"group:{self.incoming.chat}:{self.me.id}:{said}:{self.now // self.house.policy.groups.numbers}"
        await self.post(self.incoming.chat, message, Way.REPLY, once=once)

    async def answer_with(self, message: Message, *, in_place: bool = False) -> None:
        """Answer with a ready message; a card comes fresh: at the end of the chat, or where the tapped button was."""
        if self.private_chat is None:
            return
        message = replace(message, fresh=message.card is not None, instead_of=self._tapped() if in_place else None)
        self._replied = True
        await self.post(self.private_chat, message, Way.REPLY, to=self.me)

    def _tapped(self) -> str | None:
        """The message whose button was tapped, for the first answer of a turn."""
        if self.incoming is None or not self.incoming.button or self.incoming.group or self._replied:
            return None
        return self.incoming.ref

    async def tell(
        self,
        person: Person,
        message: Message,
        way: Way = Way.STAFF,
        *,
        about: Order | Wish | None = None,
        answer_to: str | None = None,
        once: str | None = None,
        not_before: int = 0,
    ) -> bool:
        """Write to a person where they were last; False when they have no chat at all.

        answer_to: the chat to tell when it cannot be delivered. not_before: the moment until which it waits.
        """
        chat = person.chat
        if chat is None:
            return False
        await self.post(
            chat, message, way, about=about, answer_to=answer_to, once=once, not_before=not_before, to=person
        )
        return True

    async def post(
        self,
        chat: str,
        message: Message,
        way: Way,
        *,
        about: Order | Wish | None = None,
        answer_to: str | None = None,
        once: str | None = None,
        not_before: int = 0,
        to: Person | None = None,
    ) -> None:
        """to: whose chat it is, where that is known: what makes a sound there counts as asked of their role."""
        left = await outbox.post(
            self.tx,
            id=self.house.fresh(),
            chat=chat,
            lane=way,
            body=packed(message.to_json()),
            now=self.now,
            about=about.number if about else None,
            tell=answer_to,
            once=once,
            not_before=not_before,
            role=to.main_role if to and message.alert else None,
        )
        if not left:
            return
        if message.card:
            await cards.present(self.tx, chat, message.card)
        if message.card and message.buttons and message.alert:  # a quiet change further up is not what they see last
            options = [[b.label, b.data] for row in message.buttons for b in row]
            await people.set_menu(self.tx, chat, packed(options))
