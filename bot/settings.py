"""What the operator decides: variables called SIDAN_..., from the environment or from .env."""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.words import languages

PREFIX = "SIDAN_"
TELEGRAM = "https://api.telegram.org"
FOR_TESTS = frozenset({"SIDAN_REQUIRE_BROWSER"})  # read by the tests, inherited by the programs they start
SECRETS = frozenset({"database", "telegram_token", "telegram_secret", "media_key", "media_secret"})  # never quoted back


class SettingsError(Exception):
    """A setting is wrong: one sentence that names it."""


def a_database(value: str) -> str:
    if not re.fullmatch(r"sqlite:.+|postgresql://.+", value):
        raise ValueError("must be sqlite:FILE or postgresql://USER@HOST/NAME")
    if value.startswith("sqlite::memory:"):
        raise ValueError("must be a file, because a database in memory forgets what was said")
    return value


def a_host_and_port(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not (host and colon and re.fullmatch(r"\d{1,5}", port) and int(port) <= 65535):
        raise ValueError("must be HOST:PORT, for example 127.0.0.1:8000")
    return value


def an_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address that starts with https:// or http://")
    return value.rstrip("/")


def a_bucket(value: str) -> str:
    if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.-]+)*", value):
        raise ValueError("must be s3://BUCKET or s3://BUCKET/FOLDER")
    return value


def a_site(value: str) -> str:
    if urlsplit(an_address(value)).path.strip("/"):
        raise ValueError("must have no path after the name of the host")
    return value.rstrip("/")


def a_locale(value: str) -> str:
    if value not in languages():
        raise ValueError(f"must be one of {', '.join(languages())}")
    return value


def a_timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be the name of a time zone, for example Asia/Shanghai")
    return value


def a_token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value()):
        raise ValueError("must look like 123456:ABC-DEF, as @BotFather writes it")
    return value


def a_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
    return value


def a_file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError("must be a file that exists")
    return value


def lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database: Annotated[str, AfterValidator(a_database), Field(repr=False)] = "sqlite:sidan.db"  # may hold a password
    listen: Annotated[str, AfterValidator(a_host_and_port)] = "127.0.0.1:8000"
    public_url: Annotated[str, AfterValidator(a_site)] | None = None
    data: Path = Path("data")
    media: Annotated[str, AfterValidator(a_bucket)] | None = None  # in DATA, where there is none
    media_endpoint: Annotated[str, AfterValidator(an_address)] | None = None
    media_region: str = "us-east-1"
    media_key: SecretStr | None = None
    media_secret: SecretStr | None = None
    locale: Annotated[str, AfterValidator(a_locale)] = "zh_CN"
    timezone: Annotated[str, AfterValidator(a_timezone)] = "Asia/Shanghai"
    policy: Annotated[Path, AfterValidator(a_file)] | None = None
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(lower)] = "info"
    log_format: Annotated[Literal["console", "json"], BeforeValidator(lower)] = "console"
    telegram_token: Annotated[SecretStr, AfterValidator(a_token)] | None = None
    telegram_api: Annotated[str, AfterValidator(an_address)] = TELEGRAM
    telegram_mode: Annotated[Literal["polling", "webhook"], BeforeValidator(lower)] = "polling"
    telegram_secret: Annotated[SecretStr, AfterValidator(a_secret)] | None = None
    telegram_broadcast_rate: Annotated[float, Field(gt=0, le=1000)] = 20  # notices a second, all chats together

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def url(self) -> str:
        """Where people find us: PUBLIC_URL, or else where we listen."""
        return self.public_url or f"http://{self.listen}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @model_validator(mode="after")
    def bucket_is_whole(self) -> "Settings":
        if self.media_endpoint and not self.media:
            raise ValueError("SIDAN_MEDIA_ENDPOINT needs SIDAN_MEDIA=s3://BUCKET.")
        if bool(self.media_key) != bool(self.media_secret):
            raise ValueError("SIDAN_MEDIA_KEY and SIDAN_MEDIA_SECRET belong together.")
        return self

    @model_validator(mode="after")
    def webhook_is_safe(self) -> "Settings":
        if self.telegram_mode != "webhook":
            return self
        if not self.telegram_token:
            raise ValueError("SIDAN_TELEGRAM_MODE=webhook needs SIDAN_TELEGRAM_TOKEN.")
        if not self.telegram_secret:
            raise ValueError(
                "SIDAN_TELEGRAM_MODE=webhook needs SIDAN_TELEGRAM_SECRET, or anybody could forge messages."
            )
        # Only a Bot API server of one's own calls a plain http address.
        if self.telegram_api == TELEGRAM and not self.url.startswith("https://"):
            raise ValueError("SIDAN_TELEGRAM_MODE=webhook needs a SIDAN_PUBLIC_URL that starts with https://.")
        return self


def load_settings(**given: Any) -> Settings:
    """What is given wins over the environment, the environment over .env."""
    refuse_unknown({*os.environ, *dotenv_values(".env"), *(PREFIX + name.upper() for name in given)})
    try:
        return Settings(**given)
    except ValidationError as wrong:
        raise SettingsError(sentence(wrong.errors()[0])) from None


def refuse_unknown(variables: set[str]) -> None:
    """A misspelt setting would silently do nothing."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for variable in sorted(variables):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known | FOR_TESTS:
            near = difflib.get_close_matches(variable.upper(), known, n=1)
            hint = f": did you mean {near[0]}?" if near else "."
            raise SettingsError(f"There is no setting {variable}{hint}")


def sentence(error: ErrorDetails) -> str:
    what = error["msg"].removeprefix("Value error, ").replace("Input should", "should")
    if not error["loc"]:
        return what
    field = str(error["loc"][0])
    value = "" if field in SECRETS else f", not {str(error['input'])!r}"
    return f"{PREFIX}{field.upper()} {what}{value}."
