"""The words cells may hold: shown in the operator's language, understood in every language we speak."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dialogue.message import N_
from dialogue.say import Speak
from domain.category import Category
from domain.duty import KINDS
from domain.person import Role
from domain.place import SORT_NAMES
from handlers.names import ROLES

HELD = (
    Role.GRID,
    Role.COMMUNITY,
    Role.STREET,
    Role.CITY,
    Role.PROPERTY,
    Role.DEPARTMENT,
    Role.OWNERS,
    Role.VOLUNTEER,
)
SOMEBODY = {
    "P@compound": N_("the property company of the compound"),
    "O@compound": N_("the owners' committee of the compound"),
    "V@compound": N_("the volunteers of the compound"),
    "G@grid": N_("the grid worker of the grid"),
    "C@community": N_("the community's desk"),
    "S@street": N_("the street's desk"),
}
TEAM_KINDS = {
    "property": ROLES[Role.PROPERTY],
    "department": ROLES[Role.DEPARTMENT],
    "owners": ROLES[Role.OWNERS],
    "volunteers": N_("volunteer team"),
}
LINES = {
    "market-supervision": N_("market supervision"),
    "water": N_("water"),
    "power": N_("power"),
    "gas": N_("gas"),
    "fire": N_("fire brigade"),
    "urban-management": N_("urban management"),
    "police": N_("police"),
    "traffic": N_("traffic"),
    "housing": N_("housing"),
    "landscape": N_("parks and trees"),
    "justice": N_("justice office"),
}
FIXED: Mapping[str, Mapping[str, str]] = {
    "sort": {str(sort): name for sort, name in SORT_NAMES.items()},
    "role": {str(role): ROLES[role] for role in HELD},
    "kind": {kind: TEAM_KINDS[kind] for kind in KINDS},
    "responsible": SOMEBODY,
    "line": LINES,
    "all": {"all": N_("all")},
    "example": {"example": N_("example")},
}


class Vocabulary:
    """speak: the operator's language; languages: all that are read; categories: as the policy has them."""

    def __init__(
        self,
        speak: Speak,
        languages: Iterable[Speak],
        categories: Sequence[Category],
        title: Callable[[Category], str],
    ) -> None:
        self.speak = speak
        self.languages = tuple(languages)
        self._shown = {kind: {key: speak(word) for key, word in words.items()} for kind, words in FIXED.items()}
        self._shown["category"] = {one.key: title(one) for one in categories}
        self._shown["line"] = {one.line: speak(LINES.get(one.line, one.line)) for one in categories if one.line}
        self._read = {kind: {folded(word): key for key, word in self._every(kind)} for kind in self._shown}
        for one in categories:
            self._read["category"] |= {folded(word): one.key for word in (one.key, one.zh, one.en)}

    def _every(self, kind: str) -> Iterable[tuple[str, str]]:
        yield from ((key, key) for key in self._shown[kind])
        for key, word in FIXED.get(kind, {}).items():
            yield key, word
            yield from ((key, speak(word)) for speak in self.languages)
        yield from self._shown[kind].items()

    def show(self, kind: str, key: str) -> str:
        """What stands in a cell for it; what we have no word for stands for itself."""
        return self._shown.get(kind, {}).get(key, key)

    def read(self, kind: str, word: str) -> str | None:
        return self._read.get(kind, {}).get(folded(word))

    def offered(self, kind: str) -> list[str]:
        return list(self._shown.get(kind, {}).values())

    def titles(self, title: str) -> set[str]:
        """A title in every language, as it may stand in a heading."""
        return {folded(title), *(folded(speak(title)) for speak in self.languages)}


def folded(word: str) -> str:
    """Without what people leave out or add: blanks, capitals, a star for "needed"."""
    return "".join(word.split()).strip("*＊").casefold()
