"""Help says to each what is theirs, and no more buttons than a small screen holds."""

from handlers.helping import SECTIONS
from handlers.table import COMMANDS
from tests.handlers.neighbour import Neighbour


def test_whatever_help_offers_can_be_done():
    offered = {command for section in SECTIONS.values() for command, _ in section.offers}
    assert offered - set(COMMANDS) == set()


async def test_a_resident_is_offered_neighbourly_things_and_their_own_data(li: Neighbour):
    await li.says("/help")
    assert "Make a wish" in li.labels()
    assert len(li.labels()) <= 8
    await li.taps("My data and chats")
    assert "Is this our worker?" in li.labels()
    assert "no button" not in await li.taps("Language")


async def test_staff_find_their_tools_behind_one_more_tap(wang: Neighbour, zhou: Neighbour):
    await wang.says("帮助")
    assert not [label for label in wang.labels() if "desk" in label]
    await wang.taps("For somebody without a phone")
    assert "For whom do you report?" in await wang.taps("Report for them")
    await zhou.says("/help")
    await zhou.taps("For the desk")
    assert "Print posters" in zhou.labels()


async def test_a_section_that_is_not_theirs_is_no_button(li: Neighbour):
    assert "do not know that button" in await li.says(button="help desk", ref="x")
    assert "do not know that button" in await li.says(button="help nothing", ref="x")
