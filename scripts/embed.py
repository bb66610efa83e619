#!/usr/bin/env python3
"""Turns a text file into a C array: embed.py INPUT OUTPUT NAME."""
import sys

source, output, name = sys.argv[1:4]
with open(source, "rb") as file:
    data = file.read() + b"\0"
with open(output, "w", encoding="ascii") as out:
    out.write(f"/* Generated from {source.rsplit('/', 1)[-1]}. */\n")
    out.write(f"extern const char {name}[];\nconst char {name}[] = {{\n")
    for i in range(0, len(data), 16):
        out.write("\t" + ", ".join(str(b) if b < 128 else str(b - 256) for b in data[i:i + 16]) + ",\n")
    out.write("};\n")
