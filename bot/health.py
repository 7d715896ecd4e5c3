"""/healthz: the process lives. /readyz: it can work. /metrics: how it goes."""

import asyncio
import threading
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import doctor_clock
from bot.metrics import Metrics
from domain.order import State
from storage import inbox, orders, outbox
from storage.database import Database, StorageTrouble, Tx


def health_routes(database: Database, metrics: Metrics, clock: Callable[[], int]) -> list[Route]:
    async def alive(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(request: Request) -> Response:
        try:
            waiting, dead = await database.read(inbox.backlog)
        except StorageTrouble as trouble:
            return JSONResponse({"ready": False, "why": type(trouble).__name__}, 503)
        return JSONResponse({"ready": True, "inbox": waiting, "dead_letters": dead})

    async def figures(request: Request) -> Response:
        await database.read(lambda tx: measure(tx, metrics, clock()))
        metrics.tasks.set(len(asyncio.all_tasks()))
        metrics.threads.set(threading.active_count())
        return Response(metrics.page(), media_type="text/plain; version=0.0.4")

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", figures)]


async def measure(tx: Tx, metrics: Metrics, now: int) -> None:
    """Set the gauges from what the database holds."""
    waiting, dead = await inbox.backlog(tx)
    unsent, failed = await outbox.backlog(tx)
    metrics.inbox.set(waiting)
    metrics.outbox.set(unsent)
    metrics.dead.set(dead + failed)
    metrics.overlooked.set((await doctor_clock.overlooked(tx, now))[0])
    counts = await orders.counts(tx)
    for state in State:
        if state is not State.CLOSED:
            metrics.orders.labels(str(state)).set(counts.get(str(state), 0))
