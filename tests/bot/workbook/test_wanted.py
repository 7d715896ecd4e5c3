"""What is wrong between rows and between sheets, and what is meant by short ways of writing."""

import pytest

from bot.workbook import codes, ranges
from bot.workbook.mistakes import Wrong
from storage.moving_in import Known
from storage.places import Place
from tests.bot.workbook.office import OnPaper, Paper, on_paper, planned

HERE = (None, "青杉市", "河沿街道", "柳溪社区")


def row(sheet: str, *values: str | None) -> OnPaper:
    """One more row at the end; the first column is that of the examples."""
    return lambda book: book[sheet].append(list(values))


def rows(sheet: str, *more: tuple[str | None, ...]) -> OnPaper:
    def edit(book: Paper) -> None:
        for values in more:
            book[sheet].append(list(values))

    return edit


def set_(**cells: str | None) -> OnPaper:
    def edit(book: Paper) -> None:
        for where, value in cells.items():
            sheet, cell = where.split("_")
            book[sheet][cell] = value

    return edit


def two_codes(book: Paper) -> None:
    """Two compounds of one community, each with a code that says something else of it."""
    row("Places", *HERE, "西苑", "", "", "", "", "", "yy/hy/lx/xy")(book)
    row("Places", *HERE, "北苑", "", "", "", "", "", "zz/hy/lx/by")(book)


GRID = "第一网格 HY-01"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (set_(Grids_D3="杏福苑2-3号楼"), "Grids!D3  杏福苑/2号楼 belongs to 第一网格 HY-01 already, in row 2"),
        (set_(Grids_D3="杏福苑"), "Grids!D2  杏福苑/1号楼 belongs to 第二网格 HY-02 already, in row 3"),
        (set_(Grids_D2="1-2号楼、4号楼"), "Grids!D2  There is no 4号楼 in the sheet of places."),
        (row("Places", *HERE, "西苑", "", "一期1、2号楼"), "Places!G8  一期1、2号楼 is not clear."),
        (set_(Grids_D2="3-1号楼"), "Grids!D2  3-1号楼 runs backwards."),
        (row("Grids", None, GRID, "杏福苑", "", "李强"), "Grids!E4  This grid has two workers"),
        (row("Grids", None, GRID, "杏福苑", "", "王芳"), "Grids!B4  This grid is in row 2, too."),
        (set_(Grids_E2="王芳、李强"), "Grids!E2  One grid, one worker"),
        (set_(Grids_F2="王芳"), "Grids!F2  Worker and stand-in are the same person."),
        (set_(Grids_E2="赵六"), "Grids!E2  There is nobody called 赵六 in the sheet of people."),
        (set_(Grids_C2="河沿街道"), "Grids!C2  A grid lies in a compound or in a community; 河沿街道 is neither."),
        (set_(Grids_G2="qs/hy/lx/g7"), "Grids!C2  qs/hy/lx/g7 is no code of a grid in 杏福苑."),
        (row("Places", *HERE, "东苑"), "Places!E8  This place is in row 6, too."),
        (row("Places", *HERE, "河沿街道"), "Places!E8  河沿街道 cannot lie in itself."),
        (row("Places", *HERE, "东苑", "commercial housing", "9号楼"), "Places!F8  Row 6 says another type"),
        (row("Places", *HERE, "西苑", "", "", "", "", "", "qs/hy/xy"), "Places!K8  The code qs/hy/xy has 3 levels"),
        (two_codes, "Places!K9  The code zz/hy/lx/by does not lie below the code of 柳溪社区"),
        (row("Places", *HERE, "西苑", "", "1-3号楼", "", "", "", "qs/hy/lx/xy/1"), "Places!K8  A row for many"),
        (row("People", None, "1001", "王小芳"), "People!B8  Staff number 1001 is 王芳 in row 2"),
        (row("People", None, "1001", "王芳", "13999999999"), "People!D8  王芳 has another phone in row 2."),
        (row("People", None, "1009", "王芳", "13800000001"), "People!D8  王芳 with this phone is in row 2"),
        (row("People", None, "1003", "陈静", "", "community dispatcher", "柳溪社区"), "People!E8  Row 5 says the same"),
        (row("People", None, "", "周敏"), "People!B8  Fill in a staff number or a phone"),
        (set_(People_F2="杏福苑"), "People!F2  Leave this empty: whose grid it is"),
        (set_(People_F5="杏福苑3号楼"), "People!F5  This role is held at a community or a compound"),
        (set_(People_F5=None), "People!F5  Say where"),
        (set_(People_G6="杏福苑业委会"), "People!G6  The team 杏福苑业委会 is no team of this role."),
        (row("Teams", None, "清风物业", "property company", "杏福苑"), "Teams!B6  This team is in row 2, too."),
        (set_(Teams_F2="P:1"), "Teams!F2  P:1 is no code of such a team."),
        (row("Duties", None, "Lift", "", "", "陈静"), "Duties!B6  Row 2 says already who is responsible for this."),
        (set_(People_D2="none"), "People!D2  none is no phone number."),
        (set_(People_D2="1380000001"), "People!D2  A mobile number has 11 digits; 1380000001 has 10."),
        (set_(People_D2="138000000012"), "People!D2  A mobile number has 11 digits; 138000000012 has 12."),
        (set_(People_E2="boss"), "People!E2  boss is none of grid worker, community dispatcher"),
        (set_(Places_F3="villa"), "Places!F3  villa is not offered here. Is it village in the city?"),
        (set_(Duties_B2="plumbing"), "Duties!B2  plumbing is not offered here. Choose one from the list"),
        (set_(People_C2=None), "People!C2  Name is missing in this row."),
        (set_(Places_E4=None), "Places!E4  Compound is missing: a place lies in every level above it."),
        (set_(Places_J5=None), "Places!J5  Latitude and longitude go together"),
        (set_(Places_I5="north"), "Places!I5  north is no latitude or longitude"),
        (set_(Teams_E2="water"), "Teams!E2  Only a department has a line of business."),
        (set_(Duties_E2="赵六"), "Duties!E2  赵六 is no team, nobody in the sheet of people"),
    ],
)  # fmt: skip
def test_what_contradicts_is_told_with_its_cell(edit: OnPaper, said: str):
    found = planned(on_paper(edit))[1]
    assert [line[: len(said)] for line in found] == [said]


def test_places_that_lie_in_each_other_are_a_circle():
    circle = rows("Places", (None, "甲", "乙"), (None, "丙", "甲"), (None, "乙", "丙"))
    assert planned(on_paper(circle))[1] == [
        "Places!B10  These lie in each other in a circle: 乙, 丙, 甲, 乙. Look at rows 8, 9, 10."
    ]


def test_one_row_can_be_many_buildings_and_units():
    there, wrong = planned(on_paper(row("Places", *HERE, "西苑", "", "1-18号楼", "1到2单元")))
    assert wrong == []
    units = [
        path for path, place in there.wanted.places.items() if path.startswith("qs/hy/lx/xy/") and place.kind == "unit"
    ]
    assert (len(units), units[0], units[-1]) == (36, "qs/hy/lx/xy/1/1", "qs/hy/lx/xy/18/2")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("1栋、2栋、3栋", ["1栋", "2栋", "3栋"]),
        ("1、2，5-6单元", ["1单元", "2单元", "5单元", "6单元"]),
        ("A、B座", ["A座", "B座"]),
        ("1、2", ["1", "2"]),
        ("老粮站、1号楼", ["老粮站", "1号楼"]),
    ],
)
def test_a_cell_may_list_several(written: str, names: list[str]):
    assert ranges.each(written) == names


def test_several_buildings_and_units_in_one_row_are_each_of_their_own():
    there, wrong = planned(on_paper(row("Places", *HERE, "西苑", "", "1栋、2栋", "1、2单元")))
    assert wrong == []
    found = [path for path in there.wanted.places if path.startswith("qs/hy/lx/xy/")]
    assert found == [f"qs/hy/lx/xy/{path}" for path in ("1", "1/1", "1/2", "2", "2/1", "2/2")]


def test_a_place_that_has_a_comma_in_its_name_and_a_code_is_one():
    there, wrong = planned(on_paper(row("Places", *HERE, "杏福苑", "", "4、5号楼", "", "", "", "qs/hy/lx/xfy/45")))
    assert (wrong, there.wanted.places["qs/hy/lx/xfy/45"].name) == ([], "4、5号楼")


@pytest.mark.parametrize("written", ["1、2号楼", "1-2栋", "1、2", "1幢，2#", "杏福苑1、2座", "1-2"])
def test_a_building_may_be_called_as_people_say_it(written: str):
    there, wrong = planned(on_paper(set_(Grids_D2=written)))
    grids = {path: there.wanted.places[f"qs/hy/lx/xfy/{path}"].grid for path in ("1", "2")}
    assert (wrong, grids) == ([], {"1": "qs/hy/lx/xfy/g1", "2": "qs/hy/lx/xfy/g1"})


def test_what_could_be_either_of_two_buildings_is_asked():
    more = rows("Places", (*HERE, "西苑", "", "1号楼、1座"))

    def edit(book: Paper) -> None:
        more(book)
        row("Grids", None, "第三网格", "西苑", "1栋")(book)

    assert planned(on_paper(edit))[1][0].startswith("Grids!D4  1栋 is several places")


def test_slashes_say_where_a_name_ends():
    twins = rows("Places", (*HERE, "小区1", "", "11号楼"), (*HERE, "小区11", "", "1号楼"))
    people = rows(
        "People", ("", "7", "赵六", "", "volunteer", "小区111号楼"), ("", "8", "钱七", "", "volunteer", "小区11/1号楼")
    )

    def edit(book: Paper) -> None:
        twins(book)
        people(book)

    there, wrong = planned(on_paper(edit))
    assert [line[:36] for line in wrong] == ["People!F8  小区111号楼 is several places"]
    assert [place for key, _, place, _ in there.wanted.posts if key == "8"] == ["qs/hy/lx/xq11/1"]


def test_a_code_that_is_known_stays_and_no_two_get_the_same():
    known = [
        Place("qs", "city", "青杉市", None, None, None),
        Place("qs/hy", "street", "河沿街道", None, None, None),
        Place("qs/hy/lx", "community", "柳溪社区", None, None, None),
        Place("qs/hy/lx/old", "compound", "杏福苑", None, None, None),
    ]
    more = rows("Places", (*HERE, "杏花园"), (*HERE, "星湖苑"), (*HERE, "新居", "", "", "", "", "", "qs/hy/lx/xhy"))
    there, wrong = planned(on_paper(more), Known(places=known))
    assert wrong == []
    names = {place.name: path for path, place in there.wanted.places.items() if place.kind == "compound"}
    assert names == {
        "杏福苑": "qs/hy/lx/old",
        "东苑": "qs/hy/lx/dy",
        "新居": "qs/hy/lx/xhy",
        "杏花园": "qs/hy/lx/xhy2",
        "星湖苑": "qs/hy/lx/xhy3",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("杏福苑", "xfy"),
        ("3号楼", "3"),
        ("A栋", "a"),
        ("2期3号楼", "2q3"),
        ("柳溪社区", "lx"),
        ("鑫", "x"),
        ("G1", "g1x"),
    ],
)
def test_a_code_is_made_of_initials(name: str, code: str):
    assert codes.initials(name) == code


@pytest.mark.parametrize("text", ["1-3号楼", "1号楼到3号楼", "1～3号楼", "1至3号楼", "1 - 3号楼"])
def test_a_range_may_be_written_in_many_ways(text: str):
    assert ranges.spread(text) == ["1号楼", "2号楼", "3号楼"]


def test_a_range_is_written_back_as_short_as_it_came():
    assert ranges.gathered(["1号楼", "2号楼", "3号楼", "8号楼", "A座"]) == "1-3号楼、8号楼、A座"
    assert ranges.spread("杏福苑2期1-2号楼") == ["杏福苑2期1号楼", "杏福苑2期2号楼"]
    with pytest.raises(Wrong):
        ranges.spread("1-9999号楼")
