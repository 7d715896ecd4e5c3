"""The demo: a made-up compound with people who have lived in it for a while, and five phones to play them."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time, timedelta

from bot import demo_nearby, demo_wishes
from bot.web_demo import Seat
from bot.web_sessions import hashed, new_secret, new_session_id
from dialogue.message import N_, Incoming
from domain.calendar import at, day_of
from domain.consent import VERSION
from domain.order import Lane
from domain.person import Held, Role
from domain.policy import Policy
from handlers import accept, dispatch, placing, review, work
from handlers.turn import House, Turn
from storage import orders, people, places, volunteers, websessions
from storage.database import Database, Tx
from storage.places import Place

CITY, STREET, COMMUNITY, COMPOUND = "qs", "qs/hy", "qs/hy/lx", "qs/hy/lx/xf"
GRIDS = (f"{COMPOUND}/g1", f"{COMPOUND}/g2")
BEGINS, LEFT = time(9, 30), 3 * 3600  # seconds of working time in which something can be seen to happen


@dataclass(frozen=True, slots=True)
class Neighbour:
    """slot: which of the five phones is theirs, if any."""

    key: str
    name: str
    label: str
    roles: tuple[Held, ...]
    home: str | None = None
    slot: int | None = None


NEIGHBOURS = (
    Neighbour("li", "李秀兰", N_("Resident"), (Held(Role.RESIDENT, COMPOUND),), f"{COMPOUND}/3/1", 1),
    Neighbour(
        "zhou", "周敏", N_("Dispatcher"), (Held(Role.COMMUNITY, COMPOUND), Held(Role.COMMUNITY, COMMUNITY)), None, 2
    ),
    Neighbour("wang", "王建国", N_("Grid worker"), (Held(Role.GRID, GRIDS[0]),), None, 3),
    Neighbour("zhao", "赵德福", N_("Second resident"), (Held(Role.RESIDENT, COMPOUND),), f"{COMPOUND}/5/2", 4),
    Neighbour("feng", "冯雷", N_("Volunteer"), (Held(Role.VOLUNTEER, COMPOUND),), f"{COMPOUND}/3/2", 5),
    Neighbour("chen", "陈静", N_("Grid worker"), (Held(Role.GRID, GRIDS[1]),)),
    Neighbour("zhang", "张卫东", N_("Property company"), (Held(Role.PROPERTY, COMPOUND),)),
    Neighbour("he", "何师傅", N_("Partner"), (), None),
    Neighbour("liu", "刘芳", N_("Community"), (Held(Role.COMMUNITY, COMMUNITY),)),
    Neighbour("sun", "孙志强", N_("Street office"), (Held(Role.STREET, STREET),)),
)

# What happened before: who, what, where, the category, how many days ago (at ten), and how far it came.
PAST = (
    ("zhao", "5号楼2单元门口的路灯不亮了，晚上看不见路", "5/2", "lighting", 3, "reviewed"),
    ("zhao", "垃圾桶满了两天没人清", "5", "rubbish", 2, "finished"),
    ("li", "3号楼1单元三楼楼道堆了纸箱，过不去人", "3/1", "fire", 1, "planned"),
    ("zhao", "小区东门的门禁刷不开", "", "doors", 0, "placed"),
)
TEN = time(10)


def a_working_hour(policy: Policy, now: int) -> int:
    """Now, where people work now and for a while; else the last morning of work: at night nobody would be nagged."""
    calendar = policy.rules.calendar
    ends = [end for _, end in calendar.periods(day_of(now, calendar.zone))]
    if calendar.working(now) and calendar.between(now, max(ends)) >= LEFT:
        return now
    day = day_of(now, calendar.zone)
    while not calendar.periods(day) or (moment := at(day, BEGINS, calendar.zone)) > now:
        day -= timedelta(days=1)
    return moment


def the_places() -> list[Place]:
    line = [
        Place(CITY, "city", "青杉市", None, None, None),
        Place(STREET, "street", "河沿街道", None, None, None),
        Place(COMMUNITY, "community", "柳溪社区", None, None, None),
        Place(COMPOUND, "compound", "杏福苑", None, None, None),
        Place(GRIDS[0], "grid", "第一网格", None, None, None),
        Place(GRIDS[1], "grid", "第二网格", None, None, None),
    ]
    for building in range(1, 7):
        grid = GRIDS[0] if building <= 3 else GRIDS[1]
        lat, lon = 30.0 + building * 0.001, 110.0
        line.append(Place(f"{COMPOUND}/{building}", "building", f"{building}号楼", grid, lat, lon))
        units = range(1, 4)
        line += [Place(f"{COMPOUND}/{building}/{unit}", "unit", f"{unit}单元", grid, None, None) for unit in units]
    return line


async def settle(database: Database, house: House, now: int, language: str) -> list[Seat]:
    """Let everybody move in and live through their past; returns the five phones."""
    seats: list[Seat] = []
    ids: dict[str, str] = {}

    async def move_in(tx: Tx) -> None:
        await places.add(tx, the_places())
        for neighbour in NEIGHBOURS:
            session, secret = new_session_id(), new_secret()
            ids[neighbour.key] = house.fresh()
            await websessions.open_session(tx, session, hashed(secret), now)
            await people.add_person(
                tx, id=ids[neighbour.key], chat=f"web:{session}", now=now, name=neighbour.name, language=language
            )
            if neighbour.home and any(held.role is Role.VOLUNTEER for held in neighbour.roles):
                await volunteers.begin(tx, ids[neighbour.key], neighbour.home, now)
            for held in neighbour.roles:
                await people.grant(tx, id=house.fresh(), person=ids[neighbour.key], held=held, now=now)
            if neighbour.home:
                await people.set_home(tx, ids[neighbour.key], neighbour.home)
            if neighbour.slot is not None:
                seats.append(Seat(neighbour.slot, neighbour.label, neighbour.name, secret))

    await database.do(move_in)
    for who, what, where, category, days, far in PAST:
        started = at(day_of(now, house.zone) - timedelta(days=days), TEN, house.zone) if days else now
        place = f"{COMPOUND}/{where}" if where else COMPOUND
        await _live(database, house, ids, Past(who, what, place, category, started, far))

    async def did(who: str, moment: int, deed: Callable[[Turn], Awaitable[None]]) -> None:
        await _did(database, house, ids[who], moment, deed)

    await did("he", now, lambda turn: demo_nearby.open_shop(turn, house, COMPOUND, ids["he"], ids["liu"]))
    await did("liu", now, lambda turn: demo_nearby.announce(turn, house, COMMUNITY, ids["liu"]))
    await demo_wishes.wish(database, house, ids, now, COMPOUND, did)
    return seats


@dataclass(frozen=True, slots=True)
class Past:
    who: str
    what: str
    place: str
    category: str
    started: int
    far: str


async def _live(database: Database, house: House, ids: dict[str, str], past: Past) -> None:
    """One story as it was lived, by the same deeds as everybody's."""
    worker = "wang" if past.place.startswith(f"{COMPOUND}/3") else "chen"
    command = placing.PlaceOrder(past.what, past.place, past.category, Lane.ORDINARY, agreed=VERSION)
    await _did(database, house, ids[past.who], past.started, lambda turn: placing.place_order(turn, command))
    placed = (await database.read(lambda tx: orders.of_author(tx, ids[past.who], 1)))[0]
    number = placed.number
    steps: list[tuple[str, int, Callable[[Turn], Awaitable[None]]]] = [
        ("zhou", 4, lambda turn: dispatch.dispatch(turn, dispatch.Dispatch(number, ids[worker]))),
        (worker, 9, lambda turn: accept.accept(turn, number, 2)),
        (worker, 40, lambda turn: work.plan(turn, work.Plan(number, 2))),
        (worker, 50, lambda turn: work.finish(turn, work.Finish(number, "已经处理好了"))),
        (past.who, 90, lambda turn: review.review(turn, review.Review(number, 5, "谢谢，很快"))),
    ]
    count = {"placed": 0, "planned": 3, "finished": 4, "reviewed": 5}[past.far]
    for who, minutes, deed in steps[:count]:
        await _did(database, house, ids[who], past.started + minutes * 60, deed)


async def _did(
    database: Database, house: House, person_id: str, now: int, deed: Callable[[Turn], Awaitable[None]]
) -> None:
    async def unit(tx: Tx) -> None:
        me = await people.person(tx, person_id)
        assert me is not None
        assert me.chat is not None
        incoming = Incoming("web", secrets.token_hex(8), me.chat, me.chat, now)
        await deed(Turn(tx, house, me, now, incoming))

    await database.do(unit)


async def speak(database: Database, language: str) -> None:
    """Let all of them speak a language."""

    async def unit(tx: Tx) -> None:
        await tx.run("UPDATE persons SET language = :language", language=language)

    await database.do(unit)
