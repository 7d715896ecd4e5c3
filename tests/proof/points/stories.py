"""The main stories of the product, act by act: each ends with what somebody must read in the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.proof.points.acts import Act, Acts, Somebody, flat, later, number_of, seen
from tests.proof.points.cast import feng, li, liu, ma, qian, wang, zhang, zhao, zhou
from tests.proof.points.stage import Stage
from tests.stories.pictures import picture

GROUP = -100


@dataclass(frozen=True)
class Story:
    """before: played to its end before anything crashes. ends: who reads what in the end."""

    name: str
    acts: list[Act]
    ends: dict[Somebody, str]
    before: list[Act]

    def has_ended_well(self, stage: Stage) -> None:
        for who, words in self.ends.items():
            read = [one.text for one in who.sees(stage)]
            assert any(words in text for text in read), f"{who.name} never reads {words!r} in {self.name!r}: {read}"


STORIES: dict[str, Story] = {}


def story(name: str, *acts: Acts, ends: dict[Somebody, str], before: Sequence[Acts] = ()) -> None:
    STORIES[name] = Story(name, flat(acts), ends, flat(before))


HANDED_OUT: list[Acts] = [li.says("3号楼1单元楼道的灯不亮了"), li.taps("Send"), zhou.taps("To Wang")]
ACCEPTED: list[Acts] = [*HANDED_OUT, wang.taps("Accept")]
DONE: list[Acts] = [*ACCEPTED, wang.taps("Done"), wang.says("换了灯泡")]

story(
    "a report with a photo",
    li.shows(picture(), "3号楼1单元垃圾桶满了没人清"), li.taps("Send"), zhou.taps("See the photos"),
    ends={li: "Your number is", zhou: "垃圾桶满了"},
)  # fmt: skip

story(
    "an urgent report",
    li.says("3号楼1单元着火了，有浓烟"), li.taps("Send"),
    ends={li: "Your number is", zhou: "URGENT"},
)  # fmt: skip

story(
    "accepted, done and reviewed",
    DONE, li.taps("Fixed", "★★★★★"), li.says("很快，谢谢"),
    ends={li: "is closed", zhou: "was reviewed: ★★★★★", wang: "is fixed, says the resident"},
)  # fmt: skip

story(
    "handed back and given to another",
    HANDED_OUT, wang.taps("Hand back"), wang.says("这是物业的管道"),
    zhou.taps("To somebody else", "Zhang Weidong"), zhang.taps("Accept"),
    ends={li: "Zhang Weidong has accepted", zhou: "Wang Jianguo hands"},
)  # fmt: skip

story(
    "not fixed and opened again",
    li.taps("Not fixed"), li.says("还是不亮"), liu.taps("I keep it", "Done"), liu.says("换了电线"),
    li.taps("Fixed", "★★★★", "Skip"),
    before=DONE,
    ends={li: "is closed", wang: "not fixed yet", liu: "还是不亮"},
)  # fmt: skip

story(
    "handled jointly",
    zhou.taps("Call in others", "Zhang Weidong"), zhou.says("关总阀"), zhou.taps("Skip"),
    zhang.taps("Accept", "Done"), zhang.says("关好了"), wang.taps("Done"), wang.says("换了灯泡"),
    before=ACCEPTED,
    ends={li: "Is it fixed?", wang: "关好了"},
)  # fmt: skip

story(
    "paused until tomorrow",
    wang.taps("More …", "Pause", "parts", "Tomorrow"), later(days=1), later(hours=8),
    before=ACCEPTED,
    ends={li: "is paused until", wang: "is over"},
)  # fmt: skip

story(
    "raised by the clock",
    li.says("3号楼1单元楼道的灯不亮了"), li.taps("Send"), later(minutes=5), later(minutes=10), later(minutes=10),
    liu.taps("To Wang"), wang.taps("Accept"),
    ends={li: "has accepted", zhou: "went one level up", liu: "楼道的灯不亮了"},
)  # fmt: skip

story(
    "a wish comes true",
    li.says("许愿"), li.says("想有人教我用手机，电话 13800138000"), li.taps("Yes, they may", "Make the wish"),
    zhou.taps("Publish it"), feng.says(number_of(zhou)), feng.taps("I do it", "Done", "Half an hour"),
    li.taps("It came true"), li.says("谢谢，我学会了"), li.taps("Only for them"),
    ends={li: "has come true", feng: "谢谢，我学会了"},
)  # fmt: skip

story(
    "points for a bag of rice",
    li.says("信用超市"), li.taps("Rice", "Redeem", "Yes, redeem"),
    qian.says("/pickup"), qian.says(seen(li, r"\b(\d{3} \d{3})\b")), qian.taps("Handed over"),
    ends={li: "handed over at", qian: "Handed over: Rice 5 kg"},
)  # fmt: skip

story(
    "an activity and who helped",
    zhou.says("/activities"), zhou.taps("New activity", "Free clinic"), zhou.says("量血压"), zhou.taps("All of"),
    zhou.says("east gate"), zhou.taps("Tomorrow"), zhou.says("14:30"), zhou.taps("2 hours"), zhou.says("10"),
    zhou.says("2"), zhou.taps("Announce it"), later(minutes=1), li.taps("I come"), feng.taps("I help"),
    later(days=1, hours=7), zhou.taps("All came"), later(minutes=1),
    ends={li: "You are in", feng: "are credited to you"},
)  # fmt: skip

story(
    "joining by an invitation",
    zhou.says("/invite"), zhou.taps("grid worker", "第一网格", "Skip"), ma.opens(seen(zhou, r"start=(i-[\w-]+)")),
    ma.says("马英"), ma.says("/tasks"),
    ends={ma: "Nothing to do"},
)  # fmt: skip

story(
    "everything about somebody is deleted",
    li.says("/privacy"), li.taps("Delete everything", "Go on", "Delete for good"), later(minutes=1),
    before=[*DONE, li.taps("Fixed", "★★★★★", "Skip")],
    ends={li: "Everything about you is deleted"},
)  # fmt: skip


async def there_is_a_group(stage: Stage) -> None:
    card = {"id": GROUP, "type": "group", "title": "3号楼邻居群"}
    await stage.fake.do("group", card=card, privacy=False, bot_is="member")


THE_GROUP = Act("there is a group", there_is_a_group)

story(
    "a call in a group",
    zhou.says("/group"), zhou.taps("neighbours' group", "3号楼"),
    zhou.at(GROUP).says(seen(zhou, r"(/bind@sidan_bot \S+)")),
    li.at(GROUP).says("@sidan_bot 水管漏水，2单元301"), li.taps("Send"), zhou.taps("To Wang"),
    before=[THE_GROUP],
    ends={li: "handed out", wang: "水管漏水"},
)  # fmt: skip

story(
    "a neighbour notices it, too",
    zhao.says("3号楼1单元楼道灯坏了"), zhao.taps("Me too"), wang.taps("Done"), wang.says("换了灯泡"),
    li.taps("Fixed", "★★★★★", "Skip"),
    before=ACCEPTED,
    ends={zhao: "which you noticed, too, is fixed"},
)  # fmt: skip
