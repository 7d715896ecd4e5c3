"""Which group belongs where: a code from the desk, typed in the group; and whom to tell when a group is lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.message import N_, Button, Message
from dialogue.question import Choice, Option
from dialogue.say import plain, say
from dialogue.talk import Ask
from domain import number
from domain.permit import Matter, NotYours, check, may
from domain.person import Role
from domain.place import Kind as Level
from handlers import group_lost, talking
from handlers.group_lost import KINDS
from handlers.look import Look, place_name
from handlers.tokens import hashed
from handlers.turn import Refusal, Turn
from storage import group_chats, people
from storage.group_chats import Code, Group, Kind
from storage.outbox import Way

LINK, COMMAND = "g-", "/bind"
LENGTH = 8  # characters of 32: nobody guesses one within its hour
ALL = "."
LISTED = 20

BOUND = {
    Kind.RESIDENTS: N_(
        "Hello, neighbours of {place}! When something is broken, mention me or reply to me: I ask you in private "
        "before I pass it on, and only a cry of danger goes on without your answer, after two minutes. "
        "What you say to each other I do not keep. In an emergency call 110, 119 or 120."
    ),
    Kind.STAFF: N_("This group now gets the reports of {place}."),
}
SPENT = N_("This code was used already or has expired. Please ask for a new one.")


@dataclass(frozen=True, slots=True)
class MakeCode:
    kind: Kind
    place: str


async def which_group(ask: Ask, look: Look) -> MakeCode:
    """Neighbours have a building or a compound; those who work here also a grid or the whole community."""
    areas = [held.place for held in look.me.roles if held.role is Role.COMMUNITY]
    kinds = tuple(Option(kind, say(name)) for kind, name in KINDS.items())
    kind = Kind(await ask("kind", Choice(say(N_("Who is in the group?")), kinds)))
    found = [place for area in areas for place in await _choices(look, area, kind)]
    if not found:
        raise Refusal(say(N_("There is no place in your area to which a group could belong.")), over=True)
    place = found[0] if len(found) == 1 else await ask("place", await _which(look, found))
    buildings = await look.below(place, Level.BUILDING) if kind is Kind.RESIDENTS else []
    if buildings:
        whole = Option(ALL, say(N_("The whole compound")))
        among = (whole, *(Option(building.path, plain(building.name)) for building in buildings))
        building = await ask("building", Choice(say(N_("Whose group is it?")), among))
        place = place if building == ALL else building
    return MakeCode(kind, place)


async def _choices(look: Look, area: str, kind: Kind) -> list[str]:
    """Of a desk's area, the compounds; for those who work here the area itself and the grids, too."""
    itself = await look.place(area)
    compounds = [area] if itself and itself.kind == Level.COMPOUND else []
    compounds += [place.path for place in await look.below(area, Level.COMPOUND)]
    if kind is Kind.RESIDENTS:
        return compounds
    grids = [grid.path for around in dict.fromkeys([area, *compounds]) for grid in await look.below(around, Level.GRID)]
    return list(dict.fromkeys([area, *compounds, *grids]))


async def _which(look: Look, places: Sequence[str]) -> Choice:
    named = [Option(path, plain(await look.name(path))) for path in dict.fromkeys(places)]
    return Choice(say(N_("Which place does it belong to?")), tuple(named))


async def groups(turn: Turn, page: int = 0) -> None:
    """The command: the groups of my area, and a code for another one."""
    areas = _areas(turn)
    mine = {group.chat: group for area in areas for group in await group_chats.below(turn.tx, area)}
    if not mine:
        await talking.begin(turn, "which_group", {})
        return
    lines, shown = [turn.speak(N_("Groups of your places:"))], []
    first, last = page * LISTED, (page + 1) * LISTED
    for n, group in enumerate(list(mine.values())[first:last], first + 1):
        lines.append(await _line(turn, n, group))
        shown.append(Button(turn.speak(N_("Unbind {n}")).format(n=n), f"gp off {group.chat}"))
    if len(mine) > last:
        shown.append(Button(turn.speak(N_("More …")), f"gp page {page + 1}"))
    shown.append(Button(turn.speak(N_("➕ Bind another group")), "gp new"))
    await turn.say("\n".join(lines), *shown)


async def _line(turn: Turn, n: int, group: Group) -> str:
    name, kind = place_name(await turn.places(), group.place), turn.speak(KINDS[group.kind])
    line = N_("{n}. {place} · {kind}") if group.reachable else N_("{n}. {place} · {kind} · ⚠️ I cannot write there")
    return turn.speak(line).format(n=n, place=name, kind=kind)


def _areas(turn: Turn) -> list[str]:
    """Where groups are this person's to bind."""
    areas = sorted({held.place for held in turn.me.roles})
    areas = [area for area in areas if may("group.bind", turn.me, Matter(place=area))]
    if not areas:
        raise NotYours
    return areas


async def begin(turn: Turn) -> None:
    _areas(turn)
    await talking.begin(turn, "which_group", {})


async def typed(turn: Turn) -> None:
    """The command that belongs into the group."""
    await bind(turn, turn.incoming.text.partition(" ")[2] if turn.incoming else "")


async def make_code(turn: Turn, command: MakeCode) -> None:
    """Shown once, kept nowhere; in Telegram the link that adds me to a group does the same."""
    check("group.bind", turn.me, Matter(place=command.place))
    code = "".join(number.ALPHABET[byte % 32] for byte in turn.house.chance(LENGTH))
    good = turn.house.policy.groups.code
    await group_chats.forget_codes(turn.tx, turn.now - good)
    made = Code(command.kind, command.place, turn.me.id)
    await group_chats.add_code(turn.tx, hashed(code), made, turn.now + good)
    links = turn.house.to_group(LINK + code)
    text = turn.speak(
        N_(
            "Add me to the group, then write this there. It is good once, for {minutes} minutes:\n\n"
            "{bind} {code}\n\n{place} · {kind}"
        )
    ).format(
        minutes=good // 60,
        bind=_command(links),
        code=f"{code[:4]}-{code[4:]}",
        place=place_name(await turn.places(), command.place),
        kind=turn.speak(KINDS[command.kind]),
    )
    if links:
        text = "\n".join([text, "", turn.speak(N_("Or tap here and choose the group:")), *links])
    await turn.say(text)


def _command(links: Sequence[str]) -> str:
    """With our name, where it is known: not every group lets us hear a command without it."""
    known = re.search(r"t\.me/(\w+)", links[0]) if links else None
    return f"{COMMAND}@{known[1]}" if known else COMMAND


async def bind(turn: Turn, code: str) -> None:
    """Typed or opened in the group; who may is decided by who made the code, and whether they still may."""
    if turn.incoming is None or not turn.incoming.group:
        raise Refusal(say(N_("Write this in the group itself: add me there first.")))
    found = await group_chats.use_code(turn.tx, hashed(number.plain(code)), turn.now)
    maker = await people.person(turn.tx, found.made_by) if found else None
    if found is None or not may("group.bind", maker, Matter(place=found.place)):
        await turn.say_in_group(turn.house.words(None)(SPENT), now_and_then=True)
        return
    await bound(turn, found.kind, found.place, found.made_by)
    if maker:
        text = turn.speaks(maker)(N_("Done: the {kind} of {place} is bound.")).format(
            kind=turn.speaks(maker)(KINDS[found.kind]), place=place_name(await turn.places(), found.place)
        )
        await turn.tell(maker, Message(text), Way.STAFF)


async def bound(turn: Turn, kind: Kind, place: str, by: str) -> None:
    """The group belongs there from now on, and hears in one sentence what for."""
    assert turn.incoming is not None
    before = await group_chats.get(turn.tx, turn.incoming.chat)
    if before and before.bound_by != by and (before.kind, before.place) != (kind, place):
        await group_lost.bound_elsewhere(turn, before)
    await group_chats.bind(turn.tx, turn.incoming.chat, kind, place, by=by, topic=turn.incoming.topic, now=turn.now)
    text = turn.house.words(None)(BOUND[kind])
    await turn.say_in_group(text.format(place=place_name(await turn.places(), place)))


async def manage(turn: Turn, rest: str) -> None:
    """The buttons of the list: another group, unbind one, try one again."""
    what, _, chat = rest.partition(" ")
    if what == "new":
        await begin(turn)
        return
    if what == "page" and chat.isdecimal():
        await groups(turn, int(chat))
        return
    group = await group_chats.get(turn.tx, chat)
    check("group.bind", turn.me, Matter(place=group.place) if group else None)
    assert group is not None
    place = place_name(await turn.places(), group.place)
    if what == "off":
        await group_chats.unbind(turn.tx, chat)
        await turn.post(chat, Message(turn.house.words(None)(N_("I am no longer on duty in this group."))), Way.STAFF)
        await turn.say(turn.speak(N_("The group of {place} is not bound any more.")).format(place=place), in_place=True)
    else:
        await people.set_reachable(turn.tx, chat, True)
        await turn.post(chat, Message(turn.house.words(None)(BOUND[group.kind]).format(place=place)), Way.STAFF)
        await turn.say(turn.speak(N_("I am trying. If it does not work I tell you again.")))
