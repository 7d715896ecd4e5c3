"""Python with the whole program read in, which forks for each start: reading it in is three quarters of a start.

What is forked has not run a line of the program yet; from `sidan run` on it is the real thing, and so is its death.
Orders come as JSON, one a line, and are answered so.
"""

import gc
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, cast

import bot.cli
import tests.stories.commands

JSON = dict[str, Any]


def born(run: Callable[[], object], environment: dict[str, str], folder: str, says: str, log: str) -> int:
    """A child of its own environment and folder. says: where its standard output goes; log: its errors."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        put_into(environment, folder, says, log)
        run()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - it ends here, whatever it is
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def put_into(environment: dict[str, str], folder: str, says: str, log: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream, file in enumerate((os.devnull, says, log)):
        opened = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(opened, stream)
        os.close(opened)


def start(module: str, **place: Any) -> int:
    """module: `bot`, or that of another version, which the child reads in."""
    return born(lambda: main_of(module)(["run"], prog_name="sidan"), **place)


def main_of(module: str) -> Callable[..., object]:
    return bot.cli.main if module == "bot" else cast(Callable[..., object], importlib.import_module(module).main)


def end(child: int, by: int) -> int:
    """By what it ended: the signal, or its status as a negative number."""
    os.kill(child, by)
    return -os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def command(arguments: list[str], **place: Any) -> int:
    """Its status."""
    child = born(lambda: print(tests.stories.commands.run(arguments), end=""), **place)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


ORDERS: dict[str, Callable[..., int]] = {"start": start, "end": end, "command": command}


def main() -> None:
    living: set[int] = set()
    gc.freeze()  # or each child's first collection would copy all of it
    print(flush=True)
    for line in sys.stdin:
        what, how = json.loads(line)
        answer = ORDERS[what](**how)
        if what == "start":
            living.add(answer)
        if what == "end":
            living.remove(how["child"])
        print(json.dumps(answer), flush=True)
    for child in living:  # whoever gave the orders is gone
        end(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
