"""How a neighbourhood handles wishes: how many at a time, for how long each ring is asked, until when one waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.calendar import Span
from domain.category import plain
from domain.place import Kind
from domain.wish import WishKind

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Wishing:
    """Seconds, where it is not said otherwise.

    wishes, claims: how many of one person may be open at a time. approve: until the desk has looked at it.
    rings: how long a wish is offered around its building, compound ... before the next ring; offer: between two rounds.
    lapse: how long a wish without a date waits to be claimed. agree: until claimer and wisher have a date.
    fulfil: after that date, until it is released. hand_over: until a request to hand it over is granted by itself.
    confirm: until the wisher is asked once more; unconfirmed: until it is closed without an answer.
    words: what speaks for a kind of wish.
    """

    wishes: int = 3
    claims: int = 3
    approve: Span = field(default_factory=lambda: Span(4 * HOUR, working=True))
    rings: Mapping[Kind, int] = field(
        default_factory=lambda: {Kind.BUILDING: 2 * HOUR, Kind.COMPOUND: DAY, Kind.COMMUNITY: 3 * DAY}
    )
    offer: int = 4 * HOUR
    lapse: int = 30 * DAY
    agree: int = 2 * DAY
    fulfil: int = 2 * DAY
    hand_over: int = DAY
    confirm: int = DAY
    unconfirmed: int = 10 * DAY
    words: Mapping[WishKind, tuple[str, ...]] = field(default_factory=dict)

    def kind_of(self, text: str) -> WishKind | None:
        """The first kind that a word of the text speaks for."""
        said = plain(text)
        return next((kind for kind, words in self.words.items() if any(plain(word) in said for word in words)), None)
