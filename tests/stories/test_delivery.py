"""When Telegram does not take what we send: who is told, who must wait, and what goes on."""

import pytest

from tests.fake_telegram import FakeTelegram, Group
from tests.stories.stories import number_in
from tests.stories.town import Town
from tests.stories.towns import ON_TELEGRAM

pytestmark = [pytest.mark.asyncio(loop_scope="session"), ON_TELEGRAM]


class Accepted:
    """An order in Wang's hands, by Telegram."""

    def __init__(self, town: Town, telegram: FakeTelegram, first: int) -> None:
        self.estate, self.telegram = town.estate(), telegram
        self.zhou, self.wang, self.li = (
            telegram.person(first + n, name) for n, name in enumerate(("周敏", "王建国", "李秀兰"))
        )
        self.number = ""

    async def begun(self) -> "Accepted":
        town, path = self.estate.town, self.estate.path
        for person, role, place in ((self.zhou, "community", path), (self.wang, "grid", f"{path}/g1")):
            await person.starts(await town.invitation(role, place))
            await person.hears("What name shall")
            await person.says(person.name)
            await person.hears("Thank you")
        await self.li.starts(self.estate.poster("3/1"))
        await self.reported()
        await self.zhou.taps(data=f"give {self.number}")
        await self.wang.taps(data=f"accept {self.number}")
        await self.li.sees(f"has accepted {self.number}")
        return self

    async def reported(self) -> None:
        await self.li.says("楼道的灯不亮了")
        await self.li.taps("Send")
        self.number = number_in(await self.li.hears("Your number is"))

    async def li_asks(self, words: str) -> None:
        await self.li.taps(data=f"add {self.number}")
        await self.li.hears("What would you like to say")
        await self.li.says(words)


async def an_accepted_order(town: Town, first: int) -> Accepted:
    assert town.telegram
    return await Accepted(town, town.telegram, first).begun()


async def test_whoever_writes_to_somebody_who_has_gone_is_told(town: Town):
    story = await an_accepted_order(town, 600)
    await story.wang.vanishes()
    await story.li_asks("什么时候来？")
    await story.li.hears(f"Your message about {story.number} could not be delivered.")
    await story.zhou.sees(f"王建国 can no longer be reached in chat; {story.number} needs somebody")
    await buried(town)


async def test_whoever_writes_to_somebody_who_has_blocked_us_is_told(town: Town):
    story = await an_accepted_order(town, 610)
    await story.wang.blocks()
    await story.zhou.sees(f"王建国 can no longer be reached in chat; {story.number} needs somebody")
    await story.li_asks("什么时候来？")
    await story.li.hears(f"Your message about {story.number} could not be delivered.")
    await story.wang.unblocks()
    await story.li_asks("明天呢？")
    await story.wang.sees("明天呢？")
    await buried(town)


async def buried(town: Town) -> None:
    """Letters to somebody who is gone are given up, and counted."""
    town.buried = int(await town.program.metric("sidan_dead_letters"))


async def test_a_chat_that_must_wait_lets_the_others_go_on(town: Town):
    assert town.telegram
    slow, quick = town.telegram.person(620, "李秀兰"), town.telegram.person(621, "赵德福")
    await town.telegram.fault("too_many", chat=620, seconds=2)
    await slow.says("/help")
    await slow.says("/my")
    for _ in range(5):
        await quick.says("/help")
        late = await quick.hears("/language")
    first = await slow.sees("/language")
    await slow.sees("You have not reported anything yet.", after=first.change)
    assert late.change < first.change
    assert (await town.telegram.faults_hit())["too_many"] == 1


async def test_a_message_that_shows_it_already_is_a_success(town: Town):
    """The answer to an edit is lost, so it is sent again: Telegram says that nothing changed."""
    assert town.telegram
    story = await an_accepted_order(town, 630)
    await town.telegram.fault("lost", method="editMessageText", chat=story.li.chat)
    await story.wang.taps("Progress")
    await story.wang.hears("How far is")
    await story.wang.says("灯泡已经买了")
    await story.li.sees(f"News on {story.number}")
    await story.li.sees("progress: 灯泡已经买了", label="Add something")
    assert (await town.telegram.faults_hit())["lost"] == 1
    assert sum("progress: 灯泡" in seen.text for seen in await story.li.shows()) == 1
    refusals = (await town.telegram.facts())["refusals"]
    assert any("is not modified" in words for words in refusals)


async def test_a_lost_answer_repeats_a_message_to_a_person_and_never_one_to_a_group(town: Town):
    assert town.telegram
    story = await an_accepted_order(town, 640)
    group = await a_staff_group(town, story, -6)
    await town.telegram.fault("lost", method="sendMessage", chat=group.chat)
    await town.telegram.fault("lost", method="sendMessage", chat=story.li.chat)
    await story.li.says("/my")
    await story.li.hears("Your reports:")
    number = await reported(story, 645)
    await group.sees(number)
    await story.zhou.taps(data=f"keep {number}")
    await group.sees("周敏 has it.")
    await buried(town)
    told = [seen.text for seen in await group.shows() if number in seen.text]
    assert len(told) == len(set(told)), "the group was told something twice"


async def a_staff_group(town: Town, story: Accepted, chat: int) -> Group:
    """Bound to the estate by the link that `sidan invite group` prints."""
    group = await story.telegram.group(chat, "杏福苑工作群")
    payload = await town.invitation("group", story.estate.path)
    await story.zhou.at(group).says(f"/start@sidan_bot {payload}")
    await group.sees("This group now gets the reports of")
    return group


@pytest.mark.parametrize("told", [True, False], ids=["told at once", "told when we write"])
async def test_a_group_that_became_a_supergroup_keeps_its_cards(town: Town, told: bool):
    story = await an_accepted_order(town, 650 if told else 660)
    telegram, chat = story.telegram, -7 - told
    group = await a_staff_group(town, story, chat)
    numbers = [await reported(story, 655 + n if told else 665 + n) for n in range(2)]
    for number in numbers:
        await group.sees(number, label="I take it")
    if told:
        new = await story.zhou.at(group).makes_supergroup(-1_000_000_000_000 + chat)
    else:
        new = await telegram.group(-1_000_000_000_000 + chat, "杏福苑工作群")
        await telegram.fault("moved", chat=chat, to=new.chat, times=None)
    for number in numbers:
        await story.wang.says(number)
        await story.wang.taps(data=f"pick {number}")
        assert "王建国 has it." in (await new.sees(number)).text
    await story.wang.taps(data=f"more {numbers[0]}")
    await story.wang.hears(f"What about {numbers[0]}?")
    await story.wang.taps("Hand back")
    await story.wang.hears("Why do you hand")
    await story.wang.says("没有车")
    await new.sees(numbers[0], label="I take it")
    assert sum(numbers[1] in seen.text for seen in await new.shows()) == 1
    await telegram.heal()


async def reported(story: Accepted, neighbour: int) -> str:
    """The number of what another neighbour reports."""
    zhao = story.telegram.person(neighbour, "赵德福")
    await zhao.starts(story.estate.poster("3/2"))
    await zhao.says("垃圾桶满了")
    await zhao.taps("Send")
    return number_in(await zhao.hears("Your number is"))
