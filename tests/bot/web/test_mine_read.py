"""The page about oneself speaks as people do: no code words, no paths, no ids, and what matters comes first."""

import re
from collections.abc import Callable

import pytest

from bot.mine_page import readable
from bot.web_privacy import Mine
from bot.words import Words
from tests.bot.web.test_mine_cards import placeholders, visible
from tests.handlers.neighbour import Neighbour
from tests.handlers.wishing import ON_SQLITE, Wishing, scene

__all__ = ["scene"]

pytestmark = ON_SQLITE
REPORT = "我是李秀兰，3号楼1单元602水管漏水，电话13812345678"
PHOTO, VOICE = "p" * 22, "v" * 22


class Hushed(Words):
    """Says nothing of its own: what is left on the page are the values."""

    def to(self, language: str | None) -> Callable[[str], str]:
        return placeholders


async def lived(scene: Wishing) -> None:
    """Reported, looked at, talked about, done and reviewed; wished; called a volunteer."""
    li, zhou, wang = scene.li, scene.zhou, scene.wang
    number = await li.reports(REPORT, photos=(PHOTO,), voice=VOICE)
    await zhou.says(number)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "More …", "Reach them", "Phone", "to call about the visit")
    await li.says(number)
    await li.taps("Add something")
    await li.says("我妈妈病了，请轻一点，13812345678")
    await wang.says(number)
    await wang.taps("Done", "Skip")
    await li.taps("Fixed", "★★★★★", "Skip")
    await scene.wished()
    await li.says("3号楼1单元路灯不亮")


async def page_of(scene: Wishing, who: Neighbour, words: Words) -> str:
    mine = Mine(scene.town.database, scene.town.house, words, "", lambda: scene.town.now)
    return readable(await mine.told(who.id, "zh_CN"))


@pytest.mark.parametrize("who", ["li", "feng", "wang"])
async def test_no_code_word_no_path_and_no_id_stands_on_it(scene: Wishing, who: str):
    await lived(scene)
    reader: Neighbour = getattr(scene, who)
    name = (await reader.person()).name
    text = re.sub(f"{name}|Telegram|English", "", visible(await page_of(scene, reader, Hushed("en"))))
    assert re.findall(r"\S*[a-z_]{2,}\S*|\w+/\w+\S*|\d{12,}|[{\[]\S+", text) == []


async def test_what_people_care_about_comes_first_and_the_rest_is_folded_away(scene: Wishing):
    await lived(scene)
    page = await page_of(scene, scene.li, Words("en"))
    text = visible(page)
    for said in (
        REPORT,
        "杏福苑 3号楼 1单元",
        "我妈妈病了，请轻一点，13812345678",
        "11月23日",
        "已解决",
        "★★★★★",
        "水管",
    ):
        assert said in text, said
    first, _, folded = page.partition("<details>")
    assert first.index(REPORT) < first.index("Telegram")
    assert "路灯" not in text  # a conversation under way is told of, not shown
    assert folded
    assert "<script" not in page


async def test_photos_are_shown_and_recordings_can_be_played(scene: Wishing):
    await lived(scene)
    page = await page_of(scene, scene.li, Words("en"))
    assert re.search(rf'<img src="/media/{PHOTO}/', page)
    assert re.search(rf'<a href="/media/{VOICE}/[^"]+">', page)
