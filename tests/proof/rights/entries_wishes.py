"""The entries to wishes, the wall, volunteers and talents."""

from typing import Any

from tests.proof.rights.entries import Entry
from tests.proof.rights.entries_orders import ALONE, not_grid, own

EVENTS = "SELECT COUNT(*) AS n FROM wish_events WHERE wish_id = :id"
HERE = "wishers WHERE wish_id IN (SELECT id FROM wishes WHERE place >= 'qs/hy/lx/xf' AND place < 'qs/hy/lx/xg')"
THANKED = (
    "INSERT INTO wish_thanks (wish_id, round, words, photos, public, place, claimer, minutes, at) "
    "SELECT id, 1, '', 0, 1, place, 'feng', 60, 1793000000 FROM wishes WHERE number = :wish_done"
)
HOUR_AGO = "UPDATE wishes SET off_at = 1 WHERE id = :id"


def wish(action: str, thing: str, *steps: str, **more: Any) -> Entry:
    first = steps[0] if not steps[0].isalpha() else f"b:{steps[0]} {{number}} {{version}}"
    return Entry(action, thing, (first, *steps[1:]), **more)


DECIDING = (
    wish("wish.view_detail", "wish_posted", "b:wish {number}", effect="reads:暗号wish_posted"),
    wish("wish.view_detail", "wish_posted", "{number}", effect="reads:暗号wish_posted"),
    wish("wish.view_public", "wish_open", "b:wish {number}", effect="reads:暗号wish_open"),
    wish("wish.view_public", "wish_open", "{number}", effect="reads:暗号wish_open"),
    wish("wish.approve", "wish_posted", "wyes"),
    wish("wish.approve", "wish_posted", "wsay", "想有人陪着去看病"),
    wish("wish.approve", "wish_posted", "wno", "it is an advertisement"),
    wish(
        "wish.approve",
        "wish_posted",
        "b:wlisten {number}",
        effect="SELECT COUNT(*) AS n FROM outbox WHERE body LIKE '%spoken%'",
        given="INSERT INTO wish_media (wish_id, media, kind, at) VALUES (:id, 'pic', 'voice', 1)",
    ),
    wish("wish.release", "wish_claimed", "wfree"),
    wish("wish.withdraw", "wish_open", "b:wdrop {number}", "Yes"),
)
DOING = (
    wish("wish.claim", "wish_open", "wclaim"),
    wish("wish.claim", "wish_open", "wjoin"),
    wish("wish.fulfil", "wish_claimed", "wmore"),
    wish("wish.fulfil", "wish_claimed", "woff"),
    wish("wish.fulfil", "wish_off", "wkeep"),
    wish("wish.fulfil", "wish_claimed", "wdone", "1 hour"),
    wish("wish.fulfil", "wish_joined", "wleave"),
    wish("wish.fulfil", "wish_joined", "wover", given=HOUR_AGO),
    wish("wish.confirm_done", "wish_done", "wtrue", "Skip"),
    wish("wish.confirm_done", "wish_done", "wnotyet"),
    wish("wish.agree", "wish_claimed", "wday", "Tomorrow", "t:14"),
    wish(
        "wish.agree",
        "wish_claimed",
        "b:wfine {number} 1900000000",
        effect=EVENTS,
        given="UPDATE wishes SET agreed_at = 1900000000 WHERE id = :id",
    ),
    wish("wish.comment", "wish_claimed", "b:wwrite {number}", "你好吗", effect=EVENTS),
    wish(
        "wish.comment",
        "wish_claimed",
        "r:你好吗",
        effect=EVENTS,
        given="INSERT INTO cards (chat, card, ref) VALUES (:chat, 'wish:' || :number, 'card')",
    ),
    wish(
        "wish.view_detail",
        "wish_behalf",
        "b:wcard {number}",
        effect="reads:Please leave this card",
        only=own,
        why=ALONE,
    ),
)
MAKING = (
    wish(
        "wish.post",
        "self",
        "/wish",
        "?t:My own",
        "想理个发",
        "Yes, they may",
        "t:Make the wish",
        effect="SELECT COUNT(*) AS n FROM wishers WHERE person = :me",
    ),
    wish(
        "wish.post_on_behalf",
        "around",
        "/wish",
        "t:For somebody else",
        "杏福苑3号楼1单元想理个发",
        "王桂英",
        "没有电话",
        "?t:3号楼",
        "?t:1单元",
        "Yes, they may",
        "t:Make the wish",
        effect=f"SELECT COUNT(*) AS n FROM {HERE}",
    ),
    wish("wish.view_public", "around", "/wishes", effect="reads:🌟|wall|wish", stances=("a",)),
    wish("wish.view_public", "around", "s:w-qs-hy-lx-xf", effect="reads:暗号wish_open"),
    wish("wish.view_public", "around", "b:wall compound all 0", effect="reads:暗号wish_open", stances=("a",)),
    wish("wish.view_public", "around", "b:wallmap compound", effect="reads:.", stances=("a",)),
    wish(
        "notice.send",
        "around",
        "b:poster 2026-10 {compound_short}",
        effect="SELECT name FROM rounds",
        given=THANKED,
        only=not_grid,
        why="the groups and the poster are the whole compound's",
    ),
)
NEIGHBOURS = (
    wish(
        "talent.edit_own",
        "self",
        "/volunteer",
        "t:A helping hand",
        "?t:That is all",
        "?t:That is right",
        effect="SELECT COUNT(*) AS n FROM volunteers",
        given="DELETE FROM volunteers WHERE person = :me",
    ),
    wish("role.invite_grid_or_volunteer", "applicant", "b:vyes {id}"),
    wish("role.invite_grid_or_volunteer", "applicant", "b:vno {id}", "这次先不了"),
    wish(
        "talent.edit_own",
        "self",
        "/skills",
        "t:I am good at something",
        "Repairs",
        "t:That is all",
        "?t:I agree",
        effect="SELECT COUNT(*) AS n FROM talents",
    ),
    wish("talent.nominate", "self", "b:tname", "Legal", effect="SELECT COUNT(*) AS n FROM nominations"),
    wish(
        "talent.search",
        "around",
        "/talents",
        "Hair and beauty",
        "?t:杏福苑",
        "t:Z**",
        "给独居老人理个发",
        effect="SELECT COUNT(*) AS n FROM talent_asks",
    ),
    wish("talent.write", "talent_ask", "b:tyes {id}"),
    wish("talent.write", "talent_ask", "b:tno {id}"),
    wish(
        "talent.write",
        "talent_ask",
        "b:twrite {id}",
        "周六下午可以吗",
        effect="reads:Passed on",
        given="UPDATE talent_asks SET state = 'yes' WHERE id = :id",
    ),
)

ENTRIES = DECIDING + DOING + MAKING + NEIGHBOURS
