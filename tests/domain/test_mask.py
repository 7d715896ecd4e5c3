"""What must not be read in groups, logs and de-identified views."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import mask


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("阳光明媚的一天", "阳**"),
        ("John Smith", "J**"),
        ("王", "王*"),
        (" 李四 ", "李*"),
        ("", ""),
    ],
)
def test_of_a_name_the_family_name_remains(full: str, masked: str):
    assert mask.name(full) == masked


def test_a_volunteer_is_told_the_surname():
    assert mask.surname("张三丰") == "张"
    assert mask.surname("欧阳娜娜") == "欧阳"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86-138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0855-8223456", "0855-****"),
        ("110", "****"),
    ],
)
def test_of_a_phone_number_the_middle_is_hidden(number: str, masked: str):
    assert mask.phone(number) == masked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我的电话13812345678，急", "我的电话138****5678，急"),
        ("打一三八一二三四五六七八", "打一三八****五六七八"),
        ("电话139.1234.5678或139—1234—5678", "电话139****5678或139****5678"),
        ("座机0855-8223456", "座机0855-****"),
        ("邮箱 li.xiu@example.com 联系", "邮箱 *** 联系"),
        ("加微信 lixiulan_88 聊", "加微信 *** 聊"),
        ("vx: lixl1950", "vx: ***"),
        ("wechat payment failed", "wechat payment failed"),
        ("身份证522601199001011234", "身份证******"),
        ("身份证52260119900101123X办理", "身份证******办理"),
        ("卡号6222 0200 1234 5678 901", "卡号****"),
        ("3号楼1单元602室漏水", "3号楼漏水"),
        ("三号楼二单元六零二", "三号楼"),
        ("12栋B座1802没水", "12栋没水"),
        ("3-1-602漏水", "3号楼漏水"),
        ("3-602 水管爆了", "3号楼 水管爆了"),
        ("住602，楼下502也漏", "住***，楼下***也漏"),
        ("楼上702天天吵", "楼上***天天吵"),
        ("602的业主说", "***的业主说"),
        ("2单元门禁坏了", "*单元门禁坏了"),
        ("我是3号楼的，1203", "我是3号楼"),
        ("我是3号楼的住户，1203", "我是3号楼的住户，***"),
        ("5号楼东户", "5号楼"),
        ("building 3 unit 1 room 602", "building 3 unit *** room ***"),
        ("Apt 5B leaks", "Apt *** leaks"),
        ("加QQ87654321，或者一三九 八七六五 四三二一", "加QQ***，或者****"),
    ],
)
def test_phones_and_doors_do_not_remain_in_what_people_write(said: str, shown: str):
    assert mask.text(said) == shown
    assert mask.text(shown) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我是王秀兰，水管漏了", "我是王**，水管漏了"),
        ("水管漏了，我叫欧阳娜娜", "水管漏了，我叫欧阳**"),
        ("我是李四住3号楼", "我是李*住3号楼"),
        ("我姓李，腿脚不好", "我姓*，腿脚不好"),
        ("老伴姓欧阳，住院了", "老伴姓*，住院了"),
        ("姓什么都行", "姓什么都行"),
        ("联系人：张三丰 急", "联系人：张** 急"),
        ("我是李秀兰我家漏水", "我是李**我家漏水"),
        ("我叫王芳13812345678", "我叫王*138****5678"),
        ("I am Li Xiulan, the pipe leaks", "I am L**, the pipe leaks"),
        ("My name is Xiulan", "My name is X**"),
    ],
)
def test_who_says_their_own_name_is_not_named(said: str, shown: str):
    assert mask.text(said) == shown
    assert mask.text(shown) == shown


@pytest.mark.parametrize(
    "said",
    [
        "我是业主，水管漏了",
        "我是高血压病人",
        "我是马上要出门的人",
        "我是3号楼的住户",
        "I am at home",
        "I am Afraid of it",
        "6号楼电梯坏了",
        "二十三栋没水",
        "2024-03-15停电",
        "交了1200元物业费",
        "楼上1000块",
        "每家1203元",
        "3号楼100个人",
        "3号楼120户都停电",
        "5号楼2023年建的",
        "请打110或119",
        "订单7K3MQ2修好了吗",
        "1号楼到12号楼都没水",
        "the lift in building 3 is stuck",
    ],
)
def test_what_says_nothing_about_a_person_stays(said: str):
    assert mask.text(said) == said


def test_the_names_that_are_known_are_masked_where_they_are_written():
    assert mask.text("我是王小芳，找王小", ["王小", "王小芳", "", "李"]) == "我是王**，找王*"


around = st.text("住找我电话漏水，。 abc", max_size=8)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(around, mobiles, st.sampled_from(["", " ", "-"]), around)
def test_no_mobile_number_survives_anywhere(before: str, mobile: str, gap: str, after: str):
    written = gap.join((mobile[:3], mobile[3:7], mobile[7:]))
    assert f"{mobile[:3]}****{mobile[7:]}" in mask.text(before + written + after)


DOORS = [
    "{b}号楼{u}单元{r}",
    "{b}栋{r}室",
    "{b}-{u}-{r}",
    "{b}-{r}",
    "{b}幢 {r}号",
    "我家{r}",
    "{r}业主",
    "{b}#{r}",
    "Room {r}",
]


@given(st.sampled_from(DOORS), st.integers(1, 99), st.integers(1, 9), st.integers(1, 33), st.integers(1, 4))
def test_no_door_survives_however_it_is_written(door: str, building: int, unit: int, floor: int, number: int):
    room = f"{floor}{number:02d}"
    assert room not in mask.text(f"你好，{door.format(b=building, u=unit, r=room)}，漏水了")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("住3号楼，想请人陪", "住**号楼，想请人陪"),
        ("十二栋楼下", "**栋楼下"),
        ("30号想去医院", "30号想去医院"),
        ("两栋楼之间", "两栋楼之间"),
    ],
)
def test_on_a_wall_the_building_is_hidden_too(said: str, shown: str):
    assert mask.buildings(said) == shown
