"""The card of a wish: what and roughly where for everybody, who for those it concerns; with the buttons of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogue.menu import rows
from dialogue.message import N_, Button, Message
from dialogue.say import Say, Speak, plain, say
from domain import mask
from domain.permit import may, standings
from domain.person import Person
from domain.place import Kind, around, covers
from domain.rights import Standing
from domain.wish import ACTION, STEPS, Ending, Wish, WishState, WishStep
from handlers.look import place_name
from handlers.names import day_name, titled
from handlers.promising import when
from handlers.timeline import local
from handlers.turn import Turn
from handlers.wish_matter import matter_of
from handlers.wish_names import ENDINGS, KIND_ICONS, KINDS, STATE_ICONS, STATES
from storage import people, wish_days, wish_hands, wishes
from storage.places import Tree

P, U, C, D = WishState.POSTED, WishState.OPEN, WishState.CLAIMED, WishState.DONE


@dataclass(frozen=True, slots=True)
class Verb:
    """A button: its word, its label, the step it leads to, whose it is (as what they stand to it), in which states."""

    word: str
    label: str
    step: WishStep
    states: tuple[WishState, ...]
    whose: Callable[["Reader"], bool]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody before the card of a wish."""

    wish: Wish
    person: Person
    hands: Sequence[str]

    @property
    def owner(self) -> bool:
        return self.person.id in (self.wish.poster, self.wish.wisher)

    @property
    def claimer(self) -> bool:
        return self.person.id == self.wish.claimer

    @property
    def helper(self) -> bool:
        return self.person.id in self.hands

    @property
    def desk(self) -> bool:
        return not self.owner and not self.claimer and not self.helper and self.can("wish.release")

    @property
    def free(self) -> bool:
        """Somebody who could take it up."""
        return not self.claimer and not self.helper and not self.owner

    @property
    def day_to_find(self) -> bool:
        return (self.owner or self.claimer) and self.wish.off_at is None

    @property
    def short_of_hands(self) -> bool:
        return self.wish.hands > 1 + len(self.hands)

    def can(self, action: str) -> bool:
        return may(action, self.person, matter_of(self.wish, self.person, self.hands, action))


VERBS = (
    Verb("wyes", N_("Publish it"), WishStep.APPROVE, (P,), lambda r: not r.owner),
    Verb("wsay", N_("In other words"), WishStep.APPROVE, (P,), lambda r: not r.owner),
    Verb("wno", N_("Do not publish"), WishStep.REFUSE, (P, U), lambda r: not r.owner and r.can("wish.release")),
    Verb("wclaim", N_("I do it"), WishStep.CLAIM, (U,), lambda r: r.free),
    Verb("wjoin", N_("I help with it"), WishStep.JOIN, (C,), lambda r: r.free and r.short_of_hands),
    Verb("wtrue", N_("It came true"), WishStep.CONFIRM, (D,), lambda r: r.owner),
    Verb("wnotyet", N_("Not yet"), WishStep.NOT_YET, (D,), lambda r: r.owner),
    Verb("wdone", N_("Done"), WishStep.FINISH, (C,), lambda r: r.claimer and r.wish.off_at is None),
    Verb("wday", N_("Agree on a day"), WishStep.AGREE, (C,), lambda r: r.day_to_find),
    Verb("wmore", N_("I need one more"), WishStep.WANT_MORE, (C,), lambda r: r.claimer and r.wish.hands == 1),
    Verb("woff", N_("I cannot after all"), WishStep.WANT_OFF, (C,), lambda r: r.claimer and r.wish.off_at is None),
    Verb("wkeep", N_("I do it after all"), WishStep.HOLD_ON, (C,), lambda r: r.claimer and r.wish.off_at is not None),
    Verb("wleave", N_("I cannot help after all"), WishStep.LEAVE, (C,), lambda r: r.helper),
    Verb("wfree", N_("Give it back to the wall"), WishStep.RELEASE, (C,), lambda r: r.desk),
    Verb("wdrop", N_("No longer needed"), WishStep.WITHDRAW, (P, U, C), lambda r: r.owner),
)
WRITES = (C, D)  # in which the two sides write to each other


def card_key(wish: Wish) -> str:
    return f"wish:{wish.number}"


def data(word: str, wish: Wish) -> str:
    return f"{word} {wish.number} {wish.version}"


async def card_for(turn: Turn, wish: Wish, person: Person) -> Message:
    """What this person may see of it, with the buttons they may use."""
    speak, reader = turn.speaks(person), Reader(wish, person, await wish_hands.helpers(turn.tx, wish.id))
    lines = [*_head(turn, reader), *await _inside(turn, reader)]
    return Message("\n".join(line.said(speak) for line in lines), rows(_buttons(reader, speak)), card=card_key(wish))


def _head(turn: Turn, reader: Reader) -> list[Say]:
    """The words of the wisher are nobody's until the desk has approved them, and nobody's once it is over."""
    wish = reader.wish
    words = [plain(f"📝 {wish.shown}")] if wish.ending is None or reader.can("wish.view_detail") else []
    name = ENDINGS[wish.ending] if wish.ending else STATES[wish.state]
    icon = "✅" if wish.ending is Ending.FULFILLED else STATE_ICONS[wish.state]
    title = say(
        N_("🌟 Wish {number} · {icon} {kind}"), number=wish.number, icon=KIND_ICONS[wish.kind], kind=_kind(wish)
    )
    return [title, say(N_("{icon} {state}"), icon=icon, state=say(name)), *words, *terms(turn, wish)]


def _kind(wish: Wish) -> Say:
    return say(KINDS[wish.kind])


def terms(turn: Turn, wish: Wish) -> list[Say]:
    """Until when, how often, by how many."""
    found: list[Say] = []
    if wish.wanted_by and wish.state in (P, U, C):
        found.append(say(N_("🗓 by {day}"), day=day_name(local(wish.wanted_by, turn.house.zone))))
    if wish.weekly:
        found.append(say(N_("🔁 every week")))
    if wish.hands > 1:
        found.append(say(N_("👥 two people are needed")))
    skill = turn.house.policy.skills.get(wish.skill) if wish.skill else None
    if skill:
        found.append(say(N_("🛠 {skill}"), skill=skill.title(turn.me.language or turn.house.locale)))
    return found


def roughly(tree: Tree, wish: Wish) -> str:
    """The compound: what a wall may say of where somebody lives."""
    return place_name(tree, around(wish.place, Kind.COMPOUND) or wish.place)


async def _inside(turn: Turn, reader: Reader) -> list[Say]:
    """Where, and who: as far as it concerns them."""
    wish, tree = reader.wish, await turn.places()
    if not reader.can("wish.view_detail"):
        return [plain(f"📍 {roughly(tree, wish)}")]
    if reader.claimer or reader.helper:
        return [*await _of_wisher(turn, wish, tree), *_agreed(turn, wish)]
    where = place_name(tree, door_of(wish) if reader.owner else wish.place)
    return [plain(f"📍 {where}"), *await _of_both(turn, reader), *_agreed(turn, wish)]


async def _of_wisher(turn: Turn, wish: Wish, tree: Tree) -> list[Say]:
    """To the claimer: the name after consent; door and how to reach them once a visit suits both, too."""
    kept = await wishes.wisher(turn.tx, wish.id)
    if wish.state is WishState.CLOSED:
        return [plain(f"📍 {roughly(tree, wish)}")]
    if not wish.consent:
        return [plain(f"📍 {roughly(tree, wish)}"), say(N_("👤 They would rather not be named; write to them here."))]
    lines = [say(N_("👤 {name}"), name=await name_of_wisher(turn, wish))]
    if wish.agreed_at is None or not await wish_days.suits(turn.tx, wish):
        lines += [say(N_("🚪 You read the door once the day suits them, too."))] if wish.agreed_at else []
        return [plain(f"📍 {place_name(tree, around(wish.place, Kind.BUILDING) or wish.place)}"), *lines]
    lines += [say(N_("☎️ {contact}"), contact=kept.contact)] if kept.contact else []
    return [plain(f"📍 {place_name(tree, door_of(wish))}"), *lines]


def door_of(wish: Wish) -> str:
    """Where one has to go: to the wisher's home, unless it is wished for somewhere else."""
    return wish.home if wish.home and covers(wish.place, wish.home) else wish.place


async def name_of_wisher(turn: Turn, wish: Wish) -> str:
    kept = await wishes.wisher(turn.tx, wish.id)
    person = await people.person(turn.tx, wish.wisher) if wish.wisher else None
    return kept.name or (person.name if person else "") or "—"


async def _of_both(turn: Turn, reader: Reader) -> list[Say]:
    """To whoever posted it, and to the desk: who wished, who does it."""
    wish, found = reader.wish, []
    name = await name_of_wisher(turn, wish)
    if not reader.owner:  # the desk judges what is wished for, not who wishes
        found.append(say(N_("👤 {name}"), name=mask.name(name)))
    elif wish.on_behalf:
        found.append(say(N_("👤 {name}"), name=name))
    for id in filter(None, (wish.claimer, *reader.hands)):
        helper = await people.person(turn.tx, id)
        if helper:
            found.append(say(N_("🤝 {who}"), who=titled(helper)))
    if wish.off_at is not None:
        found.append(say(N_("🙏 They ask to hand it over.")))
    kept = await wishes.wisher(turn.tx, wish.id)
    if kept.code and reader.person.id == wish.poster and wish.state is not WishState.CLOSED:
        found.append(say(N_("🔢 Thank-you code for the wisher: {code}"), code=kept.code))
    return found


def _agreed(turn: Turn, wish: Wish) -> list[Say]:
    if wish.agreed_at is None or wish.state not in (C, D):
        return []
    return [say(N_("📅 {when}"), when=when(turn, wish.agreed_at))]


def _buttons(reader: Reader, speak: Speak) -> list[Button]:
    wish = reader.wish
    shown = [
        Button(speak(verb.label), data(verb.word, wish))
        for verb in VERBS
        if wish.state in verb.states and verb.step in STEPS[wish.state] and verb.whose(reader) and _may(reader, verb)
    ]
    if wish.state in WRITES and reader.can("wish.comment") and not reader.desk:
        shown.insert(1, Button(speak(N_("Write to them")), data("wwrite", wish)))
    if wish.state is P and reader.can("wish.approve") and not reader.owner and wish.shown.startswith("🎤"):
        shown.append(Button(speak(N_("Listen")), data("wlisten", wish)))
    if wish.on_behalf and reader.person.id == wish.poster and wish.state in (U, C, D):
        shown.append(Button(speak(N_("The card for them")), data("wcard", wish)))
    return shown


def _may(reader: Reader, verb: Verb) -> bool:
    """Whoever could become a volunteer sees what there is to do, too: the deed tells them how."""
    if verb.step in (WishStep.CLAIM, WishStep.JOIN) and not reader.claimer:
        matter = matter_of(reader.wish, reader.person, reader.hands)
        return Standing.HOUSEHOLD not in standings(reader.person, matter)
    return reader.can(ACTION[verb.step])
