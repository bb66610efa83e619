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
