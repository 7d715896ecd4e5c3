"""Slips as data for their template: one a person, with a link that works once and is shown nowhere else."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.links import Links
from bot.print import code_svg
from bot.print.posters import IN_TELEGRAM, ON_THE_WEB
from dialogue.message import N_
from dialogue.say import Speak
from domain.person import Role
from handlers.joining_badges import shown
from handlers.look import place_name
from handlers.names import ROLES
from storage.places import Tree
from storage.roster import Entry, Post

STEPS = (
    N_("1. Scan it with your own phone."),
    N_("2. Read the greeting. Done!"),
    N_("3. It works once: keep it to yourself."),
)
BADGE = N_("Badge number {badge}")
UNTIL = N_("Good until {day}")
MOST = 3  # posts on a slip


class Invited(NamedTuple):
    """payload: of the link."""

    entry: Entry
    posts: Sequence[Post]
    payload: str


def slips(invited: Sequence[Invited], tree: Tree, links: Links, speak: Speak, until: date) -> dict[str, Any]:
    words = {"steps": [speak(step) for step in STEPS], "until": speak(UNTIL).format(day=until.isoformat())}
    return {"words": words, "slips": [_slip(one, tree, links, speak) for one in invited]}


def _slip(one: Invited, tree: Tree, links: Links, speak: Speak) -> dict[str, Any]:
    posts = [post_line(post, tree, speak) for post in one.posts]
    more = [f"… +{len(posts) - MOST + 1}"] if len(posts) > MOST else []
    to = links.to(one.payload)
    labels = [speak(ON_THE_WEB), speak(IN_TELEGRAM)]
    return {
        "name": one.entry.name or "—",
        "posts": [*posts[: MOST - len(more)], *more],
        "codes": [{"label": label, "svg": code_svg(link)} for label, link in zip(labels, to, strict=False)],
        "link": to[0],
        "badge": speak(BADGE).format(badge=shown(one.entry.badge)),
    }


def post_line(post: Post, tree: Tree, speak: Speak) -> str:
    return f"{speak(ROLES[Role(post.role)])} · {place_name(tree, post.place)}"
