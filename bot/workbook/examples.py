"""The rows a new workbook begins with: a small compound to look at, marked, and passed over by an import."""

from collections.abc import Mapping

from bot.workbook.layout import Sheet
from bot.workbook.vocabulary import Vocabulary

HERE = {"city": "青杉市", "street": "河沿街道", "community": "柳溪社区"}
HOME = HERE | {"compound": "杏福苑"}
EXAMPLES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "places": (
        HERE,
        HOME | {"sort": "commercial"},
        HOME | {"building": "1-2号楼", "unit": "1-2单元"},
        HOME | {"building": "3号楼", "lat": "30.0030", "lon": "110.0000"},
        HERE | {"compound": "东苑", "sort": "old"},
        HERE | {"compound": "东苑", "building": "1-4号楼"},
    ),
    "grids": (
        {"name": "第一网格 HY-01", "place": "杏福苑", "buildings": "1-2号楼", "worker": "王芳", "stand_in": "李强"},
        {"name": "第二网格 HY-02", "place": "柳溪社区", "buildings": "杏福苑3号楼、东苑", "worker": "李强"},
    ),
    "people": (
        {"number": "1001", "name": "王芳", "phone": "13800000001", "role": "G"},
        {"number": "1002", "name": "李强", "phone": "13800000002", "role": "G"},
        {"number": "1002", "name": "李强", "phone": "13800000002", "role": "V", "place": "东苑"},
        {"number": "1003", "name": "陈静", "phone": "13800000003", "role": "C", "place": "柳溪社区"},
        {"name": "马丽", "phone": "13800000004", "role": "P", "place": "杏福苑", "team": "清风物业"},
        {"name": "张桂英", "phone": "13800000005", "role": "V", "place": "杏福苑1号楼1单元", "team": "杏福苑楼门长"},
    ),
    "teams": (
        {"name": "清风物业", "kind": "property", "place": "杏福苑"},
        {"name": "河沿街道城管中队", "kind": "department", "place": "河沿街道", "line": "urban-management"},
        {"name": "杏福苑业委会", "kind": "owners", "place": "杏福苑"},
        {"name": "杏福苑楼门长", "kind": "volunteers", "place": "杏福苑"},
    ),
    "duties": (
        {"category": "lift", "responsible": "P@compound"},
        {"category": "rubbish", "sort": "old", "place": "柳溪社区", "responsible": "河沿街道城管中队"},
        {"category": "water", "place": "杏福苑", "responsible": "清风物业"},
        {"place": "柳溪社区", "responsible": "陈静"},
    ),
}


def rows(sheet: Sheet) -> tuple[Mapping[str, str], ...]:
    """With keys, where a cell shows a word of ours."""
    return EXAMPLES[sheet.name]


def meant(sheet: Sheet, values: Mapping[str, str], words: Vocabulary) -> dict[str, str]:
    """A row as our examples are kept: words of any language as their keys, and nothing that is empty."""
    found = {}
    for column in sheet.columns:
        text = values.get(column.name, "")
        if text:
            found[column.name] = (words.read(column.among, text) if column.among else None) or text
    return found
