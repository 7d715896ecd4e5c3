"""The page about oneself as HTML: large type on a narrow screen, one small card a thing, and all of it escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dialogue.message import N_
from dialogue.say import Speak

STYLE = (
    "body{font:20px/1.65 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem;color:#1d2433;background:#fff}"
    "h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.25rem;margin:2rem 0 .5rem}p{margin:.3rem 0}"
    "article{margin:.7rem 0;padding:.7rem .9rem;background:#f2f5fa;border-left:5px solid #1a66d6;border-radius:.5rem;"
    "overflow-wrap:anywhere;break-inside:avoid}h3{font-size:1.1rem;margin:0 0 .2rem}"
    "article p{white-space:pre-wrap}.pictures{display:grid;grid-template-columns:1fr 1fr;gap:.5rem}"
    "img{width:100%;height:auto;border-radius:.5rem;background:#e4e8f0}"
    "details{margin:.6rem 0;border-top:1px solid #ccd}summary{padding:.7rem 0;font-weight:600;cursor:pointer}"
    "a{color:#1450b0}form{margin:1rem 0}"
    "button{font:inherit;padding:.8rem 1.3rem;border:0;border-radius:.6rem;background:#1a66d6;color:#fff}"
    # What is folded away is printed, too.
    "@media print{body{font-size:13pt;padding:0}article{border:1px solid #999;background:none}"
    "details::details-content{content-visibility:visible;block-size:auto}}"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing, in plain sentences. pictures, recordings: links to them."""

    head: str
    lines: Sequence[str] = ()
    pictures: Sequence[str] = ()
    recordings: Sequence[str] = ()


def page(title: str, inner: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language.replace("_", "-"))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{inner}</body></html>"
    )


def door(token: str, speak: Speak, language: str) -> str:
    """Nothing personal yet: whoever only looks at a link, as chats do by themselves, uses nothing up."""
    hint = escape(speak(N_("Each opens once. Please do it where nobody looks over your shoulder.")))
    read, take = escape(speak(N_("Read it"))), escape(speak(N_("Keep it as a file (JSON)")))
    forms = "".join(
        f'<form method="post" action="/mine/{escape(token)}/{way}"><button>{label}</button></form>'
        for way, label in (("page", read), ("file", take))
    )
    return page(speak(N_("Everything about you")), f"<p>{hint}</p>{forms}", language)


def over(speak: Speak, language: str) -> str:
    """The same for a link that is over, was used, or never was."""
    sentence = N_("This link is over. Write /privacy to me, and I make you a new one.")
    return page(speak(N_("Everything about you")), paragraph(speak(sentence)), language)


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def section(title: str, cards: Iterable[Card], speak: Speak, *, folded: bool = False) -> str:
    """Nothing where there is nothing."""
    inner = "".join(_card(card, speak) for card in cards)
    if not inner:
        return ""
    if folded:
        return f"<details><summary>{escape(title)}</summary>{inner}</details>"
    return f"<section><h2>{escape(title)}</h2>{inner}</section>"


def _card(card: Card, speak: Speak) -> str:
    head = f"<h3>{escape(card.head)}</h3>" if card.head else ""
    lines = "".join(map(paragraph, card.lines))
    pictures = "".join(f'<a href="{escape(at)}"><img src="{escape(at)}" alt=""></a>' for at in card.pictures)
    grid = f'<div class="pictures">{pictures}</div>' if pictures else ""
    listen = escape(speak(N_("▶️ Listen")))
    recordings = "".join(f'<p><a href="{escape(at)}">{listen}</a></p>' for at in card.recordings)
    return f"<article>{head}{lines}{grid}{recordings}</article>"
