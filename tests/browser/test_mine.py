"""What somebody asked to read of themselves opens in a real browser, by a tap."""

from playwright.async_api import expect

from bot.web_privacy import privacy_routes
from handlers.tokens import hashed
from storage import people, personal_export
from storage.database import Tx
from tests.bot.web.house import NOW, House, serving
from tests.browser.conftest import Opens
from tests.handlers.town import house as rules

TOKEN = "t" * 22
SPILT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def test_one_tap_opens_it_and_another_takes_it_along(house: House, phone: Opens):
    async def unit(tx: Tx) -> None:
        await people.add_person(tx, id="li", chat="telegram:42", now=NOW, name="Li Xiulan", language="en")
        await personal_export.make_link(tx, hashed(TOKEN), "li", NOW, NOW + 900)

    await house.database.do(unit)
    routes = privacy_routes(house.database, rules(iter(range(99))), house.words, "", house.clock)
    async with serving(house, extra=[*routes]) as address:
        page = await phone(f"{address}/mine/{TOKEN}")
        async with page.expect_download() as taken:
            await page.get_by_role("button", name="JSON").tap()
        assert (await taken.value).suggested_filename == "sidan-mine.json"
        await page.get_by_role("button", name="Read it").tap()
        await expect(page.get_by_text("Li Xiulan").first).to_be_visible()
        assert await page.evaluate(SPILT) == 0
