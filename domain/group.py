"""How the desk behaves in group chats."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.danger import Danger, dangers

HOUR, DAY = 3600, 86_400
CRY = 200  # characters: whoever is in danger writes less; a notice about fires writes more


@dataclass(frozen=True, slots=True)
class Groups:
    """an_hour: messages a staff group gets at most; what is urgent always comes, and an edited card is none.

    code: seconds for which a code that binds a group is good. numbers: seconds between two times that the numbers to
    call are shown to one group for the same danger. lapse: seconds after which a call nobody confirmed is erased.
    """

    an_hour: int = 6
    code: int = HOUR
    numbers: int = 600
    lapse: int = DAY


def cries(text: str, known: Iterable[Danger]) -> list[Danger]:
    """Of which dangers somebody cries out, who means nobody in particular."""
    return dangers(text, known) if len(text) <= CRY else []
