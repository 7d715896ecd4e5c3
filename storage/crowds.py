"""Cards of an order that are still to be laid or changed in the chats of many."""

from typing import NamedTuple

from domain.order import Order
from domain.permit import role_of
from storage import people
from storage.database import Tx

EVERYBODY = f"""
    INSERT INTO to_show (order_id, chat, anew)
    SELECT DISTINCT :order_id, p.chat, 1 FROM roles h JOIN persons p ON p.id = h.person
    WHERE h.role = :role AND (h.team = :team OR h.place = :place) AND h.until IS NULL AND p.chat IS NOT NULL
    AND {people.THERE}
    ON CONFLICT (order_id, chat) DO UPDATE SET anew = 1
"""


class Waiting(NamedTuple):
    """line: how many are before it."""

    order_id: str
    chat: str
    line: int


async def ask(tx: Tx, order: Order) -> None:
    """Everybody of the team that is asked; whether each of them may be is looked at when their turn comes."""
    team = order.team or ""
    place = team.partition("@")[2]
    await tx.run(EVERYBODY, order_id=order.id, role=str(role_of(team)), team=team, place=place)


async def change(tx: Tx, order: Order, card: str, but: list[str]) -> None:
    """Every chat that shows the card; what is still to be laid anew there will be as it is then."""
    await tx.run(
        """
        INSERT INTO to_show (order_id, chat, anew) SELECT :order_id, chat, 0 FROM cards WHERE card = :card
        ON CONFLICT (order_id, chat) DO NOTHING
        """,
        order_id=order.id,
        card=card,
    )
    for chat in but:
        await tx.run("DELETE FROM to_show WHERE order_id = :order_id AND chat = :chat", order_id=order.id, chat=chat)


async def waiting(tx: Tx, limit: int) -> list[Waiting]:
    rows = await tx.all("SELECT order_id, chat FROM to_show ORDER BY order_id, chat LIMIT :limit", limit=limit)
    return [Waiting(row["order_id"], row["chat"], line) for line, row in enumerate(rows)]


async def take(tx: Tx, found: Waiting) -> bool | None:
    """Whether it is to be laid anew; None where another replica has it."""
    row = await tx.one(
        "DELETE FROM to_show WHERE order_id = :order_id AND chat = :chat RETURNING anew",
        order_id=found.order_id,
        chat=found.chat,
    )
    return bool(row["anew"]) if row else None
