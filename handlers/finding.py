"""/find: orders by number, words and place, for those who work here, of what they may see anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dialogue.message import N_, Button, Incoming
from dialogue.question import Text
from dialogue.say import say
from dialogue.talk import Ask
from domain import bigrams, mask, number
from domain.order import Order
from domain.permit import REACH, NotYours, may
from domain.person import Held, Person
from domain.place import Kind, around, parents
from domain.rights import RIGHTS, Relation
from handlers import lists, talking
from handlers.card import card_for, title
from handlers.desks import matter_of
from handlers.look import Look, place_name
from handlers.names import CLOSINGS, STATES, gist
from handlers.turn import House, Turn, packed
from storage import finding, orders, people
from storage.database import Database, Tx
from storage.finding import NEWEST, Found
from storage.places import Tree

FIND = "order.find"
NAMED = (Kind.COMMUNITY, Kind.COMPOUND, Kind.BUILDING)  # a unit is for those who need it
WORDS = frozenset({"查", "查找", "找", "搜", "搜索", "find"})
AT_ONCE, AT_A_TIME, TRIES = 8, 12, 40
BUTTON, BUTTON_BYTES = "fd", 64
SHORT = 30  # bytes behind the word: more is a sentence, and a report
FILLED_AT_ONCE, FILLS = 100, 20


@dataclass(frozen=True, slots=True)
class Find:
    words: str


async def find(turn: Turn) -> None:
    """With words they are looked for at once, else asked for."""
    if turn.incoming and tried(turn, turn.incoming):
        await not_for_them(turn, turn.incoming.text)
        return
    may_look(turn.me)
    _, words = _split(turn.incoming.text if turn.incoming else "")
    if words.strip():
        await look_for(turn, Find(words))
    else:
        await talking.begin(turn, "find", {})


def said(turn: Turn, text: str) -> bool:
    """Whether somebody who may look writes "查 3号楼 电梯"; from anybody else that is a report."""
    word, rest = _split(text)
    return word.casefold() in WORDS and bool(rest) and bool(_within(turn.me))


def tried(turn: Turn, incoming: Incoming) -> bool:
    """Whether somebody who may not look writes the same, and can hardly mean it as a report."""
    word, rest = _split(incoming.text)
    searches = word.casefold() in WORDS and len(rest.encode()) <= SHORT and not _within(turn.me)
    return searches and not (incoming.photos or incoming.voice or turn.house.policy.alarms(rest))


async def not_for_them(turn: Turn, text: str) -> None:
    """What somebody may look through is what they reported themselves."""
    sentence = N_(
        "“{word}” is for those who work here. What you reported yourself comes next. To report something, leave out "
        "“{word}” and just write it."
    )
    await turn.say(turn.speak(sentence).format(word=_split(text)[0]))
    await lists.mine(turn)


def _split(text: str) -> tuple[str, str]:
    word, *rest = [*text.split(None, 1), ""]
    return word, rest[0].strip() if rest else ""


async def what_to_find(ask: Ask, look: Look) -> Find:
    may_look(look.me)
    prompt = say(N_("What are you looking for? A number, a few words, a place: building 3 lift."))
    return Find(await ask("words", Text(prompt, limit=200)))


def may_look(person: Person) -> None:
    if not _within(person):
        raise NotYours


async def look_for(turn: Turn, command: Find) -> None:
    """A number shows its card; words show a list."""
    may_look(turn.me)
    typed = number.read(command.words)
    order = await orders.by_number(turn.tx, typed) if typed else None
    if order and _may_find(turn.me, order):
        await turn.answer_with(await card_for(turn, order, turn.me))
    else:
        await _list(turn, " ".join(command.words.split()), NEWEST)


async def more(turn: Turn, rest: str) -> None:
    """Behind the last one that was shown."""
    may_look(turn.me)
    behind, _, words = rest.partition(" ")
    if not behind.isdecimal():
        raise NotYours
    await _list(turn, words, min(int(behind), NEWEST))


async def _list(turn: Turn, words: str, before: int) -> None:
    wanted = bigrams.asked(words)
    if not wanted:
        await turn.say(turn.speak(N_("I look for words, numbers and places, for example: /find building 3 lift")))
        return
    found = await _page(turn, wanted, before)
    if found:
        await _show(turn, words, found, before == NEWEST)
    elif before == NEWEST:
        sentence = N_("Nothing found for “{words}” in what is yours to see. Fewer words find more.")
        await turn.say(turn.speak(sentence).format(words=words))
    else:
        await turn.say(turn.speak(N_("That was all.")))


async def _page(turn: Turn, wanted: Sequence[str], before: int) -> list[Found]:
    """One more than is shown, if there are so many. Complaints about whoever looks are passed over."""
    tree, areas, parties = await turn.places(), areas_of(turn.me), parties_of(turn.me)
    within = None if any(_is_all(tree, area) for area in areas) else areas
    shown: list[Found] = []
    for _ in range(TRIES):
        batch = await finding.find(turn.tx, wanted, within, parties, before, AT_A_TIME)
        shown += [one for one in batch if _may_find(turn.me, one.order)]
        if len(batch) < AT_A_TIME or len(shown) > AT_ONCE:
            break
        before = batch[-1].n
    return shown[: AT_ONCE + 1]


async def _show(turn: Turn, words: str, found: Sequence[Found], first: bool) -> None:
    head = turn.speak(N_("Found for “{words}”, newest first:") if first else N_("More for “{words}”:"))
    lines = [head.format(words=words)] + [await _line(turn, n, one) for n, one in enumerate(found[:AT_ONCE], 1)]
    buttons = [
        Button(f"{n}. {one.order.number}", f"show {one.order.number}") for n, one in enumerate(found[:AT_ONCE], 1)
    ]
    if len(found) > AT_ONCE:
        data = f"{BUTTON} {found[AT_ONCE - 1].n} {words}"
        if len(data.encode()) <= BUTTON_BYTES:
            buttons.append(Button(turn.speak(N_("More …")), data))
        else:
            lines.append(turn.speak(N_("There are more; one word more or less finds others.")))
    await turn.say("\n".join(lines), *buttons)
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in buttons]))


async def _line(turn: Turn, n: int, found: Found) -> str:
    """As everybody may read it who may see it at all; the card shows more to whoever may see more."""
    order = found.order
    state = turn.speak(CLOSINGS[order.closing] if order.closing else STATES[order.state])
    urgent = "🚨" if order.urgent and order.open else ""
    kind = title(turn, order.category, turn.me.language)
    place = place_name(await turn.places(), around(order.place, Kind.BUILDING) or order.place)
    words = gist(mask.text(order.what, [found.called] if found.called else ()), 20)
    return f"{n}. {urgent}{order.number} {kind} · {place} — {state}\n    {words}"


def _may_find(person: Person, order: Order) -> bool:
    matter = matter_of(order)
    return may(FIND, person, matter) and may("order.view_deidentified", person, matter)


def _within(person: Person) -> list[str]:
    return areas_of(person) + parties_of(person)


def areas_of(person: Person) -> list[str]:
    """Where somebody may look through all there is."""
    areas = [_area(held) for held in person.roles if Relation.AREA in RIGHTS[FIND].get(held.role, frozenset())]
    return list(dict.fromkeys(area for area in areas if area))


def _area(held: Held) -> str | None:
    return around(held.place, REACH[held.role]) if held.role in REACH else held.place


def _is_all(tree: Tree, area: str) -> bool:
    """Whether everything there is lies in it: nobody is asked whether it does."""
    top = ""
    while len(below := tree.children(top)) == 1:
        top = below[0].path
        if top == area:
            return True
    return False


def parties_of(person: Person) -> list[str]:
    """Themselves and their teams: what was handed to these they may look through."""
    held = [held for held in person.roles if Relation.ASSIGNED in RIGHTS[FIND].get(held.role, frozenset())]
    return list(dict.fromkeys([person.id, *(team for one in held for team in _teams(one) if team)])) if held else []


def _teams(held: Held) -> list[str]:
    """Its name, and every "whoever is free" at and above the place."""
    return [held.team or ""] + [f"{held.role}@{place}" for place in (held.place, *parents(held.place))]


async def keep(turn: Turn, order: Order) -> None:
    """In the same unit of work as the order itself."""
    author = turn.me if turn.me.id == order.author else await people.person(turn.tx, order.author)
    await finding.keep(turn.tx, order, _called(await turn.places(), order), author.name if author else "")


def _called(tree: Tree, order: Order) -> list[str]:
    return [place.name for place in tree.line(order.place) if place.kind in NAMED]


async def tick(database: Database, house: House, now: int) -> None:
    """What is still to be split, newest first: all orders after an update, and whatever was changed."""
    for _ in range(FILLS):
        if await database.do(partial(_fill, house=house, now=now)) < FILLED_AT_ONCE:
            return


async def _fill(tx: Tx, house: House, now: int) -> int:
    waiting = await finding.waiting(tx, FILLED_AT_ONCE)
    if waiting:
        tree = await house.atlas.now(tx, now)
        for order, called in waiting:
            await finding.keep(tx, order, _called(tree, order), called)
    return len(waiting)
