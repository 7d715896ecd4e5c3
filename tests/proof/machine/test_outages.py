"""The program is away for a while, and time passes: nothing waits for ever, and nobody hears anything twice."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from tests.program import where_it_is
from tests.proof.machine.desk import Desk
from tests.proof.machine.hands import HOUR, Hands
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import number_in, sends_report
from tests.stories.town import a_town

OUTAGES = {"10 s": 10, "151 s": 151, "25 h": 25 * HOUR}  # Telegram keeps taps for 150 s, messages for a day
TAPS, MESSAGES = 150, 24 * HOUR
STILL_OPEN = "We have not finished yet"


@dataclass
class Waiting:
    """Who waits for what: wang is asked to accept, zhou to hand out, zhao to send; chen is about to say something."""

    desk: Desk
    li: Any
    zhao: Any
    chen: Any
    handed: str
    placed: str

    @classmethod
    async def at(cls, desk: Desk) -> Self:
        li, zhao, chen = [await desk.estate.resident(name) for name in ("李秀兰", "赵德福", "陈静")]
        handed = await sends_report(li, "楼道的灯不亮了")
        await desk.zhou.taps("To 王建国", of=await desk.zhou.sees(f"{handed} ·", label="To 王建国"))
        await desk.wang.sees(f"{handed} ·", label="Accept")
        await zhao.says("垃圾桶满了没人清")
        await zhao.hears("Please check:", label="Send")
        return cls(desk, li, zhao, chen, handed, await desk.takes_a_report())

    async def act(self) -> None:
        """Nobody hears it now."""
        await self.desk.wang.taps("Accept")
        await self.zhao.taps("Send")
        await self.chen.says("水管漏水")

    async def act_again(self, away: int) -> None:
        """What Telegram has forgotten meanwhile. After long they are asked again, and tap what they were shown then."""
        if away > TAPS:
            card = await self.desk.wang.sees(f"{self.handed} ·", label="Accept")
            if away > HOUR:
                await self.desk.wang.taps("See it", of=await self.desk.wang.sees(f"⏰ {self.handed}", label="See it"))
                card = await self.desk.wang.hears(f"{self.handed} ·", label="Accept")
                await self.desk.zhou.sees("⏰ Waiting for you:", label=self.placed)
                assert sum("⏰" in seen.text for seen in await self.desk.zhou.shows()) == 1
                await self.zhao.sees(STILL_OPEN, label="Send")
            await self.desk.wang.taps("Accept", of=card)
            await self.zhao.taps("Send")
        if away > MESSAGES:
            await self.chen.says("水管漏水")

    async def go_on(self) -> None:
        """Each once."""
        await self.li.sees(f"王建国 has accepted {self.handed}")
        number_in(await self.zhao.sees("Your number is"))
        await self.chen.sees("Please check:")
        await self.chen.taps("Send")
        number_in(await self.chen.hears("Your number is"))
        for person, said in ((self.li, "has accepted"), (self.zhao, "Your number is"), (self.zhao, STILL_OPEN)):
            assert sum(said in seen.text for seen in await person.shows()) <= 1


@pytest.mark.proves("Nothing waits for ever", "the program is away for 10 s, 151 s (taps die), 25 h (messages die)")
async def test_after_an_outage_everything_goes_on_and_nobody_is_nagged_twice(
    figure: Figure, size: Size, tmp_path: Path
):
    hands, file = Hands(tmp_path), tmp_path / "sidan.db"
    how = {"module": "tests.proof.machine.jumping", "timezone": where_it_is(14)}
    async with a_town("polling", f"sqlite:{file}", tmp_path, **how) as town:
        assert town.telegram
        for n in range(size.pick(1, 3, 20)):
            away_for = {name: away for name, away in OUTAGES.items() if away < HOUR or n == 0}
            desks = {name: await Desk.of(town, file, hands) for name in away_for}
            for name, away in away_for.items():
                waiting = await Waiting.at(desks[name])
                await waiting.desk.until_none("outbox WHERE state = 'new'")  # or it would be said again, as it must
                await town.program.kill()
                await waiting.act()
                hands.jump(away)
                await town.telegram.later(away)
                waiting.desk.begins_to_count()
                await town.program.start()
                await town.program.ready()
                await waiting.desk.is_put_right()
                await waiting.act_again(away)
                await waiting.go_on()
                waiting.desk.was_nagged_at_most(1)
        figure("outages", ", ".join(OUTAGES))
        figure("taps and messages that died meanwhile", f"{town.telegram.updates.expired:,}")
        figure("nagged twice, or left waiting", 0)
        assert town.telegram.updates.expired >= 5
        await town.is_well()
