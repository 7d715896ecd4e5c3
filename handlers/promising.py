"""What the resident may count on, in words: the next moment something was promised for, and every change of it."""

from datetime import timedelta

from dialogue.message import N_
from dialogue.say import Say, say
from domain import clock
from domain.order import Order
from handlers.names import WHY_PAUSED, day_name
from handlers.timeline import local
from handlers.turn import Turn

SOON = 90 * 60  # seconds: what is nearer is told in minutes


def when(turn: Turn, moment: int) -> Say:
    """Today's hour, tomorrow's, or the day."""
    there, here = local(moment, turn.house.zone), local(turn.now, turn.house.zone)
    if there.date() == here.date():
        return say(N_("{time}"), time=f"{there:%H:%M}")
    if there.date() == (here + timedelta(days=1)).date():
        return say(N_("tomorrow {time}"), time=f"{there:%H:%M}")
    return say(N_("{day} {time}"), day=day_name(there), time=f"{there:%H:%M}")


def receipt(turn: Turn, order: Order) -> Say:
    """The first line the resident reads: their number, and until when somebody answers."""
    by = order.answer_by or order.placed_at
    if order.proxy:
        promise = N_("Got it. The number is {number}; somebody will look after them by {when}.")
        return say(promise, number=order.number, when=when(turn, by))
    if by - order.placed_at <= SOON:
        promise = N_("Got it. Your number is {number}; somebody will answer within {minutes} minutes.")
        return say(promise, number=order.number, minutes=(by - order.placed_at) // 60)
    promise = N_("Got it. Your number is {number}; somebody will answer by {when}.")
    return say(promise, number=order.number, when=when(turn, by))


def lines(turn: Turn, order: Order) -> list[Say]:
    """What stands on every card: a pause, a planned day, until when there will be a word, how often it was urged."""
    found: list[Say] = []
    if order.paused_until:
        why = say(WHY_PAUSED.get(order.paused_why or "", WHY_PAUSED["other"]))
        found.append(say(N_("⏸ Paused until {when}: {why}"), when=when(turn, order.paused_until), why=why))
    if order.planned_at and order.open:
        day = day_name(local(order.planned_at, turn.house.zone))
        found.append(say(N_("📅 Planned for {day}"), day=day))
    elif order.responded_at is not None and not order.paused_until and (by := clock.promised(order)):
        late = N_("📅 A word of how it goes was promised by {when}; it is late, and the clock keeps at it")
        sentence = N_("📅 A word of how it goes by {when}") if by >= turn.now else late
        found.append(say(sentence, when=when(turn, by)))
    if order.urged and order.open:
        found.append(say(N_("📣 Urged: {count}"), count=order.urged))
    return found


def wanted(turn: Turn, order: Order) -> list[Say]:
    """For those who work on it: more time was asked for, and nobody has answered yet."""
    if order.wanted_until is None:
        return []
    day = day_name(local(order.wanted_until, turn.house.zone))
    return [say(N_("🙏 More time asked for: until {day}"), day=day)]
