#!/usr/bin/env python3
"""Damages pages of ledger.db under a daemon, as a failing disk does, and sees that its background check finds each: in its log, in
status, in the metrics, and by doctor; and that it finds nothing in a ledger that is whole, and goes on where it was."""

import json
import os
import random
import sqlite3
import time

from harness import arguments, check, eventually, main, published

# What stands in a page of each kind, so that a byte of it can be found and changed.
KINDS = {
    "a text": lambda db: db.execute("SELECT data FROM event WHERE position = 300").fetchone()[0],
    "a leaf": lambda db: db.execute("SELECT leaf FROM event WHERE position = 150").fetchone()[0],
    "a hash of a tile": lambda db: db.execute("SELECT hashes FROM tile WHERE level = 0 AND number = 0").fetchone()[0][:4096],
    "a receipt": lambda db: db.execute("SELECT file FROM receipt WHERE number = 40").fetchone()[0].encode(),
    "an index": lambda db: b"indexed-by-this-id-77",
}


def places(root, wanted, scratch):
    """Where some bytes are in the database's file; the index has the last of an id's two places."""
    content = (root / "ledger.db").read_bytes()
    found, start = [], content.find(wanted)
    while start >= 0:
        found.append(start)
        start = content.find(wanted, start + 1)
    return found


def state(ledger):
    try:
        return json.loads((ledger.root / "check.json").read_text())
    except (OSError, ValueError):
        return {}


def finished(ledger):
    return state(ledger).get("finished")


def metric(ledger, name):
    for line in ledger.run("status", "--metrics").stdout.splitlines():
        if line.startswith(f"storyledger_{name} "):
            return float(line.split()[1])
    return None


def damage(ledger, kind, chance):
    """Changes one byte of the file behind SQLite's back; returns how to undo it."""
    database = sqlite3.connect(ledger.root / "ledger.db")
    wanted = KINDS[kind](database)
    database.close()
    found = places(ledger.root, bytes(wanted), ledger.scratch)
    check(found, f"{kind} is not in the file")
    place = found[-1 if kind == "an index" else 0] + chance.randrange(len(wanted) // 4, len(wanted))
    if kind == "an index":
        check(len(found) > 1, "the id is in the index, too")
        # The index is in the pages that hold many ids.
        content = (ledger.root / "ledger.db").read_bytes()
        page = max({p // 16384 for p in found}, key=lambda n: content[n * 16384:(n + 1) * 16384].count(b"indexed-by-this-id"))
        place = next(p for p in found if p // 16384 == page) + 20
    with open(ledger.root / "ledger.db", "r+b") as file:
        file.seek(place)
        old = file.read(1)
        file.seek(place)
        file.write(bytes([old[0] ^ 1]))
    return place, old


def test(ledger, options):
    chance = random.Random(options.seed)
    documents = []
    for number in range(600):
        document = json.loads(published(f"s{number}", f"The bridge {number} is closed. " * 20))
        if number % 2:
            document["id"] = f"indexed-by-this-id-{number}"
        documents.append(document)
    for start in range(0, 600, 10):
        (ledger.drafts / "documents.json").write_text(json.dumps(documents[start:start + 10]))
        ledger.run("append", str(ledger.drafts / "documents.json"), check=True)
    (ledger.scratch / "storyledger.yaml").write_text("inbox:\n  settle: 100ms\n  scan-interval: 60s\ncheck:\n  every: 10s\n")
    ledger.start()
    eventually(lambda: finished(ledger), "a pass ends", ledger.daemon)
    first = finished(ledger)
    eventually(lambda: finished(ledger) != first, "another pass ends", ledger.daemon)
    check(not state(ledger)["faults"] and metric(ledger, "check_faults") == 0, f"faults of a whole ledger: {state(ledger)}")
    check("nothing is damaged" in ledger.run("status").stdout, "status says that a pass has ended")
    check(ledger.run("verify").returncode == 0, "the ledger is whole")
    ledger.stop()

    took = []
    for kind in KINDS:
        place, old = damage(ledger, kind, chance)
        before = len(ledger.log_lines())
        ledger.start()
        began = time.monotonic()
        eventually(lambda: metric(ledger, "check_faults"), f"{kind} is found", ledger.daemon)
        took.append(time.monotonic() - began)
        said = [line for line in ledger.log_lines()[before:] if "the log is damaged" in line]
        check(said and all("storyledger verify" in line for line in said), f"{kind}: the log says so: {said}")
        check("the log is damaged" in ledger.run("status").stdout, f"{kind}: status says so")
        check(json.loads(ledger.run("status", "--json").stdout)["check"]["faults"], f"{kind}: status --json says so")
        doctor = ledger.run("doctor")
        check(doctor.returncode == 1 and "the log is damaged" in doctor.stdout, f"{kind}: doctor says so: {doctor.stdout}")
        check(ledger.run("verify").returncode == 1, f"{kind}: verify finds it, too")
        ledger.drop(f"{kind}.json".replace(" ", "-"), published(kind))
        eventually(lambda: not ledger.waiting_files(), f"{kind}: files are taken all the same", ledger.daemon)
        ledger.stop()
        with open(ledger.root / "ledger.db", "r+b") as file:
            file.seek(place)
            file.write(old)
        ledger.start()
        eventually(lambda: metric(ledger, "check_faults") == 0, f"{kind}: a mended page is forgotten", ledger.daemon)
        ledger.stop()
    # It goes on where it was: a daemon that is often started again ends its pass.
    os.unlink(ledger.root / "check.json")
    starts = 0
    while not finished(ledger):
        starts += 1
        check(starts < 40, "a pass never ends")
        ledger.start()
        seen = state(ledger)
        eventually(lambda: state(ledger) != seen, "a step is made", ledger.daemon)
        ledger.kill()
    return f"{len(KINDS)} kinds of pages found within {max(took):.0f} s of a pass of 10 s; a pass over {starts} starts"


if __name__ == "__main__":
    main(test, arguments(__doc__, seed=7), "a damaged page")
