"""Nobody is exposed: what one resident told stands in nothing that anybody else was ever given."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from storage.database import Database, open_database
from tests import postgres_server
from tests.fake_telegram import Person as OnTelegram
from tests.proof.canaries.everybody import TOAST, Others, address_of, everybody, received, settled
from tests.proof.canaries.failing import WORD
from tests.proof.canaries.planted import GIVEN, MAIL, ME, NAME, PHONE, REPORT, WECHAT, Found, photo, search
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import number_in
from tests.stories.test_my_data import puts_name_right
from tests.stories.town import MOBILE, Estate, Person, Town, a_town

HOW = "a name, a phone, a door, tokens and a photo's place are planted and looked for in all that anybody else received"
WAYS = ("polling-sqlite", "webhook-postgresql", "web-sqlite")
AGREED = {(NAME, "volunteer"), (GIVEN, "volunteer")}  # who takes up the wish may know for whom, they said
STAMP = re.compile(r'"timestamp":"[^"]*"')
PAGES = "/ /healthz /readyz /metrics /wall /chat/hello /chat/events?after=0 /demo /mine/x /posters/x /media/x /nothing"


@dataclass
class Scene:
    """town: of one way in. resident: whose canaries they are. keys: secrets of this run, as good as a name."""

    town: Town
    estate: Estate
    database: Database
    resident: Person
    others: Others

    @property
    def keys(self) -> tuple[str, ...]:
        """Invitations are handed out by hand; whoever shows one in a chat or a log shows it to somebody else, too."""
        return tuple(sorted(self.town.said - {MOBILE}))


@pytest_asyncio.fixture(params=WAYS)
async def scene(request: pytest.FixtureRequest, size: Size, tmp_path: Path) -> AsyncIterator[Scene]:
    way, kind = request.param.split("-")
    if request.param != WAYS[0] and not size.timed:
        pytest.skip("one way in with every change, all by make prove")
    if kind == "sqlite":
        async with a_scene(way, f"sqlite:{tmp_path / 'sidan.db'}", tmp_path) as scene:
            yield scene
    else:
        async with (
            postgres_server.migrated(request.getfixturevalue("postgres")) as address,
            a_scene(way, address, tmp_path) as scene,
        ):
            yield scene


@asynccontextmanager
async def a_scene(way: str, address: str, folder: Path) -> AsyncIterator[Scene]:
    async with a_town(way, address, folder, module="tests.proof.canaries.failing") as town:
        estate = town.estate()
        database = await open_database(address)
        others = await everybody(estate, database)
        yield Scene(town, estate, database, await town.newcomer(NAME), others)
        await database.close()


@pytest.mark.proves("Nobody is exposed", HOW)
async def test_nothing_of_a_resident_reaches_anybody_else(scene: Scene, figure: Figure):
    number = await tells_everything(scene)
    everything = await received(scene.town, scene.database, scene.others)
    assert PHONE in everything.of(address_of(scene.resident)), "whoever wrote it reads it: so the search finds it"
    found = everything.found(scene.others.addresses | {TOAST: "a toast"}, scene.keys)
    public, exported = await pages(scene), await exports(scene, number)
    found += [one for where, text in public for one in search(where, text, scene.keys)]
    found += [one for where, content in exported for one in in_a_file(where, content)]
    lines = [STAMP.sub("", line) for line in scene.town.program.log().splitlines()]
    found += [one for line in lines for one in search("the log", line, scene.keys)]
    agreed = [one for one in found if (one.canary, one.where) in AGREED]
    found = [one for one in found if one not in agreed]
    assert any("RuntimeError" in line for line in lines), "the traceback that quotes them was never written"
    assert found == [], "\n".join(sorted({f"{one.where}: {one.canary}: {one.around}" for one in found}))
    figure("chats", len(scene.others.addresses))
    figure("messages and pictures", f"{len(everything.texts) + len(everything.files):,}")
    figure("pages and exports", len(public) + len(exported))
    figure("log lines at DEBUG", f"{len(lines):,}")
    figure("found", len(found))
    assert {(one.canary, one.where) for one in agreed} == AGREED
    await a_look_is_for_who_looked(scene, number)


async def tells_everything(scene: Scene) -> str:
    """A complaint, a repair with a photo, a wish, an emergency, a voice, a call in the group; and what goes wrong."""
    resident, others = scene.resident, scene.others
    await resident.starts(scene.estate.poster("3/1"))
    await resident.hears("What is the matter?")
    await puts_name_right(resident, NAME)
    await reports(scene, f"物业不作为，投诉无门！{ME}")
    await others.by["property"].says("/tasks")
    number = await repaired(scene)
    await wishes(scene)
    await reports(scene, f"着火了！{ME}")
    await goes_wrong(scene)
    await others.look_around(number, f"/find {NAME}", f"/find {PHONE}", "/find 水管漏水")
    await others.forge(number)
    return number


async def reports(scene: Scene, words: str, picture: bytes | None = None) -> str:
    resident = scene.resident
    if picture:
        await resident.sends_photo(picture, words)
    else:
        await resident.says(words)
    await resident.hears(label="Send", patience=20)
    await resident.taps("Send")
    number = number_in(await resident.hears("Your number is", patience=20))
    await settled(scene.town, scene.database)
    return number


async def repaired(scene: Scene) -> str:
    """With a photo, words to and fro and a voice; done, and not reviewed yet."""
    resident, zhou, wang = scene.resident, scene.others.by["community"], scene.others.by["grid"]
    number = await reports(scene, REPORT, photo())
    await zhou.taps("To 王建国")
    await wang.sees(number, label="Accept")
    await wang.taps("Accept")
    await wang.taps("See the photos")
    await wang.hears(f"Photos of {number}")
    await resident.taps("Add something")
    await resident.hears("What would you like to say")
    await resident.says(f"我再说一遍：{REPORT}")
    await resident.hears("Passed on")
    await wang.taps("Progress")
    await wang.hears("How far is")
    await wang.says("灯泡已经买了")
    await settled(scene.town, scene.database)
    return number


async def wishes(scene: Scene) -> None:
    resident, zhou, feng = scene.resident, scene.others.by["community"], scene.others.by["volunteer"]
    await resident.says(f"许愿：想有人教我用手机，{ME}")
    await resident.hears("I have hidden", patience=20)
    for label in ("Yes, they may", "Make the wish"):
        await resident.taps(label)
    number = number_in(await resident.hears("the community has a look at it first"))
    await zhou.sees(number, label="Publish it")
    await zhou.taps("Publish it")
    await resident.sees(f"{number} hangs on the wall")
    await feng.says(number)
    await feng.hears(label="I do it")
    await feng.taps("I do it")
    await settled(scene.town, scene.database)


async def goes_wrong(scene: Scene) -> None:
    """What cannot be worked off, what cannot be read, and what is no picture."""
    await scene.resident.says(f"{WORD} {REPORT}")
    async with asyncio.timeout(20):
        while "RuntimeError" not in scene.town.program.log():
            await asyncio.sleep(0.05)
    if scene.town.telegram and isinstance(scene.resident, OnTelegram):
        unknown = scene.resident.card | {"id": 999}  # not behind the one that is tried again
        await scene.town.telegram.update({"message": {"message_id": NAME, "from": unknown, "text": REPORT}})
    async with aiohttp.ClientSession() as somebody:
        for path in ("/chat/say", "/chat/photo", "/telegram/webhook", f"/mine/{PHONE}/page"):
            async with somebody.post(f"{scene.town.program.url}{path}?q={PHONE}", json={"text": REPORT}) as answer:
                assert answer.status >= 400


async def pages(scene: Scene) -> list[tuple[str, str]]:
    """What a browser is given that nobody knows."""
    place = scene.estate.path
    walls = [f"/wall/{place}", f"/wall/{place}/3", f"/wall/{scene.estate.community}", f"/wall/{place}/poster"]
    found = []
    async with aiohttp.ClientSession() as somebody:
        for path in [*PAGES.split(), *walls]:
            timeout = aiohttp.ClientTimeout(total=2)
            with suppress(TimeoutError):
                async with somebody.get(f"{scene.town.program.url}{path}", timeout=timeout) as answer:
                    found.append((path, f"{dict(answer.headers)}\n{await answer.text()}"))
    return found


async def exports(scene: Scene, number: str) -> list[tuple[str, bytes]]:
    """What an office takes home, and what an operator reads."""
    run, folder, place = scene.town.commands.run, scene.town.program.folder, scene.estate.path
    files = {name: folder / name for name in ("orders.xlsx", "orders.csv", "posters.pdf")}
    told = [
        await run("export-orders", str(files["orders.xlsx"])),
        await run("export-orders", str(files["orders.csv"])),
        await run("qr", place, "--out", str(files["posters.pdf"])),
        await run("doctor"),
        await run("viewer", number),
    ]
    assert files["orders.xlsx"].exists(), told
    found = [(name, file.read_bytes()) for name, file in files.items() if file.exists()]
    return [*found, ("commands", "\n".join(told).encode())]


def in_a_file(where: str, content: bytes) -> list[Found]:
    """Also inside a workbook, which is packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [(f"{where}/{name}", packed.read(name)) for name in packed.namelist()]
    else:
        parts = [(where, content)]
    return [one for name, part in parts for one in search(name, part.decode("utf-8", "replace"))]


async def a_look_is_for_who_looked(scene: Scene, number: str) -> None:
    """The worker asks how to reach them, with a reason: it reaches that chat, and no other; the door does not."""
    wang = scene.others.by["grid"]
    await wang.says("/cancel")  # whatever the forged buttons have begun
    await settled(scene.town, scene.database)
    await wang.says(number)
    for label in ("More", "Reach them", "Phone", "to call about the visit"):
        await wang.hears(label=label)
        await wang.taps(label)
    await wang.hears(PHONE)
    await settled(scene.town, scene.database)
    found = (await received(scene.town, scene.database, scene.others)).found(scene.others.addresses)
    assert {(one.canary, one.where) for one in found} == AGREED | {(way, "grid") for way in (PHONE, MAIL, WECHAT)}
