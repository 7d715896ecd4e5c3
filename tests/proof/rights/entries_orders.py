"""The entries to orders: buttons, talks, typed numbers and words."""

from typing import Any

from tests.proof.rights.entries import Entry

EVENTS = "SELECT COUNT(*) AS n FROM order_events WHERE order_id = :id"
AGAIN = "SELECT follow_up FROM orders WHERE id = :id"
SIGNED = "SELECT signed FROM orders WHERE id = :id"
CONTACT = "SELECT phone, visit_at FROM order_contacts WHERE order_id = :id"
SHOWN = "INSERT INTO cards (chat, card, ref) VALUES (:chat, 'order:' || :number, 'card')"
NAMED = "UPDATE orders SET what = 'so says Li Xiulan' WHERE id = :id"
DEADLINE = "UPDATE orders SET deadline = 1 WHERE id = :id"
VISIT = "UPDATE order_contacts SET visit_at = 1 WHERE order_id = :id"


def order(action: str, thing: str, *steps: str, **more: Any) -> Entry:
    """The button's number and version go without saying."""
    first = steps[0] if not steps[0].isalpha() else f"b:{steps[0]} {{number}} {{version}}"
    return Entry(action, thing, (first, *steps[1:]), **more)


def asked(role: str, stance: str) -> bool:
    return "s" in stance


def not_grid(role: str, stance: str) -> bool:
    return role != "G"


def own(role: str, stance: str) -> bool:
    return "o" in stance


def not_own(role: str, stance: str) -> bool:
    return "o" not in stance


def from_here(role: str, stance: str) -> bool:
    return role != "S" or "a" in stance


def by_volunteer(role: str, stance: str) -> bool:
    return role == "V" and "s" in stance


def clerk(role: str, stance: str) -> bool:
    return role in "GC"


def looks(role: str, stance: str) -> bool:
    return "o" not in stance


NOT_BY_DUTY = "the author knows it"
TO_ITSELF = "whoever takes it on is never its author"
BY_GRID = "a grid worker hands out to themselves and to volunteers of the grid, and refuses nothing"
ASKED = "what others were asked to accept is not theirs to take"
DESK = "a task is handed out from a desk around the place"
RAISES = "the author raises by a button of their own, once the deadline is over"
ALONE = "by this button the author alone"

HANDING_OUT = (
    order("order.accept", "dispatched", "accept", only=asked, why=ASKED),
    order("order.accept", "placed", "pick"),
    order("order.dispatch", "placed", "keep", only=not_own, why=TO_ITSELF),
    order("order.dispatch", "placed", "b:give {number} {version} feng"),
    order("order.dispatch", "placed", "b:give {number} {version} hu", only=not_grid, why=BY_GRID),
    order("order.dispatch", "placed", "other", "Feng Lei"),
    order("order.dispatch", "placed", "refuse", "不归我们管", only=not_grid, why=BY_GRID),
    order("order.classify", "placed", "urgent"),
    order("order.merge_duplicates", "placed", "merge", "{alike}"),
    order("order.escalate", "placed", "hard", "要请专业队伍", only=not_own, why=RAISES),
    order("order.escalate", "placed", "raise", only=own, why=ALONE, given=DEADLINE),
    order(
        "order.joint_add_party",
        "accepted",
        "callin",
        "Hu Bin",
        "拿梯子",
        "Skip",
        effect=EVENTS,
        only=from_here,
        why=DESK,
    ),
    order("order.cancel", "placed", "cancel", "Yes", only=own, why="a dispatcher refuses what is the author's own"),
    order("order.cancel", "task", "cancel", "Yes"),
)

AT_WORK = (
    order("order.decline", "dispatched", "decline", "今天休息"),
    order("order.decline", "accepted", "decline", "今天休息"),
    order("order.progress", "accepted", "progress", "等配件"),
    order("order.progress", "accepted", "plan", "Tomorrow"),
    order("order.pause", "accepted", "more", "Pause", "waiting for parts", "Tomorrow"),
    order("order.pause", "paused", "resume"),
    order("order.resolve", "accepted", "finish", "Skip"),
    order("order.extend_request", "accepted", "more", "More time", "Tomorrow", "要等厂家"),
    order("order.extend_approve", "wanting", "grant"),
    order("order.extend_approve", "wanting", "deny", "周末前要好"),
    order("order.comment", "accepted", "reply", "你好吗", effect=EVENTS),
    order("order.comment", "accepted", "r:你好吗", effect=EVENTS, given=SHOWN),
    order("order.comment", "accepted", "ask", "你好吗", effect=EVENTS),
    order("order.comment", "accepted", "add", "你好吗", effect=EVENTS),
)

AFTERWARDS = (
    order("order.urge", "placed", "urge"),
    order("order.rate", "finished", "fixed", "★★★★★", "Skip"),
    order("order.reopen", "finished", "unfixed", "还在漏"),
    order("order.confirm", "lasting", "held", effect=AGAIN),
    order("order.confirm", "lasting", "back", "又漏了", effect=AGAIN),
    order("order.sign_off", "closed", "sign", effect=SIGNED),
    order("order.sign_off", "closed", "object", "没弄干净", effect=SIGNED),
    order("order.pass_on", "proxied", "passon", "Skip"),
    order("order.call_back", "proxied", "cback", "t:Fixed", "★★★★★", "Skip", "{proxied_code}"),
    order(
        "order.pass_on",
        "proxied",
        "b:bhslip {number}",
        effect="SELECT sealed FROM call_backs WHERE order_id = :id",
        given="UPDATE orders SET state = 'accepted' WHERE id = :id",
    ),
)

SEEN = "reads:暗号accepted"
LOOKING = (
    order("order.view_deidentified", "accepted", "b:show {number}", effect=SEEN),
    order("order.view_deidentified", "accepted", "{number}", effect=SEEN),
    order("order.find", "accepted", "/find {number}", effect=SEEN, needs=("order.view_deidentified",)),
    order("order.find", "accepted", "/find", "{number}", effect=SEEN, needs=("order.view_deidentified",)),
    order("order.find", "accepted", "查 {number}", effect=SEEN, needs=("order.view_deidentified",)),
    order(
        "order.find",
        "accepted",
        "b:fd 9223372036854775807 暗号accepted",
        effect="reads:{number}",
        needs=("order.view_deidentified",),
        stances=("x", "o", "a", "aj"),
    ),
    order(
        "order.view_detail",
        "accepted",
        "b:show {number}",
        effect="reads:says Li Xiulan",
        given=NAMED,
        stances=("x", "o", "s", "a", "aj", "sj"),
    ),
    order(
        "order.view_complainant_identity",
        "accepted",
        "b:rv {number}",
        "?t:Name",
        "to find the place",
        effect="SELECT COUNT(*) AS n FROM views WHERE field = 'name'",
        only=looks,
        why=NOT_BY_DUTY,
    ),
    order("order.view_photo", "photographed", "b:photos {number}", effect="reads:Photos of"),
    order(
        "order.reveal_contact",
        "reachable",
        "b:rv {number}",
        "t:Phone",
        "to find the place",
        effect="SELECT COUNT(*) AS n FROM views",
        given=VISIT,
        only=not_own,
        why="the author knows it",
    ),
    order(
        "order.reveal_contact",
        "reachable",
        "b:rva {number}",
        effect="reads:I have asked them",
        only=by_volunteer,
        why="only a volunteer asks whether they may come by",
    ),
    order(
        "order.reveal_contact",
        "reachable",
        "b:rvy {number} wang",
        effect=CONTACT,
        only=own,
        why=ALONE,
        stances=("x", "o", "a", "ao"),
    ),
    order(
        "order.reveal_contact",
        "reachable",
        "b:rvn {number} wang",
        effect=CONTACT,
        given=VISIT,
        only=own,
        why=ALONE,
        stances=("x", "o", "a", "ao"),
    ),
    order("self.correct", "reachable", "b:rvc {number}", "t:Change", "13912345678", effect=CONTACT),
)

REPORTING = (
    order(
        "order.create",
        "self",
        "杏福苑3号楼1单元路灯不亮",
        "t:Send",
        effect="SELECT COUNT(*) AS n FROM authors WHERE person = :me",
    ),
    order(
        "order.create",
        "self",
        "/report",
        "杏福苑3号楼1单元路灯不亮",
        "t:Send",
        effect="SELECT COUNT(*) AS n FROM authors WHERE person = :me",
    ),
    order(
        "order.follow",
        "self",
        "杏福苑5号楼2单元路灯不亮",
        "t:Me too",
        effect="SELECT COUNT(*) AS n FROM follows WHERE person = :me",
    ),
    order("order.follow", "followed", "b:fdx {number}"),
    order("order.follow", "followed", "b:fds {number}", effect="reads:Neighbours: "),
    order(
        "order.create_on_behalf",
        "around",
        "/behalf",
        "吴奶奶",
        "13812345678",
        "杏福苑3号楼1单元路灯不亮",
        "t:Send",
        effect="SELECT COUNT(*) AS n FROM orders WHERE proxy = 1 AND place >= :id AND place < 'qs/hy/lx/xg'",
    ),
    *(
        order(
            "stats.view",
            "around",
            how,
            effect="reads:杏福苑, the last 30 days",
            only=lambda role, stance: role == "O" and stance == "a",
            why="the list of a compound is for its committee",
        )
        for how in ("/orders", "b:orders 0.0")
    ),
    order(
        "stats.view",
        "around",
        "/figures",
        effect="SELECT person FROM wanted_reports",
        only=lambda role, stance: role in "CSY",
        why="the figures of a week are drawn for those who sit at a desk",
    ),
)

ENTRIES = HANDING_OUT + AT_WORK + AFTERWARDS + LOOKING + REPORTING
