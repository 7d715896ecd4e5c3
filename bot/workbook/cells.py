"""What somebody meant by a cell: plain text, without what Excel and input methods put around it."""

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from bot.workbook.mistakes import Wrong
from dialogue.message import N_

# Full width where an input method was left on; Chinese brackets and commas are right as they are.
WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
APART = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")  # 张 丽, as names are lined up
LONGEST = 1000
FORMULA = N_("This is a formula. Copy it and paste it as a value.")
DATE = N_("Excel has made a date of this. Format the cell as text and write it again.")
ERROR = N_("Excel shows an error here.")
CONTROL = N_("There is a character in this cell that cannot be shown. Write it again.")
LONG = N_("This is longer than {most} characters.")


def text_of(value: Any, data_type: str) -> str:
    """Raises Wrong for what cannot be meant."""
    if data_type == "f":
        raise Wrong(FORMULA)
    if data_type == "e":
        raise Wrong(ERROR)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        raise Wrong(DATE)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else tidied(str(value))


@lru_cache(maxsize=20_000)  # a city's name is in every row
def tidied(text: str) -> str:
    text = APART.sub("", " ".join(text.translate(UNSEEN).translate(WIDE).split()))
    if not text.isprintable():
        raise Wrong(CONTROL)
    if len(text) > LONGEST:
        raise Wrong(LONG, most=LONGEST)
    return text
