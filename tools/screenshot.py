"""Play the loop on the demo's five phones and take the picture in docs/demo.png: `make screenshot`."""

import asyncio
import contextlib
import io
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from PIL import Image
from playwright.async_api import Frame, Page, ViewportSize, async_playwright, expect

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "demo.png"
BROWSER = "chromium-headless-shell"
SIZE = ViewportSize(width=1600, height=1000)
COLOURS = 256
LI, ZHOU, WANG, ZHAO, FENG = 1, 2, 3, 4, 5  # the slots of bot/demo.py


class NoBrowser(SystemExit):
    """The picture needs, on Debian: apt install chromium-headless-shell fonts-wqy-microhei fonts-noto-color-emoji"""


@contextlib.asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The address of a demo of our own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--listen", listen, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        await process.stdout.readline()  # "Open http://.../demo"
        yield f"http://{listen}/demo"
    finally:
        process.terminate()
        await process.wait()


class Phone:
    def __init__(self, page: Page, slot: int) -> None:
        self._page, self._slot = page, slot

    async def frame(self) -> Frame:
        handle = await self._page.wait_for_selector(f"#phone-{self._slot} iframe")
        found = await handle.content_frame() if handle else None
        assert found is not None
        return found

    async def says(self, text: str) -> None:
        frame = await self.frame()
        await frame.fill("#text", text)
        await frame.press("#text", "Enter")

    async def sees(self, text: str) -> None:
        await expect((await self.frame()).get_by_text(text).last).to_be_visible()

    async def taps(self, label: str) -> None:
        await (await self.frame()).get_by_role("button", name=label).last.click()


async def play(page: Page) -> None:
    """To the moment at which each of them has something in hand."""
    li, zhou, wang, zhao, feng = (Phone(page, slot) for slot in (LI, ZHOU, WANG, ZHAO, FENG))
    await li.says("3号楼1单元楼道灯坏了，老人晚上下楼看不清")
    await li.taps("发送")
    await zhou.taps("王建国")
    await wang.taps("接单")
    await li.sees("王建国")
    await zhao.says("5号楼2单元楼顶漏水，滴到我家门口了")
    await zhao.taps("发送")
    await zhou.sees("楼顶漏水")
    await feng.says("心愿墙")
    await feng.sees("老花镜")
    await feng.taps("1. 想借一副老花镜")
    await feng.taps("我来")
    await zhao.sees("冯雷认领了心愿")


async def settle(page: Page) -> None:
    """Nothing glows or is pointed at any more."""
    await page.mouse.move(0, 0)
    await expect(page.locator(".phone.news")).to_have_count(0)
    await page.evaluate("document.fonts.ready")


async def take() -> bytes:
    program = shutil.which(BROWSER)
    if program is None:
        raise NoBrowser(NoBrowser.__doc__)
    async with demo() as address, async_playwright() as tool:
        browser = await tool.chromium.launch(executable_path=program)
        page = await browser.new_page(viewport=SIZE, locale="zh-CN", timezone_id="Asia/Shanghai")
        await page.goto(address)
        await play(page)
        await settle(page)
        picture = await page.screenshot(animations="disabled")
        await browser.close()
        return picture


def small(picture: bytes) -> bytes:
    """Few colours are enough for flat ones, and a README opens faster."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # So that rare colours, those of the small signs, are not lost.
    image = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=5, dither=Image.Dither.NONE)
    shrunk = io.BytesIO()
    image.save(shrunk, "PNG", optimize=True)
    return shrunk.getvalue()


if __name__ == "__main__":
    PICTURE.write_bytes(small(asyncio.run(take())))
    print(f"{PICTURE.name}: {PICTURE.stat().st_size // 1024} kB")
