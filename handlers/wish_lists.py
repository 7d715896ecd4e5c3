"""The wishes one has made, has in hand, or is to read as the desk: lists with a button for each."""

from collections.abc import Sequence

from dialogue.message import N_, Button
from domain.wish import Wish
from handlers.names import gist
from handlers.turn import Turn, packed
from handlers.wish_matter import may_do
from handlers.wish_names import ENDINGS, KIND_ICONS, STATES
from storage import people, wishes

AT_ONCE = 8


async def mine(turn: Turn, before: Sequence[Button] = ()) -> list[Button]:
    """What one wished for, or posted for somebody, newest first. before: what was listed just now."""
    return await _listing(turn, N_("Your wishes:"), await wishes.of_person(turn.tx, turn.me.id, AT_ONCE), before)


async def in_hand(turn: Turn, before: Sequence[Button] = ()) -> list[Button]:
    found = await wishes.in_hand(turn.tx, turn.me.id)
    return await _listing(turn, N_("Wishes you have in hand:"), found, before)


async def to_read(turn: Turn, rung: str, before: Sequence[Button] = ()) -> list[Button]:
    """What waits at a desk of theirs, but for what they posted themselves."""
    waiting = await wishes.waiting_at(turn.tx, rung)
    found = [wish for wish in waiting if await may_do(turn, turn.me, "wish.approve", wish)]
    return await _listing(turn, N_("Wishes that wait to be read:"), found, before)


async def _listing(turn: Turn, head: str, found: Sequence[Wish], before: Sequence[Button]) -> list[Button]:
    """Numbered on from what was listed before, so that a typed number means one thing only; nothing where none is."""
    if not found:
        return list(before)
    numbered = list(enumerate(found[:AT_ONCE], len(before) + 1))
    lines = [turn.speak(head)] + [_line(turn, n, wish) for n, wish in numbered]
    buttons = [Button(f"{n}. {gist(wish.shown, 10)}", f"wish {wish.number}") for n, wish in numbered]
    await turn.say("\n".join(lines), *buttons)
    listed = [*before, *buttons]
    if turn.private_chat:
        await people.set_menu(turn.tx, turn.private_chat, packed([[b.label, b.data] for b in listed]))
    return listed


def _line(turn: Turn, n: int, wish: Wish) -> str:
    state = turn.speak(ENDINGS[wish.ending] if wish.ending else STATES[wish.state])
    return f"{n}. {KIND_ICONS[wish.kind]} {wish.number} {gist(wish.shown)} — {state}"
