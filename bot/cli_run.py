"""`sidan run` and `sidan demo`."""

import secrets
import tempfile
from pathlib import Path

import click

from bot import demo as demo_data
from bot import policy
from bot.app import App, opened, put_together
from bot.cli_ground import learn, run_async, settled
from bot.clock import Clock
from bot.serving import serve
from bot.web_demo import demo_page_routes
from domain.person import Role
from handlers import join
from storage import invites, people
from storage.database import Tx


@click.command()
def run() -> None:
    """Run the desk, from the settings."""
    settings = settled()

    async def go() -> None:
        clock = Clock()
        async with opened(settings, clock) as database:
            app = put_together(settings, database, clock)
            for line in await first_steps(app):
                click.echo(line)
            await serve(app, ready=lambda: click.echo(f"sidan listens at {settings.url}"))

    run_async(go())


async def first_steps(app: App) -> list[str]:
    """On an empty database: a single-use link for the first administrator."""

    async def unit(tx: Tx) -> str | None:
        if await people.anybody_is(tx, Role.ADMIN):
            return None
        await invites.revoke_unused(tx, Role.ADMIN, "system", app.clock())  # of an earlier start
        return await join.invite(
            tx, role=Role.ADMIN, place=None, by="system", random=secrets.token_bytes(16), now=app.clock()
        )

    payload = await app.database.do(unit)
    if payload is None:
        return []
    await learn(app.settings, app.links)
    return [
        "There is no administrator yet. This link makes one, once:",
        *(f"  {link}" for link in app.links.to(payload)),
    ]


@click.command()
@click.option("--speed", default=1, show_default=True, type=click.IntRange(1, 3600), help="How fast the clock runs.")
@click.option("--listen", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.option("--language", default="zh_CN", show_default=True, type=click.Choice(["zh_CN", "en"]))
def demo(speed: int, listen: str, language: str) -> None:
    """Play the loop on five phones, in a made-up compound that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sidan-demo-") as folder:
        settings = settled(
            database=f"sqlite:{folder}/sidan.db",
            data=Path(folder, "data"),
            listen=listen,
            public_url=None,
            locale=language,
            telegram_token=None,
            telegram_mode="polling",
        )

        async def go() -> None:
            clock = Clock(speed, demo_data.a_working_hour(policy.load(settings.policy, settings.zone), Clock()()))
            async with opened(settings, clock) as database:
                app = put_together(settings, database, clock)
                seats = await demo_data.settle(database, app.house, clock(), language)
                more = demo_page_routes(
                    seats,
                    words=app.words,
                    public_url=settings.url,
                    assets=app.assets,
                    speed=speed,
                    speak=lambda chosen: demo_data.speak(database, chosen),
                )
                await serve(app, more, ready=lambda: click.echo(f"Open {settings.url}/demo"))

        run_async(go())
