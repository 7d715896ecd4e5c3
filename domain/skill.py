"""What a neighbour can do for another, and which of it a text speaks of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.category import READ_AT_MOST, plain


@dataclass(frozen=True, slots=True)
class Skill:
    """words: what people write who need it or have it."""

    key: str
    zh: str
    en: str
    words: tuple[str, ...]

    def title(self, language: str | None) -> str:
        return self.en if language is not None and language.startswith("en") else self.zh


class Skills:
    """The skills in the order they are listed."""

    def __init__(self, skills: Iterable[Skill] = ()) -> None:
        self._by_key = {skill.key: skill for skill in skills}
        self._words = [(skill, _pattern(word), len(word)) for skill in self for word in skill.words]

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: str) -> Skill | None:
        """None for a skill that was taken off the list since."""
        return self._by_key.get(key)

    def guess(self, text: str) -> Skill | None:
        """What the text speaks of most: longer words say more (修电脑 is no repair), equals as listed."""
        said = plain(text[:READ_AT_MOST])
        found = dict.fromkeys(self._by_key, 0)
        for skill, pattern, length in self._words:
            if pattern.search(said):
                found[skill.key] += length
        best = max(found, key=lambda key: found[key], default=None)
        return self._by_key[best] if best is not None and found[best] else None


def _pattern(word: str) -> re.Pattern[str]:
    """ "car" is not in "scar"; Chinese has no such boundary."""
    read = plain(word)
    return re.compile((r"(?<![a-z0-9])" if read[0].isascii() else "") + re.escape(read))
