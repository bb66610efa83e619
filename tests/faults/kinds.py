"""The kinds of disturbance. Each takes a rig, the contents of the undisturbed run, how many to make, a
source of chance and a tally, and returns what was wrong, a line each."""
import os
import shutil
import signal
import subprocess
import time

import power as power_model
import rig as rigs


def judge(rig, out, expected, tally):
    """Resumes until the run ends; compares."""
    for _ in range(20):
        code, err = rig.run(out, "--resume", "--workers", "2")
        if code in (0, 1):
            break
    else:
        return f"cannot be resumed: exit {code}: {last(err)}"
    others = rig.others(out)
    problem = others or rigs.difference(expected, rigs.contents(rig.folder(out))) or rigs.judge_owners(rig.folder(out))
    tally["good"] += not problem
    return problem


def last(err):
    err = err.decode("utf-8", "replace") if isinstance(err, bytes) else err
    return ([""] + [line for line in err.splitlines() if "error:" in line])[-1]


def fresh(rig, out):
    shutil.rmtree(rig.path(out), ignore_errors=True)
    return out


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False


def kills(rig, expected, count, chance, tally):
    problems = []
    while tally["kills"] < count:
        out = fresh(rig, "killed")
        process = rig.start(out, "--workers", "3")
        for _ in range(200):
            # Workers more often, for a run goes on without them.
            rigs.wait_until(lambda p=process: children(p.pid) or p.poll() is not None)
            time.sleep(0.02 + chance.random() ** 2 * 0.3)
            victims = children(process.pid)
            if victims and chance.random() < 0.7:
                tally["kills"] += kill(chance.choice(victims))
                tally["of workers"] += 1
            elif process.poll() is None:
                tally["kills"] += kill(process.pid)
                tally["of coordinators"] += 1
                process.communicate()
                process = rig.start(out, "--resume", "--workers", str(chance.randint(1, 4)))
            if process.poll() is not None:
                break
        process.communicate()
        tally["runs"] += 1
        problems.append(judge(rig, out, expected, tally))
    return problems


def hands(rig, expected, count, chance, tally):
    """A record that no worker survives is one line of the quarantine; all others are as before."""
    problems = []
    for _ in range(count):
        victim = chance.choice([i for i in range(20) if i % 41 != 7])
        out = fresh(rig, "crashed")
        code, err = rig.run(out, "--workers", "2", environment=rig.preload(crash=f"C{victim:06d}"))
        if code != 1 or "record.crash" not in err:
            problems.append(f"crash of {victim}: exit {code}: {last(err)}")
            continue
        lost = {n for n in expected if f"C{victim:06d}" in n}
        found = rigs.contents(rig.folder(out))
        kept = {n for n in expected if n.startswith("text/")} - lost
        problems.append("" if lost and all(found.get(n) == expected[n] for n in kept) and not lost & found.keys()
                        else f"crash of {victim} touched others")
        tally["good"] += 1
        tally["crashes"] += 1
    out = fresh(rig, "hung")
    code, err = rig.run(out, "--workers", "2", environment=rig.preload(hang="C000011"))
    if code != 4 or "run.time-out" not in err:
        problems.append(f"hang: exit {code}: {last(err)}")
    tally["hangs"] += 1
    problems.append(judge(rig, out, expected, tally))
    return problems


def counts(rig, *options):
    """How many calls and allocations an undisturbed run makes."""
    rig.run(fresh(rig, "counted"), *options, environment=rig.preload(count=rig.path("counts")))
    with open(rig.path("counts"), encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def fail_each(rig, expected, numbers, tally):
    """Of faults that leave the same files behind the first is resumed; the others would do the same."""
    problems = []
    left = {}
    for number, name in numbers:
        out = fresh(rig, "failed")
        code, err = rig.run(out, "--workers", "0", environment=rig.preload(**{name[0]: number, **name[1]}))
        tally["faults"] += 1
        tally["ended the process"] += code in (-6, -5)
        # An allocation that fails ends the process: that is a clear end, too.
        told = code in (-6, -5) or ": error:" in err or err.startswith("error:") or "out of memory" in err \
            or "failed to allocate" in err
        if code in (0, 1) and os.path.isdir(rig.path(out)):
            tally["survived"] += 1
        elif not told:
            problems.append(f"{name} {number}: exit {code} without a word")
        state = rigs.state(rig.path(out))
        if state not in left:
            left[state] = judge(rig, out, expected, tally)
            tally["states resumed"] += 1
        else:
            tally["good"] += not left[state]
        problems.append(left[state] and f"{name} {number}: exit {code}, then {left[state]}")
    return problems


def calls(rig, expected, count, chance, tally):
    total = counts(rig, "--workers", "0")[0]
    tally["calls of a run"] = total
    faults = [(n, ("call", {"errno": errno})) for n in range(1, total + 1) for errno in ("EIO", "ENOSPC", "EMFILE", "ENOMEM", "SHORT")]
    chosen = faults if count >= len(faults) else sorted(chance.sample(faults, count), key=lambda fault: fault[0])
    return fail_each(rig, expected, chosen, tally)


def ways(rig, sites, *options):
    """For each library, the number of the first call of a kind that came to it by each chain of callers."""
    rig.run(fresh(rig, "traced"), *options, environment=rig.preload(**{sites: rig.path("sites")}))
    found = {}
    with open(rig.path("sites"), encoding="ascii") as file:
        for line in file:
            number, *callers = line.split()
            found.setdefault(callers[0].split("+")[0], []).append(int(number))
    return found


def deal(piles, count, chance):
    """So many from all piles, the small ones first: a library of few allocations is not passed over."""
    taken = []
    for i, pile in enumerate(sorted(piles.values(), key=len)):
        share = max(1, (count - len(taken)) // (len(piles) - i))
        taken += chance.sample(pile, min(share, len(pile)))
    return sorted(taken)


def memory(rig, expected, count, chance, tally):
    piles = ways(rig, "sites", "--workers", "0")
    tally["allocations of a run"] = counts(rig, "--workers", "0")[1]
    tally["ways to an allocation"] = sum(len(pile) for pile in piles.values())
    return fail_each(rig, expected, [(n, ("alloc", {})) for n in deal(piles, count, chance)], tally)


def looks(rig, expected, count, chance, tally):
    """Each way to a look at files fails once. What is not seen must not be taken to be absent: no run may have
    another fingerprint, and none other bytes."""
    piles = ways(rig, "look_sites", "--workers", "0")
    tally["looks of a run"] = counts(rig, "--workers", "0")[2]
    tally["ways to a look"] = sum(len(pile) for pile in piles.values())
    return fail_each(rig, expected, [(n, ("look", {"errno": "ENOMEM" if i % 3 == 2 else "EIO"}))
                                     for i, n in enumerate(deal(piles, count, chance))], tally)


def power(rig, expected, count, chance, tally):
    log = rig.path("log")
    code, err = rig.run(fresh(rig, "logged"), "--workers", "2", environment=rig.preload(log=log))
    if code != 1:
        return [f"logged run: exit {code}: {last(err)}"]
    changes = power_model.read(log)
    tally["changes logged"] = len(changes)
    problems = []
    for _ in range(count):
        out = fresh(rig, "dark")
        cut = chance.randrange(len(changes) + 1)
        power_model.replay(changes[:cut], rig.path("logged"), rig.path(out), chance, rig.room)
        tally["failures"] += 1
        problems.append(judge(rig, out, expected, tally))
    return problems


def places(rig, expected, count, chance, tally):
    problems = []
    for turn in range(count):
        out = fresh(rig, "placed")
        kind = ("signal", "vanishing", "read-only", "clock")[turn % 4]
        tally[kind] += 1
        if kind == "clock":
            code, err = rig.run(out, "--workers", "2", environment=rig.preload(clock=1))
            if code != 1:
                problems.append(f"clock: exit {code}: {last(err)}")
        elif kind == "read-only":
            os.mkdir(rig.path(out))
            rig.write(os.path.join(out, "in-the-way"), "")
            code, err = rig.run(os.path.join(out, "in-the-way"), "--workers", "2")
            if code != 4 or "file.unwritable" not in err:
                problems.append(f"read-only: exit {code}: {last(err)}")
        else:
            process = rig.start(out, "--workers", "2")
            rigs.wait_until(lambda o=out: os.path.isdir(rig.path(o)) and os.listdir(rig.path(o)))
            time.sleep(chance.random() * 0.05)
            if kind == "signal":
                process.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM]))
            else:
                os.rename(rig.path(out), rig.path("gone"))
                shutil.rmtree(rig.path("gone"))
            _, err = process.communicate(timeout=120)
            if process.returncode not in (1, 4) or (process.returncode == 4 and b"error:" not in err):
                problems.append(f"{kind}: exit {process.returncode}: {last(err)}")
        problems.append(judge(rig, out, expected, tally))
    return problems


def spoil(path, how):
    with open(path, "r+b") as file:
        text = bytearray(file.read())
        text[len(text) // 3] ^= 1
        file.seek(0)
        file.truncate()
        file.write(text if how == "changed" else text[:-3])


def spoil_running(rig, what, code, goes_on):
    """Something is changed while the run is killed and resumed, or while it goes on."""
    process, partial = rig.catch(fresh(rig, "tampered"), "--workers", "2", after="/parts/00005.manifest")
    if not goes_on:
        process.kill()
        process.communicate()
    spoil(os.path.join(partial, what), "changed")
    if goes_on:
        process.send_signal(signal.SIGCONT)
        err = process.communicate(timeout=120)[1].decode("utf-8", "replace")
        status = process.returncode
    else:
        status, err = rig.run("tampered", "--resume")
    # A changed letter may leave a line that is JSON, but never one that fits.
    good = status == 4 and (code in err or "error:" in err)
    return "" if good else f"{what} changed, {'running' if goes_on else 'resumed'}: exit {status}: {last(err)}"


def verify(rig, folder):
    return subprocess.run([rig.engross, "verify", folder], capture_output=True, check=False).returncode


def spoil_sealed(rig):
    """What is changed once the run is whole but for its name is told by who verifies it, as in any other run."""
    rig.run(fresh(rig, "tampered"), "--workers", "2")
    folder = rig.folder("tampered")
    before = verify(rig, folder)
    os.rename(folder, folder + ".partial")
    spoil(os.path.join(folder + ".partial", "manifest.ndjson"), "changed")
    status, err = rig.run("tampered", "--resume")
    after = verify(rig, folder)
    return "" if (before, after) == (0, 1) else f"sealed: verified {before}; changed: resumed {status}, verified {after}: {last(err)}"


def tampering(rig, expected, count, chance, tally):
    """What was changed behind the run's back is told, and nothing is mixed with it."""
    problems = []
    for what, code, goes_on in (("journal.ndjson", "run.bad-journal", False), ("parts/00002.manifest", "run.changed", False),
                                ("parts/00001.quarantine", "run.changed", True), ("parts/00000.manifest", "run.changed", True),
                                ("journal.ndjson", "run.bad-journal", True), ("", "", False)):
        problem = spoil_running(rig, what, code, goes_on) if what else spoil_sealed(rig)
        tally["good"] += not problem
        tally["changes"] += 1
        problems.append(problem)
        if what:
            rig.run("tampered")
            problems.append(rigs.difference(expected, rigs.contents(rig.folder("tampered"))))
    return problems


KINDS = {"tampering": tampering, "hands": hands, "kills": kills, "calls": calls, "looks": looks, "memory": memory, "power": power, "places": places}
SHORT = {"tampering": 2, "hands": 1, "kills": 12, "calls": 10, "looks": 12, "memory": 12, "power": 6, "places": 4}
