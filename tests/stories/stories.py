"""The stories, told once: what people say and tap, and what they see of it."""

import re

from tests.stories.pictures import picture
from tests.stories.town import MOBILE, Estate, Person, Seen

NUMBER = re.compile(r"\b[0-9A-Z]{6}\b")


def letters(number: int) -> str:
    """No figures: three of them may be somebody's door, which nobody is told."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def number_in(seen: Seen) -> str:
    found = NUMBER.search(seen.text)
    assert found is not None, seen.text
    return found[0]


def pictures_told(seen: Seen) -> int:
    """How many pictures a summary or a card says there are."""
    line = next((line for line in seen.text.splitlines() if "📷" in line), "0")
    return int(re.sub(r"\D", "", line))


async def sends_report(resident: Person, words: str) -> str:
    """From the first words to the number; for somebody whose place is known."""
    await resident.says(words)
    await resident.hears("Please check:")
    await resident.taps("Send")
    return number_in(await resident.hears("Your number is"))


async def the_whole_loop(estate: Estate) -> None:
    zhou, wang, li = await estate.dispatcher(), await estate.worker(), await estate.resident()
    number = await sends_report(li, f"楼道的灯不亮了，我的电话 {MOBILE}")
    await li.sees(f"{number} ·", label="Withdraw")

    await zhou.sees("楼道的灯不亮了", label="To 王建国")
    await zhou.taps("To 王建国")
    await wang.sees("楼道的灯不亮了", label="Accept")
    await wang.taps("Accept")
    await li.sees(f"王建国 has accepted {number}")

    await wang.taps("Ask the resident")
    await wang.hears("What would you like to say")
    await wang.says("几楼的灯？")
    await wang.hears("Passed on")
    await li.sees("几楼的灯？", label="Reply")
    await li.taps("Reply")
    await li.hears("What would you like to say")
    await li.says("三楼")
    answer = await wang.sees("三楼", label="Reply")
    assert "李秀兰" not in answer.text

    await wang.taps("Progress")
    await wang.hears("How far is")
    await wang.says("灯泡已经买了")
    await li.sees(f"News on {number}: 灯泡已经买了")
    await wang.sees("progress: 灯泡已经买了", label="Done")
    await wang.taps("Done")
    await wang.hears("What was done")
    await wang.says("换了灯泡")

    await li.sees("换了灯泡\nIs it fixed?", label="Fixed")
    await li.taps("Fixed")
    await li.hears("How many stars?")
    await li.taps("★★★★★")
    await li.hears("Anything you would like to say")
    await li.says("很快，谢谢")
    await li.hears(f"{number} is closed")
    await zhou.sees(f"{number} was reviewed: ★★★★★ 很快，谢谢")
    thanks = await wang.sees(f"{number} is fixed, says the resident")
    assert "★" not in thanks.text + (await wang.sees(f"{number} ·")).text


async def another_hand_and_another_rung(estate: Estate) -> None:
    """Declined and handed to somebody else; not fixed, and raised to the desk above."""
    above = await estate.town.staff("community", estate.community, "刘芳")
    zhou, li = await estate.dispatcher(), await estate.resident()
    wang, chen = await estate.worker(), await estate.worker("陈大明", "g2")
    zhang = await estate.town.staff("property", estate.path, "张卫东")
    number = await sends_report(li, "水管漏水，楼下都滴水了")

    await zhou.taps("To 王建国")
    await wang.sees(number, label="Hand back")
    await wang.taps("Hand back")
    await wang.hears("Why do you hand")
    await wang.says("这是物业的管道")
    await zhou.sees(f"王建国 hands {number} back: 这是物业的管道")
    await zhou.sees("back at the desk", label="To somebody else")
    await zhou.taps("To somebody else")
    offered = await zhou.hears(f"Who should take {number}?")
    assert not any("陈大明" in label for label in offered.labels), "another grid's worker"
    await zhou.taps("张卫东")
    await zhang.sees(number, label="Accept")
    await zhang.taps("Accept")
    await li.sees(f"张卫东 has accepted {number}")
    await zhang.taps("Done")
    await zhang.hears("What was done")
    await zhang.taps("Skip")

    await li.sees("Is it fixed?", label="Not fixed")
    await li.taps("Not fixed")
    await li.hears("What is still wrong")
    await li.says("还在滴水")
    await li.hears(f"{number} is open again")
    await above.sees(f"{number} is not fixed yet: 还在滴水")
    card = await above.sees("水管漏水", label="I keep it")
    assert "张卫东" in card.text
    await zhang.sees(f"The resident says {number} is not fixed yet")
    await chen.says("/tasks")
    await chen.hears("Nothing to do")


async def an_album_with_a_caption(estate: Estate) -> None:
    """Pictures, words and the poster's place are used, never asked again: one tap."""
    zhou, li = await estate.dispatcher(), await estate.resident(below="3/2")
    await li.sends_album([picture("teal"), picture("brown")], "垃圾桶满了没人清")
    summary = await li.hears("Please check:", patience=15)
    assert f"{estate.name} 3号楼 2单元" in summary.text
    assert "垃圾桶满了没人清" in summary.text
    assert "📷 Photos: 2" in summary.text
    await li.taps("Send")
    number = number_in(await li.hears("Your number is"))
    card = await zhou.sees(number, label="See the photos")
    assert "📷 Photos: 2" in card.text
    await zhou.taps("See the photos")
    await zhou.hears(f"Photos of {number}")
    assert sum(len(one.photos) for one in await zhou.shows()) == 2


async def words_of_danger(estate: Estate) -> None:
    """The number to call comes before every question, and the order goes first."""
    zhou, li = await estate.dispatcher(), await estate.resident()
    await li.says("3楼着火了，有浓烟")
    answer = await li.hears("119", label="Send")
    assert answer.text.index("119") < answer.text.index("Please check:")
    assert "Urgent: goes first" in answer.text
    await li.taps("Send")
    number = number_in(await li.hears("Your number is"))
    card = await zhou.sees(number)
    assert "🚨 URGENT" in card.text
    assert not any("Mark urgent" in label for label in card.labels)


STORIES = (the_whole_loop, another_hand_and_another_rung, an_album_with_a_caption, words_of_danger)
