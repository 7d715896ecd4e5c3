"""How a shop comes to be here, played through phones."""

import re

from domain.number import find
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town

LAST = "as last time"


def link_in(read: str) -> str:
    """The payload of an invitation."""
    found = re.search(r"start=(\S+)", read)
    assert found, read
    return found[1]


async def partner(town: Town, zhou: Neighbour, name: str) -> str:
    await zhou.says("/partners")
    await zhou.taps("Add one")
    await zhou.says(name)
    await zhou.taps("No")
    return str(await town.one("SELECT id FROM partners WHERE name = :name", name=name))


async def keeper(town: Town, zhou: Neighbour, shop: str, name: str) -> Neighbour:
    """Somebody new who opens the link and says who they are."""
    name_of = str(await town.one("SELECT name FROM partners WHERE id = :id", id=shop))
    await zhou.says("/partners")
    await zhou.taps(name_of)
    invitation = link_in(await zhou.taps("Invite a keeper"))
    new = town.stranger(name)
    await new.opens(invitation)
    await new.says(name)
    new.reads()
    zhou.reads()
    return new


async def writes(who: Neighbour, title: str, group: str, price: str, where: str) -> None:
    """A service, up to the last question."""
    await who.says("/mymenu")
    await who.taps("Write a service")
    await who.says(title)
    await who.taps(group)
    if price:
        await who.says(price)
    await who.taps(where)
    await who.says("周一到周五 9-17 点")


async def on_the_menu(who: Neighbour, zhou: Neighbour, title: str, group: str, price: str, where: str) -> str:
    """Written, sent, and approved; returns its id."""
    await writes(who, title, group, price, where)
    await who.taps("Send")
    await zhou.taps("Approve")
    for one in (who, zhou):
        one.reads()
    found = await who.town.one("SELECT id FROM services WHERE title = :title", title=title)
    return str(found)


async def orders(who: Neighbour, title: str, *answers: str) -> str:
    """Everything up to the question whether to send it; returns what is read then."""
    await who.says("/menu")
    await who.taps(title, "Order it")
    read = await who.says("剪短一点，周三下午")
    return await who.taps(*answers) if answers else read


async def ordered(who: Neighbour, title: str = "上门理发") -> str:
    """At home; the order's number."""
    await orders(who, title, LAST)
    return find(await who.taps("Order it"))[0]
