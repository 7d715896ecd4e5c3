"""What the command line says, in the operator's language."""

from typing import Any

import click

from bot.settings import Settings, SettingsError, load_settings
from bot.words import NoCatalogue, Words
from dialogue.message import N_
from dialogue.say import Speak, say

ERROR = N_("Error: {sentence}")
LACKS = N_("Our font lacks {letters}; a {stand_in} is printed for each.")
NO_ADDRESS = N_("SIDAN_PUBLIC_URL is not set: the codes lead to {url}, which no phone can open.")


class Sorry(click.ClickException):
    """Something that cannot be, as a sentence that is translated when it is shown."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.said = say(sentence, **values)
        super().__init__(self.said.said(str))


class Misused(Sorry):
    """Said of options that do not go together."""

    exit_code = 2


class _Shown(click.ClickException):
    def __init__(self, error: click.ClickException, speak: Speak) -> None:
        super().__init__(error.said.said(speak) if isinstance(error, Sorry) else error.message)
        self._speak = speak

    def show(self, file: Any = None) -> None:
        click.echo(say(ERROR, sentence=self.message).said(self._speak), file=file, err=file is None)


class _Misshown(_Shown):
    exit_code = Misused.exit_code


class Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError:
            raise
        except click.ClickException as error:
            raise (_Misshown if isinstance(error, Misused) else _Shown)(error, _speak()) from None


def _speak() -> Speak:
    """Also where the settings are what is wrong."""
    try:
        return speaks(load_settings())
    except (SettingsError, NoCatalogue):
        return str


def speaks(settings: Settings) -> Speak:
    return Words(settings.locale).to(None)


def printed(lacking: list[str], stand_in: str, settings: Settings) -> list[str]:
    """What an operator should know before they hang up or hand out what was printed."""
    speak, found = speaks(settings), []
    if lacking:
        found.append(say(LACKS, letters=" ".join(lacking), stand_in=stand_in).said(speak))
    if settings.public_url is None:
        found.append(say(NO_ADDRESS, url=settings.url).said(speak))
    return found
