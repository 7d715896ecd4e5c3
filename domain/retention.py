"""How long what people told us is kept, once nobody needs it any more."""

from dataclasses import dataclass

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Retention:
    """In seconds. contact, pictures: after closing; web_chat: after it was shown; unused: since the last visit.

    batch: rows that are cleared in one unit of work, so that whoever writes meanwhile hardly waits.
    """

    contact: int = 90 * DAY
    pictures: int = 180 * DAY
    web_chat: int = 180 * DAY
    unused: int = 365 * DAY
    letters: int = 7 * DAY
    batch: int = 50

    @staticmethod
    def days(seconds: int) -> int:
        return max(1, round(seconds / DAY))
