"""Pictures and voices, in a folder and in an object store: whole or not at all, under ids that lead nowhere else."""

import errno
import socket
import subprocess
import sys
import time
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from bot.doctor_media import examined
from bot.media import Media, NoSuchMedia, kind_of
from bot.media_bucket import Bucket, BucketDown
from bot.media_place import media_of
from bot.settings import Settings
from storage.database import StorageFull

KEYS: dict[str, Any] = {"key": "AKIA-not-a-real-one", "secret": "not-a-real-one"}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """A real server that speaks S3 over HTTP, with one bucket in it."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log").open("wb")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            answers(f"{address}/moto-api/")
            urlopen(Request(f"{address}/sidan-media", method="PUT"))
            yield address
        finally:
            server.terminate()


def answers(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urlopen(address)
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the store never answered")


@pytest.fixture(params=["folder", "bucket"])
def media(request, tmp_path):
    if request.param == "folder":
        return Media(tmp_path)
    address = request.getfixturevalue("endpoint")
    return Media(Bucket("sidan-media", tmp_path.name, endpoint=address, region="us-east-1", **KEYS))


async def test_what_was_put_is_opened(media):
    first, second = await media.put(b"one"), await media.put(b"one")
    assert await media.open(first) == await media.open(second) == b"one"
    assert first != second


async def test_what_was_deleted_is_gone_and_may_be_deleted_again(media):
    kept, gone = await media.put(b"kept"), await media.put(b"gone")
    await media.delete(gone)
    await media.delete(gone)
    with pytest.raises(NoSuchMedia):
        await media.open(gone)
    assert (await media.has(kept), await media.has(gone)) == (True, False)


async def test_what_was_drawn_twice_is_there_once(media):
    await media.keep("x" * 22, b"drawn")
    await media.keep("x" * 22, b"drawn")
    assert await media.open("x" * 22) == b"drawn"


@pytest.mark.parametrize(
    "media_id", ["", "x" * 22, "../../../etc/passwd", "/etc/passwd", "..", "x" * 21 + "/", "x" * 21 + "\n"]
)
async def test_an_id_that_is_none_leads_nowhere(media, media_id):
    with pytest.raises(NoSuchMedia):
        await media.open(media_id)


async def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageFull):
        await Media(tmp_path).put(b"one")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


async def test_a_store_that_is_away_is_trouble_and_no_missing_picture():
    away = Media(Bucket("sidan-media", "", endpoint="http://127.0.0.1:9", region="us-east-1", **KEYS, retries=0))
    for ask in (away.put(b"one"), away.open("x" * 22), away.has("x" * 22), away.delete("x" * 22)):
        with pytest.raises(BucketDown):
            await ask


async def test_a_bucket_that_is_not_there_is_trouble_too(endpoint):
    with pytest.raises(BucketDown):
        await Media(Bucket("nobody-made-this", "", endpoint=endpoint, region="us-east-1", **KEYS)).put(b"one")


async def test_the_settings_say_where_they_lie(endpoint, tmp_path):
    elsewhere = Settings(
        media="s3://sidan-media/by/settings",
        media_endpoint=endpoint,
        media_key=SecretStr(KEYS["key"]),
        media_secret=SecretStr(KEYS["secret"]),
        data=tmp_path,
    )
    media_id = await media_of(elsewhere).put(b"one")
    inside = Media(Bucket("sidan-media", "by/settings", endpoint=endpoint, region="us-east-1", **KEYS))
    assert await inside.open(media_id) == b"one"
    assert not list(tmp_path.iterdir())
    here = await media_of(Settings(data=tmp_path)).put(b"two")
    assert (tmp_path / "media" / here[:2] / here).read_bytes() == b"two"


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"OggS", "audio/ogg"),
        (b"\x1aE\xdf\xa3", "audio/webm"),
        (b"\0\0\0\x1cftypisom", "audio/mp4"),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(beginning, kind):
    assert kind_of(beginning) == kind


async def test_the_doctor_says_whether_they_can_be_kept(endpoint, tmp_path):
    bucket: dict[str, Any] = {
        "media_endpoint": endpoint,
        "media_key": SecretStr(KEYS["key"]),
        "media_secret": SecretStr(KEYS["secret"]),
    }
    assert await examined(Settings(data=tmp_path)) == (True, f"pictures: kept in {tmp_path}")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert (await examined(Settings(media="s3://sidan-media", **bucket)))[0]
    well, said = await examined(Settings(media="s3://nobody-made-this", **bucket))
    assert (well, said.startswith("pictures: s3://nobody-made-this cannot be used: ")) == (False, True)
