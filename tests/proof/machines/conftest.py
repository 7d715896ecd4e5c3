"""On which database a machine is played."""

from tests.proof.machines.ground import server

__all__ = ["server"]
