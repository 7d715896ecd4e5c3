"""When the clock may write to somebody: not at night, not while they snooze, and not too often."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.calendar import at, day_of
from domain.policy import Rules


@dataclass(frozen=True, slots=True)
class Spent:
    """What the clock wrote to one person: when last, and how often that day. snoozed: until when they want peace.

    rang: when last about what is urgent, which spends nothing.
    """

    last: int | None = None
    messages: int = 0
    snoozed: int | None = None
    rang: int | None = None

    def after(self, now: int, rules: Rules) -> "Spent":
        """One more message."""
        return replace(self, last=now, messages=self.today(now, rules) + 1)

    def today(self, now: int, rules: Rules) -> int:
        zone = rules.calendar.zone
        if self.last is None or day_of(self.last, zone) != day_of(now, zone):
            return 0
        return self.messages


def may_write_at(now: int, spent: Spent, rules: Rules) -> int:
    """The first moment, now or later, at which the clock may write about matters that are not urgent.

    Whoever had all of a day's messages hears of the rest in the next day's digest.
    """
    last, zone = spent.last, rules.calendar.zone
    moment = max(now, spent.snoozed or 0)
    # A clock that was set back is no reason for silence: what is still to come was not written.
    if last is not None and last <= now:
        moment = max(moment, last + rules.budget.gap)
    if last is not None and day_of(last, zone) <= day_of(now, zone) and spent.messages >= rules.budget.messages:
        moment = max(moment, next_morning(last, rules))
    return rules.quiet.ends(moment, zone)


def may_ring_at(now: int, spent: Spent, rules: Rules) -> int:
    """The same about what is urgent: at any hour, but a hundred fires are not a hundred messages."""
    if spent.rang is None or spent.rang > now:
        return now
    return max(now, spent.rang + rules.budget.urgent_gap)


def next_morning(now: int, rules: Rules) -> int:
    """Tomorrow, when the day's digest is due."""
    zone = rules.calendar.zone
    return at(day_of(now, zone) + timedelta(days=1), rules.digest, zone)
