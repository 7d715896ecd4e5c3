"""Who holds which role, who has said yes to what: told a second time, in few lines, from the table of rights alone."""

from dataclasses import dataclass, field, replace

from tests.handlers.town import COMMUNITY, COMPOUND, DAY, GRID_1, GRID_2, STREET

GRID, PROPERTY, DESK, OFFICE = "G", "P", "C", "S"
Post = tuple[str, str]  # role, place
POSTS: dict[Post, str] = {  # that are given here, and what their row is called
    (GRID, GRID_1): "grid worker · 杏福苑 第一网格",
    (GRID, GRID_2): "grid worker · 杏福苑 第二网格",
    (PROPERTY, COMPOUND): "worker of the property company · 杏福苑",
    (DESK, COMPOUND): "dispatcher · 杏福苑",
}
FIRST: dict[str, Post | None] = {  # who is here when it begins
    "Zhou": (DESK, COMPOUND),
    "Liu": (DESK, COMMUNITY),
    "Sun": (OFFICE, STREET),
    "Wang": (GRID, GRID_1),
    "Li": None,
    "Zhao": None,
    "Ma": None,
}
BRING: dict[str, tuple[str, ...]] = {DESK: (GRID, PROPERTY), OFFICE: (DESK,)}
LEAD: dict[str, tuple[str, ...]] = {DESK: (GRID, PROPERTY), OFFICE: (GRID, PROPERTY, DESK)}


@dataclass(frozen=True)
class Invitation:
    payload: str
    by: str
    post: Post
    made: int
    used: bool = False


@dataclass
class Office:
    """waiting: those for whom the street has a look first, and who invited them."""

    held: dict[str, set[Post]] = field(
        default_factory=lambda: {name: {post} if post else set() for name, post in FIRST.items()}
    )
    waiting: dict[str, str] = field(default_factory=dict)
    agreed: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(FIRST, False))
    reports: int = 0

    def brings(self, who: str, post: Post) -> bool:
        return any(post[0] in BRING.get(role, ()) and within(post[1], place) for role, place in self.held[who])

    def brings_anybody(self, who: str) -> bool:
        return any(role in BRING for role, _ in self.held[who])

    def leads(self, who: str, post: Post, whose: str) -> bool:
        """Never oneself; of those who do the same, whoever sits in a wider place."""
        return who != whose and any(
            within(post[1], place) and (post[0] in LEAD.get(role, ()) or (post[0] == role == DESK and post[1] != place))
            for role, place in self.held[who]
        )

    def at_desk(self, who: str) -> bool:
        return any(role in (DESK, OFFICE) for role, _ in self.held[who])

    def open(self, who: str, one: Invitation, now: int) -> Invitation:
        """What becomes of the invitation; the role begins, or waits, where it is good."""
        if one.used or now >= one.made + 7 * DAY or who == one.by or not self.brings(one.by, one.post):
            return one
        if one.post[0] == PROPERTY and one.post not in self.held[who]:
            self.waiting[who] = one.by
        else:
            self.held[who].add(one.post)
        return replace(one, used=True)


def within(place: str, area: str) -> bool:
    return f"{place}/".startswith(f"{area}/")
