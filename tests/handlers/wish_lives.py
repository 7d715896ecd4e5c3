"""The life of a wish and the page of rights, told a second time: small and independent of the product."""

from dataclasses import dataclass, replace
from typing import Any

from domain.person import Held, Role
from tests.handlers.town import CITY, COMMUNITY, COMPOUND, GRID_1, STREET

V, ELSEWHERE = Held(Role.VOLUNTEER, COMPOUND), "qs/hy/ty"
# name: (roles, home). Qin lives with Li; Fan sits at the desk of the next community, and volunteers there.
PEOPLE: dict[str, tuple[tuple[Held, ...], str | None]] = {
    "Li Xiulan": ((Held(Role.RESIDENT, COMPOUND),), f"{COMPOUND}/3/1"),
    "Zhao Defu": ((Held(Role.RESIDENT, COMPOUND),), f"{COMPOUND}/5/1"),
    "Qin Yu": ((V,), f"{COMPOUND}/3/1"),
    "Feng Lei": ((V,), f"{COMPOUND}/5/2"),
    "Gao Yan": ((V,), f"{COMPOUND}/3/2"),
    "Bo Lan": ((V,), None),
    "Wang Jianguo": ((Held(Role.GRID, GRID_1),), None),
    "Hu Bin": ((Held(Role.GRID, GRID_1),), None),
    "Zhou Min": ((Held(Role.COMMUNITY, COMPOUND),), f"{COMPOUND}/4/1"),
    "Liu Fang": ((Held(Role.COMMUNITY, COMMUNITY),), None),
    "Sun Zhiqiang": ((Held(Role.STREET, STREET),), None),
    "Yang Guang": ((Held(Role.CITY, CITY),), None),
    "Fan Rui": ((Held(Role.COMMUNITY, ELSEWHERE), Held(Role.VOLUNTEER, f"{ELSEWHERE}/yl")), None),
    "Zhang Weidong": ((Held(Role.PROPERTY, COMPOUND),), None),
    "Mei Hua": ((Held(Role.PARTNER, COMPOUND, "m:1"),), None),
    "Dong Hai": ((Held(Role.DEPARTMENT, CITY, "roads"),), None),
    "Ma Ying": ((Held(Role.OWNERS, COMPOUND),), None),
}
HOMES = {name.split()[0].lower(): home for name, (_, home) in PEOPLE.items()}
NAMES = sorted(HOMES)
DESK, ABOVE = {"zhou", "liu"}, {"sun"}
HELP_HERE = {"qin", "feng", "gao", "bo", "zhang", "mei", "dong"}  # volunteers, company, partner and department of here
CAP = 3

AT_ONCE = ("wish", "wyes", "wclaim", "wjoin", "wmore", "wleave", "woff", "wkeep", "wover", "wfree", "wnotyet")
TALKS = ("wsay", "wno", "wdrop", "wdone", "wtrue")
BY_VERSION = ("wyes", "woff", "wkeep", "wover", "wfree", "wnotyet")  # an old button is not obeyed
ASKED = ("wday", "wwrite", "wcard")  # these leave it as it is, or what they lead to is told in tests of their own
PUBLIC = ("open", "claimed", "done")  # it hangs on the wall, or did


@dataclass(frozen=True)
class Life:
    """How a wish stands. wisher: None who has no phone. home: where the wisher lives. credited: (round, helper)."""

    number: str
    poster: str
    wisher: str | None
    home: str
    weekly: bool = False
    hands: int = 1
    consent: bool = True
    state: str = "posted"
    version: int = 1
    claimer: str | None = None
    helper: str | None = None
    off: bool = False
    round: int = 1
    ending: str | None = None
    everywhere: bool = False  # it is offered in the whole street
    tries: int = 0
    credited: tuple[tuple[int, str], ...] = ()

    @property
    def open(self) -> bool:
        return self.state != "closed"

    def owns(self, who: str) -> bool:
        return who in (self.poster, self.wisher)

    def at_it(self, who: str) -> bool:
        return who in (self.claimer, self.helper)


def may(who: str, word: str, life: Life) -> bool:
    """The page of rights, spelled out; whatever the state."""
    desk, above, own = who in DESK, who in ABOVE, life.owns(who)
    helps = who in HELP_HERE or (who == "fan" and life.everywhere)
    return {
        "wish": life.state in PUBLIC or own or desk or above or life.at_it(who),
        "wyes": (desk or above) and not own,
        "wsay": (desk or above) and not own,
        "wno": (desk or above) and not own,
        "wfree": (desk or above) and not own,
        "wclaim": helps and not own and HOMES[who] != life.home,
        "wjoin": helps and not own and HOMES[who] != life.home,
        "wmore": who == life.claimer,
        "woff": who == life.claimer,
        "wkeep": who == life.claimer,
        "wdone": who == life.claimer,
        "wleave": who == life.helper,
        "wover": who == life.helper,
        "wdrop": own or desk,
        "wtrue": own and not life.at_it(who),
        "wnotyet": own and not life.at_it(who),
        "wday": own or who == life.claimer,
        "wwrite": own or desk or life.at_it(who),
        "wcard": who == life.poster and life.wisher is None,
    }[word]


def can_be(who: str, word: str, life: Life) -> bool:
    """As it stands now, whoever does it."""
    wanted = life.state == "claimed" and life.hands > 1 and life.helper is None and not life.at_it(who)
    held = life.state == "claimed"
    return {
        "wish": True,
        "wyes": life.state == "posted",
        "wsay": life.state == "posted",
        "wno": life.state in ("posted", "open"),
        "wfree": held,
        "wclaim": life.state == "open" or wanted,
        "wjoin": life.state == "open" or wanted,
        "wmore": held and life.hands == 1,
        "woff": held and not life.off,
        "wkeep": held and life.off,
        "wdone": held,
        "wleave": held,
        "wover": held and life.off,
        "wdrop": life.state in ("posted", "open", "claimed"),
        "wtrue": life.state == "done",
        "wnotyet": life.state == "done",
        "wday": held and not life.off,
        "wwrite": life.open,
        "wcard": True,
    }[word]


def after(life: Life, who: str, word: str, in_hand: int = 0) -> Life | None:
    """None where nothing comes of it. in_hand: how many wishes they have."""
    if word == "wish" or not (may(who, word, life) and can_be(who, word, life)):
        return None
    if word in ("wclaim", "wjoin") and in_hand >= CAP:
        return None
    taken: dict[str, Any] = {"state": "claimed", "claimer": who} if life.state == "open" else {"helper": who}
    sets: dict[str, dict[str, Any]] = {
        "wyes": {"state": "open"},
        "wsay": {"state": "open"},
        "wno": {"state": "closed", "ending": "refused"},
        "wfree": FREED,
        "wclaim": taken,
        "wjoin": taken,
        "wmore": {"hands": 2},
        "woff": {"off": True},
        "wkeep": {"off": False},
        "wdone": {"state": "done", "off": False},
        "wleave": {"helper": None},
        "wover": {"claimer": who, "helper": None, "off": False},
        "wdrop": {"state": "closed", "ending": "withdrawn"},
        "wnotyet": {"state": "claimed"},
        "wtrue": {},
    }
    moved = replace(life, **sets[word], version=life.version + 1)
    return confirmed(moved) if word == "wtrue" else moved


FREED: dict[str, Any] = {"state": "open", "claimer": None, "helper": None, "off": False}


def confirmed(life: Life) -> Life:
    """Both who did it are credited for this round, and only now."""
    credited = tuple((life.round, who) for who in (life.claimer, life.helper) if who)
    ends = {"state": "claimed", "round": life.round + 1, "tries": 0} if life.weekly else ENDS
    return replace(life, **ends, credited=life.credited + credited)


ENDS: dict[str, Any] = {"state": "closed", "ending": "fulfilled"}


def by_code(life: Life, right: bool) -> Life:
    """What the digits do that were typed: done and confirmed in one, or nothing, and five times at most."""
    if right and life.tries < 5:
        return confirmed(replace(life, off=False, version=life.version + 2))
    return replace(life, tries=life.tries + 1)


def looked_at(life: Life, nag: str) -> Life:
    """What the clock did; all but these leave the wish as it is."""
    lapsed = {"state": "closed", "ending": "lapsed" if life.state == "open" else "unconfirmed"}
    sets = {"lapse": lapsed, "release": FREED, "let_go": FREED}.get(nag)
    return replace(life, **sets, version=life.version + 1) if sets else life
