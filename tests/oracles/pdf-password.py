#!/usr/bin/python3
"""Delivery copies and PDF/A-2u of a small job: pdf-password.py ENGROSS. qpdf, poppler, mutool and pdf-check judge.

Runs the job of the case a-delivery-copy-opens-with-its-password: files open with their own password only, allow what
the job allows, say the same decrypted, and are the same bytes in a second run; without a password and with
`conformance: a-2u` they are PDF/A-2u.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(os.path.dirname(HERE), "cases")
CASE = os.path.join(CASES, "a-delivery-copy-opens-with-its-password")
PASSWORDS = {"C1": "Zürich 1984", "C2": "Öl"}
passed, faults = 0, []


def check(name, ok, said=""):
    global passed
    passed += bool(ok)
    if not ok:
        faults.append(f"{name}: {said}")


def said(*command):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    return done.returncode, done.stdout + done.stderr


def run(engross, room, name):
    out = os.path.join(room, name)
    subprocess.run([engross, "run", "job.yaml", "--draft", "--out", out], cwd=os.path.join(room, "job"), capture_output=True)
    return sorted(glob.glob(out + "/*/pdf/*/*.pdf"))


def judge_owner(engross, room):
    """With the owner's password everything is allowed; without a reader's one the file opens for all."""
    job = os.path.join(room, "job", "job.yaml")
    with open(os.path.join(room, "job", "owner.txt"), "w") as file:
        file.write("the owner of it all\nnot this\n")
    with open(job) as file:
        text = file.read()
    with open(job, "w") as file:
        file.write(text.replace("  allow:", "  owner-password-file: owner.txt\n  allow:"))
    for path in run(engross, room, "owned"):
        key = PASSWORDS[path[-6:-4]]
        status, told = said("qpdf", "--password=the owner of it all", "--check", path)
        check(f"{key}: the owner may do anything", status == 0 and "Supplied password is owner password" in told, told)
        status, told = said("qpdf", "--password=" + key, "--check", path)
        check(f"{key}: the reader may not", status == 0 and "Supplied password is user password" in told
              and "extract for any purpose: not allowed" in told, told)
        check(f"{key}: no other line opens it", said("qpdf", "--password=not this", "--check", path)[0] != 0)
    with open(job, "w") as file:
        file.write(text.replace("  password: optional(customer/name)\n", "  owner-password-file: owner.txt\n"))
    for path in run(engross, room, "open"):
        status, told = said("qpdf", "--check", path)
        check("opens without a password, with limits", status == 0 and "AESv3" in told
              and "extract for any purpose: not allowed" in told and "print high resolution: allowed" in told, told)
        status, told = said("qpdf", "--password=the owner of it all", "--check", path)
        check("the owner has no limits", status == 0 and "Supplied password is owner password" in told, told)
        check("poppler reads it", "only." in said("pdftotext", path, "-")[1])
    with open(os.path.join(room, "job", "owner.txt"), "w") as file:
        file.write("short\n")
    status, told = said(engross, "run", job, "--draft", "--out", os.path.join(room, "short"))
    check("a short owner's password is refused", status == 2 and "[pdf.owner-password]" in told, told)
    with open(job, "w") as file:
        file.write(text)


def judge_compose(engross, room):
    """What a job declares, compose does by its options."""
    record, out, owner = (os.path.join(room, name) for name in ("record.xml", "composed", "owner.txt"))
    with open(record, "w") as file:
        file.write("<letter><id>1</id><customer><id>C1</id><name>Zoë</name></customer></letter>")
    with open(owner, "w") as file:
        file.write("the owner of it all")
    command = [engross, "compose", "letter", record, "-l", os.path.join(room, "library"), "-d", "2026-11-01", "-c", "pdf", "-o", out]
    status, told = said(*command, "--password", "customer/name", "--owner-password-file", owner, "--allow", "print")
    path = os.path.join(out, "00000000-C1.pdf")
    check("compose encrypts", status == 0 and said("qpdf", "--check", path)[0] != 0, told)
    status, told = said("qpdf", "--password=Zoë", "--check", path)
    check("compose: the reader", status == 0 and "extract for any purpose: not allowed" in told, told)
    status, told = said("qpdf", "--password=the owner of it all", "--check", path)
    check("compose: the owner", status == 0 and "Supplied password is owner password" in told, told)
    check("compose: an unknown path", said(*command, "--password", "customer/nmae")[0] == 2)
    check("compose: an unknown right", said(*command, "--password", "id", "--allow", "all")[0] == 2)


def main():
    engross = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as room:
        library = os.path.join(room, "library")
        shutil.copytree(os.path.join(CASES, "common"), library)
        shutil.copytree(CASE, os.path.join(room, "job"))
        shutil.copytree(os.path.join(CASE, "communications"), os.path.join(library, "communications"))
        first, second = run(engross, room, "a"), run(engross, room, "b")
        check("two files", len(first) == 2, first)
        for a, b in zip(first, second):
            key = PASSWORDS[a[-6:-4]]
            with open(a, "rb") as one, open(b, "rb") as two:
                bytes_a = one.read()
                check(f"{key}: same bytes", bytes_a == two.read())
            check(f"{key}: nothing readable", b"pdfuaid" not in bytes_a and b"Secret" not in bytes_a)
            check(f"{key}: closed", said("qpdf", "--check", a)[0] != 0 and said("pdftotext", "-upw", "x", a, "-")[0] != 0)
            status, text = said("qpdf", "--password=" + key, "--check", a)
            check(f"{key}: qpdf", status == 0 and "R = 6" in text and "AESv3" in text, text)
            check(f"{key}: the blind may read", "extract for accessibility: allowed" in text, text)
            check(f"{key}: no copying", "extract for any purpose: not allowed" in text
                  and "print high resolution: allowed" in text, text)
            check(f"{key}: poppler", f"For {key} only." in said("pdftotext", "-upw", key, a, "-")[1])
            check(f"{key}: mutool", f"For {key} only." in said("mutool", "draw", "-p", key, "-F", "txt", a)[1])
            plain = a + ".plain"
            said("qpdf", "--password=" + key, "--decrypt", a, plain)
            status, text = said("/usr/bin/python3", HERE + "/pdf-check.py", "--only", "ua", plain)
            check(f"{key}: PDF/UA", status == 0, text)
            check(f"{key}: attachment", said("qpdf", "--show-attachment=a.txt", plain)[1] == "hello")
            with open(plain, "rb") as file:
                check(f"{key}: no PDF/A claimed", b"<pdfaid:part>" not in file.read())
        judge_owner(engross, room)
        judge_compose(engross, room)
        job = os.path.join(room, "job", "job.yaml")
        with open(job) as file:
            text = file.read().replace("  password: optional(customer/name)\n  allow: [print]\n", "  conformance: a-2u\n")
        with open(job, "w") as file:
            file.write(text)
        bare = run(engross, room, "c")
        check("three files of PDF/A-2u", len(bare) == 3, bare)
        for path in bare:
            status, text = said("/usr/bin/python3", HERE + "/pdf-check.py", path)
            check("PDF/A-2u", status == 0, text)
            with open(path, "rb") as file:
                data = file.read()
            check("says 2u", b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U<" in data)
            check("no attachment", "0 embedded" in said("pdfdetach", "-list", path)[1])
    print("\n".join(faults))
    print(f"{passed} passed, {len(faults)} failed")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
