"""The wall's page as people see it: on a small phone, without scripts, and on paper."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.links import Links
from bot.web_assets import Assets
from bot.web_wall import wall_routes
from domain.wish import WishKind
from storage import wish_thanks
from storage.wish_thanks import Thanks
from tests.bot.web.house import House, serving
from tests.browser.conftest import Opens, keep
from tests.handlers.test_wall import wished
from tests.handlers.town import COMPOUND, DAY, Town

WISHES: tuple[tuple[str, WishKind, int, dict[str, Any]], ...] = (
    ("家里的旧柜子要搬到楼下，一个人搬不动", WishKind.SERVICE, 5, {"hands": 2}),
    ("想要一本《西游记》连环画，给上二年级的孙子看", WishKind.THING, 4, {}),
    ("想每周有人来陪着下盘象棋、说说话", WishKind.COMPANY, 3, {"weekly": True}),
    ("想找人陪着去市第一人民医院看眼睛，来回大约半天，要坐轮椅" * 4, WishKind.COMPANY, 6, {}),
    ("Pneumonoultramicroscopicsilicovolcanoconiosis" * 3, WishKind.SKILL, 6, {}),
)
SPILT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Wall:
    town: Town
    address: str


@pytest.fixture
async def wall(house: House) -> AsyncIterator[Wall]:
    town = Town(house.database)
    await town.built()
    await town.moves_in("Li Xiulan", home=f"{COMPOUND}/3/1")
    await town.moves_in("马超")
    routes = wall_routes(
        house.database, town.house, house.words, Assets(), Links("https://sidan.example"), lambda: town.now
    )
    async with serving(house, extra=[*routes]) as address:
        yield Wall(town, f"{address}/wall/qs-hy-lx-xf")


async def hung(wall: Wall) -> None:
    """All kinds of wishes, and one that came true."""
    for shown, kind, building, more in WISHES:
        wanted = wall.town.now + building * DAY
        await wished(wall.town, shown, f"{COMPOUND}/{building}", kind=kind, wanted_by=wanted, **more)
    wish = await wished(wall.town, "读报")
    thanks = Thanks("谢谢马师傅！", "[]", None, True, COMPOUND, "马超", 90, wall.town.now)
    await wall.town.database.do(partial(wish_thanks.thank, wish_id=wish.id, round=1, thanks=thanks))


async def pictures(page: Page) -> list[int]:
    """How wide each picture really is: 0 for one that could not be shown."""
    for picture in await page.locator("img").all():
        await picture.scroll_into_view_if_needed()
        await expect(picture).to_have_js_property("complete", True)
    return [int(await picture.evaluate("image => image.naturalWidth")) for picture in await page.locator("img").all()]


@pytest.mark.parametrize("width", [300, 360, 1100])
async def test_nothing_spills_and_both_pictures_are_shown(wall: Wall, phone: Opens, width: int):
    await hung(wall)
    page = await phone(wall.address, viewport={"width": width, "height": 740})
    await expect(page.locator(".cards li")).to_have_count(6)
    assert await pictures(page) == [800, 800]
    assert await page.evaluate(SPILT) == 0
    if width == 360:
        large = "[...document.querySelectorAll('.what')].every(e => parseFloat(getComputedStyle(e).fontSize) >= 24)"
        assert await page.evaluate(large)
        for link in await page.locator("nav a").all():
            box: Any = await link.bounding_box()
            assert box["height"] >= 44
    await keep(page, f"wall-{width}")


async def test_it_is_read_without_scripts_and_says_when_there_is_nothing(wall: Wall, phone: Opens):
    page = await phone(f"{wall.address}?language=zh-CN", java_script_enabled=False)
    await expect(page.locator("h1")).to_have_text("杏福苑")
    await expect(page.locator(".none")).to_be_visible()
    await expect(page.locator(".qr")).to_be_visible()
    await page.locator("nav a").last.click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_on_paper_there_are_the_code_and_the_cards_and_no_buttons(wall: Wall, phone: Opens):
    await hung(wall)
    page = await phone(wall.address, viewport={"width": 703, "height": 1032})
    await page.emulate_media(media="print")
    for shown in (".qr", ".cards", ".what >> nth=0"):
        await expect(page.locator(shown)).to_be_visible()
    for hidden in ("nav", ".pictures"):
        await expect(page.locator(hidden)).to_be_hidden()
    code: Any = await page.locator(".qr").bounding_box()
    assert code["width"] > 150, "four centimetres"
    assert await page.evaluate(SPILT) == 0
    await keep(page, "wall-print")
