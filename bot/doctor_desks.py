"""Which desks nobody sits at: what would wait there goes up at once, and somebody should know."""

from collections.abc import Iterable

from domain.place import Kind, kind, ladder
from handlers.desks import DISPATCHERS
from storage.places import Tree

NAMED = 5  # of each kind of finding; a city has thousands of compounds


def empty(tree: Tree, seated: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """(rungs that are skipped, compounds above which nobody sits at all). seated: (role, place) of who works now."""
    taken = {place for role, place in seated if DISPATCHERS.get(kind(place)) == role}
    compounds = [place.path for place in tree.of_kind(Kind.COMPOUND)]
    nobody = [path for path in compounds if not taken.intersection(ladder(path))]
    skipped = {rung for path in compounds for rung in ladder(path) if rung not in taken}
    return sorted(skipped), nobody


def said(skipped: list[str], nobody: list[str]) -> list[tuple[bool, str]]:
    """As findings: (well, text)."""
    found = []
    if skipped:
        found.append((True, f"desks: nobody sits at {some(skipped)}; orders there go up at once"))
    if nobody:
        found.append((False, f"desks: nobody sits anywhere above {some(nobody)}; orders there wait for nobody"))
    return found


def some(places: list[str]) -> str:
    more = len(places) - NAMED
    return ", ".join(places[:NAMED]) + (f" and {more} more" if more > 0 else "")
