"""The lot that decides who is asked again: drawn fairly, and recorded, so that anybody can check it."""

from collections.abc import Callable

LOTS = 10_000
BYTES = 2  # how many a draw asks for
FAIR = 256**BYTES // LOTS * LOTS  # from here on the low numbers would come up more often


def draw(chance: Callable[[int], bytes]) -> int:
    """0 to 9999, each as likely as any other. chance: that many random bytes."""
    while (number := int.from_bytes(chance(BYTES))) >= FAIR:
        pass
    return number % LOTS


def wins(lot: int, share: float) -> bool:
    """Whether this lot is among the share (0 to 1) that is asked."""
    return lot < round(share * LOTS)
