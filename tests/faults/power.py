"""A power failure, from the log of a run's changes to files (FAULT_LOG of faults.c).

What stands before the last syncfs is on the disk, and so is what a file held at its own last sync.
Of the rest, as on a journalling file system: changes of names come in order up to some moment; data of
a file that exists may be there, be missing, be torn, or be zeros."""
import os
import shutil


def read(path):
    changes = []
    with open(path, "rb") as file:
        while head := file.readline():
            kind, a, b, n = head.decode().rstrip("\n").split("\t")
            changes.append((kind, a, b, file.read(int(n))))
    return changes


def replay(changes, old, new, chance, room):
    """Makes below `new` what a failure after these changes below `old` may leave."""
    def move(path):
        path = os.path.normpath(os.path.join(room, path))
        return new + path[len(old):] if path == old or path.startswith(old + os.sep) else None

    synced = max((i for i, c in enumerate(changes) if c[0] == "syncfs"), default=-1)
    own = {}
    for i, (kind, a, _, _) in enumerate(changes):
        if kind == "sync" and move(a):
            own[move(a)] = i
    names_until = chance.randint(synced + 1, len(changes))
    shutil.rmtree(new, ignore_errors=True)
    for i, (kind, a, b, data) in enumerate(changes):
        a = move(a)
        if not a:
            continue
        named = i <= synced or i < names_until
        if kind == "write":
            # A file synced by itself has its name, too.
            if not os.path.exists(a):
                continue
            fate = "kept" if i <= max(synced, own.get(a, -1)) else chance.choice(["kept", "lost", "torn", "zeros"])
            if fate != "lost":
                with open(a, "ab") as file:
                    file.write(data if fate == "kept" else data[:chance.randint(0, len(data))] if fate == "torn"
                               else bytes(len(data)))
        elif not named:
            continue
        elif kind in ("create", "trunc"):
            os.makedirs(os.path.dirname(a), exist_ok=True)
            with open(a, "ab" if kind == "create" else "wb"):
                pass
        elif kind == "mkdir":
            os.makedirs(a, exist_ok=True)
        elif kind == "rename" and os.path.lexists(a):
            os.rename(a, move(b))
        elif kind == "unlink" and os.path.lexists(a):
            if os.path.isdir(a):
                shutil.rmtree(a)
            else:
                os.remove(a)
