#!/usr/bin/env python3
"""The review server: python3 review.py ENGROSS [--strangers]. An officer approves one block and rejects another in Chromium
(review.mjs), a signature that came too late is not entered (audit.moved), minisign verifies what the page signed, the production run takes the one and not the other; and
requests that are not the page's own are refused."""
import base64
import hashlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
KEYS = os.path.join(TOP, "samples/keys")
ROOT = os.path.join(TOP, "samples/demo-root.pub")
engross = os.path.abspath(sys.argv[1])
problems = []


def expect(what, ok, said=""):
    if not ok:
        problems.append(f"{what}: {said}" if said else what)


def call(*arguments):
    done = subprocess.run([engross, *arguments], capture_output=True, text=True)
    expect(" ".join(arguments[:3]), done.returncode == 0, done.stderr)
    return done


def prepare(room):
    """A library with a new version of two blocks, submitted by their author."""
    library = os.path.join(room, "templates")
    shutil.copytree(os.path.join(TOP, "templates"), library)
    files = {}
    for block in ("deposit-guarantee", "complaints"):
        done = call("block", "new", block, "--library", library, "--lang", "de", "--effective-from", "2026-10-20")
        files[block] = os.path.relpath(done.stdout.split()[0], library)
    versions = [path.split("/")[1] + "/" + path.split("/")[2].split(".")[0] for path in files.values()]
    call("block", "submit", *versions, "--library", library, "--trust", ROOT, "--key", os.path.join(KEYS, "anna.key"),
         "--date", "2026-10-21")
    path = os.path.join(library, "strings/de.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("Guten Tag", "Hallo"))
    call("template", "release", "current-account-statement", "--library", library)
    call("template", "submit", "current-account-statement/2", "--library", library, "--trust", ROOT, "--key",
         os.path.join(KEYS, "anna.key"), "--date", "2026-10-21")
    job = os.path.join(room, "job.yaml")
    with open(os.path.join(TOP, "samples/jobs/statements.yaml"), encoding="utf-8") as file:
        text = file.read()
    with open(job, "w", encoding="utf-8") as file:
        file.write(text.replace("../../templates", library).replace("../data", os.path.join(TOP, "samples/data"))
                   .replace("../../out/statements", os.path.join(room, "out")))
    return library, job, files


def protect(room):
    """The keys, and one of them under a password, at a thousandth of the usual work (the costs are the file's)."""
    keys = os.path.join(room, "keys")
    shutil.copytree(KEYS, keys)
    with open(os.path.join(KEYS, "bea.key"), encoding="utf-8") as file:
        first, second = file.read().split("\n")[:2]
    plain = base64.b64decode(second)
    salt, operations, memory = bytes(range(32)), 1 << 19, 1 << 24
    stream = hashlib.scrypt("correct horse \u00e9".encode(), salt=salt, n=1 << 14, r=8, p=1, dklen=104)
    hidden = bytes(a ^ b for a, b in zip(plain[54:], stream))
    whole = plain[:2] + b"ScB2" + salt + operations.to_bytes(8, "little") + memory.to_bytes(8, "little") + hidden
    with open(os.path.join(keys, "bea-protected.key"), "w", encoding="utf-8") as file:
        file.write(first + "\n" + base64.b64encode(whole).decode() + "\n")
    return keys


def ask(host, method, path, headers=None, body=None):
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
    for key, value in (headers or {}).items():
        connection.putheader(key, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    return response.status, dict(response.getheaders()), response.read()


def enter(host, token):
    """The cookie and the page's own token, as a browser gets them; nobody else does."""
    status, headers, _ = ask(host, "GET", "/enter/" + "0" * 64)
    expect("another address", status == 403 and "Set-Cookie" not in headers, f"{status} {headers}")
    status, headers, _ = ask(host, "GET", f"/enter/{token}")
    cookie, *flags = headers.get("Set-Cookie", "").split("; ")
    expect("the cookie is for the server alone", status == 303 and {"HttpOnly", "SameSite=Strict"} <= set(flags), f"{status} {headers}")
    status, headers, _ = ask(host, "GET", f"/enter/{token}")
    expect("the address a second time", status == 403 and "Set-Cookie" not in headers, f"{status} {headers}")
    _, _, index = ask(host, "GET", "/data/index.js", {"Cookie": cookie})
    return cookie, json.loads(index.split(b"engross.session(")[1].split(b")")[0])["token"]


def strangers(host, token):
    """Nothing is for those who are not the page: each lacks one thing that the page has, and only that."""
    cookie, page = enter(host, token)
    ours = {"Cookie": cookie}
    its = {**ours, "Content-Type": "application/json", "Origin": f"http://{host}", "X-Engross-Token": page}
    up = "/.." * 12
    cases = [
        ("no cookie", 403, "GET", "/", {}, None),
        ("a wrong cookie", 403, "GET", "/", {"Cookie": "engross=" + "0" * 64}, None),
        ("data without a cookie", 403, "GET", "/data/index.js", {}, None),
        ("another host's name", 403, "GET", "/", {**ours, "Host": "evil.example"}, None),
        ("the way out", 404, "GET", f"/assets{up}/etc/passwd", ours, None),
        ("the way out in disguise", 404, "GET", "/assets" + "/%2e%2e" * 12 + "/etc/passwd", ours, None),
        ("a folder", 404, "GET", "/data/", ours, None),
        ("another method", 405, "PUT", "/", ours, b""),
        ("a decision of the page about nothing", 409, "POST", "/decide", its, b"{}"),
        ("a decision without a cookie", 403, "POST", "/decide", {k: v for k, v in its.items() if k != "Cookie"}, b"{}"),
        ("a decision for another host", 403, "POST", "/decide", {**its, "Host": "evil.example"}, b"{}"),
        ("a decision without the page's token", 403, "POST", "/decide", {k: v for k, v in its.items() if k[0] != "X"}, b"{}"),
        ("a decision with another token", 403, "POST", "/decide", {**its, "X-Engross-Token": "0" * 64}, b"{}"),
        ("a decision with the cookie's token", 403, "POST", "/decide", {**its, "X-Engross-Token": cookie.split("=")[1]}, b"{}"),
        ("a decision from another origin", 403, "POST", "/decide", {**its, "Origin": "http://evil.example"}, b"{}"),
        ("a decision from nowhere", 403, "POST", "/decide", {k: v for k, v in its.items() if k != "Origin"}, b"{}"),
        ("a form", 403, "POST", "/decide", {**its, "Content-Type": "application/x-www-form-urlencoded"}, b"{}"),
        ("text", 403, "POST", "/decide", {**its, "Content-Type": "text/plain"}, b"{}"),
        ("too much", 413, "POST", "/decide", its, b" " * 70000),
        ("a decision elsewhere", 404, "POST", "/data/index.js", its, b"{}"),
    ]
    for name, wanted, method, path, headers, body in cases:
        status, _, said = ask(host, method, path, headers, body)
        expect(name, status == wanted and b"root:" not in said, str(status))
    status, headers, _ = ask(host, "GET", "/", ours)
    policy = headers.get("Content-Security-Policy", "")
    expect("the page itself", status == 200 and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
           and headers.get("Cache-Control") == "no-store" and headers.get("X-Content-Type-Options") == "nosniff"
           and headers.get("Referrer-Policy") == "no-referrer", f"{status} {headers}")


def review(job, visit):
    """What visit(host, token) finds on a server of its own."""
    server = subprocess.Popen([engross, "review", job, "--trust", ROOT, "--only", "C100002,C100009", "--listen", "127.0.0.1:0",
                               "--date", "2026-10-25"], stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        visit(address.split("/")[2], address.split("/")[-1])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def production(room, library, job, files):
    done = subprocess.run([engross, "run", job, "--trust", ROOT, "--only", "C100002"], capture_output=True, text=True)
    out = os.path.join(room, "out")
    runs = [n for n in os.listdir(out) if n.startswith("run-")] if os.path.isdir(out) else []
    expect("the production run", done.returncode == 0 and runs, done.stderr)
    if runs:
        with open(os.path.join(out, runs[0], "manifest.ndjson"), encoding="utf-8") as file:
            blocks = {(b["id"], b["version"]) for line in file for b in json.loads(line)["blocks"]}
        with open(os.path.join(out, runs[0], "run.json"), encoding="utf-8") as file:
            report = json.load(file)
        expect("goes by the release that was approved in the page", "/2.txt" in json.dumps(report.get("release")), str(report.get("release")))
        expect("takes what was approved and not what was rejected", ("deposit-guarantee", 3) in blocks
               and not any(i == "complaints" and v > 1 for i, v in blocks), str(blocks))
    folder = os.path.join(library, "approvals", files["deposit-guarantee"])
    signed = [n for n in os.listdir(folder) if ".approve." in n] if os.path.isdir(folder) else []
    expect("two approved", len(signed) == 2, str(signed))
    for name in signed:
        person = name.split(".")[-2]
        with open(os.path.join(library, "policy.yaml"), encoding="utf-8") as file:
            key = next(line for line in file if line.strip().startswith(person + ":")).split("keys: [")[1].split("]")[0]
        done = subprocess.run(["minisign", "-V", "-P", key, "-m", os.path.join(library, files["deposit-guarantee"]),
                               "-x", os.path.join(folder, name)], capture_output=True, text=True)
        expect("minisign verifies what the page signed", done.returncode == 0, done.stdout + done.stderr)
    done = subprocess.run([engross, "audit", "verify", "--library", library, "--trust", ROOT], capture_output=True, text=True)
    expect("the audit log holds", done.returncode == 0, done.stderr)


def officer(keys):
    def visit(host, token):
        done = subprocess.run(["node", os.path.join(HERE, "review.mjs"), f"http://{host}/enter/{token}", keys], capture_output=True,
                              text=True, timeout=180, cwd=HERE)
        expect("the officer in Chromium", done.returncode == 0, done.stdout + done.stderr)
    return visit


def main():
    with tempfile.TemporaryDirectory() as room:
        library, job, files = prepare(room)
        review(job, strangers)
        if "--strangers" not in sys.argv:
            review(job, officer(protect(room)))
            production(room, library, job, files)
        for wrong in ("0.0.0.0:8080", "192.168.0.1:1", "here", "127.0.0.1:99999"):
            done = subprocess.run([engross, "review", job, "--trust", ROOT, "--limit", "1", "--listen", wrong],
                                  capture_output=True, text=True, timeout=60)
            expect(f"listening at {wrong} is refused", done.returncode == 4 and "[review.listen]" in done.stderr, done.stderr)
    print("\n".join(problems))
    return bool(problems)


sys.exit(main())
