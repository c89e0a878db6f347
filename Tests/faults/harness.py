"""What the fault tests share: a ledger of their own, the real programs, and a look into ledger.db."""

import argparse
import collections
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIPPED = 77
# Longer than any machine needs. What is waited for is a condition, never a time.
PATIENCE = 300


def arguments(description, **options):
    """Reads the options that all have (--bin, --keep) and those named, each with its standard value."""
    parser = argparse.ArgumentParser(description=description)
    root = Path(__file__).resolve().parents[2]
    standard = os.environ.get("STORYLEDGER_BIN", str(root / ".build" / "debug"))
    parser.add_argument("--bin", type=os.path.abspath, default=standard, help=f"where storyledger and storyledgerd are (default {standard})")
    parser.add_argument("--keep", action="store_true", help="keep the ledger for a look at it")
    for name, value in options.items():
        parser.add_argument(f"--{name}", type=type(value), default=value, help=f"default {value}")
    found = parser.parse_args()
    for program in ("storyledger", "storyledgerd"):
        if not os.access(os.path.join(found.bin, program), os.X_OK):
            sys.exit(f"{found.bin} has no {program}: run 'swift build', or name another place with --bin")
    return found


def can_trace():
    """Whether strace(1) is there and may trace: some containers forbid it."""
    if not shutil.which("strace"):
        return False
    done = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return done.returncode == 0


class Failure(Exception):
    """What must hold does not."""


def check(holds, what):
    if not holds:
        raise Failure(what)


def eventually(condition, what, process=None, patience=PATIENCE):
    """Waits until something holds, without taking more than a small part of a processor to look."""
    deadline = time.monotonic() + patience
    while True:
        start = time.monotonic()
        if condition():
            return
        took = time.monotonic() - start
        if process is not None and process.poll() is not None:
            raise Failure(f"the daemon has ended with {process.returncode} before: {what}")
        if time.monotonic() > deadline:
            raise Failure(f"it did not come about in {patience} s: {what}")
        time.sleep(max(0.02, 5 * took))


def handles(process, number):
    """Whether a process does with a signal what it likes; proc_pid_status(5)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return False
    masks = [int(line.split()[1], 16) for line in lines if line.startswith(("SigCgt:", "SigIgn:"))]
    return any(mask >> (number - 1) & 1 for mask in masks)


class Ledger:
    """A ledger in a directory of its own, its daemon, and its database read-only."""

    def __init__(self, options, directory=None):
        self.bin = options.bin
        self.keep = options.keep
        self.scratch = Path(directory or tempfile.mkdtemp(prefix="storyledger-faults-"))
        self.root = self.scratch / "ledger"
        self.drafts = self.scratch / "drafts"
        self.drafts.mkdir()
        # Logs that this test sees are known to no other, and not to the user who runs it.
        self.variables = dict(os.environ, XDG_STATE_HOME=str(self.scratch / "state"))
        self.daemon = None
        self.log_path = self.scratch / "daemon.log"
        self.run("init", check=True)
        self.inbox, self.archive, self.quarantine = (self.root / n for n in ("inbox", "archive", "quarantine"))

    def run(self, *words, **options):
        command = [os.path.join(self.bin, "storyledger"), *words, "--ledger", str(self.root)]
        return subprocess.run(command, capture_output=True, text=True, **{"env": self.variables, **options})

    def start(self, **options):
        config = self.scratch / "storyledger.yaml"
        self.log = open(self.log_path, "ab")
        command = [os.path.join(self.bin, "storyledgerd"), "--ledger", str(self.root)]
        if config.exists():
            command += ["--config", str(config)]
        self.daemon = subprocess.Popen(command, stdout=self.log, stderr=self.log, **options)
        return self.daemon

    def kill(self):
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()
        self.log.close()

    def stop(self):
        """Stops the daemon as systemd does; it must end with 0. One that only begins would end by the signal itself."""
        deadline = time.monotonic() + 5
        while self.daemon.poll() is None and not handles(self.daemon.pid, signal.SIGTERM) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.daemon.send_signal(signal.SIGTERM)
        code = self.daemon.wait(timeout=PATIENCE)
        self.log.close()
        check(code == 0, f"the daemon ended with {code} on SIGTERM")

    def drop(self, name, text):
        """Puts a file into the inbox as a careful producer does: written elsewhere, renamed in."""
        draft = self.drafts / "draft"
        draft.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.rename(draft, self.inbox / name)

    def rows(self, sql):
        database = sqlite3.connect(f"file:{self.root}/ledger.db?mode=ro", uri=True, timeout=60)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def log_lines(self):
        return self.log_path.read_text(errors="replace").splitlines() if self.log_path.exists() else []

    def waiting_files(self):
        return [p for p in Path(os.fsdecode(self.inbox)).rglob("*") if p.is_symlink() or not p.is_dir()]

    def check_log(self):
        """What holds of every log: positions without gaps, identities once, revisions without gaps."""
        positions = [p for (p,) in self.rows("SELECT position FROM event ORDER BY position")]
        check(positions == list(range(len(positions))), "positions have gaps")
        check(not self.rows("SELECT 1 FROM event GROUP BY source, id HAVING count(*) > 1"), "an event is there twice")
        uneven = "SELECT story FROM event GROUP BY story HAVING count(*) <> max(revision) + 1"
        check(not self.rows(uneven), "revisions have gaps")
        check(self.rows("PRAGMA integrity_check") == [("ok",)], "the database is damaged")
        return len(positions)

    def check_files(self, dropped):
        """Every file dropped has one receipt and lies where the receipt says."""
        receipts = self.rows("SELECT file, outcome, sha256 FROM receipt ORDER BY number")
        names = [file for file, _, _ in receipts]
        check(len(names) == len(set(names)), f"files have two receipts: {twice(names)[:5]}")
        check(set(names) == set(dropped), f"no receipt: {sorted(set(dropped) - set(names))[:5]}; "
              f"unknown: {sorted(set(names) - set(dropped))[:5]}")
        check(not self.waiting_files(), "the inbox is not empty")
        check(not self.rows("SELECT 1 FROM pending_move"), "moves are pending")
        kept = [p for p in self.archive.rglob("*") if p.is_file()]
        refused = [p for p in self.quarantine.iterdir() if not p.name.endswith(".reason.json")]
        taken = [file for file, outcome, _ in receipts if outcome != "quarantined"]
        check(len(kept) == len(taken), f"{len(kept)} files archived, {len(taken)} taken")
        check(len(refused) == len(receipts) - len(taken), "files in quarantine are not those that were refused")
        self.check_reasons(refused)
        found = self.run("inbox", "reconcile")
        check(found.returncode == 0, f"files are not accounted for: {found.stdout[-600:]}{found.stderr[-300:]}")
        return dict(collections.Counter(outcome for _, outcome, _ in receipts))

    def check_reasons(self, refused):
        for file in refused:
            reason = json.loads(Path(str(file) + ".reason.json").read_text())
            check(reason["outcome"] == "quarantined" and reason["errors"], f"{file.name} has no reason")
            for error in reason["errors"]:
                check(error["code"] and error["message"] and error["remedy"], f"{file.name}: an empty reason")

    def done(self):
        if self.daemon is not None and self.daemon.poll() is None:
            self.daemon.kill()
            self.daemon.wait()
        if self.keep:
            print(f"kept: {self.scratch}")
        else:
            shutil.rmtree(self.scratch, ignore_errors=True)


def published(story, body="The bridge is closed."):
    return json.dumps({
        "type": "published", "subject": story, "time": "2026-03-02T17:20:00Z",
        "data": {"headline": "Harbor bridge closed", "body": body},
    })


def updated(story, body):
    return json.dumps({"type": "updated", "subject": story, "time": "2026-03-02T18:20:00Z", "data": {"body": body}})


def peak_memory(process):
    """The most that a process ever had resident, in MiB."""
    for line in open(f"/proc/{process.pid}/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) >> 10
    return 0


# The peak memory that the kernel tells of a child includes that of the process which started it: this one is small.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], "wb"))
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss >> 10)
"""


def measure(output, *command):
    """Runs a command with its standard output in a file; returns how it ended, and the most memory it had, in MiB."""
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(output), *map(str, command)], check=True, capture_output=True, text=True)
    return tuple(map(int, measured.stdout.split()))


def twice(names):
    seen = set()
    return [name for name in names if name in seen or seen.add(name)]


def main(test, options, title, **keywords):
    """Runs a test, prints how it ended, and exits with 0 or 1."""
    ledger = Ledger(options, **keywords)
    try:
        summary = test(ledger, options)
        code = 0
        print(f"ok: {title}: {summary}")
    except Failure as failure:
        code = 1
        for line in ledger.log_lines()[-20:]:
            print(f"  daemon: {line}")
        print(f"FAILED: {title}: {failure}")
    finally:
        ledger.done()
    sys.exit(code)
