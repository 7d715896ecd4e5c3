"""What stands in the tables of what people can do."""

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.turn import Turn

Script = Callable[..., Awaitable[Any]]
Deed = Callable[[Turn, Any], Awaitable[None]]
Button = Callable[[Turn, str], Awaitable[None]]  # with all that comes after its word
Command = Callable[[Turn], Awaitable[None]]
