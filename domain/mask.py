"""Hide who somebody is: names, phones, identity cards and doors, alone and inside what people write."""

import re
from collections.abc import Iterable

DOUBLE_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 端木 南宫 独孤 轩辕".split()
)

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐庞颜倪庄聂章鲁岳翟"
    "殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童毕凌裴霍苗曲盛冉骆谷卜游辛管祁蒲简涂翁蓝穆冼麦"
)
_CALLED = rf"(?:{'|'.join(sorted(DOUBLE_SURNAMES))}|[{SURNAMES}])[一-鿿]{{1,2}}?"
NAME_SAID = re.compile(
    rf"(我是|我叫|本人叫?|联系人是?|姓名是?|名字[是叫])(\s*[:：]?\s*)({_CALLED})(?=$|[^一-鿿*]|[住家的在我])"
)
_SURNAME_SAID = re.compile(rf"((?:我|本人|家里?|老伴)姓)(?:{'|'.join(sorted(DOUBLE_SURNAMES))}|[{SURNAMES}])")
ENGLISH_NAME = re.compile(r"\b((?:[Mm]y name is|I am|I['’]m)\s+)([A-Z][a-z]+(?:\s[A-Z][a-z]+)+|(?<=is )[A-Z][a-z]+)")

NARROW = str.maketrans("０１２３４５６７８９－", "0123456789-")
_SPOKEN = "零〇一二三四五六七八九幺"
DIGIT = f"[0-9{_SPOKEN}十两]"
GAP = r"[ \-.·–—　]?"

IDENTITY_CARD = re.compile(rf"(?<!\d)\d{{6}}{GAP}\d{{8}}{GAP}\d{{3}}[\dXx](?![\dA-Za-z])")
BANK_CARD = re.compile(rf"(?<!\d)(?!(?:00)?86{GAP}1)(?:\d{{4}}{GAP}){{3,4}}\d{{1,4}}(?!\d)")
MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{GAP})?(1[3-9]\d){GAP}\d{{4}}{GAP}(\d{{4}})(?!\d)")
SPOKEN_MOBILE = re.compile(rf"(?<![{_SPOKEN}])[一幺][{_SPOKEN}]{{10}}(?![{_SPOKEN}])")
# However it is said and split; no list of buildings, or of doors.
_SPLIT = r"[ \-.·–—　_/*]?"
SPLIT_MOBILE = re.compile(
    rf"(?<!{DIGIT})(?!\d-\d-\d)[1一幺]{_SPLIT}[3-9三四五六七八九](?:{_SPLIT}{DIGIT}){{9}}(?!{DIGIT}|\s*(?:号楼|栋|幢|座|单元))"
    r"|(?<!\d)1[3-9]\d[,，、]\d{4}[,，、]\d{4}(?!\d)"
)
LANDLINE = re.compile(rf"(?<!\d)[(（]?(0\d{{2,3}})[)）]?{GAP}\d{{3,4}}{GAP}\d{{4}}(?!\d)")
MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.A)
WECHAT = re.compile(
    r"((?:微信号?|wechat|weixin|加?[vV][xX]|[vV]信)\s*(?:号?[是为]|id)?\s*[:：]?\s*)((?=[\w\-]*[\d_])[A-Za-z][\w\-]{5,19})(?![\w\-])",
    re.I,
)
QQ = re.compile(r"([Qq]{2}(?:号码?|群)?\s*(?:号?[是为])?\s*[:：]?\s*)([1-9]\d{4,10})(?!\d)")
_LONG_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d-\d\d?-\d\d?(?!\d))\d(?:[ \-]?\d){6,}(?!\d)")

NOT_A_ROOM = r"(?![\d.*]|\s*(?:元|块|万|个|次|年|月|日|天(?!天)|点|分|秒|米|斤|度|人|户|平|辆|瓦|伏|%|kg|km|m\b))"
UNIT = rf"(?:{DIGIT}{{1,3}}\s*单元|[A-Za-z]\s*(?:单元|座))"
FLOOR = rf"{DIGIT}{{1,3}}\s*[楼层]"
_ROOM = rf"{DIGIT}{{3,4}}\s*(?:号房|室|房|号)?"
SIDE = r"[东西南北中左右][边侧手]?户"
_INSIDE = rf"(?:[ ,，、的\-]*(?:{UNIT}|{FLOOR}|{SIDE}|{_ROOM}{NOT_A_ROOM}))+"

_BUILDING = re.compile(r"(?<![\d*一二三四五六七八九十])[0-9一二三四五六七八九十]{1,3}\s*(号楼|栋|幢|号院)")
_BEHIND_A_BUILDING = re.compile(rf"({DIGIT}{{1,3}}\s*(?:号楼|栋|幢|座|#楼|#|号院)){_INSIDE}")
_DASHED = re.compile(rf"(?<![\d\-])(\d{{1,3}})[\-－—–](?:\d{{1,2}}[\-－—–])?\d{{3,4}}(?:室|房|号)?(?!-){NOT_A_ROOM}")
_BEHIND_A_UNIT = re.compile(rf"(?<!{DIGIT}){UNIT}(?:[ ,，、的\-]*(?:{FLOOR}|{SIDE}|{_ROOM}{NOT_A_ROOM}))*")
_ROOM_SAID = re.compile(rf"(?<![*])(?<!{DIGIT})(?:{DIGIT}{{3,4}}\s*(号房|室|房间|房)|[1-9]\d?0[1-9](户))")
_ROOM_AFTER = re.compile(
    rf"(住在?|我是|我家(?:是|在|住)?|家在|楼上|楼下|对门|隔壁|对面|业主|房号|门牌号?)(\s*[:：]?\s*){DIGIT}{{3,4}}(?!{DIGIT}){NOT_A_ROOM}"
)
_ROOM_BEFORE = re.compile(rf"(?<![*])(?<!{DIGIT})\d{{3,4}}(?=的?(?:业主|住户|邻居|租户|租客|[这那]?(?:户人)?家))")
# 602, 1203: a floor and a door. Hides a sum of money now and then; 110 is for calling.
_LIKE_A_ROOM = re.compile(rf"(?<![\dA-Za-z.*\-])(?!110)[1-9]\d?(?:0[1-9]|1[0-2])(?![A-Za-z\-]){NOT_A_ROOM}")
_ENGLISH_DOOR = re.compile(
    r"\b(room|rm|apartment|apt|flat|suite|unit)\b(\.?\s*(?:no\.?|number|#)?\s*)\d+[a-z]?\b", re.I
)


def name(full: str) -> str:
    """张三 as 张*, 张三丰 as 张**; only the family name of a name, only the first letter of anything else."""
    full = full.strip()
    if not full:
        return ""
    kept = surname(full)
    return kept + "*" * max(1, min(2, len(full) - len(kept)))


def surname(full: str) -> str:
    """For a surname with a title: 张, 欧阳; the first letter where it is no Chinese name."""
    full = full.strip()
    return full[:2] if len(full) > 2 and full[:2] in DOUBLE_SURNAMES else full[:1]


def phone(number: str) -> str:
    """138****5678; what is no phone number is hidden whole."""
    masked = _phones(number.translate(NARROW))
    return masked if "*" in masked else "****"


def text(said: str, names: Iterable[str] = ()) -> str:
    """What somebody wrote, without phones, identity cards, doors, the names given and "I am ..."; other names stay."""
    said = _said_names(_doors(_phones(said.translate(NARROW))))
    for full in sorted((n.strip() for n in names), key=len, reverse=True):
        if len(full) > 1:
            said = said.replace(full, name(full))
    return said


def buildings(said: str) -> str:
    """Without the number of a building: on a wall the compound is enough."""
    return _BUILDING.sub(r"**\1", said)


def _said_names(said: str) -> str:
    said = _SURNAME_SAID.sub(r"\1*", said)
    said = NAME_SAID.sub(lambda found: found[1] + found[2] + name(found[3]), said)
    return ENGLISH_NAME.sub(lambda found: found[1] + name(found[2]), said)


def _phones(said: str) -> str:
    said = QQ.sub(r"\1***", WECHAT.sub(r"\1***", MAIL.sub("***", said)))
    said = IDENTITY_CARD.sub("******", said)
    said = BANK_CARD.sub("****", said)
    said = MOBILE.sub(r"\1****\2", said)
    said = SPOKEN_MOBILE.sub(lambda found: f"{found[0][:3]}****{found[0][-4:]}", said)
    said = SPLIT_MOBILE.sub("****", said)
    said = LANDLINE.sub(r"\1-****", said)
    return _LONG_NUMBER.sub("****", said)


def _doors(said: str) -> str:
    said = _DASHED.sub(r"\1号楼", said)
    said = _BEHIND_A_BUILDING.sub(r"\1", said)
    said = _BEHIND_A_UNIT.sub("*单元", said)
    said = _ROOM_SAID.sub(lambda found: "***" + (found[1] or found[2]), said)
    said = _ROOM_AFTER.sub(r"\1\2***", said)
    said = _ROOM_BEFORE.sub("***", said)
    said = _LIKE_A_ROOM.sub("***", said)
    return _ENGLISH_DOOR.sub(r"\1\2***", said)
