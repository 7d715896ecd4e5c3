"""What would change, in a few lines an operator can read: counted, and the first of each by name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from bot.workbook.comparing import Plan
from bot.workbook.finding import Gazetteer
from bot.workbook.mistakes import Say, Speak, as_it_is, listed, say
from bot.workbook.people import Told
from bot.workbook.rows import MOBILE
from dialogue.message import N_
from domain.person import Role
from handlers.names import ROLES
from storage.places import Place
from storage.roster import Entry

T = TypeVar("T")

NAMED = 5
NOTHING = N_("Nothing to change: everything is as the workbook says.")
MORE = N_("{names} and {n} more")
POST = N_("{name}: {role}, {place}")

LINES = {
    "places_new": N_("New places ({n}): {names}"),
    "places_changed": N_("Changed places ({n}): {names}"),
    "order": N_("The places are listed in another order."),
    "kept": N_("Places that are not in the workbook ({n}): {names}. They stay as they are; places are never removed."),
    "teams_new": N_("New teams ({n}): {names}"),
    "teams_changed": N_("Changed teams ({n}): {names}"),
    "teams_gone": N_("Teams that are not in the workbook ({n}) and go: {names}"),
    "teams_kept": N_("Teams that are not in the workbook ({n}): {names}. They stay, because work or people name them."),
    "people_new": N_("New people ({n}): {names}"),
    "people_changed": N_("Changed people ({n}): {names}"),
    "people_gone": N_(
        "People who are not in the workbook ({n}): {names}. They lose their posts and their open invites."
    ),
    "one_phone": N_("New or changed people whose mobile number somebody else has, too ({n}): {names}. Is that right?"),
    "posts_new": N_("New posts ({n}): {names}"),
    "posts_again": N_(
        "Posts that somebody here has ended and that begin again ({n}): {names}. "
        "If they are not to, take them out of the workbook first."
    ),
    "posts_ended": N_("Posts that end ({n}): {names}"),
    "invited": N_("Posts from invites that are not in the workbook ({n}): {names}. They stay."),
    "keepers": N_("Grids whose worker or stand-in changes ({n}): {names}"),
    "duties_new": N_("New or changed duties ({n})."),
    "duties_gone": N_("Duties that are not in the workbook ({n}) and go."),
}


def told(plan: Plan, speak: Speak) -> Iterator[str]:
    if not plan.changes:
        yield speak(NOTHING)
    for line, (count, names) in _found(plan, speak).items():
        if count:
            shown = listed(names)
            said: Say = say(MORE, names=shown, n=count - NAMED) if count > NAMED else shown
            yield say(LINES[line], n=count, names=said).said(speak)


def _sharing(plan: Plan) -> Iterator[Entry]:
    """A landline may be everybody's."""
    phones = Counter(entry.phone for entry in plan.wanted.people.values() if MOBILE.fullmatch(entry.phone))
    return (entry for entry in plan.changes.people if phones[entry.phone] > 1)


def _some(items: Iterable[T], name: Callable[[T], str]) -> tuple[int, list[str]]:
    found = list(items)
    return len(found), [name(item) for item in found[:NAMED]]


def _found(plan: Plan, speak: Speak) -> dict[str, tuple[int, list[str]]]:
    changes, known = plan.changes, plan.known
    kept = set(plan.kept)
    places = Gazetteer([*plan.wanted.places.values(), *(place for place in known.places if place.path in kept)])
    old = {place.path for place in known.places}
    teams = {team.id: team.name for team in (*known.teams, *plan.wanted.teams.values())}
    before = {team.id for team in known.teams}
    people = {entry.key: entry.name for entry in (*known.people, *plan.wanted.people.values())}
    here = {entry.key for entry in known.people}
    posts = {post.id: (post.key, post.role, post.place, post.team) for post in known.posts}

    def place(one: Place) -> str:
        return places.name(one.path)

    def post(one: Told) -> str:
        key, role, at, _ = one
        name, where = as_it_is(people.get(key, key)), as_it_is(places.name(at))
        return say(POST, name=name, role=say(ROLES[Role(role)]), place=where).said(speak)

    return {
        "places_new": _some((one for one in changes.places if one.path not in old), place),
        "places_changed": _some((one for one in changes.places if one.path in old), place),
        "order": (int(bool(changes.order) and old.issuperset(plan.wanted.places)), []),
        "kept": _some(plan.kept, places.name),
        "teams_new": _some((team for team in changes.teams if team.id not in before), lambda team: team.name),
        "teams_changed": _some((team for team in changes.teams if team.id in before), lambda team: team.name),
        "teams_gone": _some(changes.teams_gone, teams.__getitem__),
        "teams_kept": _some(plan.teams_kept, teams.__getitem__),
        "people_new": _some((one for one in changes.people if one.key not in here), lambda one: one.name),
        "people_changed": _some((one for one in changes.people if one.key in here), lambda one: one.name),
        "one_phone": _some(_sharing(plan), lambda one: one.name),
        "people_gone": _some(changes.gone, people.__getitem__),
        "posts_new": _some((one for one in changes.posts if one not in known.let_go), post),
        "posts_again": _some((one for one in changes.posts if one in known.let_go), post),
        "posts_ended": _some(changes.ended, lambda id: post(posts[id])),
        "invited": _some(plan.invited, lambda one: post((one.key, one.role, one.place, one.team))),
        "keepers": _some(changes.keepers, places.name),
        "duties_new": (len(changes.duties), []),
        "duties_gone": (len(changes.duties_gone), []),
    }
