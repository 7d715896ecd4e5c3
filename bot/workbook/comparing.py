"""What an import would change: the workbook next to what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.workbook.people import Told
from bot.workbook.vocabulary import HELD
from bot.workbook.wanted import Wanted
from domain.duty import Duty
from domain.place import Kind, parents
from storage.moving_in import Changes, Keepers, Known
from storage.places import Place
from storage.roster import Entry, Post


@dataclass(frozen=True, slots=True)
class Plan:
    """changes: what will be written. The rest is for telling: what was there before, and what stays as it is.

    kept: paths of places the workbook does not have; invited: posts from invites that it does not have;
    teams_kept: teams it does not have, which something else names.
    """

    changes: Changes
    known: Known
    wanted: Wanted
    kept: list[str] = field(default_factory=list)
    invited: list[Post] = field(default_factory=list)
    teams_kept: list[str] = field(default_factory=list)

    @property
    def touched(self) -> set[str]:
        """The keys of everybody whose posts change."""
        of = {post.id: post.key for post in self.known.posts}
        return {post[0] for post in self.changes.posts} | {of[id] for id in self.changes.ended} | set(self.changes.gone)


def compare(known: Known, wanted: Wanted, teams_used: set[str]) -> Plan:
    places = {place.path: place for place in known.places}
    kept = [path for path in places if path not in wanted.places]
    posts = [post for post in known.posts if post.role in HELD]
    extra = [post for post in posts if _told(post) not in wanted.posts]
    invited = [post for post in extra if post.invited_by is not None]
    teams_gone = [team.id for team in known.teams if team.id not in wanted.teams]
    before = {team.id: team for team in known.teams}
    duties = {_one(duty): duty for duty in known.duties}
    changes = Changes(
        places=_places(places, wanted.places),
        order=_order(known.places, wanted.places, kept),
        teams=[team for team in wanted.teams.values() if before.get(team.id) != team],
        teams_gone=[id for id in teams_gone if id not in teams_used],
        people=_people(known, wanted),
        gone=_gone(known, wanted, {post.key for post in invited}),
        posts=sorted(wanted.posts - {_told(post) for post in posts}, key=str),
        ended=[post.id for post in extra if post.invited_by is None],
        keepers=_keepers(known.keepers, wanted.keepers),
        duties=[duty for one, duty in wanted.duties.items() if duties.get(one) != duty],
        duties_gone=[duty for one, duty in duties.items() if one not in wanted.duties],
    )
    return Plan(changes, known, wanted, kept, invited, [id for id in teams_gone if id in teams_used])


def _places(known: Mapping[str, Place], wanted: Mapping[str, Place]) -> list[Place]:
    was = {path: place.grid for path, place in known.items() if place.grid}
    will = was | {path: place.grid for path, place in wanted.items()}
    found = []
    for path, place in wanted.items():
        before = known.get(path)
        if before is None:
            found.append(place)
            continue
        # A grid may be written down at a unit or inherited from its building: what counts is which it is.
        moves = _grid(was, path) != _grid(will, path) or (place.grid and place.grid != before.grid)
        after = replace(place, grid=place.grid if moves else before.grid)
        if after != before:
            found.append(after)
    return found


def _grid(of: Mapping[str, str | None], path: str) -> str | None:
    return next((grid for place in (path, *parents(path)) if (grid := of.get(place))), None)


def _order(known: list[Place], wanted: Mapping[str, Place], kept: list[str]) -> list[str]:
    """Grids have an order of their own; where they stand among the others says nothing."""
    paths = [*wanted, *kept]
    grids = {place.path for place in (*known, *wanted.values()) if place.kind == Kind.GRID}
    before = [place.path for place in known]

    def apart(listed: list[str]) -> tuple[list[str], list[str]]:
        return [path for path in listed if path not in grids], [path for path in listed if path in grids]

    return [] if apart(paths) == apart(before) else paths


def _people(known: Known, wanted: Wanted) -> list[Entry]:
    before = {entry.key: (entry.name, entry.phone, entry.left_at) for entry in known.people}
    return [entry for key, entry in wanted.people.items() if before.get(key) != (entry.name, entry.phone, None)]


def _gone(known: Known, wanted: Wanted, invited: set[str]) -> list[str]:
    """Whoever came by an invite stays until the invite's post ends."""
    busy = invited | {post.key for post in known.posts if post.role not in HELD}
    others = {post.key for post in known.posts}
    return [
        entry.key
        for entry in known.people
        if entry.left_at is None
        and entry.key not in wanted.people
        and entry.key not in busy
        and (entry.key in others or entry.key != entry.badge)
    ]


def _keepers(known: Mapping[str, Keepers], wanted: Mapping[str, Keepers]) -> dict[str, Keepers]:
    nobody: Keepers = (None, None)
    after = dict.fromkeys(known, nobody) | dict(wanted)
    return {grid: keepers for grid, keepers in after.items() if known.get(grid, nobody) != keepers}


def _told(post: Post) -> Told:
    return post.key, post.role, post.place, post.team


def _one(duty: Duty) -> tuple[str, str, str]:
    return duty.category, duty.sort, duty.place
