"""Who is to work here, by the office's own numbers: some have joined, some have not yet."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.person import Held, Role
from storage import volunteers
from storage.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Entry:
    """key: the office's own staff number, or the badge where nobody gave one; person: who joined."""

    key: str
    name: str
    badge: str
    phone: str = ""
    person: str | None = None
    joined_at: int | None = None
    left_at: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is to be. It waits at the desk `rung` for a yes until `due_at` is none."""

    id: str
    key: str
    role: str
    place: str
    team: str | None
    since: int
    until: int | None = None
    invited_by: str | None = None
    rung: str | None = None
    nags: int = 0
    due_at: int | None = None

    @property
    def held(self) -> Held:
        return Held(Role(self.role), self.place, self.team)


@dataclass(frozen=True, slots=True)
class Settled:
    """The roles that began and the roles that ended."""

    began: tuple[Held, ...] = ()
    ended: tuple[Held, ...] = ()


def _entry(row: Row) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__slots__})


def _post(row: Row) -> Post:
    return Post(**{name: row[name] for name in Post.__slots__})


async def add(tx: Tx, entry: Entry) -> None:
    await tx.run(
        """
        INSERT INTO roster (key, name, phone, badge, person, joined_at)
        VALUES (:key, :name, :phone, :badge, :person, :joined_at)
        """,
        key=entry.key,
        name=entry.name,
        phone=entry.phone,
        badge=entry.badge,
        person=entry.person,
        joined_at=entry.joined_at,
    )


async def get(tx: Tx, key: str) -> Entry | None:
    row = await tx.one("SELECT * FROM roster WHERE key = :key", key=key)
    return _entry(row) if row else None


async def of_person(tx: Tx, person: str) -> Entry | None:
    row = await tx.one("SELECT * FROM roster WHERE person = :person", person=person)
    return _entry(row) if row else None


async def by_badge(tx: Tx, badge: str) -> Entry | None:
    row = await tx.one("SELECT * FROM roster WHERE badge = :badge", badge=badge)
    return _entry(row) if row else None


async def posts_of(tx: Tx, key: str) -> list[Post]:
    """What they are to be, also what still waits for a yes."""
    rows = await tx.all("SELECT * FROM posts WHERE key = :key AND until IS NULL ORDER BY since, id", key=key)
    return [_post(row) for row in rows]


async def add_post(tx: Tx, post: Post) -> bool:
    """False where they are to be just that already."""
    names = ", ".join(Post.__slots__)
    values = ", ".join(f":{name}" for name in Post.__slots__)
    changed = await tx.run(
        f"INSERT INTO posts ({names}) VALUES ({values}) ON CONFLICT DO NOTHING",
        **{name: getattr(post, name) for name in Post.__slots__},
    )
    return changed == 1


async def end_post(tx: Tx, id: str, now: int) -> bool:
    """False where somebody was faster. The role that came from it ends when it is settled."""
    changed = await tx.run(
        "UPDATE posts SET until = :now, rung = NULL, due_at = NULL WHERE id = :id AND until IS NULL", id=id, now=now
    )
    return changed == 1


async def join(tx: Tx, key: str, person: str, now: int) -> bool:
    """False where somebody else has joined as this one."""
    changed = await tx.run(
        """
        UPDATE roster SET person = :person, joined_at = :now, left_at = NULL
        WHERE key = :key AND (person IS NULL OR person = :person)
        """,
        key=key,
        person=person,
        now=now,
    )
    return changed == 1


async def settle(tx: Tx, key: str, *, now: int, fresh: Callable[[], str]) -> Settled:
    """Make the roles of whoever joined equal to their posts.

    Only roles that came from posts end. A role they hold already is taken over, not given twice. What they
    have in hand in the roles that ended is for the caller to give back: handlers/revoking.py does.
    """
    entry = await get(tx, key)
    if entry is None or entry.person is None:
        return Settled()
    posts = [] if entry.left_at else [post for post in await posts_of(tx, key) if post.due_at is None]
    held = await tx.all(
        "SELECT id, role, place, team, post FROM roles WHERE person = :person AND until IS NULL AND leave IS NULL",
        person=entry.person,
    )
    began = [post.held for post in posts if await _grant(tx, entry.person, post, held, now, fresh)]
    ended = await _end(tx, entry.person, {post.id for post in posts}, held, now)
    return Settled(tuple(began), tuple(ended))


async def _grant(tx: Tx, person: str, post: Post, held: list[Row], now: int, fresh: Callable[[], str]) -> bool:
    """True where the role is new; one that is held already is only marked with its post."""
    same = [row for row in held if (row["role"], row["place"]) == (post.role, post.place)]
    if any(row["post"] == post.id and row["team"] == post.team for row in same):
        return False
    known = next((row for row in same if row["post"] in (None, post.id) or row["team"] == post.team), None)
    if known:
        await tx.run(
            "UPDATE roles SET post = :post, team = :team WHERE id = :id", post=post.id, team=post.team, id=known["id"]
        )
        held.remove(known)
        return False
    await tx.run(
        """
        INSERT INTO roles (id, person, role, place, team, since, post)
        VALUES (:id, :person, :role, :place, :team, :now, :post)
        """,
        id=fresh(),
        person=person,
        role=post.role,
        place=post.place,
        team=post.team,
        now=now,
        post=post.id,
    )
    if post.held.role is Role.VOLUNTEER:
        await volunteers.begin(tx, person, post.place, now)
    return True


async def _end(tx: Tx, person: str, posts: set[str], held: list[Row], now: int) -> list[Held]:
    gone = [row for row in held if row["post"] is not None and row["post"] not in posts]
    for row in gone:
        await tx.run("UPDATE roles SET until = :now WHERE id = :id AND until IS NULL", now=now, id=row["id"])
    return [Held(Role(row["role"]), row["place"], row["team"]) for row in gone]


async def keepers(tx: Tx, grid: str) -> tuple[str | None, str | None]:
    """The keys of who looks after a grid and of who stands in there."""
    row = await tx.one("SELECT worker, stand_in FROM grid_keepers WHERE grid = :grid", grid=grid)
    return (row["worker"], row["stand_in"]) if row else (None, None)
