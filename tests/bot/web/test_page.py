"""The page itself: strict, small and complete."""

import gzip
import re

from bot.page_words import CHAT, DEMO
from bot.web_assets import WEB
from tests.bot.web.visitor import inbox_size


async def test_the_page_carries_a_strict_policy(visitor):
    for path in ("/", "/chat/hello", "/web/x/chat.js", "/web/x/nothing.js", "/media/unknown"):
        headers = (await visitor.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "camera=(self)" in headers["permissions-policy"]


async def test_the_page_contains_no_script_and_no_style_of_its_own(visitor):
    page = (await visitor.get("/")).text
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == 2
    assert '<script type="application/json" id="words">' in page
    assert " onclick" not in page


async def test_the_page_speaks_the_language_of_the_browser(visitor):
    assert '<html lang="en">' in (await visitor.get("/", headers={"accept-language": "en-GB,zh;q=0.5"})).text
    assert '<html lang="zh-CN">' in (await visitor.get("/", headers={"accept-language": "fr,zh-TW;q=0.5"})).text


async def test_a_link_with_an_invitation_is_not_used_up_by_looking_at_it(house, visitor):
    assert (await visitor.get("/?start=i-token")).status_code == 200
    assert await inbox_size(house.database) == 0


async def test_assets_of_this_version_are_kept_and_others_asked_for_again(visitor):
    page = (await visitor.get("/")).text
    address = page.split('src="')[1].split('"')[0]
    assert "immutable" in (await visitor.get(address)).headers["cache-control"]
    assert (await visitor.get("/web/old/chat.js")).headers["cache-control"] == "no-cache"
    assert (await visitor.get("/web/old/..%2fsettings.py")).status_code == 404


def test_all_pages_together_weigh_less_than_100_kb():
    files = [path.read_bytes() for path in WEB.iterdir()]
    assert sum(len(gzip.compress(content, 9)) for content in files) < 100_000


def test_every_word_of_the_pages_exists_and_is_used():
    pages = "\n".join(path.read_text() for path in WEB.glob("*.*"))
    used = set(re.findall(r'(?:data-(?:word|label|placeholder)|data-text)="(\w+)"', pages))
    used |= {f"{name}_text" for name in re.findall(r'data-text="(\w+)"', pages)}
    quoted = set(re.findall(r'"(\w+)"', "\n".join(path.read_text() for path in WEB.glob("*.js")))) | {
        "no_script",
        "title",
    }
    assert used <= CHAT.keys()
    assert (CHAT.keys() | DEMO.keys()) - used - quoted == set()
    said = set(re.findall(r'\bsay\("(\w+)"', pages))
    assert said <= CHAT.keys() | DEMO.keys()
