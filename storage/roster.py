"""Who is to work here, by the office's own numbers: some have joined, some have not yet."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.person import Held, Role
from domain.place import covers
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


def post_of(row: Row) -> Post:
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
    return [post_of(row) for row in rows]


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
    if changed == 1:
        await _keeps_no_more(tx, id)
    return changed == 1


async def _keeps_no_more(tx: Tx, post: str) -> None:
    """Whoever lays down a grid does not keep it in the list of grids; with the last one they stand in nowhere."""
    ended = await tx.one("SELECT key, place FROM posts WHERE id = :id AND role = 'G'", id=post)
    if ended is None:
        return
    key, grid = ended["key"], ended["place"]
    await tx.run("UPDATE grid_keepers SET worker = NULL WHERE grid = :grid AND worker = :key", grid=grid, key=key)
    await tx.run(
        """
        UPDATE grid_keepers SET stand_in = NULL
        WHERE stand_in = :key AND NOT EXISTS (SELECT 1 FROM posts WHERE key = :key AND role = 'G' AND until IS NULL)
        """,
        key=key,
    )


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

    Only roles that came from posts end. A role they hold already is taken over, not given twice. They are told, and
    what they had in hand goes back, by the clock: handlers/joining_ends.py.
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
        INSERT INTO roles (id, person, role, place, team, since, post, news)
        VALUES (:id, :person, :role, :place, :team, :now, :post, 1)
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
        await tx.run("UPDATE roles SET until = :now, news = 1 WHERE id = :id AND until IS NULL", now=now, id=row["id"])
    return [Held(Role(row["role"]), row["place"], row["team"]) for row in gone]


async def unite(tx: Tx, old: str, key: str) -> None:
    """Somebody who came by a plain invite is on the office's list, too: one entry, with the badge on the work card."""
    await tx.run(
        """
        UPDATE posts SET key = :key
        WHERE key = :old AND NOT EXISTS (
            SELECT 1 FROM posts p
            WHERE p.key = :key AND p.until IS NULL AND p.role = posts.role AND p.place = posts.place
        )
        """,
        key=key,
        old=old,
    )
    await tx.run("DELETE FROM posts WHERE key = :old", old=old)
    for table, column in (("duties", "key"), ("grid_keepers", "worker"), ("grid_keepers", "stand_in")):
        await tx.run(f"UPDATE {table} SET {column} = :key WHERE {column} = :old", key=key, old=old)
    await tx.run("DELETE FROM roster WHERE key = :old", old=old)


async def set_name(tx: Tx, person: str, name: str) -> None:
    """Where nobody has said one."""
    await tx.run("UPDATE roster SET name = :name WHERE person = :person AND name = ''", name=name, person=person)


async def to_come(tx: Tx, place: str | None = None, *, joined: bool = False) -> list[tuple[Entry, list[Post]]]:
    """Who has not joined yet, with what they are to be; at and below a place, or everywhere. joined: who has, too."""
    rows = await tx.all(
        """
        SELECT m.key, m.name, m.phone, m.badge, m.person, m.joined_at, m.left_at, p.id, p.role, p.place, p.team, p.since
        FROM roster m JOIN posts p ON p.key = m.key AND p.until IS NULL
        WHERE (m.person IS NULL OR :joined = 1) AND m.left_at IS NULL
        ORDER BY p.place, p.role, m.name, m.key
        """,
        joined=int(joined),
    )
    found: dict[str, tuple[Entry, list[Post]]] = {}
    for row in rows:
        entry, posts = found.setdefault(row["key"], (_entry(row), []))
        posts.append(Post(row["id"], entry.key, row["role"], row["place"], row["team"], row["since"]))
    return [one for one in found.values() if place is None or any(covers(place, post.place) for post in one[1])]


async def with_news(tx: Tx, limit: int) -> list[str]:
    """Whose roles changed by their posts, and nobody has told them."""
    rows = await tx.all("SELECT DISTINCT person FROM roles WHERE news = 1 ORDER BY person LIMIT :limit", limit=limit)
    return [row["person"] for row in rows]


async def take_news(tx: Tx, person: str) -> Settled:
    """What changed; whoever asks first is to tell them."""
    rows = await tx.all(
        "UPDATE roles SET news = 0 WHERE person = :person AND news = 1 RETURNING role, place, team, until",
        person=person,
    )
    changed = [(row["until"] is None, Held(Role(row["role"]), row["place"], row["team"])) for row in rows]
    return Settled(tuple(held for began, held in changed if began), tuple(held for began, held in changed if not began))


async def keepers(tx: Tx, grid: str) -> tuple[str | None, str | None]:
    """The keys of who looks after a grid and of who stands in there."""
    row = await tx.one("SELECT worker, stand_in FROM grid_keepers WHERE grid = :grid", grid=grid)
    return (row["worker"], row["stand_in"]) if row else (None, None)


async def stand_in_of(tx: Tx, grid: str) -> str | None:
    """The person whom the office has down as stand-in there, if they have joined."""
    row = await tx.one(
        """
        SELECT m.person FROM grid_keepers k JOIN roster m ON m.key = k.stand_in
        WHERE k.grid = :grid AND m.left_at IS NULL
        """,
        grid=grid,
    )
    return row["person"] if row else None
