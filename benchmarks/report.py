"""sidan under load: a neighbourhood of its own, then `sidan run`, everything durable.

python -m benchmarks.report, with API and TOKEN in the environment, replaces itself by the bot.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.script import Script, Step
from bot.clock import Ids
from domain.person import Held, Role
from storage import people, places
from storage.database import Tx, open_database
from storage.migrate import migrate
from storage.places import Place
from tests.program import in_the_afternoon

COMPOUND = "qs/hy/lx/xf"
GRID = f"{COMPOUND}/g1"

# A complete report: opened, told, sent. Three updates, the last answered by the number. Everybody came by the
# compound's poster.
REPORT = Script(
    first=(Step(say="/start p-qs-hy-lx-xf"),),
    again=(
        Step(say="/report"),
        Step(say="3号楼1单元漏水了，第 {n} 次"),
        Step(tap="=", position=0, sees="number is"),
    ),
)


def the_places() -> list[Place]:
    named = [("qs", "city", "青杉市"), ("qs/hy", "street", "河沿街道"), ("qs/hy/lx", "community", "柳溪社区")]
    named += [(COMPOUND, "compound", "杏福苑"), (GRID, "grid", "第一网格")]
    line = [Place(path, kind, name, None, None, None) for path, kind, name in named]
    for building in range(1, 7):
        line.append(Place(f"{COMPOUND}/{building}", "building", f"{building}号楼", GRID, None, None))
        units = range(1, 4)
        line += [Place(f"{COMPOUND}/{building}/{u}", "unit", f"{u}单元", GRID, None, None) for u in units]
    return line


async def furnish(address: str) -> None:
    """Places and one dispatcher, who has no chat of their own here: the residents are what is measured."""
    database, ids = await open_database(address), Ids()

    async def unit(tx: Tx) -> None:
        await places.add(tx, the_places())
        zhou = await people.add_person(tx, id=ids(), chat=None, now=0, name="周敏")
        await people.grant(tx, id=ids(), person=zhou.id, held=Held(Role.COMMUNITY, COMPOUND), now=0)

    await migrate(database, now=0)
    await database.do(unit)
    await database.close()


def main() -> None:
    folder = Path(os.environ.get("FOLDER") or tempfile.mkdtemp(prefix="sidan-bench-"))
    policy = (Path(__file__).parent.parent / "bot" / "policy.toml").read_text("utf-8")
    (folder / "policy.toml").write_text(policy.replace("reports_a_day = 20 ", "reports_a_day = 1000000 "), "utf-8")
    database = os.environ.get("DATABASE") or f"sqlite:{folder}/sidan.db"
    if not os.environ.get("FURNISHED"):
        asyncio.run(furnish(database))
    settings = {
        "SIDAN_DATABASE": database,
        "SIDAN_DATA": str(folder),
        "SIDAN_POLICY": str(folder / "policy.toml"),
        "SIDAN_LISTEN": f"127.0.0.1:{os.environ.get('PORT', '8099')}",
        "SIDAN_TELEGRAM_TOKEN": os.environ["TOKEN"],
        "SIDAN_TELEGRAM_API": os.environ["API"],
        "SIDAN_LOCALE": "en",
        "SIDAN_TIMEZONE": in_the_afternoon(),  # at night less is sent
        "SIDAN_LOG_LEVEL": "warning",
    }
    os.execve(sys.executable, [sys.executable, "-m", "bot", "run"], os.environ | settings)


if __name__ == "__main__":
    main()
