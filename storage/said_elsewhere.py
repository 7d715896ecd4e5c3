"""What others were sent, or wrote, of whoever wants to be forgotten: it names them or says how to reach them."""

import json
from collections.abc import Sequence

from domain.contact import AND, HIDDEN
from storage.database import Tx

OWN_ORDERS = """
    SELECT a.order_id FROM authors a JOIN orders o ON o.id = a.order_id
    WHERE a.person = :person AND o.proxy = 0 AND o.part_of IS NULL
"""
LETTERS_LIVE = 60 * 86_400  # seconds: no letter of an earlier matter is kept any more
NUMBERS = f"""
    SELECT number AS mark FROM orders WHERE closed_at > :since AND id IN ({OWN_ORDERS})
    UNION SELECT w.number FROM wishes w JOIN wishers a ON a.wish_id = w.id
        WHERE w.closed_at > :since AND a.person = :person
"""
KNOWN_BY = f"""
    SELECT name AS mark FROM persons WHERE id = :person
    UNION SELECT name FROM order_contacts WHERE order_id IN ({OWN_ORDERS})
    UNION SELECT phone FROM order_contacts WHERE order_id IN ({OWN_ORDERS})
    UNION SELECT door FROM order_contacts WHERE order_id IN ({OWN_ORDERS})
    UNION SELECT name FROM wishers WHERE person = :person
"""
LETTERS = """
    UPDATE outbox SET body = '{"text": ""}' WHERE state <> 'new' AND body LIKE '%' || :mark || '%' ESCAPE '!'
"""
CAME_IN = "UPDATE inbox SET raw = '' WHERE state = 'done' AND raw LIKE '%' || :mark || '%' ESCAPE '!'"
# Where their matters are shown: there somebody may have written it down, too.
SHOWN_IN = f"""
    SELECT l.address, l.key, l.body FROM web_log l
    WHERE l.body LIKE '%' || :mark || '%' ESCAPE '!' AND l.address IN (
        SELECT c.chat FROM cards c JOIN orders o ON c.card = 'order:' || o.number WHERE o.id IN ({OWN_ORDERS})
    )
"""


async def erase(tx: Tx, person: str, now: int) -> None:
    """Before what they are known by goes."""
    numbers = await tx.all(NUMBERS, person=person, since=now - LETTERS_LIVE)
    known_by = await tx.all(KNOWN_BY, person=person)
    marks = _apart([row["mark"] for row in known_by])
    for mark in sorted({row["mark"] for row in numbers} | set(marks)):
        await tx.run(LETTERS, mark=_plainly(mark))
    for mark in marks:
        await tx.run(CAME_IN, mark=_plainly(mark))
        await _hide_in_chats(tx, person, mark)


async def _hide_in_chats(tx: Tx, person: str, mark: str) -> None:
    for row in await tx.all(SHOWN_IN, person=person, mark=_plainly(mark)):
        await tx.run(
            "UPDATE web_log SET body = :body WHERE address = :address AND key = :key",
            body=_without(row["body"], mark),
            address=row["address"],
            key=row["key"],
        )


def _apart(known_by: Sequence[str]) -> list[str]:
    """Longest first: a name may be a part of another one. A single letter would be found everywhere."""
    found = {mark.strip() for kept in known_by for mark in kept.split(AND)}
    return sorted((mark for mark in found if len(mark) > 1), key=lambda mark: (-len(mark), mark))


def _plainly(mark: str) -> str:
    """For LIKE: somebody may be called 100%."""
    return mark.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _without(body: str, mark: str) -> str:
    """The words of a bubble alone: its keys and buttons are ours."""
    bubble = json.loads(body)
    hidden = {name: bubble[name].replace(mark, HIDDEN) for name in ("text", "quote") if name in bubble}
    return json.dumps(bubble | hidden, ensure_ascii=False)
