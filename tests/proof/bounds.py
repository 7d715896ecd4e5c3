"""What so many trials without, or with few, mishaps allow to say about all others."""

import math
from collections.abc import Callable

CONFIDENCE = 0.95


def at_most(mishaps: int, trials: int, per: int = 1000) -> float:
    """The upper bound, one-sided, of mishaps in `per` trials: mishaps come alone, and several may come in one trial.

    Exact for a Poisson count: the rate at which so few would be seen in one of twenty such series; with none, 3.0 / n.
    """
    if trials <= 0:
        raise ValueError("nothing was tried")
    if mishaps < 0:
        raise ValueError("fewer than none")
    return per / trials * _root(lambda rate: _chance_of_at_most(mishaps, rate) - (1 - CONFIDENCE))


def told(mishaps: int, trials: int, per: int = 1000, of: str = "") -> str:
    """`0 (at most 6.0 per 1,000 kills)`: what was counted, and the bound."""
    bound = at_most(mishaps, trials, per)
    rounded = f"{bound:.3g}" if bound < 100 else f"{bound:,.0f}"
    return f"{mishaps:,} (at most {rounded} per {per:,}{' ' + of if of else ''})"


def _chance_of_at_most(count: int, rate: float) -> float:
    if rate == 0:
        return 1.0
    return sum(math.exp(n * math.log(rate) - rate - math.lgamma(n + 1)) for n in range(count + 1))


def _root(falling: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    while falling(high) > 0:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return high
