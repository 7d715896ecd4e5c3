"""Phones, doors and names are taken out of what people write, and what is left still says what the matter is."""

import pytest

from domain.contact import read, said_alone


@pytest.mark.parametrize(
    ("said", "words", "phone", "door"),
    [
        ("3号楼1单元602水管漏水，电话13812345678", "3号楼1单元***水管漏水，电话***", "13812345678", "3号楼1单元602"),
        ("3-1-602漏水", "3-1-***漏水", "", "3-1-602"),
        ("２号楼８０２停电", "２号楼***停电", "", "2号楼802"),
        ("3号楼二单元三零一室没水", "3号楼二单元***没水", "", "3号楼二单元三零一室"),
        ("3栋2单元8楼东户漏水", "3栋2单元8楼***漏水", "", "3栋2单元8楼东户"),
        ("钥匙在602门垫下", "钥匙在***门垫下", "", "602"),
        ("602、603都停电", "***、***都停电", "", "602 / 603"),
        ("打我电话 6789 1234", "打我电话 ***", "6789 1234", ""),
        ("一三八一二三四五六七八联系我", "***联系我", "一三八一二三四五六七八", ""),
        ("座机010-67891234，手机 138 1234 5678", "座机***，手机 ***", "138 1234 5678 / 010-67891234", ""),
        ("微信号 wx_abc123", "微信号 ***", "微信号 wx_abc123", ""),
        ("QQ：87654321", "QQ：***", "QQ：87654321", ""),
        ("139 87 65 43 21找我", "***找我", "139 87 65 43 21", ""),
        ("一三九 八七六五 四三二一", "***", "一三九 八七六五 四三二一", ""),
        ("139，8765，4321 或(010)6234-5678", "*** 或***", "(010)6234-5678 / 139，8765，4321", ""),
        ("flat 12b, call 13812345678", "flat ***, call ***", "13812345678", "flat 12b"),
    ],
)
def test_phones_and_doors_are_taken_out_and_kept_whole(said: str, words: str, phone: str, door: str):
    found = read(said)
    assert (found.words, found.phone, found.door) == (words, phone, door)
    assert found.own == said


@pytest.mark.parametrize(
    "said",
    [
        "3号楼1单元5楼楼道灯不亮",
        "电梯卡在12楼",
        "物业费收了1201元",
        "收费1201不合理",
        "请打12345或110",
        "水表号12345678",
        "2026年11月起没人管",
        "第三单元门口积水",
        "1 3 5 6 7 8 9 10 11 号楼没水",
        "2026-11-23 10:30 停电，QQ群里都在说",
    ],
)
def test_floors_sums_and_numbers_to_call_stay_where_they_are(said: str):
    assert read(said).words == said
    assert not read(said)


def test_of_a_name_the_surname_stays():
    found = read("我是赵小燕，楼道灯坏了。李秀兰也看到了", ["李秀兰"])
    assert (found.words, found.name) == ("我是赵***，楼道灯坏了。李***也看到了", "赵小燕")


def test_numbers_of_identity_and_bank_cards_are_not_kept_anywhere():
    found = read("身份证110101199003071234，卡6222 0212 3456 7890 123")
    assert found.words == found.own == "身份证***，卡***"
    assert not found


@pytest.mark.parametrize(
    ("answer", "phone", "door"),
    [
        ("13812345678", "13812345678", ""),
        ("67891234", "67891234", ""),
        ("3号楼1单元602，13812345678", "13812345678", "3号楼1单元602"),
        ("六楼左手第一家", "", "六楼左手第一家"),
        ("12", "", "12"),
    ],
)
def test_whoever_is_asked_for_it_may_write_it_in_any_form(answer: str, phone: str, door: str):
    found = said_alone(answer)
    assert (found.phone, found.door) == (phone, door)
