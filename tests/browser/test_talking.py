"""Talking in a real browser: writing, tapping, speaking, showing, and losing the network in between."""

import asyncio
from collections.abc import Callable

from playwright.async_api import Page, Route, expect

from bot.media import kind_of
from dialogue.message import Message
from tests.bot.web.house import living, serving
from tests.bot.web.visitor import inbox_size, photo
from tests.browser.conftest import keep


async def write(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def texts(page: Page) -> list[str]:
    """What stands in the chat, what is on its way included."""
    return await page.locator("#log .text, #pending .text").all_inner_texts()


async def shows(page: Page, *said: str) -> None:
    await expect(page.locator("#pending .row")).to_have_count(0)
    await expect(page.locator("#log .text")).to_have_text(list(said))


async def eventually(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(8):
        while not look():
            await asyncio.sleep(0.01)


async def test_what_is_written_is_answered(house, address, phone):
    page = await phone(address)
    await write(page, "the lamp is broken")
    await shows(page, "the lamp is broken", "heard the lamp is broken")
    assert await page.input_value("#text") == ""


async def test_a_chip_is_tapped_and_the_question_loses_its_chips(house, address, phone):
    page = await phone(address)
    await write(page, "ask")
    await page.get_by_role("button", name="Two").tap()
    await shows(page, "ask", "Which?", "Two", "chosen 2")
    await expect(page.locator(".chips")).to_have_count(0)
    assert house.heard[1].button == "2"


async def test_a_tapped_chip_shows_as_chosen_and_the_others_wait(address, phone):
    page = await phone(address)
    await write(page, "ask")
    answer = asyncio.Event()

    async def hold(route: Route) -> None:
        await answer.wait()
        await route.continue_()

    await page.route("**/chat/say*", hold)
    await page.get_by_role("button", name="Two").tap()
    await expect(page.get_by_role("button", name="Two")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("button", name="One")).to_be_disabled()
    await expect(page.get_by_role("button", name="Three")).to_be_disabled()
    answer.set()
    await shows(page, "ask", "Which?", "Two", "chosen 2")


async def test_everything_is_done_by_keyboard(house, address, phone):
    page = await phone(address, has_touch=False)
    await page.keyboard.press("Tab")
    await expect(page.locator("#large")).to_be_focused()
    await page.locator("#text").focus()
    await page.keyboard.type("ask")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="One")).to_be_visible()
    await expect(page.locator("#text")).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Two")).to_be_focused()
    await page.keyboard.press("Enter")
    await shows(page, "ask", "Which?", "Two", "chosen 2")
    assert await page.evaluate("document.activeElement.classList.contains('row')")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#replying")).to_contain_text("chosen 2")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("yes")
    await page.keyboard.press("Enter")
    await expect(page.locator(".quote")).to_have_text("chosen 2")
    await eventually(lambda: len(house.heard) == 3)
    assert house.heard[2].reply_to == await page.locator("#log .row").nth(3).get_attribute("data-key")


async def test_a_long_press_replies_to_a_message(house, address, phone):
    page = await phone(address)
    await write(page, "one")
    await shows(page, "one", "heard one")
    bubble = page.locator("#log .bubble").last
    await bubble.dispatch_event("pointerdown", {"isPrimary": True, "pointerType": "touch"})
    await page.get_by_role("button", name="Reply", exact=True).tap()
    await write(page, "two")
    await expect(page.locator(".quote")).to_have_text("heard one")


async def test_enter_that_chooses_a_character_does_not_send(house, address, phone):
    page = await phone(address)
    await page.fill("#text", "loudao")
    await page.evaluate(
        "document.getElementById('text').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    await page.press("#text", "Shift+Enter")
    assert await page.input_value("#text") == "loudao\n"
    assert await texts(page) == []


async def test_a_page_catches_up_after_the_server_was_restarted(house, sqlite_url, tmp_path, phone):
    async with serving(house) as address:
        page = await phone(address)
        await write(page, "one")
        await shows(page, "one", "heard one")
    await expect(page.locator("#banner span")).to_have_text("The network is gone. Connecting again…")
    await write(page, "two")
    await house.chat.send(house.heard[0].chat, Message("meanwhile"), None)
    async with living(sqlite_url, tmp_path) as after, serving(after, int(address.rsplit(":", 1)[1])):
        await shows(page, "one", "heard one", "meanwhile", "two", "heard two")
        await expect(page.locator("#banner span")).to_have_text("", timeout=8000)
        assert await inbox_size(after.database) == 2


async def test_a_message_whose_answer_was_lost_is_sent_again_and_heard_once(house, address, phone):
    page = await phone(address)
    tries = 0

    async def lose_the_first_answer(route: Route) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/chat/say*", lose_the_first_answer)
    # Without its stream the page cannot learn in another way that the message arrived.
    await page.route("**/chat/events*", lambda route: route.abort())
    await page.reload()
    await write(page, "water!")
    await page.get_by_role("button", name="Send again").tap()
    await eventually(lambda: tries == 2)
    await page.unroute("**/chat/events*")
    await shows(page, "water!", "heard water!")
    assert await inbox_size(house.database) == 1


async def test_what_waits_for_the_network_says_one_thing(address, phone):
    page = await phone(address, locale="zh-CN")
    await page.route("**/chat/say*", lambda route: route.abort())
    await write(page, "灯坏了")
    await expect(page.locator("#pending .state span")).to_have_text("等网好了自动发")
    await expect(page.locator("#pending .state")).not_to_have_class("state bad")
    await expect(page.locator("#pending .state button")).to_have_text("重发")
    await keep(page, "phone-offline")


async def test_what_was_not_sent_yet_survives_a_reload(house, address, phone):
    page = await phone(address)
    await page.route("**/chat/say*", lambda route: route.abort())
    await write(page, "one")
    await write(page, "two")
    await expect(page.locator("#pending .state button")).to_have_count(1)
    await page.reload()
    await expect(page.locator("#pending .text")).to_have_text(["one", "two"])
    await page.unroute("**/chat/say*")
    await shows(page, "one", "heard one", "two", "heard two")


async def test_a_picture_that_was_not_sent_yet_survives_a_reload(house, address, phone):
    page = await phone(address)
    await page.route("**/chat/photo*", lambda route: route.abort())
    await choose(page, photo())
    await write(page, "look")
    await expect(page.locator("#pending .state button")).to_have_count(1)
    await page.reload()
    await page.unroute("**/chat/photo*")
    await shows(page, "look", "1 photos: look")
    assert len(house.heard[0].photos) == 1


async def choose(page: Page, *pictures: bytes) -> None:
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": each} for n, each in enumerate(pictures)]
    await page.set_input_files("#album", files)  # type: ignore[arg-type]
    await expect(page.locator("#chosen img")).to_have_count(len(pictures))


async def test_several_pictures_with_words_are_one_message(house, address, phone):
    page = await phone(address)
    await choose(page, photo(), photo((4000, 3000)), photo())
    await page.get_by_role("button", name="Take photo 1 out").tap()
    await page.fill("#text", "look")
    await page.get_by_role("button", name="Send").tap()
    await shows(page, "look", "2 photos: look")
    assert (len(house.heard), len(house.heard[0].photos)) == (1, 2)
    await page.wait_for_function("() => [...document.querySelectorAll('.photos img')].every((one) => one.naturalWidth)")
    await page.locator(".photos button").first.tap()
    await expect(page.locator("#viewer img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#viewer img")).to_be_hidden()
    await expect(page.locator(".photos button").first).to_be_focused()


async def test_a_picture_that_is_none_is_refused_in_words_and_can_be_deleted(house, address, phone):
    page = await phone(address)
    await page.set_input_files("#album", [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"hello"}])
    await page.get_by_role("button", name="Send").tap()
    await expect(page.get_by_role("alert")).to_contain_text("not a picture that I can read")
    await write(page, "never mind")
    await expect(page.locator("#log .text")).to_have_text(["never mind", "heard never mind"])
    await page.get_by_role("button", name="Delete").tap()
    await shows(page, "never mind", "heard never mind")


async def test_a_recording_is_sent(house, address, phone):
    page = await phone(address, permissions=["microphone"])
    await page.get_by_role("button", name="Speak").first.tap()
    await expect(page.locator("#elapsed")).to_contain_text("0:01")
    await page.get_by_role("button", name="Done, send").tap()
    await expect(page.locator("#log audio")).to_have_count(1)
    await eventually(lambda: len(house.heard) == 1)
    assert kind_of(await house.chat.fetch(house.heard[0].voice)) in ("audio/mp4", "audio/webm")
    await page.wait_for_function("() => document.querySelector('#log audio').readyState > 0")


async def test_a_location_is_sent(house, address, phone):
    here = {"latitude": 30.25, "longitude": 120.125}
    page = await phone(address, permissions=["geolocation"], geolocation=here)
    await page.get_by_role("button", name="Photo, place and more").tap()
    await page.get_by_role("button", name="Location").tap()
    await expect(page.locator("#log .place")).to_have_text(["My location"])
    await eventually(lambda: len(house.heard) == 1)
    assert house.heard[0].location == (30.25, 120.125)


async def test_the_link_that_opened_the_chat_speaks_once(house, address, phone):
    page = await phone(f"{address}/?slot=2&start=p-kl_xmh")
    await eventually(lambda: len(house.heard) == 1)
    assert house.heard[0].start == "p-kl_xmh"
    await page.wait_for_url(f"{address}/?slot=2")
    await page.reload()
    await write(page, "hello")
    await eventually(lambda: len(house.heard) == 2)
    assert house.heard[1].text == "hello"


async def test_a_half_written_message_survives_a_reload(address, phone):
    page = await phone(address)
    await page.fill("#text", "the lamp")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("the lamp")


async def test_two_phones_in_one_browser_are_two_people(house, address, phone):
    first = await phone(f"{address}/?slot=0")
    second = await phone(f"{address}/?slot=1", first.context)
    await write(first, "from one")
    await write(second, "from two")
    await shows(first, "from one", "heard from one")
    await shows(second, "from two", "heard from two")
    assert house.heard[0].sender != house.heard[1].sender
