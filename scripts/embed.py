#!/usr/bin/env python3
"""Turns files into C arrays:
    embed.py INPUT OUTPUT NAME              one text, NUL-terminated
    embed.py --table OUTPUT NAME INPUT...   an eng_asset for each (engine/review/assets.h)"""
import os
import sys


def rows(data):
    for i in range(0, len(data), 16):
        yield "\t" + ", ".join(str(b) if b < 128 else str(b - 256) for b in data[i:i + 16]) + ",\n"


def read(path):
    with open(path, "rb") as file:
        return file.read()


def embed(source, output, name):
    with open(output, "w", encoding="ascii") as out:
        out.write(f"/* Generated from {os.path.basename(source)}. */\n")
        out.write(f"extern const char {name}[];\nconst char {name}[] = {{\n")
        out.writelines(rows(read(source) + b"\0"))
        out.write("};\n")


def table(output, name, sources):
    singular = name.removesuffix("s")
    with open(output, "w", encoding="ascii") as out:
        out.write('/* Generated from the files that it names. */\n#include "review/assets.h"\n\n')
        for i, source in enumerate(sources):
            out.write(f"static const char file_{i}[] = {{\n")
            out.writelines(rows(read(source) + b"\0"))
            out.write("};\n")
        out.write(f"const eng_asset {name}[] = {{\n")
        for i, source in enumerate(sources):
            out.write(f'\t{{ "{os.path.basename(source)}", file_{i}, sizeof(file_{i}) - 1 }},\n')
        out.write(f"}};\nconst size_t {singular}_count = sizeof({name}) / sizeof({name}[0]);\n")


if sys.argv[1] == "--table":
    table(sys.argv[2], sys.argv[3], sys.argv[4:])
else:
    embed(*sys.argv[1:4])
