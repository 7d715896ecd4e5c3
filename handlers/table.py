"""What people can do here, as tables: words, commands, buttons, talks and deeds."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

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
    poster,
    raising,
    relay,
    report,
    reports,
    review,
    snoozing,
    sorting,
    talking,
    urging,
    wall,
    wish_approving,
    wish_claiming,
    wish_dropping,
    wish_fulfilling,
    wish_posting,
    wish_showing,
    wish_thanking,
    work,
)
from handlers.turn import Turn

Script = Callable[..., Awaitable[Any]]
Deed = Callable[[Turn, Any], Awaitable[None]]

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
    "wish": wish_posting.wish,
    "wish_words": wish_approving.other_words,
    "wish_refuse": wish_approving.why_not,
    "wish_drop": wish_dropping.sure,
    "wish_done": wish_fulfilling.how_long,
    "wish_thanks": wish_thanking.thanks,
}

# What is done with the command a talk ends with.
DEEDS: Mapping[type, Deed] = {
    report.PlaceOrder: report.place_order,
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
    wish_posting.PostWish: wish_posting.post,
    wish_approving.Rephrase: wish_approving.rephrase,
    wish_approving.RefuseWish: wish_approving.refuse,
    wish_dropping.Drop: wish_dropping.drop,
    wish_fulfilling.Fulfil: wish_fulfilling.fulfil,
    wish_thanking.Thank: wish_thanking.thank,
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
SHOWING: Mapping[str, Callable[[Turn, str], Awaitable[None]]] = {
    "show": lists.show,
    "photos": lists.photos,
    "orders": committee.more,
}

# Buttons that are about no order: word -> deed(turn, all that comes after it).
OTHERS: Mapping[str, Callable[[Turn, str], Awaitable[None]]] = {
    "wall": wall.turn_to,
    "wallmap": wall.show_map,
    "poster": poster.pass_on,
    "snooze": snoozing.snooze,
    "return": leaving.come_back,
    "wish": wish_showing.show,
    "wyes": wish_approving.approve,
    "wsay": wish_approving.ask_words,
    "wno": wish_approving.ask_why,
    "wclaim": wish_claiming.claim,
    "wjoin": wish_claiming.join,
    "wmore": wish_claiming.one_more,
    "wleave": wish_claiming.leave,
    "woff": wish_claiming.want_off,
    "wkeep": wish_claiming.hold_on,
    "wover": wish_claiming.take_over,
    "wfree": wish_claiming.free,
    "wdrop": wish_dropping.ask_sure,
    "wdone": wish_fulfilling.ask_how_long,
    "wtrue": wish_thanking.ask_thanks,
    "wnotyet": wish_fulfilling.not_yet,
}


async def _report(turn: Turn) -> None:
    await talking.begin(turn, "report", {})


async def _language(turn: Turn) -> None:
    await talking.begin(turn, "language", {})


COMMANDS: Mapping[str, Callable[[Turn], Awaitable[None]]] = {
    "report": _report,
    "my": lists.mine,
    "tasks": lists.tasks,
    "desk": lists.desk,
    "figures": reports.figures,
    "orders": committee.compound_orders,
    "wishes": wall.wall,
    "leave": leaving.leave,
    "snooze": snoozing.ask,
    "wish": wish_posting.begin,
    "help": helping.help_me,
    "language": _language,
}

# The same in plain words, for people who do not know what a slash is.
WORDS: Mapping[str, str] = {
    "报事": "report",
    "我要报事": "report",
    "report": "report",
    "我的": "my",
    "我的报事": "my",
    "我报的事": "my",
    "my": "my",
    "my reports": "my",
    "待办": "tasks",
    "tasks": "tasks",
    "待派": "desk",
    "desk": "desk",
    "报表": "figures",
    "figures": "figures",
    "本小区": "orders",
    "小区报事": "orders",
    "心愿墙": "wishes",
    "看心愿": "wishes",
    "wishes": "wishes",
    "orders": "orders",
    "请假": "leave",
    "leave": "leave",
    "许愿": "wish",
    "我要许愿": "wish",
    "wish": "wish",
    "稍后提醒": "snooze",
    "snooze": "snooze",
    "帮助": "help",
    "help": "help",
    "语言": "language",
    "language": "language",
    "中文": "language",
    "english": "language",
}
CANCEL = frozenset({"取消", "算了", "cancel", "/cancel"})
BACK = frozenset({"返回", "上一步", "back", "/back"})

# Nothing to report, only polite. A greeting is greeted, thanks are welcome, where no question is open.
GREETINGS = frozenset({"您好", "你好", "在吗", "有人吗", "hello", "hi"})
THANKS = frozenset({"谢谢", "谢谢您", "谢谢你", "多谢", "好", "好的", "收到", "知道了", "thanks", "thank you", "ok"})
