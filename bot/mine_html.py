"""Everything about one person as a page to read: what they told us first, what only machines need last."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any

from dialogue.message import N_
from dialogue.say import Speak
from domain.personal import PERSONAL, What

Everything = Mapping[str, list[dict[str, Any]]]

# In the order in which they are read.
TITLES: Mapping[str, str] = {
    "persons": N_("You"),
    "roster": N_("You, on the office's list"),
    "roles": N_("What you do here"),
    "chats": N_("Chats you write from"),
    "web_sessions": N_("Browsers you write from"),
    "consents": N_("What you agreed to"),
    "orders": N_("What you reported"),
    "own_words": N_("In your own words"),
    "order_contacts": N_("How to reach you, with a report"),
    "order_events": N_("What was written, by you and to you"),
    "order_photos": N_("Photos and voice messages"),
    "authors": N_("Your reports, by day"),
    "follows": N_("Reports of neighbours you follow"),
    "views": N_("Who looked at what is yours"),
    "night_words": N_("Waiting for the morning"),
    "wishes": N_("Your wishes"),
    "wishers": N_("How to reach you, with a wish"),
    "wish_events": N_("What you wrote about wishes"),
    "wish_night_words": N_("About wishes, waiting for the morning"),
    "wish_media": N_("Photos and voice messages of wishes"),
    "wish_thanks": N_("Thanks"),
    "wish_hands": N_("Wishes you helped with"),
    "volunteers": N_("You as a volunteer"),
    "talents": N_("What you can do"),
    "talent_asks": N_("Asked because of it"),
    "talent_words": N_("Written about it"),
    "helped": N_("Where you helped"),
    "ledger": N_("Hours and points, line by line"),
    "accounts": N_("Hours and points in all"),
    "corrections": N_("Corrections of them"),
    "certificates": N_("Certificates"),
    "redemptions": N_("What you redeemed"),
    "activity_sign_ups": N_("Activities"),
    "leaves": N_("Leave"),
    "invites": N_("How you were invited"),
    "group_drafts": N_("Called out in a group, not sent yet"),
    "talks": N_("A conversation under way"),
    "inbox": N_("What came in lately, as it came"),
}
LABELS: Mapping[What, str] = {
    What.NAME: N_("Name"),
    What.PHONE: N_("Phone"),
    What.DOOR: N_("Door"),
    What.WORDS: N_("Words"),
    What.PICTURE: N_("Picture or voice"),
    What.PLACE: N_("Place"),
    What.LIFE: N_("Can do"),
    What.CHAT: N_("Chat"),
    What.LANGUAGE: N_("Language"),
    What.WHO: N_("Whose"),
    What.SECRET: N_("Code"),
}
WHATS = {(column.table, column.name): column.what for column in PERSONAL if column.told}
MOMENTS = ("at", "since", "until")
STYLE = (
    "body{font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem;color:#1d2433;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ccd}"
    "dl{margin:.6rem 0;padding:.5rem .8rem;background:#f4f6fa;border-radius:.5rem}dt{font-size:.85rem;color:#556}"
    "dd{margin:0 0 .3rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "button{font:inherit;padding:.7rem 1.2rem;border:0;border-radius:.6rem;background:#1a66d6;color:#fff}"
)


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
    return page(speak(N_("Everything about you")), f"<p>{escape(speak(sentence))}</p>", language)


def readable(found: Everything, links: Mapping[str, str], zone: tzinfo, speak: Speak, language: str) -> str:
    """links: of pictures and voices, by id."""
    sections = [_section(table, found[table], links, zone, speak) for table in TITLES if found.get(table)]
    return page(speak(N_("Everything about you")), "".join(sections), language)


def _section(table: str, rows: list[dict[str, Any]], links: Mapping[str, str], zone: tzinfo, speak: Speak) -> str:
    shown = "".join(_row(table, row, links, zone, speak) for row in rows)
    return f"<h2>{escape(speak(TITLES[table]))}</h2>{shown}"


def _row(table: str, row: dict[str, Any], links: Mapping[str, str], zone: tzinfo, speak: Speak) -> str:
    lines = []
    for name, value in row.items():
        what = WHATS.get((table, name))
        if what is not None and value not in ("", None):
            lines.append((speak(LABELS[what]), _value(value, what, links)))
        elif name in ("number", "state", "category", "role", "day", "place", "reason", "balance", "amount", "unit"):
            lines.append(("", escape(str(value))))
        elif isinstance(value, int) and (name in MOMENTS or name.endswith("_at")) and value:
            lines.append(("", f"{datetime.fromtimestamp(value, UTC).astimezone(zone):%Y-%m-%d %H:%M}"))
    inner = "".join(
        f"<dt>{escape(label)}</dt><dd>{value}</dd>" if label else f"<dd>{value}</dd>" for label, value in lines
    )
    return f"<dl>{inner}</dl>" if inner else ""


def _value(value: Any, what: What, links: Mapping[str, str]) -> str:
    if what is What.PICTURE:
        several = value if isinstance(value, list) else [value]
        return " ".join(f'<a href="{escape(links[one])}">{escape(one[:6])}</a>' for one in several if one in links)
    return escape(str(value))
