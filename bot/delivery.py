"""What became of a letter, and writing it down with what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.person import SYSTEM
from handlers import group_asking, group_lost, reaching
from handlers.turn import House, Turn
from storage import cards, claims, outbox, people
from storage.cards import Sent
from storage.database import Tx
from storage.outbox import Letter


@dataclass(frozen=True, slots=True)
class Delivered:
    """ref: the message that shows it now, and the card where it is one.

    no_topic: the topic a group was to hear it in, which is gone: it was said where everybody writes.
    """

    card: str | None
    ref: str | None
    no_topic: str | None = None


@dataclass(frozen=True, slots=True)
class Postponed:
    """tried: it counts as one of the tries after which a letter is given up."""

    seconds: float
    error: str
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """gone: the person cannot be reached at all any more."""

    error: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Shifted:
    """The chat has another address."""

    address: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Claimed by this postman, but not tried."""

    letters: Sequence[str]


Known = Delivered | Postponed | Failed | Shifted
Fate = Known | GiveBack


class Delivery:
    """`record` is a unit of work; it writes nothing of a letter that is with another postman by now."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def record(self, tx: Tx, letter: Letter, fate: Fate, now: int) -> None:
        if isinstance(fate, GiveBack):
            await claims.give_back(tx, letter.claimed_by or "", fate.letters)
        elif await claims.is_with(tx, letter, or_nobody=isinstance(fate, Delivered)):
            await self._ours(tx, letter, fate, now)

    async def _ours(self, tx: Tx, letter: Letter, fate: Known, now: int) -> None:
        match fate:
            case Delivered():
                await self._delivered(tx, letter, fate, now)
            case Postponed(seconds, error, tried):
                await outbox.later(tx, letter.id, max(1, round(seconds)), error, now, tried=tried)
            case Failed():
                await self._failed(tx, letter, fate, now)
            case Shifted(address):
                await people.move_chat(tx, letter.chat, address)
                await cards.move(tx, letter.chat, address)
                await outbox.moved(tx, letter.chat, address)
                await claims.give_back(tx, letter.claimed_by or "", [letter.id])

    async def _delivered(self, tx: Tx, letter: Letter, fate: Delivered, now: int) -> None:
        if fate.no_topic:
            await group_lost.topic_gone(Turn(tx, self._house, SYSTEM, now), letter.chat, fate.no_topic)
        await outbox.sent(tx, letter.id, fate.ref, now)
        if fate.card and fate.ref:
            await cards.sent_as(tx, letter.chat, fate.card, Sent(fate.ref, letter.id))

    async def _failed(self, tx: Tx, letter: Letter, fate: Failed, now: int) -> None:
        turn = Turn(tx, self._house, SYSTEM, now)
        if fate.gone and await group_asking.ask_in_group(turn, letter.chat):
            await outbox.sent(tx, letter.id, None, now)  # the group shows the way to it instead
        else:
            await outbox.failed(tx, letter.id, fate.error, now)
        if fate.gone and await people.set_reachable(tx, letter.chat, False):
            await reaching.lost(turn, letter.chat)
        if letter.tell and letter.about:
            await reaching.undelivered(turn, letter.tell, letter.about)
