"""The entries to points, certificates, corrections and the credit supermarket."""

from typing import Any

from tests.proof.rights.entries import Entry
from tests.proof.rights.entries_orders import ALONE, own

PROPOSED = "SELECT COUNT(*) AS n FROM corrections"
GOODS = "SELECT COUNT(*) AS n FROM goods WHERE shop = 'm:credit'"
RICH = "INSERT INTO accounts (account, unit, balance) VALUES ('person:' || :me, 'points', 900)"

HELPED = (
    "INSERT INTO ledger (n, id, unit, source, target, amount, why, ref, done_by, at, seal) "
    "SELECT MAX(n) + 1, 'helped', 'minutes', 'issued', 'person:' || :me, 60, 'wish', 'x', 'system', MAX(at), 'x' "
    "FROM ledger"
)


def points(action: str, thing: str, *steps: str, **more: Any) -> Entry:
    return Entry(action, thing, steps, **more)


OWN = (
    points("points.view_own", "self", "/points", effect="reads:points"),
    points("points.view_own", "self", "b:points 0", effect="reads:."),
    points("points.view_own", "helper", "b:cert all", effect="SELECT COUNT(*) AS n FROM certificates", given=HELPED),
    points("points.redeem", "self", "/shop", effect="reads:points"),
    points("points.redeem", "self", "b:shop 0", effect="reads:points"),
    points(
        "points.redeem",
        "bought",
        "b:sgood {id}",
        effect="reads:Good oil",
        besides=("points.view_own",),
        stances=("ao", "aos"),
    ),
    points("points.redeem", "bought", "b:sget {id} {points}", "t:Yes", given=RICH, stances=("ao", "aos")),
)
CORRECTIONS = (
    points("points.corrections_view", "around", "/corrections", effect="reads:少记了半小时", stances=("a",)),
    points(
        "points.adjust_propose",
        "around",
        "/corrections",
        "t:Propose a correction",
        "000000",
        "Add time",
        "30",
        "少记了半小时",
        effect=PROPOSED,
    ),
    points(
        "points.adjust_propose", "around", "b:corr new", "000000", "Add time", "30", "少记了半小时", effect=PROPOSED
    ),
    points("points.adjust_approve", "correction", "b:corr yes {id}"),
    points("points.adjust_approve", "correction", "b:corr no {id}", "没有依据"),
    points("points.adjust_approve", "correction", "b:corr see {id}", effect="reads:Please decide"),
    points("points.corrections_view", "around", "b:corr more 0", effect="reads:少记了半小时", stances=("a",)),
    points("points.rings_view", "around", "/rings", effect="reads:🔁 (杏福苑|柳溪社区|河沿街道|第一网格)"),
    points("points.verify", "around", "/verify {certificate}", effect="reads:was made here"),
    points("points.verify", "around", "/verify", "{certificate}", effect="reads:was made here"),
)
SHELF = (
    points("goods.edit", "credit", "b:gshop {id}", effect="reads:kinds of goods"),
    points("goods.edit", "credit", "/goods", effect="reads:Good oil"),
    points("goods.edit", "oil", "b:gsee {id}", effect="reads:on the shelf"),
    points(
        "goods.edit", "credit", "b:gnew {id}", "大豆油", "60", "5", "t:Skip", "t:Skip", "t:On the shelf", effect=GOODS
    ),
    points("goods.edit", "oil", "b:gmore {id}", "3"),
    points("goods.edit", "oil", "b:gcost {id} {version}", "70"),
    points("goods.edit", "oil", "b:gstop {id} {version}"),
    points("goods.edit", "oil", "b:ggo {id} {version}", given="UPDATE goods SET state = 'paused' WHERE id = :id"),
    points("goods.edit", "oil", "b:gout {id} {version}", "t:Yes"),
    points("goods.books", "credit", "b:pwait {id}", effect="reads:to be picked up"),
    points("goods.books", "credit", "b:pmonth {id} 2026-11", effect="reads:handed over for"),
)
COUNTER = (
    points("points.hand_over", "redemption", "b:phand {number}"),
    points("points.hand_over", "waiting", "b:pcode", "{waiting_code}", effect="reads:The code is right"),
    points("points.hand_over", "waiting", "/pickup", "{waiting_code}", effect="reads:The code is right"),
    points("points.hand_over", "waiting", "s:u-{number}-{waiting_digits}", effect="reads:The code is right"),
    points("points.redeem", "waiting", "b:scode {number}", stances=("x", "o", "a")),
    points("points.give_back", "waiting", "b:sback {number} yes", stances=("x", "o", "a", "s"), only=own, why=ALONE),
    points("points.redeem", "waiting", "b:smine", effect="reads:Number {number}", stances=("x", "o", "a")),
)
ENTRIES = OWN + CORRECTIONS + SHELF + COUNTER
