"""Words that mean danger to life: the numbers to call are shown before anything else is asked.

A word does not count where it is denied or only feared (没有着火, 怕着火), nor inside a harmless phrase (消防通道).
In doubt it counts: a number shown for nothing costs a glance.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from domain.category import READ_AT_MOST, plain

CLOSE = r"[^。！？!?\n]{0,12}?"  # between the parts of "电梯+出不来"

_DENIED = re.compile(
    r"(?:(?<!有)没有?|(?<!是)不是|并未|并非|未曾|未|不会|无|别)"
    r"(?:有|人|谁|再|真的?|被|什么|任何|发生|出现|看到|看见|闻到|听到|在|过)*$"
)
_FEARED = re.compile(
    r"(?:(?<!恐)怕|担心|容易|万一|防止|避免|以防|以免|预防|谨防|小心)(?:会|有人|发生|引起|引发|造成|再|被|又|孩子|老人|小孩)*$"
)
_DENIED_IN_ENGLISH = re.compile(
    r"\b(?:no|not|isn't|never|without|nobody is|no one is|nobody's|afraid of|risk of)(?: any| a| an| on| the| been)* $"
)


@dataclass(frozen=True)
class Danger:
    """words: any of them, parts joined by + must follow each other closely. unless: phrases that are no alarm.

    numbers: to call, the first one first. zh, en: the sentence shown first. category: proposed with it.
    """

    key: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]
    zh: str
    en: str
    category: str | None = None

    def sentence(self, language: str | None) -> str:
        return self.en if language is not None and language.startswith("en") else self.zh

    def heard_in(self, said: str) -> bool:
        # Nearly every message contains none of the words, and looking for the last part is cheaper than the pattern.
        possible = [alarm for last_part, alarm in self._alarms if last_part in said]
        if not possible:
            return False
        # A full stop in its place, so that nothing new is read across the gap.
        rest = self._harmless.sub("。", said) if self._harmless else said
        return any(not _denied(rest, found) for alarm in possible for found in alarm.finditer(rest))

    @cached_property
    def _alarms(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((plain(word.rpartition("+")[2]), re.compile(_pattern(word))) for word in self.words)

    @cached_property
    def _harmless(self) -> re.Pattern[str] | None:
        return re.compile("|".join(map(_pattern, self.unless))) if self.unless else None


def dangers(text: str, known: Iterable[Danger]) -> list[Danger]:
    """Every danger the text speaks of, in the order the policy lists them."""
    said = plain(text[:READ_AT_MOST])
    return [danger for danger in known if danger.heard_in(said)]


def _denied(said: str, found: re.Match[str]) -> bool:
    """Denied or only feared before the word, or before its last part: 电梯里没有人被困."""
    ends = (said[: found.start()], said[: found.start(1)])
    return any(pattern.search(end) for pattern in (_DENIED, _FEARED, _DENIED_IN_ENGLISH) for end in ends)


def _pattern(word: str) -> str:
    """The last part is a group, so that a match tells where it begins."""
    *parts, last = [re.escape(part) for part in plain(word).split("+")]
    start = r"(?<![a-z0-9])" if word[0].isascii() else ""
    return start + "".join(part + CLOSE for part in parts) + f"({last})"
