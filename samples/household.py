"""Invented household insurances of Switzerland, from which generate.py makes policy packages.

Amounts are multiples of five centimes, so that the sum of what is printed is what is to be paid.
"""
from datetime import date, timedelta
from decimal import Decimal, ROUND_HALF_UP

# language, given names, family names, streets, (postcode, town)
PEOPLE = [
    ("de-CH", ["Annemarie", "Beat", "Corinne", "Jürg", "Ursina", "Matthias", "Regula", "Urs"],
     ["Aeschbacher", "Brügger", "Gantenbein", "Hürlimann", "Niederberger", "Schnyder", "von Allmen", "Zwahlen"],
     ["Kramgasse", "Obere Zäune", "Seestrasse", "Birkenweg"],
     [("3011", "Bern"), ("8400", "Winterthur"), ("6004", "Luzern"), ("9000", "St. Gallen")]),
    ("fr-CH", ["Aurélie", "Jean-Luc", "Océane", "Yves"], ["Chappuis", "Dubochet", "Jaquet-Rey", "Perruchoud"],
     ["Rue du Lac", "Chemin des Vignes", "Avenue de la Gare"],
     [("1003", "Lausanne"), ("2000", "Neuchâtel"), ("1950", "Sion")]),
    ("it-CH", ["Fiorenza", "Gianluca", "Loredana", "Nevio"], ["Bernasconi", "Cattaneo", "Giovannini", "Pedrazzini"],
     ["Via al Colle", "Salita dei Frati", "Viale Stazione"],
     [("6600", "Locarno"), ("6900", "Lugano"), ("6500", "Bellinzona")]),
    ("en", ["Fiona", "Marcus"], ["Abernathy", "Okonkwo-Steiner"], ["Bahnhofstrasse", "Talstrasse"],
     [("8001", "Zürich"), ("6300", "Zug")]),
]
ADVISERS = [("Sandra Ammann", "+41 44 555 03 12"), ("Luca Bianchi", "+41 91 555 03 27"), ("Hélène Rochat", "+41 21 555 03 41")]
# part, kind, share of the sum insured or an own sum, excess, premium for each thousand or an own one
COVERS = [
    ("contents", "fire", None, 200, "0.55"), ("contents", "elementary", None, 500, "0.21"),
    ("contents", "theft", None, 200, "0.90"), ("contents", "water", None, 200, "0.70"),
    ("contents", "away", 5000, 200, 48), ("contents", "glass", 4000, 200, 35), ("contents", "valuables", 20000, 200, 96),
    ("liability", "liability", 5000000, 0, 104), ("liability", "rented", 5000000, 200, 31), ("liability", "dogs", 5000000, 200, 25),
    ("extras", "assistance", 1000, 0, 29), ("extras", "legal", 250000, 0, 118),
]
OPTIONAL = ("away", "glass", "valuables", "dogs", "assistance", "legal")
CENTIMES = Decimal("0.05")
CHECK = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def five(amount):
    """Rounded to five centimes."""
    return ((Decimal(amount) / CENTIMES).quantize(Decimal(1), ROUND_HALF_UP) * CENTIMES).quantize(Decimal("0.01"))


def qr_reference(digits):
    """The 26 digits and their check digit: modulo 10, recursive."""
    carry = 0
    for digit in digits:
        carry = CHECK[(carry + int(digit)) % 10]
    return digits + str((10 - carry) % 10)


def covers(r, total):
    chosen = {kind for kind in OPTIONAL if r.random() < 0.6}
    for part, kind, own, excess, price in COVERS:
        if kind in OPTIONAL and kind not in chosen:
            continue
        premium = five(Decimal(price) * total / 1000 if own is None else Decimal(price) * Decimal(str(r.choice([1, 1.1, 0.9]))))
        yield part, kind, total if own is None else own, excess, premium


def policy(r, n, run, group, leaf, iban):
    """One record; group, leaf and iban are those of generate.py."""
    language, given, family, streets, towns = PEOPLE[n % len(PEOPLE)]
    name, (postcode, town) = f"{r.choice(given)} {r.choice(family)}", r.choice(towns)
    street, number = r.choice(streets), f"{r.randint(1, 98)}{r.choice(['', '', 'a'])}"
    mobile = f"+4179{r.randint(2000000, 9999999)}" if n % 5 else None
    starts, rooms = date(2027, 1, 1), Decimal(r.randint(5, 12)) / 2
    rows = list(covers(r, r.randint(6, 16) * 10000))
    before = {part: sum(row[4] for row in rows if row[0] == part) for part in ("contents", "liability", "extras")}
    after = {part: five(amount * Decimal("0.9")) if n % 2 == 0 else amount for part, amount in before.items()}
    net = sum(after.values())
    stamp = five(net * Decimal("0.05"))
    years = []
    for back in range(4, -1, -1):
        part = Decimal("0.97") ** back
        years.append(group("year", leaf("name", 2027 - back), *[leaf(k, five(v * part)) for k, v in after.items()]))
    adviser = r.choice(ADVISERS)
    return group(
        "household-policy", leaf("id", f"HP27-{n + 1:05d}"), leaf("issued", run),
        group("customer", leaf("id", f"H{400000 + n * 13}"), leaf("name", name),
              group("address", leaf("street", street), leaf("number", number), leaf("postcode", postcode), leaf("town", town)),
              leaf("country", "CH"), leaf("language", language),
              leaf("email", f"h{400000 + n * 13}@mail.example" if n % 7 != 6 else None), leaf("mobile", mobile),
              leaf("channel", r.choice(["paper", "email", "app"])),
              group("consent", leaf("sms", "yes" if mobile and n % 3 else "no"))),
        group("policy", leaf("number", f"22.{r.randint(100, 999)}.{r.randint(100, 999)}-{n % 9 + 1}"),
              leaf("replaces", f"14.{r.randint(100, 999)}.{r.randint(100, 999)}-{n % 7 + 1}" if n % 3 == 0 else None),
              leaf("starts", starts), leaf("ends", date(2029 if n % 2 == 0 else 2027, 12, 31)),
              leaf("place", f"{street} {number}, {postcode} {town}"), leaf("building", "house" if rooms > 5 else "flat"),
              leaf("rooms", rooms), leaf("persons", r.randint(1, 5))),
        leaf("currency", "CHF"),
        group("covers", *[group("cover", leaf("part", part), leaf("kind", kind), leaf("sum", total), leaf("excess", excess or None),
                                leaf("premium", premium)) for part, kind, total, excess, premium in rows]),
        group("premium", leaf("discount", net - sum(before.values()) if n % 2 == 0 else None), leaf("stamp", stamp),
              leaf("total", net + stamp), leaf("due", starts + timedelta(days=30))),
        group("split", *[group("share", leaf("part", k), leaf("amount", v)) for k, v in after.items() if v],
              group("share", leaf("part", "stamp"), leaf("amount", stamp))),
        group("years", *years) if n % 5 != 4 else None,
        group("payment", leaf("iban", iban("CH", "31999" + f"{r.randint(0, 10**12 - 1):012d}")),
              leaf("reference", qr_reference(f"{n + 1:06d}{r.randint(0, 10**20 - 1):020d}"))),
        group("adviser", leaf("name", adviser[0]), leaf("phone", adviser[1])))
