"""From SVG to pixels, by resvg and our own font alone: the fonts of the machine are never looked at."""

import io

from PIL import Image
from resvg_py import svg_to_bytes

from bot.charts.letters import FAMILY, FONT

QUALITY = 90  # thin strokes of Chinese stay clean


def png(svg: str, width: int = 800) -> bytes:
    """Takes some hundredths of a second of one processor: call it in a thread."""
    return svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=[str(FONT)], font_family=FAMILY)


def jpeg(svg: str, width: int = 800) -> bytes:
    """What bot/media.py keeps and every channel shows. Colours at full size: halved, they would blur the letters."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(png(svg, width))) as drawn:
        drawn.convert("RGB").save(made, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return made.getvalue()
