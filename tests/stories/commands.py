"""Many commands of the command line in one process: Python would otherwise start anew for each."""

import contextlib
import io
import json
import sys

import click

from bot.cli import main


def run(arguments: list[str]) -> str:
    """What the command prints, or what is wrong with it."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        try:
            main(arguments, standalone_mode=False)
        except click.ClickException as error:
            return f"Error: {error.message}"
        except SystemExit as end:  # something is wrong, and was said
            return f"{told.getvalue()}Exit: {end.code}"
    return told.getvalue()


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
