"""What stands on the wall's page, as HTML: everything that people wrote is escaped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from bot.drawings.qr import modules
from bot.wall_words import WALL
from dialogue.message import N_
from dialogue.say import Say, Speak, say
from domain.place import Kind, around, kind
from domain.wish import Wish
from handlers.look import place_name
from handlers.names import day_name
from handlers.timeline import local
from handlers.wall_drawn import Month
from handlers.wish_card import roughly
from handlers.wish_names import KIND_ICONS, KINDS
from storage.places import Tree

AT_MOST = 60  # wishes on one page


@dataclass(frozen=True, slots=True)
class Facts:
    """A wall as it was when it was read. counts: open wishes by place."""

    tree: Tree
    place: str
    wishes: tuple[Wish, ...]
    counts: Mapping[str, int]
    month: Month
    zone: tzinfo

    @property
    def name(self) -> str:
        return place_name(self.tree, self.place)

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def address(place: str) -> str:
    return f"/wall/{place.replace('/', '-')}"


def wall_words(facts: Facts, links: list[str], language: str, speak: Speak) -> dict[str, str]:
    """What the template needs. links: of the chat, the first of them as a QR code."""
    words = {name: escape(speak(sentence)) for name, sentence in WALL.items()}
    tag = language.replace("_", "-")
    other = "en" if language.startswith("zh") else "zh-CN"
    return words | {
        "tag": tag,
        "other": other,
        "language": words["language"],
        "place": escape(facts.name),
        "count": escape(_count(facts).said(speak)),
        "qr": _qr(links[0]),
        "link": escape(links[0]),
        "telegram": f'<p class="link">{escape(links[1])}</p>' if len(links) > 1 else "",
        "cards": _cards(facts, speak),
        "pictures": _pictures(facts, tag, words),
        "around": _around(facts, tag, speak),
    }


def _count(facts: Facts) -> Say:
    if not facts.count:
        return say(N_("No wish is waiting right now."))
    return say(N_("Wishes waiting: {count}"), count=facts.count)


def _cards(facts: Facts, speak: Speak) -> str:
    if not facts.wishes:
        return f'<p class="none">{escape(speak(N_("No wish is waiting here right now. Come by again!")))}</p>'
    cards = "\n".join(_card(facts, wish, speak) for wish in facts.wishes)
    left = facts.count - len(facts.wishes)
    more = escape(speak(N_("… and {count} more.")).format(count=left))
    return f'<ol class="cards">\n{cards}\n</ol>' + (f'<p class="more">{more}</p>' if left > 0 else "")


def _card(facts: Facts, wish: Wish, speak: Speak) -> str:
    terms = [roughly(facts.tree, wish)]
    if wish.wanted_by is not None:
        terms.append(say(N_("by {day}"), day=day_name(local(wish.wanted_by, facts.zone))).said(speak))
    terms += [speak(sentence) for sentence in _more_terms(wish)]
    return (
        f'<li><p class="kind"><span aria-hidden="true">{KIND_ICONS[wish.kind]}</span> '
        f"{escape(speak(KINDS[wish.kind]))}</p>"
        f'<p class="what">{escape(wish.shown)}</p>'
        f'<p class="terms">{escape(" · ".join(terms))}</p>'
        f'<p class="number">{escape(wish.number)}</p></li>'
    )


def _more_terms(wish: Wish) -> list[str]:
    found: list[tuple[Callable[[Wish], bool], str]] = [
        (lambda wish: wish.weekly, N_("every week")),
        (lambda wish: wish.hands > 1, N_("for two people")),
    ]
    return [sentence for holds, sentence in found if holds(wish)]


def _qr(link: str) -> str:
    squares, across = modules(link)
    return (
        f'<svg class="qr" viewBox="0 0 {across} {across}" role="img" aria-label="{escape(link)}" '
        f'shape-rendering="crispEdges"><rect width="{across}" height="{across}" fill="#fff"/>'
        f'<path d="{squares}"/></svg>'
    )


def _pictures(facts: Facts, tag: str, words: Mapping[str, str]) -> str:
    """Of what there is anything to see."""
    shown = []
    if kind(facts.place) is Kind.COMPOUND and facts.count:
        shown.append(("map", words["map_of"]))
    if facts.month.wishes:
        shown.append(("poster", words["poster_of"]))
    images = "".join(
        f'<img src="{address(facts.place)}/{name}.svg?language={tag}" alt="{alt}" loading="lazy">'
        for name, alt in shown
    )
    return f'<section class="pictures">{images}</section>' if images else ""


def _around(facts: Facts, tag: str, speak: Speak) -> str:
    """One step further around: from a compound to its community."""
    community = around(facts.place, Kind.COMMUNITY)
    if community is None or community == facts.place or facts.tree.get(community) is None:
        return ""
    name = speak(N_("All of {place}")).format(place=place_name(facts.tree, community))
    return f'<a href="{address(community)}?language={tag}">{escape(name)}</a>'
