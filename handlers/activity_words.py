"""How an activity is told: what, when and where, and how many are wanted."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.activity import Activity, Kind, Part, Stand, State
from handlers.timeline import local
from storage.places import Tree

Taken = Mapping[tuple[Part, Stand], int]

KINDS: Mapping[Kind, str] = {
    Kind.CLINIC: N_("🩺 Free clinic"),
    Kind.HAIRCUTS: N_("💇 Haircuts"),
    Kind.FESTIVAL: N_("🏮 Festival"),
    Kind.CLASS: N_("📚 Class or talk"),
    Kind.CLEANING: N_("🧹 Cleaning up together"),
    Kind.OTHER: N_("🎈 Something else"),
}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def moment(at: int, zone: tzinfo) -> Say:
    """A day of this year or the next, and the hour."""
    when = local(at, zone)
    return say(N_("{month}-{day} {weekday} {time}"), **_day(when), time=f"{when:%H:%M}")


def _day(when: datetime) -> dict[str, object]:
    return {"month": when.month, "day": when.day, "weekday": say(WEEKDAYS[when.weekday()])}


def from_to(starts_at: int, ends_at: int, zone: tzinfo) -> Say:
    return say(N_("{start} – {end}"), start=moment(starts_at, zone), end=f"{local(ends_at, zone):%H:%M}")


def place_said(tree: Tree, path: str) -> str:
    """From the compound down; above that the place's own name."""
    named = [place.name for place in tree.line(path) if place.kind in ("compound", "building", "unit")]
    known = tree.get(path)
    return " ".join(named) or (known.name if known else path)


def what(activity: Activity) -> Say:
    return say(N_("{kind} “{title}”"), kind=say(KINDS[activity.kind]), title=plain(activity.title))


def lines(activity: Activity, tree: Tree, zone: tzinfo, taken: Taken, organiser: Say, now: int) -> list[Say]:
    """What everybody may read."""
    when = from_to(activity.starts_at, activity.ends_at, zone)
    where = say(N_("📍 {place}, {spot}"), place=place_said(tree, activity.place), spot=plain(activity.spot))
    found = [what(activity), say(N_("🗓 {when}"), when=when), where]
    if activity.state is State.CANCELLED:
        return [*found, say(N_("❌ It does not take place: {why}"), why=plain(activity.why))]
    found += [say(N_("📝 {words}"), words=plain(activity.words))] if activity.words else []
    if activity.begun(now):
        return [*found, say(N_("It has begun, or is over.")), say(N_("From {name}"), name=organiser)]
    found += [seats(activity.seats, taken), *_helpers(activity, taken)]
    if activity.takes(now):
        found.append(say(N_("✍️ Sign up until {when}"), when=moment(activity.until, zone)))
    else:
        found.append(say(N_("✍️ Sign-up is closed.")))
    return [*found, say(N_("From {name} · {number}"), name=organiser, number=activity.number)]


def in_or_asked(taken: Taken, part: Part) -> int:
    """A seat that is kept for somebody is taken."""
    return taken.get((part, Stand.IN), 0) + taken.get((part, Stand.OFFERED), 0)


def seats(most: int | None, taken: Taken) -> Say:
    if most is None:
        return say(N_("👥 Everybody is welcome"))
    left = max(0, most - in_or_asked(taken, Part.GUEST))
    if left:
        return say(N_("👥 {left} of {seats} seats left"), left=left, seats=most)
    waiting = taken.get((Part.GUEST, Stand.WAITING), 0)
    return say(N_("👥 All {seats} seats are taken; {waiting} on the waiting list"), seats=most, waiting=waiting)


def _helpers(activity: Activity, taken: Taken) -> list[Say]:
    if not activity.helpers:
        return []
    left = max(0, activity.helpers - in_or_asked(taken, Part.HELPER))
    return [say(N_("🤝 Helpers wanted: {left}"), left=left) if left else say(N_("🤝 There are enough helpers"))]
