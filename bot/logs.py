"""Structured logs on one stream, ours and the libraries' alike, as JSON or for a console."""

import logging
import sys
import threading
from types import TracebackType
from typing import Any, TextIO

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

from bot.scrub import Scrub
from bot.settings import Settings

log = structlog.get_logger(__name__)


def start_logs(settings: Settings, stream: TextIO = sys.stderr) -> None:
    """From here on everything that is logged, in any thread, goes to the stream, and nothing personal does."""
    level = settings.log_level.upper()
    common: list[Processor] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
    at = structlog.processors.TimeStamper(fmt="iso")
    structlog.configure(
        processors=[*common, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[Scrub(secrets(settings)), at, renderer(settings, stream)],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.raiseExceptions = False  # a line that cannot be written would be printed with all it holds
    quieten(level)
    sys.excepthook = crashed
    threading.excepthook = lambda crash: crashed(crash.exc_type, crash.exc_value, crash.exc_traceback)


def secrets(settings: Settings) -> list[str]:
    kept = [settings.telegram_token, settings.telegram_secret]
    return [secret.get_secret_value() for secret in kept if secret]


def renderer(settings: Settings, stream: TextIO) -> Processor:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(serializer=as_json)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())


def as_json(event: Any, **_: Any) -> str:
    return orjson.dumps(event).decode()


def quieten(level: str) -> None:
    """The metronome would tell every tick, and the web server every request."""
    if level == "INFO":
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True


def crashed(kind: type[BaseException], error: BaseException | None, steps: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    log.critical("ended by an error", exc_info=(kind, error, steps))
