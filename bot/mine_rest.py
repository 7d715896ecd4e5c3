"""On the page about oneself: what one agreed to, the chats, work, and what only passes through here."""

from collections.abc import Iterator

from bot.mine_html import Card
from bot.mine_told import QUOTED, Told
from dialogue.message import N_
from domain.person import Role
from handlers.linking_words import CHANNELS
from handlers.names import ROLES
from storage.group_drafts import State as Draft


def agreed(told: Told) -> Iterator[Card]:
    found = told.rows("consents", "at")
    if not found:
        yield Card("", [told.speak(N_("You have not agreed to anything yet."))])
    for row in found:
        lines = [told.said(N_("On {when} you agreed that I keep what you report."), when=told.moment(row["at"]))]
        if row.get("withdrawn_at"):
            lines.append(told.said(N_("On {when} you took it back."), when=told.moment(row["withdrawn_at"])))
        yield Card("", lines)


def chats(told: Told) -> Iterator[Card]:
    for row in told.rows("chats", "created_at"):
        channel = CHANNELS.get(str(row["id"]).partition(":")[0])
        since = told.day(row["created_at"])
        yield Card("", [told.said(N_("{channel}, since {day}"), channel=channel or "—", day=since)])
    for row in told.rows("web_sessions", "seen_at"):
        sentence = N_("A browser, since {since}; last used on {last}.")
        yield Card("", [told.said(sentence, since=told.day(row["created_at"]), last=told.moment(row["seen_at"]))])


def work(told: Told) -> Iterator[Card]:
    for row in told.rows("roles", "since"):
        role, place = told.speak(ROLES[Role(row["role"])]), told.place(row["place"])
        head = told.said(N_("{what}, {place}"), what=role, place=place)
        lines = [told.said(N_("Since {day}."), day=told.day(row["since"]))]
        if row.get("until"):
            lines.append(told.said(N_("Until {day}."), day=told.day(row["until"])))
        yield Card(head, lines)
    for row in told.rows("leaves", "starts_at"):
        # ends_at is the first moment back.
        first, last = told.day(row["starts_at"]), told.day(row["ends_at"] - 1)
        yield Card("", [told.said(N_("On leave from {first} to {last}."), first=first, last=last)])
    for row in told.rows("invites", "created_at"):
        sentence = N_("You were invited on {day} as {role}.")
        role = told.speak(ROLES[Role(row["role"])])
        yield Card("", [told.said(sentence, day=told.day(row["created_at"]), role=role)])


DRAFTS = {
    Draft.OPEN: N_("Not sent yet."),
    Draft.SENT: N_("It was sent."),
    Draft.DROPPED: N_("You did not want it sent."),
    Draft.LAPSED: N_("It was not sent."),
}


def passing(told: Told) -> Iterator[Card]:
    """What goes by itself within days: how much, and since when."""
    for row in told.rows("group_drafts", "created_at"):
        head = told.said(N_("Called out in a group on {when}"), when=told.moment(row["created_at"]))
        said = told.lines(row, ("said", QUOTED))
        media = [*(row.get("photos") or []), *([row["voice"]] if row.get("voice") else [])]
        yield Card(head, [*said, told.speak(DRAFTS[Draft(row["state"])])], recordings=told.links_to(media))
    yield from told.counted("follows", N_("Reports of neighbours you follow: {count}."))
    yield from told.counted("night_words", N_("Written at night, to be passed on in the morning: {count}."))
    yield from told.counted("wish_night_words", N_("Written at night about wishes, for the morning: {count}."))
    if told.rows("talks"):
        sentence = N_("We are in the middle of a conversation; what you answered so far is in the JSON file.")
        yield Card("", [told.speak(sentence)])
    came = told.rows("inbox", "received_at")
    if came:
        sentence = N_(
            "Messages of yours as they came in, since {day}: {count}. They go after a week. "
            "The whole of it is in the JSON file."
        )
        yield Card("", [told.said(sentence, day=told.day(came[-1]["received_at"]), count=len(came))])
