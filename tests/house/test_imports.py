"""Nobody imports from upstairs, and only bot/ looks at the clock, rolls dice or meets the outside world."""

import ast
import re

import pytest

from tests.house.tree import ROOMS, ROOT, called, imported, modules

MAY_IMPORT = {
    "domain": set(),
    "dialogue": set(),
    "storage": {"domain"},
    "handlers": {"domain", "dialogue", "storage"},
    "bot": {"domain", "dialogue", "storage", "handlers"},
    "locales": set(),
}
PURE = ("domain", "dialogue")
TIMELESS = ("domain", "dialogue", "storage", "handlers")

OUTSIDE = {
    "aiohttp", "aiosqlite", "apscheduler", "asyncio", "asyncpg", "click", "http", "io", "logging", "os", "pathlib",
    "pydantic_settings", "shutil", "socket", "sqlite3", "starlette", "structlog", "subprocess", "sys", "telegram",
    "tempfile", "threading", "urllib.request", "uvicorn",
}  # fmt: skip
DICE = {"random", "secrets", "uuid"}
CLOCK = {
    f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime")
}
READS_THE_CLOCK = re.compile(
    r"(\b(datetime|date)\.(now|utcnow|today)|\bloop\.time|\bget_running_loop\(\)\.time|\btime\.(?!sleep)\w+|\bos\.urandom)$"
)
SESSIONS = "FROM pg_stat_activity"
SQL_READS_THE_CLOCK = re.compile(
    r"(?i)\bcurrent_(time|date)|'now'|\bnow\s*\(\)|\bunixepoch\s*\(\)|clock_timestamp|random\("
)
# How long to wait before a second try after a collision decides nothing.
EXCUSED = {("storage/postgres.py", "random")}


def packages(tree: ast.AST) -> set[str]:
    """Of "urllib.request.urlopen": urllib, urllib.request and the whole."""
    names = set()
    for name in imported(tree):
        parts = name.split(".")
        names |= {".".join(parts[: i + 1]) for i in range(len(parts))}
    return names


def offences(rooms: tuple[str, ...], forbidden: set[str]) -> list[str]:
    return [
        f"{path} imports {name}"
        for path, tree in modules(*rooms)
        for name in sorted(packages(tree) & forbidden)
        if (path, name) not in EXCUSED
    ]


def test_the_rooms_are_there():
    for room in ROOMS:
        assert list(modules(room)), room


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_from_downstairs(room):
    upstairs = set(ROOMS) - MAY_IMPORT[room] - {room} | {"tests", "benchmarks"}
    assert offences((room,), upstairs) == []


def test_only_words_are_read_from_the_folder_of_words():
    assert offences(ROOMS, {"locales"}) == []


def test_imports_say_where_they_come_from():
    relative = [
        f"{path} imports {name}" for path, tree in modules(*ROOMS) for name in imported(tree) if name.startswith(".")
    ]
    assert relative == []


def test_rules_and_talks_do_not_meet_the_outside_world():
    opened = [path for path, tree in modules(*PURE) for name, _ in called(tree) if name in ("open", "print", "input")]
    assert offences(PURE, OUTSIDE) + opened == []


def test_only_the_running_program_rolls_dice():
    assert offences(TIMELESS, DICE) == []


def test_only_the_running_program_looks_at_the_clock():
    read = [
        f"{path} calls {name}"
        for path, tree in modules(*TIMELESS)
        for name, _ in called(tree)
        if READS_THE_CLOCK.search(name)
    ]
    assert offences(TIMELESS, CLOCK) + read == []


def test_the_database_does_not_look_at_the_clock_either():
    """But for how long one of its own sessions has been standing still, which is no time of ours."""
    found = []
    for path, tree in modules(*TIMELESS):
        texts = (
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        found += [f"{path}: {text[:60]}" for text in texts if SQL_READS_THE_CLOCK.search(text) and SESSIONS not in text]
    for migration in sorted(ROOT.glob("storage/migrations/*.sql")):
        statements = re.sub(r"--.*", "", migration.read_text("utf-8"))
        found += [f"{migration.name}: {hit[0]}" for hit in SQL_READS_THE_CLOCK.finditer(statements)]
    assert found == []


def test_the_web_is_pages_and_assets_without_python():
    assert list(modules("web")) == []


def test_a_log_line_says_a_constant():
    """What varies goes into named values, which are scrubbed; a sentence put together would carry a person's words."""
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    glued = [
        f"{path}:{call.lineno}"
        for path, tree in modules(*ROOMS)
        for name, call in called(tree)
        if name.rpartition(".")[0] in ("log", "self.log", "self._log", "logger") and name.rpartition(".")[2] in levels
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert glued == []
