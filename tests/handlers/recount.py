"""The figures, counted from how every order of the second telling stands."""

from collections.abc import Mapping, Sequence

from domain.order import Order
from tests.handlers.life import Life


def recounted(lives: Sequence[Life], born: Mapping[str, Order]) -> dict[str, int]:
    """born: each order as it was reported, with what was promised then."""
    stars = [given for life in lives for given in life.stars]
    closings = [life.closing for life in lives if not life.open]
    answers = [(life.answered_at, born[life.number]) for life in lives if life.answered_at is not None]
    feedbacks = [(life.fed_back_at, born[life.number]) for life in lives if life.fed_back_at is not None]
    asked = [life.follow_up for life in lives if life.follow_up not in (None, "drawn")]
    found = {
        "placed": len(lives),
        "responded": len(answers),
        "response_seconds": sum(at - order.placed_at for at, order in answers),
        "responded_in_time": sum(at <= (order.answer_by or 0) for at, order in answers),
        "fed_back": len(feedbacks),
        "fed_back_in_time": sum(at <= (order.feedback_by or 0) for at, order in feedbacks),
        "urged": sum(life.urged for life in lives),
        "raised": sum(life.raised for life in lives),
        "reopened": sum(life.reopened for life in lives),
        "closed": len(closings),
        "fixed": closings.count("fixed"),
        "not_counted": closings.count("duplicate") + closings.count("withdrawn"),
        "unreviewed": closings.count("unreviewed"),
        "rated": len(stars),
        "satisfied": sum(given >= 4 for given in stars),
        "stars": sum(stars),
        "followed_up": len(asked),
        "came_back": asked.count("back"),
    }
    return {name: n for name, n in found.items() if n}
