"""Which kind of matter somebody writes about: words that are found, weights that are added."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.order import Lane
from domain.person import Role
from domain.place import Kind

CATCH_ALL = "help"  # the catalogue's last resort: two of these are never the same
CHINESE = 0x2E80  # where the Chinese characters begin
READ_AT_MOST = 1000  # characters of a report; what matters is said at the beginning


@dataclass(frozen=True, slots=True)
class Category:
    """words: (word, weight). response, feedback: minutes, where not as the lane has it.

    level: whose desk settles it. safety: photos may be asked for. home: the work is inside somebody's home.
    shared: it is in the stairs, the lift, the corridors, so that the unit must be known.
    team: who usually does it (property, department ...). line: the department's line of business.
    against: whom such a report complains about: they never learn by whom.
    between: about what a neighbour does: nobody learns whether somebody has complained already.
    """

    key: str
    zh: str
    en: str
    words: tuple[tuple[str, int], ...]
    lane: Lane = Lane.ORDINARY
    level: Kind = Kind.COMMUNITY
    response: int | None = None
    feedback: int | None = None
    safety: bool = False
    home: bool = False
    shared: bool = False
    between: bool = False
    team: str | None = None
    line: str | None = None
    against: Role | None = None

    def title(self, language: str | None) -> str:
        return self.en if language is not None and language.startswith("en") else self.zh

    @property
    def common(self) -> bool:
        """Whether neighbours may notice the same, so that one is told that another has reported it."""
        return not (self.home or self.between or self.against) and self.key != CATCH_ALL


@dataclass(frozen=True, slots=True)
class Scored:
    """A proposal, with the words that speak for it."""

    category: Category
    score: int
    words: tuple[str, ...]


class Catalogue:
    """The categories in the order they are listed, with their words indexed by first character."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._by_key = {category.key: category for category in categories}
        index: defaultdict[str, list[tuple[str, int, Category]]] = defaultdict(list)
        for category in self:
            for word, weight in category.words:
                read = plain(word)
                index[read[0]].append((read, weight, category))
        # Longest first, so that a word is seen before those it swallows; sorting keeps equals as listed.
        self.index = {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in index.items()}

    def __iter__(self) -> Iterator[Category]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: str) -> Category | None:
        return self._by_key.get(key)

    def __getitem__(self, key: str) -> Category:
        return self._by_key[key]


def propose(text: str, catalogue: Catalogue) -> list[Scored]:
    """The likeliest first, equals as listed; nothing where no word is known. A word counts once."""
    found: dict[str, dict[str, int]] = {category.key: {} for category in catalogue}
    for word, weight, category in _words_in(plain(text[:READ_AT_MOST]), catalogue):
        found[category.key][word] = weight
    scored = [Scored(catalogue[key], sum(words.values()), tuple(words)) for key, words in found.items() if words]
    return sorted(scored, key=lambda proposal: -proposal.score)


def _words_in(said: str, catalogue: Catalogue) -> Iterator[tuple[str, int, Category]]:
    """A longer word swallows the shorter ones inside it: 停车费 is about a fee, not about parking."""
    before, longest_from, longest_to = " ", 0, 0
    for at, character in enumerate(said):
        # "pet" is not in "carpet"; Chinese has no such boundary.
        inside_a_word = before.isascii() and before.isalnum() and character.isascii() and character.isalpha()
        for word, weight, category in () if inside_a_word else catalogue.index.get(character, ()):
            end = at + len(word)
            if said.startswith(word, at) and (end > longest_to or (end == longest_to and at == longest_from)):
                longest_from, longest_to = at, end
                yield word, weight, category
        before = character


def plain(text: str) -> str:
    """Full width made narrow, small letters, no blanks between Chinese characters."""
    words = unicodedata.normalize("NFKC", text).lower().split()
    said = words[0] if words else ""
    for word in words[1:]:
        said += word if ord(said[-1]) > CHINESE or ord(word[0]) > CHINESE else " " + word
    return said
