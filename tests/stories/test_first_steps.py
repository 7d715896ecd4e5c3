"""On an empty database: the first administrator gets in by a link, and a resident who comes too early is told so."""

from pathlib import Path

from tests.program import Program
from tests.stories.town import payload_of
from tests.web_phone import Phone


async def test_the_first_administrator_comes_in_once_and_early_residents_are_told(url: str, tmp_path: Path):
    program = Program(tmp_path, url, log_format="console")
    async with program, Phone(program.url, "Admin") as admin, Phone(program.url, "李秀兰") as li:
        payload = payload_of(program.log())
        await li.says("楼道的灯不亮了")
        await li.hears("This desk is being set up and nobody sits at it yet.")
        await admin.starts(payload)
        await admin.hears("You are the administrator now.")
        await li.starts(payload)
        await li.hears("This invitation was used already or has expired.")
        await program.stop()
        first_run = program.log()
        await program.start()
        await program.ready()
        assert program.log().count("start=i-") == first_run.count("start=i-") == 1
        assert sum(payload in line for line in program.log().splitlines()) == 1
