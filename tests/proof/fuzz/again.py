"""FUZZ_SEED=7: the same inputs each time, and the first that goes wrong is told at once, not the smallest."""

import os
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings

SEED = os.environ.get("FUZZ_SEED")


def rules(times: int, **more: Any) -> settings:
    usual: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
    if SEED:
        usual |= {"phases": [Phase.generate], "database": None, "derandomize": False}
    return settings(max_examples=times, **usual | more)


def seeded(test: Any) -> Any:
    return seed(int(SEED))(test) if SEED else test
