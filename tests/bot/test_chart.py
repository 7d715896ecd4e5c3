"""Charts: big, true, in right Chinese, and drawn with nothing but what we ship."""

import csv
import io
import unicodedata
from itertools import combinations, product
from xml.etree import ElementTree

import pytest
from babel.messages.pofile import read_po
from PIL import Image, ImageChops

from bot.charts import Bars, Heat, Series, TooTall, jpeg, number, percent, png, svg
from bot.charts.letters import clean, fits, in_font, width, wrap
from bot.charts.sheet import TONES, WIDTH
from bot.media import kind_of
from tests.house.tree import ROOT

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "仝佟佘冼缑逄郗郜郄郐鄢隗亓仉仵妫嬴谌麴闫"
)
PLACES = (
    "堃喆璟瀧峯灣龍廬麓澜湾邸苑墅畔邨垸坂垵埗埔塬坨垴垭埝埭堰塘墩甸屯畈圩圳坪坝岙岗峁峪崂崮嵊嵩巷弄胡同里坊厝寮栋幢单元号楼层室井渡桥闸"
    "浜泾泖泗沭泷洮浒浠涞涪淄淝渑溧滏滹漯漳潍澧濉濮瀍灞浐沣滈亳邳郯郓鄄鄯邛郫郏颍嵖岈㙍㘎㟃㸆䢺䴔䴖䲟鄱阝庐衢睢沁歙黟旌砀莘莒莱芜茌"
)


Area = tuple[float, float, float, float]  # left, top, right, bottom


def words_of(drawing: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(drawing) if element.tag.endswith("text")]


def boxes_of(drawing: str) -> list[ElementTree.Element]:
    """Without the paper."""
    return [element for element in ElementTree.fromstring(drawing) if element.tag.endswith("rect")][1:]


def said(drawing: str) -> list[str]:
    return [element.text or "" for element in words_of(drawing)]


def area(element: ElementTree.Element) -> Area:
    x, y = float(element.get("x", 0)), float(element.get("y", 0))
    if element.tag.endswith("rect"):
        return x, y, x + float(element.get("width", 0)), y + float(element.get("height", 0))
    size = float(element.get("font-size", 0))
    long = width(element.text or "", size)
    left = x - long * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
    return left, y - 0.8 * size, left + long, y + 0.12 * size


def meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def bars(labels, *values, **more) -> Bars:
    names = ("新来的单", "办好的单", "还欠的单")
    series = tuple(Series(name, tuple(column)) for name, column in zip(names, values, strict=False))
    return Bars("本周 · 杏福苑", "每天办好的件数", tuple(labels), series, **more)


def test_all_that_the_product_says_in_chinese_can_be_drawn():
    catalogue = read_po(io.BytesIO((ROOT / "locales/zh_CN/LC_MESSAGES/sidan.po").read_bytes()))
    told = set("".join(f"{message.string}{message.id}" for message in catalogue))
    assert len(told) > 400
    left_out = {sign for sign in told if not in_font(sign)}
    assert {unicodedata.category(sign) for sign in left_out} <= {"So", "Mn"}  # smileys, and what colours them
    assert clean("".join(left_out)) == ""


def test_the_places_of_the_demo_can_be_drawn():
    with (ROOT / "docs/places.csv").open(encoding="utf-8") as file:
        names = "".join(row["name"] for row in csv.DictReader(file))
    assert [sign for sign in names if not in_font(sign)] == []


def test_surnames_and_rare_letters_of_places_can_be_drawn():
    assert len(set(SURNAMES + PLACES)) > 300
    assert [sign for sign in SURNAMES + PLACES if not in_font(sign)] == []
    assert not in_font("𬇕")


@pytest.mark.parametrize("sign", "0123456789.,%+-/:·…—“”‘’，。、；：！？（）《》【】￥℃㎡→←↑↓■□●○▲△✓×①②〇")
def test_signs_can_be_drawn(sign):
    assert in_font(sign)


def test_each_word_is_really_drawn():
    drawing = svg(bars(["周一", "<A&B>", "㙍园"], [3, None, 0], [5, 6, 7], foot="空着的不算零。"))
    whole = Image.open(io.BytesIO(png(drawing)))
    assert len(words_of(drawing)) == 13
    for element in words_of(drawing):
        tree = ElementTree.fromstring(drawing)
        next(twin for twin in tree if twin.attrib == element.attrib).text = ""
        without = Image.open(io.BytesIO(png(ElementTree.tostring(tree, encoding="unicode"))))
        changed = ImageChops.difference(whole.convert("RGB"), without.convert("RGB")).getbbox()
        assert changed, element.text
        left, top, right, bottom = area(element)
        assert left - 2 <= changed[0] < changed[2] <= right + 2, element.text
        assert top - 8 <= changed[1] < changed[3] <= bottom + 8, element.text


LONG = "东方润园国际花园城二期（含商铺）"
LABELS = {
    "days": lambda n: f"{n + 1}",
    "dates": lambda n: f"11月{n + 1}日",
    "places": lambda n: (LONG, "Long Meadow Garden Estates Phase Two", "x" * 90, "甲", "")[n % 5],
}


@pytest.mark.parametrize(
    ("count", "series", "label", "most"),
    [*product([1, 7, 14, 31], [1, 3], LABELS, [0, 98, 12_345_678_901])],
)
def test_nothing_of_bars_is_cut_or_lies_over_another(count, series, label, most):
    values = [[most * (n + shift) % (most + 1) for n in range(count)] for shift in range(series)]
    drawing = svg(bars(map(LABELS[label], range(count)), *values, foot="空着的不算零。" * 12))
    check_layout(drawing)
    words, boxes = (list(map(area, elements)) for elements in (words_of(drawing), boxes_of(drawing)))
    assert [word for word in words for box in boxes if meet(word, box)] == []


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (7, 24), (24, 7), (2, 60), (31, 24)])
@pytest.mark.parametrize("label", LABELS)
def test_nothing_of_a_heat_map_is_cut_or_lies_over_another(rows, columns, label):
    shares = tuple(tuple((row + column) % 11 / 10 for column in range(columns)) for row in range(rows))
    sides = [tuple(map(LABELS[label], range(count))) for count in (rows, columns)]
    check_layout(svg(Heat("说到做到的机会" * 5, "按星期和钟点", sides[0], sides[1], shares)))


def check_layout(drawing: str) -> None:
    bottom = float(ElementTree.fromstring(drawing).get("height", 0))
    for element in (*words_of(drawing), *boxes_of(drawing)):
        left, top, right, low = area(element)
        assert 16 <= left <= right <= WIDTH - 16, element.text
        assert 16 <= top <= low <= bottom - 16, element.text
    shown = [element for element in words_of(drawing) if element.text]
    assert [pair for pair in combinations(map(area, shown), 2) if meet(*pair)] == []
    assert min(float(element.get("font-size", 0)) for element in shown) >= 24


def test_the_days_of_a_week_stand_and_those_of_a_month_lie():
    week, month = (svg(bars(map(str, range(days)), [days] * days)) for days in (7, 31))
    tall = [max(boxes_of(drawing)[1:], key=lambda box: float(box.get("height", 0))) for drawing in (week, month)]
    assert [float(box.get("height", 0)) > float(box.get("width", 0)) for box in tall] == [True, False]


def test_a_label_is_rather_laid_down_than_cut():
    names = ["柳溪社区第一网格", "Meadow Garden Estates", *(f"11月{day}日" for day in range(1, 10))]
    shown = "".join(said(svg(bars(names, [1] * len(names))))).replace(" ", "")
    assert [name for name in names if name.replace(" ", "") not in shown] == []
    assert "11月1日" in said(svg(bars(names, [1] * len(names))))


@pytest.mark.parametrize("count", [7, 31])
def test_nothing_is_still_a_line(count):
    drawing = svg(bars(["周一"] * count, [0, *[9] * (count - 1)]))
    assert min(min(right - left, low - top) for left, top, right, low in map(area, boxes_of(drawing)[-count:])) >= 2


def test_long_names_of_series_stand_one_under_another():
    names = ("新来的单" * 5, "办好的单" * 5, "x" * 90)
    check_layout(svg(Bars("x", "y", ("甲",), tuple(Series(name, (1,)) for name in names))))


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_what_nobody_knows_is_a_gap_and_nothing_is_a_zero(missing):
    drawing = svg(bars(["周一", "周二", "周三"], [4, missing, 0]))
    assert [word for word in said(drawing) if word in ("4", "0", "周二")] == ["4", "周二", "0"]
    assert len(boxes_of(drawing)) == 3  # the floor and two bars


def test_a_share_that_nobody_knows_is_a_gap():
    drawing = svg(Heat("x", "y", ("甲",), ("急", "普通"), ((None, 0.5),)))
    assert [word for word in said(drawing) if word.isdigit()] == ["50"]


def test_where_there_is_nothing_the_caller_has_the_word():
    words = "这一周还没有单子。"
    assert words in said(svg(bars([], [], empty=words)))
    assert words in said(svg(bars(["周一"], [None], empty=words)))
    assert words in said(svg(Heat("x", "y", (), (), (), empty=words)))


def test_a_name_is_told_as_it_is_whatever_is_in_it():
    drawing = svg(bars(["<A&B>", '"]]>&amp;', "一\x00二\x1b\ud800三\n四", "老街😀坊"], [1, 2, 3, 4]))
    assert {"<A&B>", '"]]>&amp;', "老街坊"} <= set(said(drawing))
    assert "一二三 四" in said(drawing)
    assert png(drawing)


def test_the_fonts_of_the_machine_are_never_used():
    drawing = svg(bars(["周一", "Mon"], [1, 2]))
    wordless = ElementTree.fromstring(drawing)
    for element in [element for element in wordless if element.tag.endswith("text")]:
        wordless.remove(element)
    for other in ("DejaVu Serif", "WenQuanYi Micro Hei", "serif"):
        assert png(drawing.replace("Sidan Hei", other)) == png(ElementTree.tostring(wordless, encoding="unicode"))


def test_the_same_chart_is_the_same_picture():
    chart = bars(["周一", "周二"], [1, 2])
    assert svg(chart) == svg(chart)
    assert png(svg(chart)) == png(svg(chart))


@pytest.mark.parametrize("wide", [800, 1200])
def test_the_picture_is_as_wide_as_asked_and_one_that_we_keep(wide):
    drawing = svg(bars(["周一", "周二"], [1, 2]))
    picture = Image.open(io.BytesIO(jpeg(drawing, wide)))
    assert picture.width == Image.open(io.BytesIO(png(drawing, wide))).width == wide
    assert kind_of(jpeg(drawing, wide)) == "image/jpeg"


def test_series_are_told_apart_in_grey():
    greys = [Image.new("RGB", (1, 1), tone).convert("L").tobytes()[0] for tone in TONES]
    assert all(abs(one - two) >= 45 for one, two in combinations(greys, 2))


def test_a_table_with_many_columns_is_turned_over():
    heat = Heat("x", "y", ("周一", "周二"), tuple(f"{hour}点" for hour in range(24)), ((0.5,) * 24, (0.25,) * 24))
    assert said(svg(heat)).count("50") == said(svg(heat)).count("25") == 24
    over = Heat("x", "y", heat.columns, heat.rows, ((0.5, 0.25),) * 24)
    assert svg(heat) == svg(over)


def test_what_is_low_may_be_dark():
    heat = [Heat("x", "y", ("甲",), ("急",), ((0.0,),), low_is_dark=low) for low in (False, True)]
    pale, dark = (boxes_of(svg(chart))[-1].get("fill", "") for chart in heat)
    assert dark < pale


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: bars(["周一"], [1, 2]),
        lambda: bars(["周一"]),
        lambda: Bars("x", "y", ("甲",), (Series("x", (1,)),) * 4),
        lambda: Heat("x", "y", ("甲",), ("急",), ((1, 1),)),
        lambda: Heat("x", "y", ("甲",), ("急",), ()),
    ],
)
def test_data_that_does_not_match_is_refused(wrong):
    with pytest.raises(ValueError, match=r"series|share"):
        wrong()


def test_more_than_a_chat_can_show_is_refused():
    with pytest.raises(TooTall):
        svg(bars(map(str, range(400)), [1] * 400))


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (7, "7"), (2.5, "2.5"), (2.0, "2"), (99.96, "100"), (1234567, "1,234,567")]
)
def test_numbers_are_short(value, written):
    assert number(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0%"), (1, "100%"), (0.934, "93%"), (0.9999, "99%"), (0.0001, "1%")]
)
def test_only_all_is_a_hundred_percent(value, written):
    assert percent(value) == written


def test_lines_break_between_words_and_never_before_a_comma():
    assert wrap("Long Meadow Garden", 24, 150, 3) == ["Long", "Meadow", "Garden"]
    assert wrap("你好你好，再见", 24, 24 * 4.5, 3) == ["你好你", "好，再见"]
    assert wrap("到11/21", 24, 24 * 3, 3) == ["到", "11/21"]
    assert not fits("Meadow", 24, 40, 3)
    assert wrap("柳溪社区第一网格", 24, 24 * 3.5, 1) == ["柳溪…"]
