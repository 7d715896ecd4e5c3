"""Shops, shelves and points to play with."""

import json
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from domain.redemption import Redemption, State
from storage import ledger, partners, redemptions, supermarket
from storage.partners import Partner
from storage.supermarket import Goods
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import Town

SHOP, OTHER = "m:xf", "m:lx"


@dataclass
class Market:
    town: Town
    given: int = field(default=0)

    async def opens(self, partner: Partner) -> None:
        await self.town.database.do(partial(partners.add, partner=partner, by="zhou"))

    async def puts(self, goods: Goods) -> None:
        await self.town.database.do(partial(supermarket.add, goods=goods, by="qian", now=self.town.now))

    async def gives(self, who: Neighbour, points: int) -> None:
        """Earned before this story begins."""
        self.given += 1
        line: dict[str, Any] = {"why": "wish", "ref": f"wish:{self.given}", "by": "system", "now": self.town.now}
        line |= {"unit": ledger.POINTS, "source": ledger.ISSUED, "target": ledger.of_person(who.id), "amount": points}
        await self.town.database.do(partial(ledger.move, id=self.town.house.fresh(), **line))

    async def points(self, account: str) -> int:
        return await self.town.database.read(partial(ledger.balance, account=account, unit=ledger.POINTS))

    async def of(self, who: Neighbour) -> int:
        return await self.points(ledger.of_person(who.id))

    async def stock(self, goods: str = "rice") -> int:
        found = await self.town.database.read(partial(supermarket.get, goods_id=goods))
        assert found is not None
        return found.stock

    async def waiting(self, shop: str = SHOP) -> list[Redemption]:
        return await self.town.database.read(partial(redemptions.waiting_at, shop=shop))

    async def last(self) -> Redemption:
        number = await self.town.one("SELECT number FROM redemptions ORDER BY made_at DESC, id DESC")
        found = await self.town.database.read(partial(redemptions.by_number, number=number))
        assert found is not None
        return found

    async def adds_up(self) -> bool:
        """Points that came in are with people, with shops for what they handed over, or wait at a shop."""
        held = await self.town.one("SELECT SUM(balance) FROM accounts WHERE unit = 'points' AND account <> 'issued'")
        spent = await self.town.one(
            "SELECT COALESCE(SUM(points), 0) FROM redemptions WHERE state IN (:reserved, :handed)",
            reserved=str(State.RESERVED),
            handed=str(State.HANDED),
        )
        at_shops = await self.town.one("SELECT COALESCE(SUM(balance), 0) FROM accounts WHERE account LIKE 'shop:%'")
        issued = await self.town.one("SELECT -balance FROM accounts WHERE account = 'issued' AND unit = 'points'")
        return bool(held == issued and spent == at_shops)


async def redeems(who: Neighbour, title: str = "Rice") -> str:
    """All the way from the list; returns the code."""
    await who.says("信用超市")
    return code_in(await who.taps(title, "Redeem", "Yes, redeem"))


def code_in(read: str) -> str:
    found = re.findall(r"\b(\d{3} \d{3})\b", read)
    assert found, read
    return str(found[-1])


def drawn(who: Neighbour) -> dict[str, Any]:
    """What the newest picture of a chat is to show."""
    newest = next(m for m in reversed(who.phone.messages.values()) if m.drawing)
    told: dict[str, Any] = json.loads(newest.drawing or "{}")
    return told


def payload(told: dict[str, Any]) -> str:
    return str(told["data"]).partition("start=")[2]
