#!/usr/bin/env python3
"""Writes the benchmark's records: statements of 40 bookings and 12 months, from a seed.

usage: records.py COUNT FILE [--ndjson] [--rows N | --small]

--rows: bookings of each statement, such as 100000 for the big table. --small: neither bookings nor months.
"""
import argparse
import datetime
import json
import random
import sys
from xml.sax.saxutils import escape

FIRST = "José Zoë François Łukasz Jürgen Åsa Renée Søren Chloé Márta André Görkem Maëlle Håkon Ana John Mary".split()
LAST = "Müller Núñez Lefèvre Kowalczyk Østergaard Škoda Gonçalves Weiß Tóth Novák Dubois Smith Jørgensen Hall".split()
STREETS = ["Rue de l'Église", "Königsallee", "Calle Mayor", "Ulica Długa", "Østergade", "Baker Street"]
CITIES = ["75004 Paris", "40212 Düsseldorf", "28013 Madrid", "80-831 Gdańsk", "1100 København", "London NW1 6XE"]
WORDS = ("card payment transfer to standing order direct debit grocery bakery café market online energy water "
         "insurance salary refund withdrawal fuel pharmacy restaurant cinema rail ticket parking rent").split()


def iban(random_, country="IE"):
    body = "MERD" + "".join(random_.choice("0123456789") for _ in range(14))
    digits = "".join(str(int(c, 36)) for c in body + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{body}"


def cents(value):
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


def record(i, random_, count):
    balance = opening = random_.randint(50000, 900000)
    day = datetime.date(2026, 1, 1)
    rows = []
    for offset in sorted(random_.randint(0, 30) for _ in range(count)):
        amount = -random_.randint(199, 24999) if random_.random() < .85 else random_.randint(5000, 320000)
        balance += amount
        text = " ".join(random_.choice(WORDS) for _ in range(random_.randint(2, 7))).capitalize()
        rows.append({"date": str(day + datetime.timedelta(offset)), "amount": cents(amount), "description": text})
    months = [{"month": f"2025-{m:02d}-01", "balance": cents(random_.randint(10000, 900000))} for m in range(1, 13)]
    return {
        "id": f"S{i:08d}",
        "period": {"from": "2026-01-01", "to": "2026-01-31"},
        "customer": {
            "id": f"C{i:08d}", "name": f"{random_.choice(FIRST)} {random_.choice(LAST)}",
            "address": {"line": [f"{random_.choice(STREETS)} {random_.randint(1, 299)}", random_.choice(CITIES)]},
            "country": "IE", "language": "en", "email": f"c{i}@mail.example",
            "mobile": f"+3538712{random_.randint(10000, 99999)}"},
        "account": {"iban": iban(random_), "currency": "EUR", "country": "IE"},
        "balance": {"opening": cents(opening), "closing": cents(balance)},
        "limits": {"dgs": "100000"},
        **({"transactions": {"transaction": rows}, "history": {"month": months}} if count else {}),
    }


def xml(name, value):
    if isinstance(value, list):
        return "".join(xml(name, v) for v in value)
    if isinstance(value, dict):
        return f"<{name}>" + "".join(xml(k, v) for k, v in value.items()) + f"</{name}>\n"
    return f"<{name}>{escape(value)}</{name}>"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("file")
    parser.add_argument("--ndjson", action="store_true")
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--small", action="store_const", dest="rows", const=0)
    options = parser.parse_args()
    random_ = random.Random(20260131)
    with open(options.file, "w", encoding="utf-8") as out:
        if options.ndjson:
            for i in range(options.count):
                one = record(i, random_, options.rows)
                out.write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")
        else:
            out.write('<?xml version="1.0" encoding="UTF-8"?>\n<statements>\n')
            for i in range(options.count):
                out.write(xml("statement", record(i, random_, options.rows)))
            out.write("</statements>\n")


if __name__ == "__main__":
    main()
