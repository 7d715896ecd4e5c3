"""Five phones side by side."""

from playwright.async_api import expect

from dialogue.message import Message
from tests.browser import tale
from tests.browser.conftest import keep


async def test_each_phone_is_somebody(house, demo, phone):
    page = await phone(f"{demo}?language=zh_CN", viewport={"width": 1600, "height": 1000}, locale="zh-CN")
    await expect(page.locator("figcaption .who")).to_have_text(["李秀兰", "周敏", "王建国", "赵德福", "冯雷"])
    for seat in tale.SEATS:
        frame = page.frame_locator(f"#phone-{seat.slot} iframe")
        await expect(frame.locator("#log .row").first).to_be_attached()
    await page.wait_for_load_state("load")
    await keep(page, "demo")
    frame = page.frame_locator("#phone-1 iframe")
    await frame.locator("#text").fill("楼道灯坏了")
    await frame.locator("#send").click()
    await expect(frame.locator("#log .text").last).to_have_text("heard 楼道灯坏了")
    assert house.heard[0].sender == "web:seat1"


async def test_the_demo_says_how_fast_the_clock_runs_and_what_to_try(demo, phone):
    page = await phone(f"{demo}?language=en", viewport={"width": 1600, "height": 1000})
    await expect(page.locator("#speed")).to_have_text("The clock runs 60 times faster")
    await expect(page.locator("#hint")).to_contain_text("Try this")


async def test_the_demo_speaks_both_languages(demo, spoken, phone):
    page = await phone(f"{demo}?language=en", viewport={"width": 1600, "height": 1000})
    await page.locator("#language").click()
    await page.wait_for_url("**/demo?language=zh_CN")
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert spoken == ["zh_CN"]


async def test_on_a_small_screen_there_is_one_phone_at_a_time(house, demo, phone):
    page = await phone(f"{demo}?language=zh_CN", device_scale_factor=2, locale="zh-CN")
    await expect(page.locator("iframe:visible")).to_have_count(1)
    await page.locator("#tab-3").tap()
    await expect(page.locator("#phone-3 iframe")).to_be_visible()
    await expect(page.locator("#phone-1 iframe")).to_be_hidden()
    await expect(page.frame_locator("#phone-3 iframe").get_by_role("button", name="问居民一句")).to_be_in_viewport()
    await keep(page, "demo-phone")
    await page.locator("#tab-3").press("ArrowRight")
    await expect(page.locator("#tab-4")).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_phone_out_of_sight_tells_that_it_has_news(house, demo, phone):
    page = await phone(f"{demo}?language=en")
    await expect(page.frame_locator("#phone-3 iframe").locator("#log[aria-busy=false]")).to_be_attached()
    await house.chat.send("web:seat3", Message("news"), None)
    await expect(page.locator("#tab-3")).to_have_class("news")
    await page.locator("#tab-3").tap()
    await expect(page.locator("#tab-3")).not_to_have_class("news")


async def test_five_phones_leave_room_for_a_laptop(demo, phone):
    page = await phone(f"{demo}?language=en", viewport={"width": 1280, "height": 720})
    await expect(page.locator("iframe:visible")).to_have_count(5)
    await keep(page, "demo-laptop")
    assert await page.evaluate("() => phones.scrollWidth <= phones.clientWidth")
