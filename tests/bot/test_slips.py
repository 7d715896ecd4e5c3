"""Slips are printed, cut apart, scanned by those they name, and nobody else becomes them."""

import asyncio
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.clock import Clock
from storage import roster
from storage.database import Tx, open_database
from storage.roster import Entry, Post
from tests.bot.printed import pages
from tests.bot.test_cli import PLACES
from tests.handlers.town import Town

GRID = "qs/hy/lx/xf/g1"
LIST = (("E-1", "王建国", "7K3MQ2"), ("E-2", "欧阳小红", "7K3MQ3"), ("E-3", "马丽", "7K3MQ4"))


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database whose office has three people on its list, one of whom has joined."""
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:{tmp_path / 'sidan.db'}"
    monkeypatch.setenv("SIDAN_DATABASE", address)
    monkeypatch.setenv("SIDAN_LOCALE", "en")
    monkeypatch.setenv("SIDAN_PUBLIC_URL", "https://desk.example.org")
    Path("places.csv").write_text(PLACES, "utf-8")
    assert CliRunner().invoke(main, ["places", "places.csv"]).exit_code == 0

    async def unit(tx: Tx) -> None:
        for n, (key, name, badge) in enumerate(LIST):
            await roster.add(tx, Entry(key, name, badge, person="joined" if n == 2 else None))
            await roster.add_post(tx, Post(f"p{n}", key, "G", GRID, None, 1))

    async def fill() -> None:
        database = await open_database(address)
        await database.do(unit)
        await database.close()

    asyncio.run(fill())
    return address


def sidan(*words: str) -> str:
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    return made.output


def opened(address: str, *payloads: str) -> list[str]:
    """What each of as many strangers reads who scan these."""

    async def go() -> list[str]:
        town = Town(await open_database(address), now=Clock()())
        read = [await town.stranger(f"New{n} Neighbour").opens(payload) for n, payload in enumerate(payloads)]
        await town.database.close()
        return read

    return asyncio.run(go())


def payload(link: str) -> str:
    return link.partition("start=")[2]


def test_everybody_who_has_not_joined_gets_a_slip_that_works_once(address: str):
    assert "invites.pdf: 2 slips" in sidan("invites")
    assert stat.S_IMODE(Path("invites.pdf").stat().st_mode) == 0o600
    (page,) = pages(Path("invites.pdf").read_bytes())
    for word in ("王建国", "欧阳小红", "7K3-MQ2", "第一网格"):
        assert word in page.words
    assert "马丽" not in page.words
    assert len(page.links) == 2
    one, other = map(payload, page.links)
    first, again, second = opened(address, one, one, other)
    assert ["badge number" in read for read in (first, again, second)] == [True, False, True]
    assert "Everybody on the list has joined" in sidan("invites")


def test_a_new_slip_makes_the_one_before_worthless(address: str):
    old, new = (sidan("invites", "--links", "--key", "E-1").split("\t") for _ in range(2))
    assert old[:3] == ["E-1", "王建国", "grid worker · 杏福苑 第一网格"]
    lost, good = opened(address, payload(old[3].strip()), payload(new[3].strip()))
    assert "used already or has expired" in lost
    assert "7K3-MQ2" in good


def test_the_list_shows_who_has_not_joined_and_leaves_the_slips_as_they_are(address: str):
    sidan("invites", "--key", "E-1")
    (link,) = pages(Path("invites.pdf").read_bytes())[0].links
    second, first = (line.split("\t") for line in sidan("invites", "--list").splitlines())
    assert first[:3] == ["E-1", "王建国", "grid worker · 杏福苑 第一网格"]
    assert "202" in first[3]
    assert second[:2] + second[3:] == ["E-2", "欧阳小红", ""]
    assert "start=" not in sidan("invites", "--list", "--key", "E-1")
    assert "7K3-MQ2" in opened(address, payload(link))[0], "the slip is still good"
    assert sidan("invites", "--list").startswith("E-2")
    assert CliRunner().invoke(main, ["invites", "--list", "--links"]).exit_code == 2


def test_only_a_part_of_the_street_is_printed(address: str):
    assert sidan("invites", "--links", "qs/hy/lx/xf").count("start=") == 2
    assert "2 slips" in sidan("invites", "柳溪社区")
    assert CliRunner().invoke(main, ["invites", "qs/hy/zz"]).exit_code == 1


def test_somebody_who_has_joined_gets_another_slip_only_when_named(address: str):
    assert "Nobody of them" in sidan("invites", "--key", "E-3")
    assert sidan("invites", "--key", "E-3", "--again", "--links").startswith("E-3\t马丽")
    assert CliRunner().invoke(main, ["invites", "--again"]).exit_code == 2
