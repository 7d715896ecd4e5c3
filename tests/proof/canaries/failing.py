"""`python -m tests.proof.canaries.failing run` is `sidan run` whose desk fails at a certain word, quoting all of it."""

from bot import cli
from dialogue.message import Incoming
from handlers import desk, routing
from handlers.turn import Turn

WORD = "崩溃"
usual = routing.route


async def route(turn: Turn, incoming: Incoming) -> None:
    if WORD in incoming.text:
        raise RuntimeError(f"{turn.me.name} wrote {incoming.text!r}, and nobody thought of it")
    await usual(turn, incoming)


if __name__ == "__main__":
    desk.route = route  # type: ignore[attr-defined]
    cli.main()
