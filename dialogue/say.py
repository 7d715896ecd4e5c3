"""A sentence to be translated when it is said, with what goes into its placeholders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Speak = Callable[[str], str]  # from the English sentence to the person's language


@dataclass(frozen=True, slots=True)
class Say:
    """text is an English msgid; values fill its {placeholders} and may be sentences themselves."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    literal: bool = False

    def said(self, speak: Speak) -> str:
        if self.literal:
            return self.text
        values = {name: v.said(speak) if isinstance(v, Say) else v for name, v in self.values.items()}
        return speak(self.text).format(**values)


def say(text: str, **values: Any) -> Say:
    return Say(text, values)


def plain(text: str) -> Say:
    """A name or something a person wrote: never translated, never a template."""
    return Say(text, literal=True)
