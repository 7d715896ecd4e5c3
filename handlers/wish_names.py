"""What the kinds, states and endings of wishes are called."""

from collections.abc import Mapping

from dialogue.message import N_
from domain.wish import Ending, WishKind, WishState

KINDS: Mapping[WishKind, str] = {
    WishKind.THING: N_("a thing"),
    WishKind.SERVICE: N_("a hand"),
    WishKind.COMPANY: N_("company"),
    WishKind.SKILL: N_("a skill"),
}
KIND_ICONS: Mapping[WishKind, str] = {
    WishKind.THING: "🎁",
    WishKind.SERVICE: "🤲",
    WishKind.COMPANY: "🫖",
    WishKind.SKILL: "🛠",
}
STATES: Mapping[WishState, str] = {
    WishState.POSTED: N_("the community has a look at it first"),
    WishState.OPEN: N_("waiting for somebody to take it up"),
    WishState.CLAIMED: N_("somebody has taken it up"),
    WishState.DONE: N_("done, waiting for the wisher's word"),
    WishState.CLOSED: N_("closed"),
}
STATE_ICONS: Mapping[WishState, str] = {
    WishState.POSTED: "🕐",
    WishState.OPEN: "🌟",
    WishState.CLAIMED: "🤝",
    WishState.DONE: "🙋",
    WishState.CLOSED: "📁",
}
ENDINGS: Mapping[Ending, str] = {
    Ending.FULFILLED: N_("come true"),
    Ending.REFUSED: N_("not published"),
    Ending.WITHDRAWN: N_("withdrawn"),
    Ending.LAPSED: N_("nobody could take it up"),
    Ending.UNCONFIRMED: N_("closed without the wisher's word"),
}
