"""The wall as a page: for everybody, nothing personal, and however many look, the database is asked once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from starlette.applications import Starlette

from bot.links import Links
from bot.web_assets import Assets
from bot.web_wall import FRESH, wall_routes
from bot.words import Words
from domain.wish import WishKind
from storage import wish_thanks
from storage.database import Database, StorageLocked, T, Unit
from storage.wish_thanks import Thanks
from tests.handlers.test_wall import ELSEWHERE, elsewhere, wished
from tests.handlers.town import COMPOUND, DAY, Town

WALL = "/wall/qs-hy-lx-xf"
ENGLISH = {"accept-language": "en"}


@dataclass
class Watched:
    """A database that counts what is read, and can be in trouble."""

    database: Database
    reads: int = 0
    locked: bool = False
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        self.kind = self.database.kind

    async def read(self, unit: Unit[T]) -> T:
        self.reads += 1
        if self.locked:
            raise StorageLocked
        return await self.database.read(unit)

    async def do(self, unit: Unit[T]) -> T:
        raise AssertionError("whoever looks at a wall changes nothing")

    async def close(self) -> None:
        raise NotImplementedError


@dataclass
class Page:
    town: Town
    watched: Watched
    client: httpx.AsyncClient

    async def get(self, path: str = WALL, **more: Any) -> httpx.Response:
        return await self.client.get(path, **{"headers": ENGLISH} | more)


@pytest.fixture
async def page(database: Database) -> AsyncIterator[Page]:
    town = Town(database)
    await town.built()
    await town.moves_in("Li Xiulan", home=f"{COMPOUND}/3/1")
    await town.moves_in("Ma Chao")
    watched = Watched(database)
    routes = wall_routes(
        watched, town.house, Words("zh_CN"), Assets(), Links("https://sidan.example"), lambda: town.now
    )
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Page(town, watched, client)


async def thanked(town: Town, words: str = "谢谢马超") -> None:
    wish = await wished(town, "读报")
    thanks = Thanks(words, "[]", None, True, f"{COMPOUND}/3/1", "ma", 90, town.now)
    await town.database.do(partial(wish_thanks.thank, wish_id=wish.id, round=1, thanks=thanks))


async def test_the_page_says_what_and_roughly_where_and_never_who(page: Page):
    await wished(page.town, "想请人<b>上门</b>理发", wanted_by=page.town.now + 3 * DAY, weekly=True, hands=2)
    wish = await wished(page.town, "一本故事书", kind=WishKind.THING, place=f"{COMPOUND}/4")
    read = (await page.get()).text
    for shown in (
        "杏福苑",
        "Wishes waiting: 2",
        "想请人&lt;b&gt;上门&lt;/b&gt;理发",
        "by 11-26",
        "every week",
        wish.number,
    ):
        assert shown in read
    for hidden in ("李秀兰", "Li Xiulan", "号楼", "单元", "138", "我是"):
        assert hidden not in read


async def test_it_needs_no_script_and_carries_a_strict_policy(page: Page):
    answer = await page.get()
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    for path in (WALL, f"{WALL}/map.svg", f"{WALL}/poster.svg", "/wall/nowhere"):
        headers = (await page.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers


async def test_it_speaks_the_language_of_the_browser_or_of_the_link(page: Page):
    assert '<html lang="en">' in (await page.get()).text
    assert '<html lang="zh-CN">' in (await page.get(headers={"accept-language": "zh-TW"})).text
    assert '<html lang="zh-CN">' in (await page.get(f"{WALL}?language=zh-CN")).text


async def test_the_code_on_it_opens_this_wall_in_the_chat(page: Page):
    read = (await page.get()).text
    assert "https://sidan.example/?start=w-qs-hy-lx-xf" in read
    assert '<svg class="qr"' in read


async def test_where_no_wish_waits_it_says_so_and_shows_no_map(page: Page):
    read = (await page.get()).text
    assert "No wish is waiting here right now" in read
    assert "<img" not in read


async def test_the_community_shows_all_its_compounds(page: Page):
    await elsewhere(page.town)
    await wished(page.town, "理发")
    await wished(page.town, "下棋", place=ELSEWHERE)
    read = (await page.get("/wall/qs-hy-lx")).text
    assert ("理发" in read, "下棋" in read, "杏福苑" in read, "桂苑" in read) == (True,) * 4
    assert "map.svg" not in read
    assert 'href="/wall/qs-hy-lx?' in (await page.get()).text


async def test_a_wall_with_hundreds_of_wishes_shows_sixty_and_says_how_many_more(page: Page):
    for n in range(63):
        await wished(page.town, f"心愿{n:02}")
    read = (await page.get()).text
    assert read.count("<li>") == 60
    assert "… and 3 more." in read


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/wall?place=qs/hy/lx/xf", WALL),
        ("/wall?place=qs-hy-lx-xf", WALL),
        ("/wall/qs-hy-lx-xf-3-1", WALL),
        ("/wall/qs-hy-lx-xf-g1", WALL),
    ],
)
async def test_a_building_or_a_grid_leads_to_the_wall_of_its_compound(page: Page, path: str, to: str):
    answer = await page.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, to)


@pytest.mark.parametrize(
    "path",
    [
        "/wall",
        "/wall?place=",
        "/wall/nowhere",
        "/wall/qs",
        "/wall/qs-hy-lx-xf-99",
        "/wall/QS",
        "/wall/%2e%2e",
        "/wall/" + "a-" * 40 + "a",
        "/wall/qs-hy-lx-zz/map.svg",
        "/wall/qs-hy-lx-xf/other.svg",
    ],
)
async def test_a_place_that_is_none_has_no_wall(page: Page, path: str):
    assert (await page.get(path)).status_code == 404


async def test_the_map_counts_by_building_only_from_three_wishes_on(page: Page):
    for n in (3, 4):
        await wished(page.town, "理发", place=f"{COMPOUND}/{n}")
    answer = await page.get(f"{WALL}/map.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert ("号楼" in answer.text, "Wishes waiting: 2" in answer.text) == (False, True)
    await wished(page.town, "理发", place=f"{COMPOUND}/4/2")
    page.town.now += FRESH
    assert "号楼" in (await page.get(f"{WALL}/map.svg")).text


async def test_the_poster_of_this_month_hides_who_helped(page: Page):
    assert "poster.svg" not in (await page.get()).text
    await thanked(page.town)
    page.town.now += FRESH
    assert "poster.svg" in (await page.get()).text
    picture = (await page.get(f"{WALL}/poster.svg")).text
    ElementTree.fromstring(picture)
    assert "马超" in picture, "it is what was said, and no name that we know"
    assert "M**" in picture
    assert "Ma Chao" not in picture


async def test_a_thousand_who_look_ask_the_database_once_for_each_place_and_some_seconds(page: Page):
    await wished(page.town, "理发")
    every = [WALL, f"{WALL}?language=zh-CN", f"{WALL}/map.svg", f"{WALL}/poster.svg", "/wall/nowhere", "/wall/qs-x"]
    answers = await asyncio.gather(*(page.get(path) for path in every * 20))
    assert {answer.status_code for answer in answers} == {200, 404}
    assert page.watched.reads == 2, "the places, and this place"
    assert {answer.headers["cache-control"] for answer in answers if answer.status_code == 200} == {
        f"public, max-age={FRESH}"
    }
    await wished(page.town, "下棋")
    page.town.now += FRESH
    assert "下棋" in (await page.get()).text


async def test_while_the_database_is_in_trouble_the_page_says_later_and_remembers_no_trouble(page: Page):
    page.watched.locked = True
    answer = await page.get()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    page.watched.locked = False
    assert (await page.get()).status_code == 200


async def test_who_goes_away_takes_nobody_elses_answer_along(page: Page):
    gone = asyncio.create_task(page.get())
    stays = asyncio.create_task(page.get())
    await asyncio.sleep(0)
    gone.cancel()
    assert (await stays).status_code == 200
