"""The short code on what staff are shown of others: a picture of it names its source."""

from domain.calendar import day_of
from domain.number import ALPHABET
from domain.person import Person
from handlers.turn import Turn
from storage import views

LENGTH = 4
BYTES = 3


async def signed(turn: Turn, text: str, person: Person) -> str:
    """The text, with this person's code at its end."""
    return f"{text} ·{await code(turn, person)}"


async def code(turn: Turn, person: Person) -> str:
    """One a person and month; it says nothing to anybody but the operator."""
    period = f"{day_of(turn.now, turn.house.zone):%Y-%m}"
    if known := await views.code_of(turn.tx, person.id, period):
        return known
    value = int.from_bytes(turn.house.chance(BYTES))
    while not (known := await views.code_of(turn.tx, person.id, period)):
        await views.give_code(turn.tx, _written(value), person.id, period, turn.now)
        value += 1  # where somebody else has it
    return known


def _written(value: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in range(LENGTH))
