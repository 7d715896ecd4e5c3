"""Who walks: of each role one who holds it around the matter and one who holds it elsewhere."""

from dataclasses import dataclass
from functools import cache

from domain.person import Held, Role
from storage.places import Place
from tests.handlers.town import CITY, COMMUNITY, COMPOUND, GRID_1, STREET

FAR_CITY, FAR_STREET, FAR_COMMUNITY, FAR_COMPOUND = "zz", "zz/zz", "zz/zz/zz", "zz/zz/zz/zz"
FAR_GRID = f"{FAR_COMPOUND}/g1"
NEAR_SHOP, FAR_SHOP = "m:near", "m:far"

# role: where it is held around the matter, where elsewhere, and of which team.
HELD: dict[str, tuple[str, str]] = {
    "R": (COMPOUND, FAR_COMPOUND),
    "V": (COMPOUND, FAR_COMPOUND),
    "G": (GRID_1, FAR_GRID),
    "C": (COMMUNITY, FAR_COMMUNITY),
    "S": (STREET, FAR_STREET),
    "Y": (CITY, FAR_CITY),
    "D": (CITY, FAR_CITY),
    "P": (COMPOUND, FAR_COMPOUND),
    "O": (COMPOUND, FAR_COMPOUND),
    "M": (COMPOUND, FAR_COMPOUND),
    "A": ("", ""),
}
TEAMS = {"D": ("roads", "parks"), "M": (NEAR_SHOP, FAR_SHOP)}


@dataclass(frozen=True)
class Walker:
    """Somebody with one role, or with none: "N" is somebody who was never here."""

    role: str
    near: bool

    @property
    def name(self) -> str:
        return ("near" if self.near else "far") + self.role

    @property
    def chat(self) -> str:
        return f"telegram:{self.name}"

    @property
    def held(self) -> Held | None:
        if self.role == "N":
            return None
        here, there = HELD[self.role]
        team = TEAMS.get(self.role, (None, None))[0 if self.near else 1]
        return Held(Role(self.role), here if self.near else there, team)

    @property
    def home(self) -> str:
        return f"{COMPOUND}/2/1" if self.near else f"{FAR_COMPOUND}/1/1"

    @property
    def team(self) -> str | None:
        """What somebody is complained about as, who is one of these."""
        held = self.held
        if held is None or held.role in (Role.RESIDENT, Role.ADMIN):
            return None
        return held.team if held.role is Role.PARTNER else f"{held.role}@{held.place}"


@cache
def everybody() -> tuple[Walker, ...]:
    return tuple(Walker(role, near) for role in HELD for near in (True, False))


STRANGER = Walker("N", False)


def elsewhere() -> list[Place]:
    """As much of another city as somebody needs to hold any role there."""
    return [
        Place(FAR_CITY, "city", "远山市", None, None, None),
        Place(FAR_STREET, "street", "远街道", None, None, None),
        Place(FAR_COMMUNITY, "community", "远社区", None, None, None),
        Place(FAR_COMPOUND, "compound", "远苑", None, None, None),
        Place(FAR_GRID, "grid", "远网格", None, None, None),
        Place(f"{FAR_COMPOUND}/1", "building", "1号楼", FAR_GRID, None, None),
        Place(f"{FAR_COMPOUND}/1/1", "unit", "1单元", FAR_GRID, None, None),
    ]
