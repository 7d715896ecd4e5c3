"""Everything about oneself on the web: it opens once, soon, and shows nothing to whoever only looks at the link."""

import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.media import Media
from bot.mine_page import FIRST, FOLDED
from bot.sweeping import Sweeping
from bot.web_privacy import privacy_routes
from domain.personal import PERSONAL
from domain.retention import Retention
from handlers.tokens import hashed
from storage import doomed, people, personal_export
from storage.database import Tx
from tests.bot.web.house import NOW, House, living, serving
from tests.handlers.town import house as rules

TOKEN = "t" * 22
DAY = 86_400


@pytest.fixture
async def mine(url: str, tmp_path: Path) -> AsyncIterator[tuple[House, httpx.AsyncClient]]:
    async with living(url, tmp_path) as house:
        routes = privacy_routes(house.database, rules(iter(range(99))), house.words, "", house.clock)

        async def unit(tx: Tx) -> None:
            await people.add_person(tx, id="li", chat="telegram:42", now=NOW, name="Li <b>Xiulan", language="en")
            await people.add_person(tx, id="zhao", chat="telegram:43", now=NOW, name="Zhao Defu")
            await personal_export.make_link(tx, hashed(TOKEN), "li", NOW, NOW + 900)

        await house.database.do(unit)
        async with serving(house, extra=[*routes]) as address, httpx.AsyncClient(base_url=address) as client:
            yield house, client


async def test_looking_at_the_link_shows_nothing_and_uses_nothing_up(mine: tuple[House, httpx.AsyncClient]):
    _, client = mine
    for _ in range(3):
        seen = await client.get(f"/mine/{TOKEN}")
        assert seen.status_code == 200
        assert "Xiulan" not in seen.text
    assert (await client.post(f"/mine/{TOKEN}/page")).status_code == 200


async def test_it_is_read_once_and_taken_along_once(mine: tuple[House, httpx.AsyncClient]):
    _, client = mine
    page = await client.post(f"/mine/{TOKEN}/page")
    assert "Li &lt;b&gt;Xiulan" in page.text
    assert "Telegram" in page.text
    assert "telegram:42" not in page.text
    assert "Zhao" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "script-src" not in page.headers["content-security-policy"]
    file = await client.post(f"/mine/{TOKEN}/file")
    assert json.loads(file.text)["persons"][0]["name"] == "Li <b>Xiulan"
    assert file.headers["content-disposition"].startswith("attachment")
    for way in ("page", "file"):
        again = await client.post(f"/mine/{TOKEN}/{way}")
        assert again.status_code == 404
        assert "Xiulan" not in again.text
    assert (await client.get(f"/mine/{TOKEN}")).status_code == 404


async def test_after_a_quarter_of_an_hour_it_answers_like_a_link_that_never_was(mine: tuple[House, httpx.AsyncClient]):
    house, client = mine
    house.clock.now += 901
    over, never = await client.get(f"/mine/{TOKEN}"), await client.get(f"/mine/{'x' * 22}")
    assert over.status_code == never.status_code == 404
    assert over.text == never.text
    assert (await client.post(f"/mine/{TOKEN}/page")).status_code == 404


async def test_another_page_cannot_open_it(mine: tuple[House, httpx.AsyncClient]):
    _, client = mine
    foreign = await client.post(f"/mine/{TOKEN}/page", headers={"origin": "https://evil.example"})
    assert foreign.status_code == 404
    assert "Xiulan" not in foreign.text


def test_whatever_is_handed_out_is_told_somewhere_on_the_page() -> None:
    told = {column.table for column in PERSONAL if column.told} | {table for table, _ in personal_export.ROWS}
    assert told == {table for section in (*FIRST, *FOLDED) for table in section.tables.split()}


@pytest.fixture
async def sweeping(mine: tuple[House, httpx.AsyncClient], tmp_path: Path) -> Sweeping:
    house, _ = mine
    return Sweeping(house.database, Media(tmp_path), Retention(), house.clock)


async def test_a_file_goes_soon_after_its_row(
    mine: tuple[House, httpx.AsyncClient], sweeping: Sweeping, tmp_path: Path
):
    house, media = mine[0], Media(tmp_path)
    gone, kept = await media.put(b"one"), await media.put(b"two")
    await house.database.do(partial(doomed.add, media=gone, now=NOW))
    await house.database.do(partial(doomed.add, media="n" * 22, now=NOW))  # was deleted already
    await sweeping.tick()
    assert not await media.has(gone)
    assert await media.has(kept)
    assert await house.database.read(partial(doomed.due, now=NOW + DAY, limit=9)) == []


async def test_an_old_file_that_nothing_shows_goes_too(
    mine: tuple[House, httpx.AsyncClient], sweeping: Sweeping, tmp_path: Path
):
    house, media = mine[0], Media(tmp_path)
    lost, shown = await media.put(b"a chart"), await media.put(b"in a chat")
    sql = "INSERT INTO web_media (address, media, key) VALUES ('web:s', :m, 'k')"
    await house.database.do(lambda tx: tx.run(sql, m=shown))
    await sweeping.tick()
    assert await media.has(lost)
    house.clock.now = int((tmp_path / "media" / lost[:2] / lost).stat().st_mtime) + 181 * DAY
    await sweeping.tick()
    assert not await media.has(lost)
    assert await media.has(shown)
