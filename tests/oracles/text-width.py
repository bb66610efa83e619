#!/usr/bin/python3
"""Judges lines of plain text by wcwidth: text-width.py FILE...  Exit 1 with objections.

No line is wider than 72 columns, unless it is one word that cannot be divided (an address, mostly); no
white space at ends of lines, no control characters, direction marks balanced on each line.
"""
import sys
import unicodedata

from wcwidth import wcswidth

COLUMNS = 72
OPENERS, CLOSER = "\u2066\u2067\u2068", "\u2069"


def faults(line):
    width = wcswidth("".join(c for c in line if unicodedata.category(c) != "Cf"))
    if width < 0:
        yield "has a control character"
    if width > COLUMNS and len(line.replace("|", " ").split()) > 2:
        yield f"is {width} columns wide"
    if line != line.rstrip():
        yield "ends in white space"
    if unicodedata.combining(line[:1] or " "):
        yield "begins with a combining mark"
    if sum(line.count(c) for c in OPENERS) != line.count(CLOSER):
        yield "has an isolate that is open"


def main():
    objections = lines = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file.read().split("\n"), 1):
                lines += 1
                for fault in faults(line):
                    objections += 1
                    print(f"{path}:{number}: line {fault}: {line!r}")
    print(f"{lines} lines")
    return objections > 0


if __name__ == "__main__":
    sys.exit(main())
