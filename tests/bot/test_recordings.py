"""What strangers record is made anew before anybody hears it."""

import asyncio
import io
import os

import av
import pytest

from bot.media import kind_of
from bot.recordings import BadRecording, Recorder
from tests.recordings import recording


@pytest.mark.parametrize(("kind", "codec"), [("ogg", "libopus"), ("webm", "libopus"), ("mp4", "aac")])
async def test_a_copy_sounds_as_long_and_carries_nothing_else_along(kind, codec):
    sent = recording(kind, codec, seconds=1, title="Li Xiulan 13812345678", location="+31.2300+121.4700/")
    copy = await Recorder().again(sent)
    assert b"Li Xiulan" in sent
    assert not any(word in copy for word in (b"Li Xiulan", b"13812345678", b"121.47"))
    assert kind_of(copy) == "audio/mp4"
    with av.open(io.BytesIO(copy), "r") as heard:
        assert (heard.duration or 0) / av.time_base == pytest.approx(1, abs=0.1)
        assert heard.streams.audio[0].codec.name == "aac"


@pytest.mark.parametrize(
    "sent", [b"", b"OggS", b"\x1aE\xdf\xa3" + bytes(1000), recording("mp4", "aac")[:-400], b"<html>"]
)
async def test_what_is_no_recording_is_said_to_be_none(sent):
    with pytest.raises(BadRecording):
        await Recorder().again(sent)


async def test_a_recording_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr("bot.recordings.PATIENCE", 0.0)
    with pytest.raises(BadRecording):
        await Recorder().again(recording("ogg", "libopus"))


async def test_whoever_gives_up_waiting_leaves_no_program_behind(tmp_path, monkeypatch):
    started = tmp_path / "started"
    endless = tmp_path / "endless.py"
    endless.write_text(f"import os, time; open({str(started)!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    monkeypatch.setattr("bot.recordings.PROGRAM", endless)
    waiting = asyncio.create_task(Recorder().again(b"..."))
    while not (started.exists() and started.read_text()):
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
