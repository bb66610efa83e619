#!/usr/bin/python3
"""Images and barcodes on pages, judged by other readers: images.py ENGROSS

ImageMagick makes pictures of every kind that is promised (depths, palettes, alpha,
interlacing, CMYK, EXIF turns). Each is set on a page; the page as poppler paints it from the PDF, and as
the preview channel paints it, must show what ImageMagick decodes. Drawings are compared with librsvg.
Barcodes are read from the painted pages by zbar and libdmtx. What is no whole picture is refused."""
import os
import re
import subprocess
import sys
import tempfile

import pikepdf

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from preview import tool  # noqa: E402

TOP = os.path.dirname(os.path.dirname(HERE))
COMMON = os.path.join(TOP, "tests/cases/common")
PPI = 144
ALLOWED = 0.1
HEAD = ('<communication xmlns="urn:engross:template:1" id="pictures" version="1" layout="1" theme="case" data="letter"'
        ' purpose="service" languages="en" fallback="en" lang="en"><recipient id="{customer/id}"/><title>Pictures</title><body>')
RECORD = "<letter><id>1</id><customer><id>C1</id></customer></letter>"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160">
<defs><linearGradient id="a"><stop offset="0" stop-color="#12355b"/><stop offset="1" stop-color="#f4c95d"/></linearGradient>
<linearGradient id="b" x2="0" y2="1"><stop offset=".1" stop-color="#a00"/><stop offset=".4" stop-color="#fff"/>
<stop offset=".4" stop-color="#0b6e4f"/><stop offset="80%" style="stop-color:#12355b"/></linearGradient>
<linearGradient id="c" gradientUnits="userSpaceOnUse" x1="130" y1="10" x2="230" y2="150"><stop offset="0" stop-color="#fff" stop-opacity="0"/>
<stop offset=".5" stop-color="#fff"/><stop offset="1" stop-color="#a00" stop-opacity=".2"/></linearGradient>
<radialGradient id="d" fx=".3" fy=".3"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#0b6e4f"/></radialGradient>
<radialGradient id="e" gradientUnits="userSpaceOnUse" cx="120" cy="120" r="30" gradientTransform="rotate(30 120 120) scale(1 .6)">
<stop offset=".2" stop-color="#f4c95d"/><stop offset="1" stop-color="#a00" stop-opacity=".1"/></radialGradient>
<linearGradient id="f" x2=".25" y2=".1" spreadMethod="repeat"><stop offset=".1" stop-color="#a00"/><stop offset=".9" stop-color="#fff"/></linearGradient>
<radialGradient id="g" r=".2" fx=".42" fy=".45" spreadMethod="reflect"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#12355b"/></radialGradient></defs>
<rect width="240" height="160" rx="20" fill="url(#a)"/>
<rect x="16" y="12" width="60" height="60" fill="url(#b)" opacity=".9"/><circle cx="190" cy="60" r="44" fill="url(#c)"/>
<g transform="translate(60 80) rotate(20)"><ellipse rx="40" ry="24" fill="#0b6e4f" stroke="#fff" stroke-width="6"/></g>
<path d="M120 140 C 140 20 200 20 220 140 A 30 30 0 0 1 180 120 Z" fill="#a00" fill-opacity=".5" fill-rule="evenodd"/>
<rect x="84" y="8" width="48" height="30" fill="url(#d)"/><circle cx="120" cy="112" r="34" fill="url(#e)"/>
<polyline points="10,150 40,100 70,150 100,100" fill="none" stroke="#000" stroke-width="4" stroke-linejoin="round" stroke-dasharray="12 6"/>
<rect x="196" y="110" width="36" height="26" fill="url(#f)" stroke="url(#a)" stroke-width="5"/><rect x="12" y="84" width="30" height="40" fill="url(#g)"/>
<circle cx="150" cy="26" r="12" fill="none" stroke="url(#e)" stroke-width="9"/><circle cx="100" cy="84" r="12" fill="none" stroke="url(#c)" stroke-width="6"/>
</svg>"""
BARCODES = [("qr", "https://meridian.example/p/7Q2K", "QR-Code"), ("code128", "MERIDIAN-2026-11", "CODE-128"),
            ("ean13", "4006381333931", "EAN-13"), ("itf", "12345678", "I2/5"),
            ("datamatrix", "Meridian 84.20 EUR", None)]


def base_picture(path):
    """Something with smooth and sharp parts, no symmetry."""
    tool("convert", "-size", "320x200", "gradient:#12355b-#f4c95d", "-fill", "#c00020", "-draw",
         "rectangle 20,20 110,80", "-fill", "#0b6e4f", "-draw", "circle 230,120 230,70", "-fill", "white",
         "-draw", "polygon 20,180 120,180 20,120", path)


def pictures(folder):
    """Name and arguments of ImageMagick that make it from the base."""
    base = os.path.join(folder, "base.png")
    base_picture(base)
    alpha = ["-alpha", "set", "-channel", "A", "-fx", "i/w", "+channel"]
    kinds = {
        "rgb.png": ["PNG24:"], "deep.png": ["-depth", "16", "PNG48:"], "palette.png": ["-colors", "64", "PNG8:"],
        "grey.png": ["-colorspace", "Gray", "PNG:"], "two.png": ["-monochrome", "-depth", "1", "PNG:"],
        "interlaced.png": ["-interlace", "PNG", "PNG24:"], "alpha.png": [*alpha, "PNG32:"],
        "deep-alpha.png": [*alpha, "-depth", "16", "PNG64:"],
        "grey-alpha.png": ["-colorspace", "Gray", *alpha, "PNG:"],
        "plain.jpg": ["-quality", "92", "JPEG:"], "progressive.jpg": ["-interlace", "JPEG", "-quality", "92", "JPEG:"],
        "grey.jpg": ["-colorspace", "Gray", "-quality", "92", "JPEG:"],
        "cmyk.jpg": ["-colorspace", "CMYK", "-quality", "95", "JPEG:"],
    }
    for name, arguments in kinds.items():
        tool("convert", base, *arguments[:-1], arguments[-1] + os.path.join(folder, name))
    for turn in range(1, 9):
        turned(os.path.join(folder, "plain.jpg"), os.path.join(folder, f"turn-{turn}.jpg"), turn)
    with open(os.path.join(folder, "drawing.svg"), "w", encoding="utf-8") as file:
        file.write(SVG)
    os.remove(base)
    return [*kinds, *(f"turn-{turn}.jpg" for turn in range(1, 9)), "drawing.svg"]


def turned(source, target, orientation):
    """Adds an EXIF segment with this orientation behind the start of the JPEG."""
    exif = (b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + b"\0\0\0\0\0\0")
    with open(source, "rb") as file:
        data = file.read()
    with open(target, "wb") as file:
        file.write(data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:])


def compose(engross, room, body, name, *more):
    template = os.path.join(room, name + ".xml")
    with open(template, "w", encoding="utf-8") as file:
        file.write(HEAD + body + "</body></communication>")
    record = os.path.join(room, "record.xml")
    with open(record, "w", encoding="utf-8") as file:
        file.write(RECORD)
    out = os.path.join(room, name)
    done = subprocess.run([engross, "compose", template, record, "--library", os.path.join(room, "library"),
                           "--run-date", "2026-11-01", "--channel", "pdf,preview",
                           "--preview", f"{PPI}ppi", "--out", out, *more], capture_output=True, text=True)
    return done.returncode, done.stderr, os.path.join(out, "00000000-C1.pdf"), os.path.join(out, "00000000-C1-1.png")


def shown(page, target):
    """The picture alone: the page without its title, its margins, the fold marks in them and what is far below."""
    tool("convert", page, "-shave", "90x0", "-crop", "x1780+0+598", "+repage", "-fuzz", "2%", "-trim", "+repage", target)
    return target


def far(a, b):
    """The largest difference of colour between places of two pictures, scaled to one size."""
    same = ["-background", "white", "-flatten", "-auto-orient", "-colorspace", "sRGB", "-resize", "320x320!", "-blur", "0x4",
            "-shave", "16x16", "+repage", "-scale", "18x18!"]
    return float(tool("convert", "(", a, *same, ")", "(", b, *same, ")", "-compose", "difference", "-composite",
                      "-format", "%[fx:maxima]", "info:"))


def judge_pictures(engross, room, bad):
    folder = os.path.join(room, "library/images")
    names = pictures(folder)
    for name in names:
        path = os.path.join(folder, name)
        frame = "PNG:" + os.path.join(room, "expected.png")
        if name.endswith(".svg"):
            tool("rsvg-convert", "-w", "960", path, "-o", frame[4:])
        else:
            tool("convert", path, "-auto-orient", "+repage", "-background", "white", "-flatten", "-colorspace",
                 "sRGB", frame)
        tool("convert", frame[4:], "-bordercolor", "white", "-border", "2", "-fuzz", "2%", "-trim", "+repage", frame)
        code, err, pdf, preview = compose(engross, room, f'<image src="{name}" alt="x" width="35%"/>', "picture")
        if code:
            bad.append(f"{name}: {err}")
            continue
        tool("pdftoppm", "-r", str(PPI), "-png", "-singlefile", pdf, pdf[:-4])
        for who, page in (("PDF", pdf[:-4] + ".png"), ("preview", preview)):
            difference = far(shown(page, os.path.join(room, "shown.png")), frame[4:])
            if difference > ALLOWED:
                bad.append(f"{name}: the {who} shows another picture: {difference:.3f}")
    other = far(os.path.join(folder, "turn-3.jpg"), os.path.join(folder, "rgb.png"))
    spoiled = os.path.join(room, "spoiled.png")
    tool("convert", os.path.join(folder, "rgb.png"), "-flip", spoiled)
    if far(spoiled, os.path.join(folder, "rgb.png")) < ALLOWED or other < ALLOWED:
        bad.append("the comparison does not see a picture that is upside down")
    return len(names)


def judge_passing_on(engross, room, bad):
    """A plain JPEG file stands in the PDF as it is; what viewers may show otherwise does not."""
    folder = os.path.join(room, "library/images")
    for name, whole in (("plain.jpg", True), ("progressive.jpg", True), ("grey.jpg", True), ("turn-1.jpg", True),
                        ("cmyk.jpg", False), ("turn-6.jpg", False)):
        _, err, pdf, _ = compose(engross, room, f'<image src="{name}" alt="x" width="35%"/>', "passed")
        with pikepdf.open(pdf) as file, open(os.path.join(folder, name), "rb") as source:
            streams = [o for o in file.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
            same = [o.read_raw_bytes() == source.read() for o in streams if o.Filter == "/DCTDecode"]
        if len(streams) != 1 or same != ([True] if whole else []):
            bad.append(f"{name}: {'is not passed on as it is' if whole else 'is passed on'} {err}")


def judge_barcodes(engross, room, bad):
    for kind, value, read_as in BARCODES:
        code, err, pdf, preview = compose(engross, room, f'<barcode type="{kind}" value="{value}" label="x"/>', kind)
        if code:
            bad.append(f"{kind}: {err}")
            continue
        tool("pdftoppm", "-r", "200", "-png", "-singlefile", pdf, pdf[:-4])
        for page in (pdf[:-4] + ".png", preview):
            if read_as:
                done = subprocess.run(["zbarimg", "-q", page], capture_output=True, text=True)
                right = done.stdout.strip() == f"{read_as}:{value}"
            else:
                done = subprocess.run(["dmtxread", "-N1", "-m5000", page], capture_output=True, text=True)
                right = done.stdout == value
            if not right:
                bad.append(f"{kind} on {os.path.basename(page)} reads '{done.stdout.strip()}', should be '{value}'")


def judge_refusals(engross, room, bad):
    """Damage, bombs and features that are not shown are errors; coarse pictures are warned of."""
    folder = os.path.join(room, "library/images")
    with open(os.path.join(folder, "deep.png"), "rb") as file:
        whole = file.read()
    bomb = whole[:16] + (60000).to_bytes(4, "big") * 2 + whole[24:]
    files = {"half.png": (whole[:len(whole) // 2], "image.damaged"), "bomb.png": (bomb, "image.damaged|limit.pixels"),
             "text.svg": (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>a</text></svg>',
                          "image.svg-feature"),
             "what.gif": (b"GIF89a", "image.format")}
    for name, (data, wanted) in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
        code, err, _, _ = compose(engross, room, f'<image src="{name}" alt="x"/>', "refused")
        if code != 1 or not re.search(r"\[(" + wanted + r")\]", err):
            bad.append(f"{name}: exit {code}, should be {wanted}: {err}")
    code, err, _, _ = compose(engross, room, '<image src="rgb.png" alt="x" width="100%"/>', "coarse")
    if code != 0 or "layout.image-resolution" not in err:
        bad.append(f"320 pixels over the whole measure: exit {code}, no warning: {err}")


def main():
    engross, bad = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory(prefix="engross-images-") as room:
        subprocess.run(["cp", "-r", COMMON, os.path.join(room, "library")], check=True)
        with open(os.path.join(room, "library/themes/case.yaml"), "a", encoding="utf-8") as file:
            file.write("masters: { first: { size: 210mm 900mm } }\n")  # the mark in the middle is in no picture's way
        count = judge_pictures(engross, room, bad)
        judge_passing_on(engross, room, bad)
        judge_barcodes(engross, room, bad)
        judge_refusals(engross, room, bad)
    print("\n".join(bad + [f"{count} pictures, {len(BARCODES)} barcodes"]))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
