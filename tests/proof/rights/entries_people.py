"""The entries to roles, groups, posters, privacy, several chats of one person, and links that somebody opens."""

from typing import Any

from tests.proof.rights.entries import Entry

OPENER = "telegram:opener"
INVITED = "SELECT COUNT(*) AS n FROM invites WHERE place >= 'qs' AND place < 'qt'"
GROUPS = "SELECT COUNT(*) AS n FROM group_codes WHERE place >= 'qs' AND place < 'qt'"
POSTERS = "SELECT COUNT(*) AS n FROM place_codes WHERE place >= 'qs' AND place < 'qt'"
OWN_CHATS = "SELECT COUNT(*) AS n FROM link_codes WHERE person = :me"
MADE_BY = "UPDATE invites SET invited_by = :me WHERE token_hash = :id"
ACTIONS = {
    "G": "role.invite_grid_or_volunteer",
    "V": "role.invite_grid_or_volunteer",
    "P": "role.invite_property_or_owners",
    "O": "role.invite_property_or_owners",
    "M": "role.invite_partner",
    "C": "role.invite_community",
    "S": "role.invite_street_or_department",
    "D": "role.invite_street_or_department",
    "Y": "role.invite_city",
}
LABELS = {
    "G": ("t:grid worker", "?t:杏福苑 第一网格"),
    "V": ("t:volunteer", "?t:杏福苑"),
    "P": ("t:worker of the property", "?t:杏福苑"),
    "O": ("t:owners' committee", "?t:杏福苑"),
    "C": ("?t:dispatcher", "?t:柳溪社区"),
    "S": ("t:officer of the street", "?t:河沿街道"),
    "D": ("t:officer of the department", "t:河沿街道"),
}


def people(action: str, thing: str, *steps: str, **more: Any) -> Entry:
    return Entry(action, thing, steps, **more)


def no_admin(role: str, stance: str) -> bool:
    return role != "A"


LETTING_IN = tuple(
    people(ACTIONS[role], "around", "/invite", *steps, "t:Skip", effect=INVITED + f" AND role = '{role}'")
    for role, steps in LABELS.items()
)
# Whoever walks made the link; somebody else opens it. Then they try to open it themselves.
OPENING = tuple(
    people(action, f"invite_{role}", f"s:{{link_{role}}}", by=OPENER, given=MADE_BY, stances=("x", "a"))
    for role, action in ACTIONS.items()
) + tuple(
    people(action, f"invite_{role}", f"s:{{link_{role}}}", given=MADE_BY, stances=("ab", "xb"))
    for role, action in ACTIONS.items()
)
ROLES = (
    people("role.confirm_property_or_owners", "post", "b:jny {id}"),
    people(
        "role.confirm_property_or_owners", "post", "b:jnn {id}", effect="SELECT until, due_at FROM posts WHERE id = :id"
    ),
    people("role.revoke", "worker_role", "/team", "Hu Bin", "t:End the role"),
    people(
        "role.resign",
        "self",
        "/resign",
        "t:Yes",
        effect="SELECT COUNT(*) AS n FROM roles WHERE person = :me AND until IS NULL",
        only=lambda role, stance: role not in "RA",
        why="nobody lays down being a resident, and an administrator only on the command line",
    ),
    people(
        "role.stand_in",
        "around",
        "/standin",
        "t:Hu Bin",
        "t:Wang",
        "?t:Tomorrow",
        effect="SELECT COUNT(*) AS n FROM leaves",
    ),
    people("role.verify", "around", "/verify {badge}", effect="reads:works here|Yes:"),
)
GROUPS_AND_POSTERS = (
    people("group.bind", "around", "/group", effect="reads:Unbind|Groups of your places", stances=("a",)),
    people("group.bind", "group", "b:gp off {chat}"),
    people("group.bind", "group", "b:gp try {chat}", effect="SELECT COUNT(*) AS n FROM outbox WHERE chat = :chat"),
    people(
        "group.bind", "around", "b:gp new", "t:neighbours' group", "?t:杏福苑", "?t:The whole compound", effect=GROUPS
    ),
    people(
        "group.bind",
        "group_code",
        "/bind GR0VPC0DE",
        by="telegram:binder",
        group="telegram:-555",
        given="UPDATE group_codes SET made_by = :me WHERE code_hash = :id",
    ),
    people("qr.create", "around", "/qr", "?t:杏福苑", "t:Only one", "?t:2号楼", "?t:All of it", effect=POSTERS),
    people("qr.revoke", "poster", "b:qr revoke {number}"),
    people("qr.revoke", "poster", "/qr {number}", effect="reads:scanned"),
)
PRIVACY = (
    people("self.export", "self", "b:pv export", effect="SELECT COUNT(*) AS n FROM export_links WHERE person = :me"),
    people("audit.who_saw_my_data", "self", "b:pv looks 0", effect="reads:Nobody has looked|Who looked"),
    people("self.correct", "self", "b:pv agree", effect="SELECT COUNT(*) AS n FROM consents WHERE person = :me"),
    people("self.correct", "self", "b:pv correct", effect="reads:This is what I have of you"),
    people("self.correct", "self", "b:pv fix name", "Li Si", effect="SELECT name FROM persons WHERE id = :me"),
    people(
        "self.withdraw_consent",
        "self",
        "b:pv agree",
        "b:pv withdraw",
        effect="SELECT COUNT(*) AS n FROM consents WHERE person = :me AND withdrawn_at IS NOT NULL",
    ),
    people(
        "self.delete",
        "self",
        "b:pv delete",
        "t:Go on",
        "t:Delete for good",
        effect="SELECT (SELECT name FROM persons WHERE id = :me) AS n, (SELECT COUNT(*) FROM erasures) AS m",
    ),
    people(
        "self.delete",
        "self",
        "b:pv stay",
        effect="SELECT COUNT(*) AS n FROM erasures",
        given="INSERT INTO erasures (person, asked_at, look_at) VALUES (:me, 1, 2)",
    ),
    people("chat.link", "self", "b:jnlc", effect=OWN_CHATS),
    people("chat.link", "self", "/link", "t:Add another chat", effect=OWN_CHATS),
    people("chat.link", "self", "b:jnli", effect="reads:code"),
    people("chat.link", "link", "b:jnno {id}"),
    people("order.create", "draft", "b:gpd send {id} {version} {consent}"),
    people("order.create", "draft", "b:gpd no {id} {version}"),
)
ENTRIES = LETTING_IN + OPENING + ROLES + GROUPS_AND_POSTERS + PRIVACY
