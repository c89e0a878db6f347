#!/usr/bin/env python3
"""A file on which the daemon is killed again and again: files of other sources are taken all the while, and the file is
refused after the fifth end.

Needs the debug build: the file that hangs is injected with STORYLEDGER_INBOX_POISON, which release builds ignore.
"""

import json
import os
import time

from harness import arguments, check, eventually, main, published

KILLS = 5


def taken(ledger, file):
    return ledger.rows(f"SELECT outcome FROM receipt WHERE file = '{file}'")


def hangs(ledger):
    note = ledger.root / "intake.work"
    return note.exists() and b"a/hang.json" in note.read_bytes()


def test(ledger, options):
    for name in "ab":
        (ledger.inbox / name).mkdir()
    variables = {**os.environ, "STORYLEDGER_INBOX_POISON": "hang:hang"}
    ledger.drop("a/hang.json", published("hang"))
    longest = 0
    for number in range(KILLS):
        daemon = ledger.start(env=variables)
        if number > 0:
            # Dropped before the start, or just after it.
            ledger.drop(f"b/{number}-after.json", published(f"after-{number}"))
            start = time.monotonic()
            for file in (f"b/{number}-before.json", f"b/{number}-after.json"):
                eventually(lambda: taken(ledger, file) == [("appended",)], f"{file} is taken", daemon, patience=60)
            longest = max(longest, time.monotonic() - start)
        eventually(lambda: hangs(ledger), "the file is tried", daemon)
        check(not taken(ledger, "a/hang.json"), "it was taken")
        ledger.kill()
        if number == 0:
            # It waits behind the suspect of its own source.
            ledger.drop("a/next.json", published("next"))
        ledger.drop(f"b/{number + 1}-before.json", published(f"before-{number + 1}"))
    ledger.start(env=variables)
    for file, outcome in (("a/hang.json", "quarantined"), ("a/next.json", "appended"), (f"b/{KILLS}-before.json", "appended")):
        eventually(lambda: taken(ledger, file) == [(outcome,)], f"{file} is {outcome}", ledger.daemon)
    [reason] = (json.loads(p.read_text()) for p in ledger.quarantine.rglob("*.reason.json"))
    check(reason["errors"][0]["code"] == "ended-the-reader", str(reason))
    check(f"ended the process {KILLS} times without a trace" in reason["errors"][0]["message"], str(reason))
    ledger.stop()
    events = ledger.check_log()
    check(events == 2 * KILLS, f"{events} events")
    return f"{KILLS} kills on one file; files of another source waited {longest:.1f} s at most after a start"


if __name__ == "__main__":
    main(test, arguments(__doc__), "a file on which the daemon is killed")
