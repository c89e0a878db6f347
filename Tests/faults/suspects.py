#!/usr/bin/env python3
"""A file on which the daemon is killed again and again: files of other sources are taken all the while, and the file is
refused after the fifth end. So are files that end the daemon in two sources at once, a long one beside nothing else,
and one that its producer touches all the while.

Needs the debug build: the file that hangs is injected with STORYLEDGER_INBOX_POISON, which release builds ignore.
"""

import json
import os
import threading
import time

from harness import Ledger, arguments, check, eventually, main, published

KILLS = 5


def taken(ledger, file):
    return ledger.rows(f"SELECT outcome FROM receipt WHERE file = '{file}'")


def hangs(ledger):
    note = ledger.root / "intake.work"
    return note.exists() and b"a/hang.json" in note.read_bytes()


def endings(ledger, poison, most, is_over):
    """Restarts the daemon whenever it ends, until all is over. Returns how often it ended."""
    variables = {**os.environ, "STORYLEDGER_INBOX_POISON": poison, "SWIFT_BACKTRACE": "enable=no"}
    for ends in range(most + 1):
        daemon = ledger.start(env=variables)
        eventually(lambda: daemon.poll() is not None or is_over(), "the daemon ends, or all is over", patience=60)
        if daemon.poll() is None:
            ledger.stop()
            return ends
        ledger.log.close()
    check(False, f"the daemon ended {most + 1} times")


def refused(ledger):
    return {file for file, in ledger.rows("SELECT file FROM receipt WHERE outcome = 'quarantined'")}


def check_refused(ledger, files):
    reasons = [json.loads(p.read_text()) for p in ledger.quarantine.rglob("*.reason.json")]
    check(refused(ledger) == files, f"refused: {refused(ledger)}")
    check(all(r["errors"][0]["code"] == "ended-the-reader" for r in reasons) and len(reasons) == len(files), str(reasons))


def two_sources(ledger):
    """Each end counts for the file that it happened at alone."""
    for name in "abcd":
        (ledger.inbox / name).mkdir()
        file = "poison" if name in "ab" else "good"
        ledger.drop(f"{name}/{file}.json", published(f"{file}-{name}"))
        ledger.drop(f"{name}/zlast.json", published(f"last-{name}"))
    ends = endings(ledger, "kill:poison", 2 * KILLS, lambda: not ledger.waiting_files())
    check(ends == 2 * KILLS, f"two files that kill: {ends} ends")
    check_refused(ledger, {"a/poison.json", "b/poison.json"})
    early = [file for file, in ledger.rows("SELECT file FROM receipt ORDER BY number LIMIT 4")]
    check(all(file[0] in "cd" for file in early), f"the innocent sources come first: {early}")
    print(f"two sources with a file that kills: {ends} ends, both refused")


def long_file(ledger):
    """It is copied first; meanwhile it is not forgotten."""
    (ledger.inbox / "a").mkdir()
    head = "---\ntype: published\nstory: long\ntime: 2026-03-02T17:20:00Z\nheadline: A long one\n---\n"
    ledger.drop("a/poison.md", head + ("Words that go on for a paragraph. " * 30 + "\n\n") * (8 << 10))
    ends = endings(ledger, "decide:poison", 2, lambda: not ledger.waiting_files())
    check(ends == 2, f"a long file that traps: {ends} ends")
    check_refused(ledger, {"a/poison.md"})
    print(f"a long file that traps: {ends} ends")


def touched_file(ledger):
    (ledger.inbox / "a").mkdir()
    ledger.drop("a/poison.json", published("touched"))
    is_over = threading.Event()

    def touch():
        # As touch(1) does: the close of the file makes it whole.
        while not is_over.wait(0.3):
            try:
                file = os.open(ledger.inbox / "a/poison.json", os.O_WRONLY)
            except FileNotFoundError:
                return
            os.utime(file)
            os.close(file)

    toucher = threading.Thread(target=touch)
    toucher.start()
    try:
        ends = endings(ledger, "decide:poison", 2, lambda: not ledger.waiting_files())
    finally:
        is_over.set()
        toucher.join()
    # One that is touched while it is read is another file: it is read again.
    check(2 <= ends <= 3, f"a file that is touched: {ends} ends")
    check_refused(ledger, {"a/poison.json"})
    print(f"a file that is touched: {ends} ends")


def test(ledger, options):
    for shape in (two_sources, long_file, touched_file):
        other = Ledger(options)
        try:
            shape(other)
        finally:
            other.done()
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
