"""A list to choose from: by a tap, or by typing the number in front of it."""

from collections.abc import Sequence

from dialogue.message import Button
from handlers.turn import Turn, packed
from storage import people


async def offer(turn: Turn, lines: Sequence[str], buttons: Sequence[Button]) -> None:
    """The numbers in the lines are the places of the buttons."""
    await turn.say("\n".join(lines), *buttons, in_place=True)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))
