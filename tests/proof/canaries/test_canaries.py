"""Nobody is exposed: what one resident told stands in nothing that anybody else was ever given."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from storage.database import Database, open_database
from tests import postgres_server
from tests.fake_telegram import Person as OnTelegram
from tests.proof.canaries.everybody import TOAST, Others, address_of, everybody, received, settled
from tests.proof.canaries.failing import WORD
from tests.proof.canaries.outside import PAGES, Visited, exports, in_a_file, visited
from tests.proof.canaries.planted import GIVEN, MAIL, ME, NAME, PHONE, REPORT, WECHAT, photo, search
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.stories import number_in
from tests.stories.test_my_data import puts_name_right
from tests.stories.town import MOBILE, Estate, Person, Town, a_town

HOW = "a name, a phone, a door, tokens and a photo's place are planted and looked for in all that anybody else received"
WAYS = ("polling-sqlite", "webhook-postgresql", "web-sqlite")
AGREED = {(NAME, "volunteer"), (GIVEN, "volunteer")}  # who takes up the wish may know for whom, they said
WISH = "想有人教我用手机"
STAMP = re.compile(r'"timestamp":"[^"]*"')


@dataclass
class Scene:
    """town: of one way in. resident: whose canaries they are. keys: secrets of this run, as good as a name.

    public: pages that were looked at while something hung there.
    """

    town: Town
    estate: Estate
    database: Database
    resident: Person
    others: Others
    public: list[Visited] = field(default_factory=list)

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
    assert everything.shown_to(scene.others.addresses), "nobody else was shown the photo, so its notes prove nothing"
    theirs = scene.others.addresses | {TOAST: "a toast"}
    found = everything.found(theirs, scene.keys)
    public = scene.public + await visited(scene.town, PAGES.split())
    exported = await exports(scene.town, scene.estate.path, number)
    found += [one for page in public for one in search(page.path, page.text, scene.keys)]
    found += [one for where, content in exported for one in in_a_file(where, content)]
    lines = [STAMP.sub("", line) for line in scene.town.program.log().splitlines()]
    found += [one for line in lines for one in search("the log", line, scene.keys)]
    agreed = [one for one in found if (one.canary, one.where) in AGREED]
    found = [one for one in found if one not in agreed]
    assert any("RuntimeError" in line for line in lines), "the traceback that quotes them was never written"
    assert found == [], "\n".join(sorted({f"{one.where}: {one.canary}: {one.around}" for one in found}))
    figure("chats", len(scene.others.addresses))
    figure("messages as written and as sent, and pictures", f"{everything.count(theirs):,}")
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
    await resident.says(f"许愿：{WISH}，{ME}")
    await resident.hears("I have hidden", patience=20)
    for label in ("Yes, they may", "Make the wish"):
        await resident.taps(label)
    number = number_in(await resident.hears("the community has a look at it first"))
    await zhou.sees(number, label="Publish it")
    await zhou.taps("Publish it")
    await resident.sees(f"{number} hangs on the wall")
    await walls(scene)
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


async def walls(scene: Scene) -> None:
    """The wall with the wish on it, as a page, as pictures, of the compound and of the community."""
    compound, community = (f"/wall/{one.replace('/', '-')}" for one in (scene.estate.path, scene.estate.community))
    paths = [compound, f"{compound}/map.svg", f"{compound}/poster.svg", community]
    found = await visited(scene.town, paths)
    assert [one.status for one in found] == [200] * len(paths), paths
    assert WISH in found[0].text, "the wish hangs there"
    scene.public += found


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
