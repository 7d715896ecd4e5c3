"""A rehearsal plays by the rules: what they promise, what they forbid, and what people make of them."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.rehearsal.days import When
from bot.rehearsal.figures import Promise, burdens, kept, orders, wilson
from bot.rehearsal.paper import as_csv, text
from bot.rehearsal.town import Job
from domain.calendar import Quiet, Span
from domain.ladder import Ladder, Nag
from domain.order import Closing, Lane, State
from domain.policy import Budget, Policy, Rules
from tests.bot.rehearsed import MACHINES, MONDAY, NOBODY_AT_A_DESK, POLICY, RAW, WILLING, found, rehearsed, shares, town

EVE = date(2026, 2, 16)
SUNDAY = date(2026, 3, 8)
HOUR = Span(3600, working=True)


def with_rules(**changes: Any) -> Policy:
    return replace(POLICY, rules=replace(POLICY.rules, **changes))


def placed_within(span: Span) -> Policy:
    return with_rules(lanes={lane: replace(patience, placed=span) for lane, patience in POLICY.rules.lanes.items()})


def without_nags(rules: Rules) -> Rules:
    return replace(rules, ladders=dict.fromkeys(Lane, Ladder(((Nag.NAG, 1000.0),))))


def test_where_everybody_acts_at_once_every_promise_is_kept():
    world = rehearsed(MACHINES, WILLING)
    assert len(world.cases) > 200
    assert set(shares(world).values()) == {1.0}


def test_where_nobody_sits_at_any_desk_no_answer_is_ever_given():
    world = rehearsed(NOBODY_AT_A_DESK, days=4)
    assert shares(world)["all", "response"] == 0
    assert orders(world)["never answered"] == orders(world)["still open"] == len(world.cases) > 50


def test_what_a_grid_without_workers_and_company_reports_is_done_by_the_desk():
    nobody = {"grids": [{"count": 2, "households": 300, "workers": 0}], "company.staff": 0}
    world = rehearsed(MACHINES, WILLING, nobody)
    assert world.messages.of_day[Job.WORKER].total() == world.messages.of_day[Job.COMPANY].total() == 0
    assert shares(world)["all", "feedback"] == 1
    assert orders(world)["fixed"] > 20
    assert {line.label for line in found(world, "grid with")} == {"no worker"}


def test_a_spring_festival_without_duty_breaks_the_promises_made_for_it():
    shifts = ["office", "grid", "round"]
    duty = [{f"shifts.{name}.holiday": hours for name in shifts} for hours in ([], ["08:00-18:00"])]
    without, with_duty = (
        shares(rehearsed(holiday, first=EVE, days=8), "placed in")["Spring Festival week", "response"]
        for holiday in duty
    )
    assert without is not None
    assert with_duty is not None
    assert without < with_duty - 0.2


def test_an_order_is_open_or_closed_with_a_reason_and_none_is_lost():
    world = rehearsed(days=28)
    counted = orders(world)
    reasons = [str(reason).replace("_", " ") for reason in Closing]
    assert counted["placed"] == len(world.cases) == sum(counted.get(name, 0) for name in ["still open", *reasons])
    assert all((case.order.state is State.CLOSED) == (case.order.closing is not None) for case in world.cases)
    assert {case.order.closing for case in world.cases} >= {None, Closing.FIXED, Closing.UNREVIEWED, Closing.DUPLICATE}


@pytest.mark.parametrize("messages", [1, 3])
def test_the_clock_writes_to_nobody_more_often_a_day_than_the_budget_says(messages: int):
    world = rehearsed(policy=with_rules(budget=Budget(messages=messages, gap=60)))
    assert max(world.messages.from_clock.values()) == messages


def test_what_the_budget_does_not_allow_becomes_a_digest():
    scarce, ample = (rehearsed(policy=with_rules(budget=Budget(messages=n, gap=600))) for n in (2, 100))
    assert sum(scarce.messages.from_clock.values()) < sum(ample.messages.from_clock.values())
    assert scarce.messages.digests[Job.DISPATCHER] > 0


def test_in_the_quiet_hours_only_urgent_matters_ring():
    world = rehearsed({"cases.hours": [1.0] * 24})
    assert sum(case.when is When.NIGHT for case in world.cases) > 50
    assert world.messages.in_quiet_hours == 0


def test_an_urgent_matter_rings_at_night():
    fires = {"cases.mix": {"fire": 1.0}, "cases.hours": [1.0, *[0.0] * 23]}
    deaf = {"habits.dispatcher.night": {"minutes": 1.0, "share": 0.0}}
    world = rehearsed(MACHINES, deaf, fires)
    assert shares(world)["all", "response"] == 1
    assert world.messages.urgent[Job.DISPATCHER] >= len(world.cases) > 50


def test_an_urgent_nag_rings_again_and_again_and_spends_nothing_of_the_budget():
    fires = {"cases.mix": {"fire": 1.0}, "cases.hours": [1.0, *[0.0] * 23], "habits.dispatcher.overlooks": 1.0}
    world = rehearsed(fires, days=2, policy=with_rules(budget=Budget(messages=1, gap=60)))
    assert world.messages.urgent[Job.DISPATCHER] > 10 * len(world.cases) > 50
    assert max(world.messages.from_clock.values(), default=0) <= 1


def test_in_the_morning_everybody_reads_what_is_due_even_if_nobody_was_nagged():
    never_quiet = replace(without_nags(POLICY.rules), quiet=Quiet(time(3), time(3)))
    world = rehearsed({"cases.hours": [1.0] * 24}, policy=replace(POLICY, rules=never_quiet))
    assert world.messages.clock_by_job[Job.DISPATCHER] > 10


def test_on_a_free_day_one_of_a_desk_is_on_duty_in_turn():
    people = [one for one in rehearsed(days=1).town.people if one.at == "qs/s1/m1"]
    sundays = [SUNDAY + timedelta(weeks=week) for week in range(4)]
    on_duty = [[one for one in people if one.shift.periods(day)] for day in sundays]
    assert [len(found) for found in on_duty] == [1] * 4
    assert {one.person.id for found in on_duty for one in found} == {one.person.id for one in people}
    assert all(one.shift.periods(MONDAY) for one in people)


def test_an_absence_without_a_stand_in_is_felt():
    alone = {"desks.community.dispatchers": 1, "absence.days_a_year": 150.0}
    without, with_stand_in = (
        shares(rehearsed(MACHINES, alone, {"absence.stand_in": share}, days=28))["all", "response"] or 0
        for share in (0.0, 1.0)
    )
    assert without < with_stand_in - 0.1


def test_the_season_decides_how_much_is_reported():
    few, many = (len(rehearsed({"cases.spring_festival": factor}, first=EVE, days=8).cases) for factor in (0.5, 2.0))
    assert many > 3 * few > 50


def test_a_day_without_messages_counts_as_one():
    world = rehearsed({"cases.a_household_and_year": 0.05})
    company = next(burden for burden in burdens(world) if burden.job is Job.COMPANY)
    assert company.total > 10
    assert company.median == 0
    assert company.mean == pytest.approx(company.total / (company.people * 14))


def test_another_policy_gives_another_result():
    minute, hour = (
        shares(rehearsed(policy=placed_within(Span(seconds, working=True))))["all", "response"]
        for seconds in (60, 3600)
    )
    assert (minute or 0) + 0.2 < (hour or 0)


def test_a_ladder_that_never_raises_leaves_every_order_at_its_desk():
    flat = Ladder(((Nag.NAG, 1.0),))
    raised = [
        sum(case.order.raised for case in rehearsed(policy=policy).cases)
        for policy in (POLICY, with_rules(ladders=dict.fromkeys(Lane, flat)))
    ]
    assert raised[0] > raised[1] == 0


def test_a_place_with_rules_of_its_own_is_rehearsed_by_them():
    policy = replace(POLICY, places={"qs/s1/m1/x1": placed_within(Span(20)).rules})
    world = rehearsed(policy=policy)
    here = [case for case in world.cases if case.order.place == "qs/s1/m1/x1"]
    there = [case for case in world.cases if case.order.place != "qs/s1/m1/x1"]
    end = world.stage.end
    assert (kept(here, Promise.RESPONSE, end).share or 0) < 0.1 < (kept(there, Promise.RESPONSE, end).share or 0)


def test_a_card_that_is_overlooked_is_found_by_the_nag():
    blind = {f"habits.{who}.overlooks": 0.5 for who in ("dispatcher", "worker", "company")}
    nagged, left_alone = (
        shares(rehearsed(MACHINES, WILLING, blind, policy=policy))["all", "response"] or 0
        for policy in (placed_within(HOUR), replace(placed_within(HOUR), rules=without_nags(placed_within(HOUR).rules)))
    )
    assert nagged > left_alone + 0.1


def test_what_came_after_the_end_or_was_not_due_by_then_is_not_counted_as_broken():
    world = rehearsed(NOBODY_AT_A_DESK, days=1)
    due = [case for case in world.cases if case.answer_by < world.stage.end]
    assert kept(world.cases, Promise.RESPONSE, world.stage.end).cases == len(due) < len(world.cases)


def test_the_same_seed_gives_the_same_rehearsal_and_another_one_another():
    first, again, other = (as_csv(rehearsed(days=5, seed=seed)) for seed in (7, 7, 8))
    assert first == again != other


def test_nobody_who_works_is_named_or_ranked():
    world = rehearsed(days=5)
    said = as_csv(world) + text(world)
    assert [someone.person.id for someone in world.town.people if someone.person.id in said] == []
    assert "qs/" not in said


def test_every_figure_is_a_plain_number_that_no_spreadsheet_takes_for_a_formula():
    header, *rows = as_csv(rehearsed(days=2)).splitlines()
    assert header == "table,row,promise,figure,value"
    assert all(float(row.rpartition(",")[2] or 0) >= 0 for row in rows)
    assert [cell for row in rows for cell in row.split(",") if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize(
    ("kept_of", "low", "high"), [((8, 10), 0.490, 0.943), ((0, 10), 0.0, 0.278), ((10, 10), 0.722, 1.0)]
)
def test_the_interval_is_wilsons(kept_of: tuple[int, int], low: float, high: float):
    assert wilson(*kept_of) == pytest.approx((low, high), abs=0.001)


def test_the_default_town_has_seventy_six_grids_of_two_to_three_hundred_households():
    grids = town({"grids": RAW["grids"]}).grids
    assert sum(grid.count for grid in grids) == 76
    assert all(200 <= grid.households <= 300 and grid.workers >= 1 for grid in grids)
