"""Where the parts are put together, by hand, in reading order."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial

import structlog
from starlette.routing import BaseRoute

from bot import policy
from bot.channel import Channel
from bot.clerk import Clerk
from bot.clock import Clock, Ids
from bot.delivery import Delivery
from bot.drawings.studio import Studio
from bot.health import health_routes
from bot.ids_in_order import keep_in_order
from bot.lease import Lease
from bot.links import Links
from bot.media import Media
from bot.media_place import media_of
from bot.metrics import Metrics
from bot.metronome import Metronome
from bot.pictures import Darkroom
from bot.postman import Postman
from bot.receiving import Receiving
from bot.recordings import Recorder
from bot.reporting import Reporting
from bot.settings import Settings
from bot.sweeping import Sweeping
from bot.telegram import Telegram
from bot.telegram_hearing import is_kept
from bot.telegram_intake import Intake, Webhook, announce, poll
from bot.timed import Timed
from bot.web_assets import Assets
from bot.web_posters import poster_routes
from bot.web_privacy import privacy_routes
from bot.web_routes import routes as web_routes
from bot.web_wall import wall_routes
from bot.webchat import WebChat
from bot.words import Words
from domain.group import cries
from handlers import group_calls
from handlers.table import DEEDS, SCRIPTS
from handlers.turn import House
from storage import claims, leases
from storage.database import Database, open_database
from storage.ids import newest
from storage.migrate import migrate

log = structlog.get_logger(__name__)


@dataclass
class App:
    """A running program; `tasks` are what goes on until it is stopped."""

    settings: Settings
    database: Database
    house: House
    clock: Clock
    media: Media
    words: Words
    assets: Assets
    metrics: Metrics
    clerk: Clerk
    postman: Postman
    webchat: WebChat
    telegram: Telegram | None
    lease: Lease
    links: Links
    ids: Ids
    routes: list[BaseRoute] = field(default_factory=list)


def house_of(settings: Settings, words: Words, links: Links, ids: Ids) -> House:
    return House(
        policy=policy.load(settings.policy, settings.zone),
        locale=settings.locale,
        words=words.to,
        languages=words.languages(),
        zone=settings.zone,
        fresh=ids,
        chance=secrets.token_bytes,
        links=links.to,
        to_group=links.to_group,
        scripts=SCRIPTS,
        deeds=DEEDS,
    )


@contextlib.asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[Database]:
    """The database, brought up to date, closed at the end."""
    database = await open_database(settings.database)
    try:
        await migrate(database, now=clock(), held_up=held_up)
        yield database
    finally:
        await database.close()


def held_up(pause: float) -> None:
    log.warning("the database is in use and cannot be changed yet", again_in=pause)


def put_together(settings: Settings, database: Database, clock: Clock) -> App:
    me = secrets.token_hex(8)
    words, ids, metrics, links = Words(settings.locale), Ids(), Metrics(), Links(settings.url)
    database = Timed(database, metrics)
    house = house_of(settings, words, links, ids)
    media, darkroom, recorder, assets = media_of(settings), Darkroom(), Recorder(), Assets()
    channels: dict[str, Channel] = {}
    rate, draw = settings.telegram_broadcast_rate, Studio(media).drawn
    postman = Postman(database, channels, Delivery(house), clock, me, metrics, rate, draw, clock.speed)
    heard = partial(group_calls.ask, database=database, policy=house.policy)
    receiving = Receiving(media, darkroom, recorder, heard, house.policy.alarms)
    clerk = Clerk(database, house, channels, receiving, clock, postman.wake, metrics)
    webchat = WebChat(database, media, clock, clerk.wake, ids)
    channels[webchat.name] = webchat
    telegram = None
    if settings.telegram_token:
        telegram = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api, media)
        channels[telegram.name] = telegram
    lease = Lease(database, "telegram", me, clock)
    app = App(
        settings,
        database,
        house,
        clock,
        media,
        words,
        assets,
        metrics,
        clerk,
        postman,
        webchat,
        telegram,
        lease,
        links,
        ids,
    )
    app.routes += health_routes(app.database, metrics, clock)
    app.routes += web_routes(webchat, words, settings.url, assets, settings.timezone)
    app.routes += privacy_routes(app.database, house, words, settings.url, clock)
    app.routes += wall_routes(app.database, house, words, assets, links, clock)
    app.routes += poster_routes(app.database, house, words, links, clock)
    return app


@contextlib.asynccontextmanager
async def working(app: App) -> AsyncIterator[App]:
    """Everything but the web server goes on inside; what was claimed and not done is found by the next start."""
    if app.database.kind == "sqlite":  # used by one process: whoever claimed or held something is gone
        await app.database.do(claims.release_all)
        await app.database.do(leases.release_all)
    # The clock may have gone back since: what came later must not look as if it had come before.
    app.ids.go_on_after(await app.database.read(newest))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(app.clerk.run()), group.create_task(app.postman.run())]
        if app.database.kind != "sqlite":
            tasks.append(group.create_task(keep_in_order(app.ids, app.database)))
        if app.telegram:
            tasks += await _telegram(app, app.telegram, group)
        reporting = Reporting(app.database, app.house, app.media)
        sweeping = Sweeping(app.database, app.media, app.house.policy.retention, app.clock)
        ticking = Metronome(app.database, app.house, app.clock, app.postman.wake, reporting, sweeping)
        ticking.start()
        try:
            yield app
        finally:
            ticking.shutdown()
            for task in tasks:
                task.cancel()
            await app.webchat.close()
    if app.telegram:
        await app.lease.give_back()
        await app.telegram.close()


async def _telegram(app: App, telegram: Telegram, group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
    """Updates by webhook or by polling, whichever the settings say."""
    settings = app.settings
    await telegram.open()
    kept = partial(is_kept, me=telegram.whoami, alarms=partial(cries, known=app.house.policy.dangers))
    intake = Intake(app.database, app.clock, app.house.fresh, app.clerk.hand, app.metrics, kept)
    tasks = [group.create_task(app.links.learn(telegram.bot))]
    if settings.telegram_mode == "webhook" and settings.telegram_secret:
        secret = settings.telegram_secret.get_secret_value()
        app.routes.append(Webhook(intake, secret, app.metrics).route())
        return [*tasks, group.create_task(announce(telegram, settings.url, secret))]

    async def polling() -> None:
        await announce(telegram, None, None)
        await poll(telegram, intake, app.lease)

    return [*tasks, group.create_task(app.lease.keep()), group.create_task(polling())]
