"""On which database it is tried."""

from tests.proof.machines.ground import server

__all__ = ["server"]
