"""A disk that does not keep what it is given: nothing is acknowledged meanwhile, and afterwards nothing is missing."""

import asyncio
import sqlite3
import subprocess
import uuid
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from tests.proof.machine.broken_calls import Fault, failing
from tests.proof.plugin import Figure
from tests.proof.sizes import Size
from tests.stories.disks import own_file_system
from tests.stories.pictures import picture
from tests.stories.stories import number_in, sends_report
from tests.stories.town import Person, Town, a_town
from tests.web_phone import Phone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("a bad disk")]
AT_ONCE = 10
LOST = "Nothing said is lost, nothing is done twice"
FAULTS = {
    "fsync fails": Fault("fsync,fdatasync", "EIO"),
    "read-only": Fault("pwrite64,pwritev,ftruncate", "EROFS"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("a-bad-disk")
    async with a_town("polling", f"sqlite:{folder / 'sidan.db'}", folder) as town:
        yield town
        await town.is_well()


@pytest.mark.proves(LOST, "the disk fails under the running program (strace): every write, or every fsync")
@pytest.mark.parametrize("kind", FAULTS)
async def test_nothing_is_acknowledged_that_the_disk_does_not_keep(
    kind: str, town: Town, figure: Figure, size: Size, tmp_path: Path
):
    assert town.telegram
    refused = struck = 0
    for _ in range(size.pick(1, 2, 25)):
        updates = town.telegram.updates
        li, zhao = await town.estate().resident(), await town.browser("赵德福")
        said = {"id": str(uuid.uuid4()), "text": "/help"}
        async with failing(town.program.pid, FAULTS[kind], tmp_path) as faults:
            served = updates.served
            await li.says("楼道的灯不亮了")
            refused += await is_refused(zhao, said)
            async with asyncio.timeout(30):
                while updates.waiting() and updates.served < served + 2:  # until it is served again
                    await asyncio.sleep(0.01)
            assert updates.waiting(), "acknowledged, but not kept"
            assert faults.times > 0
            struck += faults.times
        assert (await zhao.posts("/chat/say", body=said)).status == 200
        await zhao.sees("/language", patience=30)
        await li.hears("Please check:", patience=60)
        await li.taps("Send")
        number_in(await li.hears("Your number is"))
        await town.telegram.drained()
    figure("calls that failed", f"{struck:,}")
    figure("acknowledged meanwhile", 0)
    figure("refused in words", f"{refused:,}")
    figure("missing afterwards", 0)


async def is_refused(phone: Phone, said: dict[str, str]) -> int:
    """Words and a photo, with 503 and a sentence."""
    for path, body in (("/chat/say", said), ("/chat/photo", picture())):
        answer = await phone.posts(path, body=body)
        assert (answer.status, path) == (503, path)
        assert answer.sentence.startswith("I cannot write anything down just now.")
    return 2


@pytest.mark.proves(LOST, "every second fsync fails, then it is killed")
async def test_what_was_acknowledged_between_two_failures_is_there_once(figure: Figure, size: Size, tmp_path: Path):
    if not size.timed:
        pytest.skip("tried by make prove")
    reports = size.pick(4, 10, 120)
    file = tmp_path / "sidan.db"
    async with a_town("polling", f"sqlite:{file}", tmp_path) as town:
        estate = town.estate()
        residents = [await estate.resident(f"邻居{n}") for n in range(reports)]
        async with failing(town.program.pid, Fault("fsync,fdatasync", "EIO", "1+2"), tmp_path) as faults:
            numbers = []
            for start in range(0, reports, AT_ONCE):
                numbers += await asyncio.gather(*map(patiently_reports, residents[start : start + AT_ONCE]))
            await town.program.kill()
            assert faults.times >= reports
        await town.program.start()
        await town.program.ready()
        with closing(sqlite3.connect(file)) as database:
            assert sorted(row[0] for row in database.execute("SELECT number FROM orders")) == sorted(numbers)
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        await town.is_well()
    figure("fsyncs that failed", f"{faults.times:,}")
    figure("reports", f"{reports:,}")
    figure("lost or doubled", 0)


async def patiently_reports(resident: Person) -> str:
    await resident.says("楼道的灯不亮了")
    await resident.hears("Please check:", label="Send", patience=60)
    await resident.taps("Send")
    return number_in(await resident.hears("Your number is", patience=60))


@pytest.mark.proves(LOST, "the disk is read-only when the program starts, and writable at the next start")
async def test_a_start_on_a_read_only_disk_says_so_and_changes_nothing(figure: Figure, size: Size, tmp_path: Path):
    if not size.timed:
        pytest.skip("tried by make prove")
    folder = tmp_path / "disk"
    folder.mkdir()
    with own_file_system(folder):
        async with a_town("web", f"sqlite:{folder / 'sidan.db'}", tmp_path, data=str(folder / "data")) as town:
            li = await town.estate().resident()
            number = await sends_report(li, "楼道的灯不亮了")
            await town.program.stop()
            remount(folder, "ro")
            started = await town.program.python("-m", "bot", "run", stderr=asyncio.subprocess.PIPE)
            told = (await started.communicate())[1].decode()
            assert started.returncode == 1
            assert told.splitlines()[-1].startswith("Error: "), told
            assert '"level":"critical"' not in told
            assert "Read-only file system" in told
            remount(folder, "rw")
            await town.program.start()
            await town.program.ready()
            await li.says("/my")
            await li.hears("Your reports:", label=number)
            await town.is_well()
    figure("said at the start", told.strip().splitlines()[-1].rpartition("/")[2])


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)
