#!/usr/bin/python3
"""Reads payment codes back from rendered pages and measures Swiss slips: qr-bill.py ENGROSS.

The case a-swiss-bill-has-its-slip and an EPC payment become PDF; poppler renders the pages, ZXing and zbar
read the codes, and what they say is compared line by line with what the guidelines ask for; so are the
pictures of a message with the same bills. Places and
sizes of text are poppler's, in mm of the slip (Swiss Implementation Guidelines QR-bill 2.3, style guide).
"""
import email
import email.policy
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(os.path.dirname(HERE), "cases")
MM = 72 / 25.4
BILLS = [
    ["SPC", "0200", "1", "CH4431999123000889012", "S", "Robert Schneider AG", "Rue du Lac", "1268", "2501", "Biel",
     "CH", *[""] * 7, "1949.75", "CHF", "S", "Pia-Maria Rutschmann-Schnyder", "Grosse Marktgasse", "28", "9400",
     "Rorschach", "CH", "QRR", "210000000003139471430009017", "Auftrag vom 15.06.2026", "EPD",
     "//S1/10/10201409/11/200701/20/140.000-53/30/102673831/31/200615/32/7.7/33/7.7:139.40/40/0:30",
     "Name AV1: UV;UltraPay005;12345", "Name AV2: XY;XYService;54321"],
    ["SPC", "0200", "1", "CH5800791123000889012", "S", "Stiftung Bärenfreunde", "P.O. Box", "", "3001", "Bern", "CH",
     *[""] * 7, "", "CHF", *[""] * 7, "SCOR", "RF18539007547034", "", "EPD"],
    ["SPC", "0200", "1", "LI21088100002324013AA", "S", "Überweg & Söhne Aktiengesellschaft für Zahlungsverkehr", "",
     "", "9490", "Vaduz", "LI", *[""] * 7, "0.00", "EUR", "S", "Łukasz Żółty", "ulica Długa", "4b", "31-147",
     "Kraków", "PL", "NON", "", "NICHT ZUR ZAHLUNG VERWENDEN", "EPD"],
]
# Where a line begins (mm from the slip's left) and where its top may be (mm from the slip's top).
PLACES = {"Empfangsschein": (5, 4.5, 12), "Zahlteil": (67, 4.5, 12), "Annahmestelle": (None, 81.5, 90)}
EPC = ["BCD", "002", "1", "SCT", "", "Meridian", "DE89370400440532013000", "EUR12.50", "", "RF18539007547034"]
faults, passed = [], 0


def check(name, ok, said=""):
    global passed
    passed += bool(ok)
    if not ok:
        faults.append(f"{name}: {said}")


def compose(engross, room, case, channel="pdf"):
    library = os.path.join(room, "library")
    shutil.copytree(os.path.join(CASES, "common"), library, dirs_exist_ok=True)
    os.makedirs(os.path.join(library, "communications"), exist_ok=True)
    shutil.copy(os.path.join(case, "template.xml"), os.path.join(library, "communications", "case.xml"))
    if os.path.exists(os.path.join(case, "theme.yaml")):
        shutil.copy(os.path.join(case, "theme.yaml"), os.path.join(library, "themes", "case.yaml"))
    out = os.path.join(room, f"{os.path.basename(case)}.{channel}")
    subprocess.run([engross, "compose", "case", os.path.join(case, "data.xml"), "-l", library, "-c", channel, "-d",
                    "2026-11-01", "-o", out], check=True, capture_output=True)
    return os.path.join(out, os.listdir(out)[0])


def rendered(pdf, room):
    base = os.path.join(room, "page")
    subprocess.run(["pdftoppm", "-r", "300", "-png", pdf, base], check=True)
    return sorted(os.path.join(room, n) for n in os.listdir(room) if n.startswith("page-"))


def zxing(png):
    said = subprocess.run(["ZXingReader", png], capture_output=True, text=True).stdout
    found = re.search(r'Text: +"(.*?)"\n[A-Z][A-Za-z]+: ', said, re.S)
    level = re.search(r"EC Level: +(\S+)", said)
    text = re.sub(r"<U\+([0-9A-F]+)>", lambda m: chr(int(m.group(1), 16)), found.group(1)) if found else ""
    return text, level.group(1) if level else ""


def zbar(png):
    done = subprocess.run(["zbarimg", "-q", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", png],
                          capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def read(name, png, wanted):
    text, level = zxing(png)
    check(f"{name}: ZXing", text.split("\n") == wanted, f"{text!r}")
    check(f"{name}: error correction", level in ("", "M"), level)
    # zbar guesses character sets: what it says is compared as far as it is ASCII.
    other = zbar(png).rstrip("\n").split("\n")
    plain = [line for line in wanted if line.isascii()]
    check(f"{name}: zbar", not other[0] or [l for l in other if l in plain] != [], other)


def lines(pdf, page):
    said = subprocess.run(["pdftotext", "-f", str(page), "-l", str(page), "-bbox-layout", pdf, "-"],
                          capture_output=True, text=True, check=True).stdout
    root = ET.fromstring(re.sub(r' xmlns="[^"]+"', "", said, count=1))
    top = float(root.find(".//page").get("height")) - 105 * MM
    for line in root.iter("line"):
        box = [float(line.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")]
        if box[1] >= top - 3:
            yield (" ".join(w.text for w in line.iter("word")), box[0] / MM, (box[1] - top) / MM, box[2] / MM,
                   (box[3] - top) / MM)


def measure(pdf, page):
    found = list(lines(pdf, page))
    said = [l[0] for l in found]
    for text, (left, low, high) in PLACES.items():
        hits = [l for l in found if l[0].split("  ")[0].startswith(text)]
        check(f"page {page}: {text}", any((left is None or abs(l[1] - left) < 0.4) and low <= l[2] <= high
                                        for l in hits), found)
    right = [l for l in found if l[0].startswith("Annahmestelle")]
    check(f"page {page}: acceptance point ends at 57 mm", right and abs(right[0][3] - 57) < 0.5, right)
    for text, x0, y0, x1, y1 in found:
        inside = (5 - 0.3 <= x0 and x1 <= 57.3) or (67 - 0.3 <= x0 and x1 <= 205.3)
        check(f"page {page}: {text} keeps 5 mm off all edges", inside and 4 < y0 and y1 < 100.5, (x0, y0, x1, y1))
        check(f"page {page}: {text} is outside the code", not (x0 < 118 and x1 > 67 and y0 < 63 and y1 > 17.2),
              (x0, y0, x1, y1))
    check(f"page {page}: both parts head the account", sum("Konto / Zahlbar an" in s for s in said) == 2, said)
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True).stdout
    check("Liberation Sans is embedded", "LiberationSans-Bold" in fonts, fonts)


def pictures(path, room):
    """The PNG parts of a message, as files."""
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    for number, part in enumerate(p for p in message.walk() if p.get_content_type() == "image/png"):
        name = os.path.join(room, f"code-{number}.png")
        with open(name, "wb") as file:
            file.write(part.get_content())
        yield name


def main():
    engross = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as room:
        pdf = compose(engross, room, os.path.join(CASES, "a-swiss-bill-has-its-slip"))
        pages = rendered(pdf, room)
        check("pages", len(pages) == len(BILLS), len(pages))
        for number, (png, wanted) in enumerate(zip(pages, BILLS), 1):
            read(f"bill {number}", png, wanted)
            measure(pdf, number)
            os.remove(png)
        codes = list(pictures(compose(engross, room, os.path.join(CASES, "a-swiss-payment-in-a-message-can-be-scanned"),
                                      "email"), room))
        check("codes of a message", len(codes) == len(BILLS), len(codes))
        for number, (png, wanted) in enumerate(zip(codes, BILLS), 1):
            read(f"code {number} of a message", png, wanted)
        case = os.path.join(room, "epc")
        os.mkdir(case)
        shutil.copy(os.path.join(CASES, "a-payment-carries-its-facts", "data.xml"), case)
        with open(os.path.join(CASES, "a-payment-carries-its-facts", "template.xml")) as file:
            text = file.read().replace('reference="R {id}"', 'reference="RF18 5390 0754 7034"')
        with open(os.path.join(case, "template.xml"), "w") as file:
            file.write(text)
        shutil.rmtree(os.path.join(room, "library"))
        os.makedirs(os.path.join(room, "out"))
        shutil.move(case, os.path.join(room, "out", "epc"))
        read("EPC", rendered(compose(engross, room, os.path.join(room, "out", "epc")), room)[0], EPC)
    print("\n".join(faults))
    print(f"{passed} passed, {len(faults)} failed")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
