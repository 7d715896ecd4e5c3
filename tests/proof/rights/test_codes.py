"""Links and codes: one that is used, over, or for somebody else reads like one that never was."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import pytest

from handlers import talent_nominating
from handlers.group_asking import LINK as DRAFT
from handlers.group_binding import LINK as BIND
from handlers.join import INVITE
from handlers.tokens import hashed
from storage.database import Tx
from tests.proof.plugin import Figure
from tests.proof.rights.conftest import Place
from tests.proof.rights.play import Played, Undone, tried

NOBODYS, GROUP = "x" * 22, "telegram:-555"
RESIDENT, KEEPER = "telegram:nearR", "telegram:nearM"
AT_THE_COUNTER = "UPDATE roles SET team = 'm:credit' WHERE person = 'nearM'"


@dataclass(frozen=True)
class Code:
    """given: SQL beforehand. tried: what is said with each of them; the last one is nobody's."""

    what: str
    tried: Sequence[Sequence[str]]
    who: str = RESIDENT
    given: str = ""
    group: str | None = None


SPENT = (
    f"INSERT INTO invites (token_hash, role, place, invited_by, created_at, expires_at, used_at, used_by) VALUES "
    f"('{hashed('used')}', 'V', 'qs/hy/lx/xf', 'zhou', 1, 9999999999, 1, 'li'), "
    f"('{hashed('over')}', 'V', 'qs/hy/lx/xf', 'zhou', 1, 2, NULL, NULL), "
    f"('{hashed('powerless')}', 'V', 'qs/hy/lx/xf', 'li', 1, 9999999999, NULL, NULL), "
    f"('{hashed('own')}', 'V', 'qs/hy/lx/xf', 'nearR', 1, 9999999999, NULL, NULL)"
)
CODES = (
    Code("an invite", [[f"s:{INVITE}{one}"] for one in ("used", "over", "powerless", "own", NOBODYS)], given=SPENT),
    Code("a draft of somebody else", [[f"s:{DRAFT}{one}"] for one in ("drafted", NOBODYS)]),
    Code("a neighbour's word", [[f"s:{talent_nominating.MARK}{one}"] for one in ("nominated", NOBODYS)],
         given="UPDATE nominations SET expires_at = 1"),
    Code("a group's code", [[f"/bind {one}"] for one in ("GR0VPC0DE", "X" * 9)], group=GROUP,
         given="UPDATE group_codes SET expires_at = 1"),
    Code("a group's link", [[f"s:{BIND}{one}"] for one in ("GR0VPC0DE", "X" * 9)], group=GROUP,
         given="UPDATE group_codes SET made_by = 'li'"),
    Code("a poster that counts no more", [[f"s:q-{one}"] for one in ("{poster}", "5KVY62")],
         given="UPDATE place_codes SET revoked_at = 1, revoked_by = 'zhou'"),
    Code("a code of the counter, for a guest",
         [[f"s:u-{one}"] for one in ("{waiting}-{waiting_digits}", "5KVY62-111111")]),
    Code("a code of another counter", [["/pickup", one] for one in ("{waiting_code}", "111 111")], who=KEEPER,
         given="UPDATE roles SET team = 'm:other' WHERE person = 'nearM';"
         "INSERT INTO partners (id, name, place, credit_shop, entered_by, since) "
         "VALUES ('m:other', 'Other', 'qs/hy/lx/xf', 1, 'zhou', 1)"),
    Code("a guessed code with a true number", [[f"s:u-{one}-111111"] for one in ("{waiting}", "5KVY62")], who=KEEPER,
         given=AT_THE_COUNTER),
    Code("a code to link chats", [[f"/link {one}"] for one in ("11112222", "33334444")],
         given=f"INSERT INTO link_codes (code_hash, person, chat, made_at, expires_at) "
         f"VALUES ('{hashed('11112222')}', 'li', 'telegram:li', 1, 2)"),
    Code("a certificate, for a resident", [[f"/verify {one}"] for one in ("{certificate}", "5KVY62")]),
    Code("a badge of somebody who has left", [[f"/verify {one}"] for one in ("{badge}", "5KVY62")],
         given="UPDATE roles SET until = 1 WHERE person = 'wang'"),
)  # fmt: skip


def halves(number: str) -> str:
    return f"{number[:3]}-{number[3:]}"


@pytest.mark.proves("Nobody is exposed", "links and codes that are used, over or for somebody else, against nobody's")
async def test_a_code_that_is_not_for_them_reads_like_one_that_never_was(place: Place, figure: Figure):
    wrong, count = [], 0
    for code in CODES:
        answers = [await _played(place, code, steps) for steps in code.tried]
        said = {str((one.why, one.stopped, _without(one, steps, place)))
                for one, steps in zip(answers, code.tried, strict=True)}  # fmt: skip
        count += len(answers)
        if len(said) > 1:
            wrong.append(f"{code.what}: {sorted(said)}")
        assert all(one.read for one in answers), f"{code.what}: nothing was said at all"
    assert not wrong, "\n".join(wrong)
    figure("compared", f"{count} answers to {len(CODES)} kinds of links and codes, the same letters in each")


def _without(one: Played, steps: Sequence[str], place: Place) -> str:
    """But for what they typed themselves."""
    text = str(one.read)
    for typed in (*place.things.values(), "5KVY62"):
        if len(typed) == 6:
            text = text.replace(typed, "…").replace(halves(typed), "…")
    return text


async def _played(place: Place, code: Code, steps: Sequence[str]) -> Played:
    found: list[Played] = []

    async def unit(tx: Tx) -> None:
        for sql in filter(None, code.given.split(";")):
            await tx.run(sql)
        found.append(await tried(tx, place.now, code.who, steps, "SELECT COUNT(*) AS n FROM roles", dict(place.things),
                                 code.group))  # fmt: skip
        raise Undone

    with suppress(Undone):
        await place.database.do(unit)
    return found[0]
