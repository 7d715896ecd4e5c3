"""The program is away for a while, and time passes: nothing waits for ever, and nobody hears anything twice."""

from dataclasses import dataclass
from typing import Any, Self

import pytest

from tests.proof.machine.desk import Desk
from tests.proof.machine.hands import HOUR
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import number_in, sends_report

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("a clock that jumps")]
OUTAGES = (25 * HOUR, 151, 10)  # seconds; Telegram keeps taps for 150 s, messages for a day
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
                told = [seen.text for seen in await self.desk.zhou.shows() if "⏰" in seen.text]
                assert sum(self.placed in text for text in told) == 1
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
    deserted: Desk, figure: Figure, size: Size
):
    if not size.timed:
        pytest.skip("tried by make prove")
    desk = deserted
    telegram = desk.town.telegram
    assert telegram
    times = died = 0
    for n in range(size.pick(1, 2, 20)):
        for away in [away for away in OUTAGES if away < HOUR or n == 0]:
            waiting, before = await Waiting.at(desk), telegram.updates.expired
            await desk.until_none("outbox WHERE state = 'new'")  # or it would be said again, as it must
            await desk.town.program.kill()
            await waiting.act()
            desk.hands.jump(away)
            await telegram.later(away)
            desk.begins_to_count()
            await desk.town.program.start()
            await desk.town.program.ready()
            await desk.is_put_right()
            await waiting.act_again(away)
            await waiting.go_on()
            desk.was_nagged_at_most(1)
            times, died = times + 1, died + telegram.updates.expired - before
            assert telegram.updates.expired - before == {10: 0, 151: 2}.get(away, 3)
    figure("outages", f"{times:,}")
    figure("taps and messages that died meanwhile", f"{died:,}")
    figure("nagged twice, or left waiting", 0)
