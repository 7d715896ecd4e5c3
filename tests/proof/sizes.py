"""How much is tried: a little with every change, more before a release, much when there is time."""

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

NAMES = ("small", "gate", "long")  # `make test`, `make prove`, `make prove-long`


@dataclass(frozen=True)
class Size:
    """timed: whether what takes too long fails; on a machine that does something else besides it only counts."""

    name: str

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"no such size: {self.name}")

    @property
    def timed(self) -> bool:
        return self.name != "small"

    def pick(self, small: T, gate: T, long: T) -> T:
        return {"small": small, "gate": gate, "long": long}[self.name]
