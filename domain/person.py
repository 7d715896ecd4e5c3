"""Who somebody is here: a person and the roles they hold at places."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ANONYMOUS = "N"
    RESIDENT = "R"
    VOLUNTEER = "V"
    GRID = "G"
    COMMUNITY = "C"
    STREET = "S"
    CITY = "Y"
    DEPARTMENT = "D"
    PROPERTY = "P"
    OWNERS = "O"
    PARTNER = "M"
    ADMIN = "A"
    SYSTEM = "SYS"


@dataclass(frozen=True, slots=True)
class Held:
    """A role at a place; `team` names a department, company or partner where the role belongs to one.

    line: a department's line of business, where its team has one; else it is called as the team is.
    """

    role: Role
    place: str
    team: str | None = None
    line: str | None = None

    @property
    def business(self) -> str | None:
        return self.line or self.team


@dataclass(frozen=True, slots=True)
class Person:
    """chat: the private chat last used; home: the place last reported from; language: None until chosen."""

    id: str
    language: str | None = None
    roles: tuple[Held, ...] = ()
    chat: str | None = None
    home: str | None = None
    name: str = ""

    def holds(self, role: Role) -> bool:
        return any(held.role is role for held in self.roles)

    @property
    def main_role(self) -> Role:
        """What somebody is counted as: what they work as here, else whom they speak for, else a resident."""
        held = [held.role for held in self.roles if held.role is not Role.ADMIN]
        working = (role for role in held if role not in (Role.RESIDENT, Role.OWNERS))
        return next(working, Role.OWNERS if Role.OWNERS in held else Role.RESIDENT)


SYSTEM = Person("system", roles=(Held(Role.SYSTEM, ""),))
