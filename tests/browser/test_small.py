"""The smallest phones, the largest letters, and a keyboard over half of it."""

import pytest
from playwright.async_api import Page, expect

from dialogue.message import Message
from tests.bot.web.visitor import photo
from tests.browser import tale
from tests.browser.conftest import keep
from tests.browser.test_looking import SIDEWAYS, SMALL

DRAFT = "三楼的楼道灯坏了，晚上黑得很，老人下楼不安全，麻烦你们尽快派人来看一看。" * 6
CUT = """
() => [...document.querySelectorAll("header *, footer *")]
  .filter((one) => one.checkVisibility() && one.matches("h1, button, textarea, img") && !one.closest("#chosen"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight)
  .map(([one, box]) => `${one.id} ${box.top}-${box.bottom}`)
"""
KEYBOARD = """
(height) => {
  Object.defineProperty(visualViewport, "height", { get: () => height, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}
"""


async def enlarge(page: Page, large: bool) -> None:
    if large:
        await page.locator("#large").tap()


async def check(page: Page) -> None:
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate(CUT) == []
    assert not await page.evaluate(SIDEWAYS)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("height", [568, 300], ids=["phone", "keyboard"])
async def test_a_long_draft_leaves_the_last_message_in_sight(settled, large, height):
    page = await settled(1, viewport={"width": 320, "height": height}, locale="zh-CN")
    await enlarge(page, large)
    await page.fill("#text", DRAFT)
    await expect(page.locator("#log .row").last).to_be_in_viewport()
    await keep(page, f"small-draft-{height}-{large}")
    await check(page)
    pictures = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photo()} for n in range(4)]
    await page.set_input_files("#album", pictures)
    await expect(page.locator("#chosen img")).to_have_count(4)
    await expect(page.locator("#log .row").last).to_be_in_viewport()
    await keep(page, f"small-pictures-{height}-{large}")
    await check(page)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
async def test_everything_else_to_send_fits_a_small_phone(settled, large):
    page = await settled(1, viewport={"width": 320, "height": 568}, locale="zh-CN")
    await enlarge(page, large)
    await page.locator("#more").tap()
    await keep(page, f"small-panel-{large}")
    await check(page)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
async def test_many_chips_begin_with_their_question_and_scroll(house, settled, large):
    page = await settled(1, viewport={"width": 320, "height": 568}, locale="zh-CN")
    await enlarge(page, large)
    choices = tale.rows(*[f"第{n}号楼 杏福苑东区" for n in range(1, 10)], "更多/返回")
    await house.chat.send("web:seat1", Message("在哪栋楼？点一下，或者直接写。", choices), None)
    await expect(page.get_by_text("在哪栋楼？")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="返回")).not_to_be_in_viewport()
    await keep(page, f"small-chips-{large}")
    await check(page)
    await page.mouse.move(160, 250)
    await page.mouse.wheel(0, 2000)
    await expect(page.get_by_role("button", name="返回")).to_be_in_viewport(ratio=1)
    await page.get_by_role("button", name="返回").tap()
    await expect(page.locator("#log .text").last).to_have_text("chosen 返回")


async def test_a_keyboard_that_lies_over_the_page_covers_nothing(settled):
    page = await settled(1, locale="zh-CN")
    await page.evaluate(KEYBOARD, 400)
    for element in (page.locator("#text"), page.locator("#log .row").last):
        await expect(element).to_be_in_viewport(ratio=1)
        box = await element.bounding_box()
        assert box["y"] + box["height"] <= 400
    await page.fill("#text", DRAFT)
    footer = await page.locator("footer").bounding_box()
    assert (footer["y"] > 200, footer["y"] + footer["height"]) == (True, 400)
    await page.evaluate(KEYBOARD, 740)
    footer = await page.locator("footer").bounding_box()
    assert footer["y"] + footer["height"] == 740
