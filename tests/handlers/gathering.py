"""A free clinic, announced in chat the way people do."""

from domain.number import find
from tests.handlers.neighbour import Neighbour


async def announces(
    who: Neighbour,
    *,
    place: str = "All of",
    day: str = "11-28",
    hour: str = "14:30",
    seats: str = "10",
    helpers: str = "2",
    title: str = "量血压",
) -> str:
    """As far as "Announce it"; returns the number. The clock has not ticked yet."""
    read = await answers(who, place=place, day=day, hour=hour, seats=seats, helpers=helpers, title=title)
    assert "Please check" in read
    return find(await who.taps("Announce it"))[0]


async def answers(who: Neighbour, *, place: str, day: str, hour: str, seats: str, helpers: str, title: str) -> str:
    """Up to the question whether it is right so."""
    await who.says("/activities")
    await who.taps("New activity", "Free clinic")
    await who.says(title)
    await who.taps(place)
    await who.says("east gate")
    await who.says(day)
    await who.says(hour)
    await who.taps("2 hours")
    await who.says(seats)
    return await who.says(helpers)
