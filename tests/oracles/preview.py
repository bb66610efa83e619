#!/usr/bin/env python3
"""Compares both painters: preview.py ENGROSS

A job of each sample makes PDF files and previews of its first records. Every page as painted by the
preview channel must look as poppler paints it from the PDF and as librsvg paints the SVG, within what
two ways of smoothing edges differ: no tile of 8 x 8 pt has another brightness. That the comparison can
fail is tried on pages that lack a word or stand a little to the side."""
import concurrent.futures
import copy
import glob
import os
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PPI = 144
TILE = 16     # pixels: 8 pt
ALLOWED = 0.07
SAMPLES = {"statements": "current-account-statement", "bills": "electricity-bill", "invoices": "invoice",
           "renewals": "insurance-renewal", "loan-notices": "loan-notice", "welcomes": "welcome-letter",
           "household-policies": "household-policy"}
JOB = """job: preview
library: {top}/templates
template: {template}
records: {{ files: {top}/samples/data/{sample}.xml }}
run-date: 2026-11-01
channels: {{ always: [pdf, preview] }}
preview: [png, svg, {ppi}ppi]
output: {{ dir: . }}
"""


def tool(*command):
    done = subprocess.run(command, capture_output=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode(errors="replace")


def brightness(path, size):
    """The picture on white, in whole tiles, each of them one grey pixel that is not rounded."""
    picture = Image.open(path).convert("RGBA")
    sheet = Image.new("RGBA", size, "white")
    sheet.alpha_composite(picture)
    width, height = (n // TILE * TILE for n in size)
    return sheet.convert("L").convert("F").crop((0, 0, width, height)).reduce(TILE)


def difference(a, b):
    """The largest difference of brightness between tiles of two pictures, 0 to 1."""
    sizes = [Image.open(path).size for path in (a, b)]
    size = tuple(max(s[i] for s in sizes) for i in (0, 1))
    tiles = zip(*(brightness(path, size).getdata() for path in (a, b)))
    return max(abs(one - other) for one, other in tiles) / 255


def make(engross, room, sample, template):
    path = os.path.join(room, sample + ".yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(JOB.format(top=TOP, template=template, sample=sample, ppi=PPI))
    out = os.path.join(room, sample)
    tool(engross, "run", path, "--trust", os.path.join(TOP, "samples/demo-root.pub"), "--out", out, "--limit", "3")
    return sorted(glob.glob(out + "/run-*/pdf/*/*.pdf"))


def compare(pdf, bad):
    """Each page of the PDF with its preview; gives (page picture, number of pages)."""
    stem = os.path.splitext(pdf)[0]
    tool("pdftoppm", "-r", str(PPI), "-png", pdf, stem)
    painted = sorted(glob.glob(glob.escape(stem) + "-*.png"))
    shown = sorted(glob.glob(glob.escape(stem.replace("/pdf/", "/preview/")) + "-*.png"),
                   key=lambda p: int(p[:-4].rsplit("-", 1)[1]))
    if not painted or len(painted) != len(shown):
        bad.append(f"{pdf}: {len(painted)} pages, {len(shown)} previews")
        return []
    for number, (a, b) in enumerate(zip(painted, shown), 1):
        drawn = b[:-4] + "-svg.png"
        tool("rsvg-convert", "-d", str(PPI), "-p", str(PPI), b[:-4] + ".svg", "-o", drawn)
        for what, other in (("poppler", a), ("librsvg", drawn)):
            far = difference(other, b)
            if far > ALLOWED:
                bad.append(f"{os.path.basename(pdf)} page {number} differs from {what}: {far:.3f}")
    return shown


def judge_long(engross, room, bad):
    """A statement so long that its pages are drawn one by one: some of them are as poppler paints them.
    Gives the number of its pages."""
    tree = ElementTree.parse(os.path.join(TOP, "samples/data/statements.xml"))
    root = tree.getroot()
    for statement in list(root):
        if len(statement.findall("transactions/transaction")) < 400:
            root.remove(statement)
    rows = root[0].find("transactions")
    rows.extend([copy.deepcopy(row) for _ in range(8) for row in list(rows)])
    record, out = os.path.join(room, "long.xml"), os.path.join(room, "long")
    tree.write(record, encoding="utf-8")
    tool(engross, "compose", "current-account-statement", record, "-l", os.path.join(TOP, "templates"), "-d", "2026-11-01",
         "-c", "pdf", "-o", out)
    tool(engross, "compose", "current-account-statement", record, "-l", os.path.join(TOP, "templates"), "-d", "2026-11-01",
         "-c", "preview", "--preview", f"png,{PPI}ppi", "-o", out)
    pdf = glob.glob(out + "/*.pdf")[0]
    shown = sorted(glob.glob(out + "/*.png"), key=lambda p: int(p[:-4].rsplit("-", 1)[1]))
    pages = int(re.search(r"Pages:\s+(\d+)", tool("pdfinfo", pdf)).group(1))
    if len(shown) != pages or pages < 90:
        bad.append(f"a long statement: {pages} pages, {len(shown)} previews")
        return 0
    for number in (1, 2, pages // 2, pages):
        painted = os.path.join(room, "painted")
        tool("pdftoppm", "-r", str(PPI), "-png", "-f", str(number), "-l", str(number), "-singlefile", pdf, painted)
        far = difference(painted + ".png", shown[number - 1])
        if far > ALLOWED:
            bad.append(f"page {number} of a long statement differs from poppler: {far:.3f}")
    return pages


def altered(page, room, *how):
    path = os.path.join(room, "altered.png")
    tool("convert", page, *how, path)
    return difference(page, path)


def find_word(pdf):
    """Box in pixels of a word in the middle of the first page."""
    boxes = [line for line in tool("pdftotext", "-bbox", "-l", "1", pdf, "-").splitlines()
             if "<word" in line and len(line.split(">")[1]) > 8]
    parts = dict(p.split("=") for p in boxes[len(boxes) // 2].split(">")[0].split() if "=" in p)
    return [float(parts[k].strip('"')) * PPI / 72 for k in ("xMin", "yMin", "xMax", "yMax")]


def main():
    engross, bad, pages = os.path.abspath(sys.argv[1]), [], 0
    with tempfile.TemporaryDirectory(prefix="engross-preview-") as room:
        for sample, template in SAMPLES.items():
            pdfs = make(engross, room, sample, template)
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                shown = [page for found in pool.map(lambda pdf: compare(pdf, bad), pdfs) for page in found]
            pages += len(shown)
        pages += judge_long(engross, room, bad)
        box = find_word(pdfs[0])
        controls = {
            "a missing word": ("-fill", "white", "-draw", "rectangle {},{} {},{}".format(*box)),
            "a shift of 1.5 pt": ("-roll", "+3+0"),
        }
        for name, how in controls.items():
            if altered(shown[0], room, *how) <= ALLOWED:
                bad.append(f"the comparison does not see {name}")
    print("\n".join(bad + [f"{pages} pages compared"]))
    return bool(bad) or pages < 20


if __name__ == "__main__":
    sys.exit(main())
