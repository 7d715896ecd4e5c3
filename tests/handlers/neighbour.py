"""Somebody with a phone."""

import itertools
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dialogue.message import Incoming, Message
from domain.number import find
from domain.person import Person
from storage import people
from tests.handlers.phone import Phone, Tap

if TYPE_CHECKING:
    from tests.handlers.town import Town

message_ids = itertools.count(1)
LETTERS = str.maketrans("0123456789", "abcdefghij")  # so that no id has a door or a phone in it


@dataclass
class Neighbour:
    """What they do returns what they read then, as one text. toast: what the last tapped button showed."""

    town: "Town"
    name: str
    chat: str
    toast: str | None = None

    @property
    def id(self) -> str:
        return self.chat.partition(":")[2]

    @property
    def phone(self) -> Phone:
        return self.town.phone(self.chat)

    def message(self, text: str = "", *, group: str | None = None, **more: Any) -> Incoming:
        """As it would come in now, under a message id of its own."""
        usual: dict[str, Any] = {
            "message_id": f"m{next(message_ids)}".translate(LETTERS),
            "name": self.name,
            "text": text,
        }
        chat, here = group or self.chat, group is not None
        return Incoming("telegram", chat=chat, sender=self.chat, at=self.town.now, group=here, **usual | more)

    async def says(self, text: str = "", **more: Any) -> str:
        return await self.sends(self.message(text, **more))

    async def sends(self, incoming: Incoming, times: int = 1) -> str:
        outcomes = await self.town.hears(incoming, times)
        self.toast = outcomes[0].toast
        await self.town.delivers()
        return self.phone.looks()

    async def opens(self, payload: str, **more: Any) -> str:
        """A link, or a QR code on a wall."""
        return await self.says(start=payload, **more)

    async def taps(self, *labels: str, group: str | None = None) -> str:
        """One button after the other, in their own chat or in a group."""
        for label in labels:
            read = await self.presses(self.town.phone(group or self.chat).button(label), group=group)
        return read

    async def presses(self, tap: Tap, group: str | None = None) -> str:
        return await self.says(button=tap.data, ref=tap.ref, tap="spinning", group=group)

    async def reports(self, text: str = "3号楼1单元水管漏水", *answers: str, **more: Any) -> str:
        """Write, answer by tapping, send; returns the order's number."""
        await self.says(text, **more)
        read = await self.taps(*answers, "Send")
        return find(read)[0]

    def button(self, label: str) -> Tap:
        return self.phone.button(label)

    def labels(self) -> list[str]:
        return self.phone.labels()

    def card(self, number: str) -> Message:
        return self.phone.card(number)

    def reads(self) -> str:
        """What has come since they last looked."""
        return self.phone.looks()

    async def person(self) -> Person:
        found = await self.town.database.read(partial(people.person_of, chat_id=self.chat))
        assert found is not None
        return found
