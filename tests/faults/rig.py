"""What all fault campaigns share: a job whose runs can be disturbed, and the judgement afterwards.

The job has records of every fate: composed, bad data, a recipient twice, a
file that breaks off and one that is not there; in chunks so small that workers really interleave.
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
OBSERVED = ("run.json",)  # its "observed" holds times of the clock

JOB = """job: faults
library: library
template: letter
records: {{ files: {files}, record: letter }}
run-date: 2026-11-01
send-time: 2026-11-01T06:00:00+01:00
channels:
  always: [{channels}]
output: {{ dir: out, package: {package} }}
chunk: {{ records: {chunk} }}
patience: 2
totals: {{ owed: amount }}
"""


def letter(number, seed):
    chance = random.Random(f"{seed}/{number}")
    amount = "x" if number % 41 == 7 else f"{chance.randint(1, 10**6) / 100:.2f}"
    who = number - 20 if number % 97 == 50 else number
    items = "".join(f"<item><name>thing {chance.randint(1, 999)}</name></item>" for _ in range(chance.randint(1, 9)))
    return (f"<letter><id>L{number}</id><customer><id>C{who:06d}</id><name>Name{who:06d}</name>"
            f"<email>c{who}@mail.example</email><phone>+353155{who:06d}</phone></customer>"
            f"<amount>{amount}</amount><items>{items}</items></letter>\n")


class Rig:
    """A room with a library, data and a job; runs of it."""

    def __init__(self, engross, records=300, package="files", chunk=5, seed=1, channels="text, sms, mobile"):
        self.engross = os.path.abspath(engross)
        self.room = tempfile.mkdtemp(prefix="engross-faults-")
        self.build = os.path.dirname(os.path.dirname(self.engross))
        common = os.path.join(TOP, "tests/cases/common")
        case = os.path.join(TOP, "tests/cases/a-run-composes-every-record-in-every-channel")
        shutil.copytree(common, self.path("library"))
        shutil.copytree(os.path.join(case, "communications"), self.path("library/communications"), dirs_exist_ok=True)
        if "pdf" in channels:
            self.enrich(self.path("library/communications/letter.xml"))
        third = records // 3
        self.write("a.xml", "<letters>\n" + "".join(letter(i, seed) for i in range(third)) + "</letters>\n")
        self.write("b.xml", "<letters>\n" + "".join(letter(i, seed) for i in range(third, 2 * third))
                   + "<letter><id>broken</letter></letters>\n")
        self.write("d.xml", "<letters>\n" + "".join(letter(i, seed) for i in range(2 * third, records)) + "</letters>\n")
        self.write("seed", "a seed of thirty-two fixed bytes")  # salts and seals are compared, too
        self.write("job.yaml", JOB.format(files="a.xml b.xml c.xml d.xml", package=package, chunk=chunk, channels=channels))

    def enrich(self, path):
        """What takes files and libraries of its own: a picture, a chart, a table, a language with hyphenation."""
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace("</body>", """
    <image src="logo.svg" alt="A logo"/>
    <table select="items/item" caption="Things"><column id="n" heading="What" width="1fr">{name}</column></table>
    <chart type="bar" select="items/item" label="{name}" alt="Bars"><series name="Amount" value="{format-money(12.5, 'EUR')}"/></chart>
    <block ref="deposit" except="sms"><slot name="limit" select="100000"/></block>
  </body>""").replace("{optional(customer/country)}", "IE"))
        self.write("library/themes/case.yaml", "theme: case\nextends: base\nabout: Letters that go wrong\n"
                   "email: { from: service@bank.example }\n")

    def path(self, name):
        return os.path.join(self.room, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def close(self):
        shutil.rmtree(self.room, ignore_errors=True)

    def command(self, out, *options):
        return [self.engross, "run", "job.yaml", "--out", out, "--progress=none", "--draft", "--seed", "seed", *options]

    def start(self, out, *options, environment=None, records=None):
        return subprocess.Popen(self.command(out, *options), cwd=self.room, stdout=subprocess.DEVNULL,
                                stdin=open(self.path(records), "rb") if records else subprocess.DEVNULL,
                                stderr=subprocess.PIPE, start_new_session=True,
                                env={**os.environ, **(environment or {})})

    def run(self, out, *options, environment=None, limit=120, records=None):
        """Exit code (negative: the signal) and what was told. records: a file for standard input."""
        process = self.start(out, *options, environment=environment, records=records)
        try:
            _, err = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return "hangs", ""
        return process.returncode, err.decode("utf-8", "replace")

    def preload(self, **faults):
        return {"LD_PRELOAD": os.path.join(self.build, "tests/faults/libfaults.so"),
                **{f"FAULT_{key.upper()}": str(value) for key, value in faults.items()}}

    def catch(self, out, *options, after="/parts/", records=None):
        """A run that stands still once its journal tells of what was placed at a path; its folder, too.

        Nothing is joined or published by then, however fast the run is."""
        before = set(os.listdir(self.path(out))) if os.path.isdir(self.path(out)) else set()
        process = self.start(out, *options, environment=self.preload(stop=after), records=records)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        assert process.poll() is None, f"nothing was placed at {after}: {process.communicate()[1].decode()}"
        found = [n for n in os.listdir(self.path(out)) if n.endswith(".partial") and n not in before]
        assert len(found) == 1, f"more than one run is on: {found}"
        partial = os.path.join(self.path(out), found[0])
        assert "manifest.ndjson" not in os.listdir(partial), f"caught too late: {os.listdir(partial)}"
        return process, partial

    def others(self, out):
        """Runs of another fingerprint that stand there, as a line; empty: none."""
        names = [n.split(".")[0] for n in os.listdir(self.path(out)) if n.startswith("run-")]
        return f"runs of several fingerprints: {' '.join(sorted(names))}" if len(set(names)) != 1 else ""

    def folder(self, out):
        """The one published run."""
        runs = [n for n in os.listdir(self.path(out)) if n.startswith("run-") and not n.endswith(".partial") and ".shard-" not in n]
        assert len(runs) == 1, f"runs in {out}: {os.listdir(self.path(out))}"
        return os.path.join(self.path(out), runs[0])


def contents(folder):
    """Every file of a run by its path, as a hash; run.json without what was observed."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                data = file.read()
            if name == "run.json":
                report = json.loads(data)
                del report["observed"]
                data = json.dumps(report).encode()
            found[os.path.relpath(path, folder)] = hashlib.sha256(data).hexdigest()
    return found


def state(folder):
    """What stands in a folder, names and bytes, as a hash; of reports without what was observed."""
    hasher = hashlib.sha256()
    for place, folders, names in sorted(os.walk(folder)):
        folders.sort()
        for name in sorted(names):
            with open(os.path.join(place, name), "rb") as file:
                data = file.read()
            if name in OBSERVED:
                data = data.split(b'"observed"')[0]
            for field in (os.path.relpath(os.path.join(place, name), folder).encode(), data):
                hasher.update(len(field).to_bytes(8, "big") + field)
        hasher.update(os.path.relpath(place, folder).encode() + b"/")
    return hasher.hexdigest()


def difference(expected, actual):
    """What differs, in a line; empty when nothing does."""
    names = sorted(n for n in expected.keys() | actual.keys() if expected.get(n) != actual.get(n))
    return "" if not names else f"{len(names)} files differ, such as {names[0]}"


def judge_owners(folder):
    """Each artifact is its recipient's own: the id stands in it, and its hash is the manifest's."""
    with open(os.path.join(folder, "manifest.ndjson"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    seen = set()
    for line in lines:
        key = (line["recipient"], line["channel"])
        if key in seen:
            return f"doubled: {key}"
        seen.add(key)
        with open(os.path.join(folder, line["path"]), "rb") as file:
            file.seek(line.get("offset", 0))
            data = file.read(line["bytes"])
        if hashlib.sha256(data).hexdigest() != line["sha256"]:
            return f"not what the manifest says: {line['path']}"
        digits = line["recipient"][1:]  # in the name, the phone number and the id
        if line["channel"] != "pdf" and digits.encode() not in data:
            return f"not of {line['recipient']}: {line['path']}"
    return ""


def judge_pages(folder):
    """The same of PDF files, whose words take a reader to be seen."""
    with open(os.path.join(folder, "manifest.ndjson"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for line in lines:
        if line["channel"] == "pdf":
            read = subprocess.run(["pdftotext", os.path.join(folder, line["path"]), "-"], capture_output=True, check=True)
            if line["recipient"][1:].encode() not in read.stdout:
                return f"not of {line['recipient']}: {line['path']}"
    return ""


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
