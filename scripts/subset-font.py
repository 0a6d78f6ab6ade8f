#!/usr/bin/env python3
"""Makes assets/fonts/tidelab-sans.ttf and src/figures/font-metrics.ts.

The font is a subset of Noto Sans CJK SC with just the characters that figures need, so that a PNG shows text on a
machine without fonts. One weight: figures set titles apart by size and colour. What figures print is in
src/figures/messages/, and the names of arms in src/report/messages/sweep-names.*.ts: run it after a change of these, then
`npx biome check --write src/figures`.

  apt-get install fonts-noto-cjk && pip install fonttools==4.66.1
  python scripts/subset-font.py [path of NotoSansCJK-Regular.ttc]

Licence: SIL OFL 1.1 (assets/fonts/OFL.txt). Adobe reserves the font name "Source", and "Noto" is a trademark of
Google, so the subset is called "Tidelab Sans".
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.otlLib.optimize.gpos import compact
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE, KOREAN = 2, 1  # indices in the collection
FAMILY = "Tidelab Sans"

ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))  # class names in Western European languages
PUNCTUATION = "–—‘’‚“”„•…‰′″‹›€−×≤≥≠≈∞→←"
GREEK = "αβγδεθλμπσφωΔΣΩ"  # EEG bands, units
CJK_PUNCTUATION = "、。《》「」【】！（），．：；？％～"
PROPORTIONAL = "·•‘’“”"  # an em wide in the Chinese font, for they are Chinese punctuation too; figures use them in Latin text
WAVES = "正弦波方锯齿三角噪声类标签序列信号"  # class names of our own generators, in Chinese


def wanted_characters() -> str:
    places = ("figures/messages/*.ts", "report/messages/sweep-names.*.ts")
    paths = [path for place in places for path in sorted((ROOT / "src").glob(place))]
    texts = [p.read_text("utf8") for p in paths]
    return "".join(sorted({*ASCII, *LATIN_1, *PUNCTUATION, *GREEK, *CJK_PUNCTUATION, *WAVES, *"".join(texts)} - {"\n"}))


def load_subset(characters: str) -> TTFont:
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "STAT", "DSIG", "GSUB"]
    font = TTFont(SOURCE, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    # The fonts of the collection share their glyphs and differ in which one they give a character.
    korean = TTFont(SOURCE, fontNumber=KOREAN).getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap.update({ord(c): korean[ord(c)] for c in PROPORTIONAL})
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    compact(font, 9)  # kerning classes, smallest first
    return font


def to_truetype(font: TTFont) -> None:
    """Cubic CFF outlines to quadratic glyf ones, at most 1.5 thousandths of an em off."""
    glyph_set = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, max_err=1.5, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
                  "maxSizeOfInstructions maxComponentElements").split():
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    post = font["post"]
    post.formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def lower_ellipsis(font: TTFont) -> None:
    """The source has it at mid-height, as Chinese needs it; names are cut in any language, so three full stops here."""
    cmap, glyf = font.getBestCmap(), font["glyf"]
    stop, ellipsis = cmap[ord(".")], cmap[ord("…")]
    pitch = font["hmtx"][stop][0]
    pen = TTGlyphPen(font.getGlyphSet())
    for i in range(3):
        glyf[stop].draw(TransformPen(pen, (1, 0, 0, 1, i * pitch, 0)), glyf)
    glyf[ellipsis] = pen.glyph()
    glyf[ellipsis].recalcBounds(glyf)
    font["hmtx"][ellipsis] = (3 * pitch, glyf[ellipsis].xMin)


def rename(font: TTFont) -> None:
    table = font["name"]
    copyright_line = table.getDebugName(0)
    licence, licence_url = table.getDebugName(13), table.getDebugName(14)
    table.names = []
    for name_id, value in {
        0: f"{copyright_line} Subset of Noto Sans CJK SC made for Tidelab.",
        1: FAMILY,
        2: "Regular",
        3: f"{FAMILY}; subset of NotoSansCJKsc-Regular 2.004",
        4: FAMILY,
        5: "Version 2.004",
        6: "TidelabSans-Regular",
        13: licence,
        14: licence_url,
    }.items():
        table.setName(value, name_id, 3, 1, 0x409)


def advances(font: TTFont, characters: str) -> str:
    cmap, hmtx = font.getBestCmap(), font["hmtx"]
    return ", ".join(str(hmtx[cmap[ord(c)]][0]) for c in characters)


def main() -> None:
    characters = wanted_characters()
    font = load_subset(characters)
    absent = [c for c in characters if ord(c) not in font.getBestCmap()]
    if absent:
        sys.exit(f"Noto Sans CJK SC lacks {''.join(absent)}: reword the message or drop the character.")
    to_truetype(font)
    lower_ellipsis(font)
    rename(font)
    target = ROOT / "assets/fonts/tidelab-sans.ttf"
    font.save(target)
    print(f"{target.relative_to(ROOT)}: {len(characters)} characters, {target.stat().st_size} bytes")
    (ROOT / "src/figures/font-metrics.ts").write_text(
        "/**\n"
        " * What `text.ts` needs of the shipped font. Not to be edited: `scripts/subset-font.py` writes it.\n"
        " */\n\n"
        "/** Advance widths in thousandths of the font size, of U+0020 to U+007E, then of U+00A0 to U+00FF. */\n"
        f"export const latinAdvances: readonly number[] = [{advances(font, ASCII + LATIN_1)}];\n\n"
        "/** The other characters that it has. */\n"
        f'export const otherCharacters = "{"".join(c for c in characters if c not in ASCII + LATIN_1)}";\n',
        "utf8",
    )


main()
