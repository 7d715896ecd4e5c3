"""Who came: one tap for all, no blame for those who stayed away, and hours that nobody confirms for themselves."""

from dataclasses import replace
from functools import partial

import pytest

from domain.permit import NotYours
from domain.person import Held, Role
from handlers import activity_credits
from handlers.turn import Turn
from storage import activities, ledger
from storage.database import Tx
from tests.handlers.gathering import announces
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_activity_sign_up import announced
from tests.handlers.town import COMPOUND, Town


async def minutes(town: Town, who: Neighbour) -> int:
    sql = "SELECT SUM(amount) FROM ledger WHERE unit = 'minutes' AND target = :account"
    return int(await town.one(sql, account=f"person:{who.id}") or 0)


async def over(town: Town, zhou: Neighbour, *helpers: Neighbour) -> None:
    """Tomorrow's clinic is over."""
    await town.later(days=1, hours=7)
    for who in (zhou, *helpers):
        who.reads()


async def test_helpers_get_the_hours_and_guests_get_none(town: Town, zhou: Neighbour):
    _, (guest, helper, absent) = await announced(town, zhou, 3, day="Tomorrow")
    await guest.taps("I come")
    await helper.taps("I help")
    await absent.taps("I help")
    await over(town, zhou, helper, absent, guest)
    old = zhou.button("All came")
    await zhou.taps("Not all came", "N2 Neighbour")
    assert "2 came" in await zhou.taps("Done: 2 came")
    await town.later()
    assert "2 h and 20 points are credited to you" in helper.reads()
    assert [await minutes(town, who) for who in (guest, helper, absent)] == [0, 120, 0]
    assert guest.reads() + absent.reads() == ""  # nobody is blamed
    assert "settled already" in await zhou.presses(old)
    assert await minutes(town, helper) == 120


async def test_all_came_means_all_whatever_was_marked_before(town: Town, zhou: Neighbour):
    _, (helper,) = await announced(town, zhou, 1, day="Tomorrow")
    await helper.taps("I help")
    await over(town, zhou)
    every = zhou.button("All came")
    await zhou.taps("Not all came", "N0 Neighbour")
    await zhou.presses(every)
    assert await minutes(town, helper) == 120


async def test_sixty_people_are_marked_a_page_at_a_time(town: Town, zhou: Neighbour):
    number, who = await announced(town, zhou, 60, day="Tomorrow", seats="60")
    for one in who:
        await town.hears(one.message(button=f"act in {number}"))
    await over(town, zhou)
    await zhou.taps("Not all came")
    assert len(zhou.labels()) == 10
    assert "More (1/8) …" in zhou.labels()
    for _ in range(7):
        await zhou.taps("More")
    await zhou.taps("N59 Neighbour")
    assert zhou.labels() == [
        *(f"✔️ N{n} Neighbour" for n in (56, 57, 58)),
        "➖ N59 Neighbour",
        "More (8/8) …",
        "Done: 59 came",
    ]
    await zhou.taps("N59 Neighbour")
    assert "60 came" in await zhou.taps("Done: 60 came")
    assert all(len(message.text) < 4096 for message in zhou.phone.messages.values())


async def helped_too(town: Town, organiser: Neighbour) -> None:
    """The organiser is among the helpers, and says that all came."""
    await announces(organiser, day="Tomorrow")
    await town.later()
    await organiser.says("/activities")
    await organiser.taps("1. 量血压", "I help")
    await over(town, organiser)
    assert "a colleague is asked" in await organiser.taps("All came")


async def test_the_organisers_own_hours_are_confirmed_by_somebody_else(
    town: Town, zhou: Neighbour, wang: Neighbour, li: Neighbour
):
    await helped_too(town, wang)
    assert await minutes(town, wang) == 0
    assert "Do you confirm their hours?" in zhou.reads()
    for stranger in (wang, li):
        assert "not yours" in await stranger.presses(zhou.button("Yes, confirm"))
    confirm = zhou.button("Yes, confirm")
    await zhou.presses(confirm)
    assert await minutes(town, wang) == 120
    assert "settled already" in await zhou.presses(confirm)


async def test_a_dispatcher_alone_at_the_desk_is_confirmed_by_the_next_one_up(
    town: Town, zhou: Neighbour, liu: Neighbour
):
    await helped_too(town, zhou)
    assert "Do you confirm" not in zhou.reads()
    await liu.taps("I cannot confirm that")
    await town.later()
    assert "were not confirmed" in zhou.reads()
    assert await minutes(town, zhou) == 0


async def test_what_nobody_confirms_is_closed_in_the_end(town: Town, zhou: Neighbour, wang: Neighbour):
    await helped_too(town, wang)
    for _ in range(3):
        zhou.reads()
        await town.later(days=1)
        assert "Do you confirm" in zhou.reads()
    await town.later(days=1)
    assert "Do you confirm" not in zhou.reads()
    assert "were not confirmed" in wang.reads()
    assert await town.one("SELECT state FROM activities") == "closed"


async def test_nobody_credits_themselves(town: Town, wang: Neighbour):
    """Whatever the buttons and the rights say."""
    number, person = await announces(wang), await wang.person()

    async def unit(tx: Tx) -> None:
        activity = await activities.by_number(tx, number)
        assert activity is not None
        await activity_credits.credit(Turn(tx, town.house, person, town.now), activity, person.id)

    with pytest.raises(NotYours):
        await town.database.do(unit)


async def test_two_who_agree_to_it_do_not_credit_each_other_without_end(
    town: Town, wang: Neighbour, zhou: Neighbour, liu: Neighbour
):
    """Eight hours a day of sweeping that nobody but they have seen."""
    cousin, number = await town.moves_in("Gang Wang", Held(Role.VOLUNTEER, COMPOUND)), await announces(wang)
    person = await wang.person()

    async def unit(tx: Tx, day: int) -> None:
        activity = await activities.by_number(tx, number)
        assert activity is not None
        activity = replace(activity, starts_at=town.now - 8 * 3600, ends_at=town.now, number=f"0000{day:02}")
        await activity_credits.credit(Turn(tx, town.house, person, town.now), activity, cousin.id)

    for day in range(4):
        await town.database.do(partial(unit, day=day))
        town.now += 86_400
    assert await minutes(town, cousin) == 20 * 60
    assert "Gang Wang for Wang Jianguo: 20 h this month" in await liu.says("/rings")


async def test_nobody_else_says_who_came(town: Town, zhou: Neighbour, wang: Neighbour):
    other = await town.moves_in("Qian Bo", Held(Role.COMMUNITY, COMPOUND))
    _, (helper,) = await announced(town, zhou, 1, day="Tomorrow")
    await helper.taps("I help")
    await over(town, zhou)
    for stranger in (wang, other, helper):
        for label in ("All came", "Not all came"):
            assert "not yours" in await stranger.presses(zhou.button(label))
    assert await minutes(town, helper) == 0


async def test_whoever_works_here_no_more_is_not_asked_and_the_community_has_the_hours_put_right(
    town: Town, zhou: Neighbour, liu: Neighbour
):
    number, (helper,) = await announced(town, zhou, 1, day="Tomorrow")
    await helper.taps("I help")
    await town.database.do(lambda tx: tx.run("UPDATE roles SET until = :now WHERE person = 'zhou'", now=town.now))
    await over(town, zhou)
    await town.later(minutes=30)
    assert "Who came?" not in zhou.phone.every_text()
    assert "closed without hours" in helper.phone.every_text()
    assert f"/corrections: {number}" in liu.reads()


async def test_where_nobody_says_who_came_the_hours_can_still_be_put_right(
    town: Town, zhou: Neighbour, liu: Neighbour, sun: Neighbour
):
    """The organiser may have left; whoever swept the yard for two hours did so all the same."""
    number, (helper, guest) = await announced(town, zhou, 2, day="Tomorrow")
    await helper.taps("I help")
    await guest.taps("I come")
    await over(town, zhou)
    assert "cannot find that" in await proposes(liu, number)  # it may still be counted
    await liu.says("/cancel")
    for _ in range(5):
        await town.later(days=1)
    await proposes(liu, number)
    await liu.taps("Add time")
    await liu.says("120")
    await liu.says("活动没人点名")
    await sun.taps("Approve")
    assert [await minutes(town, who) for who in (helper, guest)] == [120, 0]
    assert (await town.database.read(ledger.audit)).well


async def proposes(who: Neighbour, number: str) -> str:
    await who.says("/corrections")
    await who.taps("Propose a correction")
    return await who.says(number)
