#!/usr/bin/env python3
"""weasy.py RECORDS OUT WARM COUNT: statements by WeasyPrint, CPU time of COUNT of them after WARM."""
import html
import json
import os
import resource
import sys

import weasyprint
from weasyprint.text.fonts import FontConfiguration

STYLE = """@page { size: A4; margin: 18mm 15mm 22mm; @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }
body { font: 8.5pt 'DejaVu Sans' } table { width: 100%; border-collapse: collapse; font-size: 8pt }
td, th { padding: 4pt; text-align: left } tr:nth-child(even) td { background: #f8f4ec } th { background: #12355b; color: #fff }
.bar { display: inline-block; width: 9mm; margin: 0 3mm; background: #b0bcc9 }"""


def page(d):
    """The statement as HTML."""
    e = html.escape
    rows = "".join("<tr>" + "".join(f"<td>{e(c)}</td>" for c in row) + "</tr>" for row in d["rows"])
    most = max(m["balance"] for m in d["months"])
    bars = "".join(f"<span class=bar style='height:{m['balance'] / most * 34:.1f}mm'></span>" for m in d["months"])
    names = "".join(f"<td>{e(m['name'])} {e(m['text'])}</td>" for m in d["months"])
    facts = "".join(f"<td>{e(f['label'])}<br><b>{e(f['value'])}</b></td>" for f in d["summary"])
    words = "".join(f"<p>{e(p)}</p>" for p in [*d["messages"], *d["protected"], d["small"]])
    return (f"<html lang=en><title>{e(d['title'])}</title><style>{STYLE}</style><p>{'<br>'.join(map(e, d['address']))}"
            f"<h1>{e(d['title'])}</h1><table><tr>{facts}</table><table><thead><tr><th>Date<th>Details<th>Amount<th>"
            f"Balance</thead>{rows}</table><h2>Your balance month by month</h2><div>{bars}</div><table><tr>{names}"
            f"</table>{words}</html>")


def main():
    records, out, warm, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open(records, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    fonts, total = FontConfiguration(), 0

    def one(i, name):
        path = os.path.join(out, name)
        weasyprint.HTML(string=page(lines[i % len(lines)])).write_pdf(path, font_config=fonts)
        return os.path.getsize(path)

    for i in range(warm):
        one(i, "warm.pdf")
    before = resource.getrusage(resource.RUSAGE_SELF)
    for i in range(count):
        total += one(warm + i, f"{i}.pdf")
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"documents": count, "cpu_us": int(used * 1e6), "bytes": total}))


if __name__ == "__main__":
    main()
