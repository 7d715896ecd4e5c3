"""Make bot/fonts/sidan-hei.ttf, the one font our charts are drawn with, from two fonts that Debian packs.

    apt install fonts-wqy-microhei fonts-droid-fallback
    pip install fonttools==4.68.0     # for this alone: neither the product nor its tests need it
    python -m tools.font

The main part is WenQuanYi Micro Hei: all of GBK, so that old and rare names of places are right, too. What the Table of
General Standard Chinese Characters (2013) has beyond GBK comes from Droid Sans Fallback, which Micro Hei was made from.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONT = Path(__file__).resolve().parent.parent / "bot" / "fonts" / "sidan-hei.ttf"
FAMILY = "Sidan Hei"
MADE = 3_700_000_000  # seconds since 1904: any moment that stays the same
MICRO_HEI = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
DROID = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")

BEYOND_GBK = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠"
    "䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
SIGNS = (
    range(0x20, 0x7F),  # Latin
    range(0xA0, 0x180),  # with its accents
    range(0x2010, 0x2040),  # dashes, quotes, dots
    range(0x2190, 0x21AA),  # arrows
    range(0x2500, 0x2580),  # boxes
    range(0x25A0, 0x2640),  # squares, circles, stars
    range(0x2713, 0x2719),  # ticks and crosses
)
DROPPED = ["FFTM", "GDEF", "GPOS", "GSUB", "gasp", "vhea", "vmtx"]
NOTE = (
    "Made for sidan from WenQuanYi Micro Hei 0.2.0-beta and Droid Sans Fallback 1.00c: "
    "fewer characters, no hinting, no layout tables, a name of its own."
)


def main() -> None:
    with TemporaryDirectory() as folder:
        parts = [str(Path(folder) / name) for name in ("main.ttf", "beyond.ttf")]
        part(
            TTFont(MICRO_HEI, fontNumber=0), {*gbk(), *map(chr, (sign for signs in SIGNS for sign in signs))}, parts[0]
        )
        part(TTFont(DROID), BEYOND_GBK, parts[1])
        font = Merger().merge(parts)
    christen(font)
    FONT.parent.mkdir(exist_ok=True)
    font.save(FONT)
    print(f"{FONT.name}: {len(font.getBestCmap())} characters, {FONT.stat().st_size} bytes")


def gbk() -> Iterable[str]:
    """What two bytes of GBK can say, without what each user may define."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            character = bytes([lead, trail]).decode("gbk", errors="ignore")
            if len(character) == 1 and not "\ue000" <= character < "\uf900":
                yield character


def part(font: TTFont, characters: Iterable[str], path: str) -> None:
    options = Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=[0, 13, 14])
    options.drop_tables += DROPPED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    scale_upem(font, 2048)
    font.save(path)


def christen(font: TTFont) -> None:
    """A changed font goes by another name and says so, as its licence asks; the same parts make the same bytes."""
    names = {1: FAMILY, 2: "Regular", 3: f"{FAMILY} 1", 4: FAMILY, 5: "Version 1", 6: "SidanHei-Regular", 10: NOTE}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["post"].formatType = 3.0
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = MADE


if __name__ == "__main__":
    main()
