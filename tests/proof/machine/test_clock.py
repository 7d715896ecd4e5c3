"""A machine whose clock jumps while the program runs and orders wait: nothing is nagged twice, forgotten or lost."""

import asyncio
import os
import random
from datetime import time, timedelta

import pytest

from tests.proof.machine.desk import Desk
from tests.proof.machine.hands import DAY, HOUR, MINUTE
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import sends_report

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("a clock that jumps")]
FIRST = (-2 * HOUR, DAY, HOUR, -DAY)
JUMPS = (*FIRST, -HOUR, 2 * HOUR, 3 * DAY, -3 * DAY)
NUDGE = 16 * MINUTE  # whoever hands out is reminded after five minutes and nagged after ten
# Of the clock after a jump: at table and at night nobody is nagged, on a day off from five on; and jumps take time.
AFTER_LUNCH, LATEST = time(14, 5), time(16, 30)
SEED = int(os.environ.get("CLOCK_SEED", "0")) or random.randrange(1, 10**6)


def jumps(size: Size, desk: Desk) -> list[int]:
    """Some that everybody thinks of, then any; it stays day, for at night nobody is nagged."""
    chance, found, ahead = random.Random(SEED), [], 0
    for n in range(size.pick(2, 6, 120)):
        fitting = [one for one in JUMPS if AFTER_LUNCH <= (desk.now() + timedelta(seconds=ahead + one)).time() < LATEST]
        found.append(FIRST[n] if n < len(FIRST) else chance.choice(fitting))
        ahead += found[-1] + NUDGE
    return found


@pytest.mark.proves(
    "Nothing waits for ever", "the machine's clock jumps by hours and days, ahead and back, while orders wait"
)
async def test_whatever_the_clock_does_what_waits_is_looked_at_once_and_what_is_said_is_heard(
    desk: Desk, figure: Figure, size: Size
):
    print(f"CLOCK_SEED={SEED}")
    back, planned = 0, jumps(size, desk)
    await desk.takes_a_report()
    for jump in planned:
        desk.begins_to_count()
        desk.hands.jump(jump)
        await desk.is_put_right()
        desk.was_nagged_at_most(0 if jump < 0 else 1)
        if jump < 0:
            back += 1
            await desk.starts_again()
        await desk.sees_what_becomes_of_the_last_one()
        number = await desk.takes_a_report()
        desk.begins_to_count()
        desk.hands.jump(NUDGE)
        await desk.is_nagged_about(number)
        desk.was_nagged_at_most(1)
    figure("jumps", f"{len(planned):,}, {back:,} of them back")
    figure("reports taken", f"{desk.reports:,}")
    figure("nags", f"{desk.nags_ever():,}")
    figure("nagged twice, forgotten, or lost", 0)


@pytest.mark.proves("Nothing waits for ever", "orders wait over New Year, by night, while the program runs")
async def test_what_is_reported_in_the_old_year_is_looked_at_in_the_new_one(desk: Desk, figure: Figure):
    hands, year = desk.hands, desk.now().year
    hands.jump(desk.moment(year, 12, 31, 23, 58) - hands.now)
    dark = await sends_report(await desk.estate.resident(), "楼道的灯不亮了")
    hands.jump(desk.moment(year, 12, 31, 23, 59, 58) - hands.now)
    fire = await desk.takes_an_urgent_report()
    async with asyncio.timeout(10):
        while hands.now <= desk.moment(year + 1, 1, 1):
            await asyncio.sleep(0.05)
    later = await sends_report(await desk.estate.resident("赵德福"), "楼道的灯不亮了")
    desk.begins_to_count()
    hands.jump(NUDGE)
    await desk.is_nagged_about(fire)
    desk.was_nagged_at_most(1)
    assert desk.nags_of(dark) == desk.nags_of(later) == 0, "by night"
    desk.begins_to_count()
    hands.jump(desk.moment(year + 1, 1, 1, 16) - hands.now)
    for number in (dark, fire, later):
        await desk.is_nagged_about(number)
    desk.was_nagged_at_most(1)
    figure("orders that waited", 3)
