"""The talent bank: who agreed to be found for what, nominations, and questions from the office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from storage.database import Row, Tx

NIGHT, ASKED, YES, NO, LAPSED = "night", "asked", "yes", "no", "lapsed"
WEEK = 7 * 86_400
LONGEST_WAIT = 60 * 86_400  # beyond a policy's silence and the two weeks after a last word


@dataclass(frozen=True, slots=True)
class Talent:
    """skill: a key; place: a compound; agreed_at: when they said yes to being found."""

    id: str
    person: str
    skill: str
    place: str
    agreed_at: int


class Found(NamedTuple):
    """name: in full; whoever shows it masks it."""

    id: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class TalentAsk:
    """A question from the office. asked_at: when it was put; due_at: when the clock looks again."""

    id: str
    talent: str
    asker: str
    skill: str
    words: str
    state: str
    asked_at: int
    due_at: int


@dataclass(frozen=True, slots=True)
class Words:
    """What one of the two wrote in the night; nothing for the yes itself."""

    id: str
    ask: str
    writer: str
    words: str
    due_at: int


def _talent(row: Row) -> Talent:
    return Talent(**{name: row[name] for name in Talent.__slots__})


def _ask(row: Row) -> TalentAsk:
    return TalentAsk(**{name: row[name] for name in TalentAsk.__slots__})


async def of_person(tx: Tx, person: str) -> list[Talent]:
    rows = await tx.all("SELECT * FROM talents WHERE person = :person ORDER BY id", person=person)
    return [_talent(row) for row in rows]


async def get(tx: Tx, id: str) -> Talent | None:
    row = await tx.one("SELECT * FROM talents WHERE id = :id", id=id)
    return _talent(row) if row else None


async def agree(tx: Tx, talent: Talent, nominated: bool = False) -> None:
    """The moment of the first yes stays, and the place is where they live now."""
    await tx.run(
        """
        INSERT INTO talents (id, person, skill, place, agreed_at, nominated)
        VALUES (:id, :person, :skill, :place, :agreed_at, :nominated)
        ON CONFLICT (person, skill) DO UPDATE SET place = excluded.place
        """,
        nominated=int(nominated),
        **{name: getattr(talent, name) for name in Talent.__slots__},
    )


async def keep_only(tx: Tx, person: str, skills: Iterable[str]) -> None:
    kept = set(skills)
    for talent in await of_person(tx, person):
        if talent.skill not in kept:
            await tx.run("DELETE FROM talents WHERE id = :id", id=talent.id)


async def withdraw(tx: Tx, person: str) -> list[TalentAsk]:
    """Nothing of them stays; returns the questions they leave unanswered, and the conversations that end."""
    await tx.run("DELETE FROM talents WHERE person = :person", person=person)
    await tx.run(
        "DELETE FROM talent_words WHERE ask IN (SELECT id FROM talent_asks WHERE talent = :person)", person=person
    )
    rows = await tx.all("DELETE FROM talent_asks WHERE talent = :person RETURNING *", person=person)
    return [_ask(row) for row in rows if row["state"] in (NIGHT, ASKED, YES)]


async def search(tx: Tx, skill: str, area: str, *, but: str, now: int, most: int, limit: int) -> list[Found]:
    """At and below a place, reachable, and asked less than `most` times in seven days; the least lately asked first."""
    rows = await tx.all(
        """
        SELECT t.id, p.name, t.place FROM talents t
        JOIN persons p ON p.id = t.person JOIN chats c ON c.id = p.chat
        WHERE t.skill = :skill AND t.place >= :low AND t.place < :high AND t.person <> :but AND c.reachable = 1
        AND (SELECT COUNT(*) FROM talent_asks a WHERE a.talent = t.person AND a.asked_at > :since) < :most
        ORDER BY t.asked_at, t.id
        LIMIT :limit
        """,
        skill=skill,
        low=area,
        high=area + "0",
        but=but,
        since=now - WEEK,
        most=most,
        limit=limit,
    )
    return [Found(row["id"], row["name"], row["place"]) for row in rows]


async def nominate(tx: Tx, token_hash: str, skill: str, by: str, expires_at: int) -> None:
    await tx.run(
        """
        INSERT INTO nominations (token_hash, skill, nominated_by, expires_at)
        VALUES (:token_hash, :skill, :by, :expires_at)
        """,
        token_hash=token_hash,
        skill=skill,
        by=by,
        expires_at=expires_at,
    )


async def nominations_of(tx: Tx, person: str, now: int) -> int:
    """How many links of theirs are still open."""
    row = await tx.one(
        "SELECT COUNT(*) AS n FROM nominations WHERE nominated_by = :person AND expires_at > :now",
        person=person,
        now=now,
    )
    assert row is not None
    return int(row["n"])


async def nomination(tx: Tx, token_hash: str, now: int) -> tuple[str, str] | None:
    """(skill, by whom); None for used, expired and unknown alike."""
    row = await tx.one(
        "SELECT skill, nominated_by FROM nominations WHERE token_hash = :token_hash AND expires_at > :now",
        token_hash=token_hash,
        now=now,
    )
    return (row["skill"], row["nominated_by"]) if row else None


async def use(tx: Tx, token_hash: str, now: int) -> bool:
    """The first answer takes it; whatever it was, nothing of the link stays."""
    changed = await tx.run(
        "DELETE FROM nominations WHERE token_hash = :token_hash AND expires_at > :now", token_hash=token_hash, now=now
    )
    return changed == 1


async def expired(tx: Tx, now: int) -> bool:
    row = await tx.one("SELECT 1 AS found FROM nominations WHERE expires_at <= :now LIMIT 1", now=now)
    return row is not None


async def forget_expired(tx: Tx, now: int) -> bool:
    return await tx.run("DELETE FROM nominations WHERE expires_at <= :now", now=now) > 0


async def asked_lately(tx: Tx, person: str, now: int) -> int:
    row = await tx.one(
        "SELECT COUNT(*) AS n FROM talent_asks WHERE talent = :person AND asked_at > :since",
        person=person,
        since=now - WEEK,
    )
    assert row is not None
    return int(row["n"])


async def put(tx: Tx, ask: TalentAsk) -> None:
    values: Mapping[str, str | int] = {name: getattr(ask, name) for name in TalentAsk.__slots__}
    await tx.run(
        """
        INSERT INTO talent_asks (id, talent, asker, skill, words, state, asked_at, due_at)
        VALUES (:id, :talent, :asker, :skill, :words, :state, :asked_at, :due_at)
        """,
        **values,
    )
    await tx.run("UPDATE talents SET asked_at = :now WHERE person = :person", now=ask.asked_at, person=ask.talent)


async def ask_by_id(tx: Tx, id: str) -> TalentAsk | None:
    row = await tx.one("SELECT * FROM talent_asks WHERE id = :id", id=id)
    return _ask(row) if row else None


async def asks_due(tx: Tx, now: int, limit: int) -> list[TalentAsk]:
    rows = await tx.all(
        "SELECT * FROM talent_asks WHERE due_at <= :now ORDER BY due_at, id LIMIT :limit", now=now, limit=limit
    )
    return [_ask(row) for row in rows]


async def move(tx: Tx, seen: TalentAsk, state: str, due_at: int) -> bool:
    """From the state and moment it was seen in; False where somebody was faster."""
    changed = await tx.run(
        """
        UPDATE talent_asks SET state = :state, due_at = :due_at
        WHERE id = :id AND state = :seen AND due_at = :seen_due
        """,
        state=state,
        due_at=due_at,
        id=seen.id,
        seen=seen.state,
        seen_due=seen.due_at,
    )
    return changed == 1


async def forget_ask(tx: Tx, seen: TalentAsk) -> bool:
    changed = await tx.run(
        "DELETE FROM talent_asks WHERE id = :id AND state = :state AND due_at = :due_at",
        id=seen.id,
        state=seen.state,
        due_at=seen.due_at,
    )
    return changed == 1


async def keep_words(tx: Tx, words: Words) -> None:
    values: Mapping[str, str | int] = {name: getattr(words, name) for name in Words.__slots__}
    await tx.run(
        "INSERT INTO talent_words (id, ask, writer, words, due_at) VALUES (:id, :ask, :writer, :words, :due_at)",
        **values,
    )


async def words_due(tx: Tx, now: int, limit: int) -> list[str]:
    rows = await tx.all(
        "SELECT id FROM talent_words WHERE due_at <= :now ORDER BY id LIMIT :limit", now=now, limit=limit
    )
    return [row["id"] for row in rows]


async def take_words(tx: Tx, id: str) -> Words | None:
    """None where another replica has taken them."""
    row = await tx.one("DELETE FROM talent_words WHERE id = :id RETURNING *", id=id)
    return Words(**{name: row[name] for name in Words.__slots__}) if row else None


async def set_back(tx: Tx, now: int) -> None:
    """The machine's clock was ahead of now: what would wait for longer than anything does is looked at now."""
    await tx.run("UPDATE talent_asks SET asked_at = :now WHERE asked_at > :now", now=now)
    await tx.run("UPDATE talent_asks SET due_at = :now WHERE due_at > :now + :longest", now=now, longest=LONGEST_WAIT)
    await tx.run("UPDATE talent_words SET due_at = :now WHERE due_at > :now + :longest", now=now, longest=LONGEST_WAIT)
