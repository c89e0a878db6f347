#!/usr/bin/env python3
"""One call that fails while the daemon starts: it goes on, or ends so that it is started again, in the system's words.

usage: start_faults.py [--bin DIR] [--every N] [--keep]

For each file of a ledger, each kind of call and each error number, strace(1) lets the first such call fail, then the
second, and so on until the daemon starts without having met the fault. An I/O error must never look like damage (65),
like a missing ledger (66), like a mistake in the configuration (78) or like a fault of the program (70). --every N tries
every Nth case only. Skipped without strace.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import harness
from harness import SKIPPED, arguments, can_trace, check, published

# What a fault may end the daemon with: 71 no resources, 74 input and output, 75 try again. The unit restarts each.
RESTARTED = (71, 74, 75)
WORDS = {"EIO": ("Input/output error",), "EMFILE": ("Too many open files",), "ENOMEM": ("Cannot allocate memory",),
         "ENOSPC": ("No space left on device", "no space is left"), "EACCES": ("Permission denied", "cannot be written")}
OPENS = "open,openat"
READS = "read,pread64,fstat,newfstatat,stat,lstat,access,faccessat,faccessat2,getdents64"
WRITES = "write,pwrite64,fsync,fdatasync,ftruncate,mkdir,mkdirat,fchmod,fchown,flock,renameat2,rename,linkat,link"
FILES = ["storyledger.yaml", "ledger/ledger.db", "ledger/ledger.db-wal", "ledger/ledger.db-shm", "ledger/ledger.db-lock",
         "ledger/secret", "ledger/key", "ledger/lock", "ledger/inbox", "ledger/archive", "ledger/quarantine", "ledger",
         "ledger/incoming", "ledger/intake.work", "ledger/intake.json", "ledger/views.db", "ledger/views.db-lock",
         "ledger/witnesses", "ledger/public/checkpoint", "ledger/published-head", "ledger/public"]
CASES = [(calls, error) for calls, errors in ((OPENS, ("EIO", "EMFILE", "ENOMEM", "EACCES")),
                                              (READS, ("EIO", "ENOMEM")), (WRITES, ("EIO", "ENOSPC")))
         for error in errors]


class Trial:
    """A copy of a ledger, and a daemon that meets one fault on one of its files."""

    def __init__(self, options, pattern):
        self.ledger = harness.Ledger(options)
        shutil.rmtree(self.ledger.root)
        shutil.copytree(pattern.root, self.ledger.root)
        shutil.copy(pattern.scratch / "storyledger.yaml", self.ledger.scratch)
        self.scratch = self.ledger.scratch

    def run(self, options, file, calls, error, number):
        """Starts the daemon and stops it. Returns whether it met the fault, how it ended, and what it said."""
        trace = self.scratch / "trace"
        command = ["strace", "-f", "-qq", "-o", str(trace), "-P", str(self.scratch / file),
                   "-e", f"inject={calls}:error={error}:when={number}", os.path.join(options.bin, "storyledgerd"),
                   "--ledger", str(self.ledger.root), "--config", str(self.scratch / "storyledger.yaml")]
        with open(self.ledger.log_path, "wb") as log:
            daemon = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True,
                                      env=dict(self.ledger.variables, SWIFT_BACKTRACE="enable=no"))
        said, deadline = "", time.monotonic() + harness.PATIENCE
        while daemon.poll() is None and time.monotonic() < deadline:
            said = self.ledger.log_path.read_text()
            # It may be ready before it has said who it is.
            if "ready status=" in said and re.search(r"process=\d+", said):
                break
            time.sleep(0.02)
        if daemon.poll() is None:
            # strace hands the signal on to nobody.
            pid = re.search(r"process=(\d+)", said)
            os.kill(int(pid.group(1)) if pid else daemon.pid, signal.SIGTERM if pid else signal.SIGKILL)
        status = daemon.wait(timeout=harness.PATIENCE)
        said = self.ledger.log_path.read_text()
        return "(INJECTED)" in trace.read_text(errors="replace"), status, said


def tried(options, pattern, file, calls, error):
    """All the calls of one kind on one file. Returns how many faults were met, and what was wrong."""
    trial = Trial(options, pattern)
    met, wrong = 0, []
    try:
        for number in range(1, 60):
            hit, status, said = trial.run(options, file, calls, error, number)
            if not hit:
                break
            met += 1
            what = f"{file}: {error} at call {number} of {calls.split(',')[0]}...: exit {status}: {said[-400:].strip()}"
            # Missing rights do not pass by themselves: they may be called a mistake in the configuration.
            allowed = RESTARTED + ((78,) if error == "EACCES" else ())
            if status != 0 and status not in allowed:
                wrong.append(what)
            # SQLite forgets the number with which it could not open its WAL.
            elif status != 0 and not any(words in said for words in WORDS[error] + ("could not be opened for writing",)):
                wrong.append("not in the system's words: " + what)
            # A secret that was closed for one moment is like one that is lost.
            elif "damaged" in said or "backup" in said and (file, error) != ("ledger/secret", "EACCES"):
                wrong.append("takes it for damage: " + what)
    finally:
        if not options.keep:
            shutil.rmtree(trial.scratch, ignore_errors=True)
    return met, wrong


def main():
    options = arguments(__doc__.splitlines()[0], every=1)
    if not can_trace():
        print("needs strace(1), and leave to trace")
        sys.exit(SKIPPED)
    pattern = harness.Ledger(options)
    (pattern.scratch / "storyledger.yaml").write_text("inbox:\n  settle: 10ms\n")
    (pattern.root / "witnesses").write_text("# none\n")
    # What a running ledger has: events, an archive, published files, views.
    pattern.start()
    pattern.drop("a.json", published("a"))
    harness.eventually(lambda: not pattern.waiting_files() and (pattern.root / "public/checkpoint").exists(),
                       "the first file is published", pattern.daemon)
    pattern.stop()
    cases = [(file, calls, error) for file in FILES for calls, error in CASES][::options.every]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda case: tried(options, pattern, *case), cases))
    wrong = [line for _, lines in results for line in lines]
    for line in wrong:
        print(f"  {line}")
    met = sum(count for count, _ in results)
    if not options.keep:
        shutil.rmtree(pattern.scratch, ignore_errors=True)
    check(met, "no fault was met")
    check(not wrong, f"{len(wrong)} of {met} faults at the start end the daemon in a wrong way")
    print(f"{met} faults at the start: the daemon goes on, or ends with {', '.join(map(str, RESTARTED))}")


if __name__ == "__main__":
    try:
        main()
    except harness.Failure as failure:
        sys.exit(f"start_faults: {failure}")
