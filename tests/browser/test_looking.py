"""What the page looks like, to eyes of every age and to a screen reader."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from dialogue.message import Message
from storage import people
from tests.bot.web.house import House
from tests.browser import tale
from tests.browser.conftest import Opens, keep

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
SIDEWAYS = """
() => [document.documentElement, document.getElementById("scroll")].some((one) => one.scrollWidth > one.clientWidth)
"""


@pytest.fixture
async def settled(house: House, address: str, phone: Opens) -> Opens:
    """Open the phone in this slot, after the tale."""
    await tale.move_in(house)
    await tale.tell(house)

    async def opens(slot: int, **options: Any) -> Page:
        cookie: Any = {"name": f"sidan{slot}", "value": tale.SEATS[slot - 1].secret, "domain": "127.0.0.1", "path": "/"}
        cookie |= {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
        return await phone(f"{address}/?slot={slot}", storage_state={"cookies": [cookie]}, **options)

    return opens


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
    await house.chat.send("web:seat1", Message("news"), None)
    await page.get_by_role("button", name="New messages below").tap()
    await expect(page.get_by_text("news", exact=True)).to_be_in_viewport()


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
