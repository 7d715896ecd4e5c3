"""The product's own files, as git knows them or would."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("bot", "dialogue", "domain", "handlers", "storage")


def files(*patterns: str) -> list[Path]:
    """Tracked files and new ones, but nothing that .gitignore leaves out; where there is no git, all but the hidden."""
    try:
        shown = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *patterns],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        found = [ROOT / name for name in shown.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for pattern in patterns or ["*"] for path in ROOT.rglob(pattern.rpartition("/")[2])]
        found = [path for path in found if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """(its path from the top, what it says) of each Python file in these rooms."""
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The full name of everything imported, wherever in the file: "storage.database", "storage.database.Tx"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The dotted name of each function called: "datetime.now", and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
