"""Judges of the formats around print streams: lists by schemas/print-lists-1.csvm.json (CSV on the Web), settings and
totals by their JSON Schemas (ajv). Knows nothing of how they are made."""
import csv
import datetime
import json
import os
import re
import subprocess

import yaml

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ORACLES = os.path.join(TOP, "tests", "oracles")
SCHEMAS = {"plan": "print-plan-1", "machine": "machine-1", "totals": "print-totals-1"}


def is_of(kind, cell):
    """Whether a cell is of a datatype of the metadata."""
    base = kind if isinstance(kind, str) else kind["base"]
    form = None if isinstance(kind, str) else kind.get("format")
    if base == "integer":
        return re.fullmatch(r"0|[1-9][0-9]*", cell) is not None and int(cell) >= kind.get("minimum", 0)
    if base == "date":
        return form == "yyyy-MM-dd" and re.fullmatch(r"\d{4}-\d\d-\d\d", cell) and datetime.date.fromisoformat(cell)
    return form is None or re.fullmatch(form, cell) is not None


def judge_table(path, table):
    columns, seen = table["tableSchema"]["columns"], set()
    keys = table["tableSchema"].get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    name = os.path.basename(path)
    if rows[0] != [c["titles"] for c in columns]:
        return [f"{name}: the head is {rows[0]}"]
    bad = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            bad.append(f"{name}:{number}: {len(row)} cells")
            continue
        bad += [f"{name}:{number}: '{cell}' is no {column['titles']}" for column, cell in zip(columns, row)
                if (column.get("required") if cell == "" else not is_of(column["datatype"], cell))]
        key = tuple(row[[c["name"] for c in columns].index(k)] for k in keys)
        if keys and key in seen:
            bad.append(f"{name}:{number}: {key} comes again")
        seen.add(key)
    return bad


def judge_lists(folder, least):
    """What is wrong with the lists in a folder; it must have so many of them."""
    with open(os.path.join(TOP, "schemas", "print-lists-1.csvm.json"), encoding="utf-8") as file:
        tables = json.load(file)["tables"]
    there = [t for t in tables if os.path.exists(os.path.join(folder, t["url"]))]
    unknown = {n for n in os.listdir(folder) if n.endswith(".csv")} - {t["url"] for t in tables}
    bad = [problem for table in there for problem in judge_table(os.path.join(folder, table["url"]), table)]
    return bad + [f"{n}: no schema" for n in unknown] + ([] if len(there) >= least else [f"only {len(there)} lists"])


def judge_settings(kind, paths):
    """For each file, what ajv says of it; empty: it is good."""
    if not os.path.isdir(os.path.join(ORACLES, "node_modules", "ajv")):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ORACLES, capture_output=True)
    documents = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            documents.append(yaml.safe_load(file))
    done = subprocess.run(["node", os.path.join(ORACLES, "settings.mjs"),
                           os.path.join(TOP, "schemas", SCHEMAS[kind] + ".schema.json")],
                          input=json.dumps(documents), capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else [done.stderr[:500]] * len(paths)
