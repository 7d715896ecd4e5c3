"""What people can do here, as tables: words, commands, buttons, talks and deeds."""

from collections.abc import Awaitable, Callable, Mapping

from handlers import (
    accept,
    aftercare,
    cancel,
    committee,
    dispatch,
    extending,
    further,
    helping,
    join,
    joint,
    language,
    leaving,
    lists,
    pausing,
    placing,
    raising,
    relay,
    report,
    reports,
    review,
    snoozing,
    sorting,
    table_community,
    table_nearby,
    table_points,
    table_wishes,
    talking,
    urging,
    work,
)
from handlers.table_kinds import Button, Command, Deed, Script
from handlers.turn import Turn

NEIGHBOURS = (table_wishes, table_points, table_nearby, table_community)

# Talks by name. A name is kept in the database while a talk is under way: it never changes its meaning.
SCRIPTS: Mapping[str, Script] = {
    "report": report.report,
    "sort": sorting.which_matter,
    "to_another": dispatch.to_another,
    "why_refuse": dispatch.why_refuse,
    "which_same": dispatch.which_same,
    "why_decline": accept.why_decline,
    "how_far": work.how_far,
    "which_day": work.which_day,
    "what_done": work.what_done,
    "what_else": further.what_else,
    "why_deny": extending.why_deny,
    "why_too_hard": raising.why_too_hard,
    "whom_to_call": joint.whom_to_call,
    "how_good": review.how_good,
    "what_is_wrong": review.what_is_wrong,
    "what_came_back": aftercare.what_came_back,
    "why_object": committee.why_object,
    "what_to_say": relay.what_to_say,
    "sure_cancel": cancel.sure,
    "language": language.which_language,
    "name": join.ask_name,
    "leave": leaving.which_days,
    **{key: what for table in NEIGHBOURS for key, what in table.SCRIPTS.items()},
}

# What is done with the command a talk ends with.
DEEDS: Mapping[type, Deed] = {
    placing.PlaceOrder: placing.place_order,
    dispatch.Dispatch: dispatch.dispatch,
    dispatch.Refuse: dispatch.refuse,
    dispatch.Merge: dispatch.merge,
    accept.Decline: accept.decline,
    work.Progress: work.progress,
    work.Plan: work.plan,
    work.Finish: work.finish,
    pausing.Pause: pausing.pause,
    extending.WantTime: extending.want_time,
    extending.Deny: extending.deny,
    raising.TooHard: raising.hard,
    joint.CallIn: joint.call_in,
    review.Review: review.review,
    review.Reopen: review.reopen,
    aftercare.CameBack: aftercare.came_back,
    committee.Object: committee.object_to,
    relay.Comment: relay.comment,
    cancel.Cancel: cancel.cancel,
    language.Speak: language.set_language,
    join.Named: join.keep_name,
    leaving.Away: leaving.go_away,
    **{key: what for table in NEIGHBOURS for key, what in table.DEEDS.items()},
}

# Buttons that act at once: word -> deed(turn, number, version).
AT_ONCE: Mapping[str, Callable[[Turn, str, int], Awaitable[None]]] = {
    "accept": accept.accept,
    "pick": accept.pick_up,
    "keep": dispatch.keep,
    "urgent": dispatch.mark_urgent,
    "held": aftercare.still_good,
    "sign": committee.sign,
    "resume": pausing.resume,
    "grant": extending.grant,
    "urge": urging.urge,
    "raise": raising.by_resident,
}

# Buttons that first ask something: word -> (talk, the right asked for beforehand).
ASKING: Mapping[str, tuple[str, str]] = {
    "other": ("to_another", "order.dispatch"),
    "refuse": ("why_refuse", "order.dispatch"),
    "merge": ("which_same", "order.merge_duplicates"),
    "decline": ("why_decline", "order.decline"),
    "progress": ("how_far", "order.progress"),
    "plan": ("which_day", "order.progress"),
    "finish": ("what_done", "order.resolve"),
    "more": ("what_else", "order.progress"),
    "deny": ("why_deny", "order.extend_approve"),
    "hard": ("why_too_hard", "order.escalate"),
    "callin": ("whom_to_call", "order.joint_add_party"),
    "ask": ("what_to_say", "order.comment"),
    "reply": ("what_to_say", "order.comment"),
    "add": ("what_to_say", "order.comment"),
    "fixed": ("how_good", "order.rate"),
    "unfixed": ("what_is_wrong", "order.reopen"),
    "cancel": ("sure_cancel", "order.cancel"),
    "back": ("what_came_back", "order.confirm"),
    "object": ("why_object", "order.sign_off"),
}

# Buttons that only show something: word -> deed(turn, number).
SHOWING: Mapping[str, Button] = {
    "show": lists.show,
    "photos": lists.photos,
    "orders": committee.more,
}

# Buttons that are about no order: word -> deed(turn, all that comes after it).
OTHERS: Mapping[str, Button] = {
    "snooze": snoozing.snooze,
    "return": leaving.come_back,
    "help": helping.open_section,
    **{key: what for table in NEIGHBOURS for key, what in table.BUTTONS.items()},
}


async def _report(turn: Turn) -> None:
    await talking.begin(turn, "report", {})


async def _language(turn: Turn) -> None:
    await talking.begin(turn, "language", {})


COMMANDS: Mapping[str, Command] = {
    "report": _report,
    "my": lists.mine,
    "tasks": lists.tasks,
    "desk": lists.desk,
    "figures": reports.figures,
    "orders": committee.compound_orders,
    "leave": leaving.leave,
    "snooze": snoozing.ask,
    "help": helping.help_me,
    "language": _language,
    **{key: what for table in NEIGHBOURS for key, what in table.COMMANDS.items()},
}
