#!/usr/bin/env python3
"""Breaks one thing at a time that a ledger depends on: doctor names it, says what to do, and that mends it."""

import ctypes
import grp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from publication import Witness  # noqa: E402
from harness import arguments, check, eventually, main, published  # noqa: E402


def doctor(ledger, *words, code=None):
    done = ledger.run("doctor", "--json", *words)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    faults = [d for d in found if d["state"] == "fault"]
    check(done.returncode == (1 if faults else 0), f"doctor ended with {done.returncode}: {found} {done.stderr}")
    check(code is None or done.returncode == code, f"doctor: {faults}")
    for one in found:
        check(one["state"] in ("ok", "unknown") or one["remedy"], f"no remedy: {one}")
    return found


def named(ledger, what, path, *words):
    """One fault names a path; its remedy, typed as it is, mends it."""
    faults = [d for d in doctor(ledger, *words, code=1) if d["state"] == "fault"]
    fitting = [d for d in faults if str(path) in d["message"]]
    check(len(fitting) == len(faults) == 1, f"{what}: {faults}")
    return fitting[0]["remedy"]


def test(ledger, options):
    root = ledger.root
    ledger.run("append", "-", input=published("one"))
    ledger.run("publish")
    doctor(ledger, code=0)
    (root / "inbox" / "cms").mkdir(mode=0o750)

    mended = 0
    for path, mode in [
        ("ledger.db", 0o666), ("ledger.db", 0o644), ("views.db", 0o666), ("key", 0o640), ("secret", 0o604), ("inbox", 0o777),
        ("inbox/cms", 0o777), ("archive", 0o500), ("quarantine", 0o300), ("inbox/cms", 0o070), ("", 0o757),
    ]:
        place = root / path
        before = place.stat().st_mode & 0o777
        os.chmod(place, mode)
        if os.geteuid() == 0 and mode in (0o500, 0o300, 0o070):
            # The ledger is root's here, whom no permission holds up.
            os.chmod(place, before)
            continue
        remedy = named(ledger, f"{path} has the mode {mode:o}", place)
        check(remedy.startswith("chmod "), f"{path}: {remedy}")
        subprocess.run(remedy.split(), check=True)
        # SQLite gives the files beside a database its mode.
        for fault in [d for d in doctor(ledger) if d["state"] == "fault"]:
            check(f"{place}-" in fault["message"], f"after {remedy}: {fault}")
            subprocess.run(fault["remedy"].split(), check=True)
        doctor(ledger, code=0)
        mended += 1
        os.chmod(place, before)

    if os.geteuid() == 0:
        for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm", "key", "secret", "archive"):
            os.chown(root / name, 65534, 65534)
            faults = [d for d in doctor(ledger) if d["state"] == "fault" and str(root / name) in d["message"]]
            if name == "archive":
                check(not faults, f"root cannot write to the archive: {faults}")
            else:
                check(faults and "chown root:" in faults[0]["remedy"], f"{name} is another's: {faults}")
            os.chown(root / name, 0, 0)
            os.chmod(root / name, 0o750 if name == "archive" else 0o640 if name.startswith("ledger.db") else 0o600)
        doctor(ledger, code=0)

    # Only a producer writes into a source's directory.
    if os.geteuid() == 0 and shutil.which("groupadd"):
        readers = next((g for g in grp.getgrall() if g.gr_mem and g.gr_gid), None)
        if readers:
            for place in [root, *root.rglob("*")]:
                os.chown(place, -1, readers.gr_gid)
            # Below a closed directory it is a ledger of its owner's alone.
            doctor(ledger, code=0)
            ledger.scratch.chmod(0o755)
            doctor(ledger, code=0)
            # What keeps readers out, each with the command that lets them in.
            for path, mode, what in [("ledger.db", 0o600, "read it"), ("archive", 0o710, "list it"), ("quarantine", 0o740, "enter it"),
                                     ("published-head", 0o600, "read it"), ("ledger.db-shm", 0o600, "read it")]:
                place, before = root / path, (root / path).stat().st_mode & 0o777
                place.chmod(mode)
                faults = [d for d in doctor(ledger, code=1) if d["state"] == "fault"]
                check([d["message"].startswith(f"{place}: ") and d["message"].endswith(f" cannot {what}") for d in faults] == [True],
                      f"readers cannot {what}: {faults}")
                subprocess.run(faults[0]["remedy"].split(), check=True)
                # SQLite gives the files beside a database its mode.
                for fault in [d for d in doctor(ledger) if d["state"] == "fault"]:
                    check(f"{place}-" in fault["message"], f"after {faults[0]['remedy']}: {fault}")
                    subprocess.run(fault["remedy"].split(), check=True)
                doctor(ledger, code=0)
                check(place.stat().st_mode & 0o777 == before, f"{faults[0]['remedy']} gives {place.stat().st_mode:o}")
            os.chown(root / "inbox" / "cms", -1, readers.gr_gid)
            os.chmod(root / "inbox" / "cms", 0o2770)
            remedy = named(ledger, "readers may write into a source", root / "inbox" / "cms")
            check(remedy == "storyledger-source cms", remedy)
            os.chown(root / "inbox" / "cms", -1, 65534)
            doctor(ledger, code=0)
            for place in [root, *root.rglob("*")]:
                os.chown(place, -1, 0)
            ledger.scratch.chmod(0o700)

    for name in ("key", "secret", "ledger.db"):
        (root / name).rename(root / "away")
        states = {d["check"]: d["state"] for d in doctor(ledger)}
        wanted = {"key": ("key", "fault"), "secret": ("secret", "fault"), "ledger.db": ("ledger", "fault")}[name]
        check(states.get(wanted[0]) == wanted[1], f"without {name}: {states}")
        (root / "away").rename(root / name)

    config = ledger.scratch / "wrong.yaml"
    config.write_text("inbox:\n  settle: soon\n  unknown: 1\n")
    faults = [d for d in doctor(ledger, "--config", str(config), code=1) if d["check"] == "configuration"]
    check(len(faults) == 2 and all(f"{config}:" in d["message"] for d in faults), f"settings: {faults}")

    if os.geteuid() == 0:
        # The service's user must read the file, too, not only root.
        config.write_text(f"ledger:\n  directory: {root}\n")
        config.chmod(0o600)
        os.chown(root, 65534, -1)
        faults = [d for d in doctor(ledger, "--config", str(config)) if d["check"] == "configuration"]
        check(faults[0]["remedy"] == f"chmod o+x {ledger.scratch}", f"a directory on the way to it is closed: {faults}")
        ledger.scratch.chmod(0o755)
        faults = [d for d in doctor(ledger, "--config", str(config)) if d["check"] == "configuration"]
        check("cannot read it" in faults[0]["message"] and faults[0]["remedy"] == f"chmod 0644 {config}",
              f"a closed configuration: {faults}")
        os.chown(root, 0, -1)

    key = json.loads(ledger.run("key", "show", "--json").stdout)["keys"][0]
    witness = Witness("down.example", b"1" * 32, [key])
    (root / "witnesses").write_text(witness.line("down"))
    witness.server.shutdown()
    witness.server.server_close()
    found = [d for d in doctor(ledger, code=0) if d["check"] == "witness"]
    check(len(found) == 1 and found[0]["state"] == "warning", f"a witness that is down: {found}")
    (root / "witnesses").write_text("witness\n")
    check([d for d in doctor(ledger, code=1) if d["check"] == "witnesses"], "a list that cannot be read")
    (root / "witnesses").unlink()

    # Watches that other programs of the same user hold.
    def left():
        said = next(d["message"] for d in doctor(ledger) if d["check"] == "watches")
        return int(re.search(r"(\d+) more directories", said)[1])

    before, trees = left(), ledger.scratch / "trees"
    trees.mkdir()
    libc = ctypes.CDLL(None)
    notifier = libc.inotify_init()
    for number in range(300):
        (trees / str(number)).mkdir()
        check(libc.inotify_add_watch(notifier, str(trees / str(number)).encode(), 2) >= 0, "no watch is given")
    # Other programs of this user may come and go.
    check(before - 400 <= left() <= before - 200, f"{before} watches were left, and with 300 more {left()}")
    os.close(notifier)

    ledger.start()
    eventually(lambda: "ok" in [d["state"] for d in doctor(ledger) if d["check"] == "daemon"], "the daemon is seen")
    ledger.stop()
    (root / "published-head").write_text((root / "published-head").read_text().replace("\n1\n", "\n7\n", 1))
    faults = [d for d in doctor(ledger, code=1) if d["state"] == "fault"]
    check([d["check"] for d in faults] == ["publication"], f"behind its published head: {faults}")
    check(doctor(ledger, "--ledger", str(root / "none"), code=1)[0]["check"] == "ledger", "no ledger")
    return f"{mended} modes, owners, lost files, settings, witnesses"


if __name__ == "__main__":
    main(test, arguments(__doc__), "what doctor finds")
