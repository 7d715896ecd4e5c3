"""What the walk does not try, and why: whoever adds an entry to the product finds it missing here or in the tables."""

from collections.abc import Iterator

from tests.proof.rights import entries_nearby, entries_orders, entries_people, entries_points, entries_wishes
from tests.proof.rights.entries import Entry

ENTRIES: tuple[Entry, ...] = (
    *entries_orders.ENTRIES,
    *entries_wishes.ENTRIES,
    *entries_points.ENTRIES,
    *entries_nearby.ENTRIES,
    *entries_people.ENTRIES,
)
ONESELF = "is about whoever taps it, and can name nobody and nothing else"
LISTS = "lists what is theirs; each thing in it is asked about when it is opened"

# Buttons and commands that ask for no right of the page.
NO_RIGHT = {
    "help": "tells what one can do",
    "language": ONESELF,
    "privacy": ONESELF,
    "snooze": ONESELF,
    "leave": ONESELF,
    "return": ONESELF,
    "my": LISTS,
    "tasks": LISTS,
    "desk": LISTS,
    "jnlx": ONESELF,
    "tedit": ONESELF,
    "tout": ONESELF,
    "vmine": ONESELF,
    "vchange": ONESELF,
    "vrest": ONESELF,
    "vawake": ONESELF,
    "vstop": ONESELF,
    "wpass": ONESELF,
    "do": "opens the command that it names, which is an entry of its own",
}

NOBODY = "nobody may, and no entry leads to it"
UNBUILT = "there is no such thing in the product yet"
CLOCK = "done by the clock alone, or as a part of something else that is walked"
ELSEWHERE = "no entry of its own: it says what a card, a list or a page may show, and is asked there"
MACHINE = "done on the command line, by whoever holds the machine"

# Actions of the page that no button, command, number, link or post leads to.
NOT_OFFERED = {
    **dict.fromkeys(("order.hard_delete", "media.original", "group.post_personal_data", "care.file_export"), NOBODY),
    **dict.fromkeys(("topic.ballot_view", "property.score_edit", "role.self_elevate"), NOBODY),
    **dict.fromkeys(("topic.propose", "topic.moderate", "topic.vote", "topic.tally_view"), UNBUILT),
    **dict.fromkeys(
        ("topic.publish_minutes", "property.score_view", "property.appeal", "property.appeal_decide"), UNBUILT
    ),
    **dict.fromkeys(
        ("property.list_publish", "care.file_view", "care.file_edit", "care.visit_log", "patrol.log"), UNBUILT
    ),
    **dict.fromkeys(("patrol.track_view", "points.rank_masked", "notice.receipts", "audit.view_area"), UNBUILT),
    **dict.fromkeys(("export.identified_request", "export.identified_approve", "user.block"), UNBUILT),
    **dict.fromkeys(("break_glass.read_content", "order.whistle", "order.report_in"), UNBUILT),
    **dict.fromkeys(
        ("order.close_unconfirmed", "order.follow_up", "order.hand_over", "points.grant", "wish.lapse"), CLOCK
    ),
    **dict.fromkeys(("order.view_public",), ELSEWHERE),
    **dict.fromkeys(("export.deidentified", "backup.run", "backup.restore", "config.change", "sla.change"), MACHINE),
    **dict.fromkeys(("secret.rotate", "audit.view_technical"), MACHINE),
}


def words(mark: str) -> Iterator[str]:
    """The first words of what the entries tap ("b:") or write ("/")."""
    for entry in ENTRIES:
        for step in entry.steps:
            said = step.removeprefix("?")
            if said.startswith(mark):
                yield said.removeprefix(mark).split(" ")[0]


def walked_actions() -> set[str]:
    return {action for entry in ENTRIES for action in (entry.action, *entry.besides, *entry.needs)}
