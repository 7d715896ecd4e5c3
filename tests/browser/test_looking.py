"""What the page looks like, to eyes of every age and to a screen reader."""

import pytest
from playwright.async_api import Locator, expect

from dialogue.message import Message
from storage import people
from tests.bot.web.house import serving
from tests.browser import tale
from tests.browser.conftest import keep

COLOURS = """
() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(one).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const weak = [];
  for (const element of document.querySelectorAll("h1, p, a, button, time, strong, span, textarea")) {
    const said = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!element.checkVisibility() || !said || element.closest(".sr") || element.closest(".reply-to")) continue;
    const [one, other] = [light(numbers(getComputedStyle(element).color)), light(ground(element))].sort();
    const contrast = (other + 0.05) / (one + 0.05);
    if (contrast < 4.5) weak.push(`${element.textContent.slice(0, 20)} ${contrast.toFixed(2)}`);
  }
  return weak;
}
"""
SMALL = """
() => [...document.querySelectorAll("button, textarea, .text, .stamp, h1")]
  .filter((one) => one.checkVisibility() && !one.matches(".reply-to"))
  .map((one) => [one, one.getBoundingClientRect(), parseFloat(getComputedStyle(one).fontSize)])
  .filter(([one, box, size]) => size < 17 || (one.matches("button, textarea") && Math.min(box.width, box.height) < 44))
  .map(([one, box, size]) => `${one.id || one.textContent.slice(0, 20)} ${box.width}x${box.height} ${size}px`)
"""
UNNAMED = """
() => [...document.querySelectorAll("button")]
  .filter((one) => !one.textContent.trim() && !one.ariaLabel)
  .map((one) => one.id)
"""
BESIDE = """
(row) => {
  const reply = row.querySelector(".reply-to").getBoundingClientRect();
  const words = [...row.querySelectorAll(".bubble, .chips, .stamp, .photos")].map((one) => one.getBoundingClientRect());
  return words.every((box) => box.right <= reply.left || box.left >= reply.right || box.bottom <= reply.top);
}
"""
SIDEWAYS = """
() => [document.documentElement, document.getElementById("scroll")].some((one) => one.scrollWidth > one.clientWidth)
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_is_easy_on_old_eyes(settled, scheme):
    page = await settled(2, color_scheme=scheme, device_scale_factor=2, locale="zh-CN")
    await page.locator("#more").tap()
    await keep(page, f"phone-dispatcher-{scheme}")
    assert await page.evaluate(COLOURS) == []
    assert await page.evaluate(SMALL) == []
    assert not await page.evaluate(SIDEWAYS)


async def test_large_text_is_large_stays_and_still_fits(settled):
    page = await settled(1, device_scale_factor=2, locale="zh-CN")
    await keep(page, "phone-resident")
    await page.locator("#large").tap()
    await page.reload()
    await expect(page.locator("#large")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#log .text").first).to_be_attached()
    await keep(page, "phone-resident-large")
    assert await page.evaluate("parseFloat(getComputedStyle(document.querySelector('#log .text')).fontSize)") >= 23
    assert await page.evaluate(SMALL) == []
    assert not await page.evaluate(SIDEWAYS)


async def test_a_screen_reader_is_told_what_is_what(settled):
    page = await settled(1)
    log = page.get_by_role("log", name="Messages")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_attribute("aria-busy", "false")
    await expect(page.get_by_role("textbox", name="What is the matter?")).to_be_visible()
    await expect(page.get_by_role("button", name="Photo, place and more")).to_have_attribute("aria-expanded", "false")
    assert await log.locator(".sr").all_inner_texts() == ["The desk said:"] * await log.locator(".row").count()
    unnamed = (
        "() => [...document.querySelectorAll('button')].filter((b) => !b.textContent.trim() && !b.ariaLabel).length"
    )
    assert await page.evaluate(unnamed) == 0


async def test_a_card_changes_in_place_and_keeps_the_focus(house, settled):
    page = await settled(1)
    card = page.locator(".card")
    await card.get_by_role("button", name="没修好").focus()
    await house.chat.send(
        "web:seat1", Message("changed", tale.rows("修好了/没修好"), card="order:7K3MQ2"), await key(card)
    )
    await expect(card).to_contain_text("changed")
    await expect(page.locator("#log .row")).to_have_count(4)
    await expect(card.get_by_role("button", name="没修好")).to_be_focused()
    await house.chat.send("web:seat1", Message("closed", card="order:7K3MQ2"), await key(card))
    await expect(card).to_be_focused()


async def key(row: Locator) -> str | None:
    return await row.get_attribute("data-key")


async def test_a_card_that_changes_out_of_sight_shows_the_way(house, settled):
    page = await settled(1)
    for n in range(20):
        await house.chat.send("web:seat1", Message(f"{n}"), None)
    await expect(page.get_by_text("19", exact=True)).to_be_in_viewport()
    card = page.locator(".card")
    await house.chat.send("web:seat1", Message("changed", card="order:7K3MQ2"), await key(card))
    await page.get_by_role("button", name="A card above has changed").tap()
    await expect(card).to_be_in_viewport()
    await expect(page.get_by_role("button", name="A card above has changed")).to_be_hidden()
    await house.chat.send("web:seat1", Message("news"), None)
    await page.get_by_role("button", name="New messages below").tap()
    await expect(page.get_by_text("news", exact=True)).to_be_in_viewport()


async def test_what_shows_the_way_stands_in_nobodys_light(house, settled):
    page = await settled(2, locale="zh-CN")
    for n in range(8):
        await house.chat.send("web:seat2", Message(f"第 {n} 句"), None)
    await house.chat.send("web:seat2", Message("派给谁？", tale.rows("王建国", "陈静/别人")), None)
    card = page.locator(".card")
    changed = Message("已经派了", tale.rows("改派"), card="order:7K3MQ2")
    await house.chat.send("web:seat2", changed, await key(card))
    await expect(page.locator("#above")).to_be_visible()
    await keep(page, "phone-pill")
    for label in ("王建国", "陈静", "别人"):
        await expect(page.get_by_role("button", name=label, exact=True)).to_be_in_viewport(ratio=1)
    await page.evaluate("scroll => scroll.scrollTo(0, 0)", await page.locator("#scroll").element_handle())
    await expect(page.locator("#above")).to_be_hidden()
    await house.chat.send("web:seat2", Message("新的一句"), None)
    await expect(page.locator("#newest")).to_be_visible()
    scroll, pill = await page.locator("#scroll").bounding_box(), await page.locator("#newest").bounding_box()
    assert scroll["y"] + scroll["height"] <= pill["y"]


async def test_to_reply_stands_beside_the_words(house, settled):
    page = await settled(1, viewport={"width": 800, "height": 900}, has_touch=False, locale="zh-CN")
    await house.chat.send("web:seat1", Message("很长的一句话，" * 30, tale.rows("好的/不用")), None)
    await expect(page.get_by_role("button", name="不用")).to_be_in_viewport()
    for row in await page.locator("#log .row").all():
        await row.locator(".bubble").hover()
        await expect(row.locator(".reply-to")).to_have_css("opacity", "1")
        assert await row.evaluate(BESIDE)
    await keep(page, "desk-reply")


async def test_earlier_messages_are_a_tap_away(house, settled):
    for n in range(250):
        await house.chat.send("web:seat4", Message(f"message {n}"), None)
    page = await settled(4)
    await expect(page.get_by_text("message 249", exact=True)).to_be_in_viewport()
    await expect(page.locator("#log .row")).to_have_count(200)
    await page.get_by_role("button", name="Earlier messages").click()
    await expect(page.locator("#log .row")).to_have_count(251)
    await expect(page.get_by_role("button", name="Earlier messages")).to_be_hidden()
    said = await page.locator("#log .text").all_inner_texts()
    assert said[1:] == [f"message {n}" for n in range(250)]


async def test_times_stand_where_there_was_a_pause(settled):
    page = await settled(1)
    stamps = await page.locator(".stamp").all_inner_texts()
    assert len(stamps) == 3
    assert [stamp.split()[-1] for stamp in stamps] == ["14:00", "14:00", "14:40"]


async def test_times_are_those_of_the_neighbourhood_wherever_the_browser_is(settled):
    page = await settled(1, timezone_id="America/New_York")
    stamps = await page.locator(".stamp").all_inner_texts()
    assert [stamp.split()[-1] for stamp in stamps] == ["14:00", "14:00", "14:40"]


async def test_a_browser_that_does_not_know_the_zone_tells_its_own_time(house, phone):
    async with serving(house, timezone="Mars/Olympus_Mons") as address:
        page = await phone(address, timezone_id="America/New_York")
        await page.fill("#text", "hello")
        await page.press("#text", "Enter")
        await expect(page.locator("#log .text").last).to_have_text("heard hello")
        assert (await page.locator(".stamp").first.inner_text()).split()[-1] == "01:00"


async def test_the_words_follow_the_person_while_the_page_is_open(house, settled):
    page = await settled(1)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await house.database.do(lambda tx: people.add_person(tx, id="li", chat="web:seat1", now=1, language="zh_CN"))
    await house.chat.send("web:seat1", Message("好的，说中文"), None)
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


async def test_an_empty_chat_says_hello(address, phone):
    page = await phone(address)
    await expect(page.locator("#welcome")).to_contain_text("Tell me what is wrong")
    await page.fill("#text", "hello")
    await page.get_by_role("button", name="Send").tap()
    await expect(page.locator("#welcome")).to_be_hidden()


async def test_numbers_that_help_can_be_dialled(settled):
    page = await settled(1)
    assert await page.locator("#log a").evaluate_all("(links) => links.map((a) => a.href)") == [
        "tel:110",
        "tel:119",
        "tel:120",
    ]


async def test_what_people_write_is_never_markup(house, settled):
    page = await settled(4)
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3) https://a.example/<b>"
    await house.chat.send("web:seat4", Message(nasty), None)
    await expect(page.locator("#log .text").last).to_have_text(nasty)
    assert await page.locator("#log img, #log script, #log b").count() == 0
    assert await page.locator("#log a").evaluate_all("(links) => links.map((a) => a.href)") == ["https://a.example/"]
