"""Pages to print, as PDF: a typst template of this folder, filled with data that is shown and never obeyed."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from bot.charts.letters import FONT, in_font
from bot.drawings.qr import modules

FOLDER = Path(__file__).resolve().parent
STAND_IN = "〓"  # what printers have always put where they lack a letter: seen by everybody, mistaken for none
PATIENCE = 60  # seconds; sixty pages take one
_OUTSIDE_ASCII = re.compile(r"[^\x20-\x7e]")


class NotPrinted(Exception):
    """The pages could not be made; what was wrong stands on the standard error."""


def pdf(template: str, data: Any) -> bytes:
    """The template `template.typ` with this data, which is anything JSON can carry.

    Strings are letters to be printed: no markup, no code, no files. A letter that our font lacks becomes a 〓;
    `missing` tells which ones, so that whoever prints can be told in words.
    """
    import typst  # thirty megabytes, for whoever prints

    # Ours alone: the same pages on every machine.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT.parent])
    page = typst.Compiler(FOLDER / f"{template}.typ", root=FOLDER, font_paths=fonts)
    made = page.compile(format="pdf", sys_inputs={"data": orjson.dumps(_shown(data)).decode()})
    assert isinstance(made, bytes)
    return made


async def pdf_apart(template: str, data: Any) -> bytes:
    """The same in a process of its own, for a program that goes on: the compiler keeps hundreds of megabytes."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, template), cwd=FOLDER.parent.parent, stdin=PIPE, stdout=PIPE
    )
    try:
        made, _ = await asyncio.wait_for(process.communicate(orjson.dumps(_shown(data))), PATIENCE)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    if process.returncode:
        raise NotPrinted(template)
    return made


def missing(data: Any) -> list[str]:
    """The letters in it that cannot be printed, each once, in the order in which they come."""
    signs = dict.fromkeys(sign for text in _texts(data) for sign in _OUTSIDE_ASCII.findall(text))
    return [sign for sign in signs if sign.isprintable() and not in_font(sign)]


def code_svg(link: str) -> str:
    """A QR code, its quiet zone included, for a template to draw."""
    squares, across = modules(link)
    box = f'viewBox="0 0 {across} {across}"'
    paper = f'<rect width="{across}" height="{across}" fill="#fff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} shape-rendering="crispEdges">{paper}<path d="{squares}"/></svg>'
    )


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    return [text for value in data for text in _texts(value)] if isinstance(data, list | tuple) else []


def _shown(data: Any) -> Any:
    if isinstance(data, str):
        return _OUTSIDE_ASCII.sub(_letter, data)
    if isinstance(data, dict):
        return {key: _shown(value) for key, value in data.items()}
    return [_shown(value) for value in data] if isinstance(data, list | tuple) else data


def _letter(found: re.Match[str]) -> str:
    """What has no shape of its own (a line's end, a joiner, a direction) is left out or becomes a space."""
    sign = found[0]
    if sign.isspace():
        return sign if sign == "\n" else " "
    if not sign.isprintable():
        return ""
    return sign if in_font(sign) else STAND_IN
