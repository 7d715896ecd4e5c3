"""Help: what this person can do here, in a few lines, and the rest behind a few buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogue.message import N_, Button
from dialogue.say import say
from domain.person import Person, Role
from handlers import desks
from handlers.turn import Refusal, Turn

Offers = tuple[tuple[str, str], ...]  # commands, and what they are called: nobody knows commands by heart


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    offers: Offers
    whose: Callable[[Person], bool] = lambda person: True


def works(person: Person) -> bool:
    return any(held.role not in (Role.RESIDENT, Role.OWNERS, Role.ADMIN) for held in person.roles)


def at_a_desk(person: Person) -> bool:
    return any(desks.held_at(person, held.place) for held in person.roles)


def reports_for_others(person: Person) -> bool:
    return person.holds(Role.GRID) or person.holds(Role.COMMUNITY)


NEARBY: Offers = (
    ("wish", N_("Make a wish")),
    ("wishes", N_("Wall of wishes")),
    ("activities", N_("Activities")),
    ("menu", N_("Services")),
    ("points", N_("My points")),
    ("shop", N_("Credit shop")),
    ("volunteer", N_("Volunteer")),
)
SECTIONS: Mapping[str, Section] = {
    "near": Section(N_("🌟 Wishes, activities, services"), NEARBY),
    "mine": Section(
        N_("🔒 My data and chats"),
        (
            ("privacy", N_("My data")),
            ("link", N_("My chats")),
            ("language", N_("Language")),
            ("verify", N_("Is this our worker?")),
        ),
    ),
    "shop": Section(
        N_("🏪 For my shop"),
        (("mymenu", N_("Our menu")), ("goods", N_("Our shelf")), ("pickup", N_("Pick-up code"))),
        lambda person: person.holds(Role.PARTNER),
    ),
    "work": Section(
        N_("🧰 For my work"),
        (
            ("find", N_("Find a report")),
            ("leave", N_("Take leave")),
            ("snooze", N_("No reminders")),
            ("resign", N_("Give up a role")),
        ),
        works,
    ),
    "others": Section(
        N_("🙏 For somebody without a phone"),
        (("behalf", N_("Report for them")), ("wish", N_("Make a wish for them"))),
        reports_for_others,
    ),
    "desk": Section(
        N_("🗂 For the desk"),
        (
            ("invite", N_("Invite somebody")),
            ("team", N_("Who works here")),
            ("standin", N_("Name a stand-in")),
            ("qr", N_("Print posters")),
            ("group", N_("Group chats")),
            ("partners", N_("Shops that help")),
            ("talents", N_("Find a talent")),
            ("corrections", N_("Corrections")),
            ("rings", N_("Who helps whom")),
        ),
        at_a_desk,
    ),
}


async def help_me(turn: Turn) -> None:
    lines = [
        N_("Just write what is the matter, speak, or send a photo; I ask for what is missing."),
        *_of_work(turn.me),
        N_("/my – your reports"),
        N_("/language – 中文 or English"),
        N_("“cancel” stops what we are at, “back” goes one question back."),
        N_("In an emergency call 110, 119 or 120 first."),
    ]
    # Whoever works here has many more things to do: theirs stand behind one more tap.
    shown = {key: section for key, section in SECTIONS.items() if section.whose(turn.me)}
    near = [] if works(turn.me) else _offered(turn, shown.pop("near").offers)
    sections = [Button(turn.speak(section.label), f"help {key}") for key, section in shown.items()]
    await turn.say("\n".join(turn.speak(line) for line in lines), *near, *sections)


def _of_work(person: Person) -> list[str]:
    found = []
    if any(held.role is Role.OWNERS for held in person.roles):
        found.append(N_("/orders – what is reported in your compound"))
    if at_a_desk(person):
        found += [N_("/desk – what waits to be handed out"), N_("/figures – this week in figures")]
    if works(person):
        found.append(N_("/tasks – what you have in hand"))
    return found


async def open_section(turn: Turn, key: str) -> None:
    section = SECTIONS.get(key)
    if section is None or not section.whose(turn.me):
        raise Refusal(say(N_("I do not know that button any more. Write /help to see what I can do.")))
    await turn.say(turn.speak(section.label), *_offered(turn, section.offers))


def _offered(turn: Turn, offers: Offers) -> list[Button]:
    return [Button(turn.speak(label), f"do {command}") for command, label in offers]
