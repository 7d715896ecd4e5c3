"""Real recordings, as phones and browsers make them."""

import io
import math
from array import array
from fractions import Fraction

import av


def recording(kind: str, codec: str, *, seconds: float = 0.4, rate: int = 48_000, **notes: str) -> bytes:
    """A tone, in a container ("ogg", "webm", "mp4") with the notes that came along."""
    made = io.BytesIO()
    with av.open(made, "w", format=kind) as file:
        file.metadata.update(notes)
        stream = file.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        fitting = av.AudioResampler(format=stream.codec_context.format.name, layout="mono", rate=rate)
        for start in range(0, int(rate * seconds), 960):
            for part in fitting.resample(_tone(start, rate)):
                file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return made.getvalue()


def _tone(start: int, rate: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="mono", samples=960)
    frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
    wave = array("h", (int(9000 * math.sin((start + n) * 440 * math.tau / rate)) for n in range(960)))
    frame.planes[0].update(wave.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    return frame
