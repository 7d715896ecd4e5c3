"""A poster is printed, hung up, scanned by a neighbour, and the desk knows where they are."""

import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette

from bot.cli import main
from bot.links import Links
from bot.print import pdf
from bot.print.posters import posters
from bot.web_posters import poster_routes
from bot.words import Words
from domain.person import Held, Role
from storage.database import Database
from storage.place_codes import PlaceCode
from storage.places import Place, Tree
from tests.bot.printed import Page, pages
from tests.handlers.town import COMPOUND, DAY, Town

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG = "河沿街道柳溪社区滨江国际花园二期东区家属院"
LONGER = "原纺织机械厂职工宿舍第一栋老年公寓（含地下车库东侧入口）"


def links(bot: str | None = "xingfuyuan_bot") -> Links:
    made = Links("https://sidan.example")
    made.bot_name = bot
    return made


def printed(locale: str = "zh_CN", bot: str | None = "xingfuyuan_bot", **names: str) -> list[Page]:
    """A poster for each building; names: what building A ... is called."""
    compound = names.pop("compound", "杏福苑")
    places = [Place("qs/hy/lx/xf", "compound", compound, None, None, None)]
    places += [Place(f"qs/hy/lx/xf/{n}", "building", name, None, None, None) for n, name in names.items()]
    codes = [PlaceCode(f"7K3M{n:02}", place.path, "x", 1_795_399_200, None, 0) for n, place in enumerate(places[1:])]
    data = posters(codes, Tree(1, places), links(bot), Words(locale).to, locale, SHANGHAI)
    return pages(pdf("posters", data))


async def opened(town: Town, link: str) -> httpx.Response:
    routes = poster_routes(town.database, town.house, Words("zh_CN"), links(), lambda: town.now)
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="https://sidan.example") as browser:
        return await browser.get(link)


async def test_what_the_desk_prints_and_a_neighbour_scans_tells_where_they_are(database: Database):
    town = Town(database)
    await town.built()
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await zhou.says("/qr")
    link = (await zhou.taps("One for each unit")).splitlines()[-1]
    sheet = await opened(town, link)
    assert sheet.headers["content-type"] == "application/pdf"
    found = pages(sheet.content)
    assert len(found) == 12
    assert "3号楼2单元" in found[5].words
    for n, scanned in enumerate(found[5].links):
        new = town.stranger(f"New{n} Neighbour")
        (payload,) = parse_qs(urlsplit(scanned).query)["start"]
        assert "You are at 杏福苑 3号楼 2单元" in await new.opens(payload)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_the_link_to_the_pages_ends_after_a_day_and_cannot_be_guessed(database: Database):
    town = Town(database)
    await town.built()
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await zhou.says("/qr")
    link = (await zhou.taps("Only one", "All of it")).splitlines()[-1]
    assert (await opened(town, link)).status_code == 200
    assert (await opened(town, "/posters/AAAAAAAAAAAAAAAAAAAAAA")).status_code == 404
    town.now += DAY
    assert (await opened(town, link)).status_code == 404


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_poster_that_was_revoked_is_not_printed_again(database: Database):
    town = Town(database)
    await town.built()
    zhou = await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))
    await zhou.says("/qr")
    link = (await zhou.taps("One for each building")).splitlines()[-1]
    code = await town.one("SELECT code FROM place_codes WHERE place = :place", place=f"{COMPOUND}/3")
    await zhou.opens(f"q-{code}")
    await zhou.taps("counts no more")
    found = pages((await opened(town, link)).content)
    assert len(found) == 5
    assert not any("3号楼" in page.words for page in found)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_a_poster_says_in_two_languages_what_to_do_and_whom_to_call_in_danger(locale: str):
    (page,) = printed(locale, a="3号楼")
    for word in ("杏福苑", "3号楼", "Telegram", "110", "119", "120", "7K3-M00", "2026-11-23"):
        assert word in page.words
    for language in ("zh_CN", "en"):
        assert "".join(Words(language).to(language)("Something wrong? Scan and tell us").split()) in page.words
    assert page.millimetres == (210, 297)
    assert page.links == ["https://sidan.example/?start=q-7K3M00", "https://t.me/xingfuyuan_bot?start=q-7K3M00"]


def test_without_telegram_there_is_one_code_to_scan():
    (page,) = printed(bot=None, a="3号楼")
    assert page.links == ["https://sidan.example/?start=q-7K3M00"]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_long_names_are_printed_whole_and_each_poster_on_a_page_of_its_own(locale: str):
    found = printed(locale, compound=LONG, a=LONGER, b="Building 12 of the International Riverside Garden, North")
    assert len(found) == 2
    assert LONG + LONGER in found[0].words
    assert all(len(page.links) == 2 for page in found)


def test_the_posters_of_a_whole_compound_are_as_many_pages():
    found = printed(**{f"b{n}": f"{n}号楼" for n in range(1, 61)})
    assert len(found) == 60
    assert {link for page in found[::59] for link in page.links} == {
        f"{way}start=q-7K3M{n:02}"
        for way in ("https://sidan.example/?", "https://t.me/xingfuyuan_bot?")
        for n in (0, 59)
    }
    assert all(f"杏福苑{n}号楼" in page.words for n, page in enumerate(found, 1))


PLACES = """path,name,grid
qs,青杉市,
qs/hy,河沿街道,
qs/hy/lx,柳溪社区,
qs/hy/lx/xf,杏福苑,
qs/hy/lx/xf/g1,第一网格,
qs/hy/lx/xf/1,1号楼,qs/hy/lx/xf/g1
qs/hy/lx/xf/1/1,1单元,
qs/hy/lx/xf/1/2,2单元,
qs/hy/lx/xf/2,2号楼,
qs/hy/lx/qy,清雅居,
qs/hy/lx/qy/2,2号楼,
"""


def run(*words: str) -> str:
    return CliRunner().invoke(main, words).output


@pytest.fixture
def sidan(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch):
    """The command line in a folder of its own, with a few places."""
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(migrated_file, "sidan.db")
    monkeypatch.setenv("SIDAN_DATABASE", f"sqlite:{tmp_path / 'sidan.db'}")
    monkeypatch.setenv("SIDAN_PUBLIC_URL", "https://sidan.example")
    monkeypatch.setenv("SIDAN_LOCALE", "en")
    Path("places.csv").write_text(PLACES, "utf-8")
    run("places", "places.csv")
    return run


def names(file: str = "posters.pdf") -> list[str]:
    """Of what, page by page."""
    known = ("1号楼1单元", "1号楼2单元", "1号楼", "2号楼", "杏福苑", "清雅居")
    return [next(name for name in known if name in page.words) for page in pages(Path(file).read_bytes())]


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["qs/hy/lx/xf"], ["1号楼", "2号楼"]),
        (["杏福苑"], ["1号楼", "2号楼"]),
        (["qs/hy/lx/xf/g1"], ["1号楼"]),
        (["杏福苑1号楼", "杏福苑 1号楼 2单元"], ["1号楼", "1号楼2单元"]),
        (["杏福苑", "--each", "unit"], ["1号楼1单元", "1号楼2单元", "2号楼"]),
        (["杏福苑", "--each", "place", "--each", "building"], ["杏福苑", "1号楼", "2号楼"]),
    ],
)
def test_an_operator_names_a_place_and_gets_its_posters(sidan, words: list[str], made: list[str]):
    assert sidan("qr", *words, "--out", "a.pdf").startswith(f"a.pdf: {len(made)} posters.")
    assert names("a.pdf") == made


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2号楼"], "2号楼 may be qs/hy/lx/xf/2, qs/hy/lx/qy/2: which one?"),
        (["nowhere"], "There is no place nowhere."),
        (["杏富苑"], "There is no place 杏富苑. Is it 杏福苑?"),
        ([], "Say for which PLACE"),
        (["--revoke", "7K3-MQ2"], "There is no poster 7K3-MQ2."),
        (["杏福苑", "--out", "no/such/folder.pdf"], "No such file or directory"),
    ],
)
def test_what_cannot_be_is_one_sentence(sidan, words: list[str], sentence: str):
    assert sentence in sidan("qr", *words)


def test_an_operator_sees_what_hangs_and_revokes_it_by_what_stands_on_it(sidan):
    sidan("qr", "杏福苑")
    first, second = sidan("qr", "--list").splitlines()
    assert first.endswith("never scanned  杏福苑 1号楼")
    code = first.split()[0]
    assert sidan("qr", "--revoke", code.lower()) == f"Poster {code} (杏福苑 1号楼) counts no more.\n"
    assert "was revoked before" in sidan("qr", "--revoke", code)
    assert sidan("qr", "--list").splitlines() == [second]
    sidan("qr", "杏福苑")
    assert code not in sidan("qr", "--list")
    assert second in sidan("qr", "--list")


def test_a_letter_that_the_font_lacks_is_told_in_words(sidan):
    Path("more.csv").write_text("path,name,grid\nqs/hy/lx/xf/3,𤭢号楼,\n", "utf-8")
    sidan("places", "more.csv")
    assert "Our font lacks 𤭢" in sidan("qr", "qs/hy/lx/xf/3")


def test_codes_that_no_phone_could_open_are_warned_of(sidan, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SIDAN_PUBLIC_URL")
    assert "no phone can open" in sidan("qr", "杏福苑")
