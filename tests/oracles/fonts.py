#!/usr/bin/python3
"""Fonts of every kind on pages, judged by other readers: fonts.py ENGROSS

TrueType and CFF outlines, collections of both (fontTools makes one of TrueType), fonts whose glyphs are named and fonts of
CIDs: a page is set in each, with the shared subset and with one of its own. The text comes back from poppler and mutool, the font
is embedded as the kind that it is, its outlines and widths are those of the source, and qpdf and the structure checker
have no objection. Variable fonts, fonts that forbid embedding and faces that a collection has not are refused with their code.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis

HERE = os.path.dirname(os.path.abspath(__file__))
COMMON = os.path.join(os.path.dirname(HERE), "cases/common")
FONTS = "/usr/share/fonts/"
SERIF, SANS = (FONTS + f"truetype/liberation/Liberation{name}-Regular.ttf" for name in ("Serif", "Sans"))
CJK = FONTS + "opentype/noto/NotoSansCJK-Regular.ttc"
LATIN, EAST = "Offer: affinity 1,234.50 \u20ac \u00e4\u00df\u00e9", "\u53e3\u5ea7\u660e\u7d30 2026 \u66f8"
# name of the file and face, where it comes from, its face there, what is said, what pdffonts calls it
KINDS = [("plain.ttf", SANS, 0, LATIN, "CID TrueType"),
         ("plain.otf", FONTS + "opentype/inter/Inter-Regular.otf", 0, LATIN, "CID Type 0C"),
         ("named.otf", FONTS + "opentype/urw-base35/NimbusSans-Regular.otf", 0, LATIN, "CID Type 0C"),
         ("both.ttc#0", SANS, 0, LATIN, "CID TrueType"), ("both.ttc#1", SERIF, 0, LATIN, "CID TrueType"),
         ("cjk.ttc#0", CJK, 0, EAST, "CID Type 0C"), ("cjk.ttc#2", CJK, 2, EAST, "CID Type 0C")]
REFUSED = [("variable.ttf", "theme.font-variable"), ("closed.ttf", "theme.font-restricted"), ("both.ttc#2", "theme.font-"),
           ("half.otf", "theme.font-unreadable")]
TEMPLATE = ('<communication xmlns="urn:engross:template:1" id="fonts" version="1" layout="1" theme="fonts" data="letter"'
            ' purpose="service" languages="en" fallback="en" lang="en"><recipient id="{customer/id}"/>'
            "<title>%s</title><body><para>%s</para></body></communication>")


def make_fonts(folder):
    for name, source, _, _, _ in KINDS:
        if name.startswith(("plain", "named", "cjk")):
            shutil.copy(source, os.path.join(folder, name.split("#")[0]))
    both = TTCollection()
    both.fonts = [TTFont(SANS), TTFont(SERIF)]
    both.save(os.path.join(folder, "both.ttc"))
    font, axis = TTFont(SANS), Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue, axis.axisNameID = "wght", 400, 400, 700, 256
    font["fvar"] = newTable("fvar")
    font["fvar"].axes, font["fvar"].instances = [axis], []
    font.save(os.path.join(folder, "variable.ttf"))
    font = TTFont(SANS)
    font["OS/2"].fsType = 2
    font.save(os.path.join(folder, "closed.ttf"))
    with open(os.path.join(folder, "plain.otf"), "rb") as file, open(os.path.join(folder, "half.otf"), "wb") as half:
        half.write(file.read()[:5000])


def compose(engross, room, name, text, *more):
    with open(os.path.join(room, "library/themes/fonts.yaml"), "w", encoding="utf-8") as file:
        file.write(f'theme: fonts\nextends: case\nabout: x\nfallbacks: []\nfonts: {{ sans: {{ regular: "{name}" }}, heading: {{ regular: "{name}" }} }}\n')
    with open(os.path.join(room, "fonts.xml"), "w", encoding="utf-8") as file:
        file.write(TEMPLATE % (text, text))
    with open(os.path.join(room, "record.xml"), "w", encoding="utf-8") as file:
        file.write("<letter><id>1</id><customer><id>C1</id></customer></letter>")
    out = os.path.join(room, "out")
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run([engross, "compose", "fonts.xml", "record.xml", "-l", "library", "-d", "2026-11-01", "-c", "pdf",
                           "-o", out, *more], cwd=room, capture_output=True, text=True)
    return done.returncode, done.stderr, (glob.glob(out + "/*.pdf") or [None])[0]


def said(*command):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    return done.returncode, done.stdout + done.stderr


def outline(glyphs, name):
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return [(verb, [tuple(round(v) for v in p) if p else p for p in points]) for verb, points in pen.value]


def embedded(pdf):
    """The glyphs of the only font by their ids, and its widths."""
    with pikepdf.open(pdf) as file:
        fonts = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font" and "/DescendantFonts" in o]
        cid = fonts[0].DescendantFonts[0]
        descriptor = cid.FontDescriptor
        if "/FontFile2" in descriptor:
            font = TTFont(BytesIO(descriptor.FontFile2.read_bytes()))
            glyphs = font.getGlyphSet()
            return len(fonts), {i: outline(glyphs, n) for i, n in enumerate(font.getGlyphOrder()) if outline(glyphs, n)}
        cff = CFFFontSet()
        cff.decompile(BytesIO(descriptor.FontFile3.read_bytes()), None)
        strings = cff[0].CharStrings
        found = {}
        for name in strings.keys():
            pen = DecomposingRecordingPen({})
            strings[name].draw(pen)
            found[0 if name == ".notdef" else int(name[3:])] = [(v, [tuple(round(c) for c in p) for p in points]) for v, points in pen.value]
        return len(fonts), found


def judge(engross, room, kind, more, bad):
    name, source, face, text, called = kind
    code, told, pdf = compose(engross, room, name, text, *more)
    if code or not pdf:
        bad.append(f"{name}: {told}")
        return
    for reader in (["pdftotext", "-enc", "UTF-8", pdf, "-"], ["mutool", "draw", "-F", "txt", pdf]):
        if said(*reader)[1].count(text) != 2:
            bad.append(f"{name}: {reader[0]} reads {said(*reader)[1]!r}")
    fonts = [line for line in said("pdffonts", pdf)[1].splitlines()[2:] if line]
    if any(called not in line or " yes yes yes " not in line for line in fonts) or not fonts:
        bad.append(f"{name}: pdffonts says {fonts}")
    if len(fonts) != 1:
        bad.append(f"{name}: the font stands {len(fonts)} times in the file")
    for command in (["qpdf", "--check", pdf], [sys.executable, HERE + "/pdf-check.py", "--quiet", pdf]):
        code, told = said(*command)
        if code:
            bad.append(f"{name}: {told}")
    original = TTFont(source, fontNumber=face)
    glyphs, order = original.getGlyphSet(), original.getGlyphOrder()
    _, found = embedded(pdf)
    wrong = [i for i, drawn in found.items() if i and drawn != outline(glyphs, order[i])]
    if wrong or len(found) < len(set(text)) // 2:
        bad.append(f"{name}: {len(wrong)} of {len(found)} outlines are not those of the source: {wrong[:5]}")


def main():
    engross, bad = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory(prefix="engross-fonts-") as room:
        shutil.copytree(COMMON, os.path.join(room, "library"))
        os.makedirs(os.path.join(room, "library/fonts"), exist_ok=True)
        make_fonts(os.path.join(room, "library/fonts"))
        for kind in KINDS:
            judge(engross, room, kind, [], bad)
            judge(engross, room, kind, ["--exact-fonts"], bad)
        for name, wanted in REFUSED:
            code, told, _ = compose(engross, room, name, LATIN)
            if code != 2 or f"[{wanted}" not in told:
                bad.append(f"{name}: exit {code}, should be {wanted}: {told}")
    print("\n".join(bad + [f"{len(KINDS)} kinds of fonts, {len(REFUSED)} refused, {len(bad)} objections"]))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
