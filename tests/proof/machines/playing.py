"""How a machine is played so and so often, on which database, and what is told of it."""

import asyncio
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, initialize, run_state_machine_as_test

from storage.database import Database, Row, open_database
from tests.handlers.town import Town
from tests.proof.fuzz.again import rules, seeded
from tests.proof.machines.ground import Ground, Settle
from tests.proof.plugin import Figure

T = TypeVar("T")


@cache
def ground(settle: Settle, server: str) -> Ground:
    return Ground(settle, server)


class TownMachine(RuleBasedStateMachine):
    """Each life has a copy of a town that is settled once; `begins` makes what a second telling knows of it."""

    server = ""

    @staticmethod
    async def settle(database: Database) -> None:
        raise NotImplementedError

    @initialize()
    def opens(self) -> None:
        self.runner = asyncio.Runner()
        self.ground = ground(self.settle, self.server)
        self.address = self.run(self.ground.copy())
        self.town = Town(self.run(open_database(self.address)), ids=iter(range(1000, 10**9)))
        self.begins()

    def begins(self) -> None:
        raise NotImplementedError

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    def rows(self, sql: str, **values: Any) -> list[Row]:
        return self.run(self.town.database.read(lambda tx: tx.all(sql, **values)))

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.run(self.town.database.close())
            self.run(self.ground.cleared(self.address))
            self.runner.close()


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
