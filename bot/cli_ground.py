"""What every command stands on: the settings, one sentence where something cannot be, and the bot's name."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

import click
import uvloop

from bot import registry
from bot.links import Links
from bot.logs import start_logs
from bot.media_place import media_of
from bot.policy import BadPolicy
from bot.settings import Settings, SettingsError, load_settings
from bot.telegram import Telegram
from storage.database import StorageError

T = TypeVar("T")


def run_async(coroutine: Coroutine[Any, Any, T]) -> T:
    """One sentence for what an operator can mend; a traceback only for what is our own mistake."""
    try:
        return uvloop.run(coroutine)
    except (SettingsError, StorageError, BadPolicy, registry.BadRegister, OSError) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        sys.exit(130)


def settled(**given: Any) -> Settings:
    try:
        settings = load_settings(**given)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    start_logs(settings)
    return settings


async def learn(settings: Settings, links: Links) -> None:
    """The bot's name, for the Telegram link, where Telegram can be reached within a few seconds."""
    if not settings.telegram_token:
        return
    telegram = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api, media_of(settings))
    await telegram.open()
    try:
        await asyncio.wait_for(links.learn(telegram.bot), 5)
    except TimeoutError:
        click.echo("Telegram cannot be reached, so its link is left out.", err=True)
    finally:
        await telegram.close()
