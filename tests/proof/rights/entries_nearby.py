"""The entries to shops, their menus, and activities."""

from typing import Any

from tests.proof.rights.entries import Entry

INVITES = "SELECT COUNT(*) AS n FROM invites"
SERVICES = "SELECT COUNT(*) AS n FROM services WHERE partner = 'm:barber'"
ENDED = "SELECT until FROM roles WHERE id = :id"
SIGNED_UP = "SELECT COUNT(*) AS n FROM activity_sign_ups WHERE person = :me AND stand = 'in'"
MARKED = "SELECT SUM(came) AS n, COUNT(came) AS m FROM activity_sign_ups WHERE activity = :id"
SIGNS_UP = (
    "INSERT INTO activity_sign_ups (activity, person, part, stand, nth) VALUES (:id, :me, 'guest', '{stand}', 77)"
)


def near(action: str, thing: str, *steps: str, **more: Any) -> Entry:
    return Entry(action, thing, steps, **more)


SHOPS = (
    near("role.invite_partner", "around", "/partners", effect="reads:小王理发店"),
    near("role.invite_partner", "around", "b:partners 0", effect="reads:小王理发店"),
    near(
        "role.invite_partner",
        "around",
        "b:newpartner",
        "花店",
        "?t:杏福苑",
        "No",
        effect="SELECT COUNT(*) AS n FROM partners WHERE place = :id",
    ),
    near("partner.pause", "shop", "b:partner {id}", effect="reads:Kept by"),
    near("role.invite_partner", "shop", "b:pinvite {id}", effect=INVITES),
    near("partner.pause", "shop", "b:ppause {id} 1"),
    near("role.revoke", "keeper_role", "b:pout {id}", "Yes"),
    near("service.edit", "shop", "/mymenu", effect="reads:The menu of 小王理发店"),
    near("service.edit", "shop", "b:svcs {id} 0", effect="reads:The menu of 小王理发店"),
    near("service.edit", "service", "b:svcmine {id}", effect="reads:上门理发"),
    near(
        "service.edit",
        "shop",
        "b:svcnew {id}",
        "洗衣",
        "Low-cost",
        "9 元",
        "at their home",
        "每天 9-17 点",
        "t:Send",
        effect=SERVICES,
    ),
    near("service.edit", "service", "b:svcedit {id} {version}", "t:Change the words", "理发", "t:Send"),
    near("service.edit", "service", "b:svcpause {id} {version}"),
    near(
        "service.edit", "service", "b:svcon {id} {version}", given="UPDATE services SET state = 'paused' WHERE id = :id"
    ),
    near("service.edit", "service", "b:svcgone {id} {version}"),
    near("service.approve", "shop", "b:svcall {id} 0", effect="reads:The menu of 小王理发店"),
    near("service.approve", "service", "b:svclook {id}", effect="reads:上门理发"),
    near("service.approve", "service_asked", "b:svcok {id} {version}"),
    near("service.approve", "service_asked", "b:svcno {id} {version}", "价格不清楚"),
    near("order.create", "self", "/menu", effect="reads:."),
    near("order.create", "self", "b:menu 0", effect="reads:."),
    near("order.create", "customer", "b:svc {id}", effect="reads:上门理发", besides=("wish.view_public",)),
    near(
        "order.create",
        "customer",
        "b:svcorder {id} {version}",
        "剪短一点",
        "?t:3号楼",
        "?t:1单元",
        "t:Order it",
        effect="SELECT COUNT(*) AS n FROM authors WHERE person = :me",
    ),
)
ACTIVITIES = (
    near("activity.join", "self", "/activities", effect="reads:."),
    near("activity.join", "self", "b:act list 0", effect="reads:."),
    near("wish.view_public", "activity", "b:act show {number}", effect="reads:暗号activity"),
    near("wish.view_public", "activity", "{number}", effect="reads:暗号activity"),
    near("activity.join", "joining", "b:act in {number}", effect=SIGNED_UP),
    near("activity.join", "joining", "b:act help {number}", effect=SIGNED_UP),
    near(
        "activity.join",
        "joining",
        "b:act yes {number}",
        effect=SIGNED_UP,
        given=SIGNS_UP.format(stand="offered"),
    ),
    near(
        "activity.join",
        "joining",
        "b:act out {number}",
        effect=SIGNED_UP,
        given=SIGNS_UP.format(stand="in"),
    ),
    near("activity.join", "self", "b:act peace", effect="SELECT COUNT(*) AS n FROM activity_peace"),
    near(
        "activity.join",
        "self",
        "b:act news",
        effect="SELECT COUNT(*) AS n FROM activity_peace",
        given="INSERT INTO activity_peace (person, since) VALUES (:me, 1)",
    ),
    near(
        "activity.organise",
        "around",
        "b:act new",
        "Free clinic",
        "量血压",
        "?t:柳溪社区",
        "?t:杏福苑",
        "?t:All of",
        "东门",
        "11-28",
        "14:30",
        "2 hours",
        "10",
        "2",
        "t:Announce it",
        effect="SELECT COUNT(*) AS n FROM activities WHERE place LIKE 'qs%'",
    ),
    near("activity.manage", "activity", "b:act move {number}", "12-02", "15:00", "下雨"),
    near("activity.manage", "activity", "b:act off {number}", "下雨"),
    near("activity.attendance", "activity", "b:act who {number}", effect="reads:Zhao|1 come"),
    near("activity.attendance", "activity_held", "b:act roll {number}", effect="reads:Zhao"),
    near("activity.attendance", "activity_held", "b:act mark {number} {nth} 0", effect=MARKED),
    near("activity.attendance", "activity_held", "b:act all {number}", effect=MARKED),
    near("activity.attendance", "activity_held", "b:act done {number}", effect=MARKED),
    near("activity.vouch", "activity_vouched", "b:act vouch {number}"),
    near("activity.vouch", "activity_vouched", "b:act refuse {number}"),
)
ENTRIES = SHOPS + ACTIVITIES
