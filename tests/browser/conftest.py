"""A real browser in front of a real server; it may talk to nobody else, and break no policy."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.web_assets import Assets
from bot.web_demo import demo_page_routes
from storage.database import open_database
from storage.migrate import migrate
from tests.bot.web.house import House, living, serving
from tests.browser import tale

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"
PHONE = {"width": 360, "height": 740}
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error("VIOLATION", event.violatedDirective, event.blockedURI);
});
"""

Opens = Callable[..., Awaitable[Page]]


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'sidan.db'}"


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    database = await open_database(sqlite_url)
    await migrate(database)
    await database.close()
    async with living(sqlite_url, tmp_path) as house:
        yield house


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    async with serving(house) as address:
        yield address


@pytest.fixture
def chromium() -> Path:
    if CHROMIUM.exists():
        return CHROMIUM
    missing = f"{CHROMIUM} is not here; on Debian: apt install chromium-headless-shell fonts-wqy-microhei"
    if os.environ.get("SIDAN_REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        await browser.close()


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Opens]:
    """Open a page as on a phone; at the end, whatever was opened asked nobody but our server and broke no policy."""
    contexts: list[BrowserContext] = []
    asked: set[str] = set()
    ours: set[str] = set()
    wrong: list[str] = []

    async def opens(address: str, context: BrowserContext | None = None, **options: object) -> Page:
        if context is None:
            settings = {"viewport": PHONE, "has_touch": True, "locale": "en-US", "timezone_id": "Asia/Shanghai"}
            context = await browser.new_context(**(settings | options))  # type: ignore[arg-type]
            context.set_default_timeout(8000)
            await context.add_init_script(TELL_VIOLATIONS)
            contexts.append(context)
        page = await context.new_page()
        ours.add(urlsplit(address).netloc)
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: wrong.append(message.text) if "VIOLATION" in message.text else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        await page.goto(address)
        if not any(other in address for other in ("/demo", "/wall", "/mine")):
            await page.wait_for_selector("#log[aria-busy=false]", state="attached")
        return page

    yield opens
    for context in contexts:
        await context.close()
    assert asked - {""} <= ours
    assert wrong == []


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


@pytest.fixture
async def spoken() -> list[str]:
    return []


@pytest.fixture
async def demo(house: House, spoken: list[str]) -> AsyncIterator[str]:
    await tale.move_in(house)
    await tale.tell(house)

    async def speak(language: str) -> None:
        spoken.append(language)

    extra = demo_page_routes(
        tale.SEATS, words=house.words, public_url="http://127.0.0.1", assets=Assets(), speed=60, speak=speak
    )
    async with serving(house, extra=[*extra]) as address:
        yield f"{address}/demo"


async def keep(page: Page, name: str) -> None:
    """A screenshot among the artefacts, for people to look at."""
    await asyncio.to_thread(make_folder)
    await page.screenshot(path=ARTEFACTS / f"{name}.png", animations="disabled")


def make_folder() -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    (ARTEFACTS / ".gitignore").write_text("*\n")
