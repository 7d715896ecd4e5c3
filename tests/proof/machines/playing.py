"""How a machine is played so and so often, on which database, and what is told of it."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.proof.plugin import Figure


def played(machine: type[RuleBasedStateMachine], figure: Figure, lives: int, *, steps: int, server: str = "") -> None:
    """server: of PostgreSQL, else it is SQLite. Hypothesis tells the shortest way to whatever goes wrong."""
    taken: list[str] = []

    class Counted(machine):  # type: ignore[valid-type, misc]
        def check_invariants(self, *how: Any, **more: Any) -> None:
            taken.append("step")
            super().check_invariants(*how, **more)

    Counted.server = server
    rules = settings(
        max_examples=lives,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(Counted, settings=rules)
    figure("lives", f"{lives:,}")
    figure("steps", f"{len(taken):,}")
