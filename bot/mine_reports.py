"""On the page about oneself: what was reported, how one is reached, who looked, and the photos."""

from collections import defaultdict
from collections.abc import Iterator

from bot.mine_html import Card
from bot.mine_told import QUOTED, Row, Told
from dialogue.message import N_
from domain.order import Closing, State
from domain.person import Role
from handlers.language import NAMES
from handlers.names import ROLES, closing_name, state_name
from handlers.privacy import LOOKED

NOBODY = N_("Nobody has looked at your name, phone, door or photos.")
SHOWN_AT_MOST = 60  # looks: more of them are in the file
MOST_STARS = 5


def reports(told: Told) -> Iterator[Card]:
    """The newest first, each with what was written about it."""
    own = {(row["order_id"], row["event"]): row["said"] for row in told.rows("own_words")}
    written = defaultdict[str, list[Row]](list)
    for row in sorted(told.rows("order_events"), key=lambda row: (row["at"], row["id"])):
        written[row["order_id"]].append(row)
    mine = told.rows("orders", "placed_at")
    for order in mine:
        what = own.get((order["id"], "")) or order["what"]
        talk = [_words(told, row, own.get((row["order_id"], row["id"]))) for row in written[order["id"]]]
        head = told.said(N_("{what}, {place}"), what=told.category(order["category"]), place=told.place(order["place"]))
        yield Card(head, [*_story(told, order, what), *filter(None, talk)])
    others = len({row["order_id"] for row in told.rows("authors")} - {order["id"] for order in mine})
    if others:
        yield Card(
            "", [told.said(N_("Written by you in somebody else's name, or as part of a whole: {count}."), count=others)]
        )


def _story(told: Told, order: Row, what: str) -> list[str]:
    """What, when, and what came of it."""
    lines = [
        told.said(QUOTED, value=what),
        told.said(
            N_("Reported on {when}, number {number}."), when=told.moment(order["placed_at"]), number=order["number"]
        ),
    ]
    closing, closed = order.get("closing"), order.get("closed_at")
    if closing and closed:
        ended = told.speak(closing_name(Closing(closing)))
        lines.append(told.said(N_("Closed on {when}: {how}."), when=told.moment(closed), how=ended))
    else:
        lines.append(told.said(N_("How it stands: {state}."), state=told.speak(state_name(State(order["state"])))))
    if order.get("rating"):
        stars = "★" * order["rating"] + "☆" * (MOST_STARS - order["rating"])
        lines.append(told.said(N_("Your stars: {stars}"), stars=stars))
    return lines


def _words(told: Told, event: Row, own: str | None) -> str:
    """own: as they wrote it, before anything was hidden."""
    words = own or event.get("words")
    if not words:
        return ""
    wrote = event["id"] in told.beside.written
    sentence = N_("{when} You wrote: {words}") if wrote else N_("{when} Written to you: {words}")
    return told.said(sentence, when=told.moment(event["at"]), words=words)


def elsewhere(told: Told) -> Iterator[Card]:
    """What they wrote in matters that are not their own."""
    mine = {row["id"] for row in told.rows("orders")}
    for row in told.rows("order_events", "at"):
        if row["order_id"] not in mine and row.get("words"):
            sentence = N_("{when} in {number}: {words}")
            number = told.number_of(row["order_id"])
            yield Card("", [told.said(sentence, when=told.moment(row["at"]), number=number, words=row["words"])])


NAME, PHONE = N_("Name: {value}"), N_("Phone: {value}")


def reach(told: Told) -> Iterator[Card]:
    for row in told.rows("persons"):
        lines = told.lines(row, ("name", NAME))
        if row.get("home"):
            lines.append(told.said(N_("Home: {place}"), place=told.place(row["home"])))
        if row.get("language") in NAMES:
            lines.append(told.said(N_("We speak: {language}"), language=NAMES[row["language"]]))
        since = told.said(N_("I know you since {day}."), day=told.day(row["created_at"]))
        yield Card(told.speak(N_("You")), [*lines, since])
    for row in told.rows("roster"):
        yield Card(told.speak(N_("You, on the office's list")), told.lines(row, ("name", NAME), ("phone", PHONE)))
    numbers = {row["id"]: row["number"] for row in (*told.rows("orders"), *told.rows("wishes"))}
    for row in told.rows("order_contacts", "kept_at"):
        lines = told.lines(row, ("name", NAME), ("phone", PHONE), ("door", N_("Door: {value}")))
        if lines:
            yield Card(told.said(N_("With report {number}"), number=numbers.get(row["order_id"], "—")), lines)
    for row in told.rows("wishers", "posted_at"):
        lines = told.lines(row, ("name", NAME), ("contact", N_("How to reach you: {value}")))
        if row.get("home"):
            lines.append(told.said(N_("Home: {place}"), place=told.place(row["home"])))
        if lines:
            yield Card(told.said(N_("With wish {number}"), number=numbers.get(row["wish_id"], "—")), lines)


def looks(told: Told) -> Iterator[Card]:
    """Who looked at what is theirs, the newest first: roles, not names."""
    found = told.rows("views", "at")
    if not found:
        yield Card("", [told.speak(NOBODY)])
    for row in found[:SHOWN_AT_MOST]:
        said = told.said(
            LOOKED[row["field"]],
            when=told.moment(row["at"]),
            role=told.speak(ROLES.get(Role(row["role"]), ROLES[Role.COMMUNITY])),
            reason=told.speak(row.get("reason") or "—"),
            number=told.number_of(row["order_id"]),
        )
        yield Card("", [said])
    if found[SHOWN_AT_MOST:]:
        rest = len(found) - SHOWN_AT_MOST
        yield Card("", [told.said(N_("{count} earlier ones are in the JSON file."), count=rest)])


def media(told: Told) -> Iterator[Card]:
    """Shown, not named; what the chat has lost is counted all the same."""
    rows = [*told.rows("order_photos", "at"), *told.rows("wish_media", "at")]
    photos = [row["media"] for row in rows if row["kind"] == "photo"]
    voices = [row["media"] for row in rows if row["kind"] != "photo"]
    for thanks in told.rows("wish_thanks"):
        photos += thanks.get("photos") or []
        voices += [thanks["voice"]] if thanks.get("voice") else []
    if photos:
        head = told.said(N_("Photos: {count}"), count=len(photos))
        yield Card(head, pictures=told.links_to(dict.fromkeys(photos)))
    if voices:
        head = told.said(N_("Voice messages: {count}"), count=len(voices))
        yield Card(head, recordings=told.links_to(dict.fromkeys(voices)))
