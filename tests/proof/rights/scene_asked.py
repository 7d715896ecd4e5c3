"""Orders and wishes, each in every state that somebody may do something about."""

import re
from typing import Any

from domain.number import find
from storage.database import Tx
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import DAY, HOUR, MONDAY
from tests.proof.rights.scene_cast import Cast


class Asked(Cast):
    """What Li, Zhao and Bo have asked for."""

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
