"""Who lives in the town of the stories; the desk knows them all, and all have written to it before."""

from pathlib import Path
from typing import Any

from domain.person import Held, Role
from storage import ledger, partners, people, places, supermarket
from storage.database import Tx
from storage.migrate import migrate
from storage.partners import Partner
from storage.sqlite import open_sqlite
from storage.supermarket import Goods
from tests.handlers.town import COMMUNITY, COMPOUND, GRID_1, MONDAY, the_places
from tests.proof.points import disk
from tests.proof.points.acts import Somebody
from tests.proof.points.stage import Stage

SHOP = "m:xf"
li, zhao, ma = Somebody(101, "Li Xiulan"), Somebody(102, "Zhao Defu"), Somebody(103, "Ma Ying")  # Ma is new here
zhou, liu = Somebody(201, "Zhou Min"), Somebody(202, "Liu Fang")
wang, hu, zhang = Somebody(301, "Wang Jianguo"), Somebody(302, "Hu Bin"), Somebody(303, "Zhang Weidong")
feng, qian = Somebody(401, "Feng Lei"), Somebody(402, "Qian Mei")

HELD = {
    li: (Held(Role.RESIDENT, COMPOUND), f"{COMPOUND}/3/1"),
    zhao: (Held(Role.RESIDENT, COMPOUND), f"{COMPOUND}/3/2"),
    zhou: (Held(Role.COMMUNITY, COMPOUND), None),
    liu: (Held(Role.COMMUNITY, COMMUNITY), None),
    wang: (Held(Role.GRID, GRID_1), None),
    hu: (Held(Role.GRID, GRID_1), None),
    zhang: (Held(Role.PROPERTY, COMPOUND), None),
    feng: (Held(Role.VOLUNTEER, COMPOUND), f"{COMPOUND}/5/2"),
    qian: (Held(Role.PARTNER, COMPOUND, SHOP), None),
}


async def moved_in(tx: Tx) -> None:
    await places.add(tx, places=the_places())
    await partners.add(tx, partner=Partner(SHOP, "杏福超市", COMPOUND, True, MONDAY), by="cli")
    for who, (held, home) in HELD.items():
        known = f"{who.number:018x}"
        await people.add_person(tx, id=known, chat=f"telegram:{who.number}", now=MONDAY, name=who.name, language="en")
        await people.grant(tx, id=f"{who.number + 1000:018x}", person=known, held=held, now=MONDAY)
        if home:
            await people.set_home(tx, known, home)


async def on_the_shelf(tx: Tx) -> None:
    """Rice for the points that Li has earned before."""
    await supermarket.add(tx, goods=Goods("rice", SHOP, "Rice 5 kg", "New harvest", 50, 3, None), by="cli", now=MONDAY)
    line: dict[str, Any] = {"why": "wish", "ref": "wish:1", "by": "system", "now": MONDAY, "unit": ledger.POINTS}
    whose = ledger.of_person(f"{li.number:018x}")
    await ledger.move(tx, id=f"{1:018x}", source=ledger.ISSUED, target=whose, amount=120, **line)


async def the_town(folder: Path) -> dict[str, bytes]:
    """The files of a program that was stopped."""
    database = await open_sqlite(folder / disk.NAME)
    await migrate(database, now=MONDAY)
    await database.do(moved_in)
    await database.do(on_the_shelf)
    await database.close()
    return {disk.NAME: (folder / disk.NAME).read_bytes()}


def everybody_has_written(stage: Stage) -> None:
    for who in HELD:
        stage.fake.world.person({"id": who.number, "first_name": who.name, "language_code": "zh-hans"})
        stage.fake.world.chats[who.number].bot_is = "member"
