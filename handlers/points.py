"""/points: what somebody's help has come to, and what each part of it was for."""

from itertools import groupby

from dialogue.message import N_, Button
from dialogue.say import say
from domain.ledger import MINUTES, POINTS, Line, of_person
from domain.permit import Matter, check
from handlers import certificates
from handlers.credit_words import amount, duration, signed, what_for
from handlers.names import day_name
from handlers.timeline import local
from handlers.turn import Turn
from storage import ledger

A_PAGE = 6
WORD, CERTIFICATE = "points", "cert"


async def points(turn: Turn) -> None:
    """The balance, and what came last."""
    check("points.view_own", turn.me, Matter(beneficiary=turn.me.id))
    account = of_person(turn.me.id)
    minutes = await ledger.balance(turn.tx, account, MINUTES)
    held = amount(POINTS, await ledger.balance(turn.tx, account, POINTS))
    head = say(N_("💛 You have helped for {time} and have {points}."), time=duration(minutes), points=held)
    await _page(turn, head.said(turn.speak), None, minutes > 0)


async def earlier(turn: Turn, before: str) -> None:
    """A button: what was before that line."""
    check("points.view_own", turn.me, Matter(beneficiary=turn.me.id))
    below = int(before) if before.isdecimal() and len(before) < 18 else None
    await _page(turn, turn.speak(N_("Before that:")), below, False)


async def _page(turn: Turn, head: str, before: int | None, certified: bool) -> None:
    """A help is one line here and up to two in the ledger: its hours and its points."""
    found = await ledger.history(turn.tx, of_person(turn.me.id), 2 * A_PAGE + 2, before)
    entries = [list(lines) for _, lines in groupby(found, key=lambda line: (line.why, line.ref))]
    shown = entries[:A_PAGE]
    if not shown and before is None:
        head += "\n" + turn.speak(N_("Whoever helps a neighbour earns both, when the neighbour confirms it."))
    text = "\n".join([head, *(_entry(turn, lines) for lines in shown)])
    more = [Button(turn.speak(N_("Earlier")), f"{WORD} {shown[-1][-1].n}")] if len(entries) > A_PAGE else []
    await turn.say(text, *(await _certificates(turn) if certified else []), *more)


def _entry(turn: Turn, lines: list[Line]) -> str:
    """11-23 +1 h, +12 points · wish 7K3MQ2"""
    mine = of_person(turn.me.id)
    counted = [(line.unit, line.amount if line.target == mine else -line.amount) for line in reversed(lines)]
    told = [signed(unit, count).said(turn.speak) for unit, count in counted]
    day = day_name(local(lines[0].at, turn.house.zone)).said(turn.speak)
    return f"{day}  {', '.join(told)} · {what_for(lines[0]).said(turn.speak)}"


async def _certificates(turn: Turn) -> list[Button]:
    label = turn.speak(N_("Certificate for {year}"))
    found = [Button(label.format(year=year), f"{CERTIFICATE} {year}") for year in await certificates.years(turn)]
    return [*found, Button(turn.speak(N_("Certificate of all hours")), f"{CERTIFICATE} all")]
