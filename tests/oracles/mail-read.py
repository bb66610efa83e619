#!/usr/bin/env python3
"""Reads messages back with Python's email package: mail-read.py FILE..."""
import email
import email.policy
import sys


def objections(message):
    found = [str(d) for part in message.walk() for d in part.defects]
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
        if len(message.get_all(name, [])) != 1:
            found.append(f"{len(message.get_all(name, []))} headers '{name}'")
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    if plain is None or html is None:
        found.append("no plain or no html part")
    else:
        for part in (plain, html):
            text = part.get_content()
            if "\ufffd" in text:
                found.append("text cannot be decoded: U+FFFD")
        ids = {p["Content-ID"].strip("<>") for p in message.walk() if p["Content-ID"]}
        used = {u.split('"')[0] for u in html.get_content().split('"cid:')[1:]}
        if used - ids:
            found.append(f"images without a part: {sorted(used - ids)}")
    return found


def main():
    worst = 0
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            raw = file.read()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        found = objections(message)
        if any(len(line) > 998 for line in raw.split(b"\r\n")):
            found.append("a line is longer than 998 bytes")
        if raw.replace(b"\r\n", b"").find(b"\n") >= 0:
            found.append("a line does not end in CRLF")
        for objection in found:
            print(f"{path}: {objection}")
            worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main())
