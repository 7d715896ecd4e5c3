"""The codes of residents without a phone: on paper at their home, and here as a hash."""

import hashlib
import hmac

from storage.database import Tx

TRIES = 5


def sealed(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}\n{code}".encode()).hexdigest()


async def make(tx: Tx, order_id: str, code: str, now: int) -> None:
    """A new code; an older one is worth nothing any more."""
    await tx.run(
        """
        INSERT INTO call_backs (order_id, salt, sealed, made_at) VALUES (:order_id, :order_id, :sealed, :now)
        ON CONFLICT (order_id) DO UPDATE
        SET salt = excluded.salt, sealed = excluded.sealed, tries = 0, made_at = excluded.made_at
        """,
        order_id=order_id,
        sealed=sealed(order_id, code),
        now=now,
    )


async def copy(tx: Tx, order_id: str, to: str) -> None:
    """Where an order goes on as another one, the slip at their home is still good."""
    await tx.run(
        """
        INSERT INTO call_backs (order_id, salt, sealed, tries, made_at)
        SELECT :to, salt, sealed, tries, made_at FROM call_backs WHERE order_id = :order_id
        """,
        order_id=order_id,
        to=to,
    )


async def left(tx: Tx, order_id: str) -> int:
    """How often it may still be tried; 0 where there is none."""
    row = await tx.one("SELECT tries FROM call_backs WHERE order_id = :order_id", order_id=order_id)
    return TRIES - int(row["tries"]) if row else 0


async def opens(tx: Tx, order_id: str, code: str) -> bool:
    """A wrong one counts; after five of them the right one is wrong, too."""
    row = await tx.one(
        """
        UPDATE call_backs SET tries = tries + 1 WHERE order_id = :order_id AND tries < :most
        RETURNING salt, sealed
        """,
        order_id=order_id,
        most=TRIES,
    )
    if row is None or not hmac.compare_digest(row["sealed"], sealed(row["salt"], code)):
        return False
    await tx.run("UPDATE call_backs SET tries = tries - 1 WHERE order_id = :order_id", order_id=order_id)
    return True


async def forget(tx: Tx, order_id: str) -> None:
    await tx.run("DELETE FROM call_backs WHERE order_id = :order_id", order_id=order_id)
