"""The tables of docs/attacks.md: what is tried, what finds it, and what is said.

A test script hands over the rows that it tried; the table with that heading in docs/attacks.md must be just
that, so that it cannot go stale. `SCRIPT ... --update` rewrites it."""
import os

DOCS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "docs/attacks.md")
HEAD = "| what is done | found by | said |\n| --- | --- | --- |\n"


def table(heading, rows, update):
    """rows: (what is done, what finds it, codes). The complaint; None when the table is as it should be."""
    text = HEAD + "".join(f"| {done} | {finder} | {', '.join(f'`{c}`' for c in codes)} |\n"
                          for done, finder, codes in rows)
    with open(DOCS, encoding="utf-8") as file:
        whole = file.read()
    start = whole.find(f"\n## {heading}\n")
    start = whole.find(HEAD, start) if start >= 0 else -1
    if start < 0:
        return f"docs/attacks.md has no table under '## {heading}'"
    end = whole.find("\n\n", start)
    end = len(whole) if end < 0 else end + 1
    if whole[start:end] == text:
        return None
    if update:
        with open(DOCS, "w", encoding="utf-8") as file:
            file.write(whole[:start] + text + whole[end:])
        return None
    return f"the table '{heading}' of docs/attacks.md is not what was tried: run the script with --update"


# Who owns which table: the scripts that write them, and fail when a row is missing.
OWNERS = {
    "Content of a run": "gate",
    "Rules of required content": "rule-packs",
    "Decisions, policy and log": "approvals",
    "Finished runs": "tamper",
    "Evidence": "evidence",
    "The key that seals runs in the wrong hands": "evidence",
    "Delivery copies with a password": "replays",
    "A finished PDF file": "pdf-attacks/check",
}
LEAST = 200


def agreement(top):
    """What is wrong with the page as a whole: a table that no test owns, a test that scripts/test does not run, an attack
    that is there twice, a code that nobody explains, fewer attacks than are promised."""
    with open(DOCS, encoding="utf-8") as file:
        sections = file.read().split("\n## ")[1:]
    with open(os.path.join(top, "scripts/test"), encoding="utf-8") as file:
        runs = file.read()
    with open(os.path.join(top, "docs/diagnostics.md"), encoding="utf-8") as file:
        known = {line[4:].strip() for line in file if line.startswith("### ")}
    problems, seen = [], {}
    for section in sections:
        heading, owner = section.split("\n")[0], OWNERS.get(section.split("\n")[0])
        rows = [line.split(" | ") for line in section.split("\n") if line.startswith("| ") and not line.startswith(("| what", "| ---"))]
        if rows and not owner:
            problems.append(f"docs/attacks.md: no test owns the table under '{heading}'")
        if owner and f"tests/{owner} " not in runs:
            problems.append(f"scripts/test does not run tests/{owner}, which owns '{heading}'")
        if owner and not rows:
            problems.append(f"docs/attacks.md: the table under '{heading}' is empty")
        for row in rows:
            problems += [f"docs/attacks.md: '{row[0]}' stands there twice"] if (heading, row[0]) in seen else []
            seen[heading, row[0]] = row
            codes = [c.strip("` |") for part in row[2].split(" or ") for c in part.split(", ")]
            problems += [f"docs/attacks.md: nobody explains the code '{c}'" for c in codes if "." in c and c not in known]
    if len({row for _, row in seen}) < LEAST:
        problems.append(f"docs/attacks.md has {len({row for _, row in seen})} different attacks, {LEAST} are promised")
    problems += [f"docs/attacks.md has no table '{heading}'" for heading in OWNERS
                 if not any(s.startswith(heading + "\n") for s in sections)]
    return problems
