"""What a volunteer has said about skills, times and wishes, in a few lines."""

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain.matching import ANY_KIND, ANY_TIME, Kinds, Times
from domain.policy import Policy
from domain.wish import WishKind
from handlers.wish_names import KINDS
from storage.volunteers import Limits

TIMES = {
    Times.WEEKDAYS: N_("Weekdays by day"),
    Times.EVENINGS: N_("Evenings"),
    Times.WEEKENDS: N_("Weekends"),
}


def summary(policy: Policy, language: str, limits: Limits) -> Say:
    titles = [plain(skill.title(language)) for skill in policy.skills if skill.key in limits.skills]
    when = [say(TIMES[one]) for one in TIMES if one in limits.times]
    what = [say(KINDS[kind]) for kind in WishKind if Kinds[kind.name] in limits.kinds]
    return say(
        N_("🧰 {skills}\n🕐 {when}\n💌 {kinds}, at most {count} a week"),
        skills=listed(language, titles) if titles else say(N_("A helping hand, nothing special")),
        when=say(N_("Any time")) if limits.times == ANY_TIME else listed(language, when),
        kinds=say(N_("all kinds of wishes")) if limits.kinds == ANY_KIND else listed(language, what),
        count=limits.a_week or policy.offering.a_week,
    )


def listed(language: str, names: list[Say]) -> Say:
    """A list as it is written in their language; a skill may have been taken off the catalogue meanwhile."""
    if not names:
        return plain("…")
    mark = ", " if language.startswith("en") else "、"
    fields = {f"n{n}": name for n, name in enumerate(names)}
    return say(mark.join(f"{{{field}}}" for field in fields), **fields)
