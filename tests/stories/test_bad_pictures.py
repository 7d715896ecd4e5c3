"""Pictures and other things that cannot be kept: a clear sentence each; what can be kept loses what it gives away."""

from pathlib import Path

import pytest
from PIL import Image

from tests.stories.pictures import of_size, picture, with_a_place_and_an_owner
from tests.stories.stories import number_in, pictures_told, sends_report
from tests.stories.town import Town
from tests.stories.towns import ON_TELEGRAM, ON_THE_WEB
from tests.web_phone import Phone

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEGABYTES = 1_000_000


def kept_pictures(town: Town) -> set[Path]:
    return {file for file in (town.program.folder / "data").rglob("*") if file.is_file()}


async def test_what_a_picture_gives_away_is_gone_from_what_is_kept_and_shown(town: Town):
    zhou, li = await town.estate().dispatcher(), await town.estate().resident()
    before = kept_pictures(town)
    await li.sends_photo(with_a_place_and_an_owner(), "楼道的灯不亮了")
    assert pictures_told(await li.hears("Please check:", label="Send")) == 1
    [kept] = kept_pictures(town) - before
    assert b"Exif" in with_a_place_and_an_owner()
    assert b"Li Xiulan" in with_a_place_and_an_owner()
    assert b"Exif" not in kept.read_bytes()
    assert b"Li Xiulan" not in kept.read_bytes()
    with Image.open(kept) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (320, 240), {})
    assert not any(seen.photos for seen in await zhou.shows())


async def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(town: Town):
    bomb = of_size(30_000, 30_000)
    assert len(bomb) < 300_000
    li, before, memory = await town.estate().resident(), kept_pictures(town), town.program.most_memory
    if isinstance(li, Phone):
        answer = await li.posts("/chat/photo", body=bomb)
        assert answer.status == 422
        assert "too many pixels" in answer.sentence
    else:
        await li.sends_photo(bomb, "")
        await li.hears("too many pixels")
    assert kept_pictures(town) == before
    assert town.program.most_memory - memory < 100 * MEGABYTES
    await sends_report(li, "楼道的灯不亮了")


@ON_TELEGRAM
async def test_a_caption_is_kept_where_its_picture_cannot_be(town: Town):
    assert town.telegram
    li = town.telegram.person(41, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    await li.sends_photo(picture(), "楼道的灯不亮了", size=30 * MEGABYTES)
    await li.hears("too large for me. Please send a smaller one.")
    summary = await li.hears("Please check:", label="Send")
    assert "楼道的灯不亮了" in summary.text
    assert pictures_told(summary) == 0


@ON_TELEGRAM
async def test_a_picture_of_30_mb_is_refused_by_a_sentence(town: Town):
    assert town.telegram
    li = town.telegram.person(42, "李秀兰")
    await li.starts()
    await li.sends_photo(picture(), size=30 * MEGABYTES)
    await li.hears("That file is too large for me. Please send a smaller one.")
    assert (await town.telegram.facts())["refusals"]["Bad Request: file is too big"] > 0


@ON_TELEGRAM
async def test_what_is_no_picture_is_refused_by_a_sentence(town: Town):
    assert town.telegram
    li = town.telegram.person(43, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    await li.sends_document(b"%PDF-1.4 ...", "lamp.jpg", "image/jpeg", caption="楼道的灯不亮了")
    summary = await li.hears("Please check:", label="Send")
    assert pictures_told(summary) == 0
    await li.sends_document(picture(), "lamp.jpg", "image/jpeg")
    assert pictures_told(await li.hears("Please check:", label="Send")) == 1


@ON_TELEGRAM
async def test_what_we_cannot_keep_is_named(town: Town):
    assert town.telegram
    li = town.telegram.person(44, "李秀兰")
    await li.starts(town.estate().poster("3/1"))
    await li.says("楼道的灯不亮了")
    await li.hears("Please check:")
    await li.sends_sticker()
    await li.hears("I only understand words, voice messages, photos and places.")
    await li.sends_video()
    await li.hears("I cannot keep videos.")
    await li.sends_contact("13800138000")
    await li.hears("I only understand words, voice messages, photos and places.")
    await li.sends_video("三楼的灯也不亮了")
    await li.hears("三楼的灯也不亮了")
    await li.taps("Send")
    number_in(await li.hears("Your number is"))


@ON_THE_WEB
async def test_a_web_page_is_told_what_is_wrong_with_what_it_posts(town: Town):
    li = await town.newcomer("李秀兰")
    assert isinstance(li, Phone)
    huge = await li.posts("/chat/photo", body=bytes(21 * MEGABYTES))
    assert huge.status == 413
    assert "too big for me: pictures up to 20 MB" in huge.sentence
    nothing = await li.posts("/chat/photo", body=b"this is no picture")
    assert nothing.status == 422
    assert nothing.sentence
    said = {"id": "0123456789abcdef"}
    for words in ("水" * 4001, "🔥" * 4001, "水" * 30_000):
        assert "longer than I can read" in (await li.posts("/chat/say", body=said | {"text": words})).sentence
    assert "nothing in this message" in (await li.posts("/chat/say", body=said | {"text": " \n "})).sentence
    stolen = await li.posts("/chat/say", body=said | {"photos": ["A" * 22]})
    assert "no longer here" in stolen.sentence
    for garbage in (b"", b"{", b"[1, 2]", b'{"id": 5}', b"\xff\xfe", b"x" * 20_000):
        answer = await li.posts("/chat/say", body=garbage)
        assert answer.status == 400
        assert answer.sentence
    await li.says("/help")
    await li.hears("Just write what is the matter")
