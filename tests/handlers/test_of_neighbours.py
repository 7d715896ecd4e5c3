"""What came with a report that was joined with another one, or written for somebody, stays that neighbour's."""

import json
from functools import partial

from domain.number import find
from domain.person import Held, Role
from storage import call_backs, contacts, personal_export, views
from storage.contacts import Contact
from tests.handlers.neighbour import Neighbour
from tests.handlers.test_behalf import PHONE, code_of
from tests.handlers.town import COMPOUND, Town

LAMP = "3号楼1单元楼道灯不亮"
OURS, THEIRS = "a" * 22, "b" * 22


async def joins(zhou: Neighbour, number: str, into: str) -> None:
    await zhou.says(number)
    await zhou.taps("Same as")
    await zhou.taps(into)


async def test_a_neighbours_picture_is_not_in_my_export_and_the_neighbour_reads_who_looked_at_it(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    qin = await town.moves_in("Qin Hai", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")
    first, second = await li.reports(LAMP, photos=(OURS,)), await qin.reports(LAMP, photos=(THEIRS,))
    await joins(zhou, second, first)
    mine = json.dumps(await town.database.read(partial(personal_export.everything, person="li")))
    assert OURS in mine
    assert THEIRS not in mine
    await zhou.says(first)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "See the photos")
    for person in ("li", "qin"):
        seen = await town.database.read(partial(views.of_person, person=person, limit=5))
        assert [(view.viewer, view.field) for view in seen] == [("wang", "photo")]


async def test_what_was_reported_for_somebody_without_a_phone_is_so_still_when_it_goes_on_alone(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour
):
    first = await li.reports(LAMP)
    await wang.says("代报")
    for answer in ("吴奶奶", PHONE, LAMP):
        await wang.says(answer)
    await joins(zhou, find(await wang.taps("Send"))[0], first)
    code = code_of(wang)
    await li.says(first)
    await li.taps("Withdraw", "Yes, withdraw it")
    order = await town.order(await town.one("SELECT number FROM orders WHERE again_of IS NOT NULL"))
    assert order.proxy
    assert await town.database.read(lambda tx: contacts.of_order(tx, order.id)) == Contact("吴奶奶", PHONE)
    assert await town.database.do(lambda tx: call_backs.opens(tx, order.id, code))
    assert not await town.database.do(lambda tx: call_backs.opens(tx, order.id, f"{(int(code) + 1) % 10_000:04d}"))


async def test_who_is_complained_about_does_not_learn_which_clerk_wrote_it_down(
    town: Town, zhou: Neighbour, wang: Neighbour
):
    ma = await town.moves_in("Ma Wu", Held(Role.COMMUNITY, COMPOUND), Held(Role.PROPERTY, COMPOUND))
    await wang.says("代报")
    for answer in ("吴奶奶", "敲门", "3号楼1单元物业乱收费，收了钱不开票"):
        await wang.says(answer)
    number = find(await wang.taps("Send"))[0]
    await zhou.says(number)
    await zhou.taps("I keep it", "Done", "Skip")
    await wang.taps("They say it is fixed", "Skip")
    assert "the resident passed on" in await ma.says(number)
    assert "grid worker" not in ma.phone.every_text()


async def test_nothing_goes_on_for_somebody_who_has_had_everything_deleted(town: Town, li: Neighbour, zhou: Neighbour):
    qin = await town.moves_in("Qin Hai", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")
    first, second = await li.reports(LAMP), await qin.reports(LAMP)
    await joins(zhou, second, first)
    await qin.says("/privacy")
    await qin.taps("Delete everything", "Go on", "Delete for good")
    await li.says(first)
    await li.taps("Withdraw", "Yes, withdraw it")
    assert await town.one("SELECT COUNT(*) FROM orders WHERE again_of IS NOT NULL") == 0
