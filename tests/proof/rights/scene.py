"""A town in which there is one of everything that rights are asked about, played once and put down in a file."""

import re
from dataclasses import replace
from functools import partial
from typing import Any

from domain.number import find, make
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
from storage.database import Database, Tx
from storage.group_chats import Code, Kind
from storage.links import Link
from storage.partners import Partner
from storage.place_codes import Sheet
from storage.roster import Entry
from storage.supermarket import Goods
from tests.handlers.gathering import announces
from tests.handlers.grouping import GROUP, NEIGHBOURS, binds
from tests.handlers.neighbour import Neighbour
from tests.handlers.shops.shop import on_the_menu, writes
from tests.handlers.supermarket.market import redeems
from tests.handlers.town import CITY, COMMUNITY, COMPOUND, DAY, GRID_1, HOUR, MONDAY, STREET, Town, the_places
from tests.proof.rights.people import FAR_COMPOUND, FAR_SHOP, NEAR_SHOP, elsewhere, everybody
from tests.proof.rights.play import RULES

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
Things = dict[str, str]  # what there is, and by which number, id or token it is called


class Scene:
    """Li reports and wishes, Zhou sits at the desk, Wang and Hu are of the grid, Feng and Gao help."""

    def __init__(self, database: Database) -> None:
        self.town = Town(database)
        self.town.house = replace(self.town.house, policy=RULES)
        self.things: Things = {}

    async def made(self) -> Things:
        """now: three days after everything began."""
        await self.town.built(*the_places(), *elsewhere())
        await self._moves_in()
        await self._reported()
        await self._wished()
        await self._offered()
        await self._gathered()
        await self._joined()
        await self._credited()
        await self._linked()
        await self._walkers()
        return self.things

    async def _moves_in(self) -> None:
        town, home = self.town, f"{COMPOUND}/3/1"
        self.li = await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=home)
        self.zhao = await town.moves_in("Zhao Defu", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/5/1")
        self.bo = await town.moves_in("Bo Lan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/4/1")
        self.zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
        self.wang = await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1))
        self.hu = await town.moves_in("Hu Bin", Held(Role.GRID, GRID_1))
        self.sun = await town.moves_in("Sun Zhiqiang", Held(Role.STREET, STREET))
        self.feng = await town.moves_in("Feng Lei", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/5/2")
        self.gao = await town.moves_in("Gao Yan", Held(Role.VOLUNTEER, COMPOUND), home=f"{COMPOUND}/4/2")
        for who in (self.li, self.zhao, self.bo):
            await who.says("/privacy")
            await who.says(button="pv agree")

    # Orders

    async def _reports(
        self, name: str, who: Neighbour, where: str = "3号楼1单元", what: str = "水管漏水", **more: Any
    ) -> str:
        """The words name it, so that whoever reads them has seen it."""
        await who.says("/report")
        read = await who.says(f"{where}{what}，暗号{name}", **more)
        read = await who.taps("Send")
        self.things[name] = find(read)[0]
        self.town.now += HOUR
        return self.things[name]

    async def _handed(self, name: str, *steps: str, **more: Any) -> str:
        """To Wang, who takes these steps."""
        number = await self._reports(name, self.li, **more)
        await self.zhou.says(number)
        await self.zhou.taps("To somebody else", "Wang Jianguo")
        await self._works(number, *steps)
        return number

    async def _works(self, number: str, *steps: str) -> None:
        if steps:
            await self.wang.says(number)
            await self.wang.taps(*steps)

    async def _reported(self) -> None:
        await self._reports("placed", self.li)
        await self._reports("alike", self.zhao)
        await self._reports("lamp", self.zhao, "5号楼2单元", "路灯不亮")
        await self._handed("dispatched")
        await self._handed("accepted", "Accept")
        await self._handed("reachable", "Accept", what="家水管漏水，602，电话13812345678")
        await self._handed("paused", "Accept", "More …", "Pause", "parts", "Tomorrow")
        await self._handed("wanting", "Accept", "More …", "More time", "Tomorrow")
        await self.wang.says("要等厂家")
        await self._handed("finished", "Accept", "Done", "Skip")
        await self._handed("closed", "Accept", "Done", "Skip")
        await self._handed("lasting", "Accept", "Done", "Skip")
        for name in ("closed", "lasting"):
            await self.li.says(self.things[name])
            await self.li.taps("Fixed", "★★★★★", "Skip")
        await self._handed("photographed", "Accept")
        await self._handed("whole", "Accept")
        await self.zhou.says(self.things["whole"])
        await self.zhou.taps("Call in others", "Hu Bin")
        await self.zhou.says("暗号task")
        await self.zhou.taps("Skip")
        await self._for_somebody("proxied")
        await self._bent()

    async def _for_somebody(self, name: str) -> None:
        await self.hu.says("代报")
        await self.hu.says("吴奶奶")
        await self.hu.says("13812345678，602")
        await self.hu.says(f"3号楼1单元水管漏水，暗号{name}")
        number = find(await self.hu.taps("Send"))[0]
        slips = [m.text for m in self.hu.phone.messages.values() if "Please leave this slip" in m.text]
        said = re.search(r"code (\d{4})", slips[-1])
        assert said
        self.things |= {name: number, "proxied_code": said[1]}
        await self.zhou.says(number)
        await self.zhou.taps("To somebody else", "Wang Jianguo")
        await self._works(number, "Accept", "Done", "Skip")

    async def _bent(self) -> None:
        """What only time would bring about, and a photo."""
        things = self.things

        async def unit(tx: Tx) -> None:
            await tx.run("UPDATE orders SET follow_up = 'asked' WHERE number = :n", n=things["lasting"])
            row = await tx.one(
                "SELECT number FROM orders WHERE part_of = (SELECT id FROM orders WHERE number = :n)", n=things["whole"]
            )
            assert row
            things["task"] = str(row["number"])
            await tx.run("INSERT INTO media (id, owner, kind, bytes, created_at) VALUES ('pic', 'li', 'photo', 9, 1)")
            await tx.run(
                """
                INSERT INTO order_photos (order_id, media, kind, step, at)
                SELECT id, 'pic', 'photo', 'place', 1 FROM orders WHERE number = :n
                """,
                n=things["photographed"],
            )

        await self.town.database.do(unit)

    # Wishes

    async def _wishes(self, name: str, *, state: str = "posted") -> str:
        """Nobody has more than three open."""
        who = self.zhao if name in ("wish_helped", "wish_off") else self.li if state != "done" else self.bo
        await who.says("许愿")
        await who.says(f"想有人陪我去医院拿药，暗号{name}")
        number = find(await who.taps("Yes, they may", "Make the wish"))[0]
        self.things[name] = number
        if state != "posted":
            await self.zhou.says(number)
            await self.zhou.taps("Publish it")
        if state in ("claimed", "helped", "done"):
            await self.feng.says(number)
            await self.feng.taps("I do it")
        self.town.now += HOUR
        return number

    async def _wished(self) -> None:
        self.town.now = MONDAY + DAY
        await self._wishes("wish_posted")
        await self._wishes("wish_open", state="open")
        await self._wishes("wish_claimed", state="claimed")
        number = await self._wishes("wish_done", state="done")
        await self.feng.says(button=f"wdone {number}", ref="x", tap="t")
        await self.feng.taps("1 hour")
        number = await self._wishes("wish_helped", state="claimed")
        await self._taps(self.feng, f"wmore {number}")
        await self._taps(self.gao, f"wjoin {number}")
        await self._for_granny()
        number = await self._wishes("wish_off", state="open")
        await self.gao.says(number)
        await self.gao.taps("I do it")
        await self._taps(self.gao, f"woff {number}", table="wishes")

    async def _for_granny(self) -> None:
        """Who has no phone: a card with four digits."""
        await self.wang.says("许愿")
        await self.wang.taps("For somebody else")
        for said in ("想理个发，暗号wish_behalf", "王桂英", "13912345678"):
            await self.wang.says(said)
        self.things["wish_behalf"] = find(await self.wang.taps("3号楼", "1单元", "Yes, they may", "Make the wish"))[0]

    async def _taps(self, who: Neighbour, button: str, table: str = "") -> str:
        """With the version it has now."""
        if table:
            sql = f"SELECT version FROM {table} WHERE number = :number"
            button += f" {await self.town.one(sql, number=button.split()[1])}"
        return await who.says(button=button, ref="x", tap="t")

    # Shops

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

    async def _walkers(self) -> None:
        async def unit(tx: Tx) -> None:
            for walker in everybody():
                held = walker.held
                await people.add_person(
                    tx, id=walker.name, chat=walker.chat, now=self.town.now, name=f"Walker {walker.name}", language="en"
                )
                if held:
                    await people.grant(tx, id=f"{walker.name}.0", person=walker.name, held=held, now=self.town.now)
                await people.set_home(tx, walker.name, walker.home)

        await self.town.database.do(unit)


__all__ = ["CREDIT", "GROUP", "SHOP", "Scene", "Things", "hashed"]
