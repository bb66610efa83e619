"""What takes all processes of a run: its peak memory at two sizes, and what a second worker is worth."""
import os
import statistics
import subprocess
import sys
import time

MORE = 5.0  # percent of memory that ten times the records may take
FASTER = 1.85  # times that two workers must be as fast as one
# name, template, channels, small records
SIZES = [("statements, PDF and e-mail", "bench-statement", "pdf, email", False),
         ("notices, SMS and JSON", "bench-notice", "sms, mobile", True)]


def status(pid, key):
    """A number of KiB; 0: the process is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            return next((int(line.split()[1]) for line in file if line.startswith(key)), 0)
    except OSError:
        return 0


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return file.read().split()
    except OSError:
        return []


def peaks(command):
    """Peak resident KiB of the coordinator, and of the worker that takes most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    coordinator, workers = 0, {}
    while process.poll() is None:
        coordinator = status(process.pid, "VmHWM") or coordinator
        for child in children(process.pid):
            workers[child] = status(child, "VmHWM") or workers.get(child, 0)
        time.sleep(0.02)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}")
    return coordinator, max(workers.values(), default=0)


def memory(bench, count, names):
    """Peaks at count / 10 and at count records, two workers. Whether they are the same within MORE percent."""
    good, results = True, {}
    print(f"{'Peak KiB':28} {'records':>9} {'coordinator':>22} {'worker':>22}")
    for name, template, channels, small in SIZES:
        if names and not any(n in name for n in names):
            continue
        before = None
        for number in (count // 10, count):
            job = bench.job("whole", channels, "chunks", count=number, template=template, small=small)
            bench.clean()
            found = peaks([bench.engross, "run", job, *bench.trust, "--workers", "2", "--progress=none"])
            bench.sweep()
            more = [100 * (now - then) / then for now, then in zip(found, before or found)]
            good &= max(more) <= MORE
            print(f"{name:28} {number:9,} " + " ".join(f"{kib:13,} {percent:+6.1f} %" for kib, percent in zip(found, more)),
                  flush=True)
            before = found
            results.setdefault(name, []).append({"records": number, "coordinator_kib": found[0], "worker_kib": found[1]})
        os.unlink(bench.records("xml", count, small=small))
    return good, results


def workers(bench, count, pairs):
    """Seconds of one worker beside those of two, in turn, on statements as PDF. Whether two are FASTER in the median."""
    job = bench.job("pair", "pdf", "files", count=count)
    ratios = []
    for turn in range(pairs):
        seconds = {}
        for number in ("1", "2") if turn % 2 == 0 else ("2", "1"):
            bench.clean()
            begun = time.monotonic()
            subprocess.run([bench.engross, "run", job, *bench.trust, "--workers", number, "--progress=none"],
                           stdout=subprocess.DEVNULL, check=True)
            seconds[number] = time.monotonic() - begun
        ratios.append(seconds["1"] / seconds["2"])
        print(f"{count} statements: one worker {seconds['1']:.2f} s, two {seconds['2']:.2f} s: {ratios[-1]:.2f} times as fast",
              flush=True)
    print(f"median of {pairs}: {statistics.median(ratios):.2f} (at least {FASTER})")
    return statistics.median(ratios) >= FASTER, {"ratios": ratios}
