"""The command line."""

from importlib import metadata

import click

from bot.cli_care import backup, doctor, migrate, rehearse
from bot.cli_invite import invite, read_places
from bot.cli_orders import export_orders
from bot.cli_qr import qr
from bot.cli_roster import invites_for_all
from bot.cli_run import demo, run
from bot.cli_viewer import viewer
from bot.cli_words import Commands
from bot.cli_workbook import bring_in, export, template

COMMANDS = (
    run,
    demo,
    template,
    bring_in,
    export,
    export_orders,
    invite,
    invites_for_all,
    qr,
    read_places,
    viewer,
    doctor,
    rehearse,
    backup,
    migrate,
)


def version() -> str:
    try:
        return metadata.version("sidan")
    except metadata.PackageNotFoundError:
        return "of this checkout"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version())
def main() -> None:
    """sidan: the chat desk of a neighbourhood. Settings are read from SIDAN_... and from .env."""


for command in COMMANDS:
    main.add_command(command)
