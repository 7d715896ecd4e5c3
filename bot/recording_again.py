"""A program of its own: a recording from a stranger on its standard input, a plain copy of the sound on its output.

It runs apart because what decodes sound is a large C library, and a damaged file may bring it down. It ends with 1
where there is no sound to be read. Nothing of ours is imported here, so that it starts fast.
"""

import io
import resource
import sys

import av

RATE, BITS = 24_000, 32_000  # of a voice: samples and bits a second
LONGEST = 600  # seconds
MEMORY, PROCESSOR = 2 << 30, 30  # bytes, seconds


def again(content: bytes) -> bytes:
    """AAC in MP4, one channel: what every browser and Telegram play; no names, places or dates that came along."""
    made = io.BytesIO()
    with av.open(io.BytesIO(content), "r") as source, av.open(made, "w", format="mp4") as copy:
        voice = copy.add_stream("aac", rate=RATE, layout="mono", bit_rate=BITS)
        to_ours = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        heard = 0
        for frame in source.decode(source.streams.audio[0]):
            for part in to_ours.resample(frame):
                heard += part.samples
                copy.mux(voice.encode(part))
            if heard > LONGEST * RATE:
                break
        for part in to_ours.resample(None):
            heard += part.samples
            copy.mux(voice.encode(part))
        copy.mux(voice.encode(None))
    return made.getvalue() if heard else b""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    try:
        made = again(sys.stdin.buffer.read())
    except (av.FFmpegError, ValueError, IndexError, MemoryError) as error:
        sys.stderr.write(type(error).__name__)
        return 1
    sys.stdout.buffer.write(made)
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main())
