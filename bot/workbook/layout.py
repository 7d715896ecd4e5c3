"""The sheets and columns of the workbook, in reading order: titles, hints and what is needed."""

from dataclasses import dataclass

from dialogue.message import N_


@dataclass(frozen=True, slots=True)
class Column:
    """name: the field of its row; hint: shown when a cell is selected; among: the drop-down it offers.

    needed: a row without it is a mistake. strict: only what the drop-down offers is right.
    also: what offices call it, too.
    """

    name: str
    title: str
    hint: str
    width: int
    needed: bool = False
    among: str = ""
    strict: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    title: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


EXAMPLE = Column("example", N_("Example"), N_("Marks our examples, which are passed over. Leave it empty."), 9)

PLACES = Sheet(
    "places",
    N_("Places"),
    (
        EXAMPLE,
        Column("city", N_("City"), N_("The city, in every row."), 14, needed=True),
        Column("street", N_("Street"), N_("The street or town, in every row below a city."), 16),
        Column("community", N_("Community"), N_("The community, in every row below a street."), 18),
        Column("compound", N_("Compound"), N_("The compound, in every row below a community."), 20),
        Column(
            "sort", N_("Type of compound"), N_("Choose one; leave it empty where you do not know."), 16, among="sort"
        ),
        Column(
            "building",
            N_("Building"),
            N_("The way people say it: 3号楼. Many at once: 1-18号楼."),
            16,
        ),
        Column("unit", N_("Unit"), N_("The way people say it: 1单元. Many at once: 1-2单元."), 14),
        Column("lat", N_("Latitude"), N_("In degrees, of a building. May stay empty."), 11),
        Column("lon", N_("Longitude"), N_("In degrees, of a building. May stay empty."), 11),
        Column(
            "code",
            N_("Code"),
            N_("Leave it empty: the import gives one and keeps it. With it a place can be renamed."),
            24,
        ),
    ),
)

GRIDS = Sheet(
    "grids",
    N_("Grids"),
    (
        EXAMPLE,
        Column(
            "name", N_("Grid"), N_("What people call it, with your own grid number if it has one."), 20, needed=True
        ),
        Column(
            "place", N_("Lies in"), N_("The compound; or the community, where it spans several compounds."), 22, True
        ),
        Column(
            "buildings",
            N_("Buildings"),
            N_("1-6号楼、8号楼. Across compounds: 杏福苑1-6号楼、东苑2号楼. All of it: write all."),
            36,
        ),
        Column("worker", N_("Worker"), N_("One name from the sheet of people, or a staff number."), 16, among="people"),
        Column(
            "stand_in",
            N_("Stand-in"),
            N_("Who takes over when the worker is away. May stay empty."),
            16,
            among="people",
        ),
        Column("code", N_("Code"), N_("Leave it empty: the import gives one and keeps it."), 24),
    ),
)

PEOPLE = Sheet(
    "people",
    N_("People"),
    (
        EXAMPLE,
        Column(
            "number",
            N_("Staff number"),
            N_("The office's own number. Whoever has none needs a phone."),
            14,
            also=("工号", "员工号", "人员编号"),
        ),
        Column("name", N_("Name"), N_("As residents and colleagues read it."), 14, needed=True),
        Column(
            "phone",
            N_("Phone"),
            N_("For the office alone; it is never shown to residents."),
            16,
            also=("手机", "手机号", "手机号码", "电话号码", "联系电话"),
        ),
        Column(
            "role",
            N_("Role"),
            N_("One a row: somebody with two roles has two rows with the same staff number."),
            18,
            among="role",
            strict=True,
        ),
        Column(
            "place",
            N_("Where"),
            N_("A name from the sheet of places: 杏福苑, 杏福苑3号楼1单元. Empty for a grid worker: see the grids."),
            26,
        ),
        Column("team", N_("Team"), N_("A name from the sheet of teams. May stay empty."), 22, among="teams"),
    ),
)

TEAMS = Sheet(
    "teams",
    N_("Teams"),
    (
        EXAMPLE,
        Column("name", N_("Team"), N_("What people call it."), 26, needed=True),
        Column("kind", N_("Kind of team"), N_("Choose one."), 18, needed=True, among="kind", strict=True),
        Column("place", N_("Lies in"), N_("A name from the sheet of places."), 22, needed=True),
        Column("line", N_("Line of business"), N_("Only of a department: what it looks after."), 20, among="line"),
        Column("code", N_("Code"), N_("Leave it empty: the import gives one and keeps it."), 20),
    ),
)

DUTIES = Sheet(
    "duties",
    N_("Duties"),
    (
        EXAMPLE,
        Column("category", N_("Kind of matter"), N_("Choose one; empty means everything else."), 20, among="category"),
        Column("sort", N_("Type of compound"), N_("Choose one; empty means every type."), 16, among="sort"),
        Column("place", N_("Where"), N_("From this place down; empty means everywhere."), 22),
        Column(
            "responsible",
            N_("Who is responsible"),
            N_("A team, a person, or whoever has a role there."),
            28,
            needed=True,
            among="responsible",
        ),
    ),
)

SHEETS = (PLACES, GRIDS, PEOPLE, TEAMS, DUTIES)
READ_ME = N_("Read me first")
LISTS = N_("Lists")
LEVELS = ("city", "street", "community", "compound", "building", "unit")
