"""Everything about one person as a page to read: what people care about first, the rest folded away at the end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot import mine_help, mine_reports, mine_rest
from bot.mine_html import Card, page, paragraph, section
from bot.mine_told import Told
from dialogue.message import N_


@dataclass(frozen=True, slots=True)
class Section:
    """tables: what it tells of."""

    title: str
    tables: str
    cards: Callable[[Told], Iterable[Card]]


# In the order in which they are read.
FIRST = (
    Section(N_("What you reported"), "orders own_words order_events authors", mine_reports.reports),
    Section(N_("How to reach you"), "persons roster order_contacts wishers", mine_reports.reach),
    Section(N_("Who looked at what is yours"), "views", mine_reports.looks),
    Section(N_("Photos and voice messages"), "order_photos wish_media", mine_reports.media),
    Section(N_("Your wishes"), "wishes wish_events wish_thanks wish_hands", mine_help.wishes),
    Section(N_("Your hours and points"), "accounts redemptions certificates", mine_help.points),
    Section(N_("What you agreed to"), "consents", mine_rest.agreed),
    Section(N_("Chats you write from"), "chats web_sessions", mine_rest.chats),
)
FOLDED = (
    Section(N_("Hours and points, line by line"), "ledger corrections", mine_help.ledger),
    Section(N_("Where you helped"), "helped", mine_help.helped),
    Section(N_("What you do for neighbours"), "volunteers talents talent_asks talent_words", mine_help.volunteer),
    Section(N_("Activities"), "activity_sign_ups", mine_help.activities),
    Section(N_("What you do here"), "roles leaves invites", mine_rest.work),
    Section(N_("What you wrote in others' matters"), "order_events", mine_reports.elsewhere),
    Section(N_("What you wrote about wishes"), "wish_events", mine_help.written),
    Section(
        N_("What only passes through here"),
        "group_drafts follows night_words wish_night_words talks inbox",
        mine_rest.passing,
    ),
)


def readable(told: Told) -> str:
    speak = told.speak
    first = "".join(section(speak(one.title), one.cards(told), speak) for one in FIRST)
    folded = "".join(section(speak(one.title), one.cards(told), speak, folded=True) for one in FOLDED)
    others = speak(N_("And the rest"))
    rest = f"<section><h2>{others}</h2>{folded}</section>" if folded else ""
    return page(speak(N_("Everything about you")), _greeting(told) + first + rest, told.language)


def _greeting(told: Told) -> str:
    name = next((row["name"] for row in told.rows("persons") if row.get("name")), "")
    hello = told.said(N_("Hello, {name}!"), name=name) if name else told.speak(N_("Hello!"))
    sentence = N_(
        "This is what I keep about you, as of {when}. It is yours, and nobody but you gets this page. "
        "Every last detail is in the JSON file: the other button on the page before this one."
    )
    return paragraph(hello) + paragraph(told.said(sentence, when=told.moment(told.now)))
