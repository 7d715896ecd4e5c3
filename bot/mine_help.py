"""On the page about oneself: wishes, hours and points, and what one does for neighbours."""

from collections.abc import Iterator

from bot.mine_html import Card
from bot.mine_told import QUOTED, Row, Told
from dialogue.message import N_
from domain.ledger import MINUTES, POINTS
from domain.matching import Kinds, Times
from domain.redemption import State as Waiting
from domain.wish import Ending, WishKind, WishState
from handlers.credit_words import WHYS, amount, duration, number_of, signed
from handlers.volunteer_words import summary
from handlers.wish_names import ENDINGS, KINDS, STATES
from storage import corrections as kept
from storage.volunteers import ON, Limits


def wishes(told: Told) -> Iterator[Card]:
    """Their own, the newest first; then what they did for others'."""
    for wish in told.rows("wishes", "posted_at"):
        kind = told.speak(KINDS[WishKind(wish["kind"])])
        head = told.said(N_("{what}, {place}"), what=kind, place=told.place(wish["place"]))
        yield Card(head, [*_wish(told, wish), *_said_of(told, wish["id"])])
    if hands := len(told.rows("wish_hands")):
        yield Card("", [told.said(N_("Wishes of neighbours you lent a hand with: {count}."), count=hands)])


def _wish(told: Told, wish: Row) -> Iterator[str]:
    yield told.said(QUOTED, value=wish["what"])
    yield told.said(
        N_("Wished on {when}, number {number}."), when=told.moment(wish["posted_at"]), number=wish["number"]
    )
    if wish.get("ending") and wish.get("closed_at"):
        ended = told.speak(ENDINGS[Ending(wish["ending"])])
        yield told.said(N_("Closed on {when}: {how}."), when=told.moment(wish["closed_at"]), how=ended)
    else:
        yield told.said(N_("How it stands: {state}."), state=told.speak(STATES[WishState(wish["state"])]))


def _said_of(told: Told, id: str) -> Iterator[str]:
    """Of this wish."""
    for row in sorted(told.rows("wish_events"), key=lambda row: (row["at"], row["id"])):
        if row["wish_id"] == id and row.get("words"):
            yield told.said(N_("{when} You wrote: {words}"), when=told.moment(row["at"]), words=row["words"])
    for row in told.rows("wish_thanks"):
        if row["wish_id"] == id and row.get("words"):
            yield told.said(N_("{when} Your thanks: {words}"), when=told.moment(row["at"]), words=row["words"])


def written(told: Told) -> Iterator[Card]:
    """Of wishes that are not their own."""
    mine = {row["id"] for row in told.rows("wishes")}
    for row in told.rows("wish_events", "at"):
        if row["wish_id"] not in mine and row.get("words"):
            yield Card(
                "", [told.said(N_("{when} You wrote: {words}"), when=told.moment(row["at"]), words=row["words"])]
            )


WAITING = {
    Waiting.RESERVED: N_("It waits for you until {day}."),
    Waiting.HANDED: N_("It was handed to you."),
    Waiting.CANCELLED: N_("Your points came back."),
    Waiting.EXPIRED: N_("Nobody came for it, and your points came back."),
}


def points(told: Told) -> Iterator[Card]:
    """What it comes to, and what was got for it."""
    held = {row["unit"]: row["balance"] for row in told.rows("accounts")}
    if held:
        sentence = N_("💛 You have helped for {time} and have {points}.")
        time, worth = duration(held.get(MINUTES, 0)), amount(POINTS, held.get(POINTS, 0))
        yield Card("", [told.said(sentence, time=time, points=worth)])
    for row in told.rows("redemptions", "made_at"):
        got = told.said(
            N_("Redeemed on {day} for {points} points."), day=told.day(row["made_at"]), points=row["points"]
        )
        yield Card(str(row["title"]), [got, told.said(WAITING[Waiting(row["state"])], day=told.day(row["until"]))])
    if certificates := len(told.rows("certificates")):
        yield Card("", [told.said(N_("Certificates I made for you: {count}."), count=certificates)])


DECIDED = {
    kept.OPEN: N_("Not decided yet."),
    kept.APPROVED: N_("It was put right."),
    kept.REFUSED: N_("It was left as it is."),
    kept.LAPSED: N_("Nobody decided; nothing was changed."),
}


def ledger(told: Told) -> Iterator[Card]:
    for row in told.rows("ledger", "n"):
        count = row["amount"] if "target" in row else -row["amount"]
        why = told.said(WHYS[row["why"]], number=number_of(row["ref"])) if row["why"] in WHYS else "—"
        line = N_("{when}  {amount} · {why}")
        yield Card("", [told.said(line, when=told.moment(row["at"]), amount=signed(row["unit"], count), why=why)])
    for row in told.rows("corrections", "proposed_at"):
        head = told.said(N_("To be put right: {amount}"), amount=signed(row["unit"], row["amount"]))
        yield Card(
            head,
            [*told.lines(row, ("reason", QUOTED), ("answer", QUOTED)), told.speak(DECIDED[row["state"]])],
        )


def helped(told: Told) -> Iterator[Card]:
    for row in told.rows("helped", "began"):
        sentence = N_("{when}, {place}: {time}, number {number}.")
        values = {"place": told.place(row["place"]), "time": duration(row["minutes"]), "number": row["number"]}
        yield Card("", [told.said(sentence, when=told.moment(row["began"]), **values)])


def volunteer(told: Told) -> Iterator[Card]:
    for row in told.rows("volunteers"):
        skills = tuple(str(row.get("skills") or "").split())
        limits = Limits(skills, Times(row["times"]), Kinds(row["kinds"]), row.get("a_week"))
        on = N_("You are a volunteer.") if row["state"] == ON else N_("You asked to become a volunteer.")
        home = told.said(N_("Home: {place}"), place=told.place(row["home"]))
        yield Card(told.speak(on), [summary(told.policy, told.language, limits).said(told.speak), home])
    for row in told.rows("talents", "agreed_at"):
        sentence = N_("You may be asked about {skill}, at {place}; you agreed on {day}.")
        values = {
            "skill": told.skill(row["skill"]),
            "place": told.place(row["place"]),
            "day": told.day(row["agreed_at"]),
        }
        yield Card("", [told.said(sentence, **values)])
    for row in told.rows("talent_asks", "asked_at"):
        head = told.said(
            N_("Asked on {when} about {skill}"), when=told.moment(row["asked_at"]), skill=told.skill(row["skill"])
        )
        said = [one["words"] for one in told.rows("talent_words") if one.get("ask") == row["id"] and one.get("words")]
        yield Card(head, [told.said(QUOTED, value=words) for words in (row["words"], *said) if words])


def activities(told: Told) -> Iterator[Card]:
    for row in told.rows("activity_sign_ups"):
        known = told.beside.activities.get(row["activity"])
        if known:
            sentence = N_("You signed up for “{title}”, {when}, {place}.")
            values = {"title": known.title, "when": told.moment(known.starts_at), "place": told.place(known.place)}
            yield Card("", [told.said(sentence, **values)])
