"""The command line of the workbook: template, import, export."""

from pathlib import Path

import click

from bot.cli_ground import run_async, settled

FILE = click.Path(dir_okay=False, path_type=Path)


# What reads and writes Excel takes a tenth of a second to load, which no other command is to wait for.
@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def template(file: Path, force: bool) -> None:
    """Write an Excel workbook to fill in: places, grids, people, teams, duties."""
    from bot.workbook import commands

    commands.template(settled(), file, force)


@click.command(name="import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--yes", is_flag=True, help="Do not ask before somebody loses a post.")
def bring_in(file: Path, dry_run: bool, yes: bool) -> None:
    """Read an Excel workbook: say every mistake with its cell, or what changes. A mistake changes nothing."""
    from bot.workbook import commands

    run_async(commands.bring_in(settled(), file, dry_run, yes))


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def export(file: Path, force: bool) -> None:
    """Write what is known into an Excel workbook: change it, and import it again."""
    from bot.workbook import commands

    run_async(commands.export(settled(), file, force))
