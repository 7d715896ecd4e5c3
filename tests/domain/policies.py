"""Small policies for tests of the clock: real or working time, any zone, the usual ladders or others."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from domain.calendar import Calendar, Period, Quiet, Span
from domain.category import Catalogue, Category
from domain.ladder import Ladder, Nag
from domain.order import DAY, Lane
from domain.policy import LADDERS, Patience, Policy, Rules

SHANGHAI, NEW_YORK, LORD_HOWE = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
MINUTE, HOUR = 60, 3600
OFFICE: tuple[Period, ...] = ((time(8, 30), time(12)), (time(14), time(18)))
WEEK: Sequence[tuple[Period, ...]] = [OFFICE] * 5 + [(), ()]
LIFT = Category("lift", "电梯", "Lift", (("电梯", 6),), response=5, feedback=30)
PETS = Category("pets", "宠物", "Pets", (("狗", 6),))
CATALOGUE = Catalogue([LIFT, PETS])


def local(text: str, zone: tzinfo = SHANGHAI) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def patience(placed: int, dispatched: int, accepted: int, finished: int, working: bool) -> Patience:
    """Minutes, minutes, minutes, days."""
    first, second, third = (Span(minutes * MINUTE, working) for minutes in (placed, dispatched, accepted))
    return Patience(first, second, third, Span(finished * DAY))


def policy(
    working: bool = False,
    zone: tzinfo = SHANGHAI,
    ladders: Mapping[Lane, Ladder] = LADDERS,
    share: float = 1.0,
) -> Policy:
    """share: of the usual patience of the lanes that are not urgent."""
    usual = patience(round(10 * share), round(30 * share), round(60 * share), 3, working)
    lanes = dict.fromkeys(Lane, usual) | {Lane.URGENT: patience(3, 5, 20, 1, working=False)}
    night = Quiet(time(22), time(7))
    return Policy(CATALOGUE, (), Rules(Calendar(zone, WEEK), lanes, ladders=ladders, quiet=night))


def ladder(steps: str) -> Ladder:
    """ "nag 1, raise 2" read as data."""
    pairs = (step.split() for step in steps.split(", "))
    return Ladder(tuple((Nag(nag), float(when)) for nag, when in pairs))


LONG = "remind 0.25, remind 0.5, nag 1, tell 1.5, nag 2.5, raise 3, raise 3.5"
APART = {**LADDERS, Lane.HOT: ladder("nag 1, raise 2"), Lane.URGENT: ladder("tell 1, tell 1.5, raise 3")}
REAL, WORKING = policy(), policy(working=True)
ALL = {
    "real": REAL,
    "working": WORKING,
    "new york": policy(working=True, zone=NEW_YORK),
    "lord howe": policy(working=True, zone=LORD_HOWE),
    "long ladder": policy(working=True, ladders={lane: ladder(LONG) for lane in Lane}),
    "ladders apart": policy(ladders=APART),
    "short ladder": policy(ladders={lane: ladder("nag 1, raise 1.5, tell 2") for lane in Lane}),
}
halves = st.sampled_from([0.5, 0.75])
nagging = st.sampled_from(["nag 1", "tell 1", "nag 1, tell 1.5", "tell 1, nag 1.25, tell 1.75"])
raising = st.sampled_from(["raise 2", "raise 3", "raise 2, tell 2.5", "raise 2, raise 2.5, raise 5"])
written = st.one_of(
    st.builds(", ".join, st.tuples(nagging, raising)),
    st.builds(lambda half, *rest: ", ".join((f"remind {half}", *rest)), halves, nagging, raising),
)
any_ladders = st.fixed_dictionaries({lane: written.map(ladder) for lane in Lane})
any_policies = st.builds(
    policy, st.booleans(), ladders=any_ladders, share=st.sampled_from([0.1, 0.5, 1.0, 4.0, 24.0])
)  # of a neighbourhood that thinks again
policies = st.sampled_from(list(ALL)).map(ALL.__getitem__)
