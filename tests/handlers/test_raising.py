"""Raising by hand: staff say why it is too hard for them; the resident may once the clock has run out."""

import pytest

from domain.order import Lane, State
from domain.person import Held, Role
from tests.handlers.neighbour import Neighbour
from tests.handlers.town import COMMUNITY, COMPOUND, STREET, Town


@pytest.fixture
async def number(li: Neighbour, zhou: Neighbour, liu: Neighbour, wang: Neighbour) -> str:
    """In Wang's hands; each has read what there was."""
    number = await li.reports()
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    for who in (li, zhou, wang):
        who.reads()
    return number


def labels(who: Neighbour, number: str) -> list[str]:
    return [button.label for row in who.card(number).buttons for button in row]


async def runs_out(town: Town, number: str) -> None:
    """The clock of the order runs out, and the resident looks at the card again."""
    town.now = (await town.order(number)).deadline or 0


async def test_too_hard_for_a_worker_it_goes_to_the_desk_above_with_the_reason(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    assert "The resident will read it" in await wang.taps("More …", "Too hard")
    assert "with the desk above now" in await wang.says("要整体换管，得街道出钱")
    order = await town.order(number)
    assert (order.state, order.rung, order.lane) == (State.PLACED, COMMUNITY, Lane.DIFFICULT)
    assert (order.assignee, order.raised) == (None, 1)
    assert "goes to a desk that can do more: 要整体换管，得街道出钱" in liu.card(number).text
    assert "To somebody else" in liu.labels()
    sentence = f"{number} goes to a desk that can do more: 要整体换管，得街道出钱"
    assert sentence in li.reads()
    assert sentence in zhou.reads()
    for who in (li, zhou, liu, wang):
        assert "waited too long" not in who.phone.every_text()
        assert "nobody moved" not in who.phone.every_text()


async def test_a_dispatcher_raises_what_nobody_here_can_do(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour):
    number = await li.reports()
    await zhou.taps("Too hard")
    await zhou.says("不归小区管")
    assert (await town.order(number)).rung == COMMUNITY
    assert "不归小区管" in liu.reads()


async def test_an_urgent_matter_stays_urgent(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour):
    number = await li.reports("3号楼1单元着火了")
    await zhou.taps("Too hard")
    await zhou.says("需要街道协调")
    order = await town.order(number)
    assert (order.lane, order.rung) == (Lane.URGENT, COMMUNITY)


async def hot(town: Town, number: str) -> None:
    await town.database.do(lambda tx: tx.run("UPDATE orders SET lane = 'hot' WHERE number = :number", number=number))


async def test_a_hot_matter_goes_up_and_stays_with_whoever_leads_it(
    town: Town, number: str, li: Neighbour, wang: Neighbour, liu: Neighbour
):
    await hot(town, number)
    await wang.taps("More …", "Too hard")
    await wang.says("涉及三个小区")
    order = await town.order(number)
    assert (order.state, order.rung, order.assignee, order.lane) == (State.ACCEPTED, COMMUNITY, wang.id, Lane.HOT)
    assert "涉及三个小区" in liu.reads()
    assert "涉及三个小区" in li.reads()
    assert "Hand back" not in wang.labels()


@pytest.mark.parametrize("who", ["resident", "worker"])
async def test_nobody_is_called_away_from_an_urgent_matter_because_it_goes_up(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour, who: str
):
    number = await li.reports("3号楼1单元着火了")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    if who == "worker":
        await wang.taps("More …", "Too hard")
        await wang.says("要消防队")
    else:
        await runs_out(town, number)
        await li.says(number)
        await li.taps("Raise it")
    order = await town.order(number)
    assert (order.state, order.assignee, order.rung, order.raised) == (State.ACCEPTED, wang.id, COMMUNITY, 1)
    assert number in liu.reads()


async def test_there_is_nobody_above_the_highest_desk(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await zhou.taps("Too hard")
    assert "nobody is above it" in await zhou.says("太难了")
    assert (await town.order(number)).rung == COMPOUND


async def test_who_let_it_go_up_does_not_raise_it_over_the_next_desk_s_head(
    town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, sun: Neighbour, wang: Neighbour
):
    number = await li.reports()
    old = zhou.button("Too hard")
    await zhou.taps("Too hard")
    await zhou.says("不归小区管")
    assert "Too hard for us" not in labels(zhou, number)
    assert "has moved on" in await zhou.presses(old)
    version = (await town.order(number)).version
    for who in (zhou, wang):
        assert "cannot find that" in await who.says(button=f"hard {number} {version}")
    assert (await town.order(number)).rung == COMMUNITY
    await liu.taps("Too hard")
    await liu.says("要街道来定")
    assert (await town.order(number)).rung == STREET
    assert number in sun.card(number).text


async def test_two_answers_raise_once(town: Town, li: Neighbour, zhou: Neighbour, liu: Neighbour, sun: Neighbour):
    number = await li.reports()
    await zhou.taps("Too hard")
    said = zhou.message("不归小区管")
    await zhou.sends(said, times=3)
    assert ((await town.order(number)).rung, (await town.order(number)).raised) == (COMMUNITY, 1)


async def test_others_cannot_say_it_is_too_hard(
    town: Town, number: str, li: Neighbour, zhao: Neighbour, chen: Neighbour, zhang: Neighbour
):
    version = (await town.order(number)).version
    for who in (li, zhao, chen, zhang):
        assert "cannot find that" in await who.says(button=f"hard {number} {version}")
    assert (await town.order(number)).rung == COMPOUND


async def test_a_company_hands_back_what_is_too_hard_for_it(town: Town, li: Neighbour, zhou: Neighbour):
    zhang = await town.moves_in("Zhang Weidong", Held(Role.PROPERTY, COMPOUND))
    await li.reports()
    await zhou.taps("To somebody else", "property company Zhang")
    await zhang.taps("Accept", "More …")
    assert zhang.labels() == ["Pause", "More time", "Hand back"]


async def test_the_resident_raises_it_once_the_clock_has_run_out(
    town: Town, number: str, li: Neighbour, zhou: Neighbour, wang: Neighbour, liu: Neighbour
):
    assert "Raise it" not in labels(li, number)
    await runs_out(town, number)
    await li.says(number)
    assert "Raise it" in labels(li, number)
    wang.reads()
    zhou.reads()
    await li.taps("Raise it")
    assert li.toast == "Raised: it lies with the desk above now, and everybody knows."
    order = await town.order(number)
    assert (order.state, order.rung, order.lane) == (State.PLACED, COMMUNITY, Lane.ORDINARY)
    assert "To somebody else" in liu.labels()
    for who in (wang, zhou):
        assert f"The resident has raised {number}" in who.reads()
    assert "the resident raised it one level" in li.card(number).text
    assert "Raise it" not in labels(li, number)


async def test_before_that_the_resident_reads_until_when_it_has_time(
    town: Town, number: str, li: Neighbour, wang: Neighbour
):
    town.now = ((await town.order(number)).deadline or 0) - 1
    version = (await town.order(number)).version
    read = await li.says(button=f"raise {number} {version}")
    assert "still has time until 11:00" in read
    assert ((await town.order(number)).state, (await town.order(number)).raised) == (State.ACCEPTED, 0)


async def test_while_it_is_paused_the_clock_does_not_run_out(town: Town, number: str, li: Neighbour, wang: Neighbour):
    await wang.taps("More …", "Pause", "parts", "In 3 days")
    town.now = ((await town.order(number)).deadline or 0) + 60
    await li.says(number)
    assert "Raise it" not in labels(li, number)
    assert "still has time until 11-26 17:00" in await li.says(button=f"raise {number} 4")
    assert (await town.order(number)).raised == 0


async def test_two_taps_of_the_resident_raise_once(
    town: Town, number: str, li: Neighbour, liu: Neighbour, sun: Neighbour
):
    await runs_out(town, number)
    await li.says(number)
    twice = li.button("Raise it")
    await li.presses(twice)
    assert "still has time" in await li.presses(twice)
    assert ((await town.order(number)).rung, (await town.order(number)).raised) == (COMMUNITY, 1)


async def test_nobody_else_raises_it_for_the_resident(
    town: Town, number: str, zhao: Neighbour, zhou: Neighbour, wang: Neighbour
):
    await runs_out(town, number)
    version = (await town.order(number)).version
    for who in (zhao, zhou, wang):
        assert "cannot find that" in await who.says(button=f"raise {number} {version}")
    assert (await town.order(number)).raised == 0


async def test_a_hot_matter_that_the_resident_raises_stays_with_whoever_leads_it(
    town: Town, number: str, li: Neighbour, wang: Neighbour, liu: Neighbour
):
    await hot(town, number)
    await runs_out(town, number)
    await li.says(number)
    await li.taps("Raise it")
    order = await town.order(number)
    assert (order.state, order.assignee, order.rung) == (State.ACCEPTED, wang.id, COMMUNITY)
    assert "The resident has raised" in liu.reads()
    assert "The resident has raised" in wang.reads()


async def test_where_there_is_nobody_above_the_resident_reads_that(town: Town, li: Neighbour, zhou: Neighbour):
    number = await li.reports()
    await runs_out(town, number)
    await li.says(number)
    assert "nobody is above it" in await li.taps("Raise it")


async def test_what_is_done_is_not_raised(town: Town, number: str, li: Neighbour, wang: Neighbour):
    await runs_out(town, number)
    await li.says(number)
    old = li.button("Raise it")
    await wang.taps("Done", "Skip")
    assert "done, waiting" in await li.presses(old)


async def test_a_dispatcher_who_reported_it_raises_it_as_a_resident_only(town: Town, zhou: Neighbour, liu: Neighbour):
    number = await zhou.reports()
    assert "Too hard for us" not in labels(zhou, number)
    assert "cannot find that" in await zhou.says(button=f"hard {number} 1")
    await runs_out(town, number)
    await zhou.says(number)
    await zhou.taps("Raise it")
    assert (await town.order(number)).rung == COMMUNITY
