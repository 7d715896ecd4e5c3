"""Who may bring neighbours together, and where."""

from domain.activity import Activity
from domain.permit import Matter, check, may
from domain.person import Person, Role
from domain.place import Kind, around, covers, kind, parent
from handlers.turn import Turn
from storage import activities
from storage.places import Tree


def matter_at(tree: Tree, person: Person, place: str, organiser: str | None = None) -> Matter:
    """A grid worker's area is here the compound of their grid: nobody holds a festival for three buildings."""
    grids = [held.place for held in person.roles if held.role is Role.GRID]
    mine = (grid for grid in grids if any(covers(compound, place) for compound in _compounds(tree, grid)))
    return Matter(place=place, grid=next(mine, None), author=organiser, proposer=organiser)


def matter_of(tree: Tree, person: Person, activity: Activity) -> Matter:
    return matter_at(tree, person, activity.place, activity.organiser)


def areas(tree: Tree, person: Person) -> list[str]:
    """The places this person may announce something to; everything below them, too."""
    found: list[str] = []
    for held in person.roles:
        found += _compounds(tree, held.place) if held.role is Role.GRID else [held.place]
    mine = [place for place in dict.fromkeys(found) if place and _may_at(tree, person, place)]
    return [place for place in mine if not any(covers(other, place) for other in mine if other != place)]


def _may_at(tree: Tree, person: Person, place: str) -> bool:
    return tree.get(place) is not None and may("activity.organise", person, matter_at(tree, person, place))


def _compounds(tree: Tree, grid: str) -> list[str]:
    """A grid of a community may reach into several."""
    above = parent(grid)
    if above and kind(above) is Kind.COMPOUND:
        return [above]
    buildings = (place.path for place in tree.of_kind(Kind.BUILDING) if place.grid == grid)
    return sorted({compound for path in buildings if (compound := around(path, Kind.COMPOUND))})


async def held(turn: Turn, number: str, action: str) -> Activity:
    """Held until this unit ends; NotYours where it is not theirs or does not exist."""
    activity = await activities.hold(turn.tx, number)
    check(action, turn.me, await _matter(turn, activity))
    assert activity is not None
    return activity


async def seen(turn: Turn, number: str, action: str) -> Activity:
    activity = await activities.by_number(turn.tx, number)
    check(action, turn.me, await _matter(turn, activity))
    assert activity is not None
    return activity


async def _matter(turn: Turn, activity: Activity | None) -> Matter | None:
    return matter_of(await turn.places(), turn.me, activity) if activity else None


async def held_to_join(turn: Turn, number: str) -> Activity:
    """Whoever is known may come: what they sign up for is their own matter."""
    activity = await activities.hold(turn.tx, number)
    check("activity.join", turn.me, Matter(author=turn.me.id) if activity else None)
    assert activity is not None
    return activity
