"""Reports come on time, once, with a picture of the week, and cost nothing while none is due."""

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from bot import report_chart
from bot.media import Media
from bot.reporting import Reporting
from dialogue.message import Message
from domain.budget import Spent
from domain.calendar import Calendar
from domain.person import Held, Role
from domain.policy import Rules
from storage import burden, inbox, notes, rollup
from storage.burden import Asked
from storage.database import Database, StorageLocked, Unit, open_database
from storage.inbox import Arrived
from storage.places import Place
from tests.bot.web.house import living, serving
from tests.bot.web.visitor import Visitor
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, DAY, HOUR, STREET, Town

T = TypeVar("T")


@dataclass
class Watched:
    """Counts what is asked of a database; refuses to change it while it is locked.

    meanwhile: what happens between the last look and the next change.
    """

    database: Database
    reads: int = 0
    does: int = 0
    locked: bool = False
    meanwhile: Callable[[], Awaitable[Any]] | None = None
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        self.kind = self.database.kind

    async def do(self, unit: Unit[T]) -> T:
        self.does += 1
        if self.locked:
            raise StorageLocked
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            await meanwhile()
        return await self.database.do(unit)

    async def read(self, unit: Unit[T]) -> T:
        self.reads += 1
        return await self.database.read(unit)

    async def close(self) -> None:
        raise NotImplementedError


@dataclass
class Desk:
    """A town with its reports. `at` passes the time, ticks once and lets the postman go round."""

    town: Town
    media: Media
    watched: Watched
    reporting: Reporting

    async def at(self, moment: str) -> None:
        self.town.now = int(datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=self.town.house.zone).timestamp())
        await self.reporting.tick(self.town.now)
        await self.town.delivers()

    async def counted(self, day: str = "2026-11-25", place: str = COMPOUND, **figures: int) -> None:
        await self.town.database.do(lambda tx: rollup.add(tx, day, place, figures))

    def goes_by(self, rules: Rules, places: Mapping[str, Rules] = {}) -> None:
        policy = replace(self.town.house.policy, rules=rules, places=places)
        self.reporting = Reporting(self.watched, replace(self.town.house, policy=policy), self.media)

    def replica(self, database: Database | None = None) -> Reporting:
        return Reporting(database or self.town.database, self.town.house, self.media)


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    town = Town(database)
    await town.built()
    media, watched = Media(tmp_path), Watched(database)
    return Desk(town, media, watched, Reporting(watched, town.house, media))


@pytest.fixture
async def zhou(desk: Desk) -> Neighbour:
    return await desk.town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))


@pytest.fixture
async def liu(desk: Desk) -> Neighbour:
    return await desk.town.moves_in("Liu Fang", Held(Role.COMMUNITY, COMMUNITY), language="zh_CN")


def photos(neighbour: Neighbour) -> list[str]:
    return [photo for message in neighbour.phone.news for photo in message.photos]


# The day.


async def test_the_day_is_reported_in_the_evening_once(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 10:00")
    await desk.at("11-25 18:29")
    assert zhou.reads() == ""
    await desk.at("11-25 18:30")
    assert zhou.reads().startswith("📊 杏福苑, 11-25\nReported: 3\n")
    await desk.at("11-25 18:31")
    await desk.at("11-25 21:00")
    assert zhou.reads() == ""
    await desk.counted("2026-11-26", placed=1)
    await desk.at("11-26 18:30")
    assert "11-26\nReported: 1\n" in zhou.reads()


async def test_a_day_has_no_picture(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:30")
    assert zhou.phone.news
    assert photos(zhou) == []


async def test_where_nothing_happened_and_nothing_waits_nothing_is_said(desk: Desk, zhou: Neighbour, liu: Neighbour):
    await desk.counted(place=COMMUNITY, placed=1)
    await desk.at("11-25 18:30")
    assert zhou.reads() == ""
    assert "〔中〕" in liu.reads(), "in their own language"


async def test_no_day_is_reported_that_nobody_works_on(desk: Desk, zhou: Neighbour):
    rules = desk.town.house.policy.rules
    closed = Calendar(rules.calendar.zone, [[(time(9), time(17))]] * 7, exceptions={date(2026, 11, 25): ()})
    desk.goes_by(replace(rules, calendar=closed))
    await desk.counted(placed=3)
    await desk.at("11-25 18:30")
    assert zhou.reads() == ""


async def test_after_an_outage_of_hours_the_day_is_left_out(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 10:00")
    await desk.at("11-25 22:31")
    await desk.at("11-26 07:30")
    assert zhou.reads() == ""


async def test_after_a_short_outage_it_is_made_up_for(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 21:30")
    assert "Reported: 3" in zhou.reads()


async def test_two_replicas_and_a_program_that_starts_again_report_once(desk: Desk, zhou: Neighbour, url: str):
    await desk.counted(placed=3)
    other = await open_database(url)
    replica = desk.replica(other)
    await desk.at("11-25 18:30")
    await replica.tick(desk.town.now)
    await desk.replica().tick(desk.town.now + HOUR)
    await desk.town.delivers()
    assert zhou.reads().count("📊") == 1
    await other.close()


async def test_of_two_replicas_that_have_drawn_it_at_the_same_moment_one_sends_it(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:29")
    replica = desk.replica()
    await replica.tick(desk.town.now)
    desk.watched.meanwhile = lambda: replica.tick(desk.town.now)
    await desk.at("11-25 18:30")
    assert zhou.reads().count("📊") == 1


async def test_of_two_replicas_that_were_both_asked_for_figures_one_gives_them(desk: Desk, zhou: Neighbour):
    await desk.at("11-25 10:00")
    await zhou.says("/figures")
    replica = desk.replica()
    desk.watched.meanwhile = lambda: replica.tick(desk.town.now)
    await desk.at("11-25 10:01")
    assert zhou.reads().count("📊") == 1


async def test_nobody_is_looked_for_again_while_no_other_report_is_due(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:30")
    desk.watched.reads = desk.watched.does = 0
    for hour in (19, 20, 21, 22):
        await desk.at(f"11-25 {hour}:30")
    assert (desk.watched.reads, desk.watched.does) == (4, 0)


async def test_a_report_takes_none_of_the_days_messages_and_keeps_its_distance(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:00")
    before = Spent(desk.town.now, 2)
    await desk.town.database.do(partial(notes.written, person=zhou.id, spent=before))
    await desk.at("11-25 18:30")
    spent = (await desk.town.database.read(partial(notes.waiting, person=zhou.id))).spent
    assert spent == Spent(desk.town.now, 2)


async def test_whoever_was_just_written_to_reads_the_report_after_the_gap(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:29")
    await desk.town.database.do(partial(notes.written, person=zhou.id, spent=Spent(desk.town.now, 1)))
    await desk.at("11-25 18:30")
    await desk.at("11-25 18:38")
    assert zhou.reads() == ""
    await desk.at("11-25 18:39")
    assert "Reported: 3" in zhou.reads()


async def test_whoever_had_all_of_a_days_messages_reads_the_report_and_who_wants_peace_does_not(
    desk: Desk, zhou: Neighbour, liu: Neighbour
):
    await desk.counted(placed=3)
    await desk.at("11-25 17:00")
    most = desk.town.house.policy.rules.budget.messages
    await desk.town.database.do(partial(notes.written, person=zhou.id, spent=Spent(desk.town.now, most)))
    until = desk.town.now + DAY
    await desk.town.database.do(partial(notes.snooze, person=liu.id, until=until, now=desk.town.now))
    for moment in ("11-25 18:30", "11-25 22:30", "11-26 07:00", "11-26 09:00"):
        await desk.at(moment)
    assert zhou.reads().count("📊") == 1
    assert liu.reads() == ""


async def test_whoever_leaves_the_desk_before_it_is_sent_reads_no_report(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:29")
    await desk.town.database.do(partial(notes.written, person=zhou.id, spent=Spent(desk.town.now, 1)))
    await desk.at("11-25 18:30")
    await desk.town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1"))
    await desk.at("11-25 18:40")
    assert zhou.reads() == ""


async def test_while_the_database_is_locked_the_report_waits(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:00")
    desk.watched.locked = True
    with pytest.raises(StorageLocked):
        await desk.at("11-25 18:30")
    desk.watched.locked = False
    await desk.at("11-25 18:31")
    assert zhou.reads().count("📊") == 1


async def test_nothing_due_costs_one_look(desk: Desk, zhou: Neighbour, liu: Neighbour):
    await desk.at("11-25 10:00")
    desk.watched.reads = desk.watched.does = 0
    for minute in range(1, 31):
        await desk.at(f"11-25 10:{minute:02}")
    assert (desk.watched.reads, desk.watched.does) == (30, 0)


# The week.


async def test_the_week_comes_on_monday_after_the_digest_with_a_picture(desk: Desk, zhou: Neighbour):
    await desk.counted("2026-11-16", placed=3)
    await desk.counted("2026-11-22", placed=4)
    await desk.counted("2026-11-15", placed=50)
    await desk.at("11-23 08:14")
    assert zhou.reads() == ""
    await desk.at("11-23 08:15")
    (picture,) = photos(zhou)
    assert zhou.reads().startswith("📊 杏福苑, 11-16 to 11-22\nReported: 7\n")
    with Image.open(io.BytesIO(await desk.media.open(picture))) as drawn:
        assert (drawn.format, drawn.width) == ("JPEG", 800)
    await desk.at("11-24 08:00")
    assert zhou.reads() == ""


async def test_a_week_in_which_nothing_happened_is_told_too(desk: Desk, zhou: Neighbour):
    await desk.at("11-23 08:15")
    assert "Reported: 0" in zhou.reads()


async def test_a_week_that_is_a_day_late_is_left_out(desk: Desk, zhou: Neighbour):
    await desk.at("11-24 08:16")
    assert zhou.reads() == ""


async def test_two_at_one_desk_get_the_same_picture_and_each_language_its_own(desk: Desk, zhou: Neighbour):
    other = await desk.town.moves_in("Sun Li", Held(Role.COMMUNITY, COMPOUND))
    chinese = await desk.town.moves_in("Wu Fang", Held(Role.COMMUNITY, COMPOUND), language="zh_CN")
    await desk.at("11-23 08:15")
    assert photos(zhou) == photos(other)
    assert len(photos(chinese)) == 1
    assert photos(chinese) != photos(zhou)


async def test_where_no_picture_can_be_drawn_the_words_come_alone(
    desk: Desk, zhou: Neighbour, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: Any) -> None:
        raise ValueError("no ink")

    monkeypatch.setattr(report_chart, "jpeg", broken)
    await desk.at("11-23 08:15")
    assert photos(zhou) == []
    assert "📊 杏福苑, 11-16 to 11-22" in zhou.reads()


async def test_many_desks_are_written_to_a_few_at_a_time(desk: Desk):
    clerks = [await desk.town.moves_in(f"c{n} Min", Held(Role.STREET, STREET)) for n in range(23)]
    await desk.counted(placed=3)
    seen = []
    for minute in (30, 31, 32):
        await desk.at(f"11-25 18:{minute}")
        seen.append(sum(bool(clerk.reads()) for clerk in clerks))
    assert seen == [10, 10, 3]


async def test_a_place_with_its_own_hour_is_reported_then(desk: Desk, zhou: Neighbour, liu: Neighbour):
    rules = desk.town.house.policy.rules
    desk.goes_by(rules, {COMPOUND: replace(rules, report=time(16))})
    await desk.counted(placed=3)
    await desk.at("11-25 16:00")
    assert (bool(zhou.reads()), bool(liu.reads())) == (True, False)
    await desk.at("11-25 18:30")
    assert (bool(zhou.reads()), bool(liu.reads())) == (False, True)


async def test_when_the_clock_was_days_ahead_those_days_are_reported_when_they_come(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=1)
    await desk.counted("2026-11-26", placed=2)
    await desk.at("11-26 18:30")
    zhou.reads()
    await desk.at("11-25 10:00")
    await desk.town.database.do(partial(notes.set_back, now=desk.town.now))
    await desk.at("11-25 18:30")
    assert "Reported: 1" in zhou.reads()
    await desk.at("11-26 18:30")
    assert "Reported: 2" in zhou.reads()


# Several areas.


async def compounds(desk: Desk, count: int, **figures: int) -> list[str]:
    """So many compounds; in each one more was reported than in the one before."""
    places = [f"{COMMUNITY}/c{n:02}" for n in range(count)]
    await desk.town.built(*(Place(place, "compound", f"C{n}", None, None, None) for n, place in enumerate(places)))
    for n, place in enumerate(places):
        await desk.counted(place=place, placed=n + 1)
    return places


async def test_who_looks_after_several_areas_reads_one_message_with_the_sum_and_a_line_each(desk: Desk):
    places = await compounds(desk, 3)
    ma = await desk.town.moves_in("Ma Lin", *(Held(Role.COMMUNITY, place) for place in places))
    await desk.at("11-25 18:30")
    await desk.at("11-25 18:50")
    read = ma.reads()
    assert read.startswith("📊 3 areas, 11-25\nReported: 6\n")
    assert read.count("📊") == 1
    assert read.splitlines()[-3:] == [
        "▪ C2: reported 3, closed 0, waiting 0",
        "▪ C1: reported 2, closed 0, waiting 0",
        "▪ C0: reported 1, closed 0, waiting 0",
    ]


async def test_of_many_areas_nine_are_named_and_the_rest_is_added_up(desk: Desk):
    places = await compounds(desk, 12)
    ma = await desk.town.moves_in("Ma Lin", *(Held(Role.COMMUNITY, place) for place in places))
    await desk.at("11-25 18:30")
    lines = [line for line in ma.reads().splitlines() if line.startswith("▪")]
    assert len(lines) == 10
    assert lines[0] == "▪ C11: reported 12, closed 0, waiting 0"
    assert lines[-1] == "▪ 3 more: reported 6, closed 0, waiting 0"


async def test_the_week_of_several_areas_has_one_picture_and_so_have_figures_asked_for(desk: Desk):
    places = await compounds(desk, 4)
    ma = await desk.town.moves_in("Ma Lin", *(Held(Role.COMMUNITY, place) for place in places))
    await desk.at("11-30 08:15")
    await desk.at("11-30 08:30")
    assert len(photos(ma)) == 1
    assert "4 areas, 11-23 to 11-29\nReported: 10\n" in ma.reads()
    await ma.says("/figures")
    await desk.at("11-30 08:31")
    assert ma.reads().count("📊") == 1


async def test_with_one_message_a_day_the_report_of_the_week_still_comes_and_the_digest_too(
    desk: Desk, zhou: Neighbour
):
    town = desk.town
    li = await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")
    rules = town.house.policy.rules
    desk.goes_by(replace(rules, budget=replace(rules.budget, messages=1)))
    town.house, town.mornings = desk.reporting._house, True
    town.now = int(datetime(2026, 11, 27, 16, tzinfo=town.house.zone).timestamp())
    await li.reports()
    zhou.reads()
    told = ""
    for hour in ("08:00", "08:15", "08:30"):
        town.now = int(datetime.fromisoformat(f"2026-11-30 {hour}").replace(tzinfo=town.house.zone).timestamp())
        await town.later()
        await desk.at(f"11-30 {hour}")
        told += zhou.reads()
    assert told.count("📊") == 1
    assert "waiting to be handed out" in told


# On demand.


async def test_figures_come_a_moment_after_they_were_asked_for(desk: Desk, zhou: Neighbour):
    await desk.at("11-25 23:00")
    await desk.counted("2026-11-23", placed=5)
    await desk.counted("2026-11-22", placed=7)
    assert zhou.reads() == ""
    assert "One moment" in await zhou.says("/figures")
    await desk.at("11-25 23:01")
    assert len(photos(zhou)) == 1, "also at night: it is an answer"
    assert "11-23 to 11-25\nReported: 5\n" in zhou.reads()
    await desk.at("11-25 23:02")
    assert zhou.reads() == ""


async def test_whoever_asks_twice_gets_it_once(desk: Desk, zhou: Neighbour):
    await desk.at("11-25 10:00")
    await zhou.says("/figures")
    await zhou.says("报表")
    await desk.at("11-25 10:01")
    assert zhou.reads().count("📊") == 1


async def test_what_was_drawn_before_a_crash_is_drawn_again_and_sent_once(desk: Desk, zhou: Neighbour):
    await desk.at("11-25 10:00")
    await zhou.says("/figures")
    desk.watched.locked = True
    with pytest.raises(StorageLocked):
        await desk.at("11-25 10:01")
    await desk.replica().tick(desk.town.now)
    desk.watched.locked = False
    await desk.at("11-25 10:02")
    assert zhou.reads().count("📊") == 1


async def test_whoever_sits_at_no_desk_any_more_gets_none_and_is_not_asked_for_again(desk: Desk, zhou: Neighbour):
    await zhou.says("/figures")
    await desk.town.database.do(lambda tx: tx.run("UPDATE roles SET until = 1"))
    await desk.at("11-25 10:01")
    assert zhou.reads() == ""
    assert await desk.town.one("SELECT COUNT(*) FROM wanted_reports") == 0


async def test_the_picture_is_seen_in_the_web_chat_and_by_nobody_else(url: str, desk: Desk, tmp_path: Path):
    async with (
        living(url, tmp_path) as house,
        serving(house) as address,
        Visitor(base_url=address, follow_redirects=True) as visitor,
    ):
        await visitor.arrive()
        zhou = await desk.town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
        await desk.at("11-23 08:15")
        message = zhou.phone.news[-1]
        await house.chat.send(visitor.you, Message(message.text, photos=message.photos), None)
        (seen,) = await visitor.sees(1)
        assert seen["text"].startswith("📊")
        picture = await visitor.get(seen["photos"][0])
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
        async with Visitor(base_url=address, follow_redirects=True) as stranger:
            await stranger.arrive()
            assert (await stranger.get(seen["photos"][0])).status_code == 404


# What the desk asks of people.


async def arrived(desk: Desk, moment: str, role: str = "G") -> None:
    at = int(datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=desk.town.house.zone).timestamp())
    row = Arrived("telegram", moment, moment, "telegram:wang", None, "{}", at)
    await desk.town.database.do(partial(inbox.receive, row=row))
    await desk.town.database.do(partial(inbox.take, arrived=row, role=role, did="tap"))


async def kept(desk: Desk) -> dict[str, list[Asked]]:
    days = {f"2026-11-{n}" for n in range(16, 27)}
    found = {
        day: await desk.town.database.read(partial(burden.between, first=day, last=day, at_least=1)) for day in days
    }
    return {day: one for day, one in found.items() if one}


async def test_each_day_is_added_up_when_it_is_over_and_days_of_an_outage_are_made_up_for(desk: Desk):
    await desk.town.moves_in("wang", Held(Role.GRID, f"{COMPOUND}/g1"))
    for moment in ("11-20 00:00", "11-22 23:59", "11-23 00:00"):
        await arrived(desk, moment)
    await desk.at("11-23 00:05")
    assert await kept(desk) == {
        "2026-11-20": [Asked(Role.GRID, 1, 0, 1, 0)],
        "2026-11-22": [Asked(Role.GRID, 1, 0, 1, 0)],
    }
    await desk.at("11-24 00:05")
    assert (await kept(desk))["2026-11-23"] == [Asked(Role.GRID, 1, 0, 1, 0)]


async def test_a_day_that_the_clock_was_ahead_of_is_counted_when_it_is_over(desk: Desk):
    await desk.town.moves_in("wang", Held(Role.GRID, f"{COMPOUND}/g1"))
    await arrived(desk, "11-23 09:00")
    await desk.at("11-24 12:00")
    await desk.at("11-23 10:00")
    assert await kept(desk) == {}
    await arrived(desk, "11-23 11:00")
    await desk.at("11-24 00:05")
    assert await kept(desk) == {"2026-11-23": [Asked(Role.GRID, 1, 0, 2, 0)]}


async def test_what_nobody_needs_to_remember_is_forgotten(desk: Desk, zhou: Neighbour):
    await desk.counted(placed=3)
    await desk.at("11-25 18:30")
    await desk.at("12-28 10:00")
    left = "SELECT COUNT(*) FROM rounds WHERE key < '2026-11-28'"
    assert await desk.town.one(left) == 0
