#!/usr/bin/env python3
"""One call on the files of the inbox that fails while files are taken in: each file still has one outcome, and its bytes.

usage: one_fault.py [--bin DIR] [--every N] [--keep]

strace(1) lets the first call of a kind on the inbox, the archive, the quarantine or the copies fail, then the second, and
so on; and it interrupts every third of them (EINTR). The daemon goes on, takes every file once, and 'verify --archive' finds
nothing. --every N tries every Nth call only. Skipped without strace.
"""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import harness
from harness import SKIPPED, arguments, can_trace, check, eventually, published

CALLS = ["openat", "read,pread64", "write,pwrite64", "fsync,fdatasync,syncfs", "renameat2,renameat,rename",
         "unlink,unlinkat", "fchmod,fchmodat", "newfstatat,fstat,statx", "getdents64", "mkdir,mkdirat"]
ERRORS = ["EIO", "ENOSPC", "EMFILE"]
MOST = 12
FILES = 6


def tried(options, calls, error, when):
    """Takes files in beside a fault. Returns whether it was met."""
    ledger = harness.Ledger(options)
    trace = ledger.scratch / "trace"
    try:
        (ledger.inbox / "wire" / "2026").mkdir(parents=True)
        (ledger.scratch / "storyledger.yaml").write_text("inbox:\n  settle: 10ms\n  scan-interval: 1s\n")
        # The first ones lie there at the start; one is refused.
        for number in range(FILES // 2):
            ledger.drop(f"wire/2026/f{number}.json", published(f"f{number}"))
        ledger.drop("bad.json", "{")
        paths = [word for name in ("inbox", "inbox/wire", "inbox/wire/2026", "archive", "quarantine", "incoming")
                 for word in ("-P", str(ledger.root / name))]
        command = ["strace", "-f", "-qq", "-o", str(trace), *paths, "-e", f"inject={calls}:error={error}:when={when}",
                   os.path.join(options.bin, "storyledgerd"), "--ledger", str(ledger.root), "--config",
                   str(ledger.scratch / "storyledger.yaml")]
        with open(ledger.log_path, "wb") as log:
            daemon = subprocess.Popen(command, stdout=log, stderr=log, env=dict(ledger.variables, SWIFT_BACKTRACE="enable=no"))
        ledger.daemon = daemon
        what = f"{calls}: {error} at {when}"
        eventually(lambda: "opened the ledger" in ledger.log_path.read_text() or daemon.poll() is not None, what)
        for number in range(FILES // 2, FILES):
            ledger.drop(f"f{number}.json", published(f"f{number}"))
        # A fault at the start may end it: then it is started again, as systemd does.
        deadline = time.monotonic() + harness.PATIENCE
        while ledger.waiting_files() and time.monotonic() < deadline:
            if ledger.daemon.poll() is not None:
                said = ledger.log_path.read_text()
                check(ledger.daemon.returncode == 74 or (ledger.daemon.returncode, error) == (78, "EACCES"), f"{what}: ended with {ledger.daemon.returncode}: {said[-400:]}")
                ledger.start()
            time.sleep(0.02)
        said = ledger.log_path.read_text()
        check(not ledger.waiting_files(), f"{what}: {[p.name for p in ledger.waiting_files()]} stay: {said[-600:]}")
        # strace hands no signal on.
        pids = re.findall(r"process=(\d+)", said)
        os.kill(int(pids[-1]), signal.SIGTERM)
        status = ledger.daemon.wait(timeout=harness.PATIENCE)
        check(status == 0, f"{what}: ended with {status} on SIGTERM: {ledger.log_path.read_text()[-400:]}")
        dropped = [f"wire/2026/f{n}.json" for n in range(FILES // 2)] + [f"f{n}.json" for n in range(FILES // 2, FILES)]
        receipts = dict(ledger.rows("SELECT file, outcome FROM receipt"))
        check(receipts == {**{name: "appended" for name in dropped}, "bad.json": "quarantined"}, f"{what}: {receipts}")
        found = ledger.run("verify", "--archive")
        check(found.returncode == 0, f"{what}: {found.stdout}")
        left = [p.name for p in (ledger.root / "incoming").iterdir()]
        check(not left, f"{what}: copies are left: {left}")
        return "(INJECTED)" in trace.read_text(errors="replace")
    finally:
        if ledger.daemon is not None and ledger.daemon.poll() is None:
            for pid in re.findall(r"process=(\d+)", ledger.log_path.read_text()):
                subprocess.run(["kill", "-KILL", pid], stderr=subprocess.DEVNULL)
        ledger.done()


def all_of(options, calls, error):
    """Lets one call after the other fail, until there are no more of them."""
    met, wrong = 0, []
    for number in range(1, MOST + 1, options.every):
        try:
            if not tried(options, calls, error, number):
                break
            met += 1
        except harness.Failure as failure:
            met += 1
            wrong.append(str(failure))
    return met, wrong


def interrupted(options, calls):
    try:
        return int(tried(options, calls, "EINTR", "2+3")), []
    except harness.Failure as failure:
        return 1, [str(failure)]


def main():
    options = arguments(__doc__.splitlines()[0], every=1)
    if not can_trace():
        print("needs strace(1), and leave to trace")
        sys.exit(SKIPPED)
    # Calls that a signal interrupts; the others never return EINTR.
    slow = [CALLS[0], CALLS[1], CALLS[2], CALLS[3]]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda calls: interrupted(options, calls), slow))
        cases = [(calls, error) for calls in CALLS for error in ERRORS]
        results += list(pool.map(lambda case: all_of(options, *case), cases))
    wrong = [line for _, lines in results for line in lines]
    for line in wrong:
        print(f"  {line}")
    met = sum(count for count, _ in results)
    check(met, "no fault was met")
    check(not wrong, f"{len(wrong)} of {met} faults leave a file without its outcome or its bytes")
    print(f"{met} faults while files are taken in: each file has its outcome and its bytes")


if __name__ == "__main__":
    try:
        main()
    except harness.Failure as failure:
        sys.exit(f"one_fault: {failure}")
