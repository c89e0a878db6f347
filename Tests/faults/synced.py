#!/usr/bin/env python3
"""A name is given to a file only when its bytes are on the disk, and the name is synced, too.

usage: synced.py [--bin DIR] [--keep] [--show 1]

strace(1) lists what a program does with the files of a ledger, of what a user knows of logs, and of a backup. The rule, for
each file that is renamed there: what was written is synced before it gets its name (fsync of the file, or syncfs), and its
directory is synced afterwards, before the program ends or, for a daemon, before it is idle. So is each removal by a takedown, else
a power cut brings the words back, and each removal from the inbox, else it brings files back that were taken. FREE lists the files
for which that is not needed, with the reason. A power cut shows the same, but only if it comes at the right moment. Skipped without
strace.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import harness
from harness import SKIPPED, arguments, can_trace, check, eventually, published, updated

CALLS = ("openat,write,pwrite64,copy_file_range,sendfile,fsync,fdatasync,syncfs,rename,renameat,renameat2,link,linkat,unlink,"
         "unlinkat,ftruncate")
# What may be lost, and why.
FREE = {
    r"/intake\.json$": "what the daemon does now; it is written again each second",
    r"/incoming/leaving-\d+$": "an original on its way out, whose copy is filed",
    r"/incoming/[0-9a-f]+-[0-9a-f]+$": "a copy on its way to the archive: the next daemon removes it, or files it and searches it",
}
# What counts only when another file has its name: a backup by its manifest, a restored ledger by its parts that leave the draft.
TOGETHER = r"/backup/(?!manifest)|/\.restoring/"


class Trace:
    """What a program did, and what is wrong of it."""

    def __init__(self, text, roots):
        self.roots = roots
        # Since the last sync: files that were written, and directories with new names, and without old ones.
        self.written, self.named, self.owed, self.gone, self.faults, self.renames = {}, {}, {}, {}, [], []
        pending = {}
        for line in text.splitlines():
            process, _, call = line.partition(" ")
            call = call.strip()
            if call.endswith("<unfinished ...>"):
                pending[process] = call[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", call)
            if resumed:
                call = pending.pop(process, "") + resumed[1]
            self.take(call)

    def take(self, call):
        made = re.match(r"(\w+)\((.*)\)\s+= (-?\d+)", call)
        if not made or int(made[3]) < 0:
            return
        name, words = made[1], made[2]
        path = re.match(r"\d+<([^>]*)>", words)
        if name in ("write", "pwrite64", "ftruncate", "copy_file_range", "sendfile") and path:
            target = path[1] if name not in ("copy_file_range",) else re.findall(r"\d+<([^>]*)>", words)[-1]
            if self.is_ours(target):
                self.written[target] = True
        elif name in ("fsync", "fdatasync") and path:
            self.written.pop(path[1], None)
            self.named.pop(path[1], None)
            self.gone.pop(path[1], None)
        elif name == "syncfs":
            for unsynced in (self.written, self.named, self.owed, self.gone):
                unsynced.clear()
        elif name.startswith(("rename", "link")):
            places = [os.path.join(directory, file) for directory, file in re.findall(r'(?:\w+<([^>]*)>, )?"([^"]*)"', words)]
            # SQLite syncs what it writes; the name of a database is for the program to sync.
            if len(places) == 2 and self.is_ours(places[1].removesuffix(".db")):
                self.rename(*places)
        elif name.startswith("unlink"):
            for directory, file in re.findall(r'(?:\w+<([^>]*)>, )?"([^"]*)"', words):
                place = os.path.join(directory, file)
                if self.is_ours(place) and not self.is_free(place):
                    self.gone[os.path.dirname(place)] = place

    def is_ours(self, path):
        return any(path.startswith(root) for root in self.roots) and not re.search(r"\.db(-wal|-shm|-journal)?$", path)

    def rename(self, old, new):
        self.renames.append(new)
        if self.written.pop(old, None) and not self.is_free(new):
            if re.search(TOGETHER, new):
                self.owed[new] = True
            else:
                self.faults.append(f"{new} got its name before its bytes were synced")
        if not re.search(TOGETHER, new):
            self.faults += [f"{new} got its name before {other} was synced" for other in self.owed]
            self.owed.clear()
        self.named[os.path.dirname(new)] = new
        if os.path.dirname(old) != os.path.dirname(new) and not self.is_free(old):
            self.gone[os.path.dirname(old)] = old

    @staticmethod
    def is_free(path):
        return any(re.search(rule, path) for rule in FREE)

    def ended(self, takes_down=False):
        faults = self.faults + [f"the name of {new} was not synced" for new in self.named.values() if not self.is_free(new)]
        return faults + [f"that {old} is gone was not synced" for old in self.gone.values()
                         if takes_down or "/ledger/inbox/" in old or old.endswith(".suspects")]


def traced(ledger, *words, roots=()):
    trace = ledger.scratch / "trace"
    command = ["strace", "-f", "-y", "-qq", "-s", "300", "-e", f"trace={CALLS}", "-o", str(trace),
               os.path.join(ledger.bin, "storyledger"), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=ledger.variables)
    check(done.returncode == 0, f"{words}: {done.returncode} {done.stdout}{done.stderr}")
    return Trace(trace.read_text(errors="replace"), [str(ledger.scratch)])


def daemon(ledger):
    """Takes files in, refuses one, and ends. A run before it ended at a file."""
    (ledger.scratch / "storyledger.yaml").write_text("inbox:\n  settle: 10ms\n  scan-interval: 1s\n")
    ledger.drop("poison.json", published("p"))
    process = ledger.start(env=dict(ledger.variables, STORYLEDGER_INBOX_POISON="decide:poison", SWIFT_BACKTRACE="enable=no"))
    check(process.wait(timeout=harness.PATIENCE) < 0, "the injected trap ends it")
    return traced_daemon(ledger, {
        "d.json": published("d"), "bad.json": "{", "secret.json": updated("a", "One.\n\nA secret name.\n\nFour."),
        "desk/2026/both.json": f"[{published('both', 'A hidden name.')}, {published('e')}]",
        "refused.json": '{"type": "A secret name."}',
        "deep.md": "---\ntype: published\nsubject: deep\ntime: 2026-03-02T09:00:00Z\n---\n# H\n\nB.\n"})


def traced_daemon(ledger, files):
    """Runs until it has filed the files."""
    trace = ledger.scratch / "trace"
    command = ["strace", "-f", "-y", "-qq", "-s", "300", "-e", f"trace={CALLS}", "-o", str(trace),
               os.path.join(ledger.bin, "storyledgerd"), "--ledger", str(ledger.root), "--config",
               str(ledger.scratch / "storyledger.yaml")]
    with open(ledger.log_path, "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=ledger.variables)
    try:
        eventually(lambda: "opened the ledger" in ledger.log_path.read_text(), "it starts")
        for name, text in files.items():
            (ledger.inbox / name).parent.mkdir(parents=True, exist_ok=True)
            ledger.drop(name, text)
        eventually(lambda: not ledger.waiting_files(), "they are taken")
        eventually(lambda: not list((ledger.root / "incoming").iterdir()), "they are filed")
        time.sleep(2)
        pids = re.findall(r"process=(\d+)", ledger.log_path.read_text())
        os.kill(int(pids[-1]), signal.SIGTERM)
        check(process.wait(timeout=harness.PATIENCE) == 0, "it ends")
    finally:
        process.kill()
    return Trace(trace.read_text(errors="replace"), [str(ledger.scratch)])


def test(ledger, options):
    place = ledger.scratch
    secret = published("a", "One.\n\nA secret name.\n\nThree.")
    (place / "a.json").write_text(secret)
    (place / "b.json").write_text(updated("a", "One.\n\nTwo.\n\nThree."))
    own, why = ["--ledger", ledger.root], ["--reason", "R", "--authority", "A", "--yes"]
    flows = [
        ("init", lambda: traced(ledger, "init", "--origin", "other.example/log", "--ledger", place / "other")),
        ("append", lambda: traced(ledger, "append", place / "a.json", place / "b.json", *own)),
        ("publish", lambda: traced(ledger, "publish", *own)),
        ("monitor", lambda: traced(ledger, "monitor", ledger.root / "public", "--key", key(ledger))),
        ("the daemon", lambda: daemon(ledger)),
        ("monitor again", lambda: traced(ledger, "monitor", ledger.root / "public", "--key", key(ledger))),
        ("withhold", lambda: traced(ledger, "withhold", "a", "--text", "A secret name.", *why, *own)),
        ("withhold one of two", lambda: traced(ledger, "withhold", "both", "--text", "A hidden name.", *why, *own)),
        ("a file with what was withheld", lambda: traced_daemon(ledger, {"again.json": secret, "partly.json": f"[{secret}, 1]"})),
        ("withhold after a kill", lambda: after_a_kill(ledger, *why, *own)),
        ("key rotate", lambda: traced(ledger, "key", "rotate", *own)),
        ("backup", lambda: traced(ledger, "backup", place / "backup", *own)),
        ("a fork", lambda: fork(ledger)),
        ("projections rebuild", lambda: traced(ledger, "projections", "rebuild", *own)),
        ("restore", lambda: traced(ledger, "restore", place / "backup", "--ledger", place / "restored")),
    ]
    renamed = {}
    for name, flow in flows:
        trace = flow()
        faults = trace.ended(takes_down="with" in name)
        if options.show:
            print(name, *trace.renames, sep="\n    ")
            print(*faults, sep="\n  FAULT ")
        else:
            check(not faults, f"{name}: {faults}")
        renamed[name] = {os.path.basename(path) for path in trace.renames}
    # The trace sees what it should: a program that named nothing would pass.
    for name, wanted in {"init": "key", "publish": "checkpoint", "the daemon": "d.json .suspects bad.json.reason.json", "monitor":
                         "known-logs", "withhold one of two": "withheld-", "a file with what was withheld": "withheld-", "withhold after a kill": "withheld-", "key rotate":
                         "statements", "a fork": "key statements checkpoint", "backup": "manifest.ndjson", "restore": "archive"}.items():
        for word in wanted.split():
            check(any(word in file for file in renamed[name]), f"{name} gave names to {renamed[name]} only")
    return f"{sum(map(len, renamed.values()))} names in {len(flows)} runs"


def after_a_kill(ledger, *words):
    """What a killed daemon has moved, and not noted, is searched by the takedown itself."""
    ledger.start()
    ledger.drop("killed.json", f"[{published('killed', 'A lost name.')}, {published('stays')}]")
    eventually(lambda: list(ledger.archive.rglob("killed.json")), "it is filed", ledger.daemon)
    ledger.kill()
    check(ledger.rows("SELECT 1 FROM pending_move"), "the move is not noted as made")
    # Another process ends while it folds: what the next one knows of it is gone for good once the fold succeeds.
    ledger.run("append", "-", input=published("late"))
    last = ledger.rows("SELECT max(position) FROM event")[0][0]
    ended = ledger.run("stories", env=dict(ledger.variables, STORYLEDGER_POISON=f"kill@{last}"))
    check(ended.returncode == -signal.SIGKILL, f"the injected end: {ended.returncode} {ended.stdout}{ended.stderr}")
    return traced(ledger, "withhold", "killed", "--text", "A lost name.", *words)


def fork(ledger):
    """A copy of the ledger that holds another history than readers have seen."""
    copy = ledger.scratch / "forked"
    shutil.copytree(ledger.root, copy)
    ledger.run("append", "-", input=published("seen"))
    ledger.run("publish")
    shutil.rmtree(copy / "public")
    shutil.copytree(ledger.root / "public", copy / "public")
    ledger.run("append", "-", "--ledger", str(copy), input=published("other"))
    return traced(ledger, "publish", "--accept-fork", "a test", "--ledger", copy)


def key(ledger):
    return ledger.run("key", "show").stdout.split()[0]


if __name__ == "__main__":
    options = arguments(__doc__, show=0)
    if not can_trace():
        print("this needs strace, and the right to trace")
        sys.exit(SKIPPED)
    harness.main(test, options, "names are given to what is on the disk")
