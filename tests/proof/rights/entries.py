"""An entry: a way by which somebody can come to do something, and what of it is another one afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

Narrower = Callable[[str, str], bool]


@dataclass(frozen=True)
class Entry:
    """steps: what is done one after the other: b:button, s:start, t:label of a button that is shown, else words.

    effect: SQL whose answer is another one afterwards, or "reads:" and what is read; "" is the thing's own.
    only, why: where the product grants less than the page: to whom it is left, and the reason. given: SQL that bends
    the thing beforehand. stances: instead of the thing's own. words: what of the tables this entry stands for.
    """

    action: str
    thing: str
    steps: tuple[str, ...]
    effect: str = ""
    only: Narrower | None = None
    why: str = ""
    given: str = ""
    stances: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()  # other actions of the page, one of which is enough as well
    by: str = ""  # the chat of somebody else who does it: whoever walks made the link or code for it
    group: str = ""  # where it is written, if not in private
    needs: tuple[str, ...] = ()  # other actions of the page that are asked for, too

    @property
    def name(self) -> str:
        return f"{self.action} of {self.thing} by {self.steps[0]!r}"

    @property
    def takes_a_number(self) -> bool:
        return any(mark in self.steps[0] for mark in ("{number}", "{id}", "{chat}", "{key}"))
