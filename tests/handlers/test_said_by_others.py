"""A phone is in nobody's letters because somebody else wrote it down: in a reason, a task, or what was said to them."""

import pytest

from domain.contact import without
from domain.person import Held, Role
from handlers import retention
from tests.handlers.neighbour import Neighbour
from tests.handlers.scanned import traces
from tests.handlers.test_behalf import code_of, files, finishes
from tests.handlers.town import COMPOUND, DAY, Town

PHONE = "13812345678"
WORDS = f"3号楼1单元602水管漏水，电话{PHONE}"


async def test_what_a_worker_hands_back_and_what_a_desk_asks_others_to_do(
    town: Town, li: Neighbour, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    number = await li.reports(WORDS)
    await zhou.taps("To Wang")
    await wang.taps("Accept", "More …", "Hand back")
    await wang.says(f"打{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}没人接，有事找我13700001111")
    assert "没人接，有事找我13700001111" in zhou.phone.every_text()
    await zhou.says(number)
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await zhou.says(number)
    await zhou.taps("Call in", "Zhang Weidong")
    await zhou.says(f"请去关水阀，住户{PHONE}")
    await zhou.taps("Skip")
    assert "请去关水阀" in zhang.phone.every_text()
    for other in (zhou, zhang, wang):
        assert PHONE not in other.phone.every_text()
        assert "138 1234" not in other.phone.every_text()


@pytest.mark.parametrize("by_code", [False, True])
async def test_what_somebody_without_a_phone_says_is_passed_on_without_their_neighbours_phone(
    town: Town, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, by_code: bool
):
    qian = await town.moves_in("Qian Li", Held(Role.COMMUNITY, COMPOUND))
    number = await files(wang)
    await finishes(zhou, zhang)
    if by_code:
        await qian.says(number)
        await qian.taps("Call back", "Fixed", "★★★★★")
        await qian.says(f"修好了，再打{PHONE}")
        await qian.says(code_of(wang))
    else:
        await wang.taps("They say it is fixed")
        await wang.says(f"修好了，再打{PHONE}")
    assert "修好了，再打***" in zhou.phone.every_text()
    assert PHONE not in zhou.phone.every_text()


@pytest.mark.parametrize(
    "kept", [PHONE, f"+86 {PHONE}", "138-1234-5678", "１３８１２３４５６７８", f"微信 lixl_88 / {PHONE}"]
)
@pytest.mark.parametrize("written", [PHONE, "138 1234 5678", f"+86{PHONE}", "138-1234-5678"])
def test_a_phone_is_hidden_however_it_was_left_and_however_it_is_written_down(kept: str, written: str):
    assert without(f"打过{written}，没人接，回我13700001111", kept) == "打过***，没人接，回我13700001111"


@pytest.mark.parametrize("deleted", [True, False])
async def test_what_colleagues_wrote_to_each_other_of_somebody_goes_with_them_and_after_90_days(
    town: Town, zhou: Neighbour, wang: Neighbour, zhang: Neighbour, deleted: bool
):
    jin = await town.moves_in("Jin Que", Held(Role.RESIDENT, COMPOUND), home=f"{COMPOUND}/3/1")
    number = await jin.reports("3号楼1单元水管漏水")
    await zhou.taps("To Wang")
    await wang.taps("Accept")
    await zhou.says(number)
    await zhou.taps("Call in", "Zhang Weidong")
    await zhou.says("请去Jin Que家604关水阀")
    await zhou.taps("Skip")
    await zhang.taps("Accept", "Done")
    await zhang.says("Jin Que家604关好了")
    await wang.says(number)
    await wang.taps("Done", "Skip")
    await jin.says(number)
    await jin.taps("Fixed", "★★★★★", "Skip")
    if deleted:
        await jin.says("/privacy")
        await jin.taps("Delete everything", "Go on", "Delete for good")
    else:
        town.now += 91 * DAY
        await retention.tick(town.database, town.house, town.now)
    left = await traces(town.database, ("Jin Que", "604"), but=["outbox", "inbox"])
    assert left <= {("persons", "name", "Jin Que")}
    assert "关好了" in await zhou.says(await town.one("SELECT number FROM orders WHERE part_of IS NOT NULL"))


async def test_the_committee_reads_no_name_that_a_worker_wrote_down(
    town: Town, zhou: Neighbour, wang: Neighbour, zhang: Neighbour
):
    mei = await town.moves_in("Mei Ling", Held(Role.OWNERS, COMPOUND))
    number = await files(wang)
    await zhou.taps("To somebody else", "Zhang Weidong")
    await zhang.taps("Accept", "Done")
    await zhang.says("吴奶奶家修好了")
    await mei.says(number)
    assert "家修好了" in mei.card(number).text
    assert "吴奶奶" not in mei.card(number).text
