"""A new activity: what, where, when and for how many; shown once as a whole, then announced."""

from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from dialogue.message import N_
from dialogue.question import Choice, Confirm, Option, Text
from dialogue.say import Say, plain, say
from dialogue.talk import Ask
from domain import activity as rules
from domain import mask
from domain.activity import DAY, HOUR, Activity, Kind, Look
from domain.calendar import at, day_of
from domain.permit import check
from handlers import activity_card, activity_words, placing, talking
from handlers.activity_questions import Hour, HowMany
from handlers.activity_rights import areas, matter_at
from handlers.days import Day, from_here
from handlers.look import Look as Reading
from handlers.turn import Refusal, Turn
from handlers.where import HERE
from storage import activities

AHEAD = 90  # days
TOO_SOON = N_("Sign-up would be over before anybody has read of it. Please choose a later time.")
BELOW = ("community", "compound", "building")
LENGTHS = (60, 90, 120, 180, 240, 480)  # minutes
BEFORE = {"start": 0, "2h": 2 * HOUR, "day": DAY}
UNTIL = {
    "start": N_("Until it begins"),
    "2h": N_("Until two hours before"),
    "day": N_("Until the day before"),
}


@dataclass(frozen=True, slots=True)
class Organise:
    """seats: 0 is no limit; helpers: 0 is none. until: when sign-up ends."""

    kind: Kind
    title: str
    words: str
    place: str
    spot: str
    starts_at: int
    minutes: int
    seats: int
    helpers: int
    until: int


async def new(turn: Turn, number: str, rest: str) -> None:
    """The button under /activities."""
    mine = areas(await turn.places(), turn.me)
    if not mine:
        raise Refusal(
            say(N_("Activities are announced by those who work for the neighbourhood. Ask your grid worker!"))
        )
    await talking.begin(turn, "activity", {"areas": mine})


async def what_and_when(ask: Ask, look: Reading, areas: list[str]) -> Organise | None:
    zone = look.policy.rules.calendar.zone
    kinds = tuple(Option(kind, say(name)) for kind, name in activity_words.KINDS.items())
    kind = Kind(await ask("kind", Choice(say(N_("What kind of activity is it?")), kinds)))
    title = await ask("title", Text(say(N_("What shall it be called? A few words.")), limit=40))
    place = await _which_place(ask, look, areas)
    spot = await ask("where.spot", Text(say(N_("Where exactly? For example: the east gate.")), limit=60))
    starts_at = await _when(ask, look, zone)
    lengths = tuple(Option(str(minutes), _length(minutes)) for minutes in LENGTHS)
    length = await ask("when.length", Choice(say(N_("How long does it take?")), lengths))
    prompt, none = say(N_("For how many people? Tap, or write a number.")), say(N_("No limit"))
    seats = await ask("many.seats", HowMany(prompt, 0, 10_000, (10, 20, 30, 60), none))
    prompt, none = say(N_("How many helpers do you want? Their hours are credited.")), say(N_("No helpers"))
    helpers = await ask("many.helpers", HowMany(prompt, 0, 200, (2, 4, 6, 10), none))
    prompt = say(N_("What else should people know? For example: bring your health card."))
    words = await ask("words", Text(prompt, limit=400), "")
    until = await _until(ask, look, starts_at)
    made = Organise(kind, title, words, place, spot, starts_at, int(length), seats, helpers, until)
    return made if await ask("send", await _summary(look, made, zone)) else None


async def _which_place(ask: Ask, look: Reading, mine: list[str]) -> str:
    """All of an area, or something in it: one step down after the other."""
    path = mine[0]
    if len(mine) > 1:
        among = tuple([Option(place, plain(await look.name(place))) for place in mine])
        path = await ask("where.place.0", Choice(say(N_("For which place is it?")), among))
    depth = 0
    while below := await look.below(path, *BELOW):
        depth += 1
        here = Option(HERE, say(N_("All of {place}"), place=plain(await look.name(path))))
        among = (here, *(Option(place.path, plain(place.name)) for place in below))
        chosen = await ask(f"where.place.{depth}", Choice(say(N_("Who is it for?")), among))
        if chosen == HERE:
            break
        path = chosen
    return path


async def _when(ask: Ask, look: Reading, zone: tzinfo) -> int:
    today = day_of(look.now, zone)
    last = today + timedelta(days=AHEAD)
    prompt = say(N_("On which day? Tap, or write one like 12-24."))
    day = await ask("when.day", Day(prompt, today, today, last, from_here(today, range(8))))
    hour = await ask("when.hour", Hour(say(N_("At what time does it begin? For example 14:30."))))
    return at(day, hour, zone)


def _length(minutes: int) -> Say:
    if minutes < 120:
        return say(N_("{count} minutes"), count=minutes)
    return say(N_("{count} hours"), count=minutes // 60)


async def _until(ask: Ask, look: Reading, starts_at: int) -> int:
    """Proposed, and changed by who wants to: the earliest end that leaves people a day."""
    possible = [name for name, before in BEFORE.items() if starts_at - before > look.now + HOUR] or ["start"]
    usual = next(
        (name for name in ("day", "2h") if name in possible and starts_at - BEFORE[name] > look.now + DAY), None
    )
    among = tuple(Option(name, say(UNTIL[name])) for name in possible)
    prompt = say(N_("Until when can people sign up?"))
    return starts_at - BEFORE[await ask("until", Choice(prompt, among), usual or possible[0])]


async def _summary(look: Reading, made: Organise, zone: tzinfo) -> Confirm:
    ends_at = made.starts_at + made.minutes * 60
    sentence = N_(
        "Please check:\n{kind}: {title}\n🗓 {when}\n📍 {place}, {spot}\n{seats}\n🤝 Helpers wanted: {helpers}\n"
        "✍️ Sign up until {until}{extra}"
    )
    lines = say(
        sentence,
        kind=say(activity_words.KINDS[made.kind]),
        title=plain(made.title),
        when=activity_words.from_to(made.starts_at, ends_at, zone),
        place=plain(await look.name(made.place)),
        spot=plain(made.spot),
        seats=activity_words.seats(made.seats or None, {}),
        helpers=made.helpers,
        until=activity_words.moment(made.until, zone),
        extra=_extra(made),
    )
    changes = {
        "title": say(N_("Change the title")),
        "words": say(N_("Change the words")) if made.words else say(N_("Add some words")),
        "where": say(N_("Change the place")),
        "when": say(N_("Change the time")),
        "many": say(N_("Change how many")),
        "until": say(N_("Change the end of sign-up")),
    }
    return Confirm(lines, changes=changes, yes=say(N_("📣 Announce it")))


def _extra(made: Organise) -> Say:
    """Everybody reads it: a phone in it may be meant, and may be a slip."""
    words = plain(f"\n📝 {made.words}" if made.words else "")
    if all(mask.text(said) == said for said in (made.title, made.words)):
        return words
    warning = N_("{words}\n⚠️ There seems to be a phone number, a door or a name in it. Everybody will read that.")
    return say(warning, words=words)


async def organise(turn: Turn, command: Organise) -> None:
    """Kept at once; announced by the clock, which leaves people alone in the night."""
    tree = await turn.places()
    check("activity.organise", turn.me, matter_at(tree, turn.me, command.place))
    gathering, manners = turn.house.policy.gathering, turn.house.policy.at(command.place)
    if await activities.made_since(turn.tx, turn.me.id, turn.now - DAY) >= gathering.organised:
        raise Refusal(say(N_("You have announced {count} activities today. More tomorrow!"), count=gathering.organised))
    announced_at = rules.announced_at(turn.now, manners.quiet, manners.calendar.zone)
    if announced_at >= command.until:
        announced_at = manners.quiet.ends(turn.now, manners.calendar.zone)
    if announced_at >= command.until:
        raise Refusal(say(TOO_SOON), again=True)
    activity = await _made(turn, command, announced_at)
    await activities.add(turn.tx, activity)
    await activity_card.present(turn, activity, _receipt(turn, activity))


async def _made(turn: Turn, command: Organise, announced_at: int) -> Activity:
    made = Activity(
        id=turn.house.fresh(),
        number=await placing.unused_number(turn),
        kind=command.kind,
        title=command.title,
        words=command.words,
        place=command.place,
        spot=command.spot,
        starts_at=command.starts_at,
        ends_at=command.starts_at + command.minutes * 60,
        until=command.until,
        seats=command.seats or None,
        helpers=command.helpers,
        organiser=turn.me.id,
        made_at=turn.now,
    )
    return replace(made, look=Look.ANNOUNCE, look_at=announced_at)


def _receipt(turn: Turn, activity: Activity) -> Say:
    if activity.look_at == turn.now:
        return say(N_("👍 It is being announced now."))
    when = activity_words.moment(activity.look_at or turn.now, turn.house.zone)
    return say(N_("👍 Kept. It will be announced at {when}."), when=when)
