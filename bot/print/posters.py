"""Posters as data for their template: the place, its links as codes to scan, and what to do in two languages."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from bot.links import Links
from bot.print import code_svg
from dialogue.message import N_
from dialogue.say import Speak
from domain.calendar import day_of
from domain.place import Kind
from domain.place_code import link_to, said
from handlers.look import place_name
from storage.place_codes import PlaceCode
from storage.places import Tree

TITLE = N_("Something wrong? Scan and tell us")
STEPS = {
    "scan": N_("Scan the code\nwith your phone"),
    "say": N_("Say what is wrong\nor send a photo"),
    "fixed": N_("We see to it; you\nsay if it is fixed"),
}
DANGER = N_("In danger call first: 110, 119, 120")
ON_THE_WEB = N_("WeChat or phone camera")
IN_TELEGRAM = N_("In Telegram")
TYPED = N_("Cannot scan? Open {site} and write {code}")
MADE = N_("Poster of {day}")
LANGUAGES = ("zh_CN", "en")

Both = list[str]


def posters(
    codes: Sequence[PlaceCode],
    tree: Tree,
    links: Links,
    words: Callable[[str | None], Speak],
    locale: str,
    zone: tzinfo,
) -> dict[str, Any]:
    """In the operator's language, with the other one small under it."""
    others = [language for language in LANGUAGES if language != locale]
    speaks = [words(locale), words(others[0])]

    def both(sentence: str, **told: str) -> Both:
        return [speak(sentence).format(**told) for speak in speaks]

    def poster(code: PlaceCode) -> dict[str, Any]:
        around, name = _named(tree, code.place)
        labels = [ON_THE_WEB, IN_TELEGRAM]
        found = zip(labels, links.to(link_to(code.code)), strict=False)
        return {
            "around": around,
            "place": name,
            "codes": [{"label": both(label), "svg": code_svg(link)} for label, link in found],
            "code": said(code.code),
            "typed": both(TYPED, site=links.to("")[0], code=said(code.code)),
            "made": speaks[0](MADE).format(day=day_of(code.made_at, zone)),
        }

    told = {name: both(sentence) for name, sentence in STEPS.items()}
    return {"words": told | {"title": both(TITLE), "danger": both(DANGER)}, "posters": [poster(code) for code in codes]}


def _named(tree: Tree, path: str) -> tuple[str, str]:
    """What the place lies in, and what is to be read from afar: "杏福苑" and "3号楼 1单元"."""
    line = [p.name for p in tree.line(path) if p.kind in (Kind.COMPOUND, Kind.BUILDING, Kind.UNIT)]
    return (line[0], " ".join(line[1:])) if len(line) > 1 else ("", place_name(tree, path))
