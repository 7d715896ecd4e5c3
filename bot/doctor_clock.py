"""What the clock should have looked at and has not: the desk is stopped, or the clock fails there each time."""

from bot.doctor_desks import NAMED
from storage import clock
from storage.database import Tx

LATE = 300  # seconds; it looks every few


async def overlooked(tx: Tx, now: int) -> tuple[int, list[str]]:
    """How many orders and wishes, and the numbers of some."""
    return await clock.overlooked(tx, now - LATE, NAMED)


def said(count: int, numbers: list[str]) -> tuple[bool, str]:
    """As a finding: (well, text)."""
    if not count:
        return True, "clock: it has looked at everything that is due"
    more = f" and {count - len(numbers)} more" if count > len(numbers) else ""
    why = "is `sidan run` stopped? Else its log says why"
    return False, f"clock: it has not looked at {', '.join(numbers)}{more}; {why}"
