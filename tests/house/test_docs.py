"""The papers tell what is there, and what they point at exists."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.settings import PREFIX, Settings
from tests.house.tree import ROOT, files

READMES = ("README.md", "README.zh-CN.md")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.M)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(\s*<?([^)\s>]+)|(?:src|href)=\"([^\"]+)\"")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)

# Whoever clones this has other mirrors, other folders and other tools.
PRIVATE = re.compile(
    r"pypi\.org|python[h]osted|npm[j]s|artifac[t]ory|j[f]rog|(?<![\w./])/(?:work|root|home)/\w|\bsub-?agents?\b",
    re.I,
)


def text(path: str | Path) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained_to_operators(name):
    assert re.search(rf"\b{PREFIX}{name.upper()}\b", text("docs/operating.md"))


def test_operators_are_told_of_no_setting_that_does_not_exist():
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {"SIDAN_REQUIRE_BROWSER"}
    told = {name for path in files("*.md") for name in re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", text(path))}
    assert told - known == set()


def test_every_command_is_explained_to_operators():
    assert isinstance(main, click.Group)
    missing = [name for name in main.commands if not re.search(rf"\bsidan {name}\b", text("docs/operating.md"))]
    assert missing == []
    assert [name for name, command in main.commands.items() if not command.help] == []


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_names_the_two_commands(readme):
    assert "make demo" in text(readme)
    assert "make test" in text(readme)


def test_every_make_target_is_in_the_help():
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    targets = set(TARGET.findall(text("Makefile")))
    assert targets >= {"demo", "test", "run", "check", "bench", "help"}
    assert [target for target in sorted(targets) if not re.search(rf"make {target} .*\w", shown.stdout)] == []


def test_the_papers_name_no_make_target_that_does_not_exist():
    targets = set(TARGET.findall(text("Makefile")))
    named = {name for path in files("*.md") for name in re.findall(r"`make ([a-z]+)", text(path))}
    assert named - targets == set()


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in files("*.md")])
def test_a_link_leads_somewhere(path):
    targets = [first or second for first, second in LINK.findall(CODE.sub("", text(path)))]
    near = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in near if target and not (path.parent / target).exists()] == []


def test_every_page_of_the_papers_can_be_reached():
    linked = set()
    for path in files("*.md"):
        for first, second in LINK.findall(CODE.sub("", text(path))):
            linked.add((path.parent / (first or second).partition("#")[0]).resolve())
    lonely = [path for path in files("*.md") if path not in linked and path.parent != ROOT]
    assert [path.relative_to(ROOT).as_posix() for path in lonely if path.parent not in linked] == []


def test_nothing_in_the_product_depends_on_the_place_it_was_written_in():
    found = []
    for path in files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{n}: {hit[0]}"
            for n, line in enumerate(lines, 1)
            if (hit := PRIVATE.search(line))
        ]
    assert found == []
