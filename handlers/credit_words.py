"""How hours, points, and what they were for are said."""

from collections.abc import Mapping

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.ledger import MINUTES, Line
from domain.points import Credits, Less

HOUR = 60


def duration(minutes: int) -> Say:
    """1 小时 30 分"""
    hours, left = divmod(minutes, HOUR)
    if not hours:
        return say(N_("{minutes} min"), minutes=left)
    return say(N_("{hours} h {minutes} min"), hours=hours, minutes=left) if left else say(N_("{hours} h"), hours=hours)


def amount(unit: str, count: int) -> Say:
    """Hours or points, without a sign."""
    return duration(count) if unit == MINUTES else say(N_("{points} points"), points=count)


def signed(unit: str, count: int) -> Say:
    """+1 h, -20 points"""
    return say(N_("+{amount}") if count > 0 else N_("-{amount}"), amount=amount(unit, abs(count)))


LESS: Mapping[Less, str] = {
    Less.FUTURE: N_("No hours were credited: that time is not over yet."),
    Less.BACKWARDS: N_("No hours were credited: it would have ended before it began."),
    Less.NO_TIME: N_("No hours were credited: it took no time, and the thanks are all yours."),
    Less.TOO_LONG: N_("No hours were credited: nobody helps longer than {longest} at a stretch."),
    Less.OVERLAP: N_("Part of that time was credited for other help already; no minute counts twice."),
    Less.DAY: N_("At most {a_day} of help a day are credited. Do take a rest!"),
    Less.PAIR: N_("At most {a_month} a month are credited for what the same person confirms."),
    Less.POINTS: N_("The limit for points is reached; the hours are credited in full."),
}


def why_less(less: Less | None, credits: Credits) -> Say | None:
    if less is None:
        return None
    lengths = {name: duration(getattr(credits, name)) for name in ("longest", "a_day", "a_month")}
    return say(LESS[less], **lengths)


# By the `why` of a line; what is not known here is told by its number alone.
WHYS: Mapping[str, str] = {
    "wish": N_("wish {number}"),
    "order": N_("report {number}"),
    "activity": N_("activity {number}"),
    "correction": N_("correction"),
    "redeem": N_("redeemed {number}"),
    "redeem_back": N_("given back {number}"),
}


def number_of(ref: str) -> str:
    """order:7K3MQ2 and wish:7K3MQ2:1 are about 7K3MQ2."""
    return [*ref.split(":"), ""][1]


def what_for(line: Line) -> Say:
    sentence = WHYS.get(line.why)
    return say(sentence, number=number_of(line.ref)) if sentence else plain(number_of(line.ref))
