"""What may stand in a log: what the code says, numbers and names of ours, but no secret and nothing a person wrote."""

import inspect
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache
from types import TracebackType
from typing import Any

HIDDEN = "…"
ROOMS = ("bot", "dialogue", "domain", "handlers", "storage")

# Words are shown under these keys only; numbers under all others except the personal ones.
PLAIN = frozenset(
    "channel command database error event file goes_to job kind lane level logger lease method migration mode "
    "order path question replica result role stage state status step table version where".split()
)
PERSONAL = frozenset("address caption chat door lat latitude lon longitude name phone sender text what words".split())

# The rest of the world speaks freely only in these loggers; of any other we keep the template of what it says.
TRUSTED = ("uvicorn.error", "apscheduler")
# Errors of these packages tell about the network or the database, once what they quote is hidden.
SPEAKING = ("aiohttp", "asyncpg", "sqlite3", "telegram")

PATTERNS = [
    (re.compile(r"(?i)/bot\d+:[^/\s]+"), "/bot" + HIDDEN),
    (re.compile(r"\b\d{6,}:[\w-]{20,}"), HIDDEN),  # a bot token
    (re.compile(r"(?i)((?:__Host-)?sidan\d|cookie|authorization)(\s*[=:]\s*)[^;,\s]+"), r"\1\2" + HIDDEN),
    (re.compile(r"://[^/@\s]+@"), "://" + HIDDEN + "@"),  # a password in an address
    (re.compile(r"\?[^\s\"']+"), "?" + HIDDEN),  # what an address asks: links carry invitations
    (re.compile(r"\bi-[\w-]{12,}"), HIDDEN),  # an invitation
    (re.compile(r"\b1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}\b"), HIDDEN),  # a mobile number
    (re.compile(r"\b0\d{2,3}[\s-]\d{7,8}\b"), HIDDEN),  # a landline
    (re.compile(r"\d{7,}"), HIDDEN),
]
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|[^\x20-\x7e]+")


class Scrub:
    """A structlog processor, for what we say and for what libraries say, tracebacks included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self.text = lru_cache(maxsize=1024)(self._text)  # most lines say what another line said before

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
        record, ours = event.pop("_record"), event.pop("_from_structlog")
        arguments, trouble = event.pop("positional_args", ()), event.pop("exc_info", None)
        event.pop("stack_info", None)
        if not ours:
            event["event"] = told(record, arguments)
            event["where"] = f"{record.module}:{record.lineno}"
        kept = {key: self.value(key, value) for key, value in event.items()}
        if error := error_in(trouble):
            kept["exception"] = self.text("\n".join(story(error)))
        return kept

    def value(self, key: str, value: Any) -> Any:
        if key in PERSONAL:
            return HIDDEN
        if isinstance(value, BaseException):
            return self.text(described(value))
        if value is None or isinstance(value, (bool, float)):
            return value
        if isinstance(value, int):
            return value if abs(value) < 10**10 else HIDDEN  # a phone number is longer than a moment
        return self.text(str(value)) if key in PLAIN and isinstance(value, str) else HIDDEN

    def _text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text


def told(record: logging.LogRecord, arguments: Any) -> str:
    """What a library said, as far as it cannot be what a person said."""
    if not isinstance(record.msg, str):
        return HIDDEN
    if record.name.startswith(TRUSTED):
        return filled(record.msg, arguments)
    if arguments:
        return filled(record.msg, hidden(arguments))
    # Without arguments it may have been put together beforehand; asyncio begins with words of its own.
    return match[0] if record.name == "asyncio" and (match := re.match(r"[\w .,]+", record.msg, re.ASCII)) else HIDDEN


def filled(template: str, arguments: Any) -> str:
    try:
        return template % arguments if arguments else template
    except (TypeError, ValueError, KeyError):
        return template


def hidden(arguments: Any) -> Any:
    if isinstance(arguments, dict):
        return {key: number_or_hidden(value) for key, value in arguments.items()}
    return tuple(number_or_hidden(value) for value in arguments)


def number_or_hidden(value: Any) -> Any:
    return value if isinstance(value, (int, float)) else HIDDEN


def error_in(trouble: Any) -> BaseException | None:
    """structlog and logging accept True, an error, or what sys.exc_info() returns."""
    if trouble is True:
        trouble = sys.exc_info()
    if isinstance(trouble, tuple):
        trouble = trouble[1]
    return trouble if isinstance(trouble, BaseException) else None


def described(error: BaseException) -> str:
    """Errors of ours by their docstring, of the network and the database by their first line, others by name."""
    kind = type(error)
    package = kind.__module__.partition(".")[0]
    if package in ROOMS and kind.__doc__:
        return f"{kind.__name__}: {inspect.cleandoc(kind.__doc__).splitlines()[0]}"
    if package in SPEAKING or isinstance(error, OSError):
        first = next(iter(str(error).splitlines()), "")
        return f"{kind.__name__}: {QUOTED.sub(HIDDEN, first)}"
    return kind.__name__


def story(error: BaseException, depth: int = 0) -> Iterator[str]:
    """Like a traceback, the last call last, without the values; first the error that came first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before and depth < 8:
        yield from story(before, depth + 1)
        yield "and then:"
    yield from calls(error.__traceback__)
    yield described(error)
    if isinstance(error, BaseExceptionGroup) and depth < 8:
        for one in error.exceptions:
            yield from ("  " + line for line in story(one, depth + 1))


def calls(steps: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(steps):
        yield f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
