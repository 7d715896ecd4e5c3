"""What a chart can show. None, and anything that is no finite number, is a gap: nobody knows is not nothing."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SERIES_MOST = 3  # as many tones as survive a grey print and every kind of eyes


def number(value: float) -> str:
    """1,234 and 2.5: a decimal only where it tells something."""
    if abs(value) >= 1e15:
        return f"{value:.2g}"
    rounded = round(float(value), 1)
    return f"{rounded:,.0f}" if rounded.is_integer() or abs(value) >= 100 else f"{rounded:,.1f}"


def percent(value: float) -> str:
    """0.934 is 93%; 100% and 0% are said only of what is exactly so."""
    return f"{min(max(round(value * 100), 1 if value > 0 else 0), 99 if value < 1 else 100)}%"


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A group of bars for each label. They stand where all fits in large type, and lie one under another elsewhere.

    empty: what to say where there is no value at all. written: how a value is written at its bar.
    """

    title: str
    subtitle: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    foot: str = ""
    empty: str = ""
    written: Callable[[float], str] = number

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= SERIES_MOST:
            raise ValueError(f"{len(self.series)} series; between 1 and {SERIES_MOST} can be told apart")
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError("each series has one value a label")

    @property
    def highest(self) -> float | None:
        return max(known(value for series in self.series for value in series.values), default=None)


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of shares from 0 to 1, `shares[row][column]`; it is turned over where its columns would be too narrow.

    low_is_dark: what is low catches the eye, as for the chance that a promise is kept. empty: what to say of no shares.
    """

    title: str
    subtitle: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[tuple[float | None, ...], ...]
    foot: str = ""
    empty: str = ""
    low_is_dark: bool = False

    def __post_init__(self) -> None:
        if len(self.shares) != len(self.rows) or any(len(row) != len(self.columns) for row in self.shares):
            raise ValueError("one share for each row and column")


def known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None and math.isfinite(value)]
