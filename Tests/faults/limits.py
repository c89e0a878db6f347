#!/usr/bin/env python3
"""The daemon with few threads or few open files: it works, or it ends with one message that says what to raise.

usage: limits.py [--bin DIR] [--keep]

Runs the daemon as an unprivileged user under each limit. Under none may it be silent: within a minute it is ready, takes
a file, publishes it and stops on SIGTERM, or it ends with 71 and names the limit. Needs root, setpriv and prlimit;
skipped without them.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import harness

USER = 42_017
WITHIN = 60


def tried(options, words):
    """Runs the daemon under limits. Returns how it went, or raises."""
    ledger = harness.Ledger(options)
    try:
        for path, directories, files in os.walk(ledger.scratch):
            for name in [path, *(os.path.join(path, name) for name in files)]:
                os.chown(name, USER, USER)
        log = open(ledger.log_path, "wb")
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "prlimit", *words,
                   os.path.join(options.bin, "storyledgerd"), "--ledger", str(ledger.root)]
        daemon = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ, SWIFT_BACKTRACE="enable=no"))
        document = {"type": "published", "subject": "s", "time": "2026-03-02T09:00:00Z", "data": {"headline": "H", "body": "B"}}
        ledger.drop("a.json", json.dumps(document))
        os.chown(ledger.inbox / "a.json", USER, USER)
        end = time.monotonic() + WITHIN
        checkpoint = ledger.root / "public" / "checkpoint"
        while time.monotonic() < end and daemon.poll() is None:
            if not ledger.waiting_files() and checkpoint.exists() and b"\n1\n" in checkpoint.read_bytes():
                break
            time.sleep(0.05)
        said = "\n".join(ledger.log_lines())
        if daemon.poll() is None:
            works = not ledger.waiting_files() and checkpoint.exists()
            daemon.send_signal(signal.SIGTERM if works else signal.SIGKILL)
            status = daemon.wait(timeout=harness.PATIENCE)
            harness.check(works, f"{words}: neither works nor ends within {WITHIN} s: {said[-500:]}")
            harness.check(status == 0, f"{words}: ended with {status} on SIGTERM: {said[-500:]}")
            return "works"
        harness.check(daemon.returncode == 71, f"{words}: ended with {daemon.returncode}: {said[-500:]}")
        harness.check("raise the limit" in said, f"{words}: does not say what to do: {said[-500:]}")
        return "refused"
    finally:
        if not options.keep:
            shutil.rmtree(ledger.scratch, ignore_errors=True)


def main():
    options = harness.arguments(__doc__.splitlines()[0])
    if os.geteuid() != 0 or not shutil.which("setpriv") or not shutil.which("prlimit"):
        print("needs root, setpriv(1) and prlimit(1)")
        sys.exit(harness.SKIPPED)
    # A copy that any user may run.
    options.bin = shutil.copytree(options.bin, "/tmp/storyledger-limits-bin", dirs_exist_ok=True,
                                  ignore=lambda folder, names: [n for n in names if n not in ("storyledger", "storyledgerd")])
    os.chmod(options.bin, 0o755)
    seen = {}
    for limit, numbers in (("nproc", (2, 3, 5, 8, 11, 14, 20, 40)), ("nofile", (8, 12, 20, 40, 52, 60, 80, 200))):
        for number in numbers:
            seen[f"{limit} {number}"] = tried(options, [f"--{limit}={number}:{number}"])
    shutil.rmtree(options.bin)
    harness.check(seen["nproc 40"] == seen["nofile 200"] == "works", f"ordinary limits are refused: {seen}")
    print("; ".join(f"{name}: {outcome}" for name, outcome in seen.items()))


if __name__ == "__main__":
    try:
        main()
    except harness.Failure as failure:
        sys.exit(f"limits: {failure}")
