"""Pictures and voices on the disk: whole or not at all, under ids that lead nowhere else."""

import errno

import pytest

from bot.media import Media, NoSuchMedia, kind_of
from storage.database import StorageFull


async def test_what_was_put_is_opened(tmp_path):
    media = Media(tmp_path)
    first, second = await media.put(b"one"), await media.put(b"one")
    assert await media.open(first) == await media.open(second) == b"one"
    assert first != second


@pytest.mark.parametrize(
    "media_id", ["", "x" * 22, "../../../etc/passwd", "/etc/passwd", "..", "x" * 21 + "/", "x" * 21 + "\n"]
)
async def test_an_id_that_is_none_leads_nowhere(tmp_path, media_id):
    with pytest.raises(NoSuchMedia):
        await Media(tmp_path).open(media_id)


async def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageFull):
        await Media(tmp_path).put(b"one")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


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
