#!/usr/bin/env python3
"""Writes invented records for the sample communications, the same ones for the same seed.

    samples/generate --seed 1 --count 200 --out samples/data
    samples/generate --seed 1 --count 12 --kind household-policy --out samples/data
    samples/generate --seed 7 --count 200000 --kind statement --out /tmp/load

The records hold what real life holds: names in ten languages and five scripts, very long names,
people without e-mail or phone, overdrawn accounts, months without a transaction and months with 400.
Only Python 3 and its standard library are needed.
"""
import argparse
import csv
import json
import os
import random
from datetime import date, timedelta
from decimal import Decimal, ROUND_HALF_UP
from xml.sax.saxutils import escape

import household
import pools

RUN = date(2026, 11, 1)
SHARES = [("statement", 30), ("bill", 20), ("policy-renewal", 14), ("loan-notice", 12),
          ("welcome", 12), ("invoice", 12)]  # of 100
FILES = {"statement": "statements", "bill": "bills", "policy-renewal": "renewals",
         "loan-notice": "loan-notices", "welcome": "welcomes", "invoice": "invoices",
         "household-policy": "household-policies"}


# --- Records: a field is (name, text) or (name, [fields]); None is left out -----------------------

def group(name, *fields):
    kept = [f for f in fields if f is not None]
    return (name, kept) if kept else None


def leaf(name, value):
    return None if value is None or value == "" else (name, str(value))


def to_xml(field, indent=""):
    name, content = field
    if isinstance(content, str):
        return f"{indent}<{name}>{escape(content)}</{name}>\n"
    inner = "".join(to_xml(f, indent + " ") for f in content)
    return f"{indent}<{name}>\n{inner}{indent}</{name}>\n"


NUMBERS = {"amount", "balance", "opening", "closing", "available", "fee", "dgs", "daily"}


class Number(float):
    """A JSON number that keeps the digits as written."""

    def __new__(cls, text):
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __repr__(self):
        return self.text


def to_object(fields):
    out = {}
    for name, content in fields:
        if isinstance(content, str):
            value = Number(content) if name in NUMBERS else content
        else:
            value = to_object(content)
        if name in out:
            out[name] = out[name] if isinstance(out[name], list) else [out[name]]
            out[name].append(value)
        else:
            out[name] = value
    return out


def to_json(field):
    # json.dumps writes floats by float.__repr__; numbers must keep their digits.
    marks = {}

    def mark(value):
        if isinstance(value, Number):
            key = f"@{len(marks)}@"
            marks[key] = value.text
            return key
        if isinstance(value, dict):
            return {k: mark(v) for k, v in value.items()}
        if isinstance(value, list):
            return [mark(v) for v in value]
        return value

    text = json.dumps(mark(to_object(field[1])), ensure_ascii=False)
    for key, digits in marks.items():
        text = text.replace(f'"{key}"', digits)
    return text


def flatten(field, path=""):
    for name, content in field[1]:
        here = f"{path}{name}"
        if isinstance(content, str):
            yield here, content
        else:
            yield from flatten((name, content), here + "/")


# --- Values --------------------------------------------------------------------------------------

def money(euros, currency):
    rate, digits = pools.RATES[currency]
    step = Decimal(1).scaleb(-digits)
    return (Decimal(str(euros)) * Decimal(str(rate))).quantize(step, ROUND_HALF_UP)


def iban(country, bban):
    digits = "".join(str(int(c, 36)) for c in bban + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{bban}"


def digits(r, n):
    return "".join(r.choice("0123456789") for _ in range(n))


def meridian_iban(r):
    return iban("IE", "MERD" + digits(r, 14))


HOME_BBAN = {"IE": ("BLUE", 14), "GB": ("BLUE", 14), "DE": ("", 18), "AT": ("", 16), "CH": ("", 17), "FR": ("", 23),
             "BE": ("", 12), "ES": ("", 20), "IT": ("X", 22), "PL": ("", 24), "LV": ("BLUE", 13), "EE": ("", 16),
             "AE": ("", 19), "SA": ("", 20)}


def home_iban(r, country):
    if country not in HOME_BBAN:
        return None
    letters, n = HOME_BBAN[country]
    return iban(country, letters + digits(r, n))


class Person:
    def __init__(self, r, number):
        self.number = number
        (self.language, self.country, self.currency, code, towns, streets) = r.choice(pools.PLACES)
        self.base = self.language.split("-")[0]
        given, family = r.choice(pools.GIVEN[self.base]), r.choice(pools.FAMILY[self.base])
        family = family.split("|")[-1 if given in pools.WOMEN else 0]
        self.name = f"{family} {given}" if self.base == "ja" else f"{given} {family}"
        if number % 29 == 7:
            self.name = pools.LONG_NAMES[self.base]
        street, town = r.choice(streets) % r.randint(1, 148), r.choice(towns)
        self.lines = [town, street] if self.base == "ja" else [street, town]
        self.id = f"C{100000 + number * 7 + r.randint(0, 6)}"
        self.email = f"c{self.id[1:]}@mail.example" if r.random() > 0.12 else None
        tail = 9 if self.country == "IE" else 8
        self.mobile = f"{code}{digits(r, tail - 2)}".replace(" ", "") if r.random() > 0.15 else None
        self.channel = r.choice(["paper", "email", "email", "sms", "app", None])
        self.sms = "yes" if self.mobile and r.random() > 0.2 else "no"

    def customer(self):
        return group("customer", leaf("id", self.id), leaf("name", self.name),
                     group("address", *[leaf("line", s) for s in self.lines]),
                     leaf("country", self.country), leaf("language", self.language),
                     leaf("email", self.email), leaf("mobile", self.mobile), leaf("channel", self.channel),
                     group("consent", leaf("sms", self.sms)))


def months_back(day, n):
    month = day.year * 12 + day.month - 1 - n
    return date(month // 12, month % 12 + 1, 1)


# --- The six communications ----------------------------------------------------------------------

def statement(r, n, p):
    start, end = date(2026, 10, 1), date(2026, 10, 31)
    special = {0: 0, 1: 1, 2: 400}
    count = special.get(n, 0 if n % 17 == 16 else r.randint(3, 26))
    opening = money(round(r.uniform(-300, 4200), 2), p.currency)
    if n % 9 == 4:
        opening = money(round(r.uniform(-900, 20), 2), p.currency)
    if count == 400:
        opening = money(24310.55, p.currency)
    entries, balance = [], opening
    days = sorted(r.randint(0, 30) for _ in range(count))
    once = set()  # rent and salary come once a month
    for day in days:
        party, text, size = r.choice(pools.ENTRIES[p.base])
        if abs(size) > 300 and (party in once or size > 0 and n % 9 == 4):
            party, text, size = pools.ENTRIES[p.base][0]
        once.add(party)
        value = size if abs(size) > 300 else size * r.uniform(0.4, 1.9)
        amount = money(round(value, 2), p.currency)
        balance += amount
        booked = start + timedelta(days=day)
        entries.append(group("transaction", leaf("date", booked),
                             leaf("description", text), leaf("counterparty", party),
                             leaf("reference", f"RF{digits(r, 2)}{digits(r, 8)}" if r.random() < 0.3 else None),
                             leaf("amount", amount),
                             leaf("status", "PDNG" if booked == end and r.random() < 0.4 else None)))
    history, level = [], balance
    for back in range(6):
        history.append(group("month", leaf("month", months_back(end, back)), leaf("balance", level)))
        level += money(round(r.uniform(-700, 600), 2), p.currency)
    overdraft = money(r.choice([500, 1000, 2000]), p.currency) if r.random() < 0.6 else None
    return group("statement", leaf("id", f"ST-2026-10-{n + 1:06d}"), leaf("sequence", "10"), leaf("issued", RUN),
                 group("period", leaf("from", start), leaf("to", end)), p.customer(),
                 group("account", leaf("iban", meridian_iban(r)), leaf("currency", p.currency),
                       leaf("name", "Meridian Everyday"), leaf("country", "IE")),
                 group("balance", leaf("opening", opening), leaf("opening-date", start), leaf("closing", balance),
                       leaf("closing-date", end), leaf("available", max(balance + (overdraft or 0), Decimal(0)) if overdraft else None)),
                 group("limits", leaf("dgs", 100000), leaf("overdraft", overdraft)),
                 group("rates", leaf("credit", "0.75"), leaf("overdraft", "9.9" if overdraft else None), leaf("unarranged", "14.9")),
                 group("transactions", *entries), group("history", *reversed(history)))


def bill(r, n, p):
    end = date(2026, 10, 31)
    start = months_back(end, 2)
    c = p.currency
    season = [1.5, 1.4, 1.2, 0.9, 0.8, 0.7, 0.7, 0.7, 0.8, 1.0, 1.2, 1.5]
    level = r.randint(110, 420)
    months, known = [], n % 6 != 5
    for back in range(11, -1, -1):
        m = months_back(end, back)
        now = round(level * season[m.month - 1] * r.uniform(0.85, 1.15))
        months.append((m, now, round(now * r.uniform(0.85, 1.25))))
    used, before = sum(m[1] for m in months[-3:]), sum(m[2] for m in months[-3:])
    night = round(used * 0.3) if n % 4 == 1 else 0
    price = Decimal(str(round(pools.RATES[c][0] * r.uniform(0.19, 0.34), 4)))
    step = Decimal(1).scaleb(-pools.RATES[c][1])

    def line(kind, quantity, unit, unit_price, factor=1):
        amount = (Decimal(quantity) * unit_price * factor).quantize(step, ROUND_HALF_UP)
        return amount, group("charge", leaf("kind", kind), leaf("quantity", quantity), leaf("unit", unit),
                             leaf("price", unit_price), leaf("amount", amount))

    lines = [line("energy", used - night, "KWH", price)]
    if night:
        lines.append(line("night", night, "KWH", (price * Decimal("0.7")).quantize(Decimal("0.0001"))))
    lines.append(line("standing", 3, "MON", money(9.5, c)))
    lines.append(line("grid", used, "KWH", (price * Decimal("0.28")).quantize(Decimal("0.0001"))))
    lines.append(line("levy", used, "KWH", (price * Decimal("0.05")).quantize(Decimal("0.0001"))))
    if n % 5 == 2:
        gift = -money(15, c)
        lines.append((gift, group("charge", leaf("kind", "discount"), leaf("amount", gift))))
    net = sum(a for a, _ in lines)
    rate = Decimal(pools.VAT[p.country])
    vat = (net * rate / 100).quantize(step, ROUND_HALF_UP)
    gross = net + vat
    previous = money(round(r.uniform(40, 180), 2), c) if n % 3 else None
    paid = previous if previous is None or n % 7 else previous + money(900, c)
    due = gross + (previous or 0) - (paid or 0)
    debit = r.random() < 0.5
    reading = r.randint(4000, 60000)
    meters = [group("meter", leaf("number", f"1EMH00{digits(r, 8)}"), leaf("previous", reading),
                    leaf("current", reading + used), leaf("kind", r.choice(["read", "read", "customer", "estimated"])),
                    leaf("used", used))]
    due_day = RUN + timedelta(days=14)
    own = home_iban(r, p.country)
    payment = (group("payment", leaf("method", "direct-debit"), leaf("iban", own), leaf("mandate", f"NE-{p.id}"),
                     leaf("collection-date", due_day)) if debit and own else
               group("payment", leaf("method", "transfer"), leaf("iban", iban("NO", "8601" + "1117" + "947")),
                     leaf("name", "Norlys Energi AS"), leaf("bic", "NRLYNOTR"), leaf("reference", f"B26-{n + 1:06d}")))
    mix = [("wind", 46), ("water", 31), ("sun", 14), ("biomass", 6), ("gas", 3)]
    return group("bill", leaf("id", f"B26-{n + 1:06d}"), leaf("issued", RUN),
                 group("period", leaf("from", start), leaf("to", end)), p.customer(),
                 group("supply", leaf("point", f"10{digits(r, 9)}"), leaf("address", ", ".join(p.lines)),
                       leaf("tariff", r.choice(["Nordlys Fix 24", "Nordlys Spot", "Nordlys Natur"])),
                       leaf("tariff-ends", date(2026, 12, 31) if n % 5 == 3 else None), leaf("grid", "Arktisk Nett AS")),
                 group("meters", *meters),
                 group("consumption", leaf("total", used), leaf("last-year", before if known else None),
                       leaf("daily", round(used / 92, 1))),
                 group("history", *[group("month", leaf("month", m), leaf("kwh", k), leaf("kwh-before", b if known else None))
                                    for m, k, b in months]),
                 leaf("currency", c), group("charges", *[x for _, x in lines]),
                 group("totals", leaf("net", net), leaf("vat-rate", rate), leaf("vat", vat), leaf("gross", gross),
                       leaf("previous", previous), leaf("paid", paid), leaf("due", due), leaf("due-date", due_day)),
                 payment, group("mix", *[group("source", leaf("kind", k), leaf("share", s)) for k, s in mix]))


ADVISERS = [("Ciarán Doyle", "+353 1 555 0210", "ciaran.doyle@meridian.example"),
            ("Ingrid Sæther", "+353 1 555 0214", "ingrid.saether@meridian.example"),
            ("Tomasz Zieliński", "+353 1 555 0218", None)]


def renewal(r, n, p):
    c = p.currency
    old = money(r.randint(180, 720), c)
    new = (old * Decimal(r.choice(["1.062", "1.038", "0.955", "1.11", "0.98"]))).quantize(Decimal(1).scaleb(-pools.RATES[c][1]), ROUND_HALF_UP)
    starts = date(2027, 1, 1)
    automatic = n % 4 != 3
    names = pools.COVERS[p.base]
    covers = []
    for i, name in enumerate(names[:r.randint(5, len(names))]):
        covers.append(group("cover", leaf("name", name),
                            leaf("limit", None if i == 6 else money(r.choice([5000, 10000, 60000, 350000]), c)),
                            leaf("excess", money(r.choice([0, 150, 250]), c)),
                            leaf("status", "new" if i == 8 else "changed" if i == 3 and n % 3 == 0 else None)))
    claims = [group("claim", leaf("date", date(2025, 3, 14) + timedelta(days=r.randint(0, 400))),
                    leaf("description", pools.CLAIMS[p.base]), leaf("paid", money(r.randint(200, 3900), c)))] if n % 4 == 0 else []
    years, level = [], old
    for back in range(5):
        years.append(group("year", leaf("year", 2026 - back), leaf("amount", level)))
        level = (level * Decimal("0.96")).quantize(Decimal(1).scaleb(-pools.RATES[c][1]), ROUND_HALF_UP)
    adviser = r.choice(ADVISERS + [None])
    parts = r.choice([None, 4, 12])
    share = (new / parts).quantize(Decimal(1).scaleb(-pools.RATES[c][1]), ROUND_HALF_UP) if parts else None
    rate = Decimal("5")
    tax = (new * rate / (100 + rate)).quantize(Decimal(1).scaleb(-pools.RATES[c][1]), ROUND_HALF_UP)
    return group("policy-renewal", leaf("id", f"R27-{n + 1:06d}"), leaf("issued", RUN), p.customer(),
                 group("policy", leaf("number", f"MI-{digits(r, 4)}-{digits(r, 4)}"), leaf("product", "home"),
                       leaf("object", ", ".join(p.lines)), leaf("starts", starts), leaf("ends", date(2027, 12, 31)),
                       leaf("automatic", "true" if automatic else "false"),
                       leaf("objection-date", date(2026, 12, 1) if automatic else None)),
                 leaf("currency", c),
                 group("premium", leaf("new", new), leaf("old", old), leaf("tax-rate", rate), leaf("tax", tax),
                       leaf("instalments", parts), leaf("instalment", share)),
                 group("covers", *covers), group("claims", *claims), group("premiums", *reversed(years)),
                 group("adviser", *[leaf(k, v) for k, v in zip(("name", "phone", "email"), adviser)]) if adviser else None)


def loan_notice(r, n, p):
    c = p.currency
    level = n % 3 + 1
    count = [1, 2, 4][level - 1]
    days = [8, 24, 47, 96][(n + 1) % 4] if level > 1 else 8 + n % 9
    rate = money(r.randint(160, 620), c)
    first = r.randint(5, 40)
    since = RUN - timedelta(days=days)
    open_, items = Decimal(0), []
    for i in range(count):
        paid = (rate / 2).quantize(Decimal(1).scaleb(-pools.RATES[c][1]), ROUND_HALF_UP) if i == 0 and n % 2 else None
        left = rate - (paid or 0)
        open_ += left
        items.append(group("instalment", leaf("number", first + i), leaf("due", since + timedelta(days=i * max(1, days // count))),
                           leaf("amount", rate), leaf("paid", paid), leaf("open", left)))
    interest = money(round(days * 0.14, 2), c)
    fees = money(10 * (level - 1), c)
    product = r.choice(["personal", "car", "home"])
    number = f"LN-{digits(r, 3)}-{digits(r, 5)}"
    contact = ("Roisin Byrne", "+353 1 555 0130") if n % 2 else (None, "+353 1 555 0130")
    return group("loan-notice", leaf("id", f"N26-{n + 1:06d}"), leaf("issued", RUN), p.customer(),
                 group("loan", leaf("number", number), leaf("product", product), leaf("currency", c),
                       leaf("outstanding", money(r.randint(2000, 90000), c)), leaf("rate", "6.9"), leaf("default-rate", "9.9")),
                 group("overdue", leaf("amount", open_ + interest + fees), leaf("days", days), leaf("since", since),
                       leaf("fees", fees), leaf("interest", interest), leaf("pay-by", RUN + timedelta(days=14)), leaf("level", level)),
                 group("instalments", *items),
                 group("payment", leaf("method", "transfer"), leaf("iban", iban("IE", "MERD99001200000042")),
                       leaf("name", "Meridian Bank plc"), leaf("bic", "MERDIE2D"), leaf("reference", number)),
                 group("contact", leaf("name", contact[0]), leaf("phone", contact[1])))


def welcome(r, n, p):
    c = p.currency
    adviser = r.choice(ADVISERS + [None])
    fee = r.choice([0, 0, 4.9])
    return group("welcome", leaf("id", f"W26-{n + 1:06d}"), leaf("issued", RUN), p.customer(),
                 group("account", leaf("iban", meridian_iban(r)), leaf("bic", "MERDIE2D"), leaf("currency", c),
                       leaf("opened", RUN - timedelta(days=r.randint(1, 6))), leaf("country", "IE")),
                 group("package", leaf("name", "Meridian Everyday" if not fee else "Meridian Plus"), leaf("fee", money(fee, c)),
                       leaf("free-until", date(2027, 4, 30) if fee else None)),
                 group("card", leaf("digits", digits(r, 4)), leaf("arrives", RUN + timedelta(days=9) if n % 3 else None)) if n % 5 else None,
                 group("limits", leaf("dgs", 100000), leaf("daily", money(2000, c))),
                 group("adviser", *[leaf(k, v) for k, v in zip(("name", "phone", "email"), adviser)]) if adviser else None,
                 group("branch", leaf("name", "Dublin Docklands"), leaf("address", "12 Harbour Square, Dublin 1")) if n % 2 else None)


def invoice(r, n, p):
    c = p.currency
    step = Decimal(1).scaleb(-pools.RATES[c][1])
    credit = n % 8 == 5
    company = n % 3 == 0
    rate = Decimal(pools.VAT[p.country])
    lines, net = [], Decimal(0)
    count = 45 if n == 3 else r.randint(1, 5)
    for i in range(count):
        name, text, unit, euros = pools.ITEMS[p.base][i % 5]
        quantity = {"C62": r.randint(1, 12), "HUR": Decimal(r.randint(2, 19)) / 2, "MTR": r.randint(5, 60), "MON": 12}[unit]
        price = money(euros, c)
        amount = (Decimal(quantity) * price).quantize(step, ROUND_HALF_UP)
        discount = (amount * Decimal("0.05")).quantize(step, ROUND_HALF_UP) if i == 2 else None
        amount -= discount or 0
        net += amount
        lines.append(group("line", leaf("id", i + 1), leaf("name", name), leaf("description", text),
                           leaf("article", f"NE-{1000 + i % 5 * 37}"), leaf("quantity", quantity), leaf("unit", unit), leaf("price", price),
                           group("adjustments", group("adjustment", leaf("charge", "false"), leaf("percent", "5"),
                                                      leaf("amount", discount))) if discount else None,
                           leaf("vat-category", "S"), leaf("vat-rate", rate), leaf("amount", amount)))
    sum_lines = net
    shipping = money(9.9, c) if n % 2 else None
    net += shipping or 0
    vat = (net * rate / 100).quantize(step, ROUND_HALF_UP)
    prepaid = (net / 5).quantize(step, ROUND_HALF_UP) if n % 6 == 4 else None
    number = f"{'G' if credit else 'F'}26-{n + 1:05d}"
    name = pools.COMPANIES[p.base] if company else p.name
    return group("invoice", leaf("number", number), leaf("kind", "credit-note" if credit else "invoice"), leaf("issued", RUN),
                 leaf("due", None if credit else RUN + timedelta(days=30)), leaf("delivered", RUN - timedelta(days=5)),
                 leaf("currency", c),
                 group("references", leaf("buyer", f"PO {digits(r, 5)}" if company else None), leaf("order", f"A-{digits(r, 6)}"),
                       group("preceding", leaf("number", f"F26-{n:05d}"), leaf("date", RUN - timedelta(days=40))) if credit else None),
                 group("seller", leaf("name", "Norlys Energi AS"), group("address", leaf("line", "Havnegata 14"), leaf("line", "9008 Tromsø"), leaf("line", "Norway")),
                       leaf("country", "NO"), leaf("vat-id", "NO914550208MVA"), leaf("phone", "+47 55 50 14 00"), leaf("email", "invoice@norlys.example")),
                 group("buyer", leaf("id", p.id), leaf("name", name), leaf("contact", p.name if company else None),
                       group("address", *[leaf("line", s) for s in p.lines]), leaf("country", p.country),
                       leaf("vat-id", f"{p.country}{digits(r, 9)}" if company else None), leaf("email", p.email), leaf("mobile", p.mobile),
                       leaf("language", p.language), leaf("channel", p.channel)),
                 group("notes", leaf("note", pools.NOTES[p.base])),
                 group("lines", *lines),
                 group("adjustments", group("adjustment", leaf("charge", "true"), leaf("amount", shipping))) if shipping else None,
                 group("vat", group("group", leaf("category", "S"), leaf("rate", rate), leaf("base", net), leaf("amount", vat))),
                 group("totals", leaf("lines", sum_lines), leaf("charges", shipping), leaf("net", net), leaf("vat", vat),
                       leaf("gross", net + vat), leaf("prepaid", prepaid), leaf("payable", net + vat - (prepaid or 0))),
                 None if credit else group("payment", leaf("means-code", "58"), leaf("reference", number),
                                           group("account", leaf("iban", iban("NO", "86011117947")), leaf("name", "Norlys Energi AS"), leaf("bic", "NRLYNOTR"))))


def household_policy(r, n, p):
    """People of Switzerland have parts of an address of their own; p is not needed."""
    return household.policy(r, n, RUN, group, leaf, iban)


MAKERS = {"statement": statement, "bill": bill, "policy-renewal": renewal, "loan-notice": loan_notice,
          "welcome": welcome, "invoice": invoice, "household-policy": household_policy}


# --- Files ---------------------------------------------------------------------------------------

def records(seed, kind, count):
    for n in range(count):
        r = random.Random(f"{seed}/{kind}/{n}")  # each record depends on its own number only
        yield MAKERS[kind](r, n, Person(r, n))


def write_xml(path, kind, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{FILES[kind]}>\n')
        for row in rows:
            out.write(to_xml(row))
        out.write(f"</{FILES[kind]}>\n")


def write_ndjson(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(to_json(row) + "\n")


def write_csv(path, rows):
    flat = [list(flatten(row)) for row in rows]
    heads = []
    for row in flat:
        seen = {}
        for name, _ in row:
            seen[name] = seen.get(name, 0) + 1
            if (name, seen[name]) not in heads:
                heads.append((name, seen[name]))
    order = {}
    for head in heads:
        order.setdefault(head[0].split("/")[0], len(order))
    heads.sort(key=lambda h: order[h[0].split("/")[0]])
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([name for name, _ in heads])
        for row in flat:
            seen, cells = {}, {}
            for name, text in row:
                seen[name] = seen.get(name, 0) + 1
                cells[(name, seen[name])] = text
            writer.writerow([cells.get(h, "") for h in heads])


def spoil(row):
    """The fault of the bad sample: a fee that is no number, with a letter O for a zero."""
    return (row[0], [("package", [(k, "4,9O" if k == "fee" else v) for k, v in content]) if name == "package" else (name, content)
                     for name, content in row[1]])


def shares(count):
    out = {kind: count * share // 100 for kind, share in SHARES}
    out["statement"] += count - sum(out.values())
    return out


def main():
    p = argparse.ArgumentParser(description="Writes invented records for the sample communications.")
    p.add_argument("--seed", default="1", help="the same seed gives the same records (default 1)")
    p.add_argument("--count", type=int, default=200, help="recipients in all files together (default 200)")
    p.add_argument("--kind", choices=list(MAKERS), help="only this communication, COUNT records of it")
    p.add_argument("--out", required=True, help="folder to write to")
    p.add_argument("--bad", action="store_true", help="also write welcomes-one-bad.xml: COUNT letters, one of them faulty")
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    counts = {a.kind: a.count} if a.kind else shares(a.count)
    for kind, count in counts.items():
        write_xml(os.path.join(a.out, FILES[kind] + ".xml"), kind, records(a.seed, kind, count))
    if counts.get("welcome"):
        rows = list(records(a.seed, "welcome", counts["welcome"]))
        write_ndjson(os.path.join(a.out, "welcomes.ndjson"), rows)
        write_csv(os.path.join(a.out, "welcomes.csv"), rows)
    if a.bad:
        rows = [spoil(row) if n == min(a.count - 1, 136) else row for n, row in enumerate(records(a.seed, "welcome", a.count))]
        write_xml(os.path.join(a.out, "welcomes-one-bad.xml"), "welcome", rows)


if __name__ == "__main__":
    main()
