"""Which volunteers are asked first, and how often one may be asked."""

from dataclasses import dataclass

from domain.order import DAY


@dataclass(frozen=True, slots=True)
class Offering:
    """How wishes are offered and talents are asked.

    a_ring: volunteers one round of offers reaches. a_week: offers one volunteer gets unless they say otherwise.
    asks_a_week: questions from the office to one talent. silence: seconds until an unanswered one lapses. link: seconds
    a nomination may be opened.
    """

    a_ring: int = 8
    a_week: int = 3
    asks_a_week: int = 2
    silence: int = 3 * DAY
    link: int = 7 * DAY
