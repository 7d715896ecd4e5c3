"""Who lives in the town of the second telling, and how an order stands there."""

from dataclasses import dataclass, field

from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, GRID_2, STREET

# name: (role, where it is held)
PEOPLE = {
    "Li Xiulan": ("R", COMPOUND),
    "Zhao Defu": ("R", COMPOUND),
    "Zhou Min": ("C", COMPOUND),
    "Liu Fang": ("C", COMMUNITY),
    "Sun Zhiqiang": ("S", STREET),
    "Wang Jianguo": ("G", GRID_1),
    "Hu Bin": ("G", GRID_1),
    "Chen Jing": ("G", GRID_2),
    "Zhang Weidong": ("P", COMPOUND),
    "Qian Jin": ("P", COMPOUND),
    "Bo Lan": ("V", COMPOUND),
    "Ma Ying": ("O", COMPOUND),
}
ROLE = {name.split()[0].lower(): role for name, (role, _) in PEOPLE.items()}
GRID = {name.split()[0].lower(): place for name, (role, place) in PEOPLE.items() if role == "G"}
COMPANY = f"P@{COMPOUND}"
RUNGS = (COMPOUND, COMMUNITY, STREET)
AT_DESK = {COMPOUND: {"zhou"}, COMMUNITY: {"liu", "zhou"}, STREET: {"sun"}}  # who counts as the desk's team
ADDRESSED = {COMPOUND: {"zhou"}, COMMUNITY: {"liu"}, STREET: {"sun"}}  # who is written to, and sits there
DRAWN = -1


@dataclass(frozen=True)
class Life:
    """How an order stands.

    stars: what each review gave. fed_back_at: the first word of how it goes, of the first time round. lot: None until
    it is closed, DRAWN until somebody has looked which one it is.
    """

    number: str
    author: str
    place: str
    grid: str | None
    category: str
    subject: str | None
    born: int
    state: str = "placed"
    version: int = 1
    assignee: str | None = None
    team: str | None = None
    rung: str = COMPOUND
    lane: str = "ordinary"
    reopened: int = 0
    closing: str | None = None
    closed_at: int | None = None
    answered_at: int | None = None
    rating: int | None = None
    accepted_at: int | None = None
    planned_at: int | None = None
    feedback_at: int | None = None
    paused_why: str | None = None
    wanted_until: int | None = None
    wanted_by: str | None = None
    urged: int = 0
    urged_at: int | None = None
    raised: int = 0
    lot: int | None = None
    follow_up: str | None = None
    signed: bool | None = None
    stars: tuple[int, ...] = field(default=())
    fed_back_at: int | None = None

    @property
    def open(self) -> bool:
        return self.state != "closed"

    def has(self, who: str) -> bool:
        """Whether they, or their team, are the ones who owe the next step."""
        if self.state == "placed":
            return who in AT_DESK[self.rung]
        return who == self.assignee or (self.team == COMPANY and ROLE[who] == "P")

    def owes(self, who: str) -> bool:
        """As `has`; but where somebody of a team has it, the others do not."""
        return who == self.assignee if self.assignee else self.has(who)

    def complains_about(self, who: str) -> bool:
        return self.subject == COMPANY and ROLE[who] == "P"
