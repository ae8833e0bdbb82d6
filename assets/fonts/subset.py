"""Cuts Noto Sans CJK down to what the window needs: for Chinese the characters of GB 2312's first level
(3,755, ordered by use) and its punctuation, for Japanese those of JIS X 0208's first level (2,965), kana and
punctuation. The rest of a rare file name comes from the system.

    apt-get install fonts-noto-cjk && pip install fonttools
    python3 subset.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

import pathlib
import sys

from fontTools import subset

# Name of the font, its place in the collection, encoding, rows.
FONTS = [
    ("NotoSansCJKsc-subset.otf", 2, "gb2312", [1, 3, *range(16, 56)]),
    ("NotoSansCJKjp-subset.otf", 0, "euc_jp", [1, 2, 3, 4, 5, *range(16, 48)]),
]


def characters(encoding, rows):
    for row in rows:
        for cell in range(1, 95):
            try:
                yield bytes([0xA0 + row, 0xA0 + cell]).decode(encoding)
            except UnicodeDecodeError:
                pass


for name, number, encoding, rows in FONTS:
    target = pathlib.Path(__file__).with_name(name)
    options = subset.Options(
        font_number=number,
        layout_features=[],
        hinting=False,
        name_IDs=["*"],
        name_languages=[0x409],
    )
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    font = subset.load_font(sys.argv[1], options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(characters(encoding, rows)))
    cutter.subset(font)
    subset.save_font(font, target, options)
    print(target, target.stat().st_size, "bytes,", len(font.getBestCmap()), "characters")
