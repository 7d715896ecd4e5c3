"""Pictures that messages carry, by what the message says of them: one file a kind, texts in the reader's language.

A drawing is packed JSON: {"kind": "certificate", "title": ...}. svg() draws it; jpeg() of bot/charts develops it.
"""

from collections.abc import Mapping
from typing import Protocol

import orjson

from bot.drawings.certificate import Certificate
from bot.drawings.compound import Map
from bot.drawings.poster import Poster
from bot.drawings.qr import Qr
from bot.drawings.wish_card import WishCard


class Drawing(Protocol):
    @classmethod
    def model_validate(cls, told: object) -> "Drawing": ...
    def svg(self) -> str: ...


KINDS: Mapping[str, type[Drawing]] = {
    "certificate": Certificate,
    "qr": Qr,
    "wish_card": WishCard,
    "poster": Poster,
    "map": Map,
}


def svg(drawing: str) -> str:
    """Raises KeyError or ValueError for what is no drawing."""
    told = orjson.loads(drawing)
    return KINDS[told["kind"]].model_validate(told).svg()
