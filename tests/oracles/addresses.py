#!/usr/bin/python3
"""format-address() against two public collections: addresses.py ENGROSS FOLDER

FOLDER holds OpenCage's cases (testcases/countries: components of a place and the label expected of them) and
Google's countries (testdata/countryinfo.txt: order of lines, shapes and examples of postcodes).

A label is one of a map. Judged are those whose words are all words of components that an address has; the words
must come in the same order, and on the same lines. Capitals, commas and the name of the country are the post's.
Where the collections and we differ is told below by country, with the reason.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.sax.saxutils

import yaml

ENGROSS, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
passed = failed = 0
PARTS = ["name", "organisation", "line", "street", "number", "unit", "po-box", "district", "town", "region",
         "postcode", "sorting", "country"]
FROM = {  # parts of ours by the components that stand for them, the best first
    "organisation": ["attention", "house", "building", "restaurant", "hotel", "bank", "supermarket", "hospital", "library",
                     "museum", "school", "pub", "cafe", "guest_house", "public_building", "bar", "pharmacy", "university",
                     "post_office", "courthouse", "doctors", "cinema", "shop", "mall", "clinic", "embassy", "college",
                     "townhall", "bakery", "hostel", "theatre", "name", "place_of_worship", "department", "hairdresser",
                     "kindergarten", "station", "fuel", "attraction", "amenity", "furniture", "community_centre",
                     "sports_centre", "address29", "address100", "unknown"],
    "street": ["road", "pedestrian", "footway", "path", "street", "residential", "road_reference", "address"],
    "number": ["house_number", "housenumber", "street_number"],
    "district": ["suburb", "neighbourhood", "city_district", "quarter", "district", "hamlet"],
    "town": ["postal_city", "city", "town", "village", "municipality", "hamlet", "locality", "county", "island"],
    "region": ["state_code", "state", "province", "region", "county_code"],
    "postcode": ["postcode"],
    "po-box": ["post_box"],
}
NO_CODES = ("XC",)  # of the collection, not of ISO 3166-1
# Countries whose words come in another order than a label's.
ORDER = {
    "AX": "the label names the post office as its house",
    "AZ": "the number follows the street",
    "BF": "the village is taken for the house",
    "BG": "the postcode stands before the town, as Google's countries say",
    "CO": "the postcode stands behind the town",
    "CR": "the province stands before the canton, as Google's countries say",
    "CU": "the postcode stands before the town",
    "DE": "a hamlet is no street",
    "DO": "the postcode stands before the town, as Google's countries say",
    "GG": "the label names the post office as its house",
    "HK": "the area is the last line, as Google's countries say",
    "HN": "the postcode is the last line, as Google's countries say",
    "HU": "town, street, postcode: each a line, as Google's countries say",
    "ID": "the postcode stands behind the province, as Google's countries say",
    "IL": "the postcode stands behind the town, as Google's countries say",
    "IN": "the postcode belongs to the town, not to the state",
    "IQ": "a place without a street",
    "IR": "a postcode has a hyphen",
    "JO": "the postcode stands behind the town, as Google's countries say",
    "KW": "a place without a district",
    "LT": "the postcode has its letters",
    "MN": "the postcode is the last line, as Google's countries say",
    "MO": "Chinese beside Portuguese is read as Chinese",
    "MU": "the postcode stands before the town, as Google's countries say",
    "PH": "the label has the town in the line of the street",
    "XK": "the postcode stands before the town, as Google's countries say",
}
# Countries whose words come on other lines than a label's, in the same order.
LINES = {
    "AL": "postcode and town are one line", "CC": "town and islands are one line",
    "CI": "the district stands in the line of the street", "ES": "town and province are one line",
    "GN": "the district stands in the line of the street", "IR": "town and district are one line",
    "KR": "street and district are two lines", "LK": "the postcode is a line",
}
# Countries whose rows differ from Google's: "Latin" where these are for another script.
ROWS = {code: "Latin" for code in "BY CN HK JP KG KR KZ MO TW UA".split()} | {
    "GG": "the name of the island is the country's", "JE": "the name of the island is the country's",
    "AD": "the parish is the town", "AX": "neither letters nor the name of the islands", "BR": "the name comes first",
    "CR": "province and canton, then the postcode", "RU": "the postcode is the last line",
}
# Examples that are no postcodes, or none of today.
POSTCODES = {"GB RH6 OHP": "a letter O for a naught", "KR 110-110": "before 2015", "KR 699-800": "before 2015",
             "PE LIMA 23": "before 2011", "PE LIMA 42": "before 2011", "PE CALLAO 2": "before 2011",
             "SE 11455": "written 114 55", "SE 12345": "written 123 45", "SE 10500": "written 105 00",
             "SV CP 1101": "letters are not written"}
SHOWN = ["postcode", "number", "po-box", "street", "organisation", "town", "region", "district"]


def check(name, good, why=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAIL  {name}: {why}")


def words(line):
    return re.sub(r"[\s,.\-–;()/]+", " ", line.casefold().replace("ß", "ss")).strip()


def dense(text):
    return re.sub(r"[^0-9a-z]", "", text.casefold())


def take(label, value):
    """The label without the words of the value; None when they are not in it one behind the other."""
    at = f" {label} ".find(f" {words(value)} ")
    return None if at < 0 else label[:max(at - 1, 0)] + " | " + label[at + len(words(value)):]


def parts_of(case):
    """(our parts, the lines expected, whether the parts account for each word of them)"""
    components = {k: str(v).strip() for k, v in case["components"].items() if v is not None}
    lines = [l.strip() for l in case["expected"].strip().split("\n") if l.strip()]
    if len(lines) > 1 and "country" in components:
        lines.pop()
    parts, label = {"country": components.get("country_code", "").upper()}, " | ".join(words(l) for l in lines)
    for part in SHOWN:
        for key in FROM[part]:
            value = components.get(key, "")
            if part == "postcode":
                for shown in re.findall(r"[\w -]+", "\n".join(lines)):
                    value = shown.strip() if value and dense(shown) == dense(value) else value
            left = take(label, value) if value else None
            if left is not None:
                parts[part], label = value, left
                break
    for other in ("district", "region"):  # a suburb or a city that is a state is where the letter goes to
        if "town" not in parts and other in parts:
            parts["town"] = parts.pop(other)
    left = label.replace("|", " ").split()
    if len(left) == 1 and 2 <= len(left[0]) <= 3 and "region" not in parts:
        for state in re.findall(r"\b[A-Z]{2,3}\b", "\n".join(lines)):  # found by its name in a list of states
            if state.casefold() == left[0]:
                parts["region"], left = state, []
    return parts, lines, not left


def common(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "common", name), encoding="utf-8") as file:
        return file.read()


def lay_library(room):
    shape = "".join(f'<element name="{p}" type="text" optional="yes"/>' for p in PARTS)
    files = {
        "vocabularies/place.xml": '<vocabulary xmlns="urn:engross:vocabulary:1" name="place"><element name="place">'
        f'<element name="id" type="text"/><element name="address">{shape}</element></element></vocabulary>',
        "communications/place.xml": '<communication xmlns="urn:engross:template:1" id="place" version="1" layout="1" '
        'theme="case" data="place" purpose="service" languages="en" lang="en"><recipient id="{id}">'
        """<address select="format-address(address)"/></recipient><title>Place</title><body>
        <para lines="keep">{format-address(address)}</para></body></communication>""",
        "themes/case.yaml": common("themes/case.yaml"),
        "themes/base.yaml": common("themes/base.yaml"),
        "strings/en.yaml": common("strings/en.yaml"),
    }
    for name, text in files.items():
        path = os.path.join(room, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def format_all(room, addresses):
    """The lines of each address, by the engine."""
    with open(os.path.join(room, "data.xml"), "w", encoding="utf-8") as file:
        file.write("<places>")
        for i, parts in enumerate(addresses):
            inner = "".join(f"<{p}>{xml.sax.saxutils.escape(parts[p])}</{p}>" for p in PARTS if parts.get(p))
            file.write(f"<place><id>{i}</id><address>{inner}</address></place>\n")
        file.write("</places>")
    done = subprocess.run([ENGROSS, "dump", "-l", room, "-d", "2026-11-01", "-c", "text",
                           os.path.join(room, "communications/place.xml"), os.path.join(room, "data.xml")],
                          capture_output=True, text=True, timeout=120)
    return done


def lines_made(done):
    """The lines of each address as the engine has them, the country taken off."""
    rows = re.findall(r'^  recipient id="\d+"(.*)$', done.stdout, re.M)
    return [[l.replace("\\\\", "\\") for l in re.findall(r' line="(.*?)"', row)][:-1] for row in rows]


def check_cases(room):
    cases = []
    for path in sorted(glob.glob(os.path.join(FOLDER, "testcases/countries/*.yaml"))):
        with open(path, encoding="utf-8") as file:
            for case in yaml.safe_load_all(file):
                code = str((case or {}).get("components", {}).get("country_code", "")).upper()
                if code and code not in NO_CODES:
                    cases.append((code, case))
    given = [parts_of(case) for _, case in cases]
    done = format_all(room, [p for p, _, _ in given])
    made = lines_made(done)
    check("all cases are formatted", len(made) == len(cases), done.stderr[:400])
    judged = [(c[0], lines, expected) for c, (_, expected, whole), lines in zip(cases, given, made) if whole]
    same, told = 0, set()
    for code, lines, expected in judged:
        a, b = [words(l) for l in lines], [words(l) for l in expected]
        same += a == b
        if " ".join(a) != " ".join(b):
            check(f"order of {code}", code in ORDER, f"{lines} is not {expected}")
            told.add(code)
        elif a != b:
            check(f"lines of {code}", code in LINES, f"{lines} are not {expected}")
            told.add(code)
    check("what is told to differ does", told >= set(ORDER) | set(LINES), sorted((set(ORDER) | set(LINES)) - told))
    check("most labels are judged, most of these are the same", len(judged) >= 370 and same >= 330, (len(judged), same))
    print(f"{len(cases)} cases of {len({c for c, _ in cases})} countries: {len(judged)} judged, {same} line by line")


def countries():
    with open(os.path.join(FOLDER, "testdata/countryinfo.txt"), encoding="utf-8") as file:
        for line in file:
            key, _, value = line.partition("=")
            if re.fullmatch(r"data/[A-Z]{2}", key) and key != "data/ZZ":
                yield key[5:], json.loads(value)


def check_postcodes(room):
    """Examples without their spaces and hyphens come out as they are written."""
    wanted = [(code, example) for code, facts in countries() for example in facts.get("zipex", "").split(",") if example]
    done = format_all(room, [{"street": "Street", "postcode": re.sub("[ -]", "", example).lower(), "country": code}
                             for code, example in wanted])
    made = lines_made(done)
    check("all postcodes are formatted", len(made) == len(wanted), done.stderr[:400])
    for (code, example), lines in zip(wanted, made):
        check(f"postcode of {code}", any(example in line for line in lines) or
              f"{code} {example}" in POSTCODES, f"{example} is not in {lines}")
    print(f"{len(wanted)} postcodes of {len({c for c, _ in wanted})} countries")


def check_rows(room):
    """Each part on its own line stands in the order of Google's countries."""
    names = {"N": "name", "O": "organisation", "A": "street", "D": "district", "C": "town", "S": "region", "Z": "postcode",
             "X": "sorting"}
    wanted = [(code, facts["fmt"]) for code, facts in countries() if "fmt" in facts]
    done = format_all(room, [{**{names[l]: {"Z": "0"}.get(l, f"Q{l}q") for l in re.findall("%([A-Z])", fmt) if l != "n"},
                              "country": code} for code, fmt in wanted])
    made, good = lines_made(done), 0
    for (code, fmt), lines in zip(wanted, made):
        ours = "\n".join(re.sub(r"[qQ]([A-Z])[qQ]", r"%\1", line).replace("0", "%Z") for line in lines)
        order, theirs = re.findall("%[A-Z]|\n", ours), re.findall("%[A-Z]|\n", fmt.replace("%n", "\n"))
        good += order == theirs
        check(f"row of {code}", order == theirs or code in ROWS, f"{ours!r} is not {fmt!r}")
    print(f"{len(wanted)} rows, {good} as Google's countries have them")


def main():
    with tempfile.TemporaryDirectory() as room:
        lay_library(room)
        check_cases(room)
        check_postcodes(room)
        check_rows(room)
    print(f"addresses: {passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
