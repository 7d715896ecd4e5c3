"""How a machine is played so and so often, on which database, and what is told of it."""

from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.proof.fuzz.again import rules, seeded
from tests.proof.plugin import Figure


def played(machine: type[RuleBasedStateMachine], figure: Figure, lives: int, *, steps: int, server: str = "") -> None:
    """server: of PostgreSQL, else it is SQLite. Hypothesis tells the shortest way to whatever goes wrong."""
    taken: list[str] = []

    class Counted(machine):  # type: ignore[valid-type, misc]
        def check_invariants(self, *how: Any, **more: Any) -> None:
            taken.append("step")
            super().check_invariants(*how, **more)

    Counted.server = server
    run_state_machine_as_test(seeded(Counted), settings=rules(lives, stateful_step_count=steps))
    figure("lives", f"{lives:,}")
    figure("steps", f"{len(taken):,}")
