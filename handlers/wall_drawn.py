"""The pictures of the wall, as drawings: a compound with its open wishes, and the thank-you poster of a month."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from dialogue.message import N_
from dialogue.say import Say, Speak, say
from domain import mask
from domain.calendar import MIDNIGHT, at
from domain.place import Kind, around
from handlers.look import place_name
from handlers.turn import packed
from storage import people, wish_thanks
from storage.database import Tx
from storage.places import Tree

CROWD = 3  # open wishes of a compound: of fewer, a building on a map would point at whoever wished
THANKS = 12
THANKS_READ = 500
MEDIA = "🎤📷 \n"  # what stands for thanks that were spoken, or are a picture: nothing to read


@dataclass(frozen=True, slots=True)
class Month:
    """What came true at and below a place in a month. thanks: twelve at most, as (words, masked name)."""

    first: date
    wishes: int
    people: int
    minutes: int
    thanks: tuple[tuple[str, str], ...] = ()
    more: int = 0

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> Say:
        return say(N_("{year}-{month}"), year=self.first.year, month=f"{self.first.month:02}")


def first_of(day: date, back: int = 0) -> date:
    """The first day of the day's month, or of one so many months before."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


async def month_of(tx: Tx, place: str, first: date, zone: tzinfo) -> Month:
    span = at(first, MIDNIGHT, zone), at(first_of(first + timedelta(days=31)), MIDNIGHT, zone)
    count, volunteers, minutes = await wish_thanks.fulfilled(tx, place, *span)
    said = [one for one in await wish_thanks.thanks_of(tx, place, *span, limit=THANKS_READ) if one.words.strip(MEDIA)]
    thanks = []
    for one in said[:THANKS]:
        helper = await people.person(tx, one.claimer)
        name = helper.name if helper else ""
        thanks.append((mask.text(one.words, [name]), mask.name(name)))
    return Month(first, count, volunteers, minutes, tuple(thanks), max(0, len(said) - THANKS))


def poster_of(month: Month, place: str, speak: Speak) -> str:
    """place: what it is called."""
    hours = month.minutes / 60
    return packed(
        {
            "kind": "poster",
            "title": speak(N_("{place} says thank you")).format(place=place),
            "subtitle": say(N_("Wishes that came true in {month}"), month=month.name).said(speak),
            "figures": [
                [f"{month.wishes:,}", speak(N_("wishes came true"))],
                [f"{month.people:,}", speak(N_("volunteers"))],
                [f"{hours:,.0f}" if hours >= 10 else f"{hours:.1f}".removesuffix(".0"), speak(N_("hours of help"))],
            ],
            "thanks": month.thanks,
            "more": speak(N_("… and {count} more.")).format(count=month.more) if month.more else "",
            "empty": speak(N_("The thanks of this month are kept in people's hearts.")),
            "foot": speak(N_("Every word of thanks is shown with the consent of whoever said it.")),
        }
    )


def map_of(tree: Tree, place: str, counts: Mapping[str, int], speak: Speak) -> str:
    """counts: open wishes by place. Buildings only of a compound, and only where nobody is pointed at."""
    total = sum(counts.values())
    by_building = Counter[str]()
    for path, count in counts.items():
        by_building[around(path, Kind.BUILDING) or ""] += count
    shown = tree.children(place, Kind.BUILDING) if total >= CROWD else []
    waiting = say(N_("Wishes waiting: {count}"), count=total) if total else say(N_("No wish is waiting right now."))
    return packed(
        {
            "kind": "map",
            "title": place_name(tree, place),
            "subtitle": speak(N_("Wishes in the neighbourhood")),
            "total": waiting.said(speak),
            "buildings": [
                {"name": one.name, "wishes": by_building[one.path], "lat": one.lat, "lon": one.lon} for one in shown
            ],
            "legend": speak(N_("so many wishes wait in a building")),
        }
    )
