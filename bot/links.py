"""Links that open the chat with a payload: on the web, and in Telegram once the bot's name is known."""

import asyncio

import structlog
from telegram import Bot
from telegram.error import TelegramError

log = structlog.get_logger(__name__)


class Links:
    def __init__(self, url: str) -> None:
        self._url = url
        self.bot_name: str | None = None

    def to(self, payload: str) -> list[str]:
        """One link a channel; an empty payload just opens the chat."""
        web = f"{self._url}/?start={payload}" if payload else f"{self._url}/"
        if self.bot_name is None:
            return [web]
        telegram = f"https://t.me/{self.bot_name}"
        return [web, f"{telegram}?start={payload}" if payload else telegram]

    def to_group(self, payload: str) -> list[str]:
        """Adding the bot to a Telegram group with this payload."""
        return [f"https://t.me/{self.bot_name}?startgroup={payload}"] if self.bot_name else []

    async def learn(self, bot: Bot) -> None:
        """Ask Telegram for the bot's name until it answers."""
        wait = 1.0
        while self.bot_name is None:
            try:
                self.bot_name = (await bot.get_me()).username
            except TelegramError as error:
                log.warning("the bot's name is not known yet", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 60)
