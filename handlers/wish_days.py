"""When a wish comes true: either side proposes a day and a time, which suits the other, or they propose another."""

from dataclasses import dataclass
from datetime import time, timedelta

from dialogue.message import N_, Button
from dialogue.question import Option, Refused, Reply
from dialogue.say import Say, say
from dialogue.talk import Ask
from domain.calendar import at, day_of
from domain.permit import NotYours
from domain.wish import Wish, WishState, WishStep
from domain.wish_clock import Nag, plan
from handlers import talking
from handlers.activity_questions import Hour
from handlers.days import Day, from_here
from handlers.look import Look
from handlers.promising import when
from handlers.turn import Refusal, Turn
from handlers.wish_card import card_for, data
from handlers.wish_matter import change, how_it_stands, load, read, remember
from handlers.wish_showing import doers, owners, refresh, tell
from storage import wish_days as days

AHEAD = 60  # days
PARTS = {
    time(9): N_("In the morning, 9:00"),
    time(14): N_("In the afternoon, 14:00"),
    time(18, 30): N_("In the evening, 18:30"),
}
BY_DAY = time(6)  # "at three" is no hour of the night


@dataclass(frozen=True, slots=True)
class AgreeOn:
    """moment: UTC seconds. before: what was agreed when they were asked."""

    number: str
    moment: int
    before: int | None


@dataclass(frozen=True)
class PartOfDay(Hour):
    """over: what o'clock it is, where the day is today."""

    among: tuple[time, ...] = tuple(PARTS)
    over: time | None = None

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(f"{hour:%H:%M}", say(PARTS[hour])) for hour in self.among)

    def read(self, reply: Reply) -> time:
        hour = super().read(reply)
        if reply.option is None and hour < BY_DAY and not set(reply.text) & set("早晨上aA"):
            hour = hour.replace(hour=hour.hour + 12)
        if self.over is not None and hour <= self.over:
            raise Refused(say(N_("That is over already. Please choose a later time.")))
        return hour


async def ask_day(turn: Turn, rest: str) -> None:
    """The button of both sides; however old it is, what is agreed now is what they are asked about."""
    wish = await _to_be_agreed(turn, read(rest)[0])
    await talking.begin(turn, "wish_day", {"number": wish.number, "before": wish.agreed_at})


async def _to_be_agreed(turn: Turn, number: str) -> Wish:
    wish = await load(turn, number, "wish.agree")
    if turn.me.id not in (*owners(wish), wish.claimer):
        raise NotYours
    if wish.state is not WishState.CLAIMED:
        raise Refusal(how_it_stands(wish))
    if wish.off_at is not None:
        raise Refusal(say(N_("{number} is about to change hands; a day is found once that is settled."), number=number))
    return wish


async def which_day(ask: Ask, look: Look, number: str, before: int | None) -> AgreeOn:
    zone = look.policy.rules.calendar.zone
    today = day_of(look.now, zone)
    now = (look.now - at(today, time(0), zone)) // 60
    over = time(min(now // 60, 23), now % 60)
    prompt = say(N_("Which day suits {number}? Tap, or write one like 12-24."), number=number)
    first = today if over < max(PARTS) else today + timedelta(days=1)
    among = from_here(first, range(7))
    day = await ask("day", Day(prompt, today, today, today + timedelta(days=AHEAD), among))
    left = tuple(hour for hour in PARTS if day > today or hour > over)
    prompt = say(N_("At what time? Tap, or write one like 15:30."))
    hour = await ask("hour", PartOfDay(prompt, left, over if day == today else None))
    return AgreeOn(number, at(day, hour, zone), before)


async def agree(turn: Turn, command: AgreeOn) -> None:
    """What one proposes stands until the other proposes something else."""
    wish = await _to_be_agreed(turn, command.number)
    if wish.agreed_at != command.before and wish.agreed_at is not None:
        sentence = N_("They were a moment faster and propose: {when}. Does it suit you?")
        await turn.say(_said(turn, sentence, wish.agreed_at), *_answers(turn, wish))
        return
    if command.moment <= turn.now:
        raise Refusal(say(N_("That is over already. Please choose a later time.")), again=True)
    wish = await change(turn, wish, WishStep.AGREE, agreed_at=command.moment)
    await refresh(turn, wish)
    sentence = N_("📅 {number}: they propose {when}. Does it suit you?")
    await tell(turn, await _others(turn, wish), wish, sentence, *_answers(None, wish), when=_when(turn, wish))
    await turn.answer_with(await card_for(turn, wish, turn.me))
    await turn.say(_said(turn, N_("I tell them: {when}. If it does not suit them you read it here."), command.moment))


async def fine(turn: Turn, rest: str) -> None:
    """It suits them: the other side knows, and the wisher's word opens the door to whoever comes."""
    number, moment = read(rest)
    wish = await _to_be_agreed(turn, number)
    if wish.agreed_at is None or wish.agreed_at != moment:
        await turn.answer_with(await card_for(turn, wish, turn.me))
        raise Refusal(say(N_("There is another day by now; please have a look.")))
    if not await days.said_fine(turn.tx, wish, turn.me.id):  # once is enough, however often it is tapped
        await remember(turn, wish, days.FINE, str(wish.agreed_at), version=False)
        await refresh(turn, wish)
        sentence = N_("👍 {number}: {when} suits them, too.")
        await tell(turn, await _others(turn, wish), wish, sentence, when=_when(turn, wish))
    reminds = any(one.nag is Nag.EVE and one.moment > turn.now for one in plan(wish, turn.house.policy)[0])
    known = N_("Lovely, they know. I remind you the day before.") if reminds else N_("Lovely, they know.")
    await turn.say(turn.speak(known))


async def _others(turn: Turn, wish: Wish) -> list[str | None]:
    """The other side, and whoever helps."""
    return [id for id in (*owners(wish), *await doers(turn, wish)) if id != turn.me.id]


def _answers(turn: Turn | None, wish: Wish) -> tuple[Button, Button]:
    """In the words of whoever is here; untold, `tell` finds those of its reader."""
    speak = turn.speak if turn else str
    suits = Button(speak(N_("All right")), f"wfine {wish.number} {wish.agreed_at}")
    return suits, Button(speak(N_("Another day")), data("wday", wish))


def _when(turn: Turn, wish: Wish) -> Say:
    assert wish.agreed_at is not None
    return when(turn, wish.agreed_at)


def _said(turn: Turn, sentence: str, moment: int) -> str:
    return say(sentence, when=when(turn, moment)).said(turn.speak)
