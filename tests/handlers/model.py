"""The life of an order as the issue tells it, written down a second time: small, slow and independent of the product.

`after` says how an order stands after somebody did something, `looked_at` after the clock did.
"""

from dataclasses import replace
from itertools import pairwise

from tests.handlers.hours import five_o_clock, local
from tests.handlers.life import ADDRESSED, COMPANY, DRAWN, ROLE, RUNGS, Life
from tests.handlers.town import DAY, MINUTE
from tests.handlers.who_may import may, may_give

SHARE = 0.5  # of what is closed is asked about again
LONGEST = 7 * DAY  # a pause
# These leave a pause, and the wish for more time, as they are; or see to it themselves.
ASIDE = ("urge", "pause", "resume", "longer", "grant", "deny", "reply", "raise", "hard")
ANSWERS = ("give", "keep", "refuse", "merge", "accept", "pick")
FEEDBACKS = ("progress", "plan", "pause", "finish", "refuse", "merge")


def after(
    life: Life, who: str, word: str, now: int, *, to: str = "", stars: int = 0, late: bool = False
) -> Life | None:
    """None where it cannot be done. late: the deadline is over."""
    if word == "give" and not may_give(who, to, life):
        return None
    if not may(who, word, life):
        return None
    if word == "raise" and (not late or life.paused_why):
        return None
    moved = _moved(life, who, word, now, to, stars)
    if moved is None:
        return None
    if word == "reply":
        return _goes_on(answered(moved, who, now), who)
    moved = replace(moved, version=life.version + 1)
    moved = moved if word in ASIDE else at_work(moved)
    if word in FEEDBACKS and moved.feedback_at is None:
        moved = replace(moved, feedback_at=now, fed_back_at=moved.fed_back_at if moved.reopened else now)
    return answered(moved, who, now) if word in ANSWERS else moved


def _goes_on(life: Life, who: str) -> Life:
    """What waits for the resident goes on when they write."""
    waits = who == life.author and life.paused_why == "resident"
    return replace(life, paused_why=None, version=life.version + 1) if waits else life


def at_work(life: Life) -> Life:
    return replace(life, paused_why=None, wanted_until=None, wanted_by=None)


def answered(life: Life, who: str, now: int) -> Life:
    return life if life.answered_at is not None or who == life.author else replace(life, answered_at=now)


def _moved(life: Life, who: str, word: str, now: int, to: str, stars: int) -> Life | None:
    """A table of states, as the product has one; but this one says what comes of it, not how."""
    done = replace(closed(life, "fixed", life.closed_at or now), rating=stars, stars=(*life.stars, stars))
    team, assignee = (to, None) if to == COMPANY else (None, to)
    given = replace(life, state="dispatched", assignee=assignee, team=team)
    back = put_back(life)
    urgent, accepted = replace(life, lane="urgent"), replace(life, state="accepted", assignee=who, accepted_at=now)
    denied = replace(life, wanted_until=None, wanted_by=None)
    ends = {"refuse": "not_ours", "merge": "duplicate", "cancel": "withdrawn"}
    early: dict[str, Life | None] = {word: closed(life, why, now) for word, why in ends.items()}
    early |= {"give": given, "keep": replace(accepted, team=None)}
    early |= {"urgent": urgent, "urge": _urged(life, now), "raise": raised(life), "hard": _difficult(life)}
    moves: dict[str, dict[str, Life | None]] = {
        "placed": early | {"pick": accepted},
        "dispatched": early | {"accept": accepted, "decline": back},
        "accepted": {word: early[word] for word in ("urgent", "urge", "raise", "hard")}
        | {
            "decline": back,
            "progress": life,
            "plan": _planned(life, who, now),
            "pause": _paused(life, now, "resident" if stars % 2 else "parts"),
            "resume": replace(life, paused_why=None) if life.paused_why else None,
            "longer": replace(life, wanted_until=wished(life, now)[0], wanted_by=who),
            "grant": replace(denied, planned_at=life.wanted_until) if (life.wanted_until or 0) > now else None,
            "deny": denied if life.wanted_until else None,
            "finish": replace(life, state="finished"),
        },
        "finished": {"fixed": done, "unfixed": _unfixed(life, who, now)},
        "closed": {
            "fixed": done if _lapsed_lately(life, now) else None,
            "unfixed": _reopened(life) if _done_lately(life, now) and life.reopened < 2 else None,
            "held": replace(life, follow_up="held") if life.follow_up == "asked" else None,
            "back": replace(life, follow_up="back") if life.follow_up == "asked" else None,
            "sign": _signed(life) if _to_be_signed(life) else None,
            "object": replace(life, signed=False) if _to_be_signed(life) else None,
        },
    }
    said = life if who != life.author or _readers(life) else None
    return said if word == "reply" else moves[life.state].get(word)


def _unfixed(life: Life, who: str, now: int) -> Life | None:
    """The third time the resident says so, it is closed as that."""
    if life.reopened < 2:
        return _reopened(life)
    return closed(life, "not_fixed", now) if who == life.author else None


def _reopened(life: Life) -> Life:
    back = replace(put_back(life), closing=None, closed_at=None, rating=None, feedback_at=None)
    back = replace(back, lot=None, follow_up=None, signed=None)
    return replace(back, rung=above(life.rung) or life.rung, reopened=life.reopened + 1)


def put_back(life: Life) -> Life:
    return replace(life, state="placed", assignee=None, team=None, accepted_at=None, planned_at=None)


def raised(life: Life) -> Life | None:
    """An urgent matter stays with whoever is at it, and the rung above watches."""
    up, stays = above(life.rung), life.lane == "urgent" and life.state == "accepted"
    moved = life if stays else at_work(put_back(life))
    return replace(moved, rung=up, raised=life.raised + 1) if up else None


def _difficult(life: Life) -> Life | None:
    return raised(replace(life, lane="difficult" if life.lane == "ordinary" else life.lane))


def _urged(life: Life, now: int) -> Life | None:
    early = life.urged_at is not None and now < life.urged_at + 30 * MINUTE
    return None if early else replace(life, urged=life.urged + 1, urged_at=now)


def _planned(life: Life, who: str, now: int) -> Life | None:
    """Tomorrow; whoever can ask for more time cannot put off a promised day alone."""
    until = five_o_clock(now, 1)
    later = life.planned_at is not None and until > life.planned_at
    return None if later and ROLE[who] in "VGPS" else replace(life, planned_at=until)


def _paused(life: Life, now: int, why: str) -> Life | None:
    """Until tomorrow; not again and again."""
    promised = max(life.accepted_at or 0, life.planned_at or 0)
    if life.paused_why or five_o_clock(now, 1) > promised + 2 * LONGEST:
        return None
    return replace(life, paused_why=why)


def wished(life: Life, now: int) -> tuple[int, int]:
    """One day more than was promised: the moment, and in how many days that is."""
    days = max(0, (local(life.planned_at or now).date() - local(now).date()).days) + 1
    return five_o_clock(now, days), days


def _to_be_signed(life: Life) -> bool:
    return life.signed is None and life.closing in ("fixed", "unreviewed")


def _signed(life: Life) -> Life:
    return replace(life, signed=True, closing="fixed")


def _lapsed_lately(life: Life, now: int) -> bool:
    """The resident has not said anything yet; the committee may have."""
    unsaid = life.closing == "unreviewed" or (life.signed is True and life.rating is None)
    return unsaid and now <= (life.closed_at or 0) + 30 * DAY


def _done_lately(life: Life, now: int) -> bool:
    return life.closing in ("fixed", "unreviewed") and now <= (life.closed_at or 0) + 7 * DAY


def _readers(life: Life) -> set[str]:
    """Who reads what the resident writes: whoever has it, else the desk."""
    if life.assignee:
        return {life.assignee}
    if life.team:
        return {"zhang", "qian"}
    return ADDRESSED[life.rung] - {life.author}


def closed(life: Life, closing: str, now: int) -> Life:
    drawn = closing in ("fixed", "not_fixed", "unreviewed") and life.lot is None
    return replace(life, state="closed", closing=closing, closed_at=now, lot=DRAWN if drawn else life.lot)


def with_lot(life: Life, lot: int | None) -> Life:
    """Half of them, and all that were reopened, are asked about again."""
    if life.lot != DRAWN or lot is None:
        return life
    wins = life.reopened or lot < SHARE * 10_000
    return replace(life, lot=lot, follow_up="drawn" if wins else None)


def above(rung: str) -> str | None:
    return dict(pairwise(RUNGS)).get(rung)


def looked_at(life: Life, nag: str, now: int) -> Life:
    """What the clock did; all but these leave the order as it is."""
    moved = {
        "resume": replace(life, paused_why=None),
        "raise": raised(life) if life.open else None,
        "lapse": closed(at_work(life), "unreviewed", now),
        "follow_up": replace(life, follow_up="asked"),
        "let_go": replace(life, follow_up="silent"),
    }.get(nag)
    return replace(moved, version=life.version + 1) if moved else life
