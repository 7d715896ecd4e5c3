"""The policy file is checked as a whole; a mistake is one sentence naming the file, the key and what is wrong."""

from collections.abc import Callable
from datetime import date, time
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.policy import BadPolicy, load
from domain.calendar import Calendar, Quiet, Span
from domain.ladder import Ladder, Nag
from domain.order import DAY, Lane
from domain.place import Kind
from domain.policy import LADDERS, RUNGS, Budget, FollowUp, Patience

PACKAGED = files("bot").joinpath("policy.toml").read_text("utf-8")
PLACES = "# ---- Places that differ"
RUNGS_TABLE = PACKAGED[PACKAGED.index('grid = "compound"') : PACKAGED.index(PLACES)]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE, HOUR = 60, 3600
Edit = Callable[[str, str], Path]


def twice(key: str, passage: str) -> str:
    """Where the packaged file has the passage, there the key comes a second time."""
    return f"{key} is there twice (line {PACKAGED[: PACKAGED.index(passage)].count(chr(10)) + 1})"


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """The packaged file with one passage replaced."""

    def edit(old: str, new: str) -> Path:
        assert old in PACKAGED
        path = tmp_path / "ours.toml"
        path.write_text(PACKAGED.replace(old, new, 1), "utf-8")
        return path

    return edit


def hours(calendar: Calendar, *day: int) -> list[int]:
    """How many seconds each period of a day has."""
    return [end - start for start, end in calendar.periods(date(*day))]


def test_the_packaged_policy_answers_within_ten_minutes_and_reports_within_the_hour_of_working_time():
    policy = load()
    ordinary = Patience(
        Span(10 * MINUTE, working=True), Span(30 * MINUTE, working=True), Span(HOUR, working=True), Span(3 * DAY)
    )
    assert policy.rules.lanes[Lane.ORDINARY] == ordinary
    assert set(policy.rules.lanes) == set(Lane)


@pytest.mark.parametrize("state", ["placed", "dispatched", "accepted", "finished"])
def test_the_urgent_lane_is_less_patient_in_every_state_day_and_night(state: str):
    lanes = load().rules.lanes
    urgent, ordinary = (getattr(lanes[lane], state) for lane in (Lane.URGENT, Lane.ORDINARY))
    assert urgent.seconds < ordinary.seconds
    assert not urgent.working


def test_the_packaged_manners_are_gentle():
    rules = load().rules
    assert (rules.quiet, rules.budget) == (Quiet(time(22), time(7)), Budget(messages=10, gap=10 * MINUTE))
    assert rules.follow_up == FollowUp(share=0.1, after=14 * DAY)
    assert (rules.digest, rules.report) == (time(8), time(18, 30))
    assert (rules.pause, rules.urge, rules.owners_sign_off) == (7 * DAY, 30 * MINUTE, False)


def test_the_packaged_ladders_and_rungs_are_the_usual_ones():
    policy = load()
    assert policy.rules.ladders == LADDERS
    assert policy.rungs == RUNGS


def test_somebody_is_on_duty_on_sundays_and_holidays_and_a_make_up_saturday_is_a_workday():
    calendar = load().rules.calendar
    office, duty = [3.5 * HOUR, 4 * HOUR], [3 * HOUR, 3 * HOUR]
    assert hours(calendar, 2026, 2, 13) == office
    assert hours(calendar, 2026, 2, 14) == office  # a Saturday worked for the festival
    assert hours(calendar, 2026, 2, 15) == duty
    assert hours(calendar, 2026, 2, 17) == duty  # the first day of the year of the horse
    assert hours(calendar, 2026, 3, 7) == duty


def test_a_file_of_before_there_were_calendars_goes_on_working(tmp_path: Path):
    path = tmp_path / "ours.toml"
    first = "".join(
        f"[patience.{lane}]\nplaced = 10\ndispatched = 30\naccepted = 60\nfinished = 4320\n" for lane in Lane
    )
    path.write_text(first + PACKAGED[PACKAGED.index("# ---- The catalogue") :], "utf-8")
    rules, packaged = load(path).rules, load().rules
    assert rules.lanes[Lane.HOT] == Patience(Span(600), Span(1800), Span(3600), Span(3 * DAY))
    assert [hours(rules.calendar, 2026, 2, day) for day in range(9, 23)] == [
        hours(packaged.calendar, 2026, 2, day) for day in range(9, 23)
    ]
    for name in ("ladders", "quiet", "budget", "follow_up", "digest", "report", "pause", "urge", "owners_sign_off"):
        assert getattr(rules, name) == getattr(packaged, name), name


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("10", Span(600)),
        ('"10 min"', Span(600)),
        ('"10 working min"', Span(600, working=True)),
        ('"4 working h"', Span(4 * HOUR, working=True)),
        ('"1 day"', Span(DAY)),
        ('"365 days"', Span(365 * DAY)),
    ],
)
def test_a_length_of_time_is_real_or_working(edited: Edit, written: str, span: Span):
    path = edited('placed = "10 working min"     #', f"placed = {written} #")
    assert load(path).rules.lanes[Lane.ORDINARY].placed == span


def test_a_matter_with_a_clock_of_its_own_is_counted_like_its_lane():
    policy = load()
    assert policy.patience("qs", Lane.ORDINARY, "lift").placed == Span(5 * MINUTE, working=True)
    assert policy.patience("qs", Lane.URGENT, "lift").placed == Span(3 * MINUTE)


def test_each_weekday_has_its_own_periods(edited: Edit):
    days = "".join(f'{day} = ["08:00-{hour}:00"]\n' for hour, day in enumerate(WEEK, 12))
    calendar = load(edited(PACKAGED[PACKAGED.index("mon =") : PACKAGED.index("holiday =")], days)).rules.calendar
    assert [hours(calendar, 2026, 3, day) for day in range(2, 9)] == [[length * HOUR] for length in range(4, 11)]


def test_a_day_may_last_until_midnight_and_a_patience_nearly_a_year(edited: Edit):
    always = "".join(f'{day} = ["00:00-24:00"]\n' for day in WEEK)
    days = PACKAGED[PACKAGED.index("mon =") : PACKAGED.index("holiday =")]
    path = edited(days, always)
    path.write_text(path.read_text("utf-8").replace("4 working h", "8700 working h"), "utf-8")
    rules = load(path).rules
    assert hours(rules.calendar, 2026, 3, 4) == [24 * HOUR]
    assert rules.lanes[Lane.DIFFICULT].accepted == Span(8700 * HOUR, working=True)


def test_the_calendar_is_that_of_the_time_zone(edited: Edit):
    calendar = load(zone=ZoneInfo("America/New_York")).rules.calendar
    assert calendar.periods(date(2026, 3, 9))[0][0] == 1773059400  # 08:30 in summer time, 12:30 UTC


def test_manners_can_be_changed(edited: Edit):
    path = edited(
        PACKAGED[PACKAGED.index("digest =") : PACKAGED.index("# ---- The calendar")],
        """
        digest = "7:45"
        report = "20:00"
        pause = "2 days"
        urge = 15
        owners_sign_off = true
        budget = { messages = 4, gap = "1 h" }
        quiet = { start = "21:00", end = "06:30" }
        follow_up = { share = 1, after = "7 days" }
    """,
    )
    rules = load(path).rules
    assert (rules.digest, rules.report, rules.pause, rules.urge) == (time(7, 45), time(20), 2 * DAY, 15 * MINUTE)
    assert (rules.budget, rules.quiet) == (Budget(4, HOUR), Quiet(time(21), time(6, 30)))
    assert (rules.follow_up, rules.owners_sign_off) == (FollowUp(1, 7 * DAY), True)


def test_a_lane_may_have_a_ladder_of_its_own(edited: Edit):
    ladders = load(edited('urgent = ["tell 1", "raise 2"]', 'urgent = ["nag 1", "raise 1.25"]')).rules.ladders
    assert ladders[Lane.URGENT] == Ladder(((Nag.NAG, 1), (Nag.RAISE, 1.25)))
    assert ladders[Lane.ORDINARY] == LADDERS[Lane.ORDINARY]


def test_without_a_street_the_community_may_be_below_the_city(edited: Edit):
    rungs = load(edited(RUNGS_TABLE, 'community = "city"\n')).rungs
    assert rungs == {**RUNGS, Kind.COMMUNITY: Kind.CITY}


# ---- Places ----------------------------------------------------------------------------------------------------------

NESTED = """
[place."qs/hy/lx/xf".calendar]
sat = []
[place."qs/hy".patience.ordinary]
placed = "20 working min"
accepted = "2 working h"
[place."qs/hy".calendar]
sat = ["10:00-11:00"]
sun = []
[place."qs/hy/lx"]
owners_sign_off = true
[place."qs/hy/lx".patience.ordinary]
placed = 15
"""


def test_the_nearest_place_wins_key_by_key_and_inherits_the_rest(edited: Edit):
    policy = load(edited(PLACES, NESTED + PLACES))
    street, community, compound = (policy.at(place) for place in ("qs/hy", "qs/hy/lx", "qs/hy/lx/xf/3/1"))
    assert [rules.lanes[Lane.ORDINARY].placed for rules in (street, community, compound)] == [
        Span(20 * MINUTE, working=True),
        Span(15 * MINUTE),
        Span(15 * MINUTE),
    ]
    assert all(rules.lanes[Lane.ORDINARY].accepted.seconds == 2 * HOUR for rules in (street, community, compound))
    assert [rules.owners_sign_off for rules in (street, community, compound)] == [False, True, True]
    assert [hours(rules.calendar, 2026, 3, 7) for rules in (street, community, compound)] == [[HOUR], [HOUR], []]
    assert [hours(rules.calendar, 2026, 3, 8) for rules in (street, community, compound)] == [[], [], []]


def test_a_place_beside_them_and_what_they_leave_alone_stay_as_they_were(edited: Edit):
    policy = load(edited(PLACES, NESTED + PLACES))
    assert policy.at("qs/hx/lx") is policy.rules
    assert policy.rules.lanes == load().rules.lanes
    assert policy.at("qs/hy/lx").lanes[Lane.URGENT] == policy.rules.lanes[Lane.URGENT]


def test_places_that_count_alike_share_what_the_calendar_has_worked_out(edited: Edit):
    policy = load(edited(PLACES, NESTED + PLACES))
    assert policy.at("qs/hy").calendar is policy.at("qs/hy/lx").calendar
    assert policy.at("qs/hy").calendar is not policy.rules.calendar


def test_a_place_has_its_own_night_budget_and_ladder(edited: Edit):
    own = """
        [place.qs]
        quiet.start = "20:00"
        budget.messages = 3
        ladder.hot = ["nag 1", "raise 3"]
    """
    rules = load(edited(PLACES, own + PLACES)).at("qs/hy")
    assert (rules.quiet, rules.budget) == (Quiet(time(20), time(7)), Budget(3, 10 * MINUTE))
    assert rules.ladders == {**LADDERS, Lane.HOT: Ladder(((Nag.NAG, 1), (Nag.RAISE, 3)))}


# ---- Our own days ----------------------------------------------------------------------------------------------------


def test_our_own_days_lie_next_to_the_file_and_win_over_holidays(edited: Edit, tmp_path: Path):
    (tmp_path / "days.csv").write_text("2026-02-17,10:00-11:00,值班\n2026-02-14,closed,停电检修\n", "utf-8")
    calendar = load(edited('file = ""', 'file = "days.csv"')).rules.calendar
    assert hours(calendar, 2026, 2, 17) == [HOUR]
    assert hours(calendar, 2026, 2, 14) == []


def test_a_mistake_in_our_own_days_is_named(edited: Edit, tmp_path: Path):
    (tmp_path / "days.csv").write_text("2026-02-17,10-11,值班\n", "utf-8")
    path = edited('file = ""', 'file = "days.csv"')
    with pytest.raises(BadPolicy) as wrong:
        load(path)
    assert str(wrong.value) == f"{path}: calendar.file: days.csv line 1: '10-11' is no period like 08:30-12:00"


def test_without_a_country_there_are_no_holidays(edited: Edit):
    calendar = load(edited('country = "CN"', 'country = ""')).rules.calendar
    assert hours(calendar, 2026, 2, 17) == [3.5 * HOUR, 4 * HOUR]
    assert hours(calendar, 2026, 2, 14) == [3 * HOUR, 3 * HOUR]


# ---- The catalogue ---------------------------------------------------------------------------------------------------


def test_a_file_of_our_own_replaces_the_packaged_one(edited: Edit):
    policy = load(edited('zh = "电梯故障"', 'zh = "升降机"'))
    assert policy.catalogue["lift"].zh == "升降机"


def test_the_whole_category_arrives(edited: Edit):
    lift = load(edited("words.14 =", "feedback = 20\nwords.7 =")).catalogue["lift"]
    assert (lift.response, lift.feedback, lift.safety, lift.level, lift.team) == (5, 20, True, "community", "property")
    assert ("电梯门", 7) in lift.words


# ---- Mistakes --------------------------------------------------------------------------------------------------------

TIMES = 'should be a number of minutes, or like "10 min", "10 working min", "4 working h" or "3 days", not'
STEPS = "is no step like 'remind 0.5', 'nag 1', 'tell 1.5' or 'raise 2'"
OVERLAP = "the periods of a day go forward, one after the other, and do not overlap"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("0", "should be longer than nothing, not 0"),
        ("-5", "should be longer than nothing, not -5"),
        ('"0 min"', "should be longer than nothing, not '0 min'"),
        ('"-3 days"', "should be longer than nothing, not '-3 days'"),
        ('"366 days"', "should be at most 365 days, not '366 days'"),
        ("525601", "should be at most 365 days, not 525601"),
        ("true", f"{TIMES} True"),
        ("1.5", TIMES.removesuffix(", not")),
        ('"10"', f"{TIMES} '10'"),
        ('"10 minutes"', f"{TIMES} '10 minutes'"),
        ('"3 working days"', 'no two working days are equally long; say it in hours, like "24 working h", not'),
        ('"3000 working h"', "would take more than a year in this calendar"),
    ],
)
def test_a_length_of_time_that_makes_no_sense_is_refused(edited: Edit, written: str, sentence: str):
    path = edited('placed = "10 working min"     #', f"placed = {written} #")
    with pytest.raises(BadPolicy) as wrong:
        load(path)
    assert str(wrong.value).startswith(f"{path}: patience.ordinary.placed: {sentence}")


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ('[place."qs/HY"]', 'place."qs/HY": A place is written in small letters and digits between slashes'),
        ('[place."a/b/c/d/e/f/g"]', 'place."a/b/c/d/e/f/g": A place has at most six levels'),
        ("[place.qs]\ndigets = 1", "place.qs.digets is not a word this file knows"),
        ("[place.qs.limits]\nreports_a_day = 1", "place.qs.limits is not a word this file knows"),
        ('[place."qs/hy".calendar]\nsat = 1', 'place."qs/hy".calendar.sat: should be a list like ["08:30-12:00"'),
        ('[place."qs/hy".patience.ordinary]\nplaced = 0', 'place."qs/hy".patience.ordinary.placed: should be longer'),
        ('[place.qs.calendar]\nfile = "none.csv"', "place.qs.calendar.file: none.csv cannot be read"),
        ("[place]\nqs = 3", "place.qs: input should be a valid dictionary"),
        ("[place.qs]\ncalendar = 3", "place.qs.calendar: input should be a valid dictionary"),
        ('[place.qs]\nreport = "23:00"', "place.qs: report at 23:00 lies in the quiet hours"),
        (
            "[place.qs.calendar]\n" + "\n".join(f"{day} = []" for day in WEEK),
            "place.qs.calendar: a calendar needs working time on at least one day of the week",
        ),
    ],
)
def test_a_mistake_at_a_place_is_named_with_the_place(edited: Edit, tables: str, sentence: str):
    path = edited(PLACES, f"{tables}\n{PLACES}")
    with pytest.raises(BadPolicy) as wrong:
        load(path)
    assert str(wrong.value).startswith(f"{path}: {sentence}")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ("[]", "should be a list like"),
        ("[1]", f"1 {STEPS}"),
        ('["shout 1", "raise 2"]', f"'shout 1' {STEPS}"),
        ('["nag", "raise 2"]', f"'nag' {STEPS}"),
        ('["nag nan", "raise 2"]', f"'nag nan' {STEPS}"),
        ('["nag 2", "raise 2"]', "'raise 2' should come after 2"),
        ('["raise 2", "nag 1"]', "'nag 1' should come after 2"),
        ('["remind 0.5", "raise 2"]', "never nags whoever owes the next step"),
        ('["nag 1", "tell 2"]', "never raises what nobody moves"),
        ('["remind 0.5", "raise 1", "nag 2"]', "raises before anybody was nagged"),
        ('["nag 0.5", "raise 2"]', "'nag 0.5' comes before 1, the moment it is due"),
        ('["remind 1", "nag 2", "raise 3"]', "'remind 1' is no reminder"),
        ('["remind 0", "nag 2", "raise 3"]', "'remind 0' is no reminder"),
    ],
)
def test_a_ladder_that_would_let_something_wait_for_ever_or_comes_early_is_refused(
    edited: Edit, steps: str, sentence: str
):
    path = edited('urgent = ["tell 1", "raise 2"]', f"urgent = {steps}")
    with pytest.raises(BadPolicy) as wrong:
        load(path)
    assert str(wrong.value).startswith(f"{path}: ladder.urgent: {sentence}")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('community = "street"', 'community = "compound"', "rungs.compound: goes round in a circle: compound, comm"),
        ('street = "city"', 'street = "street"', "rungs.street: goes round in a circle: street, street"),
        ('street = "city"', 'street = "city"\ncity = "grid"', "rungs.grid: goes round in a circle: grid, compound"),
        (RUNGS_TABLE, 'grid = "city"\nstreet = "grid"\n', "rungs.street: a grid is not above a street"),
        ('street = "city"', 'street = "city"\nstreet = "city"', "rungs.street is there twice"),
        ('street = "city"', 'street = "planet"', "rungs.street: input should be 'grid', 'compound'"),
        ('street = "city"', 'building = "city"', "rungs.building: input should be 'grid', 'compound'"),
        ('start = "22:00"', 'start = "25:00"', "quiet.start: should be a time of day like 08:30, not '25:00'"),
        ('start = "22:00"', "start = 22", "quiet.start: should be a time of day like 08:30, not 22"),
        ('digest = "08:00"', 'digest = "06:30"', "digest at 06:30 lies in the quiet hours"),
        ('sun = ["09:00-12:00", "14:00', 'sun = ["09:00-12:00", "11:00', f"calendar.sun: {OVERLAP}"),
        ('sun = ["09:00-12:00"', 'sun = ["12:00-09:00"', f"calendar.sun: {OVERLAP}"),
        (
            'holiday = ["09:00-12:00"',
            'holiday = ["9 to 12"',
            "calendar.holiday: '9 to 12' is no period like 08:30-12:00",
        ),
        ('country = "CN"', 'country = "China"', 'calendar.country: should be a code like "CN" or "US" whose holidays'),
        ("messages = 10", "messages = 0", "budget.messages: input should be greater than 0, not 0"),
        ('gap = "10 min"', 'gap = "10 working min"', "budget.gap: should be real time, without 'working', not"),
        ("share = 0.1", "share = 0.05", "follow_up.share: input should be greater than or equal to 0.1"),
        ('remind = "3 days"', 'remind = "14 days"', "pick_up: remind should be shorter than keep"),
        ("owners_sign_off = false", "owners_sign_off = 1", "owners_sign_off: input should be a valid boolean, not 1"),
        ('zh = "电梯故障"', 'zh = "电梯故障"\nzh = "升降机"', twice("category.lift.zh", 'en = "Lift"')),
        ("[category.water]", "[category.lift]", twice("category.lift", "[category.water]")),
        ('lane = "urgent"', 'lane = "quick"', "category.fire.lane: input should be 'urgent', 'ordinary'"),
        ('level = "city"', 'level = "unit"', "category.property.level: input should be 'grid', 'compound'"),
        ("response = 5", "response = 0", "category.lift.response: input should be greater than 0, not 0"),
        ("[patience.hot] ", "[patience.warm] ", "patience.warm: input should be 'urgent', 'ordinary'"),
        ('"升降梯"', '" "', "category.lift.words.6: contains an empty word"),
        ('"升降梯"', '"轿厢"', "category.lift.words.6: contains '轿厢' twice"),
        ('"升降梯"', '"爬楼"', "category.lift.words contains '爬楼' twice, with two weights"),
        ("words.14", "words.0", "category.lift.words.0: input should be greater than 0"),
        ("words.14", "words.many", "category.lift.words.many: input should be a valid integer"),
        ('zh = "电梯故障"\n', "", "category.lift.zh is missing"),
        ('en = "Lift"', 'en = " "', "category.lift.en: string should match"),
        ('team = "property"', 'teem = "property"', "category.lift.teem is not a word this file knows"),
        ("[category.lift]", "[category.Lift]", "category.Lift: string should match"),
        ('category = "fire"', 'category = "fyre"', "danger.fire.category names 'fyre', which is not in the catalogue"),
        ('numbers = ["119"]', 'numbers = ["call us"]', "danger.fire.numbers.0: string should match"),
        ('"电瓶+烧"', '"电瓶+"', "danger.fire.words: contains an empty word"),
        ('"升降梯"', '"升降梯', "category.lift.words.6 cannot be understood"),
    ],
)
def test_a_mistake_is_named(edited: Edit, old: str, new: str, sentence: str):
    path = edited(old, new)
    with pytest.raises(BadPolicy) as wrong:
        load(path)
    assert str(wrong.value).startswith(f"{path}: {sentence}")
    assert "\n" not in str(wrong.value)


def test_a_lane_without_patience_is_named(tmp_path: Path):
    path = tmp_path / "ours.toml"
    start, end = PACKAGED.index("[patience.hot]"), PACKAGED.index("# ---- The ladder")
    path.write_text(PACKAGED[:start] + PACKAGED[end:], "utf-8")
    with pytest.raises(BadPolicy, match=r"ours\.toml: patience\.hot is missing"):
        load(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""])
def test_a_file_that_is_absent_empty_or_not_text_is_named(tmp_path: Path, content: bytes | None):
    path = tmp_path / "ours.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadPolicy, match=r"ours\.toml: "):
        load(path)
