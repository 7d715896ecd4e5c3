"""The fake Telegram as its own process: prints its address as one JSON line, then serves until it is stopped."""

import argparse
import asyncio
import os
import signal

import orjson
import uvloop

from tests.fake_telegram.telegram import TOKEN, FakeTelegram


async def serve(chosen: argparse.Namespace) -> None:
    fake = FakeTelegram(
        chosen.token,
        port=chosen.port,
        referee=chosen.referee,
        record=chosen.record,
        keep=chosen.keep,
        unit=chosen.unit,
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with fake as telegram:
        about = {"url": telegram.url, "token": telegram.token, "pid": os.getpid()}
        print(orjson.dumps(about).decode(), flush=True)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--referee", action="store_true", help="let aiogram judge every call and update")
    parser.add_argument("--record", action="store_true", help="keep every call")
    parser.add_argument("--keep", type=int, help="messages a chat remembers; all by default")
    parser.add_argument("--unit", type=float, default=1.0, help="how long a webhook's second takes")
    uvloop.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
