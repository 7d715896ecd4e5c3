"""`python -m tests.stories.moved run` is `sidan run` with a clock that a test moves on, and it ticks often."""

from pathlib import Path

from bot import cli, cli_run, metronome
from bot.clock import Clock

AHEAD = "ahead"  # a file in the program's folder: by how many seconds


class Moved(Clock):
    def __call__(self) -> int:
        file = Path(AHEAD)
        return super().__call__() + (int(file.read_text()) if file.exists() else 0)


if __name__ == "__main__":
    cli_run.Clock = Moved  # type: ignore[attr-defined]
    metronome.TICK = metronome.SWEEP = 0.1  # type: ignore[assignment]
    cli.main()
