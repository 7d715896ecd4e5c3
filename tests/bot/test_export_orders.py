"""Orders for Excel: nobody is named, what was written stays words, a moment is a date, and one row is in hand."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from bot import order_sheet
from bot.cli_orders import export_orders, write
from bot.settings import Settings
from domain.duty import Team
from domain.person import Held, Role
from domain.place import Sort
from storage import contacts, export, teams
from storage.contacts import Contact
from storage.database import Database, Tx
from storage.export import Chosen
from storage.places import Place
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMPOUND, GRID_1, MINUTE, MONDAY, Town

Table = list[dict[str, Any]]
EVERYTHING = Chosen(0, 2**40)
QF = "t:P:qingfeng"


@pytest.fixture
async def town(database: Database) -> Town:
    town = Town(database)
    await town.built()
    return town


@pytest.fixture
async def li(town: Town) -> Neighbour:
    return await town.moves_in("Li Xiulan", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")


@pytest.fixture
async def zhou(town: Town) -> Neighbour:
    return await town.moves_in("Zhou Min", Held(Role.COMMUNITY, COMPOUND))


async def table(database: Database, folder: Path, chosen: Chosen = EVERYTHING) -> Table:
    """What stands in the first sheet, each row by its headings."""
    file = folder / "orders.xlsx"
    await write(database, Settings(database="sqlite:unused.db", locale="en"), file, chosen)
    head, *found = load_workbook(file)["Orders"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in found]


async def test_an_order_is_a_row_with_its_times_and_whose_it_was(
    town: Town, li: Neighbour, zhou: Neighbour, tmp_path: Path
):
    await town.built(Place(COMPOUND, "compound", "杏福苑", None, None, None, Sort.OLD))
    await town.database.do(partial(teams.put, team=Team(QF, "property", "清风物业", COMPOUND)))
    zhang = await town.moves_in("Zhang Weidong", Held(Role.PROPERTY, COMPOUND, QF))
    number = await li.reports()
    town.now += 5 * MINUTE
    await zhou.taps("To somebody else", "清风物业")
    town.now += 20 * MINUTE
    await zhang.taps("Accept")
    [row] = await table(town.database, tmp_path)
    assert row["Number"] == number
    assert [row[name] for name in ("Street", "Community", "Compound", "Building")] == [
        "河沿街道", "柳溪社区", "杏福苑", "3号楼",
    ]  # fmt: skip
    assert (row["Type of compound"], row["State"]) == ("old housing", "being worked on")
    assert row["With whom"] == "清风物业"
    assert row["Reported at"] == datetime.fromisoformat("2026-11-23 10:00")
    assert row["Accepted at"] == datetime.fromisoformat("2026-11-23 10:25")
    assert [row["Minutes to the first answer"], row["Minutes to acceptance"]] == [5, 25]
    assert (row["Closed at"], row["Stars"]) == (None, None)


async def test_nobody_is_named_and_no_door_or_phone_is_told(town: Town, li: Neighbour, zhou: Neighbour, tmp_path: Path):
    await town.moves_in("Wang Jianguo", Held(Role.GRID, GRID_1))
    number = await li.reports()
    await zhou.taps("To Wang Jianguo")
    order = await town.order(number)

    async def unit(tx: Tx) -> None:
        said = "Li Xiulan 和孙奶奶在3号楼1单元502，13812345678"  # as it was kept before phones and doors were taken out
        await tx.run("UPDATE orders SET what = :what", what=said)
        await contacts.keep(tx, order.id, Contact(name="孙奶奶", phone="13812345678"), town.now)

    await town.database.do(unit)
    [row] = await table(town.database, tmp_path)
    told = " ".join(str(cell) for cell in row.values())
    for secret in ("Xiulan", "孙奶奶", "502", "1381234", "Wang", "单元502"):
        assert secret not in told
    assert row["With whom"] == "grid worker"


ODD = ['=HYPERLINK("http://evil","x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "http://evil", "42"]


@pytest.mark.parametrize("said", ODD)
async def test_what_somebody_wrote_is_never_a_formula_a_link_or_a_number(
    town: Town, li: Neighbour, zhou: Neighbour, tmp_path: Path, said: str
):
    await li.reports()
    await town.database.do(lambda tx: tx.run("UPDATE orders SET what = :what", what=said))
    await table(town.database, tmp_path)
    sheet = load_workbook(tmp_path / "orders.xlsx")["Orders"]
    [cell] = [cell for cell in sheet[2] if cell.value is not None and str(cell.value).strip() == said.strip()]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert bool(cell.quotePrefix) == (said[0] in "=+-@\t")  # also once somebody has edited it


async def test_only_the_days_and_the_place_that_were_asked_for(
    town: Town, li: Neighbour, zhou: Neighbour, tmp_path: Path
):
    number = await li.reports()
    for chosen, found in (
        (Chosen(MONDAY, MONDAY + 1), [number]),
        (Chosen(MONDAY + 1, 2**40), []),
        (Chosen(0, MONDAY), []),
        (Chosen(0, 2**40, f"{COMPOUND}/3"), [number]),
        (Chosen(0, 2**40, f"{COMPOUND}/4"), []),
    ):
        assert [row["Number"] for row in await table(town.database, tmp_path, chosen)] == found


async def test_pages_leave_nothing_out_and_a_sheet_that_is_full_goes_on_on_the_next(
    town: Town, li: Neighbour, zhou: Neighbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    numbers = []
    for n in range(5):
        await li.says("/report")
        numbers.append(await li.reports(f"3号楼1单元第{n}次漏水"))
    pages = [await town.database.read(partial(export.orders, chosen=EVERYTHING, limit=2))]
    while pages[-1]:
        last = pages[-1][-1].id
        pages.append(await town.database.read(partial(export.orders, chosen=EVERYTHING, after=last, limit=2)))
    assert [row.number for page in pages for row in page] == numbers
    monkeypatch.setattr(order_sheet, "ROWS", 3)
    await table(town.database, tmp_path)
    book = load_workbook(tmp_path / "orders.xlsx")
    assert [[row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in book] == [
        numbers[:3],
        numbers[3:],
    ]


async def test_where_writing_fails_there_is_no_half_file(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def fails(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    file = tmp_path / "orders.xlsx"
    file.write_text("the old one")
    monkeypatch.setattr(export, "orders", fails)
    with pytest.raises(OSError, match="disk full"):
        await write(town.database, Settings(database="sqlite:unused.db"), file, EVERYTHING)
    assert file.read_text() == "the old one"
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_the_command_says_how_many_and_knows_no_other_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDAN_DATABASE", f"sqlite:{tmp_path / 'sidan.db'}")
    monkeypatch.setenv("SIDAN_LOCALE", "en")
    run: Callable[[list[str]], Any] = partial(CliRunner().invoke, export_orders)
    assert "orders.xlsx: 0 orders." in run(["orders.xlsx", "--from", "2026-11-01", "--to", "2026-11-30"]).output
    assert "There is no place qs/xx." in run(["orders.xlsx", "--place", "qs/xx"]).output
    assert Path("orders.xlsx").exists()
