#!/usr/bin/env python3
"""Reads the messages of a run back by two programs and compares them with what they were made of:
mail-document.py RUN RECORDS.xml

Python's email and mailparser (mail-facts.mjs) must agree with each other and with the record (address and
name), with the text artifact of the same document (subject and text part), with the PDF artifact that
is attached, and with the manifest (context, template, language).
"""
import email
import email.policy
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

MORE = 4  # lines
HERE = os.path.dirname(os.path.abspath(__file__))


MARKS = dict.fromkeys([0x200e, 0x200f, *range(0x202a, 0x202f), *range(0x2066, 0x206a)])


def spaced(text):
    """The words of a line, without the marks that direct it in plain text."""
    return " ".join(text.translate(MARKS).split())


def joined(name):
    """Python keeps the white space between encoded words of a phrase (against RFC 2047 6.2)."""
    return "".join(name[0].split()), name[1]


def by_python(path):
    with open(path, "rb") as file:
        message = email.message_from_bytes(file.read(), policy=email.policy.default)
    to, sender = message["To"].addresses, message["From"].addresses
    parts = []
    for part in message.walk():
        if part.is_multipart() or part in (message.get_body(("plain",)), message.get_body(("html",))):
            continue
        cid = (part["Content-ID"] or "").strip().strip("<>")
        parts.append([part.get_filename() or "", part.get_content_type(), cid,
                      hashlib.sha256(part.get_payload(decode=True)).hexdigest()])
    return message, {
        "from": [sender[0].display_name, sender[0].addr_spec],
        "to": [to[0].display_name, to[0].addr_spec], "recipients": len(to),
        "subject": str(message["Subject"]), "id": message["Message-ID"],
        "text": message.get_body(("plain",)).get_content().replace("\r\n", "\n"),
        "html": message.get_body(("html",)).get_content().replace("\r\n", "\n"),
        "parts": parts, "headers": sorted({name.lower() for name in message.keys()}),
    }


def records_of(path):
    """All values of each record, by any of its values that may be its recipient's id."""
    found = {}
    for record in ET.parse(path).getroot():
        values = {spaced(e.text) for e in record.iter() if e.text and e.text.strip()}
        for value in values:
            found.setdefault(value, set()).update(values)
    return found


def title_of(text):
    """The lines above the double rule, joined."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if re.fullmatch("=+", line))
    start = at
    while start and lines[start - 1].strip():
        start -= 1
    return spaced(" ".join(lines[start:at]))


def differences(run, entry, path, facts, records):
    message, own = by_python(path)
    for key, value in own.items():
        other = facts[key]
        if key in ("text", "html"):
            value, other = value.rstrip(), other.replace("\r\n", "\n").rstrip()
        if key in ("from", "to"):
            value, other = joined(value), joined(other)
        if key == "headers":
            other = [h for h in other if h in value]
        if value != other:
            yield f"{key}: Python reads {str(value)[:120]!r}, mailparser {str(other)[:120]!r}"
    values = records.get(entry["recipient"], set())
    name, address = facts["to"]
    if address.lower() not in {v.lower() for v in values}:
        yield f"address {address!r} is not the record's"
    if spaced(name) not in values:
        yield f"name {name!r} is not the record's"
    stem = os.path.basename(path)[:-4]
    artifact = glob.glob(f"{run}/text/*/{stem}.txt")
    if artifact:
        with open(artifact[0], encoding="utf-8") as file:
            text = file.read()
        # What max-rows holds back from messages alone is less; only the words of `more` are new.
        # Fewer rows may make narrower columns: their space and rules do not count.
        known = set(map(spaced, text.split("\n")))
        fresh = [line for line in own["text"].split("\n")
                 if spaced(line) not in known and not re.fullmatch("[- ]+", line)]
        if len(fresh) > MORE:
            yield f"the text part is not the text artifact: {fresh[:3]}"
        if title_of(text) != spaced(own["subject"]):
            yield f"subject {own['subject']!r} is not the title {title_of(text)!r}"
    if message["X-Context-ID"] != entry.get("context"):
        yield f"context {message['X-Context-ID']!r} is not the manifest's"
    if message["Content-Language"] != entry["language"]:
        yield f"language {message['Content-Language']!r} is not the manifest's"
    for filename, kind, cid, digest in own["parts"]:
        pdf = glob.glob(f"{run}/pdf/*/{stem}.pdf")
        if kind == "application/pdf" and pdf:
            with open(pdf[0], "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != digest:
                    yield f"attachment {filename!r} is not the PDF of this recipient"
        if cid and f"cid:{cid}" not in own["html"]:
            yield f"part {cid} is used nowhere"


def main():
    run, records = sys.argv[1], records_of(sys.argv[2])
    with open(run + "/manifest.ndjson", encoding="utf-8") as file:
        entries = [e for e in map(json.loads, file) if e["channel"] == "email"]
    paths = [f"{run}/{e['path']}" for e in entries]
    done = subprocess.run(["node", HERE + "/mail-facts.mjs", *paths], capture_output=True, text=True,
                          check=True, cwd=HERE)
    worst, ids = 0, set()
    for entry, path, line in zip(entries, paths, done.stdout.splitlines()):
        facts = json.loads(line)
        found = list(differences(run, entry, path, facts, records))
        if facts["id"] in ids:
            found.append("Message-ID of another message")
        ids.add(facts["id"])
        for difference in found:
            print(f"{path}: {difference}")
            worst = 1
    if not entries:
        print(f"{run}: no messages")
        worst = 1
    print(f"{len(entries)} messages read back")
    return worst


if __name__ == "__main__":
    sys.exit(main())
