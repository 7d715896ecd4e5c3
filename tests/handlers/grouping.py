"""Groups to test in: bound as a desk binds them."""

import re

from tests.handlers.neighbour import Neighbour

GROUP, OTHER = "telegram:-100", "telegram:-300"
NEIGHBOURS, STAFF = "neighbours' group", "staff group"


async def a_code(desk: Neighbour, *taps: str) -> str:
    """What the desk reads after choosing the kind and the place."""
    await desk.says("/group")
    if "Bind another group" in " ".join(desk.labels()):
        await desk.taps("Bind another group")
    found = re.search(r"/bind\S* (\S+)", await desk.taps(*taps))
    assert found is not None
    return found[1]


async def binds(desk: Neighbour, *taps: str, chat: str = GROUP, **more: str) -> str:
    """Typed in the group by whoever; the group has read its sentence."""
    code = await a_code(desk, *taps)
    await desk.town.stranger("Ma Li").says(f"/bind {code}", group=chat, **more)
    desk.town.phone(chat).news.clear()
    desk.reads()
    return chat
