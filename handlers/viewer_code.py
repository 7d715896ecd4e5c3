"""The short code on what staff are shown of others: a picture of it names its source."""

from domain import number
from domain.calendar import day_of
from domain.person import Person
from handlers.turn import Turn
from storage import views

LENGTH = 4


async def signed(turn: Turn, text: str, person: Person) -> str:
    """The text, with this person's code at its end."""
    return f"{text} ·{await code(turn, person)}"


async def code(turn: Turn, person: Person) -> str:
    """One a person and month; it says nothing to anybody but the operator."""
    period = f"{day_of(turn.now, turn.house.zone):%Y-%m}"
    while True:
        if known := await views.code_of(turn.tx, person.id, period):
            return known
        made = number.make(turn.house.chance(number.RANDOM_BYTES))[:LENGTH]
        await views.give_code(turn.tx, made, person.id, period, turn.now)
