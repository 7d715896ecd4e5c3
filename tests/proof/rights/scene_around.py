"""Shops, activities, groups, posters, links, and what is told of people's hours."""

import re
from functools import partial
from typing import Any

from domain.number import make
from domain.person import SYSTEM, Held, Role
from handlers import crediting, join
from handlers.crediting import Service
from handlers.tokens import hashed
from handlers.turn import Turn
from storage import (
    group_chats,
    group_drafts,
    ledger,
    links,
    partners,
    people,
    place_codes,
    roster,
    supermarket,
    talents,
)
from storage.database import Tx
from storage.group_chats import Code, Kind
from storage.links import Link
from storage.partners import Partner
from storage.place_codes import Sheet
from storage.roster import Entry
from storage.supermarket import Goods
from tests.handlers.gathering import announces
from tests.handlers.grouping import GROUP, NEIGHBOURS, binds
from tests.handlers.shops.shop import on_the_menu, writes
from tests.handlers.supermarket.market import redeems
from tests.handlers.town import CITY, COMMUNITY, COMPOUND, DAY, GRID_1, HOUR, STREET
from tests.proof.rights.people import FAR_COMPOUND, FAR_SHOP, NEAR_SHOP
from tests.proof.rights.scene_cast import Cast

INVITED = {
    "G": GRID_1,
    "V": COMPOUND,
    "P": COMPOUND,
    "O": COMPOUND,
    "M": COMPOUND,
    "C": COMMUNITY,
    "S": STREET,
    "Y": CITY,
}
INVITED |= {"D": CITY}
SHOP, CREDIT = "m:barber", "m:credit"


class Around(Cast):
    """What there is besides."""

    async def _offered(self) -> None:
        town, now = self.town, self.town.now
        for id, name, place, credit in (
            (SHOP, "小王理发店", COMPOUND, False),
            (CREDIT, "杏福超市", COMPOUND, True),
            (NEAR_SHOP, "邻家铺子", COMPOUND, False),
            (FAR_SHOP, "远铺子", FAR_COMPOUND, False),
        ):
            await town.database.do(partial(partners.add, partner=Partner(id, name, place, credit, now), by="zhou"))
        self.wu = await town.moves_in("Wu Mei", Held(Role.PARTNER, COMPOUND, SHOP))
        self.qian = await town.moves_in("Qian Mei", Held(Role.PARTNER, COMPOUND, CREDIT))
        self.things["service"] = await on_the_menu(self.wu, self.zhou, "上门理发", "Low-cost", "15 元", "at their home")
        await writes(self.wu, "修脚", "Low-cost", "20 元", "at their home")
        await self.wu.taps("Send")
        self.things["service_asked"] = str(await town.one("SELECT id FROM services WHERE title = '修脚'"))
        self.things["shop"], self.things["credit"] = SHOP, CREDIT
        self.things["keeper_role"] = str(await town.one("SELECT id FROM roles WHERE person = 'wu'"))
        for name, stock in (("rice", 3), ("oil", 5)):
            goods = Goods(name, CREDIT, f"Good {name}", "New harvest", 50, stock, None)
            await town.database.do(partial(supermarket.add, goods=goods, by="qian", now=now))
            self.things[name] = name
        await self._has_points("li")
        self.things["pick_up_code"] = await redeems(self.li, "Good rice")
        await self.qian.says("/pickup")
        await self.qian.says(self.things["pick_up_code"])
        self.things["redemption"] = str(await town.one("SELECT number FROM redemptions"))
        self.things["waiting_code"] = await redeems(self.li, "Good oil")
        self.things["waiting_digits"] = self.things["waiting_code"].replace(" ", "")
        self.things["waiting"] = str(await town.one("SELECT number FROM redemptions WHERE goods = 'oil'"))

    async def _has_points(self, person: str) -> None:
        line: dict[str, Any] = {"why": "wish", "ref": f"wish:{person}", "by": "system", "now": self.town.now}
        line |= {"unit": ledger.POINTS, "source": ledger.ISSUED, "target": ledger.of_person(person), "amount": 500}
        await self.town.database.do(partial(ledger.move, id=self.town.house.fresh(), **line))

    # Activities

    async def _gathered(self) -> None:
        for name in ("activity", "activity_held", "activity_vouched"):
            self.things[name] = await announces(self.zhou, title=f"暗号{name}")
            await self.zhao.says(button=f"act in {self.things[name]}", ref="x", tap="t")
        sql = "UPDATE activities SET state = :state, starts_at = :at, ends_at = :at + 60 WHERE number = :number"

        async def unit(tx: Tx) -> None:
            for name, state in (("activity_held", "held"), ("activity_vouched", "vouching")):
                await tx.run(sql, state=state, at=self.town.now - HOUR, number=self.things[name])

        await self.town.database.do(unit)
        sql = "SELECT nth FROM activity_sign_ups WHERE activity = (SELECT id FROM activities WHERE number = :number)"
        self.things["nth"] = str(await self.town.one(sql, number=self.things["activity_held"]))

    # People

    async def _joined(self) -> None:
        town, things = self.town, self.things
        things["group"] = await binds(self.zhou, NEIGHBOURS, "3号楼")
        await self.zhou.says("/qr")
        await self.zhou.taps("Only one", "3号楼", "All of it")
        things["poster"] = str(await town.one("SELECT code FROM place_codes"))
        await self.zhao.says("当志愿者")
        await self.zhao.taps("A helping hand, nothing special", "That is right")
        things["applicant"] = "zhao"
        await self.zhou.says("/invite")
        invited = await self._invited("property company")
        tang = town.stranger("Tang Wei")
        await tang.opens(invited)
        things["post"] = str(await town.one("SELECT id FROM posts WHERE due_at IS NOT NULL"))
        things["worker_role"] = str(await town.one("SELECT id FROM roles WHERE person = 'hu'"))
        await self.zhao.says("能人")
        await self.zhao.taps("I am good at something", "Hair and beauty", "That is all", "I agree")
        await self.wang.says("找能人")
        await self.wang.taps("Hair and beauty", "Z**")
        await self.wang.says("给独居老人理个发")
        things["talent_ask"] = str(await town.one("SELECT id FROM talent_asks"))
        await self.li.says("水管漏水，我家2单元301", group=GROUP, call="mention", ref="17")
        things["draft"] = str(await town.one("SELECT id FROM group_drafts"))
        await town.delivers()

    async def _invited(self, role: str) -> str:
        """By the desk, for somebody whose name is left to them."""
        await self.zhou.taps(role)
        read = await self.zhou.taps("Skip")
        found = re.search(r"start=(\S+)", read)
        assert found, read
        return found[1]

    async def _credited(self) -> None:
        """An hour of Feng's, a certificate of it, and a correction that waits for the street."""
        town, feng = self.town, await self.feng.person()
        service = Service("wish", "wish:000000:1", feng, "li", town.now - HOUR, town.now, place=COMPOUND)
        await town.database.do(lambda tx: crediting.credit(Turn(tx, town.house, SYSTEM, town.now), service))
        await self.feng.says(button="cert all", ref="x", tap="t")
        self.things["certificate"] = str(await town.one("SELECT code FROM certificates"))
        await self.zhou.says("/corrections")
        await self.zhou.taps("Propose a correction")
        for said in ("000000", "Add time", "30", "少记了半小时"):
            await self.zhou.says(said)
        self.things["correction"] = str(await town.one("SELECT id FROM corrections"))
        self.things["badge"] = make(b"badge")
        entry = Entry("1", "Wang Jianguo", self.things["badge"], person="wang", joined_at=1)
        await town.database.do(partial(roster.add, entry=entry))

    async def _linked(self) -> None:
        """Links and codes that somebody may open: each is kept as its hash, under the name of the thing."""
        now, things = self.town.now, self.things

        async def unit(tx: Tx) -> None:
            for role, place in INVITED.items():
                team = SHOP if role == "M" else None
                payload = await join.invite(
                    tx,
                    role=role,
                    place=place,
                    by="zhou",
                    random=f"invite-{role}".encode().ljust(16),
                    now=now,
                    team=team,
                )
                things[f"link_{role}"] = payload
                things[f"invite_{role}"] = hashed(payload.removeprefix(join.INVITE))
            await group_chats.add_code(tx, hashed("GR0VPC0DE"), Code(Kind.STAFF, COMPOUND, "zhou"), now + DAY)
            things["group_code"] = hashed("GR0VPC0DE")
            await talents.nominate(tx, hashed("nominated"), "repairs", "zhou", now + DAY)
            things["nomination"] = hashed("nominated")
            draft = await group_drafts.get(tx, things["draft"])
            assert draft
            await group_drafts.give_link(tx, draft, hashed("drafted"))
            things["drafted"] = hashed("drafted")
            sheet = Sheet(f"{COMPOUND}/3", "place")
            await place_codes.keep_sheet(tx, hashed("sheet"), sheet, now, now + DAY)
            things["sheet"] = hashed("sheet")
            moved: dict[str, list[list[str]]] = {"chats": [["web:other"]]}
            await people.add_chat(tx, "web:other", now=now, person="bo")
            link = Link("000000000999", "bo", "sun", "web:other", "telegram:bo", moved, now, now + DAY)
            await links.add(tx, link)
            things["link"] = link.id

        await self.town.database.do(unit)
