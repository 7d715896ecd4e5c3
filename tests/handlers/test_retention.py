"""What nobody needs any more is cleared away by the clock: contacts after 90 days, pictures after 180, and so on."""

from functools import partial

import pytest

from domain.number import find
from domain.personal import PERSONAL, Erased, Kept, What
from domain.retention import Retention
from handlers import retention
from storage import clearing, outbox, websessions
from storage.database import Tx
from storage.outbox import Way
from tests.handlers.neighbour import Neighbour
from tests.handlers.scanned import traces
from tests.handlers.town import DAY, Town

WORDS = "3号楼1单元602水管漏水，电话13812345678"
PHOTO = "p" * 22
REACH = ("13812345678", "602")


async def closed(li: Neighbour, zhou: Neighbour, wang: Neighbour, words: str = WORDS) -> str:
    await li.says("/report")
    number = find(await _sent(li, words))[0]
    await zhou.says(number)
    await zhou.taps("To Wang")
    await wang.says(number)
    await wang.taps("Accept", "Done", "Skip")
    await li.says(number)
    await li.taps("Fixed", "★★★★★", "Skip")
    return number


async def _sent(li: Neighbour, words: str) -> str:
    await li.says(words, photos=(PHOTO,))
    return await li.taps("Send")


async def days_pass(town: Town, days: int) -> None:
    """What is cleared is looked at alone: letters and what came in are tidied up by the metronome."""
    town.now += days * DAY
    await retention.tick(town.database, town.house, town.now)
    await retention.tidy(town.database, town.house, town.now)


async def test_how_to_reach_somebody_is_kept_for_90_days_after_closing(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await closed(li, zhou, wang)
    await days_pass(town, 89)
    assert await traces(town.database, REACH, but=["outbox"])
    await days_pass(town, 2)
    assert not await traces(town.database, REACH)
    order = await town.order(number)
    assert "水管漏水" in order.what
    assert order.rating == 5
    assert number in await zhou.says(number)


async def test_what_is_added_after_that_is_cleared_away_once_more(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await closed(li, zhou, wang)
    await days_pass(town, 181)
    await days_pass(town, 1)
    await li.says(button=f"add {number}")
    await li.says("又漏了，打13900001111", photos=("q" * 22,))
    await li.says(button=f"rvc {number}")
    await li.taps("Change it")
    await li.says("13900002222")
    assert await town.one("SELECT phone FROM order_contacts") == "13900002222"
    for _ in range(3):
        await days_pass(town, 10)
    assert await town.one("SELECT COUNT(*) FROM order_photos") == 0
    assert not await traces(town.database, ("13900001111", "13900002222"), but=["outbox", "inbox"])


async def test_what_is_open_keeps_it(town: Town, li: Neighbour, zhou: Neighbour):
    await li.reports(WORDS)
    await days_pass(town, 400)
    assert await town.one("SELECT phone FROM order_contacts") == "13812345678"


async def test_photos_are_kept_for_180_days_after_closing_and_the_cards_as_long(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    number = await closed(li, zhou, wang)
    await days_pass(town, 100)
    await days_pass(town, 79)
    assert await town.one("SELECT COUNT(*) FROM order_photos") == 1
    await days_pass(town, 2)
    assert await town.one("SELECT COUNT(*) FROM order_photos") == 0
    assert await town.one("SELECT media FROM doomed_media") == PHOTO
    assert await town.one("SELECT COUNT(*) FROM cards WHERE card LIKE :c", c=f"%{number}%") == 0
    assert number in await li.says(number)


async def test_a_picture_that_another_report_still_shows_stays(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first = await closed(li, zhou, wang)
    await li.says("/report")
    await _sent(li, "3号楼2单元路灯不亮")  # the same picture again
    await days_pass(town, 100)
    await days_pass(town, 100)
    order = await town.order(first)
    assert await town.one("SELECT COUNT(*) FROM order_photos WHERE order_id = :id", id=order.id) == 0
    assert await town.one("SELECT COUNT(*) FROM order_photos") == 1
    assert await town.one("SELECT COUNT(*) FROM doomed_media") == 0


async def test_a_big_first_run_is_done_in_small_batches_and_by_two_replicas(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    for n in range(5):
        await closed(li, zhou, wang, f"3号楼1单元602水管漏水{'了' * n}，电话13812345678")
    kept = Retention(batch=2)
    town.now += 91 * DAY
    find = partial(clearing.closed, table="orders", cleared=0, before=town.now - kept.contact, limit=kept.batch)
    seen = await town.database.read(find)
    assert len(seen) == 2
    for _ in range(2):  # both replicas saw the same two
        await town.database.do(partial(clearing.order_contacts, found=seen))
    left = 0
    while found := await town.database.read(find):
        await town.database.do(partial(clearing.order_contacts, found=found))
        left += len(found)
    assert left == 3
    assert not await traces(town.database, REACH, but=["outbox", "inbox"])


@pytest.fixture
async def web(town: Town) -> str:
    """A browser with three bubbles, the last one with a picture."""

    async def unit(tx: Tx) -> None:
        await websessions.open_session(tx, "s1", "hash", town.now)
        for n in range(3):
            sql = """
                INSERT INTO web_log (address, key, place, seq, body, at, created_at)
                VALUES ('web:s1', :key, :n, :n, :body, :now, :now)
            """
            await tx.run(sql, key=f"k{n}", n=n + 1, body=f"bubble {n}", now=town.now)
        await tx.run("INSERT INTO web_media (address, media, key) VALUES ('web:s1', :p, 'k0')", p=PHOTO)
        sql = "INSERT INTO media (id, owner, kind, bytes, created_at) VALUES (:p, 'web:s1', 'image/jpeg', 1, :now)"
        await tx.run(sql, p=PHOTO, now=town.now)

    await town.database.do(unit)
    return "web:s1"


async def test_a_web_chat_forgets_what_is_old_and_goes_on_counting(town: Town, web: str):
    await days_pass(town, 181)
    assert await town.one("SELECT COUNT(*) FROM web_log") == 1
    assert await town.one("SELECT seq FROM web_log") == 3
    await days_pass(town, 0)
    assert await town.one("SELECT media FROM doomed_media") == PHOTO
    assert await town.one("SELECT COUNT(*) FROM media") == 0


async def test_a_browser_that_nobody_uses_for_a_year_is_forgotten_whole(town: Town, web: str):
    await days_pass(town, 366)
    assert await town.one("SELECT COUNT(*) FROM web_sessions") == 0
    assert not await traces(town.database, ["web:s1", "bubble"])


async def test_a_browser_that_comes_back_is_not(town: Town, web: str):
    seen = partial(websessions.seen, session_id="s1", now=town.now + 300 * DAY)
    await town.database.do(seen)
    await days_pass(town, 366)
    assert await town.one("SELECT COUNT(*) FROM web_sessions") == 1
    # A replica that looked just before they came back.
    await town.database.do(partial(clearing.sessions, found=["s1"], before=town.now - 365 * DAY))
    assert await town.one("SELECT COUNT(*) FROM web_sessions") == 1


async def test_what_must_not_be_said_twice_is_remembered_without_its_words(town: Town, li: Neighbour):
    post = partial(
        outbox.post, id="x1", chat=li.chat, lane=Way.STAFF, body='{"text": "602"}', once="once", now=town.now
    )
    await town.database.do(post)
    await town.delivers()
    await days_pass(town, 8)
    assert await town.one("SELECT body FROM outbox WHERE once = 'once'") == "{}"


def test_each_table_whose_days_are_counted_from_the_closing_is_cleared_by_the_clock() -> None:
    """A new one has to be cleared in storage/clearing.py, too."""
    counted = {c.table for c in PERSONAL if c.kept in (Kept.CONTACT, Kept.PICTURES)}
    cleared = {"order_contacts", "own_words", "order_events", "call_backs", "wishers", "wish_events"}
    cleared |= {"order_photos", "wish_media", "wish_thanks", "cards", "media", "web_media"}
    assert counted == cleared


def test_pictures_are_never_kept_longer_than_the_matter_needs() -> None:
    forever = {(c.table, c.name) for c in PERSONAL if c.what is What.PICTURE and c.erased is Erased.STAYS}
    assert not forever
