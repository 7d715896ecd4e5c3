"""What a message says is to be drawn arrives as a photo, drawn once; where it cannot be, the words go alone."""

import asyncio
import io
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
import segno
from PIL import Image
from structlog.testing import capture_logs

from bot.channel import Channel
from bot.charts import png
from bot.charts.letters import width
from bot.delivery import Delivery
from bot.drawings import svg
from bot.drawings.qr import QUIET_ZONE
from bot.drawings.studio import Studio, id_of
from bot.media import Media, kind_of
from bot.metrics import Metrics
from bot.postman import AT_ONCE, Draw, Postman
from bot.telegram import Telegram
from dialogue.message import Button, Message
from storage import outbox
from storage.database import Database
from storage.outbox import Way
from tests.bot.test_postman import Line
from tests.bot.web.house import living, serving
from tests.bot.web.visitor import Visitor
from tests.fake_telegram import FakeTelegram
from tests.handlers.town import house

LONG = "东方润园国际花园城二期（含商铺）陪老人去市第一人民医院看眼睛，腿脚不便要坐轮椅，来回大约半天"
NAME = "Alexandria Montgomery-Featherstonehaugh"
LINK = "https://sidan.example/?start=w-qs-hy-lx-xf"
LINES = [["姓名", "王建国"], ["服务时长", "126小时30分"]]
LONG_LINES = [[LONG, LONG * 3], ["谁来", NAME], ["x" * 90, "x" * 400], ["", ""], [LONG, ""]] * 4
THANKS = [["谢谢王师傅！", "王**"], [LONG * 2, NAME], ["", "李*"]]
BUILDINGS = [{"name": f"{n}号楼", "wishes": n % 4} for n in range(1, 13)]

SHORT: dict[str, dict[str, Any]] = {
    "certificate": {"title": "志愿服务时长证明", "lines": LINES, "code": "7K3MQ2", "foot": "每一小时都有受助人确认。"},
    "qr": {"title": "取货码", "data": LINK, "code": "482913", "lines": ["大米 5公斤"]},
    "wish_card": {"title": "您的心愿有人来帮啦", "lines": LINES, "code": "4829", "foot": "请把这四个数字念给他听。"},
    "poster": {
        "title": "杏福苑 · 谢谢您",
        "subtitle": "11月",
        "figures": [["37", "个心愿圆了"]] * 3,
        "thanks": THANKS[:1],
    },
    "map": {
        "title": "杏福苑",
        "subtitle": "心愿地图",
        "buildings": BUILDINGS,
        "total": "18个心愿",
        "legend": "还没人认领",
    },
}
MANY = [{"name": f"东区{n}号楼甲座{LONG}", "wishes": n * 37 % 150} for n in range(70)]
FULL: dict[str, dict[str, Any]] = {
    "certificate": {"title": LONG * 2, "lines": LONG_LINES, "code": "9" * 60, "foot": LONG * 9},
    "qr": {"title": LONG, "data": LINK + "x" * 900, "code": LINK * 2, "lines": LONG_LINES, "foot": LONG * 5},
    "wish_card": {"title": LONG, "lines": LONG_LINES, "code": "4829" * 9, "foot": LONG * 9},
    "poster": {
        "title": LONG,
        "subtitle": LONG,
        "figures": [["219,000", LONG], ["12,345小时30分", LONG], ["9" * 30, LONG]],
        "thanks": THANKS * 17,
        "more": LONG,
        "foot": LONG * 4,
    },
    "map": {"title": LONG, "subtitle": LONG, "buildings": MANY, "total": LONG, "legend": LONG * 2, "foot": LONG * 3},
}
BARE: dict[str, dict[str, Any]] = {kind: {"title": "谢"} | ({"data": "1"} if kind == "qr" else {}) for kind in SHORT}


def drawing(kind: str, told: dict[str, Any]) -> str:
    return orjson.dumps({"kind": kind} | told).decode()


def words_of(picture: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(picture) if element.tag.endswith("text")]


def area(element: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of some words."""
    x, y, size = (float(element.get(name, 0)) for name in ("x", "y", "font-size"))
    long = width(element.text or "", size)
    left = x - long * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
    return left, y - 0.8 * size, left + long, y + 0.12 * size


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("told", [SHORT, FULL, BARE], ids=["short", "long", "bare"])
@pytest.mark.parametrize("kind", SHORT)
def test_no_word_is_cut_by_the_edge_or_lies_over_another(kind: str, told: dict[str, dict[str, Any]]):
    picture = svg(drawing(kind, told[kind]))
    sheet = ElementTree.fromstring(picture)
    wide, high = float(sheet.get("width", 0)), float(sheet.get("height", 0))
    shown = [element for element in words_of(picture) if element.text]
    for left, top, right, bottom in map(area, shown):
        assert 20 <= left <= right <= wide - 20
        assert 20 <= top <= bottom <= high - 20
    assert [pair for pair in combinations(map(area, shown), 2) if meet(*pair)] == []
    assert min(float(element.get("font-size", 0)) for element in shown) >= 22
    assert png(picture).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", SHORT)
def test_what_is_short_is_shown_whole(kind: str):
    told = SHORT[kind]
    said = "".join(element.text or "" for element in words_of(svg(drawing(kind, told)))).replace(" ", "")
    wanted = [told["title"], told.get("code", ""), told.get("foot", ""), *itertools.chain(*told.get("thanks", ()))]
    assert [words for words in wanted if words.replace(" ", "") not in said] == []
    assert "…" not in said


@pytest.mark.parametrize("kind", SHORT)
def test_what_the_font_lacks_and_what_xml_forbids_breaks_no_picture(kind: str):
    picture = svg(drawing(kind, SHORT[kind] | {"title": "<A&B>\x00𬇕😀ไทย\n四", "foot": "👨‍👩‍👧"}))
    assert any((element.text or "").startswith("<A&B>") for element in words_of(picture))
    assert png(picture)


def test_a_poster_shows_twelve_thanks_and_says_that_there_are_more():
    told = SHORT["poster"] | {
        "more": "还有38声谢谢",
        "empty": "都记在心里",
        "thanks": [["谢谢", f"{n}号"] for n in range(50)],
    }
    said = [element.text for element in words_of(svg(drawing("poster", told)))]
    assert ("11号" in said, "12号" in said, "还有38声谢谢" in said, "都记在心里" in said) == (True, False, True, False)
    said = [element.text for element in words_of(svg(drawing("poster", told | {"thanks": []})))]
    assert ("都记在心里" in said, "还有38声谢谢" in said) == (True, False)


def test_a_qr_code_is_drawn_module_by_module():
    picture = Image.open(io.BytesIO(png(svg(drawing("qr", SHORT["qr"]))))).convert("L")
    matrix = segno.make(LINK, error="m", micro=False).matrix
    dark = [(x, y) for y in range(60, 720) for x in range(800) if picture.getpixel((x, y)) == 0]
    # The title is grey ink; the first black pixel below it is the corner of the code.
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    scale = 560 // (len(matrix) + 2 * QUIET_ZONE)
    read = [
        [
            picture.getpixel((left + scale * x + scale // 2, top + scale * y + scale // 2)) == 0
            for x in range(len(matrix))
        ]
        for y in range(len(matrix))
    ]
    assert read == [[bool(module) for module in row] for row in matrix]


def centres(buildings: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    picture = svg(drawing("map", SHORT["map"] | {"buildings": buildings}))
    named = [element for element in words_of(picture) if (element.text or "").endswith("号楼")]
    return {str(e.text): (float(e.get("x", 0)), float(e.get("y", 0))) for e in named}


def test_buildings_stand_as_they_lie_where_that_is_known_of_all_and_else_in_rows():
    known = [
        {"name": "1号楼", "lat": 30.002, "lon": 110.000},
        {"name": "2号楼", "lat": 30.000, "lon": 110.001},
        {"name": "3号楼", "lat": 30.001, "lon": 110.002},
    ]
    lie = centres(known)
    assert lie["1号楼"][0] < lie["2号楼"][0] < lie["3号楼"][0]
    assert lie["1号楼"][1] < lie["3号楼"][1] < lie["2号楼"][1], "north is up"
    rows = centres([*known, {"name": "4号楼"}])
    assert len({y for _, y in rows.values()}) < 3
    crowded = centres([*known, {"name": "4号楼", "lat": 30.002, "lon": 110.00001}])
    assert len(crowded) == 4
    assert len({y for _, y in crowded.values()}) < 3, "one would stand on another"


def test_of_many_buildings_those_without_a_wish_are_left_out_first():
    many = [{"name": f"{n}号楼", "wishes": int(n > 65)} for n in range(1, 71)]
    assert list(centres(many)) == [f"{n}号楼" for n in range(66, 71)]


# On its way.


@asynccontextmanager
async def post(database: Database, channel: Channel, draw: Draw) -> AsyncIterator[Postman]:
    delivery, clock = Delivery(house(itertools.count(10**6))), lambda: 1000
    postman = Postman(database, {channel.name: channel}, delivery, clock, "one", Metrics(), 1000, draw)
    task = asyncio.create_task(postman.run())
    try:
        yield postman
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def left(database: Database, chat: str, message: Message, letter: str = "000000000001") -> None:
    body = orjson.dumps(message.to_json()).decode()
    await database.do(partial(outbox.post, id=letter, chat=chat, lane=Way.REPLY, body=body, now=1000))


CARD = Message("这是您的心愿卡。", drawing=drawing("wish_card", SHORT["wish_card"]))


async def test_on_telegram_it_arrives_as_a_photo_with_the_words_and_the_buttons(database: Database, tmp_path: Path):
    media = Media(tmp_path)
    async with FakeTelegram(referee=False) as fake:
        telegram = Telegram(fake.token, fake.url, media)
        await telegram.open()
        li = fake.person(7, "李秀兰")
        await li.starts()
        async with post(database, telegram, Studio(media).drawn) as postman:
            await left(database, "telegram:7", CARD)
            postman.wake()
            shown = await li.sees("这是您的心愿卡。")
            assert len(shown.photos) == 1
            await left(
                database, "telegram:7", Message("还有", ((Button("好", "x"),),), drawing=CARD.drawing), "000000000002"
            )
            postman.wake()
            assert (await li.sees("还有")).labels == ["好"]
            assert [len(one.photos) for one in await li.shows() if one.photos] == [1, 1]
        await telegram.close()
    assert [path.name for path in (tmp_path / "media").rglob("*") if path.is_file()] == [id_of(CARD.drawing or "")]


async def test_in_the_web_chat_it_is_a_picture_that_only_this_chat_may_open(
    database: Database, url: str, tmp_path: Path
):
    async with (
        living(url, tmp_path) as here,
        serving(here) as address,
        Visitor(base_url=address, follow_redirects=True) as li,
        Visitor(base_url=address, follow_redirects=True) as other,
        post(database, here.chat, Studio(here.chat.media).drawn) as postman,
    ):
        await li.arrive()
        await other.arrive()
        await left(database, li.you, CARD)
        postman.wake()
        (seen,) = await li.sees(1)
        assert seen["text"] == "这是您的心愿卡。"
        (photo,) = seen["photos"]
        picture = (await li.get(photo)).content
        assert kind_of(picture) == "image/jpeg"
        assert Image.open(io.BytesIO(picture)).width == 800
        assert (await other.get(photo)).status_code == 404


async def test_while_pictures_are_drawn_the_others_mail_goes_on(database: Database):
    line, easel = Line(), asyncio.Event()

    async def slow(message: Message) -> Message:
        await easel.wait()
        return message

    for n in range(AT_ONCE + 3):
        await left(database, f"telegram:{n}", CARD, f"{n:012}")
    await left(database, "telegram:99", Message("好的"), f"{99:012}")
    async with post(database, line, slow):
        await until(lambda: line.said == ["好的"])
        easel.set()
        await until(lambda: len(line.said) == AT_ONCE + 4)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


async def test_the_same_drawing_is_drawn_once_however_many_want_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    drawn: list[str] = []

    def jpeg(picture: str) -> bytes:
        drawn.append(picture)
        return b"\xff\xd8\xff"

    monkeypatch.setattr("bot.drawings.studio.jpeg", jpeg)
    first, second = Studio(Media(tmp_path)), Studio(Media(tmp_path))
    shown = await asyncio.gather(*(first.drawn(CARD) for _ in range(9)))
    shown.append(await second.drawn(CARD))
    assert len(drawn) == 1
    assert {message.photos for message in shown} == {(id_of(CARD.drawing or ""),)}
    await first.drawn(Message("x", drawing=drawing("wish_card", SHORT["wish_card"] | {"code": "1111"})))
    assert len(drawn) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"kind":"x"}',
        '{"kind":"qr","title":"x"}',
        drawing("qr", {"title": "x", "data": "x" * 9000}),
    ],
)
async def test_where_it_cannot_be_drawn_the_words_go_alone_and_it_is_told(tmp_path: Path, wrong: str):
    with capture_logs() as logs:
        shown = await Studio(Media(tmp_path)).drawn(Message("您的取货码是482913", drawing=wrong))
    assert (shown.text, shown.photos, shown.drawing) == ("您的取货码是482913", (), None)
    assert [log["event"] for log in logs] == ["a picture could not be drawn"]


def test_a_drawing_survives_the_outbox_and_is_left_out_where_there_is_none():
    assert Message.from_json(CARD.to_json()) == CARD
    assert "drawing" not in Message("x").to_json()
