"""Whether something grows: the slope of a line through noisy samples that no single one of them can bend."""

from collections.abc import Sequence
from itertools import combinations
from statistics import median

A_DAY = 86_400
ENOUGH = 500  # samples; the pairs of more would take too long and tell no more

Sample = tuple[float, float]  # seconds, value


def slope(samples: Sequence[Sample]) -> float:
    """A second, by Theil and Sen: the median over all pairs, right until three of ten samples are wrong."""
    thin = samples[:: max(1, len(samples) // ENOUGH)]
    found = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(thin, 2) if x2 > x1]
    return median(found) if found else 0.0


def growth(samples: Sequence[Sample]) -> float:
    """From the first sample to the last, along that line."""
    return slope(samples) * (samples[-1][0] - samples[0][0]) if samples else 0.0


def lows(samples: Sequence[Sample], of: int) -> list[Sample]:
    """The lowest of each so many: what is there apart from what is just under way."""
    return [min(samples[at : at + of], key=lambda sample: sample[1]) for at in range(0, len(samples) - of + 1, of)]
