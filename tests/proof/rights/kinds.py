"""What rights are about: how each thing is found, how somebody comes to stand to it, and what no thing is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

NO_NUMBER = "5KVY62"  # well formed, and nothing is called so
MISTYPED = "5KVY63"
NO_ID = "999999999999"


@dataclass(frozen=True)
class Kind:
    """found: SQL for what stands in the steps of an entry, by :key. standing: by letter, SQL that makes it so.

    stances: in which everybody is put, one after the other. effect: what is another one once anything was done.
    nowhere: what no such thing is called. seen: the rights by which somebody may know that there is one.
    taken_back: SQL after which they have no part in it any more.
    """

    found: str
    standing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stances: tuple[str, ...] = ("x", "a")
    effect: str = ""
    nowhere: str = NO_NUMBER
    seen: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()


ORDER = Kind(
    found="SELECT id, number, version FROM orders WHERE number = :key",
    standing={
        "o": ("UPDATE authors SET person = :me WHERE order_id = :id",),
        "s": ("UPDATE orders SET assignee = :me, team = NULL WHERE id = :id",),
        "j": ("UPDATE orders SET subject = :team WHERE id = :id",),
        "p": ("UPDATE orders SET wanted_by = :me WHERE id = :id",),
        "y": ("UPDATE orders SET proxy = 1 WHERE id = :id", "UPDATE authors SET person = :me WHERE order_id = :id"),
    },
    stances=("x", "o", "s", "a"),
    effect="SELECT version, urged FROM orders WHERE id = :id",
    seen=("order.view_deidentified",),
    taken_back=(
        "UPDATE authors SET person = 'li' WHERE order_id = :id AND person = :me",
        "UPDATE orders SET assignee = 'wang' WHERE id = :id AND assignee = :me",
    ),
)
PLACED = replace(ORDER, standing={**ORDER.standing, "s": ("UPDATE orders SET rung = :place WHERE id = :id",)})
WISH = Kind(
    found="SELECT id, number, version, home FROM wishes JOIN wishers ON wish_id = id WHERE number = :key",
    standing={
        "o": ("UPDATE wishers SET poster = :me, person = :me WHERE wish_id = :id",),
        "s": ("UPDATE wishes SET claimer = :me WHERE id = :id",),
        "h": ("UPDATE persons SET home = :home WHERE id = :me",),
    },
    stances=("x", "o", "s", "a"),
    effect="SELECT version FROM wishes WHERE id = :id",
    seen=("wish.view_public",),
    taken_back=(
        "UPDATE wishers SET poster = 'li', person = 'li' WHERE wish_id = :id AND poster = :me",
        "UPDATE wishes SET claimer = 'feng' WHERE id = :id AND claimer = :me",
    ),
)
POSTED = replace(WISH, seen=("wish.view_detail",))
KEEPER = (
    "UPDATE roles SET team = 'm:barber' WHERE person = :me AND role = 'M'",
    "INSERT INTO roles (id, person, role, place, team, since) SELECT 'keeps', :me, 'M', 'qs/hy/lx/xf', 'm:barber', 1 "
    "WHERE NOT EXISTS (SELECT 1 FROM roles WHERE person = :me AND role = 'M')",
)
CREDIT_KEEPER = ("UPDATE roles SET team = 'm:credit' WHERE person = :me AND role = 'M'",)
SERVICE = Kind(
    found="SELECT id, version FROM services WHERE id = :key",
    standing={"s": KEEPER, "p": ("UPDATE services SET written_by = :me WHERE id = :id",)},
    stances=("x", "s", "a"),
    effect="SELECT version FROM services WHERE id = :id",
    nowhere=NO_ID,
)
PARTNER = Kind(
    found="SELECT id FROM partners WHERE id = :key",
    standing={"s": KEEPER},
    stances=("x", "s", "a"),
    effect="SELECT paused FROM partners WHERE id = :id",
    nowhere="m:nowhere",
)
CREDIT_SHOP = Kind(PARTNER.found, {"s": CREDIT_KEEPER}, PARTNER.stances, PARTNER.effect, PARTNER.nowhere)
GOODS = Kind(
    found="SELECT id, version, points FROM goods WHERE id = :key",
    standing={"s": CREDIT_KEEPER},
    stances=("x", "s", "a"),
    effect="SELECT version, stock, points, state FROM goods WHERE id = :id",
    nowhere="nothing",
)
BOUGHT = replace(
    GOODS,
    standing={"o": (), "s": CREDIT_KEEPER},
    stances=("ao", "aos"),
    effect="SELECT COUNT(*) AS n FROM redemptions",
    seen=("points.view_own",),
)
REDEMPTION = Kind(
    found="SELECT id, number FROM redemptions WHERE number = :key",
    standing={
        "o": ("UPDATE redemptions SET person = :me, opened_by = NULL, opened_at = NULL WHERE id = :id",),
        "s": (*CREDIT_KEEPER, "UPDATE redemptions SET opened_by = :me WHERE id = :id"),
    },
    stances=("x", "o", "s", "a"),
    effect="SELECT state, code FROM redemptions WHERE id = :id",
)
ACTIVITY = Kind(
    found="SELECT id, number, version FROM activities WHERE number = :key",
    standing={"o": ("UPDATE activities SET organiser = :me WHERE id = :id",)},
    stances=("x", "op", "a", "aop"),
    effect="SELECT version, state, starts_at FROM activities WHERE id = :id",
    taken_back=("UPDATE activities SET organiser = 'zhou' WHERE id = :id AND organiser = :me",),
)
CORRECTION = Kind(
    found="SELECT id FROM corrections WHERE id = :key",
    standing={
        "p": ("UPDATE corrections SET proposed_by = :me WHERE id = :id",),
        "b": ("UPDATE corrections SET person = :me WHERE id = :id",),
    },
    stances=("x", "a"),
    effect="SELECT state FROM corrections WHERE id = :id",
    nowhere=NO_ID,
)
POSTER = Kind("SELECT code AS number FROM place_codes WHERE code = :key",
              effect="SELECT revoked_at FROM place_codes WHERE code = :number")  # fmt: skip
GROUP = Kind("SELECT chat FROM group_chats WHERE chat = :key", effect="SELECT chat FROM group_chats",
             nowhere="telegram:-999")  # fmt: skip
POST = Kind(
    found="SELECT id, key AS roster FROM posts WHERE id = :key",
    standing={
        "p": ("UPDATE posts SET invited_by = :me WHERE id = :id",),
        "b": ("UPDATE roster SET person = :me WHERE key = :roster",),
    },
    stances=("x", "a"),
    effect="SELECT until, due_at FROM posts WHERE id = :id",
    nowhere=NO_ID,
)
APPLICANT = Kind(
    found="SELECT person AS id FROM volunteers WHERE person = :key",
    standing={
        "b": ("DELETE FROM volunteers WHERE person = :me", "UPDATE volunteers SET person = :me WHERE person = :id")
    },
    stances=("x", "a"),
    effect="SELECT state, person FROM volunteers",
    nowhere="nobody",
)
ROLE = Kind(
    "SELECT id, person FROM roles WHERE id = :key", effect="SELECT until FROM roles WHERE id = :id", nowhere=NO_ID
)
TALENT_ASK = Kind(
    found="SELECT id FROM talent_asks WHERE id = :key",
    standing={"o": ("UPDATE talent_asks SET talent = :me WHERE id = :id",)},
    stances=("x", "o", "a"),
    effect="SELECT state FROM talent_asks WHERE id = :id",
    nowhere=NO_ID,
    taken_back=("UPDATE talent_asks SET talent = 'zhao' WHERE id = :id AND talent = :me",),
)
DRAFT = Kind(
    found="SELECT id, version FROM group_drafts WHERE id = :key",
    standing={"o": ("UPDATE group_drafts SET person = :me WHERE id = :id",)},
    stances=("x", "o", "a"),
    effect="SELECT state FROM group_drafts WHERE id = :id",
    nowhere=NO_ID,
)
FOLLOWED = replace(
    ORDER,
    standing={"o": ("INSERT INTO follows (order_id, person, at) VALUES (:id, :me, 1)",)},
    stances=("x", "o"),
    effect="SELECT COUNT(*) AS n FROM follows WHERE order_id = :id",
)
HELPED = replace(
    WISH,
    standing={"s": ("INSERT INTO wish_hands (wish_id, person, at) VALUES (:id, :me, 1)",)},
    stances=("x", "s", "a"),
)
BEHALF = replace(
    POSTED, standing={"o": ("UPDATE wishers SET poster = :me WHERE wish_id = :id",)}, stances=("x", "o", "a")
)
INVITE = Kind(
    "SELECT token_hash AS id FROM invites WHERE token_hash = :key",
    standing={"b": ()},
    effect="SELECT COUNT(*) AS n FROM posts UNION ALL SELECT COUNT(*) AS n FROM roles",
)
CODE = Kind("SELECT code_hash AS id FROM group_codes WHERE code_hash = :key",
            effect="SELECT chat FROM group_chats")  # fmt: skip
LINK = Kind(
    "SELECT id FROM links WHERE id = :key",
    {"o": ("UPDATE links SET person = :me, made_in = :chat WHERE id = :id",
           "UPDATE chats SET person = :me WHERE id = 'web:other'")},
    ("x", "o", "a"),
    "SELECT state FROM links WHERE id = :id",
    NO_ID,
)  # fmt: skip
SELF = Kind("SELECT id FROM persons WHERE id = :me", stances=("o",))
AROUND = Kind("SELECT path AS id FROM places WHERE path = 'qs/hy/lx/xf'", stances=("x", "a"))

THINGS: Mapping[str, Kind] = {
    **dict.fromkeys(("placed", "alike"), PLACED),
    **dict.fromkeys(
        (
            "dispatched", "accepted", "reachable", "paused", "wanting", "finished", "closed", "lasting", "photographed",
            "whole", "task", "proxied",
        ),
        ORDER,
    ),
    "wish_posted": POSTED,
    **dict.fromkeys(("wish_open", "wish_claimed", "wish_done", "wish_helped", "wish_off"), WISH),
    **dict.fromkeys(("service", "service_asked"), SERVICE),
    "shop": PARTNER,
    "credit": CREDIT_SHOP,
    **dict.fromkeys(("rice", "oil"), GOODS),
    "bought": BOUGHT,
    **dict.fromkeys(("redemption", "waiting"), REDEMPTION),
    **dict.fromkeys(("activity", "activity_held", "activity_vouched"), ACTIVITY),
    "correction": CORRECTION,
    "poster": POSTER,
    "group": GROUP,
    "post": POST,
    "applicant": APPLICANT,
    **dict.fromkeys(("worker_role", "keeper_role"), ROLE),
    "talent_ask": TALENT_ASK,
    "draft": DRAFT,
    "customer": Kind(SERVICE.found, {"o": ()}, ("ao",), SERVICE.effect, NO_ID),
    "joining": Kind(ACTIVITY.found, {"o": ()}, ("o",), ACTIVITY.effect),
    "helper": SELF,
    "followed": FOLLOWED,
    "wish_joined": HELPED,
    "wish_behalf": BEHALF,
    **dict.fromkeys([f"invite_{role}" for role in "GVPOMCSYD"], INVITE),
    "group_code": CODE,
    "link": LINK,
    "self": SELF,
    "around": AROUND,
}  # fmt: skip


SAME = {
    "customer": "service",
    "joining": "activity",
    "bought": "oil",
    "followed": "placed",
    "wish_joined": "wish_helped",
}  # the same thing, to which somebody stands in another way
