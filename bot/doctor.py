"""What is well and what is not, one finding a line."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from telegram.error import TelegramError

from bot import doctor_clock, doctor_desks, doctor_ledger, doctor_media, policy
from bot.calendars import CHINA, Holidays, unannounced
from bot.media_place import media_of
from bot.settings import Settings
from bot.telegram import Telegram
from domain.calendar import day_of
from domain.person import Role
from storage import inbox, ledger, orders, outbox, people, place_codes
from storage.database import Database, StorageError, Tx, open_database
from storage.migrate import migration_files
from storage.places import Atlas

PATIENCE = 10  # seconds for a channel to answer
LATE = 300  # seconds a message may lie in the inbox
MONTH = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    text: str


async def examine(settings: Settings, clock: Callable[[], int]) -> list[Finding]:
    pictures = Finding(*await doctor_media.examined(settings))
    return [*_policy(settings, clock()), *await _database(settings, clock()), pictures, *await _telegram(settings)]


def _policy(settings: Settings, now: int) -> list[Finding]:
    try:
        known = policy.load(settings.policy, settings.zone)
    except policy.BadPolicy as error:
        return [Finding(False, f"policy: {error}")]
    found = [Finding(True, f"policy: {len(list(known.catalogue))} categories, {len(known.dangers)} dangers")]
    years = {day_of(now, settings.zone).year, day_of(now + MONTH, settings.zone).year}
    unknown = unannounced(sorted(years)) if known.rules.calendar.off == Holidays(CHINA) else []
    said = "calendar: which weekends are worked in {} is not known; name them in the calendar's file, or upgrade"
    return found + [Finding(False, said.format(year)) for year in unknown]


async def _database(settings: Settings, now: int) -> list[Finding]:
    scheme, _, file = settings.database.partition(":")
    if scheme == "sqlite" and not Path(file).exists():  # noqa: ASYNC240 - one look
        return [Finding(False, f"database: there is no {file} yet; `sidan run` or `sidan migrate` makes it")]
    try:
        database = await open_database(settings.database)
    except StorageError as error:
        return [Finding(False, f"database: {error}")]
    try:
        return await _shape(database) or [
            *await database.read(lambda tx: _backlog(tx, now)),
            Finding(*doctor_ledger.said(await database.read(ledger.audit))),
        ]
    except StorageError as error:
        return [Finding(False, f"database: {error}")]
    finally:
        await database.close()


async def _shape(database: Database) -> list[Finding]:
    """Something to say only when the database is not up to date."""

    async def applied(tx: Tx) -> set[str]:
        return {row["name"] for row in await tx.all("SELECT name FROM migrations")}

    try:
        missing = sorted(set(migration_files(database.kind)) - await database.read(applied))
    except StorageError:
        raise
    except Exception as error:  # noqa: BLE001 - each database has its own class for "no such table"
        return [Finding(False, f"database: not set up yet ({type(error).__name__}); run `sidan migrate`")]
    return [Finding(False, f"database: {', '.join(missing)} is missing; run `sidan migrate`")] if missing else []


async def _backlog(tx: Tx, now: int) -> list[Finding]:
    waiting, dead = await inbox.backlog(tx)
    oldest = await inbox.oldest(tx)
    unsent, failed = await outbox.backlog(tx)
    late = oldest is not None and now - oldest > LATE
    posters, unseen = await place_codes.unseen(tx, now - MONTH)
    open_orders = sum((await orders.counts(tx)).values())
    dispatchers = await people.anybody_is(tx, Role.COMMUNITY) or await people.anybody_is(tx, Role.STREET)
    return [
        Finding(True, f"database: up to date, {open_orders} open orders"),
        Finding(not late, f"inbox: {waiting} waiting" + (f", the oldest for {now - oldest} s" if oldest else "")),
        Finding(dead == 0, f"dead letters: {dead}" + ("; see the inbox table, state 'dead'" if dead else "")),
        Finding(True, f"outbox: {unsent} to be sent, {failed} could not be delivered"),
        Finding(*doctor_clock.said(*await doctor_clock.overlooked(tx, now))),
        Finding(
            True, f"posters: {posters} hang" + (f", {unseen} of them for a month without a scan" if unseen else "")
        ),
        Finding(dispatchers, "dispatchers: " + ("somebody sits at the desk" if dispatchers else "nobody yet")),
        *[Finding(well, text) for well, text in doctor_desks.said(*await _empty_desks(tx, now))],
    ]


async def _empty_desks(tx: Tx, now: int) -> tuple[list[str], list[str]]:
    return doctor_desks.empty(await Atlas().now(tx, now), await people.seats(tx))


async def _telegram(settings: Settings) -> list[Finding]:
    if not settings.telegram_token:
        return [Finding(True, "telegram: not used")]
    telegram = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api, media_of(settings))
    await telegram.open()
    try:
        async with asyncio.timeout(PATIENCE):
            me = await telegram.bot.get_me()
            hook = await telegram.bot.get_webhook_info()
    except (TelegramError, TimeoutError) as error:
        return [Finding(False, f"telegram: cannot be reached ({type(error).__name__})")]
    finally:
        await telegram.close()
    wanted = settings.telegram_mode == "webhook"
    well = bool(hook.url) == wanted and not (wanted and hook.last_error_date)
    return [
        Finding(
            well,
            f"telegram: @{me.username} by {'webhook' if hook.url else 'polling'}, {hook.pending_update_count} pending",
        )
    ]
