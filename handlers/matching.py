"""Offering a wish to volunteers: the next few of its ring, each within their own limits, nobody against their will."""

from dataclasses import replace
from datetime import datetime

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, plain, say
from domain.calendar import day_of
from domain.matching import Kinds, households, ranked, times_of, week_of
from domain.permit import may
from domain.person import Person, Role
from domain.place import Kind, around, covers, kind
from domain.wish import Wish, WishKind
from handlers.days import day_of_year
from handlers.look import place_name
from handlers.turn import Refusal, Turn
from handlers.wish_matter import matter_of
from handlers.wish_names import KIND_ICONS
from storage import people, volunteers
from storage.outbox import Way
from storage.volunteers import Seen, Wanted

MORE = 4  # candidates beyond those who are asked: one or the other may turn out not to be allowed to
ROUNDS = 3  # looks at one ring, where those at the head of the line cannot be reached
OFFER = N_("{icon} A wish from your neighbourhood ({place}):\n{words}")
BY_DAY = N_("📅 By {day}")
WEEKLY = N_("🔁 Every week")
TWO = N_("👥 For two people together")


async def offer(turn: Turn, wish: Wish, but: frozenset[str] = frozenset()) -> int:
    """To how many it was offered now; nobody at night. but: who has to do with the wish, and is not asked."""
    rules = turn.house.policy.at(wish.place)
    if rules.quiet.holds(turn.now, rules.calendar.zone):
        return 0
    but |= frozenset(filter(None, (wish.poster, wish.wisher, wish.claimer)))
    wanted, asked = _wanted(turn, wish), 0
    found = await _candidates(turn, wish, wanted, but)
    for one in ranked([seen.one for seen in found.values()], wish.place, wish.skill):
        if asked == turn.house.policy.offering.a_ring:
            break
        asked += await _offer_to(turn, wish, wanted, found[one.person])
    return asked


def _wanted(turn: Turn, wish: Wish) -> Wanted:
    calendar = turn.house.policy.at(wish.place).calendar
    here = datetime.fromtimestamp(turn.now, calendar.zone)
    return Wanted(
        wish=wish.number,
        times=times_of(here, here.date() in calendar.off),
        kind=Kinds[wish.kind.name],
        week=week_of(here.date()),
        a_week=turn.house.policy.offering.a_week,
        now=turn.now,
    )


async def _candidates(turn: Turn, wish: Wish, wanted: Wanted, but: frozenset[str]) -> dict[str, Seen]:
    """Enough of them: who has the skill first, from the nearest ring outwards."""
    homes = households([wish.home, *[await _home(turn, person) for person in sorted(but)]])
    enough = turn.house.policy.offering.a_ring + MORE
    found: dict[str, Seen] = {}
    for skill in _skills(wish):
        for area in await _areas(turn, wish):
            for seen in await _of_area(turn, area, replace(wanted, skill=skill), enough + len(found) + len(but)):
                if seen.one.person not in but and not {seen.one.home, seen.lives} & set(homes):
                    found.setdefault(seen.one.person, seen)
            if len(found) >= enough:
                return found
    return found


def _skills(wish: Wish) -> tuple[str | None, ...]:
    """A wish that is for a skill is for those who have it; else they come first, and others may do as well."""
    if wish.skill is None:
        return (None,)
    return (wish.skill,) if wish.kind is WishKind.SKILL else (wish.skill, None)


async def _areas(turn: Turn, wish: Wish) -> list[str]:
    """The rings up to its reach, the nearest first; of a street each community."""
    rings = [around(wish.place, ring) for ring in (Kind.BUILDING, Kind.COMPOUND, Kind.COMMUNITY)]
    found = [ring for ring in rings if ring and covers(wish.reach, ring)]
    if kind(wish.reach) in (Kind.STREET, Kind.CITY):
        tree = await turn.places()
        found += [place.path for place in tree.of_kind(Kind.COMMUNITY) if covers(wish.reach, place.path)]
    return list(dict.fromkeys(found))


async def _of_area(turn: Turn, area: str, wanted: Wanted, limit: int) -> list[Seen]:
    """Whoever cannot be reached goes to the end of the line, so that the others behind them have their turn."""
    found: list[Seen] = []
    for _ in range(ROUNDS):
        seen = await volunteers.fitting(turn.tx, area, wanted, limit)
        found = [one for one in seen if one.there]
        for one in seen:
            if not one.there:
                await volunteers.pass_over(turn.tx, one.one.person, turn.now)
        if len(seen) < limit or len(found) * 2 >= limit:
            break
    return found


async def _home(turn: Turn, person_id: str) -> str | None:
    person = await people.person(turn.tx, person_id)
    return person.home if person else None


async def _offer_to(turn: Turn, wish: Wish, wanted: Wanted, seen: Seen) -> bool:
    person = await people.person(turn.tx, seen.one.person)
    if person is None or not person.holds(Role.VOLUNTEER):  # the role was taken back since
        await volunteers.forget(turn.tx, seen.one.person)
        return False
    if not may("wish.claim", person, matter_of(wish, person)):
        await volunteers.pass_over(turn.tx, seen.one.person, turn.now)
        return False
    if not await volunteers.offer(turn.tx, seen, wanted):
        return False
    message = _letter(turn, wish, person, place_name(await turn.places(), _shown_place(wish)))
    return await turn.tell(person, message, Way.BROADCAST, once=f"offer:{wish.number}:{person.id}")


def _shown_place(wish: Wish) -> str:
    """Roughly where: the building only to those who live in it."""
    return wish.reach if kind(wish.reach) is Kind.BUILDING else around(wish.place, Kind.COMPOUND) or wish.place


def _letter(turn: Turn, wish: Wish, person: Person, place: str) -> Message:
    speak = turn.speaks(person)
    lines = [say(OFFER, icon=KIND_ICONS[wish.kind], place=plain(place), words=plain(wish.shown)), *_more(turn, wish)]
    buttons = [
        Button(speak(N_("🙋 I do it")), f"wclaim {wish.number} {wish.version}"),
        Button(speak(N_("Not this time")), f"wpass {wish.number}"),
        Button(speak(N_("Fewer of these")), "vmine"),
    ]
    return Message("\n".join(line.said(speak) for line in lines), rows(buttons), card=f"offer:{wish.number}")


def _more(turn: Turn, wish: Wish) -> list[Say]:
    found = [say(WEEKLY)] if wish.weekly else []
    if wish.hands > 1:
        found.append(say(TWO))
    if wish.wanted_by is not None:
        found.append(say(BY_DAY, day=day_of_year(day_of(wish.wanted_by, turn.house.zone))))
    return found


async def not_this_time(turn: Turn, number: str) -> None:
    """The button under an offer: never asked for this wish again."""
    if not await volunteers.not_this_time(turn.tx, number, turn.me.id, turn.now):
        raise Refusal(say(N_("That was not offered to you. Write /volunteer to see how you help.")))
    await turn.say(turn.speak(N_("All right, another time. Thank you for looking!")), in_place=True)
