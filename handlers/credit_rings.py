"""/rings: who confirms each other's hours, for those who lead; a look, never a verdict."""

from collections.abc import Iterable, Mapping

from dialogue.message import N_
from dialogue.say import Say, plain, say
from domain import mask
from domain.ledger import Pair, rings
from domain.order import DAY
from domain.permit import Matter, NotYours, may
from domain.place import covers
from handlers.changing import today
from handlers.credit_words import duration
from handlers.turn import Turn
from storage import helped, people

DAYS = 90
A_MONTH = 32 * DAY
MOST = 10  # of each kind in one message
NEAR = 0.8  # of the cap
READ, FULL_NAMES = "points.rings_view", "order.view_complainant_identity"


async def report(turn: Turn) -> None:
    """Each area of whoever asks, the widest alone."""
    places = dict.fromkeys(held.place for held in turn.me.roles if may(READ, turn.me, Matter(place=held.place)))
    if not places:
        raise NotYours
    for place in places:
        if not any(covers(other, place) for other in places if other != place):
            await _area(turn, place)


async def _area(turn: Turn, place: str) -> None:
    pairs = await helped.pairs(turn.tx, place, turn.now - DAYS * DAY)
    found, known = rings(pairs), {(pair.helper, pair.served): pair for pair in pairs}
    cap = turn.house.policy.points.a_month
    near = await helped.near_cap(turn.tx, place, today(turn)[:7], turn.now - A_MONTH, int(cap * NEAR))
    shown, close = found[:MOST], near[:MOST]
    ids = {person for ring in shown for person in ring} | {one for pair in close for one in (pair.helper, pair.served)}
    names = await _names(turn, ids, place)
    tree = await turn.places()
    area = tree.get(place)
    head = say(
        N_("🔁 {area}, the last {days} days: {helps} helps confirmed by neighbours."),
        area=area.name if area else place,
        days=DAYS,
        helps=sum(pair.times for pair in pairs),
    )
    lines = [
        head,
        *(_ring(ring, known, names) for ring in shown),
        *_rest(len(found)),
        *(_near(pair, names, cap) for pair in close),
        *_rest(len(near)),
    ]
    if not found and not near:
        lines.append(say(N_("Nobody confirms each other's hours in a circle, and nobody is near a cap. 🎉")))
    await turn.say("\n".join(line.said(turn.speak) for line in lines))


async def _names(turn: Turn, ids: Iterable[str], place: str) -> Mapping[str, Say]:
    """In full for those who may know who reported what in this area."""
    full = may(FULL_NAMES, turn.me, Matter(place=place))
    found = [await people.person(turn.tx, id) for id in sorted(ids)]
    return {one.id: plain(one.name if full else mask.name(one.name)) for one in found if one}


def _rest(count: int) -> list[Say]:
    return [say(N_("… and {count} more"), count=count - MOST)] if count > MOST else []


def _ring(ring: tuple[str, ...], known: Mapping[tuple[str, str], Pair], names: Mapping[str, Say]) -> Say:
    ways = [known[one, other] for one, other in zip(ring, (*ring[1:], ring[0]), strict=True)]
    who = {letter: names.get(one, plain("—")) for letter, one in zip("abc", ring, strict=False)}
    if len(ring) == 3:
        sentence = N_("🔺 {a} helped {b}, {b} helped {c}, {c} helped {a}: {times} times, {time} in all")
        return say(
            sentence, **who, times=sum(one.times for one in ways), time=duration(sum(one.minutes for one in ways))
        )
    there, back = ways
    sentence = N_("↔️ {a} helped {b}: {times} times, {time}; {b} helped {a}: {times_back} times, {time_back}")
    values = {"times": there.times, "time": duration(there.minutes)}
    return say(sentence, **who, **values, times_back=back.times, time_back=duration(back.minutes))


def _near(pair: Pair, names: Mapping[str, Say], cap: int) -> Say:
    helper, served = (names.get(one, plain("—")) for one in (pair.helper, pair.served))
    sentence = N_("📈 {helper} for {served}: {time} this month, of {cap} that are credited")
    return say(sentence, helper=helper, served=served, time=duration(pair.minutes), cap=duration(cap))
