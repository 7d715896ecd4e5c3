"""How to reach somebody, found in what they write: taken out, so that the rest can be read by whoever works on it.

More is taken out than needs be, rather than less: whoever may know it finds it apart. A floor, a unit and a building
stay where they are, for they say where the matter is; a door says who lives there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain import mask
from domain.mask import DIGIT, FLOOR, GAP, NOT_A_ROOM, SIDE, UNIT

HIDDEN = "***"
AND = " / "
SHORTEST = 7  # digits of a phone
MOST = 3  # phones, and doors, that are kept of one message

_MONEY = r"(?<![收费交花钱付罚退¥￥$共价欠])"
_CALL = r"(?:电话|座机|手机|号码|打给?我?|呼叫|联系方式|[Tt]el|[Pp]hone|[Cc]all|[Nn]umber)"
_SHORT_PHONE = re.compile(rf"{_CALL}[^\d\n]{{0,8}}(?P<hide>[2-8]\d{{2,3}}{GAP}\d{{4}})(?!\d)")
_LONG_NUMBER_CALLED = re.compile(rf"{_CALL}[^\d\n]{{0,8}}(?P<hide>\d(?:[ \-]?\d){{8,}})(?!\d)")
PHONES = (
    mask.MOBILE,
    mask.SPOKEN_MOBILE,
    mask.LANDLINE,
    mask.MAIL,
    mask.SPLIT_MOBILE,
    _SHORT_PHONE,
    _LONG_NUMBER_CALLED,
)
NEVER_KEPT = (mask.IDENTITY_CARD, mask.BANK_CARD)

_BUILDING = rf"{DIGIT}{{1,3}}\s*(?:号楼|栋|幢|座|#楼|#|号院)"
_AND = r"[ ,，、的\-]*"
_ROOM = rf"(?P<hide>{DIGIT}{{3,4}}\s*(?:号房|室|房|号|户)?{NOT_A_ROOM}|{SIDE})"
DOORS = (
    re.compile(r"(?<![\d\-])\d{1,3}[\-－—–](?:\d{1,2}[\-－—–])?(?P<hide>\d{3,4})(?:室|房|号)?(?!-|\d)" + NOT_A_ROOM),
    re.compile(rf"{_BUILDING}{_AND}(?:{UNIT}{_AND})?(?:{FLOOR}{_AND})?{_ROOM}"),
    re.compile(rf"(?<!{DIGIT}){UNIT}{_AND}(?:{FLOOR}{_AND})?{_ROOM}"),
    re.compile(rf"(?<!{DIGIT})(?:{FLOOR}{_AND})?(?P<hide>{SIDE})"),
    re.compile(rf"(?<!{DIGIT})(?P<hide>{DIGIT}{{3,4}})\s*(?:号房|室|房间|房)"),
    re.compile(r"(?<!\d)(?P<hide>[1-9]\d?0[1-9])户"),
    re.compile(
        r"(?:住在?|我是|我家(?:是|在|住)?|家在|楼上|楼下|对门|隔壁|对面|业主|房号|门牌号?)\s*[:：]?\s*"
        rf"(?P<hide>{DIGIT}{{3,4}})(?!{DIGIT}){NOT_A_ROOM}"
    ),
    re.compile(rf"(?<!{DIGIT})(?P<hide>\d{{3,4}})(?=的?(?:业主|住户|邻居|租户|租客|[这那]?(?:户人)?家))"),
    # 602, 1203: a floor and a door. Takes a sum of money now and then; 110 is for calling.
    re.compile(rf"(?<![\dA-Za-z.*\-]){_MONEY}(?!110)(?P<hide>[1-9]\d?(?:0[1-9]|1[0-2]))(?![A-Za-z\-]){NOT_A_ROOM}"),
    re.compile(r"\b(?:room|rm|apartment|apt|flat|suite|door)\b\.?\s*(?:no\.?|number|#)?\s*(?P<hide>\d+[a-z]?)\b", re.I),
)


@dataclass(frozen=True, slots=True)
class Found:
    """words: without what was found. own: as it was written, but for numbers of cards, which nobody needs here."""

    words: str
    own: str
    name: str = ""
    phone: str = ""
    door: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.door)


def read(said: str, names: Iterable[str] = ()) -> Found:
    """names: what its writer is called, hidden where they sign with it."""
    if not said:
        return Found("", "")
    narrow = said.translate(mask.NARROW)
    cards = list(_spans(narrow, NEVER_KEPT))
    said, narrow = _without(said, cards), _without(narrow, cards)
    phones, hidden = _found(narrow, PHONES)
    for pattern in (mask.WECHAT, mask.QQ):
        hidden += [match.span(2) for match in pattern.finditer(narrow)]
        phones += [match[0] for match in pattern.finditer(narrow)]
    rest = _blank(narrow, hidden)
    doors, more = _found(rest, DOORS)
    own_name, named = _name(narrow, [name.strip() for name in names])
    return Found(
        _without(said, [*hidden, *more, *named]),
        said,
        own_name,
        AND.join(dict.fromkeys(phones[:MOST])),
        AND.join(dict.fromkeys(doors[:MOST])),
    )


def said_alone(answer: str) -> Found:
    """What somebody answers who was asked for a phone or a door, in whatever form they write it."""
    found = read(answer)
    if found.phone or found.door:
        return found
    answer = " ".join(answer.split())
    digits = sum(character.isdigit() for character in answer.translate(mask.NARROW))
    if digits >= SHORTEST:
        return Found(HIDDEN, answer, phone=answer)
    return Found(HIDDEN, answer, door=answer)


def both(first: str, second: str) -> str:
    """Phones, or doors, of two messages, as `read` keeps them, each once."""
    found = dict.fromkeys(filter(None, [*first.split(AND), *second.split(AND)]))
    return AND.join(list(found)[:MOST])


def without(said: str, phones: str) -> str:
    """Without these phones, as `read` keeps them, in whatever form somebody else writes them down."""
    narrow, spans = said.translate(mask.NARROW), list[tuple[int, int]]()
    for phone in filter(None, phones.split(AND)):
        digits = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", phone.translate(mask.NARROW)))
        written = GAP.join(digits) if len(digits) >= SHORTEST else re.escape(phone)
        spans += [match.span() for match in re.finditer(rf"(?<!\d)(?:(?:\+|00)?86{GAP})?{written}(?!\d)", narrow)]
    return _without(said, spans)


def _spans(said: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        for match in pattern.finditer(said):
            yield match.span("hide") if "hide" in pattern.groupindex else match.span()


def _found(said: str, patterns: Iterable[re.Pattern[str]]) -> tuple[list[str], list[tuple[int, int]]]:
    """What was found, with what stands before it where that belongs to it, and what of it is to be hidden."""
    found: list[str] = []
    hidden: list[tuple[int, int]] = []
    for pattern in patterns:
        for match in pattern.finditer(said):
            hide = "hide" in pattern.groupindex
            at = match.span("hide") if hide else match.span()
            hidden.append(at)
            found.append(match["hide"] if hide and pattern in (_SHORT_PHONE, _LONG_NUMBER_CALLED) else match[0].strip())
        said = _blank(said, hidden)
    return found, hidden


def _name(said: str, names: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """A name somebody gives as theirs; of it and of the name we know the surname stays."""
    spans, own = [], ""
    for pattern, group in ((mask.NAME_SAID, 3), (mask.ENGLISH_NAME, 2)):
        for match in pattern.finditer(said):
            own = own or match[group]
            kept = len(mask.surname(match[group]))
            spans += [(match.start(group) + kept, match.end(group))] if len(match[group]) > kept else []
    for name in sorted((name for name in names if len(name) > 1), key=len, reverse=True):
        kept = len(mask.surname(name))
        spans += [(at + kept, at + len(name)) for at in _places(name, said)]
    return own, spans


def _places(name: str, said: str) -> Iterator[int]:
    """Where it stands; a pattern made of each name would be read anew for each message."""
    at = said.find(name)
    while at >= 0:
        yield at
        at = said.find(name, at + len(name))


def _blank(said: str, spans: Iterable[tuple[int, int]]) -> str:
    """As long as before, so that what is found in the rest stands where it stood."""
    for start, end in spans:
        said = said[:start] + "*" * (end - start) + said[end:]
    return said


def _without(said: str, spans: Iterable[tuple[int, int]]) -> str:
    """Spans that overlap or touch are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    for start, end in reversed(merged):
        said = said[:start] + HIDDEN + said[end:]
    return said
