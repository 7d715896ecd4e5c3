"""A page that nobody looks at holds no connection, and knows everything when somebody does."""

from playwright.async_api import Page, expect

from dialogue.message import Message
from tests.bot.web.house import House
from tests.browser import tale
from tests.browser.test_talking import eventually, shows, write

HIDDEN = """
(hidden) => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


async def look_away(page: Page) -> None:
    """Another tab comes to the front; half a minute goes by."""
    await page.clock.install()
    for frame in page.frames:
        await frame.evaluate(HIDDEN, True)
    await page.clock.fast_forward(30_000)


async def look_again(page: Page) -> None:
    for frame in page.frames:
        await frame.evaluate(HIDDEN, False)


async def nobody_listens(house: House) -> None:
    await eventually(lambda: len(house.chat.streams) == 0)


async def test_tabs_out_of_sight_leave_the_browser_its_connections(address, phone):
    first = await phone(f"{address}/?slot=0")
    pages = [first] + [await phone(f"{address}/?slot={slot}", first.context) for slot in range(1, 6)]
    for page in pages:
        await look_away(page)
    seventh = await phone(f"{address}/?slot=6", first.context)
    await write(seventh, "hello")
    await shows(seventh, "hello", "heard hello")


async def test_a_page_out_of_sight_counts_what_is_new_and_shows_it_when_looked_at(house, address, phone):
    page = await phone(address)
    await write(page, "one")
    await shows(page, "one", "heard one")
    title = await page.title()
    await look_away(page)
    await nobody_listens(house)
    me = house.heard[0].chat
    for n in range(2):
        await house.chat.send(me, Message(f"meanwhile {n}"), None)
    await page.clock.fast_forward(65_000)
    await expect(page).to_have_title(f"(2) {title}")
    await nobody_listens(house)
    await house.chat.send(me, Message("just now"), None)
    await look_again(page)
    await shows(page, "one", "heard one", "meanwhile 0", "meanwhile 1", "just now")
    await expect(page).to_have_title(title)
    await expect(page.locator("#log .row:has(.since) .text")).to_have_text(["meanwhile 0"])
    await write(page, "two")
    await expect(page.locator("#log .text").last).to_have_text("heard two")


async def test_who_looks_again_begins_with_the_first_new_message(house, address, phone):
    page = await phone(address)
    await write(page, "one")
    await shows(page, "one", "heard one")
    await look_away(page)
    await nobody_listens(house)
    for n in range(30):
        await house.chat.send(house.heard[0].chat, Message(f"meanwhile {n}"), None)
    await look_again(page)
    await expect(page.locator("#log .row")).to_have_count(32)
    await expect(page.locator(".since")).to_be_in_viewport()
    await page.get_by_role("button", name="New messages below").tap()
    await expect(page.get_by_text("meanwhile 29", exact=True)).to_be_in_viewport()


async def test_a_page_that_was_out_of_sight_for_a_moment_goes_on(house, address, phone):
    page = await phone(address)
    await write(page, "one")
    await shows(page, "one", "heard one")
    await page.clock.install()
    await page.evaluate(HIDDEN, True)
    await house.chat.send(house.heard[0].chat, Message("two"), None)
    await expect(page).to_have_title(f"(1) {await page.locator('#title').inner_text()}")
    await page.evaluate(HIDDEN, False)
    await page.clock.fast_forward(30_000)
    await house.chat.send(house.heard[0].chat, Message("three"), None)
    await shows(page, "one", "heard one", "two", "three")


async def test_the_four_phones_rest_together(house, demo, phone):
    page = await phone(f"{demo}?language=en", viewport={"width": 1600, "height": 1000})
    await eventually(lambda: len(house.chat.streams) == len(tale.SEATS))
    title = await page.title()
    await look_away(page)
    await nobody_listens(house)
    await house.chat.send("web:seat3", Message("news"), None)
    await page.clock.fast_forward(65_000)
    await expect(page).to_have_title(f"(1) {title}")
    await look_again(page)
    await expect(page.frame_locator("#phone-3 iframe").locator("#log .text").last).to_have_text("news")
    await expect(page).to_have_title(title)
    await eventually(lambda: len(house.chat.streams) == len(tale.SEATS))
