#!/usr/bin/env python3
"""Reads messages back with Python's email package: mail-read.py FILE..."""
import email
import email.policy
import struct
import sys
import zlib


def fault_of(png):
    """Why a PNG is not whole: the sums of its chunks and rows, the length of what they hold, the filters. None: it is."""
    at, rows = 8, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + size]
        if zlib.crc32(kind + body) != struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0]:
            return f"chunk {kind.decode()} has a wrong sum"
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", body[:10])
        rows += body if kind == b"IDAT" else b""
        at += size + 12
    stride = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color] + 7) // 8
    try:
        data = zlib.decompress(rows)
    except zlib.error as error:
        return str(error)
    if len(data) != stride * height or any(data[y * stride] > 4 for y in range(height)):
        return "its rows are not those of its header"
    return None


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
    for part in message.walk():
        fault = fault_of(part.get_content()) if part.get_content_type() == "image/png" else None
        if fault:
            found.append(f"{part.get_filename()}: {fault}")
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
