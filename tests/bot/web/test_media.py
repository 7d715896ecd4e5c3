"""Pictures and recordings reach those who may see them, and nobody else."""

import io
from collections.abc import AsyncIterator

from PIL import Image

from bot.signed import SPAN
from dialogue.message import Message
from tests.bot.web.visitor import inbox_size, photo
from tests.recordings import recording


async def test_a_picture_is_developed_kept_and_shown_to_its_owner(house, visitor):
    media = (await visitor.post("/chat/photo", content=photo((3000, 2000)))).json()["media"]
    await visitor.says("look", photos=[media])
    mine = (await visitor.sees(2))[0]
    shown = await visitor.get(mine["photos"][0])
    assert shown.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(shown.content)).size == (1600, 1067)
    assert house.heard[0].photos == (media,)
    assert await house.chat.fetch(media) == shown.content


async def test_several_pictures_are_one_message(house, visitor):
    media = [(await visitor.post("/chat/photo", content=photo())).json()["media"] for _ in range(3)]
    await visitor.says("look", photos=media)
    assert (await visitor.sees(2))[1]["text"] == "3 photos: look"


async def test_a_picture_is_shown_to_nobody_else_until_their_chat_shows_it(house, visitor, stranger):
    media = (await visitor.post("/chat/photo", content=photo())).json()["media"]
    assert (await stranger.get(f"/media/{media}")).status_code == 404
    shown = await house.chat.send(stranger.you, Message("look", photos=(media,), card="order:1"), None)
    assert (await stranger.get(f"/media/{media}")).status_code == 200
    await house.chat.send(stranger.you, Message("gone", card="order:1"), shown)
    assert (await stranger.get(f"/media/{media}")).status_code == 404


async def test_nobody_sends_another_persons_picture(house, visitor, stranger):
    media = (await visitor.post("/chat/photo", content=photo())).json()["media"]
    assert (await stranger.says(photos=[media])).status_code == 400
    assert await inbox_size(house.database) == 0


async def test_what_is_no_picture_is_refused_with_a_sentence(visitor):
    refused = await visitor.post("/chat/photo", content=b"hello")
    assert (refused.status_code, "not a picture" in refused.json()["error"]) == (422, True)


async def test_a_picture_over_twenty_megabytes_is_refused(visitor):
    refused = await visitor.post("/chat/photo", content=b"\xff\xd8\xff" + bytes(20_000_000))
    assert (refused.status_code, "20 MB" in refused.json()["error"]) == (413, True)


async def test_an_upload_without_a_length_is_cut_off(visitor):
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"\xff" * 1_000_000

    assert (await visitor.post("/chat/photo", content=endless())).status_code == 413


async def test_a_recording_is_made_anew_and_played_in_parts(house, visitor):
    media = (await visitor.post("/chat/voice", content=recording("webm", "libopus"))).json()["media"]
    await visitor.says(voice=media)
    address = (await visitor.sees(1))[0]["voice"]
    whole = (await visitor.get(address)).content
    part = await visitor.get(address, headers={"range": "bytes=4-13"})
    assert (part.status_code, part.content) == (206, whole[4:14])
    assert part.headers["content-type"] == "audio/mp4"
    assert await house.chat.fetch(media) == whole


async def test_what_is_no_recording_is_refused(visitor):
    assert (await visitor.post("/chat/voice", content=b"<html>")).status_code == 422


async def test_a_picture_opens_by_a_link_that_is_soon_over(house, visitor, stranger):
    media = (await visitor.post("/chat/photo", content=photo())).json()["media"]
    sent_on = await visitor.get(f"/media/{media}", follow_redirects=False)
    link = sent_on.headers["location"]
    assert (sent_on.status_code, sent_on.headers["cache-control"]) == (307, "no-store")
    assert (await stranger.get(link)).status_code == 200  # it is the link that opens it, for a while
    house.clock.now += 2 * SPAN
    assert (await visitor.get(link)).status_code == 404
    assert (await visitor.get(f"/media/{media}")).status_code == 200


async def test_a_link_is_good_for_its_own_picture_and_its_own_time_alone(house, visitor):
    mine, other = [(await visitor.post("/chat/photo", content=photo())).json()["media"] for _ in range(2)]
    link = (await visitor.get(f"/media/{mine}", follow_redirects=False)).headers["location"]
    _, _, _, until, sign = link.split("/")
    forged = [
        f"/media/{other}/{until}/{sign}",
        f"/media/{mine}/{int(until) + SPAN}/{sign}",
        f"/media/{mine}/{until}/{'A' * len(sign)}",
        f"/media/{mine}/{until}/",
        f"/media/{mine}/-{until}/{sign}",
        f"/media/{mine}/{until}/%C3%A4",
    ]
    assert [(await visitor.get(link)).status_code for link in forged] == [404] * len(forged)
    assert (await visitor.get(link)).status_code == 200
